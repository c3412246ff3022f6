/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Training runs again, to see whether they repeat themselves.
 */
#include "config.h"

#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-progress.h"
#include "gmarl-command-runs-private.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-runs.h"

#include <glib/gi18n-lib.h>

#define MOST_THREADS 4096

typedef struct {
  const GmarlRunRecord *run;
  GmarlProgress *progress;
} View;

static void
show_progress (gint64 done, gint64 total, gpointer data)
{
  const View *self = data;
  g_autofree char *text = g_strdup_printf (_ ("%s · the same up to iteration %lld of %lld"),
                                           self->run->id, (long long) done, (long long) total);

  gmarl_progress_update (self->progress, done == total, text);
}

/* Verifies each run; FALSE: interrupted or not to be read. results: of GmarlVerifyResult. */
static gboolean
verify_all (GmarlLibrary *library,
            const GPtrArray *runs,
            gint64 threads,
            gboolean quiet,
            GArray *results,
            GError **error)
{
  g_autoptr (GmarlInterrupt) interrupt = gmarl_interrupt_new ();
  g_autoptr (GmarlProgress) progress = gmarl_progress_new (quiet);

  for (guint k = 0; k < runs->len; k++) {
    View view = { runs->pdata[k], progress };
    GmarlVerifyResult *result;

    g_array_set_size (results, k + 1);
    result = &g_array_index (results, GmarlVerifyResult, k);
    if (!gmarl_verify_run (library, view.run->id, threads, show_progress, &view,
                           gmarl_interrupt_get_cancellable (interrupt), result, error))
      return FALSE;
    gmarl_progress_clear (progress);
  }
  return TRUE;
}

static gboolean
print_results (const GPtrArray *runs, const GArray *results, gboolean json, GError **error)
{
  if (json) {
    g_autofree char *text =
        gmarl_export_verify_json (runs, (const GmarlVerifyResult *) results->data);

    return gmarl_export_text ("-", text, error);
  }
  for (guint k = 0; k < runs->len; k++) {
    g_autofree char *text =
        gmarl_verify_result_describe (&g_array_index (results, GmarlVerifyResult, k));

    g_print (_ ("Run %s: %s\n"), ((GmarlRunRecord *) runs->pdata[k])->id, text);
  }
  return TRUE;
}

GmarlStatus
gmarl_runs_verify (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_autofree char *threads_text = NULL;
  gboolean json = FALSE;
  gboolean quiet = FALSE;
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_STRING, &threads_text,
      N_ ("Threads, which change no bit (default: one a core)"), N_ ("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_ ("Show no progress"), NULL },
    { NULL },
  };
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, entries, &directory, arguments, 1, 1, error);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GArray) results = g_array_new (FALSE, TRUE, sizeof (GmarlVerifyResult));
  gint64 threads = 0;

  if (positional == NULL ||
      !gmarl_parse_whole ("--threads", threads_text, 1, MOST_THREADS, &threads, error))
    return GMARL_STATUS_USAGE;
  g_array_set_clear_func (results, (GDestroyNotify) gmarl_verify_result_clear);
  library = gmarl_cli_open_library (directory, GMARL_LIBRARY_READ_ONLY, error);
  runs = library == NULL ? NULL : gmarl_library_find_runs (library, positional[0], error);
  if (runs == NULL || !verify_all (library, runs, threads, quiet, results, error) ||
      !print_results (runs, results, json, error))
    return GMARL_STATUS_FAILED;
  for (guint k = 0; k < results->len; k++)
    if (g_array_index (results, GmarlVerifyResult, k).verdict != GMARL_VERIFY_SAME)
      return GMARL_STATUS_FAILED;
  return GMARL_STATUS_DONE;
}
