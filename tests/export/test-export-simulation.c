/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-days.h"
#include "gmarl-export-simulation.h"
#include "gmarl-simulation.h"
#include "gmarl-trace.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

enum {
  N_DAYS = 3,
  SEED = 5
};

static GmarlPolicy *
open_rule (const GmarlGrid *grid, gpointer data, GError **error)
{
  return gmarl_rule_new (data);
}

static GmarlScenario *
new_scenario (void)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-3", NULL);

  g_assert_nonnull (scenario);
  return scenario;
}

static GmarlSimulationExport
spec_of (const GmarlScenario *scenario, guint64 first_day, guint64 n_days)
{
  return (GmarlSimulationExport){ .scenario = scenario,
                                  .seed = SEED,
                                  .first_day = first_day,
                                  .n_days = n_days,
                                  .open_policy = open_rule,
                                  .policy_data = (gpointer) "heuristic" };
}

/* The file that the content writes. */
static char *
write_content (GmarlExportContent *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  char *text = NULL;
  int fd = g_file_open_tmp ("gridmarl-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (gmarl_export_content_write (content, path, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  return text;
}

typedef struct {
  GOutputStream *stream;
  GArray *indicators;
} Direct;

static gboolean
step_cb (const GmarlGrid *grid,
         const GmarlGridState *state,
         gsize day,
         gpointer user_data,
         GError **error)
{
  return gmarl_trace_write_step (grid, state, day, ((Direct *) user_data)->stream, error);
}

static gboolean
day_cb (const GmarlGrid *grid,
        const GmarlGridState *state,
        gsize day,
        const double *indicators,
        gpointer user_data,
        GError **error)
{
  g_array_append_vals (((Direct *) user_data)->indicators, indicators, GMARL_N_INDICATORS);
  return TRUE;
}

/* The trace as the command line writes it; indicators (element-type double) of the days. */
static char *
simulate (const GmarlScenario *scenario, GArray *indicators)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("heuristic");
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  guint64 seeds[N_DAYS];
  GmarlSimulationDays days = { seeds, N_DAYS, TRUE };
  Direct direct = { stream, indicators };

  for (guint day = 0; day < N_DAYS; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, SEED, day);
  g_assert_true (gmarl_trace_write_header (grid, stream, NULL));
  g_assert_true (gmarl_simulate (grid, policy, &days, step_cb, day_cb, &direct, NULL, NULL));
  g_assert_true (g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL));
  return g_strdup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)));
}

static void
test_trace (void)
{
  g_autoptr (GmarlScenario) scenario = new_scenario ();
  g_autoptr (GArray) indicators = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *expected = simulate (scenario, indicators);
  GmarlSimulationExport all = spec_of (scenario, 0, N_DAYS);
  GmarlSimulationExport last = spec_of (scenario, N_DAYS - 1, 1);
  g_autoptr (GmarlExportContent) whole = gmarl_export_simulation_steps (&all, GMARL_EXPORT_TRACE);
  g_autoptr (GmarlExportContent) part = gmarl_export_simulation_steps (&last, GMARL_EXPORT_TRACE);
  g_autofree char *text = write_content (whole);
  g_autofree char *day = write_content (part);

  g_assert_cmpstr (text, ==, expected);
  /* One day of several: its rows after the heading, and nothing else. */
  g_assert_true (g_str_has_suffix (expected, strchr (day, '\n') + 1));
  g_assert_true (g_str_has_prefix (strchr (day, '\n') + 1, "2,0,0,"));
}

/* Every number of the trace is in the tidy file under its day, step, node and name. */
static void
test_tidy_steps (void)
{
  g_autoptr (GmarlScenario) scenario = new_scenario ();
  g_autoptr (GArray) indicators = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *trace = simulate (scenario, indicators);
  GmarlSimulationExport all = spec_of (scenario, 0, N_DAYS);
  g_autoptr (GmarlExportContent) content =
      gmarl_export_simulation_steps (&all, GMARL_EXPORT_CSV_TIDY);
  g_autofree char *tidy = write_content (content);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = g_strsplit (tidy, "\n", -1);
  g_auto (GStrv) rows = g_strsplit (trace, "\n", -1);
  g_auto (GStrv) names = g_strsplit (rows[0], ",", -1);

  g_assert_cmpstr (lines[0], ==,
                   "run,group,policy,seed,scenario,day,step,time_iso,node,iteration,metric,unit,"
                   "value");
  for (gsize k = 1; lines[k][0] != '\0'; k++) {
    g_auto (GStrv) cells = g_strsplit (lines[k], ",", -1);

    g_assert_cmpuint (g_strv_length (cells), ==, 13);
    g_assert_cmpstr (cells[2], ==, "heuristic");
    g_hash_table_insert (values, g_strjoin (",", cells[5], cells[6], cells[8], cells[10], NULL),
                         g_strdup (cells[12]));
    if (strcmp (cells[6], "13") == 0)
      g_assert_cmpstr (cells[7], ==, "01:05:00");
    if (strcmp (cells[6], "12") == 0)
      g_assert_cmpstr (cells[7], ==, "01:00:00");
  }
  for (gsize k = 1; rows[k][0] != '\0'; k++) {
    g_auto (GStrv) cells = g_strsplit (rows[k], ",", -1);

    for (gsize column = 3; names[column] != NULL; column++) {
      gboolean shared =
          strcmp (names[column], "stability") == 0 || g_str_has_suffix (names[column], "_price");
      gsize length = strlen (names[column]) - (g_str_has_suffix (names[column], "_kwh") ? 4 : 0);
      g_autofree char *metric = g_strndup (names[column], length);
      g_autofree char *key =
          g_strjoin (",", cells[0], cells[1], shared ? "" : cells[2], metric, NULL);
      const char *value = g_hash_table_lookup (values, key);

      g_assert_nonnull (value);
      g_assert_cmpfloat (g_ascii_strtod (value, NULL), ==, g_ascii_strtod (cells[column], NULL));
    }
  }
}

static void
test_days (void)
{
  g_autoptr (GmarlScenario) scenario = new_scenario ();
  g_autoptr (GArray) indicators = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *trace = simulate (scenario, indicators);
  GmarlSimulationExport all = spec_of (scenario, 0, N_DAYS);
  g_autoptr (GmarlExportContent) wide = gmarl_export_simulation_days (&all, GMARL_EXPORT_CSV_WIDE);
  g_autoptr (GmarlExportContent) tidy = gmarl_export_simulation_days (&all, GMARL_EXPORT_CSV_TIDY);
  g_autofree char *wide_text = write_content (wide);
  g_autofree char *tidy_text = write_content (tidy);
  g_auto (GStrv) wide_lines = g_strsplit (wide_text, "\n", -1);
  g_auto (GStrv) tidy_lines = g_strsplit (tidy_text, "\n", -1);

  g_assert_cmpuint (g_strv_length (wide_lines), ==, N_DAYS + 2);
  g_assert_cmpuint (g_strv_length (tidy_lines), ==, N_DAYS * GMARL_N_INDICATORS + 2);
  for (gsize day = 0; day < N_DAYS; day++) {
    g_auto (GStrv) cells = g_strsplit (wide_lines[day + 1], ",", -1);

    for (gsize k = 0; k < GMARL_N_INDICATORS; k++) {
      double value = g_array_index (indicators, double, day *GMARL_N_INDICATORS + k);
      const char *line = tidy_lines[1 + day * GMARL_N_INDICATORS + k];
      const char *cell = strrchr (line, ',') + 1;

      g_assert_nonnull (strstr (line, gmarl_indicators[k].id));
      g_assert_cmpstr (cells[2 + k], ==, cell);
      if (isfinite (value))
        g_assert_cmpfloat (g_ascii_strtod (cell, NULL), ==, value);
      else
        g_assert_cmpstr (cell, ==, "");
    }
  }
}

static GmarlPolicy *
refuse (const GmarlGrid *grid, gpointer data, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such policy");
  return NULL;
}

static void
test_no_policy (void)
{
  g_autoptr (GmarlScenario) scenario = new_scenario ();
  GmarlSimulationExport all = spec_of (scenario, 0, 1);
  g_autoptr (GmarlExportContent) content = NULL;
  g_auto (GmarlExportMeasure) measure = { 0 };
  g_autoptr (GError) error = NULL;

  all.open_policy = refuse;
  content = gmarl_export_simulation_days (&all, GMARL_EXPORT_JSON);
  g_assert_false (gmarl_export_content_measure (content, 1, 1e6, &measure, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/simulation/trace", test_trace);
  g_test_add_func ("/export/simulation/tidy-steps", test_tidy_steps);
  g_test_add_func ("/export/simulation/days", test_days);
  g_test_add_func ("/export/simulation/no-policy", test_no_policy);
  return g_test_run ();
}
