/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-item.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* The groups of the session's library, each with its runs, brought up to date by refresh: items
 * stay the same objects, so that selection and scrolling survive. What costs time to find out
 * (configurations, metrics) is found out when it is asked for, and kept. Main thread only.
 *
 * Signals: "runs-changed" after a refresh that changed anything; "shown-changed" when a group is
 * shown among the curves or not.
 */
#define GMARL_TYPE_RUNS_MODEL (gmarl_runs_model_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunsModel, gmarl_runs_model, GMARL, RUNS_MODEL, GObject)

GmarlRunsModel *gmarl_runs_model_new (GmarlSession *session);

/* A library that cannot be read leaves everything as it was. */
gboolean gmarl_runs_model_refresh (GmarlRunsModel *self, GError **error);

/* (transfer none) (element-type GmarlRunItem) */
GListModel *gmarl_runs_model_get_groups (GmarlRunsModel *self);

/* Borrowed, or NULL. */
GmarlRunItem *gmarl_runs_model_find_run (GmarlRunsModel *self, const char *run_id);
GmarlRunItem *gmarl_runs_model_find_group (GmarlRunsModel *self, const char *group_id);

void gmarl_runs_model_set_shown (GmarlRunsModel *self, GmarlRunItem *item, gboolean shown);

/* What the runs were begun with, or NULL if that cannot be read. Borrowed. */
const GmarlRunConfig *gmarl_runs_model_get_config (GmarlRunsModel *self, GmarlRunItem *item);

/* "learning rate 0.001 · shared parameters": what differs from the default configuration. Borrowed.
 */
const char *gmarl_runs_model_get_changes (GmarlRunsModel *self, GmarlRunItem *item);

/* What is told of a metric in one number. */
typedef enum {
  GMARL_RUN_LAST,
  GMARL_RUN_BEST,
  GMARL_RUN_TAIL, /* mean of the last tenth */
  GMARL_N_RUN_AGGREGATES,
} GmarlRunAggregate;

/* The metrics that can be told of. */
#define GMARL_N_RUN_METRICS 3
extern const GmarlMetric gmarl_run_metrics[GMARL_N_RUN_METRICS];

/* A metric of a run, or the mean over the seeds of a group. */
typedef struct {
  double value; /* NaN: none */
  double half;  /* half of the 95 % interval (Student's t), or NaN: fewer than three seeds */
  guint n;      /* seeds that have a value */
} GmarlRunFigure;

double gmarl_runs_model_get_mean (GmarlRunsModel *self,
                                  GmarlRunItem *item,
                                  gsize metric,
                                  GmarlRunAggregate aggregate);
GmarlRunFigure gmarl_runs_model_get_figure (GmarlRunsModel *self,
                                            GmarlRunItem *item,
                                            gsize metric,
                                            GmarlRunAggregate aggregate);

G_END_DECLS
