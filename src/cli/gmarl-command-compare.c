/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-library.h"
#include "gmarl-cli-progress.h"
#include "gmarl-command-compare-figure.h"
#include "gmarl-command-compare-private.h"
#include "gmarl-comparison-run.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-score-table.h"
#include "gmarl-export-scores.h"
#include "gmarl-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_DAYS 100

static const char *const default_policies[] = { "latest", "heuristic", "random", "no-control",
                                                NULL };

typedef struct {
  GmarlScenarioArguments scenario;
  char **policies;
  char *days;
  char *seed;
  char *episodes;
  char *library;
  char *csv;
  char *json;
  char *tidy;
  char *wide;
  char *marl_eval;
  char *table;
  GmarlScoreTableFormat table_format;
  char *statistic_id;
  GmarlStatistic statistic;
  GmarlCompareFigure figure;
  char *report;
  gboolean ratios;
  gboolean quiet;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  gmarl_scenario_arguments_clear (&self->scenario);
  g_strfreev (self->policies);
  g_free (self->days);
  g_free (self->seed);
  g_free (self->episodes);
  g_free (self->library);
  g_free (self->csv);
  g_free (self->json);
  g_free (self->tidy);
  g_free (self->wide);
  g_free (self->marl_eval);
  g_free (self->table);
  g_free (self->statistic_id);
  gmarl_compare_figure_clear (&self->figure);
  g_free (self->report);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

typedef struct {
  const Arguments *arguments;
  GmarlRunConfig *config;
  GmarlGrid *grid;
  GArray *episode_seeds; /* of guint64 */
  GmarlLibrary *library; /* NULL: there is none */
  GmarlComparisonRun *run;
  GmarlInterrupt *interrupt; /* while policies are evaluated */
  GmarlProgress *progress;
} Comparer;

static void
comparer_clear (Comparer *self)
{
  g_clear_pointer (&self->run, gmarl_comparison_run_free);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_clear_pointer (&self->grid, gmarl_grid_free);
  g_clear_pointer (&self->episode_seeds, g_array_unref);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->interrupt, gmarl_interrupt_free);
  g_clear_pointer (&self->progress, gmarl_progress_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparer, comparer_clear)

static gboolean
check_ratios (const Arguments *self, GError **error)
{
  if (!self->ratios || self->policies == NULL ||
      g_strv_contains ((const char *const *) self->policies, "no-control"))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("--ratios are ratios to no control: add “--policy no-control”"));
  return FALSE;
}

static gboolean
parse (const GmarlCommand *command, Arguments *self, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->policies,
      N_ ("Rule, run, group or checkpoint file; may be repeated (default: latest, heuristic, random, no-control)"),
      N_ ("POLICY") },
    { "days", 0, 0, G_OPTION_ARG_STRING, &self->days, N_ ("Test days (default: 100)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_ ("Seed of the days (default: 1)"),
      N_ ("N") },
    { "episodes", 0, 0, G_OPTION_ARG_STRING, &self->episodes,
      N_ ("Days of these episode seeds, instead of --seed and --days"), N_ ("A-B") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self->csv, N_ ("Write a row a policy, day and metric"),
      N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self->json,
      N_ ("Write means, intervals and verdicts, with all that repeats them"), N_ ("FILE") },
    { "tidy", 0, 0, G_OPTION_ARG_FILENAME, &self->tidy,
      N_ ("The same with the columns of all tidy files"), N_ ("FILE") },
    { "wide", 0, 0, G_OPTION_ARG_FILENAME, &self->wide,
      N_ ("Write a row a policy and day, a column a metric"), N_ ("FILE") },
    { "marl-eval", 0, 0, G_OPTION_ARG_FILENAME, &self->marl_eval,
      N_ ("Write the scores for marl-eval and rliable"), N_ ("FILE") },
    { "table", 0, 0, G_OPTION_ARG_FILENAME, &self->table,
      N_ ("Write the table of scores for a paper or a spreadsheet"), N_ ("FILE.md|.tex|.tsv") },
    { "statistic", 0, 0, G_OPTION_ARG_STRING, &self->statistic_id,
      N_ ("What the tables have: mean (default), interquartile mean, median or the worst 5 %"),
      N_ ("mean|iqm|median|cvar") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &self->report,
      N_ ("Write a document with tables, figures, methods and all that repeats it"),
      N_ ("FILE.pdf") },
    { "ratios", 0, 0, G_OPTION_ARG_NONE, &self->ratios,
      N_ ("Print ratios to no control, under CityLearn's names, too"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Show no progress"), NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  gmarl_parser_add (parser, entries);
  gmarl_compare_figure_add_options (&self->figure, parser);
  gmarl_scenario_arguments_add (&self->scenario, parser);
  gmarl_cli_add_library_option (parser, &self->library);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  return positional != NULL &&
         (self->table == NULL ||
          gmarl_score_table_format_from_path (self->table, &self->table_format, error)) &&
         (self->statistic_id == NULL ||
          gmarl_statistic_from_id (self->statistic_id, &self->statistic, error)) &&
         check_ratios (self, error) && gmarl_compare_figure_read (&self->figure, error) &&
         (self->report == NULL || gmarl_report_check_path (self->report, error));
}

/* Opens the library for writing if that can be, else for reading, if there is one. */
static gboolean
open_library (Comparer *self, GError **error)
{
  const char *directory = self->arguments->library;

  if (!gmarl_cli_has_library (directory))
    return TRUE;
  self->library = gmarl_cli_open_library (directory, GMARL_LIBRARY_DEFAULT, NULL);
  if (self->library == NULL)
    self->library = gmarl_cli_open_library (directory, GMARL_LIBRARY_READ_ONLY, error);
  return self->library != NULL;
}

static gboolean
add_policy (Comparer *self, const char *reference, gboolean is_default, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const GmarlPolicyEntry *entry = gmarl_comparison_run_add (self->run, reference, &local_error);

  if (entry == NULL && is_default &&
      (self->library == NULL ||
       g_error_matches (local_error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))) {
    gmarl_progress_print (
        self->progress,
        _ ("There is no trained run yet, so only rules are compared: “gridmarl-cli train” begins one."));
    return TRUE;
  }
  if (entry == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (gmarl_comparison_run_is_foreign (self->run, entry))
    gmarl_progress_print (self->progress, _ ("Note: %s was trained on another scenario, “%s”."),
                          entry->name, entry->scenario_name);
  return TRUE;
}

static gboolean
add_policies (Comparer *self, GError **error)
{
  const char *const *references = self->arguments->policies != NULL
                                      ? (const char *const *) self->arguments->policies
                                      : default_policies;

  for (gsize k = 0; references[k] != NULL; k++)
    if (!add_policy (self, references[k],
                     self->arguments->policies == NULL && strcmp (references[k], "latest") == 0,
                     error))
      return FALSE;
  return TRUE;
}

/* Any thread, one at a time; this one waits meanwhile. */
static void
evaluated_cb (const GmarlPolicyEntry *entry, gsize done, gsize all, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf (_ ("%s: %zu of %zu days"), entry->name, done, all);

  gmarl_progress_update (user_data, FALSE, text);
}

static GmarlScoreTable *
score (Comparer *self, GError **error)
{
  self->interrupt = gmarl_interrupt_new ();
  if (!gmarl_comparison_run_evaluate_all (self->run, evaluated_cb, self->progress,
                                          gmarl_interrupt_get_cancellable (self->interrupt), error))
    return NULL;
  return gmarl_comparison_run_steal_table (self->run);
}

/* With data, the days asked for may be more than there are. */
static void
print_distinct_days (const Comparer *self)
{
  gsize n_cases = self->grid->n_cases[GMARL_PURPOSE_TEST];

  if (self->grid->scenario->data != NULL && n_cases < self->episode_seeds->len)
    gmarl_progress_print (
        self->progress,
        _ ("Note: the data have %zu distinct test days; %u days repeat some of them with other initial levels."),
        n_cases, self->episode_seeds->len);
}

static void
begin_run (Comparer *self)
{
  const GmarlComparisonProtocol protocol = {
    .episode_seeds = (const guint64 *) self->episode_seeds->data,
    .n_days = self->episode_seeds->len,
    .raw_days = self->arguments->episodes != NULL,
    .level = self->config->learning.kernel_level,
    .threads = self->config->learning.threads,
  };

  self->run = gmarl_comparison_run_new (self->grid, &protocol, self->library);
}

static gboolean
prepare (Comparer *self, GError **error)
{
  const Arguments *arguments = self->arguments;

  self->episode_seeds =
      gmarl_cli_episode_seeds (arguments->episodes, GMARL_PURPOSE_TEST, arguments->seed,
                               arguments->days, DEFAULT_DAYS, error);
  if (self->episode_seeds == NULL)
    return FALSE;
  self->config = gmarl_scenario_arguments_load (&arguments->scenario, error);
  if (self->config == NULL)
    return FALSE;
  self->grid = gmarl_grid_new (self->config->scenario, error);
  if (self->grid == NULL)
    return FALSE;
  self->progress = gmarl_progress_new (arguments->quiet);
  if (!open_library (self, error))
    return FALSE;
  begin_run (self);
  return add_policies (self, error);
}

/* The values of the table alone; path NULL: not wanted. */
static gboolean
write_scores (const char *path,
              char *(*write) (const GmarlScoreTable *table),
              const GmarlScoreTable *table,
              GError **error)
{
  g_autofree char *text = path == NULL ? NULL : write (table);

  return path == NULL || gmarl_export_text (path, text, error);
}

static gboolean
check_files (const Arguments *self, GError **error)
{
  const char *const paths[] = { self->csv,
                                self->tidy,
                                self->wide,
                                self->json,
                                self->marl_eval,
                                self->table,
                                self->figure.file.path,
                                self->report };

  for (gsize k = 0; k < G_N_ELEMENTS (paths); k++)
    if (paths[k] != NULL && !gmarl_export_file_check (paths[k], error))
      return FALSE;
  return TRUE;
}

static gboolean
write_files (const Arguments *arguments,
             const GmarlScoreTable *table,
             const GmarlComparison *comparison,
             GError **error)
{
  if (arguments->csv != NULL) {
    g_autofree char *text = gmarl_export_scores_csv (table, NULL, 0);

    if (!gmarl_export_text (arguments->csv, text, error))
      return FALSE;
  }
  if (arguments->json != NULL) {
    g_autofree char *text = gmarl_export_scores_json (comparison);

    if (!gmarl_export_text (arguments->json, text, error))
      return FALSE;
  }
  if (arguments->table != NULL) {
    GmarlScoreTableOptions options = { .format = arguments->table_format,
                                       .statistic = arguments->statistic };
    g_autofree char *text = gmarl_export_score_table (comparison, &options);

    if (!gmarl_export_text (arguments->table, text, error))
      return FALSE;
  }
  if (!write_scores (arguments->tidy, gmarl_export_scores_tidy, table, error) ||
      !write_scores (arguments->wide, gmarl_export_scores_wide, table, error) ||
      !write_scores (arguments->marl_eval, gmarl_export_scores_marl_eval, table, error))
    return FALSE;
  if (arguments->report != NULL) {
    const GmarlReportOptions options = { 0 };

    if (!gmarl_report_write (comparison, &options, arguments->report, error))
      return FALSE;
  }
  return gmarl_compare_figure_write (&arguments->figure, comparison, error);
}

/* Standard output belongs to one thing. */
static gboolean
prints_tables (const Arguments *self)
{
  const char *const paths[] = { self->csv, self->json, self->tidy, self->wide, self->marl_eval };

  for (gsize k = 0; k < G_N_ELEMENTS (paths); k++)
    if (g_strcmp0 (paths[k], "-") == 0)
      return FALSE;
  return TRUE;
}

static void
print_tables (const Arguments *arguments, const GmarlComparison *comparison)
{
  gmarl_print_comparison (comparison, arguments->statistic);
  if (arguments->ratios)
    gmarl_print_ratios (comparison);
}

GmarlStatus
gmarl_command_compare (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) parsed = { .scenario = GMARL_SCENARIO_ARGUMENTS_NONE };
  g_auto (Comparer) self = { .arguments = &parsed };
  g_autoptr (GmarlScoreTable) table = NULL;
  g_autoptr (GmarlComparison) comparison = NULL;
  GmarlComparisonOptions options = gmarl_comparison_default_options;

  if (!parse (command, &parsed, arguments, error))
    return GMARL_STATUS_USAGE;
  /* Before anything is said or computed. */
  if (!check_files (&parsed, error))
    return GMARL_STATUS_FAILED;
  if (!prepare (&self, error))
    return GMARL_STATUS_FAILED;

  print_distinct_days (&self);
  table = score (&self, error);
  if (table == NULL)
    return GMARL_STATUS_FAILED;
  /* The statistics cannot be cancelled: from here on a signal simply ends the program. */
  g_clear_pointer (&self.interrupt, gmarl_interrupt_free);
  if (parsed.json != NULL || parsed.report != NULL)
    options.draws = GMARL_COMPARISON_DRAWS_REPORT;
  gmarl_progress_update (self.progress, FALSE, _ ("Comparing"));
  comparison = gmarl_comparison_new (table, &options);
  gmarl_progress_clear (self.progress);
  if (!write_files (&parsed, table, comparison, error))
    return GMARL_STATUS_FAILED;
  if (prints_tables (&parsed))
    print_tables (&parsed, comparison);
  return GMARL_STATUS_DONE;
}
