/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-library.h"

#include "gmarl-library-merge.h"

#include <glib/gstdio.h>

struct _GmarlRunExports {
  GPtrArray *records;
  GPtrArray *configs;
  GPtrArray *checkpoints; /* of GPtrArray */
  GPtrArray *metrics;     /* of GArray */
  GArray *exports;        /* of GmarlRunExport, borrowing from the others */
};

void
gmarl_run_exports_free (GmarlRunExports *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->configs);
  g_ptr_array_unref (self->checkpoints);
  g_ptr_array_unref (self->metrics);
  g_array_unref (self->exports);
  g_free (self);
}

static gboolean
load_run (GmarlRunExports *self,
          GmarlLibrary *library,
          const GmarlRunRecord *record,
          gboolean with_metrics,
          GError **error)
{
  GmarlRunExport export = { .record = record };
  GmarlRunConfig *config = gmarl_library_load_config (library, record->id, error);
  GPtrArray *checkpoints;
  GArray *metrics;

  if (config == NULL)
    return FALSE;
  g_ptr_array_add (self->configs, config);
  export.config = config;
  checkpoints = gmarl_library_list_checkpoints (library, record->id, error);
  if (checkpoints == NULL)
    return FALSE;
  g_ptr_array_add (self->checkpoints, checkpoints);
  export.checkpoints = checkpoints;
  if (with_metrics) {
    metrics = gmarl_library_load_metrics (library, record->id, error);
    if (metrics == NULL)
      return FALSE;
    g_ptr_array_add (self->metrics, metrics);
    export.metrics = metrics;
  }
  g_array_append_val (self->exports, export);
  return TRUE;
}

GmarlRunExports *
gmarl_run_exports_load (GmarlLibrary *library,
                        GPtrArray *records,
                        gboolean with_metrics,
                        GError **error)
{
  g_autoptr (GmarlRunExports) self = g_new0 (GmarlRunExports, 1);

  self->records = g_ptr_array_ref (records);
  self->configs = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_config_free);
  self->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->metrics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->exports = g_array_new (FALSE, TRUE, sizeof (GmarlRunExport));
  for (guint k = 0; k < records->len; k++)
    if (!load_run (self, library, records->pdata[k], with_metrics, error))
      return NULL;
  return g_steal_pointer (&self);
}

const GmarlRunExport *
gmarl_run_exports_get (const GmarlRunExports *self, gsize *n)
{
  *n = self->exports->len;
  return (const GmarlRunExport *) self->exports->data;
}

/* --- As content ----------------------------------------------------------------------------- */

typedef struct {
  char *directory;
  char **run_ids;
  GmarlExportFormat format;
} Selection;

static void
selection_free (Selection *self)
{
  g_free (self->directory);
  g_strfreev (self->run_ids);
  g_free (self);
}

static GmarlRunExports *
load_selection (const Selection *self, gboolean with_metrics, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_READ_ONLY, error);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_record_free);

  if (library == NULL)
    return NULL;
  for (char **id = self->run_ids; *id != NULL; id++) {
    g_autoptr (GPtrArray) found = gmarl_library_find_runs (library, *id, error);

    if (found == NULL)
      return NULL;
    /* An id means one run. */
    g_ptr_array_add (records, g_ptr_array_steal_index (found, 0));
  }
  return gmarl_run_exports_load (library, records, with_metrics, error);
}

static void
bundle_progress (guint done, guint total, gpointer user_data)
{
  gmarl_export_writer_progress (user_data, total > 0 ? (double) done / total : 0);
}

static gboolean
copy_file (GmarlExportWriter *writer, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in =
      g_file_read (file, gmarl_export_writer_get_cancellable (writer), error);

  return in != NULL &&
         g_output_stream_splice (gmarl_export_writer_get_stream (writer), G_INPUT_STREAM (in),
                                 G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE,
                                 gmarl_export_writer_get_cancellable (writer), error) >= 0;
}

/* A database cannot be written from its beginning to its end: it is made in a file first. */
static gboolean
write_bundle (GmarlExportWriter *writer, gpointer data, GError **error)
{
  const Selection *self = data;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_READ_ONLY, error);
  g_autofree char *folder =
      library != NULL ? g_dir_make_tmp ("gridmarl-bundle-XXXXXX", error) : NULL;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "bundle", NULL) : NULL;
  gboolean written;

  if (path == NULL)
    return FALSE;
  written = gmarl_library_write_bundle (library, (const char *const *) self->run_ids, path,
                                        bundle_progress, writer,
                                        gmarl_export_writer_get_cancellable (writer), error) &&
            copy_file (writer, path, error);
  g_unlink (path);
  g_rmdir (folder);
  return written;
}

static gboolean
write_selection (GmarlExportWriter *writer, gpointer data, GError **error)
{
  const Selection *self = data;
  g_autoptr (GmarlRunExports) runs =
      load_selection (self, self->format != GMARL_EXPORT_CONFIGURATION, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *written = NULL;
  const GmarlRunExport *exports;
  gsize n;

  if (runs == NULL)
    return FALSE;
  exports = gmarl_run_exports_get (runs, &n);
  if (self->format == GMARL_EXPORT_JSON)
    written = gmarl_export_runs_json (exports, n);
  else if (self->format == GMARL_EXPORT_CSV_TIDY)
    written = gmarl_export_metrics_tidy (exports, n);
  else if (self->format == GMARL_EXPORT_CSV_WIDE)
    written = gmarl_export_metrics_csv (exports, n);
  else
    written = gmarl_run_config_to_text (exports[0].config);
  g_string_assign (text, written);
  return gmarl_export_writer_put (writer, text, error);
}

static GmarlSidecar *
describe_selection (gpointer data, GError **error)
{
  const Selection *self = data;
  g_autoptr (GmarlRunExports) runs = load_selection (self, FALSE, error);
  GmarlSidecar *sidecar;
  const GmarlRunExport *exports;
  gsize n;

  if (runs == NULL)
    return NULL;
  exports = gmarl_run_exports_get (runs, &n);
  sidecar = gmarl_sidecar_new ("runs", gmarl_export_formats[self->format].id);
  for (gsize k = 0; k < n; k++)
    gmarl_sidecar_add_run (sidecar, &exports[k]);
  return sidecar;
}

GmarlExportContent *
gmarl_export_library_runs (const char *directory,
                           const char *const *run_ids,
                           GmarlExportFormat format)
{
  Selection *self = g_new0 (Selection, 1);
  GmarlExportContent *content;

  self->directory = g_strdup (directory);
  self->run_ids = g_strdupv ((char **) run_ids);
  self->format = format;
  if (format == GMARL_EXPORT_BUNDLE)
    content = gmarl_export_content_new (GMARL_EXPORT_KIND_BINARY, write_bundle, self,
                                        (GDestroyNotify) selection_free);
  else
    content = gmarl_export_content_new (GMARL_EXPORT_KIND_TEXT, write_selection, self,
                                        (GDestroyNotify) selection_free);
  gmarl_export_content_set_describe (content, describe_selection);
  return content;
}
