/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-panel.h"
#include "gmarl-export-work.h"

#include <glib/gstdio.h>

/* A page with a table of two formats and a picture that cannot be had. */
#define TEST_TYPE_SOURCE (test_source_get_type ())
G_DECLARE_FINAL_TYPE (TestSource, test_source, TEST, SOURCE, GObject)

struct _TestSource {
  GObject parent_instance;

  gboolean empty;
  GmarlExportFormat format; /* asked for last */
  gboolean selection;
};

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GPtrArray *items = gmarl_export_items_new ();

  if (TEST_SOURCE (source)->empty)
    return items;
  gmarl_export_item_set_scopes (
      gmarl_export_items_add (items, "table", "Table",
                              1u << GMARL_EXPORT_CSV_TIDY | 1u << GMARL_EXPORT_JSON),
      "All rows", "2 rows");
  gmarl_export_items_add (items, "picture", "Picture", 1u << GMARL_EXPORT_PNG);
  return items;
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  TestSource *self = TEST_SOURCE (source);
  GmarlExportContent *content;

  self->format = choice->format;
  self->selection = choice->selection;
  if (g_str_equal (choice->item, "picture")) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no picture");
    return NULL;
  }
  content = gmarl_export_content_new_text (g_strdup ("a,b\n1,2\n"));
  gmarl_export_content_set_name (content, "Two Rows");
  gmarl_export_content_set_sidecar (content, gmarl_sidecar_new ("table", "csv-tidy"));
  return content;
}

static void
source_init (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSource,
                               test_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE, source_init))

static void
test_source_class_init (TestSourceClass *klass)
{
}

static void
test_source_init (TestSource *self)
{
}

typedef struct {
  char *folder;
  GmarlSession *session;
  TestSource *source;
  char *toast; /* told last */
} Fixture;

static void
toast_cb (GmarlSession *session, AdwToast *toast, Fixture *fixture)
{
  g_free (fixture->toast);
  fixture->toast = g_strdup (adw_toast_get_title (toast));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("gridmarl-panel-XXXXXX", NULL);
  fixture->session = gmarl_session_new (fixture->folder);
  fixture->source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_signal_connect (fixture->session, "toast", G_CALLBACK (toast_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->source);
  g_clear_object (&fixture->session);
  g_free (fixture->folder);
  g_free (fixture->toast);
}

static GmarlExportPanel *
new_panel (Fixture *fixture, const char *item)
{
  GtkWidget *panel =
      gmarl_export_panel_new (fixture->session, GMARL_EXPORT_SOURCE (fixture->source), item);

  gtk_window_present (GTK_WINDOW (panel));
  return GMARL_EXPORT_PANEL (panel);
}

/* A child of the template, by its id. */
static gpointer
get_child (GmarlExportPanel *panel, const char *id)
{
  return gtk_widget_get_template_child (GTK_WIDGET (panel), GMARL_TYPE_EXPORT_PANEL, id);
}

static void
wait_for_page (GmarlExportPanel *panel, const char *page)
{
  GtkStack *preview = get_child (panel, "preview");

  while (g_strcmp0 (gtk_stack_get_visible_child_name (preview), page) != 0 ||
         gtk_spinner_get_spinning (get_child (panel, "spinner")))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel = new_panel (fixture, NULL);
  GtkTextBuffer *buffer = get_child (panel, "preview_buffer");
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree char *size = g_format_size (8);

  wait_for_page (panel, "text");
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "a,b\n1,2\n");
  g_assert_cmpstr (gtk_label_get_text (get_child (panel, "size")), ==, size);
  g_assert_true (gtk_widget_get_visible (get_child (panel, "scope")));
  g_assert_false (gtk_widget_get_visible (get_child (panel, "resolution")));
  g_assert_false (gtk_widget_get_visible (get_child (panel, "figure_group")));
  gtk_window_destroy (GTK_WINDOW (panel));
}

/* Choices come again in the next panel. */
static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel = new_panel (fixture, "table");

  adw_combo_row_set_selected (get_child (panel, "format"), 1);
  adw_combo_row_set_selected (get_child (panel, "scope"), 1);
  gtk_switch_set_active (get_child (panel, "sidecar"), FALSE);
  g_assert_cmpint (fixture->source->format, ==, GMARL_EXPORT_JSON);
  g_assert_true (fixture->source->selection);
  gtk_window_destroy (GTK_WINDOW (panel));

  fixture->source->format = GMARL_N_EXPORT_FORMATS;
  panel = new_panel (fixture, NULL);
  g_assert_cmpint (fixture->source->format, ==, GMARL_EXPORT_JSON);
  g_assert_true (fixture->source->selection);
  g_assert_false (gtk_switch_get_active (get_child (panel, "sidecar")));
  gtk_switch_set_active (get_child (panel, "sidecar"), TRUE);
  adw_combo_row_set_selected (get_child (panel, "format"), 0);
  adw_combo_row_set_selected (get_child (panel, "scope"), 0);
  gtk_window_destroy (GTK_WINDOW (panel));
}

static void
test_cannot_be_had (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel = new_panel (fixture, "picture");

  g_assert_cmpstr (gtk_label_get_text (get_child (panel, "preview_message")), ==, "no picture");
  g_assert_false (gtk_widget_get_sensitive (get_child (panel, "save_button")));
  g_assert_true (gtk_widget_get_visible (get_child (panel, "figure_group")));
  gtk_window_destroy (GTK_WINDOW (panel));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel;

  fixture->source->empty = TRUE;
  panel = new_panel (fixture, NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_child (panel, "stack")), ==, "empty");
  g_assert_false (gtk_widget_get_sensitive (get_child (panel, "save_button")));
  gtk_window_destroy (GTK_WINDOW (panel));
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel = new_panel (fixture, "table");
  g_autofree char *path = g_build_filename (fixture->folder, "rows.csv", NULL);
  g_autofree char *meta = g_build_filename (fixture->folder, "rows.csv.meta.json", NULL);
  g_autofree char *text = NULL;

  wait_for_page (panel, "text");
  gmarl_export_panel_write (panel, path);
  while (fixture->toast == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (fixture->toast, "rows.csv"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "a,b\n1,2\n");
  g_assert_true (g_file_test (meta, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_unlink (meta);
}

/* A full disk is told in the panel, which stays; the next try can be another place. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  GmarlExportPanel *panel = new_panel (fixture, "table");
  GtkRevealer *revealer = get_child (panel, "error_revealer");
  const char *text;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip ("there is no /dev/full");
    gtk_window_destroy (GTK_WINDOW (panel));
    return;
  }
  wait_for_page (panel, "text");
  gtk_switch_set_active (get_child (panel, "sidecar"), FALSE);
  gmarl_export_panel_write (panel, "/dev/full");
  while (!gtk_revealer_get_reveal_child (revealer))
    g_main_context_iteration (NULL, TRUE);
  text = gtk_label_get_text (get_child (panel, "error_label"));
  g_assert_nonnull (strstr (text, "/dev/full"));
  g_assert_nonnull (strstr (text, "make room"));
  g_assert_true (gtk_widget_get_sensitive (get_child (panel, "form")));
  g_assert_null (fixture->toast);
  gtk_switch_set_active (get_child (panel, "sidecar"), TRUE);
  gtk_window_destroy (GTK_WINDOW (panel));
}

static void
test_sizes (void)
{
  GmarlExportMeasure about = { .bytes = 3100000 };
  GmarlExportMeasure unknown = { .bytes = -1 };
  g_autofree char *rough = gmarl_export_describe_size (&about);
  g_autofree char *none = gmarl_export_describe_size (&unknown);

  g_assert_true (g_str_has_prefix (rough, "about 3.1"));
  g_assert_cmpstr (none, ==, "");
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/app/export-panel/preview", test_preview);
  ADD ("/app/export-panel/remembers", test_remembers);
  ADD ("/app/export-panel/cannot-be-had", test_cannot_be_had);
  ADD ("/app/export-panel/empty", test_empty);
  ADD ("/app/export-panel/write", test_write);
  ADD ("/app/export-panel/full-disk", test_full_disk);
  g_test_add_func ("/app/export-panel/sizes", test_sizes);
  return g_test_run ();
}
