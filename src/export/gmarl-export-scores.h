/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"

G_BEGIN_DECLS

/* What `compare` leaves for people and programs. Texts hold no time, host or path: the same scores
 * give the same text.
 */

/* Tidy CSV (RFC 4180, UTF-8, lines end with LF): policy,seed,day,metric,unit,value; one row a
 * policy, training seed, day and metric. seed is empty for a rule, value for an undefined one;
 * decimals are the shortest that read back to the same double. indicators [n_indicators]: NULL for
 * all. (transfer full)
 */
char *gmarl_export_scores_csv (const GmarlScoreTable *table,
                               const GmarlIndicator *indicators,
                               gsize n_indicators);

/* The same values with the columns of all tidy files (gmarl-export-tidy.h). (transfer full) */
char *gmarl_export_scores_tidy (const GmarlScoreTable *table);

/* Wide CSV: a row a policy, training seed and day, a column a metric, named with its unit
 * ("grid_import_kwh"). (transfer full)
 */
char *gmarl_export_scores_wide (const GmarlScoreTable *table);

/* JSON: protocol, versions, configurations, anchors and methods; for every metric the policies with
 * mean and interval, interquartile mean, median and CVaR, and the pairs with difference, interval,
 * p-values, probability of improvement and verdict. null: not defined, or no interval (the notes
 * say why). (transfer full)
 */
char *gmarl_export_scores_json (const GmarlComparison *comparison);

/* The JSON of marl-eval (Gorsane et al. 2022), which rliable's users read, too: environment, task
 * (the scenario), algorithm (the policy), run (the training seed), one step of evaluation and
 * absolute_metrics, each with its values on the test days. A rule has the runs of the policy with
 * the most seeds, all the same. Undefined values are left out; a metric without values is not
 * there. (transfer full)
 */
char *gmarl_export_scores_marl_eval (const GmarlScoreTable *table);

G_END_DECLS
