/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-list.h"
#include "gmarl-comparison-result.h"
#include "gmarl-export-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is shown of a result: the table of scores, the charts, and the grid side by side, the last
 * two made when they are first looked at. Which policies are shown and how they are called and
 * drawn is the list's. Main thread only.
 */
#define GMARL_TYPE_COMPARISON_VIEWS (gmarl_comparison_views_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonViews,
                      gmarl_comparison_views,
                      GMARL,
                      COMPARISON_VIEWS,
                      GtkWidget)

GtkWidget *gmarl_comparison_views_new (GmarlSession *session, GmarlComparisonList *list);

/* The stack of the views, for a switcher: "scores", "charts", "sides". (transfer none) */
GtkStack *gmarl_comparison_views_get_stack (GmarlComparisonViews *self);

/* Shows a result, or the same one again after the list has changed. FALSE: it has nothing of what
 * is to be shown. result NULL: there is none yet.
 */
gboolean gmarl_comparison_views_show (GmarlComparisonViews *self, GmarlComparisonResult *result);

/* The table as it is shown, as "tsv", "markdown" or "latex", or all days of all policies as "csv";
 * NULL without a result. (transfer full)
 */
char *gmarl_comparison_views_make_text (GmarlComparisonViews *self, const char *format);

/* As in GmarlExportSource. */
void gmarl_comparison_views_add_export_items (GmarlComparisonViews *self, GPtrArray *items);
GmarlExportContent *gmarl_comparison_views_make_export (GmarlComparisonViews *self,
                                                        const GmarlExportChoice *choice,
                                                        GError **error);

G_END_DECLS
