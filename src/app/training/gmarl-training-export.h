/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-source.h"
#include "gmarl-training-charts.h"

G_BEGIN_DECLS

/* What the Training view offers to export: the learning curves and the configuration of its job,
 * read from the library, and its charts. job NULL: nothing. Main thread. (transfer full)
 */
GPtrArray *gmarl_training_export_list_items (GmarlTrainingJob *job, GmarlTrainingCharts *charts);

/* directory: of the library that keeps the job's runs. (transfer full) */
GmarlExportContent *gmarl_training_export_make_content (GmarlTrainingJob *job,
                                                        GmarlTrainingCharts *charts,
                                                        const char *directory,
                                                        const GmarlExportChoice *choice,
                                                        GError **error);

G_END_DECLS
