/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-content.h"
#include "gmarl-export-file.h"
#include "gmarl-export-format.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

enum {
  N_ROWS = 1000
};

typedef struct {
  guint rows;
  guint stop; /* row before which the writer fails or waits for the end of its time; 0: none */
  gboolean waits;
} Rows;

static gboolean
write_rows (GmarlExportWriter *writer, gpointer data, GError **error)
{
  const Rows *rows = data;
  g_autoptr (GString) text = g_string_new ("number\n");

  for (guint k = 1; k <= rows->rows; k++) {
    if (k == rows->stop && !rows->waits) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "broken");
      return FALSE;
    }
    g_string_append_printf (text, "%06u\n", k);
    if (!gmarl_export_writer_put (writer, text, error))
      return FALSE;
    gmarl_export_writer_progress (writer, (double) k / rows->rows);
    while (k == rows->stop &&
           !g_cancellable_is_cancelled (gmarl_export_writer_get_cancellable (writer)))
      gmarl_export_writer_progress (writer, (double) k / rows->rows);
  }
  return TRUE;
}

static GmarlExportContent *
new_content (guint rows, guint stop, gboolean waits)
{
  Rows *data = g_new (Rows, 1);

  *data = (Rows){ rows, stop, waits };
  return gmarl_export_content_new (GMARL_EXPORT_KIND_TEXT, write_rows, data, g_free);
}

static void
test_measure (void)
{
  g_autoptr (GmarlExportContent) content = new_content (N_ROWS, 0, FALSE);
  g_auto (GmarlExportMeasure) measure = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_export_content_measure (content, 3, 1e6, &measure, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (measure.head, ==, "number\n000001\n000002\n");
  g_assert_cmpint (measure.bytes, ==, 7 + 7 * N_ROWS);
  g_assert_true (measure.exact);
}

/* When the time is over, the size is told from the share that was done. */
static void
test_measure_about (void)
{
  g_autoptr (GmarlExportContent) content = new_content (N_ROWS, N_ROWS / 4, TRUE);
  g_auto (GmarlExportMeasure) measure = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_export_content_measure (content, 2, 0.2, &measure, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (measure.exact);
  g_assert_cmpint (ABS (measure.bytes - 7 * N_ROWS), <, 100);
  g_assert_cmpstr (measure.head, ==, "number\n000001\n");
}

static void
test_measure_cancelled (void)
{
  g_autoptr (GmarlExportContent) content = new_content (N_ROWS, 0, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GmarlExportMeasure) measure = { 0 };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (gmarl_export_content_measure (content, 2, 1e6, &measure, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A long line is cut, and what is no UTF-8 does no harm. */
static void
test_measure_odd (void)
{
  g_autofree char *long_line = g_strnfill (5000, 'x');
  g_autoptr (GmarlExportContent) content =
      gmarl_export_content_new_text (g_strdup_printf ("%s\n\xff\xfe\n", long_line));
  g_auto (GmarlExportMeasure) measure = { 0 };

  g_assert_true (gmarl_export_content_measure (content, 9, 1e6, &measure, NULL, NULL));
  g_assert_cmpint (measure.bytes, ==, 5004);
  g_assert_cmpuint (strlen (measure.head), <, 1100);
  g_assert_true (g_utf8_validate (measure.head, -1, NULL));
}

static char *
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("gridmarl-export-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  *(double *) user_data = fraction;
}

/* The sidecar names the file, its size and its hash, and what was set. */
static void
test_write (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "rows.csv", NULL);
  g_autofree char *meta = g_build_filename (folder, "rows.csv.meta.json", NULL);
  g_autoptr (GmarlExportContent) content = new_content (N_ROWS, 0, FALSE);
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *hash = gmarl_scenario_hash (scenario);
  GmarlSidecar *sidecar = gmarl_sidecar_new ("rows", "csv-wide");
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  goffset bytes = 0;
  double fraction = 0;
  gsize length;

  gmarl_sidecar_set_scenario (sidecar, scenario);
  gmarl_sidecar_set_simulation (sidecar, "heuristic", 7, 0, 3);
  gmarl_sidecar_add_filter (sidecar, "scope", "the \"second\" day");
  gmarl_sidecar_add_method (sidecar, "smoothing", "none");
  gmarl_export_content_set_sidecar (content, sidecar);
  g_assert_true (gmarl_export_content_write (content, path, TRUE, &bytes, progress_cb, &fraction,
                                             NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (fraction, ==, 1);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpint (bytes, ==, (goffset) length);
  g_assert_cmpuint (length, ==, 7 + 7 * N_ROWS);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_assert_true (json_parser_load_from_file (parser, meta, &error));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "file"), ==, "rows.csv");
  g_assert_cmpstr (json_object_get_string_member (root, "sha256"), ==, sha256);
  g_assert_cmpint (json_object_get_int_member (root, "bytes"), ==, bytes);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (root, "scenario"), "hash"), ==,
      hash);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (root, "simulation"), "seed"), ==,
      7);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (root, "filter"), "scope"), ==,
      "the \"second\" day");

  /* Once more gives the same bytes; without one there is none. */
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (meta, &text, NULL, NULL));
  g_assert_true (gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (meta, &again, NULL, NULL));
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_unlink (meta);
  g_assert_true (gmarl_export_content_write (content, path, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpuint (count_files (folder), ==, 1);
  remove_folder (folder);
}

/* What fails or is cancelled in the middle leaves everything as it was. */
static void
test_whole_or_not_at_all (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "rows.csv", NULL);
  g_autofree char *meta = g_build_filename (folder, "rows.csv.meta.json", NULL);
  g_autoptr (GmarlExportContent) broken = new_content (N_ROWS, N_ROWS / 2, FALSE);
  g_autoptr (GmarlExportContent) whole = new_content (N_ROWS, 0, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  gmarl_export_content_set_sidecar (broken, gmarl_sidecar_new ("rows", "csv-wide"));
  g_assert_false (gmarl_export_content_write (broken, path, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "broken"));
  g_assert_nonnull (strstr (error->message, "rows.csv"));
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (
      gmarl_export_content_write (whole, path, TRUE, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* No place for the sidecar: the file is not written either. */
  g_assert_cmpint (g_mkdir (meta, 0700), ==, 0);
  gmarl_export_content_set_sidecar (whole, gmarl_sidecar_new ("rows", "csv-wide"));
  g_assert_false (gmarl_export_content_write (whole, path, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "rows.csv.meta.json"));
  g_rmdir (meta);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpuint (count_files (folder), ==, 1);
  remove_folder (folder);
}

/* A writer that puts a folder in somebody's way when it writes. */
static gboolean
obstruct (GmarlExportWriter *writer, gpointer path, GError **error)
{
  g_assert_true (g_unlink (path) == 0 || errno == ENOENT);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return TRUE;
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* The one cannot be put in place: the other is as it was, or not there. */
static void
test_both_or_none (void)
{
  static const char *const obstacles[] = { "rows.csv", "rows.csv.meta.json" };

  for (gsize k = 0; k < 4; k++) {
    gboolean old = k >= 2;
    g_autofree char *folder = new_folder ();
    g_autofree char *path = g_build_filename (folder, "rows.csv", NULL);
    g_autofree char *meta = g_build_filename (folder, "rows.csv.meta.json", NULL);
    char *obstacle = g_build_filename (folder, obstacles[k % 2], NULL);
    const char *other = k % 2 == 0 ? meta : path;
    g_autoptr (GmarlExportContent) content =
        gmarl_export_content_new (GMARL_EXPORT_KIND_TEXT, obstruct, obstacle, g_free);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;

    if (old) {
      g_assert_true (g_file_set_contents (path, "before", -1, NULL));
      g_assert_true (g_file_set_contents (meta, "before", -1, NULL));
    }
    gmarl_export_content_set_sidecar (content, gmarl_sidecar_new ("rows", "csv-wide"));
    g_assert_false (
        gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, &error));
    g_assert_nonnull (strstr (error->message, obstacles[k % 2]));
    text = read_text (other);
    g_assert_cmpstr (text, ==, old ? "before" : NULL);
    g_assert_cmpint (g_rmdir (obstacle), ==, 0);
    g_clear_pointer (&content, gmarl_export_content_unref);
    g_assert_cmpuint (count_files (folder), ==, old ? 1 : 0);
    remove_folder (folder);
  }
}

/* What was written without a sidecar, by whatever, has not that of what it replaced. */
static void
test_old_sidecar (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "rows.csv", NULL);
  g_autofree char *meta = g_build_filename (folder, "rows.csv.meta.json", NULL);
  g_autoptr (GmarlExportContent) content = new_content (3, 0, FALSE);
  g_autoptr (GmarlExportContent) broken = new_content (N_ROWS, N_ROWS / 2, FALSE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *mine = NULL;

  gmarl_export_content_set_sidecar (content, gmarl_sidecar_new ("rows", "csv-wide"));
  g_assert_true (gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, NULL));
  before = read_text (meta);
  g_assert_nonnull (before);
  g_assert_false (gmarl_export_content_write (broken, path, FALSE, NULL, NULL, NULL, NULL, NULL));
  after = read_text (meta);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (gmarl_export_content_write (content, path, FALSE, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (count_files (folder), ==, 1);

  g_assert_true (gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_true (gmarl_export_text (path, "new", NULL));
  g_assert_cmpuint (count_files (folder), ==, 1);

  /* It is somebody else's. */
  g_assert_true (g_file_set_contents (meta, "{ \"format\": 7 }", -1, NULL));
  g_assert_true (gmarl_export_content_write (content, path, FALSE, NULL, NULL, NULL, NULL, NULL));
  mine = read_text (meta);
  g_assert_cmpstr (mine, ==, "{ \"format\": 7 }");
  remove_folder (folder);
}

static void
test_names (void)
{
  static const char *const cases[][2] = {
    { "Grid Import (kWh)", "grid-import-kwh" },
    { "  Ärger – 5 %  ", "ärger-5" },
    { "../../etc/passwd", "etc-passwd" },
    { "···", "export" },
    { "", "export" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autofree char *name = gmarl_export_file_name (cases[k][0]);

    g_assert_cmpstr (name, ==, cases[k][1]);
  }
}

static void
test_formats (void)
{
  for (gint format = 0; format < GMARL_N_EXPORT_FORMATS; format++) {
    g_assert_cmpint (gmarl_export_format_find (gmarl_export_formats[format].id), ==, format);
    g_assert_cmpstr (gmarl_export_formats[format].name, !=, "");
  }
  g_assert_cmpint (gmarl_export_format_find ("docx"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/content/measure", test_measure);
  g_test_add_func ("/export/content/measure-about", test_measure_about);
  g_test_add_func ("/export/content/measure-cancelled", test_measure_cancelled);
  g_test_add_func ("/export/content/measure-odd", test_measure_odd);
  g_test_add_func ("/export/content/write", test_write);
  g_test_add_func ("/export/content/whole-or-not-at-all", test_whole_or_not_at_all);
  g_test_add_func ("/export/content/both-or-none", test_both_or_none);
  g_test_add_func ("/export/content/old-sidecar", test_old_sidecar);
  g_test_add_func ("/export/content/names", test_names);
  g_test_add_func ("/export/content/formats", test_formats);
  return g_test_run ();
}
