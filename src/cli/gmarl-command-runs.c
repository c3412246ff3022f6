/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-library.h"
#include "gmarl-cli-progress.h"
#include "gmarl-cli-table.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-runs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Characters of a name in the list of runs. */
#define LONGEST_NAME 40

typedef struct {
  char *library;
  char *csv;
  char *json_file;
  gboolean json;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->library);
  g_free (self->csv);
  g_free (self->json_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* Runs with what belongs to them. */
typedef struct {
  GPtrArray *records;     /* of GmarlRunRecord */
  GPtrArray *configs;     /* of GmarlRunConfig */
  GPtrArray *checkpoints; /* of GPtrArray of GmarlCheckpointRecord */
  GPtrArray *metrics;     /* of GArray of GmarlTrainingMetrics */
  GArray *exports;        /* of GmarlRunExport, borrowing from the others */
} Runs;

static void
runs_clear (Runs *self)
{
  g_clear_pointer (&self->exports, g_array_unref);
  g_clear_pointer (&self->metrics, g_ptr_array_unref);
  g_clear_pointer (&self->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&self->configs, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runs, runs_clear)

static char **
parse (const GmarlCommand *command,
       Arguments *self,
       const GOptionEntry *entries,
       char **arguments,
       guint n_positional,
       GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);

  if (entries != NULL)
    gmarl_parser_add (parser, entries);
  gmarl_cli_add_library_option (parser, &self->library);
  return gmarl_parser_parse (parser, arguments, n_positional, n_positional, error);
}

/* Opens the library to read, and finds the runs that reference means. */
static GmarlLibrary *
open_and_find (const Arguments *self, const char *reference, Runs *runs, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->library, GMARL_LIBRARY_READ_ONLY, error);

  if (library == NULL)
    return NULL;
  runs->records = gmarl_library_find_runs (library, reference, error);
  return runs->records == NULL ? NULL : g_steal_pointer (&library);
}

/* Loads all that belongs to the runs; the metric rows only if they are wanted. */
static gboolean
load (Runs *self, GmarlLibrary *library, gboolean with_metrics, GError **error)
{
  self->configs = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_config_free);
  self->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->metrics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->exports = g_array_new (FALSE, TRUE, sizeof (GmarlRunExport));

  for (guint k = 0; k < self->records->len; k++) {
    GmarlRunExport export = { .record = self->records->pdata[k] };
    GmarlRunConfig *config = gmarl_library_load_config (library, export.record->id, error);
    GPtrArray *checkpoints;
    GArray *metrics;

    if (config == NULL)
      return FALSE;
    g_ptr_array_add (self->configs, config);
    export.config = config;
    checkpoints = gmarl_library_list_checkpoints (library, export.record->id, error);
    if (checkpoints == NULL)
      return FALSE;
    g_ptr_array_add (self->checkpoints, checkpoints);
    export.checkpoints = checkpoints;
    if (with_metrics) {
      metrics = gmarl_library_load_metrics (library, export.record->id, error);
      if (metrics == NULL)
        return FALSE;
      g_ptr_array_add (self->metrics, metrics);
      export.metrics = metrics;
    }
    g_array_append_val (self->exports, export);
  }
  return TRUE;
}

static char *
format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  return time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%d %H:%M");
}

static void
print_list (const GPtrArray *records)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (7, "llrlrrl");

  gmarl_table_add (table, "%s", _ ("Run"));
  gmarl_table_add (table, "%s", _ ("Name"));
  gmarl_table_add (table, "%s", _ ("Seed"));
  gmarl_table_add (table, "%s", _ ("State"));
  gmarl_table_add (table, "%s", _ ("Iteration"));
  gmarl_table_add (table, "%s", _ ("Best score"));
  gmarl_table_add (table, "%s", _ ("Begun"));
  for (guint k = 0; k < records->len; k++) {
    const GmarlRunRecord *run = records->pdata[k];
    g_autofree char *begun = format_time (run->created_us);

    gmarl_table_add (table, "%s", run->id);
    gmarl_table_add_cut (table, run->name, LONGEST_NAME);
    gmarl_table_add (table, "%llu", (unsigned long long) run->seed);
    gmarl_table_add (table, "%s", gmarl_run_status_to_id (run->status));
    gmarl_table_add (table, "%lld/%lld", (long long) run->iteration, (long long) run->iterations);
    gmarl_table_add_number (table, run->best_score, 2);
    gmarl_table_add (table, "%s", begun);
  }
  gmarl_table_print (table);
}

static gboolean
print_records_json (const GPtrArray *records, GError **error)
{
  g_autofree GmarlRunExport *exports = g_new0 (GmarlRunExport, records->len);
  g_autofree char *text = NULL;

  for (guint k = 0; k < records->len; k++)
    exports[k].record = records->pdata[k];
  text = gmarl_export_runs_json (exports, records->len);
  return gmarl_export_text ("-", text, error);
}

static GmarlStatus
run_list (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) positional = parse (command, &self, entries, arguments, 0, error);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (self.library == NULL && !gmarl_cli_has_library (NULL)) {
    records = g_ptr_array_new ();
  } else {
    library = gmarl_cli_open_library (self.library, GMARL_LIBRARY_READ_ONLY, error);
    records = library == NULL ? NULL : gmarl_library_list_runs (library, error);
  }
  if (records == NULL)
    return GMARL_STATUS_FAILED;

  if (self.json)
    return print_records_json (records, error) ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
  if (records->len == 0)
    g_print (_ ("There are no runs yet: “gridmarl-cli train” begins one.\n"));
  else
    print_list (records);
  return GMARL_STATUS_DONE;
}

static void
add_fact (GmarlTable *table, const char *name, const char *value)
{
  gmarl_table_add (table, "%s", name);
  gmarl_table_add (table, "%s", value == NULL ? "–" : value);
}

static void
print_facts (const GmarlRunRecord *run)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (2, "ll");
  g_autofree char *seed = g_strdup_printf ("%llu", (unsigned long long) run->seed);
  g_autofree char *iteration =
      g_strdup_printf (_ ("%lld of %lld"), (long long) run->iteration, (long long) run->iterations);
  g_autofree char *begun = format_time (run->created_us);
  g_autofree char *time = gmarl_format_duration (run->seconds);
  g_autofree char *best = isfinite (run->best_score)
                              ? g_strdup_printf (_ ("%.2f at iteration %lld"), run->best_score,
                                                 (long long) run->best_iteration)
                              : NULL;

  add_fact (table, _ ("Run"), run->id);
  add_fact (table, _ ("Group"), run->group_id);
  add_fact (table, _ ("Name"), run->name);
  add_fact (table, _ ("Seed"), seed);
  add_fact (table, _ ("State"), gmarl_run_status_to_id (run->status));
  if (run->message != NULL)
    add_fact (table, _ ("Message"), run->message);
  add_fact (table, _ ("Iteration"), iteration);
  add_fact (table, _ ("Best score"), best);
  add_fact (table, _ ("Computing time"), time);
  add_fact (table, _ ("Begun"), begun);
  add_fact (table, _ ("Begun with"), run->init_from);
  add_fact (table, _ ("Scenario"), run->scenario_name);
  add_fact (table, _ ("Scenario SHA-256"), run->scenario_hash);
  add_fact (table, _ ("Kernels"), run->kernel_level);
  add_fact (table, _ ("Version"), run->version);
  gmarl_table_print (table);
}

static void
print_checkpoints (const GPtrArray *checkpoints)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (4, "rrll");

  if (checkpoints->len == 0)
    return;
  gmarl_table_add (table, "%s", _ ("Iteration"));
  gmarl_table_add (table, "%s", _ ("Score"));
  gmarl_table_add (table, "%s", _ ("SHA-256"));
  gmarl_table_add (table, "%s", _ ("Checkpoint"));
  for (guint k = 0; k < checkpoints->len; k++) {
    const GmarlCheckpointRecord *checkpoint = checkpoints->pdata[k];

    gmarl_table_add (table, "%lld", (long long) checkpoint->iteration);
    gmarl_table_add_number (table, checkpoint->score, 2);
    gmarl_table_add (table, "%s", checkpoint->sha256);
    gmarl_table_add (table, "%s", checkpoint->path);
  }
  g_print ("\n");
  gmarl_table_print (table);
}

static GmarlStatus
run_show (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) positional = parse (command, &self, entries, arguments, 1, error);
  g_auto (Runs) runs = { NULL };
  g_autoptr (GmarlLibrary) library = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  library = open_and_find (&self, positional[0], &runs, error);
  if (library == NULL || !load (&runs, library, FALSE, error))
    return GMARL_STATUS_FAILED;

  if (self.json) {
    g_autofree char *text =
        gmarl_export_runs_json ((const GmarlRunExport *) runs.exports->data, runs.exports->len);

    return gmarl_export_text ("-", text, error) ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
  }
  for (guint k = 0; k < runs.records->len; k++) {
    const GmarlRunConfig *config = runs.configs->pdata[k];

    print_facts (runs.records->pdata[k]);
    print_checkpoints (runs.checkpoints->pdata[k]);
    g_print ("\n");
    if (k + 1 == runs.records->len) {
      /* The seeds of a group share it. */
      g_autofree char *text = gmarl_run_config_to_text (config);

      g_print ("%s", text);
    }
  }
  return GMARL_STATUS_DONE;
}

static GmarlStatus
run_rename (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  g_auto (GStrv) positional = parse (command, &self, NULL, arguments, 2, error);
  g_auto (Runs) runs = { NULL };
  g_autoptr (GmarlLibrary) library = NULL;
  const GmarlRunRecord *run;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (g_strstrip (positional[1])[0] == '\0') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("The new name is empty: give one letter at least"));
    return GMARL_STATUS_USAGE;
  }
  /* Found before anything is opened for writing, so that a wrong name creates no library. */
  library = open_and_find (&self, positional[0], &runs, error);
  if (library == NULL)
    return GMARL_STATUS_FAILED;
  g_clear_pointer (&library, gmarl_library_close);
  library = gmarl_cli_open_library (self.library, GMARL_LIBRARY_DEFAULT, error);
  run = runs.records->pdata[0];
  if (library == NULL || !gmarl_library_rename (library, run->id, positional[1], error))
    return GMARL_STATUS_FAILED;
  g_print (_ ("“%s” is now “%s”\n"), run->name, positional[1]);
  return GMARL_STATUS_DONE;
}

static GmarlStatus
run_export (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self.csv, N_ ("Write a row an iteration"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self.json_file,
      N_ ("Write everything, the rows included"), N_ ("FILE") },
    { NULL },
  };
  g_auto (GStrv) positional = parse (command, &self, entries, arguments, 1, error);
  g_auto (Runs) runs = { NULL };
  g_autoptr (GmarlLibrary) library = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (self.csv == NULL && self.json_file == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("Where to is missing: give --csv FILE or --json FILE"));
    return GMARL_STATUS_USAGE;
  }
  library = open_and_find (&self, positional[0], &runs, error);
  if (library == NULL || !load (&runs, library, TRUE, error))
    return GMARL_STATUS_FAILED;

  if (self.csv != NULL) {
    g_autofree char *text =
        gmarl_export_metrics_csv ((const GmarlRunExport *) runs.exports->data, runs.exports->len);

    if (!gmarl_export_text (self.csv, text, error))
      return GMARL_STATUS_FAILED;
  }
  if (self.json_file != NULL) {
    g_autofree char *text =
        gmarl_export_runs_json ((const GmarlRunExport *) runs.exports->data, runs.exports->len);

    if (!gmarl_export_text (self.json_file, text, error))
      return GMARL_STATUS_FAILED;
  }
  return GMARL_STATUS_DONE;
}

static const GmarlCommand commands[] = {
  { "list", NULL, N_ ("List the runs, the newest first"), NULL, run_list },
  { "show", N_ ("RUN"), N_ ("Show a run with everything that repeats it"),
    N_ ("Example:\n  gridmarl-cli runs show latest"), run_show },
  { "rename", N_ ("RUN TEXT"), N_ ("Give a run and its group another name"),
    N_ ("Example:\n  gridmarl-cli runs rename latest \"small steps\""), run_rename },
  { "export", N_ ("RUN"), N_ ("Write the rows of a run's iterations"),
    N_ ("Example:\n  gridmarl-cli runs export latest --csv learning.csv"), run_export },
  { NULL },
};

GmarlStatus
gmarl_command_runs (const GmarlCommand *command, char **arguments, GError **error)
{
  return gmarl_cli_run_command (commands, command->summary, arguments, error);
}
