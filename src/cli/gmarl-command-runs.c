/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-progress.h"
#include "gmarl-cli-table.h"
#include "gmarl-command-runs-private.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-library.h"
#include "gmarl-export-runs.h"
#include "gmarl-export-sidecar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Characters of a name in the list of runs. */
#define LONGEST_NAME 40

typedef struct {
  char *library;
  char *csv;
  char *json_file;
  char *bundle;
  char *tag;
  gboolean json;
  gboolean trash;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->library);
  g_free (self->csv);
  g_free (self->json_file);
  g_free (self->bundle);
  g_free (self->tag);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* The runs that a reference means. */
typedef struct {
  GmarlLibrary *library; /* to read */
  GPtrArray *records;
  GmarlRunExports *exports;
} Found;

static void
found_clear (Found *self)
{
  g_clear_pointer (&self->exports, gmarl_run_exports_free);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->library, gmarl_library_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static gboolean
found_load (Found *self,
            const Arguments *arguments,
            const char *reference,
            gboolean with_rows,
            GError **error)
{
  self->library = gmarl_cli_open_library (arguments->library, GMARL_LIBRARY_READ_ONLY, error);
  if (self->library != NULL)
    self->records = gmarl_library_find_runs (self->library, reference, error);
  if (self->records != NULL)
    self->exports = gmarl_run_exports_load (self->library, self->records, with_rows, error);
  return self->exports != NULL;
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

/* Leaves the runs that have the tag. */
static void
keep_tagged (GPtrArray *records, const char *tag)
{
  for (guint k = records->len; k > 0; k--) {
    const GmarlRunRecord *run = records->pdata[k - 1];

    if (!g_strv_contains ((const char *const *) run->tags, tag))
      g_ptr_array_remove_index (records, k - 1);
  }
}

static GPtrArray *
list_records (const Arguments *self, GError **error)
{
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (self->library == NULL && !gmarl_cli_has_library (NULL))
    return g_ptr_array_new ();
  library = gmarl_cli_open_library (self->library, GMARL_LIBRARY_READ_ONLY, error);
  if (library == NULL)
    return NULL;
  records = self->trash ? gmarl_library_list_trash (library, error)
                        : gmarl_library_list_runs (library, error);
  if (records != NULL && self->tag != NULL)
    keep_tagged (records, self->tag);
  return g_steal_pointer (&records);
}

static void
print_none (const Arguments *self)
{
  if (self->tag != NULL)
    g_print (_ ("No run has the tag “%s”\n"), self->tag);
  else if (self->trash)
    g_print (_ ("The trash is empty\n"));
  else
    g_print (_ ("There are no runs yet: “gridmarl-cli train” begins one.\n"));
}

static GmarlStatus
run_list (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  const GOptionEntry entries[] = {
    { "trash", 0, 0, G_OPTION_ARG_NONE, &self.trash, N_ ("List the trash"), NULL },
    { "tag", 0, 0, G_OPTION_ARG_STRING, &self.tag, N_ ("List the runs with this tag"), N_ ("TAG") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, entries, &self.library, arguments, 0, 0, error);
  g_autoptr (GPtrArray) records = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  records = list_records (&self, error);
  if (records == NULL)
    return GMARL_STATUS_FAILED;

  if (self.json)
    return print_records_json (records, error) ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
  if (records->len == 0)
    print_none (&self);
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
  if (run->init_sha256 != NULL)
    add_fact (table, _ ("Its SHA-256"), run->init_sha256);
  add_fact (table, _ ("Scenario"), run->scenario_name);
  add_fact (table, _ ("Scenario SHA-256"), run->scenario_hash);
  add_fact (table, _ ("Kernels"), run->kernel_level);
  add_fact (table, _ ("Version"), run->version);
  if (run->tags[0] != NULL) {
    g_autofree char *tags = g_strjoinv (", ", run->tags);

    add_fact (table, _ ("Tags"), tags);
  }
  gmarl_table_print (table);
  if (run->notes[0] != '\0')
    g_print ("\n%s\n", run->notes);
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
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, entries, &self.library, arguments, 1, 1, error);
  g_auto (Found) found = { NULL };
  const GmarlRunExport *exports;
  gsize n_runs;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (!found_load (&found, &self, positional[0], FALSE, error))
    return GMARL_STATUS_FAILED;
  exports = gmarl_run_exports_get (found.exports, &n_runs);

  if (self.json) {
    g_autofree char *text = gmarl_export_runs_json (exports, n_runs);

    return gmarl_export_text ("-", text, error) ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
  }
  for (gsize k = 0; k < n_runs; k++) {
    print_facts (exports[k].record);
    print_checkpoints (exports[k].checkpoints);
    g_print ("\n");
    if (k + 1 == n_runs) {
      /* The seeds of a group share it. */
      g_autofree char *text = gmarl_run_config_to_text (exports[k].config);

      g_print ("%s", text);
    }
  }
  return GMARL_STATUS_DONE;
}

static void
show_progress (guint done, guint total, gpointer data)
{
  g_autofree char *text = g_strdup_printf (_ ("run %u of %u"), done, total);

  gmarl_progress_update (data, FALSE, text);
}

static gboolean
write_bundle (GmarlLibrary *library, const GPtrArray *records, const char *path, GError **error)
{
  g_autoptr (GmarlInterrupt) interrupt = gmarl_interrupt_new ();
  g_autoptr (GmarlProgress) progress = gmarl_progress_new (FALSE);
  g_autofree const char **ids = gmarl_runs_ids (records);

  if (!gmarl_library_write_bundle (library, ids, path, show_progress, progress,
                                   gmarl_interrupt_get_cancellable (interrupt), error))
    return FALSE;
  gmarl_sidecar_remove (path);
  return TRUE;
}

static GmarlStatus
run_export (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { NULL };
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self.csv, N_ ("Write a row an iteration"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self.json_file,
      N_ ("Write everything, the rows included"), N_ ("FILE") },
    { "bundle", 0, 0, G_OPTION_ARG_FILENAME, &self.bundle,
      N_ ("Write one file that another library can merge"), N_ ("FILE.gridmarl-runs") },
    { NULL },
  };
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, entries, &self.library, arguments, 1, 1, error);
  g_auto (Found) found = { NULL };
  const GmarlRunExport *exports;
  gsize n_runs;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (self.csv == NULL && self.json_file == NULL && self.bundle == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("Where to is missing: give --csv FILE, --json FILE or --bundle FILE"));
    return GMARL_STATUS_USAGE;
  }
  if (!found_load (&found, &self, positional[0], TRUE, error))
    return GMARL_STATUS_FAILED;
  exports = gmarl_run_exports_get (found.exports, &n_runs);

  if (self.bundle != NULL && !write_bundle (found.library, found.records, self.bundle, error))
    return GMARL_STATUS_FAILED;
  if (self.csv != NULL) {
    g_autofree char *text = gmarl_export_metrics_csv (exports, n_runs);

    if (!gmarl_export_text (self.csv, text, error))
      return GMARL_STATUS_FAILED;
  }
  if (self.json_file != NULL) {
    g_autofree char *text = gmarl_export_runs_json (exports, n_runs);

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
    N_ ("Example:\n  gridmarl-cli runs rename latest \"small steps\""), gmarl_runs_rename },
  { "tag", N_ ("RUN [+TAG…|-TAG…]"), N_ ("Print a group's tags, add some, take some away"),
    N_ ("Example:\n  gridmarl-cli runs tag latest +paper -draft"), gmarl_runs_tag },
  { "note", N_ ("RUN TEXT"), N_ ("Write a group's notes, instead of those that it has"),
    N_ ("Example:\n  gridmarl-cli runs note latest \"with half the storage\""), gmarl_runs_note },
  { "export", N_ ("RUN"), N_ ("Write the rows of a run's iterations, or all that belongs to it"),
    N_ ("Examples:\n  gridmarl-cli runs export latest --csv learning.csv\n"
        "  gridmarl-cli runs export latest --bundle latest.gridmarl-runs"),
    run_export },
  { "merge", N_ ("DIR|FILE"), N_ ("Take over the runs of another library or of a bundle"),
    N_ ("Examples:\n  gridmarl-cli runs merge /media/stick/library\n"
        "  gridmarl-cli runs merge latest.gridmarl-runs"),
    gmarl_runs_merge },
  { "verify", N_ ("RUN"), N_ ("Train a run again and compare every row, bit for bit"),
    N_ ("Example:\n  gridmarl-cli runs verify latest"), gmarl_runs_verify },
  { "trash", N_ ("RUN"), N_ ("Put a run, or all of a group, into the trash"),
    N_ ("Example:\n  gridmarl-cli runs trash latest"), gmarl_runs_trash },
  { "restore", N_ ("RUN"), N_ ("Take a run, or all of a group, out of the trash"),
    N_ ("Example:\n  gridmarl-cli runs restore 2f9c01b7a3de"), gmarl_runs_restore },
  { "salvage", N_ ("DIR"), N_ ("Save what can be read of a damaged library"),
    N_ ("Example:\n  gridmarl-cli runs salvage ~/.local/share/gridmarl/library"),
    gmarl_runs_salvage },
  { "empty-trash", NULL, N_ ("Remove what is in the trash for good"),
    N_ ("Example:\n  gridmarl-cli runs empty-trash"), gmarl_runs_empty_trash },
  { NULL },
};

GmarlStatus
gmarl_command_runs (const GmarlCommand *command, char **arguments, GError **error)
{
  return gmarl_cli_run_command (commands, command->summary, arguments, error);
}
