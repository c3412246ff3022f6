/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-command-scale-private.h"

#include "gmarl-cli-progress.h"
#include "gmarl-cli-table.h"
#include "gmarl-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* How a quantity is shown. */
static const struct {
  GmarlScalingQuantity quantity;
  const char *heading;
  double factor;
  gint decimals;
} columns[] = {
  { GMARL_SCALING_ITERATION_SECONDS, N_ ("iteration [ms]"), 1e3, 1 },
  { GMARL_SCALING_STEPS_PER_SECOND, N_ ("steps/s"), 1, 0 },
  { GMARL_SCALING_LATENCY_P50, N_ ("decision p50 [µs]"), 1e6, 1 },
  { GMARL_SCALING_LATENCY_P99, N_ ("p99 [µs]"), 1e6, 1 },
  { GMARL_SCALING_MEMORY, N_ ("memory [MB]"), 1e-6, 1 },
  { GMARL_SCALING_REWARD, N_ ("reward/node"), 1, 2 },
  { GMARL_SCALING_STABILITY, N_ ("stability"), 1, 3 },
  { GMARL_SCALING_ENERGY_SHARED, N_ ("shared [kWh]"), 1, 1 },
  { GMARL_SCALING_ITERATIONS_95, N_ ("iterations to 95 %"), 1, 0 },
};

static const char *
sharing_name (gboolean shared)
{
  return shared ? _ ("shared") : _ ("independent");
}

static void
add_interval (GmarlTable *table, const GmarlInterval *value, double factor, gint decimals)
{
  double half = (value->high - value->low) / 2;

  if (!isfinite (value->estimate))
    gmarl_table_add (table, "–");
  else if (!isfinite (half) || half == 0)
    gmarl_table_add (table, "%.*f", decimals, factor * value->estimate);
  else
    gmarl_table_add (table, "%.*f ± %.*f", decimals, factor * value->estimate, decimals,
                     factor * half);
}

static void
print_slope (gboolean shared, const GmarlRegression *slope)
{
  if (!isfinite (slope->slope))
    return;
  if (isfinite (slope->low))
    g_print (
        _ ("The time of an iteration grows as agents^%.2f (95 %% interval %.2f to %.2f), %s\n"),
        slope->slope, slope->low, slope->high, sharing_name (shared));
  else
    g_print (_ ("The time of an iteration grows as agents^%.2f (two sizes, no interval), %s\n"),
             slope->slope, sharing_name (shared));
}

void
gmarl_scale_print_results (const GPtrArray *cells)
{
  g_autoptr (GmarlScalingResults) results = gmarl_scaling_results_new (cells);
  g_autoptr (GmarlTable) table = gmarl_table_new (3 + G_N_ELEMENTS (columns), "rlrrrrrrrrrr");

  gmarl_table_add (table, "%s", _ ("agents"));
  gmarl_table_add (table, "%s", _ ("sharing"));
  gmarl_table_add (table, "%s", _ ("seeds"));
  for (gsize k = 0; k < G_N_ELEMENTS (columns); k++)
    gmarl_table_add (table, "%s", _ (columns[k].heading));
  for (guint p = 0; p < results->points->len; p++) {
    const GmarlScalingPoint *point = &g_array_index (results->points, GmarlScalingPoint, p);

    gmarl_table_add (table, "%" PRId64, point->agents);
    gmarl_table_add (table, "%s", sharing_name (point->shared));
    gmarl_table_add (table, "%zu", point->n_done);
    for (gsize k = 0; k < G_N_ELEMENTS (columns); k++)
      add_interval (table, &point->value[columns[k].quantity], columns[k].factor,
                    columns[k].decimals);
  }
  gmarl_table_print (table);
  g_print ("\n");
  for (gint shared = 0; shared <= 1; shared++)
    print_slope (shared, &results->slope[shared]);
}

void
gmarl_scale_print_failures (const GPtrArray *cells)
{
  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];

    if (cell->state == GMARL_CELL_FAILED)
      g_printerr (_ ("%s: %" PRId64 " agents, %s, seed %" PRIu64 ": %s\n"), g_get_prgname (),
                  cell->agents, sharing_name (cell->shared), cell->seed,
                  cell->message == NULL ? _ ("no reason is known") : cell->message);
  }
}

static void
append_running (GString *text, const GmarlScalingCell *cell)
{
  gint64 percent = cell->iterations > 0 ? 100 * cell->iteration / cell->iterations : 0;

  g_string_append_printf (text,
                          cell->shared ? _ (" · %" PRId64 " agents shared, seed %" PRIu64 ": %d %%")
                                       : _ (" · %" PRId64 " agents, seed %" PRIu64 ": %d %%"),
                          cell->agents, cell->seed, (gint) percent);
}

char *
gmarl_scale_describe_progress (const GPtrArray *cells, double seconds_left)
{
  GmarlScalingCounts counts = gmarl_scaling_count (cells);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("%u of %u cells done"), counts.cells[GMARL_CELL_DONE],
                          counts.all);
  if (counts.cells[GMARL_CELL_FAILED] > 0)
    g_string_append_printf (text, _ (" · %u failed"), counts.cells[GMARL_CELL_FAILED]);
  if (counts.cells[GMARL_CELL_SKIPPED] > 0)
    g_string_append_printf (text, _ (" · %u skipped"), counts.cells[GMARL_CELL_SKIPPED]);
  if (isfinite (seconds_left)) {
    g_autofree char *left = gmarl_format_duration (seconds_left);

    g_string_append_printf (text, _ (" · about %s left"), left);
  }
  for (guint k = 0; k < cells->len; k++)
    if (((const GmarlScalingCell *) cells->pdata[k])->state == GMARL_CELL_RUNNING)
      append_running (text, cells->pdata[k]);
  return g_string_free (text, FALSE);
}
