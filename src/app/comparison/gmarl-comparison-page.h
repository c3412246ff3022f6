/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The Comparison view: the policies to compare and the protocol in a pane, and what came of it.
 * What is cheap is measured as soon as it is asked for, the rest at the press of a button; the
 * results stay, marked as outdated, until there are others. Main thread only.
 *
 * Property "show-pane": whether the pane is shown beside the results.
 */
#define GMARL_TYPE_COMPARISON_PAGE (gmarl_comparison_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonPage, gmarl_comparison_page, GMARL, COMPARISON_PAGE, GtkWidget)

GtkWidget *gmarl_comparison_page_new (GmarlSession *session);

/* Shows the group of a run beside what is shown already. run: an id or a name. */
void gmarl_comparison_page_show_run (GmarlComparisonPage *self, const char *run);

G_END_DECLS
