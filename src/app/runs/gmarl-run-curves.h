/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-runs-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Learning curves of the groups that are shown, above each other: for each the interquartile mean
 * of its seeds with a 95 % interval, and the seeds themselves where they are wanted or too few for
 * that. Rows are read and intervals computed on another thread. Main thread only.
 *
 * Property "has-curves": whether any group is shown.
 */
#define GMARL_TYPE_RUN_CURVES (gmarl_run_curves_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunCurves, gmarl_run_curves, GMARL, RUN_CURVES, GtkWidget)

GtkWidget *gmarl_run_curves_new (GmarlSession *session, GmarlRunsModel *model);

/* Whether all that is to be shown is there; for tests. */
gboolean gmarl_run_curves_is_complete (GmarlRunCurves *self);

/* (transfer none) */
GtkWidget *gmarl_run_curves_get_chart (GmarlRunCurves *self);

G_END_DECLS
