/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-library.h"
#include "gmarl-cli-progress.h"
#include "gmarl-command-compare-private.h"
#include "gmarl-error.h"
#include "gmarl-evaluation.h"
#include "gmarl-export-file.h"
#include "gmarl-export-score-table.h"
#include "gmarl-export-scores.h"

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
  char *table;
  GmarlScoreTableFormat table_format;
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
  g_free (self->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

typedef struct {
  const Arguments *arguments;
  GmarlRunConfig *config;
  GmarlGrid *grid;
  char *scenario_hash;
  GArray *episode_seeds;     /* of guint64 */
  GPtrArray *entries;        /* of GmarlPolicyEntry */
  GmarlLibrary *library;     /* NULL: there is none */
  gboolean can_store;        /* the library takes evaluations */
  GmarlInterrupt *interrupt; /* while policies are evaluated */
  GmarlProgress *progress;
} Comparer;

static void
comparer_clear (Comparer *self)
{
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_clear_pointer (&self->grid, gmarl_grid_free);
  g_clear_pointer (&self->scenario_hash, g_free);
  g_clear_pointer (&self->episode_seeds, g_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->interrupt, gmarl_interrupt_free);
  g_clear_pointer (&self->progress, gmarl_progress_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparer, comparer_clear)

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
    { "table", 0, 0, G_OPTION_ARG_FILENAME, &self->table,
      N_ ("Write the table of means for a paper or a spreadsheet"), N_ ("FILE.md|.tex|.tsv") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Show no progress"), NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  gmarl_parser_add (parser, entries);
  gmarl_scenario_arguments_add (&self->scenario, parser);
  gmarl_cli_add_library_option (parser, &self->library);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  return positional != NULL &&
         (self->table == NULL ||
          gmarl_score_table_format_from_path (self->table, &self->table_format, error));
}

/* Opens the library for writing if that can be, else for reading, if there is one. */
static gboolean
open_library (Comparer *self, GError **error)
{
  const char *directory = self->arguments->library;

  if (!gmarl_cli_has_library (directory))
    return TRUE;
  self->library = gmarl_cli_open_library (directory, GMARL_LIBRARY_DEFAULT, NULL);
  self->can_store = self->library != NULL;
  if (self->library == NULL)
    self->library = gmarl_cli_open_library (directory, GMARL_LIBRARY_READ_ONLY, error);
  return self->library != NULL;
}

static gboolean
has_entry (const Comparer *self, const char *id)
{
  for (guint k = 0; k < self->entries->len; k++)
    if (strcmp (((GmarlPolicyEntry *) self->entries->pdata[k])->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Files name a policy by its id: the same policy named twice gets two. */
static void
make_id_unique (const Comparer *self, GmarlPolicyEntry *entry)
{
  g_autofree char *id = g_strdup (entry->id);

  for (guint n = 2; has_entry (self, entry->id); n++) {
    g_free (entry->id);
    entry->id = g_strdup_printf ("%s (%u)", id, n);
  }
}

static gboolean
add_policy (Comparer *self, const char *reference, gboolean is_default, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GmarlPolicyEntry *entry =
      gmarl_policy_entry_open (reference, self->grid, self->config->learning.kernel_level,
                               self->library, FALSE, &local_error);

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
  if (entry->scenario_hash != NULL && strcmp (entry->scenario_hash, self->scenario_hash) != 0)
    gmarl_progress_print (self->progress, _ ("Note: %s was trained on another scenario, “%s”."),
                          entry->name, entry->scenario_name);
  make_id_unique (self, entry);
  g_ptr_array_add (self->entries, entry);
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

typedef struct {
  GmarlProgress *progress;
  const char *label; /* of the policy */
} EvaluationWatch;

/* Any thread, one at a time; this one waits meanwhile. */
static void
evaluated_cb (gsize done, gsize all, gpointer user_data)
{
  EvaluationWatch *watch = user_data;
  g_autofree char *text = g_strdup_printf (_ ("%s: %zu of %zu days"), watch->label, done, all);

  gmarl_progress_update (watch->progress, FALSE, text);
}

/* What the values of a policy are kept under: they change with the program, and in their last bits
 * with the kernels.
 */
static char *
evaluation_key (const Comparer *self, const GmarlPolicyEntry *entry, gsize k)
{
  GmarlKernelLevelChoice level = self->config->learning.kernel_level;

  if (entry->sha256 == NULL)
    return g_strdup_printf ("%s@%s", entry->policy[k]->id, GMARL_VERSION);
  return g_strdup_printf ("%s@%s/%d", entry->sha256[k], GMARL_VERSION, (int) level);
}

static double *
evaluate (Comparer *self, const GmarlPolicyEntry *entry, gsize k, GError **error)
{
  const guint64 *episode_seeds = (const guint64 *) self->episode_seeds->data;
  gsize n_days = self->episode_seeds->len;
  GmarlEvaluationProtocol protocol = { episode_seeds, n_days, self->config->learning.threads };
  EvaluationWatch watch = { .progress = self->progress, .label = entry->name };
  g_autofree char *key = evaluation_key (self, entry, k);
  double *values = NULL;

  if (self->library != NULL)
    values = gmarl_library_lookup_evaluation (self->library, key, self->scenario_hash,
                                              episode_seeds, n_days, NULL);
  if (values != NULL)
    return values;
  values = gmarl_evaluate (self->grid, entry->policy[k], &protocol, NULL, evaluated_cb, &watch,
                           gmarl_interrupt_get_cancellable (self->interrupt), error);
  /* It only saves time: a library that cannot take it does not stand in the way of the result. */
  if (values != NULL && self->can_store)
    gmarl_library_store_evaluation (self->library, key, self->scenario_hash, episode_seeds, n_days,
                                    values, NULL);
  return values;
}

/* "a.csv (sha256 0f…), b.csv (sha256 …)" as "a.csv 0f…" and so on. */
static char **
split_source (const char *source)
{
  g_autoptr (GString) text = g_string_new (source);

  g_string_replace (text, "), ", "\n", 0);
  g_string_replace (text, " (sha256 ", " ", 0);
  if (text->len > 0 && text->str[text->len - 1] == ')')
    g_string_truncate (text, text->len - 1);
  return g_strsplit (text->str, "\n", -1);
}

static GmarlScoreTable *
make_table (Comparer *self)
{
  const GmarlScenario *scenario = self->grid->scenario;
  const guint64 *episode_seeds = (const guint64 *) self->episode_seeds->data;
  GmarlScoreTable *table = gmarl_score_table_new (
      episode_seeds, self->arguments->episodes != NULL ? episode_seeds : NULL,
      self->episode_seeds->len);

  table->scenario_name = g_strdup (scenario->name);
  table->scenario_hash = g_strdup (self->scenario_hash);
  table->currency = g_strdup (scenario->currency);
  if (scenario->data == NULL)
    table->scenario_text = gmarl_scenario_to_text (scenario);
  else if (scenario->data->source != NULL)
    table->data_checksums = split_source (scenario->data->source);
  return table;
}

static GmarlScoreTable *
score (Comparer *self, GError **error)
{
  g_autoptr (GmarlScoreTable) table = make_table (self);

  self->interrupt = gmarl_interrupt_new ();
  for (guint p = 0; p < self->entries->len; p++) {
    const GmarlPolicyEntry *entry = self->entries->pdata[p];
    GmarlScorePolicy *policy = gmarl_score_table_add (table, entry->id, entry->name, entry->seed,
                                                      entry->seed == NULL ? 0 : entry->n_policies);

    policy->configuration = g_strdup (entry->configuration);
    if (entry->seed != NULL)
      policy->checkpoints = g_strdupv (entry->sha256);
    for (gsize k = 0; k < entry->n_policies; k++) {
      g_autofree double *values = evaluate (self, entry, k, error);

      if (values == NULL)
        return NULL;
      gmarl_score_table_set_row (table, policy, k, values);
    }
  }
  table->labels = gmarl_cli_day_labels (self->grid, self->episode_seeds);
  return g_steal_pointer (&table);
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
  self->scenario_hash = gmarl_scenario_hash (self->config->scenario);
  self->progress = gmarl_progress_new (arguments->quiet);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_policy_entry_free);
  return open_library (self, error) && add_policies (self, error);
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
    GmarlScoreTableOptions options = { .format = arguments->table_format };
    g_autofree char *text = gmarl_export_score_table (comparison, &options);

    if (!gmarl_export_text (arguments->table, text, error))
      return FALSE;
  }
  return TRUE;
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
  if ((parsed.csv != NULL && !gmarl_export_file_check (parsed.csv, error)) ||
      (parsed.json != NULL && !gmarl_export_file_check (parsed.json, error)) ||
      (parsed.table != NULL && !gmarl_export_file_check (parsed.table, error)))
    return GMARL_STATUS_FAILED;
  if (!prepare (&self, error))
    return GMARL_STATUS_FAILED;

  print_distinct_days (&self);
  table = score (&self, error);
  if (table == NULL)
    return GMARL_STATUS_FAILED;
  /* The statistics cannot be cancelled: from here on a signal simply ends the program. */
  g_clear_pointer (&self.interrupt, gmarl_interrupt_free);
  if (parsed.json != NULL)
    options.draws = GMARL_COMPARISON_DRAWS_REPORT;
  gmarl_progress_update (self.progress, FALSE, _ ("Comparing"));
  comparison = gmarl_comparison_new (table, &options);
  gmarl_progress_clear (self.progress);
  if (!write_files (&parsed, table, comparison, error))
    return GMARL_STATUS_FAILED;
  if (g_strcmp0 (parsed.csv, "-") != 0 && g_strcmp0 (parsed.json, "-") != 0)
    gmarl_print_comparison (comparison);
  return GMARL_STATUS_DONE;
}
