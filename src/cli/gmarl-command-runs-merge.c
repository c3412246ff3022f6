/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Taking over the runs of another library or of a bundle, and what can be saved of a damaged one.
 */
#include "config.h"

#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-progress.h"
#include "gmarl-command-runs-private.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-runs.h"
#include "gmarl-library-merge.h"
#include "gmarl-library-salvage.h"

#include <glib/gi18n-lib.h>

static void
show_progress (guint done, guint total, gpointer data)
{
  g_autofree char *text = g_strdup_printf (_ ("run %u of %u"), done, total);

  gmarl_progress_update (data, done == total, text);
}

static void
print_result (const GmarlMergeResult *result)
{
  g_autofree char *size = g_format_size ((guint64) result->bytes);

  g_print (_ ("%u new, %u went on, %u already here; %s of checkpoints\n"), result->n_added,
           result->n_extended, result->n_same, size);
  for (guint k = 0; k < result->refused->len; k++)
    g_printerr ("%s\n", (const char *) result->refused->pdata[k]);
}

GmarlStatus
gmarl_runs_merge (const GmarlCommand *command, char **arguments, GError **error)
{
  gboolean json = FALSE;
  gboolean quiet = FALSE;
  g_autofree char *directory = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_ ("Show no progress"), NULL },
    { NULL },
  };
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, entries, &directory, arguments, 1, 1, error);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlInterrupt) interrupt = NULL;
  g_autoptr (GmarlProgress) progress = NULL;
  g_auto (GmarlMergeResult) result = { 0 };

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (!g_file_test (positional[0], G_FILE_TEST_EXISTS)) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
        _ ("There is nothing at “%s”: name the folder of a library, or a bundle. Nothing was changed."),
        positional[0]);
    return GMARL_STATUS_FAILED;
  }
  library = gmarl_cli_open_library (directory, GMARL_LIBRARY_DEFAULT, error);
  if (library == NULL)
    return GMARL_STATUS_FAILED;
  interrupt = gmarl_interrupt_new ();
  progress = gmarl_progress_new (quiet);
  if (!gmarl_library_merge (library, positional[0], show_progress, progress,
                            gmarl_interrupt_get_cancellable (interrupt), &result, error))
    return GMARL_STATUS_FAILED;
  gmarl_progress_clear (progress);
  if (json) {
    g_autofree char *text = gmarl_export_merge_json (&result);

    if (!gmarl_export_text ("-", text, error))
      return GMARL_STATUS_FAILED;
  } else {
    print_result (&result);
  }
  return result.refused->len == 0 ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
}

GmarlStatus
gmarl_runs_salvage (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = gmarl_parser_parse (parser, arguments, 1, 1, error);
  g_autoptr (GmarlInterrupt) interrupt = NULL;
  g_auto (GmarlSalvageResult) result = { 0 };

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  interrupt = gmarl_interrupt_new ();
  if (!gmarl_library_salvage (positional[0], gmarl_interrupt_get_cancellable (interrupt), &result,
                              error))
    return GMARL_STATUS_FAILED;
  g_print (_ ("Saved: %u runs, %lld rows, %u checkpoints, %u evaluations\n"), result.n_runs,
           (long long) result.n_rows, result.n_checkpoints, result.n_evaluations);
  if (result.kept != NULL) {
    g_autofree char *kept = g_filename_display_name (result.kept);

    g_print (_ ("The damaged database is “%s” now\n"), kept);
  }
  for (guint k = 0; k < result.lost->len; k++)
    g_printerr ("%s\n", (const char *) result.lost->pdata[k]);
  return GMARL_STATUS_DONE;
}
