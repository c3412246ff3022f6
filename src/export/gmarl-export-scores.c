/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-scores.h"

#include "gmarl-export-json.h"
#include "gmarl-export-protocol.h"
#include "gmarl-options.h"
#include "gmarl-storage-ratio.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define FORMAT_VERSION 1

/* The rule whose scores are the zero of anchored scores (evaluation.md, point 7). */
#define ZERO_ANCHOR "no-control"

/* What the scores of 0 and 1 are; 1 waits for a bound by perfect foresight. */
static void
add_anchors (JsonBuilder *builder, const GmarlComparison *comparison, gsize indicator)
{
  double zero = NAN;

  for (gsize p = 0; p < comparison->n_policies; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (comparison->table->policies, p);

    if (strcmp (policy->id, ZERO_ANCHOR) == 0)
      zero = gmarl_comparison_summary (comparison, p, indicator)->mean.estimate;
  }
  json_builder_set_member_name (builder, "anchors");
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "zero", zero);
  gmarl_json_add_string (builder, "zero_policy", isnan (zero) ? NULL : ZERO_ANCHOR);
  gmarl_json_add_number (builder, "one", NAN);
  json_builder_end_object (builder);
}

static void
add_notes (JsonBuilder *builder, guint notes)
{
  static const struct {
    GmarlComparisonNotes note;
    const char *id;
  } ids[] = {
    { GMARL_NOTE_ONE_SEED, "1 seed: training variation unknown" },
    { GMARL_NOTE_TWO_SEEDS, "2 seeds: individual values, no interval" },
    { GMARL_NOTE_ONE_DAY, "fewer than 2 days: no interval" },
    { GMARL_NOTE_APPROXIMATE, "bootstrap approximate below 10 seeds" },
    { GMARL_NOTE_UNDEFINED, "undefined values" },
  };

  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
    if (notes & ids[k].note)
      json_builder_add_string_value (builder, ids[k].id);
  json_builder_end_array (builder);
}

static void
add_robust (JsonBuilder *builder, const char *name, const GmarlBootstrapInterval *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "value", value->estimate);
  gmarl_json_add_number (builder, "low", value->low);
  gmarl_json_add_number (builder, "high", value->high);
  json_builder_end_object (builder);
}

static const char *
policy_id (const GmarlComparison *comparison, gsize policy)
{
  const GmarlScorePolicy *found = g_ptr_array_index (comparison->table->policies, policy);

  return found->id;
}

static void
add_summary (JsonBuilder *builder, const GmarlComparison *comparison, gsize policy, gsize indicator)
{
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, indicator);

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "policy", policy_id (comparison, policy));
  gmarl_json_add_number (builder, "mean", summary->mean.estimate);
  gmarl_json_add_number (builder, "low", summary->mean.low);
  gmarl_json_add_number (builder, "high", summary->mean.high);
  gmarl_json_add_number (builder, "degrees_of_freedom", summary->mean.df);
  add_robust (builder, "interquartile_mean", &summary->iqm);
  add_robust (builder, "median", &summary->median);
  add_robust (builder, "cvar", &summary->cvar);
  gmarl_json_add_numbers (builder, "seed_means", summary->seed_means, summary->n_seeds);
  gmarl_json_add_unsigned (builder, "seeds", summary->n_seeds);
  gmarl_json_add_unsigned (builder, "days", summary->n_days);
  gmarl_json_add_unsigned (builder, "undefined", summary->n_undefined);
  add_notes (builder, summary->notes);
  json_builder_end_object (builder);
}

static void
add_pairing (JsonBuilder *builder, const GmarlComparison *comparison, gsize pair, gsize indicator)
{
  const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, pair, indicator);

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "first", policy_id (comparison, pairing->first));
  gmarl_json_add_string (builder, "second", policy_id (comparison, pairing->second));
  gmarl_json_add_number (builder, "difference", pairing->difference.estimate);
  gmarl_json_add_number (builder, "low", pairing->difference.low);
  gmarl_json_add_number (builder, "high", pairing->difference.high);
  gmarl_json_add_number (builder, "degrees_of_freedom", pairing->difference.df);
  gmarl_json_add_number (builder, "p", pairing->difference.p);
  gmarl_json_add_number (builder, "p_holm", pairing->p_adjusted);
  gmarl_json_add_number (builder, "probability_of_improvement", pairing->improvement);
  gmarl_json_add_string (builder, "verdict", gmarl_verdict_to_id (pairing->verdict));
  gmarl_json_add_unsigned (builder, "days", pairing->n_days);
  gmarl_json_add_unsigned (builder, "undefined", pairing->n_undefined);
  add_notes (builder, pairing->notes);
  json_builder_end_object (builder);
}

static void
add_metric (JsonBuilder *builder, const GmarlComparison *comparison, gsize indicator)
{
  static const char *const directions[] = {
    [GMARL_DIRECTION_NEITHER] = "neither",
    [GMARL_DIRECTION_HIGHER] = "higher",
    [GMARL_DIRECTION_LOWER] = "lower",
  };
  GmarlIndicator id = comparison->indicators[indicator];

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "metric", gmarl_indicators[id].id);
  gmarl_json_add_string (builder, "unit", gmarl_score_table_unit (comparison->table, id));
  gmarl_json_add_string (builder, "better", directions[gmarl_indicators[id].direction]);
  add_anchors (builder, comparison, indicator);
  json_builder_set_member_name (builder, "policies");
  json_builder_begin_array (builder);
  for (gsize policy = 0; policy < comparison->n_policies; policy++)
    add_summary (builder, comparison, policy, indicator);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "pairs");
  json_builder_begin_array (builder);
  for (gsize pair = 0; pair < comparison->n_pairs; pair++)
    add_pairing (builder, comparison, pair, indicator);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_ratio_of (JsonBuilder *builder,
              const GmarlComparison *comparison,
              gsize policy,
              const GmarlScorePolicy *baseline,
              GmarlRatio ratio)
{
  GmarlStorageRatio found;

  gmarl_storage_ratio (comparison->table, comparison->table->policies->pdata[policy], baseline,
                       ratio, comparison->options.draws, comparison->options.bootstrap_seed,
                       &found);
  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "policy", policy_id (comparison, policy));
  add_robust (builder, "of_sums", &found.of_sums);
  json_builder_set_member_name (builder, "mean_of_days");
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "value", found.mean.estimate);
  gmarl_json_add_number (builder, "low", found.mean.low);
  gmarl_json_add_number (builder, "high", found.mean.high);
  json_builder_end_object (builder);
  gmarl_json_add_unsigned (builder, "days", found.n_days);
  gmarl_json_add_unsigned (builder, "ratio_days", found.n_ratio_days);
  json_builder_end_object (builder);
}

/* To the same days without control; none where that was not measured. */
static void
add_ratios (JsonBuilder *builder, const GmarlComparison *comparison)
{
  const GmarlScorePolicy *baseline = gmarl_score_table_find (comparison->table, ZERO_ANCHOR);

  json_builder_set_member_name (builder, "ratios");
  json_builder_begin_array (builder);
  for (gint ratio = 0; baseline != NULL && ratio < GMARL_N_RATIOS; ratio++) {
    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "ratio", gmarl_ratios[ratio].id);
    gmarl_json_add_string (builder, "to", ZERO_ANCHOR);
    json_builder_set_member_name (builder, "policies");
    json_builder_begin_array (builder);
    for (gsize policy = 0; policy < comparison->n_policies; policy++)
      add_ratio_of (builder, comparison, policy, baseline, (GmarlRatio) ratio);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

char *
gmarl_export_scores_json (const GmarlComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "format", "gridmarl-scores");
  gmarl_json_add_unsigned (builder, "format_version", FORMAT_VERSION);
  gmarl_json_add_string (builder, "version", GMARL_VERSION);
  gmarl_json_add_protocol (builder, comparison->table);
  gmarl_json_add_policies (builder, comparison->table);
  gmarl_json_add_methods (builder, comparison);
  json_builder_set_member_name (builder, "metrics");
  json_builder_begin_array (builder);
  for (gsize k = 0; k < comparison->n_indicators; k++)
    add_metric (builder, comparison, k);
  json_builder_end_array (builder);
  add_ratios (builder, comparison);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}

/* A member for every indicator with values: the list over days. */
static void
add_day_lists (JsonBuilder *builder,
               const GmarlScoreTable *table,
               const GmarlScorePolicy *policy,
               gsize row)
{
  g_autofree double *values = g_new (double, table->n_days);

  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    gsize count = 0;

    for (gsize day = 0; day < table->n_days; day++) {
      double value = gmarl_score_table_get (table, policy, row, day, k);

      if (isfinite (value))
        values[count++] = value;
    }
    if (count > 0)
      gmarl_json_add_numbers (builder, gmarl_indicators[k].id, values, count);
  }
}

static void
add_run (JsonBuilder *builder,
         const GmarlScoreTable *table,
         const GmarlScorePolicy *policy,
         gsize row,
         guint64 seed)
{
  g_autofree char *run = g_strdup_printf ("seed_%" PRIu64, seed);

  json_builder_set_member_name (builder, run);
  json_builder_begin_object (builder);
  /* marl-eval wants a step of evaluation; what is evaluated here is the end of a training. */
  json_builder_set_member_name (builder, "step_0");
  json_builder_begin_object (builder);
  gmarl_json_add_unsigned (builder, "step_count", 0);
  add_day_lists (builder, table, policy, row);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "absolute_metrics");
  json_builder_begin_object (builder);
  add_day_lists (builder, table, policy, row);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* The seeds of the policy that has most of them; NULL with none. */
static const guint64 *
find_seeds (const GmarlScoreTable *table, gsize *n_seeds)
{
  const guint64 *seeds = NULL;

  *n_seeds = 0;
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    if (policy->n_seeds > *n_seeds) {
      *n_seeds = policy->n_seeds;
      seeds = policy->seeds;
    }
  }
  return seeds;
}

/* marl-eval wants the same runs of every algorithm: what was not trained is the same in each. */
static void
add_runs (JsonBuilder *builder, const GmarlScoreTable *table, const GmarlScorePolicy *policy)
{
  gsize n_seeds;
  const guint64 *seeds = find_seeds (table, &n_seeds);

  if (policy->n_seeds > 0)
    for (gsize row = 0; row < policy->n_rows; row++)
      add_run (builder, table, policy, row, policy->seeds[row]);
  else if (n_seeds == 0)
    add_run (builder, table, policy, 0, 0);
  else
    for (gsize k = 0; k < n_seeds; k++)
      add_run (builder, table, policy, 0, seeds[k]);
}

char *
gmarl_export_scores_marl_eval (const GmarlScoreTable *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "gridmarl");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder,
                                table->scenario_name != NULL ? table->scenario_name : "scenario");
  json_builder_begin_object (builder);
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    json_builder_set_member_name (builder, policy->id);
    json_builder_begin_object (builder);
    add_runs (builder, table, policy);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
