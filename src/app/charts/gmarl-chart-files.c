/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A chart on the clipboard and in files.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-private.h"

#include "gmarl-chart-paint.h"
#include "gmarl-draw-file.h"
#include "gmarl-export-file.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* --- The clipboard -------------------------------------------------------------------------- */

static char *
make_csv (GmarlChart *self)
{
  GmarlChartTable *table = gmarl_chart_get_table (self);

  return gmarl_chart_table_to_csv (table, 0, g_list_model_get_n_items (G_LIST_MODEL (table)));
}

static void
set_clipboard (GmarlChart *self, GdkTexture *texture, const char *text, const char *csv)
{
  GdkContentProvider *providers[3];
  g_autoptr (GdkContentProvider) all = NULL;
  gsize n = 0;

  if (texture != NULL)
    providers[n++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  if (csv != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));

    providers[n++] = gdk_content_provider_new_for_bytes ("text/csv", bytes);
  }
  if (text != NULL)
    providers[n++] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  if (n == 0)
    return;
  all = gdk_content_provider_new_union (providers, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

/* What is read is copied: the readout where there is one, else the picture with its numbers. */
void
gmarl_chart_copy (GmarlChart *self)
{
  g_autofree char *text = NULL;

  if (gmarl_chart_get_shows_table (self))
    text = gmarl_chart_table_view_get_text (self->table_view);
  else
    text = gmarl_chart_readout_bar_get_text (self->readout);
  if (text != NULL) {
    set_clipboard (self, NULL, text, NULL);
  } else {
    g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);
    g_autofree char *csv = make_csv (self);

    set_clipboard (self, texture, csv, csv);
  }
}

void
gmarl_chart_copy_image (GmarlChart *self)
{
  g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);

  set_clipboard (self, texture, NULL, NULL);
}

void
gmarl_chart_copy_data (GmarlChart *self)
{
  g_autofree char *csv = make_csv (self);

  set_clipboard (self, NULL, csv, csv);
}

/* --- Files ---------------------------------------------------------------------------------- */

char *
gmarl_chart_make_file_name (GmarlChart *self, const char *extension)
{
  const GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const char *title = view != NULL && view->title != NULL ? view->title : _ ("Chart");
  g_autofree char *name =
      self->file_name != NULL ? g_strdup (self->file_name) : g_utf8_strdown (title, -1);
  GString *result = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_isalnum (letter))
      g_string_append_unichar (result, letter);
    else if (result->len > 0 && result->str[result->len - 1] != '-')
      g_string_append_c (result, '-');
  }
  while (result->len > 0 && result->str[result->len - 1] == '-')
    g_string_truncate (result, result->len - 1);
  g_string_append_printf (result, "%s.%s", result->len > 0 ? "" : "chart", extension);
  return g_string_free (result, FALSE);
}

/* Says it in the window, if the window says anything. */
static void
say (GmarlChart *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

typedef gboolean (*Writer) (GmarlChart *self, const char *path, GError **error);

gboolean
gmarl_chart_write_data (GmarlChart *self, const char *path, GError **error)
{
  g_autofree char *csv = make_csv (self);
  g_autoptr (GmarlExportFile) file = gmarl_export_file_open (path, error);

  return file != NULL && gmarl_export_file_write (file, csv, error) &&
         gmarl_export_file_commit (file, error);
}

/* --- Figures -------------------------------------------------------------------------------- */

/* A column of a journal. */
#define FIGURE_WIDTH_MM  85
#define FIGURE_HEIGHT_MM 60
#define FIGURE_POINTS    8
#define FIGURE_SCALE     3 /* device pixels to a pixel, of PNG */

typedef struct {
  const GmarlChartScene *scene;
  const GmarlDrawStyle *style;
} Figure;

static void
paint_figure (cairo_t *cr, gpointer user_data)
{
  const Figure *figure = user_data;

  gmarl_chart_paint_plot (cr, figure->scene, figure->style, TRUE);
}

static GmarlDrawFormat
format_of (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".svg"))
    return GMARL_DRAW_SVG;
  return g_str_has_suffix (lower, ".pdf") ? GMARL_DRAW_PDF : GMARL_DRAW_PNG;
}

/* What is shown, laid out anew for paper: black on white whatever the window's style. */
gboolean
gmarl_chart_write_figure (GmarlChart *self, const char *path, GError **error)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const PangoFontDescription *font = gmarl_chart_plot_get_style (self->plot)->font;
  g_autoptr (GmarlDrawStyle) style =
      gmarl_draw_style_new_for_paper (pango_font_description_get_family (font), FIGURE_POINTS);
  g_autoptr (GmarlChartScene) scene = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GmarlDrawFile figure = { .format = format_of (path),
                           .width_mm = FIGURE_WIDTH_MM,
                           .height_mm = FIGURE_HEIGHT_MM,
                           .scale = FIGURE_SCALE,
                           .title = view->title };
  GmarlChartState state = gmarl_chart_plot_get_choices (self->plot)->state;
  double width, height;

  gmarl_draw_file_get_size (&figure, &width, &height);
  gmarl_chart_axis_get_range (gmarl_chart_plot_get_axis (self->plot), &state.x0, &state.x1);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, width, height);
  return gmarl_draw_file_write (&figure, file, paint_figure, &(Figure){ scene, style }, error);
}

static void
response_cb (GtkNativeDialog *dialog, int response, GmarlChart *self)
{
  Writer writer = (Writer) g_object_get_data (G_OBJECT (dialog), "writer");
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  path = g_file_get_path (file);
  name = g_file_get_basename (file);
  if (path == NULL)
    text = g_strdup_printf (_ ("“%s” is not on this computer. Choose a local folder."), name);
  else if (!writer (self, path, &error))
    text = g_strdup (error->message);
  else
    /* translators: the name of a file */
    text = g_strdup_printf (_ ("Saved “%s”"), name);
  say (self, text);
}

static void
ask_for_file (GmarlChart *self, const char *title, const char *extension, Writer writer)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = gmarl_chart_make_file_name (self, extension);

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "writer", (gpointer) writer);
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
}

void
gmarl_chart_save_data (GmarlChart *self)
{
  ask_for_file (self, _ ("Save Data"), "csv", gmarl_chart_write_data);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
gmarl_chart_save_figure (GmarlChart *self)
{
  static const char *const patterns[] = { "*.svg", "*.pdf", "*.png" };
  GtkFileFilter *filter;

  if (gmarl_chart_plot_get_view (self->plot) == NULL)
    return;
  ask_for_file (self, _ ("Save Figure"), "svg", gmarl_chart_write_figure);
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Figures (SVG, PDF, PNG)"));
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_object_unref (filter);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
