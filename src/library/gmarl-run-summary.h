/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

G_BEGIN_DECLS

/* What a metric of a run came to. NaN where no row has a value. */
typedef struct {
  double last; /* of the newest row that has a value */
  double best; /* the largest */
  double tail; /* mean over the last tenth of the iterations (rounded up), or else the last value */
} GmarlMetricSummary;

/* Summarises metrics [n_metrics] over all rows of a run. summaries: [n_metrics] */
gboolean gmarl_library_summarise_run (GmarlLibrary *self,
                                      const char *run_id,
                                      const GmarlMetric *metrics,
                                      gsize n_metrics,
                                      GmarlMetricSummary *summaries,
                                      GError **error);

G_END_DECLS
