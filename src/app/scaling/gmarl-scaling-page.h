/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The view of scaling studies: what to study, the runs of a study as they are trained, here or by
 * another program, and its results. Main thread.
 */
#define GMARL_TYPE_SCALING_PAGE (gmarl_scaling_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingPage, gmarl_scaling_page, GMARL, SCALING_PAGE, GtkWidget)

GtkWidget *gmarl_scaling_page_new (GmarlSession *session);

/* Offers in a banner to go on with a study that a crash or the end of the machine cut off; FALSE:
 * there is none. */
gboolean gmarl_scaling_page_offer_resume (GmarlScalingPage *self);

G_END_DECLS
