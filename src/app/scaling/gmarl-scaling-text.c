/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scaling-text.h"

#include "gmarl-format.h"
#include "gmarl-number-lists.h"
#include "gmarl-training-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

static gint
percent_of (const GmarlScalingCell *cell)
{
  return cell->iterations > 0 ? (gint) (100 * cell->iteration / cell->iterations) : 0;
}

char *
gmarl_scaling_text_cell (const GmarlScalingCell *cell)
{
  switch (cell->state) {
  case GMARL_CELL_QUEUED:
    return g_strdup (_ ("○ Queued"));
  case GMARL_CELL_RUNNING:
    if (cell->iteration == cell->iterations)
      return g_strdup (_ ("◐ Measuring"));
    return g_strdup_printf (_ ("◐ %d\u202f%%"), percent_of (cell));
  case GMARL_CELL_PAUSED:
    return g_strdup_printf (_ ("◫ %d\u202f%%, paused"), percent_of (cell));
  case GMARL_CELL_DONE:
    return g_strdup (_ ("● Done"));
  case GMARL_CELL_FAILED:
    return g_strdup (_ ("✕ Failed"));
  case GMARL_CELL_SKIPPED:
    return g_strdup (_ ("– Skipped"));
  default:
    g_return_val_if_reached (NULL);
  }
}

static char *
describe_done (const GmarlScalingCell *cell)
{
  g_autofree char *stability = gmarl_format_decimals (cell->value[GMARL_SCALING_STABILITY], 3);
  g_autofree char *reward = gmarl_format_decimals (cell->value[GMARL_SCALING_REWARD], 2);

  return g_strdup_printf (_ ("done, stability %s, reward per node %s"), stability, reward);
}

static char *
describe_state (const GmarlScalingCell *cell)
{
  switch (cell->state) {
  case GMARL_CELL_QUEUED:
    return g_strdup (_ ("queued"));
  case GMARL_CELL_RUNNING:
    if (cell->iteration == cell->iterations)
      return g_strdup (_ ("trained, its policy is measured on the test days"));
    return g_strdup_printf (_ ("running, iteration %" PRId64 " of %" PRId64), cell->iteration,
                            cell->iterations);
  case GMARL_CELL_PAUSED:
    return g_strdup_printf (_ ("paused at iteration %" PRId64 " of %" PRId64), cell->iteration,
                            cell->iterations);
  case GMARL_CELL_DONE:
    if (!isfinite (cell->value[GMARL_SCALING_STABILITY]))
      return g_strdup (_ ("done"));
    return describe_done (cell);
  case GMARL_CELL_FAILED:
    return g_strdup_printf (_ ("failed. %s"),
                            cell->message != NULL ? cell->message : _ ("No reason is known."));
  case GMARL_CELL_SKIPPED:
    return g_strdup (_ ("skipped"));
  default:
    g_return_val_if_reached (NULL);
  }
}

static const char *
sharing_name (gboolean shared)
{
  return shared ? _ ("shared") : _ ("independent");
}

char *
gmarl_scaling_text_describe_cell (const GmarlScalingCell *cell)
{
  g_autofree char *state = describe_state (cell);

  /* translators: "7 agents, shared, seed 3: done, …" */
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " agent, %s, seed %" PRIu64 ": %s",
                   "%" PRId64 " agents, %s, seed %" PRIu64 ": %s", (gulong) cell->agents),
      cell->agents, sharing_name (cell->shared), cell->seed, state);
}

char *
gmarl_scaling_text_row (gint64 agents, gboolean shared)
{
  /* translators: "7 agents · shared" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " agent · %s",
                                       "%" PRId64 " agents · %s", (gulong) agents),
                          agents, sharing_name (shared));
}

char *
gmarl_scaling_text_counts (const GmarlScalingCounts *counts, double seconds_left)
{
  GString *text = g_string_new (NULL);
  g_autofree char *left = gmarl_training_text_left (seconds_left);

  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%u of %u run done", "%u of %u runs done", counts->all),
      counts->cells[GMARL_CELL_DONE], counts->all);
  if (counts->cells[GMARL_CELL_FAILED] > 0)
    g_string_append_printf (text, _ (" · %u failed"), counts->cells[GMARL_CELL_FAILED]);
  if (counts->cells[GMARL_CELL_SKIPPED] > 0)
    g_string_append_printf (text, _ (" · %u skipped"), counts->cells[GMARL_CELL_SKIPPED]);
  if (left != NULL)
    g_string_append_printf (text, " · %s", left);
  return g_string_free (text, FALSE);
}

char *
gmarl_scaling_text_title (const GmarlScalingStudy *study)
{
  g_autofree char *sizes = gmarl_format_size_list (study->sizes);

  /* translators: a scenario, and numbers of agents */
  return g_strdup_printf (_ ("%s · %s agents"), study->config->scenario->name, sizes);
}

char *
gmarl_scaling_text_details (const GmarlStudyRecord *record)
{
  const GmarlScalingStudy *study = record->study;
  g_autofree char *seeds = gmarl_format_seed_list (study->seeds);
  const char *sharing = study->sharing == GMARL_SHARING_BOTH     ? _ ("Independent and shared")
                        : study->sharing == GMARL_SHARING_SHARED ? _ ("One policy for all")
                                                                 : _ ("A policy for each agent");
  g_autofree char *seed_words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "seed %s", "seeds %s", study->seeds->len), seeds);
  g_autofree char *iterations =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " iteration",
                                    "%" PRId64 " iterations", (gulong) study->config->iterations),
                       study->config->iterations);

  return g_strdup_printf ("%s · %s · %s", sharing, seed_words, iterations);
}

/* The unit that people read a quantity in. */
static const struct {
  const char *unit;
  double factor;
  gint decimals;
} shown[GMARL_N_SCALING] = {
  [GMARL_SCALING_ITERATION_SECONDS] = { "ms", 1e3, 1 },
  [GMARL_SCALING_STEPS_PER_SECOND] = { "1/s", 1, 0 },
  [GMARL_SCALING_LATENCY_P50] = { "µs", 1e6, 1 },
  [GMARL_SCALING_LATENCY_P99] = { "µs", 1e6, 1 },
  [GMARL_SCALING_MEMORY] = { "MB", 1e-6, 1 },
  [GMARL_SCALING_REWARD] = { "", 1, 2 },
  [GMARL_SCALING_STABILITY] = { "", 1, 3 },
  [GMARL_SCALING_ENERGY_SHARED] = { "kWh", 1, 1 },
  [GMARL_SCALING_ITERATIONS_95] = { "", 1, 0 },
};

char *
gmarl_scaling_text_value (const GmarlScalingPoint *point, GmarlScalingQuantity quantity)
{
  const GmarlInterval *value = &point->value[quantity];
  double factor = shown[quantity].factor;
  double half = (value->high - value->low) / 2;
  g_autofree char *estimate =
      gmarl_format_decimals (factor * value->estimate, shown[quantity].decimals);
  g_autofree char *spread = gmarl_format_decimals (factor * half, shown[quantity].decimals);

  if (!isfinite (value->estimate) || !isfinite (half) || half == 0)
    return g_steal_pointer (&estimate);
  return g_strdup_printf ("%s ± %s", estimate, spread);
}

char *
gmarl_scaling_text_heading (GmarlScalingQuantity quantity)
{
  const char *name = _ (gmarl_scaling_quantities[quantity].title);
  const char *unit = shown[quantity].unit;

  return unit[0] == '\0' ? g_strdup (name) : g_strdup_printf ("%s (%s)", name, unit);
}

char *
gmarl_scaling_text_slope (const GmarlRegression *slope, gboolean shared)
{
  g_autofree char *exponent = gmarl_format_decimals (slope->slope, 2);
  g_autofree char *low = gmarl_format_decimals (slope->low, 2);
  g_autofree char *high = gmarl_format_decimals (slope->high, 2);

  if (!isfinite (slope->slope))
    return NULL;
  if (!isfinite (slope->low))
    return g_strdup_printf (_ ("The time of an iteration grows as agents^%s (%s)"), exponent,
                            sharing_name (shared));
  return g_strdup_printf (
      _ ("The time of an iteration grows as agents^%s (%s; 95\u202f%% interval %s to %s)"),
      exponent, sharing_name (shared), low, high);
}
