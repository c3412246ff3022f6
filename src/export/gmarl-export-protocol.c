/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-protocol.h"

#include "gmarl-export-json.h"

void
gmarl_json_add_protocol (JsonBuilder *builder, const GmarlScoreTable *table)
{
  gmarl_json_add_string (builder, "scenario", table->scenario_name);
  gmarl_json_add_string (builder, "scenario_hash", table->scenario_hash);
  gmarl_json_add_string (builder, "scenario_text", table->scenario_text);
  gmarl_json_add_string (builder, "currency", table->currency);
  gmarl_json_add_strings (builder, "data_checksums", table->data_checksums);
  gmarl_json_add_string (builder, "protocol",
                         "independent days, the same for every policy; trained policies act with "
                         "the mean of their distribution");
  json_builder_set_member_name (builder, "days");
  json_builder_begin_array (builder);
  for (gsize day = 0; day < table->n_days; day++) {
    json_builder_begin_object (builder);
    gmarl_json_add_unsigned (builder, "day", table->days[day]);
    gmarl_json_add_unsigned (builder, "episode_seed", table->episode_seeds[day]);
    if (table->labels != NULL)
      gmarl_json_add_string (builder, "label", table->labels[day]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
gmarl_json_add_policies (JsonBuilder *builder, const GmarlScoreTable *table)
{
  json_builder_set_member_name (builder, "policies");
  json_builder_begin_array (builder);
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "policy", policy->id);
    gmarl_json_add_string (builder, "name", policy->name);
    gmarl_json_add_string (builder, "configuration", policy->configuration);
    json_builder_set_member_name (builder, "runs");
    json_builder_begin_array (builder);
    for (gsize row = 0; row < policy->n_seeds; row++) {
      json_builder_begin_object (builder);
      gmarl_json_add_unsigned (builder, "seed", policy->seeds[row]);
      gmarl_json_add_string (builder, "checkpoint_sha256",
                             policy->checkpoints != NULL ? policy->checkpoints[row] : NULL);
      json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
gmarl_json_add_methods (JsonBuilder *builder, const GmarlComparison *comparison)
{
  json_builder_set_member_name (builder, "methods");
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "confidence", 1 - GMARL_COMPARISON_ALPHA);
  gmarl_json_add_string (builder, "mean",
                         "t interval from the two-way seed × day variance components, "
                         "V = s²_seed/n + s²_day/D − s²_e/(nD), not below the larger of the first "
                         "two, Satterthwaite degrees of freedom; without seeds or with one: t over "
                         "days; with two: none");
  gmarl_json_add_string (builder, "difference",
                         "first − second on the same days; t interval from the variance of the "
                         "paired day differences and of independent seeds, Welch–Satterthwaite "
                         "degrees of freedom");
  gmarl_json_add_string (builder, "probability_of_improvement",
                         "Mann–Whitney count over pairs of seeds on the same day, ties ½, mean "
                         "over days; towards the better side of the metric");
  gmarl_json_add_string (builder, "robust",
                         "percentile bootstrap of seeds and days, drawn independently, one draw of "
                         "days for all policies; cvar is the mean of the worst 5 %");
  gmarl_json_add_unsigned (builder, "bootstrap_draws", comparison->options.draws);
  gmarl_json_add_unsigned (builder, "bootstrap_seed", comparison->options.bootstrap_seed);
  gmarl_json_add_string (builder, "correction", "Holm (1979), step-down");
  gmarl_json_add_unsigned (builder, "comparisons", comparison->n_comparisons);
  gmarl_json_add_string (builder, "verdict",
                         "better or worse where p_holm < 1 − confidence, otherwise no clear "
                         "difference; different where the metric has no better side");
  gmarl_json_add_string (builder, "undefined",
                         "a day on which a value that takes part is undefined is left out");
  json_builder_end_object (builder);
}
