/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-output.h"

#include "gmarl-export-content.h"
#include "gmarl-export-file.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* --- The clipboard -------------------------------------------------------------------------- */

static GdkContentProvider *
text_provider (const char *mime_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

void
gmarl_chart_output_copy (GtkWidget *widget,
                         GdkTexture *texture,
                         GBytes *svg,
                         const char *tsv,
                         const char *csv,
                         const char *text)
{
  GdkContentProvider *providers[5];
  g_autoptr (GdkContentProvider) all = NULL;
  gsize n = 0;

  if (texture != NULL)
    providers[n++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  if (svg != NULL)
    providers[n++] = gdk_content_provider_new_for_bytes ("image/svg+xml", svg);
  if (tsv != NULL)
    providers[n++] = text_provider ("text/tab-separated-values", tsv);
  if (csv != NULL)
    providers[n++] = text_provider ("text/csv", csv);
  if (text != NULL)
    providers[n++] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  if (n == 0)
    return;
  all = gdk_content_provider_new_union (providers, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), all);
}

static cairo_surface_t *
paint_surface (GtkWidget *widget,
               double width,
               double height,
               GmarlChartPainter paint,
               gpointer user_data)
{
  int scale = gtk_widget_get_scale_factor (widget);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width * scale, (int) height * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  paint (cr, user_data);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

GdkTexture *
gmarl_chart_output_make_texture (GtkWidget *widget,
                                 double width,
                                 double height,
                                 GmarlChartPainter paint,
                                 gpointer user_data)
{
  cairo_surface_t *surface = paint_surface (widget, width, height, paint, user_data);
  int columns = cairo_image_surface_get_width (surface);
  int rows = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), (gsize) stride * (gsize) rows,
      (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (columns, rows, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

GskRenderNode *
gmarl_chart_output_make_node (GtkWidget *widget,
                              double width,
                              double height,
                              GmarlChartPainter paint,
                              gpointer user_data)
{
  GskRenderNode *node =
      gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_surface_t *surface = paint_surface (widget, width, height, paint, user_data);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
}

/* --- Names ---------------------------------------------------------------------------------- */

char *
gmarl_chart_output_make_name (const char *title, const char *extension)
{
  g_autofree char *name = gmarl_export_file_name (title);

  return g_strdup_printf ("%s.%s", name, extension);
}

/* --- Files ---------------------------------------------------------------------------------- */

/* Where a widget keeps its dialog while it is open. */
#define CHOOSER "gmarl-chart-chooser"

typedef struct {
  GtkWidget *widget; /* borrowed: the dialog ends with it */
  GmarlChartWriter writer;
} Question;

/* Says it in the window, if the window says anything. */
static void
say (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *title = g_markup_escape_text (text, -1);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (title));
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Question question = *(Question *) user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_object_set_data (G_OBJECT (question.widget), CHOOSER, NULL);
  if (file == NULL)
    return;
  path = g_file_get_path (file);
  name = g_file_get_basename (file);
  if (path == NULL)
    text = g_strdup_printf (_ ("“%s” is not on this computer. Choose a local folder."), name);
  else if (!question.writer (question.widget, path, &error))
    text = g_strdup (error->message);
  else
    /* translators: the name of a file */
    text = g_strdup_printf (_ ("Saved “%s”"), name);
  say (question.widget, text);
}

static void
end_dialog (gpointer dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
free_question (gpointer question, GClosure *closure)
{
  g_free (question);
}

static void
add_figure_filter (GtkFileChooser *chooser)
{
  static const char *const patterns[] = { "*.svg", "*.pdf", "*.png" };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Figures (SVG, PDF, PNG)"));
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
gmarl_chart_output_ask (GtkWidget *widget,
                        const char *title,
                        gboolean figure,
                        GmarlChartWriter writer)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = gmarl_chart_output_make_name (title, figure ? "svg" : "csv");
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      figure ? _ ("Save Figure") : _ ("Save Data"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  Question *question = g_new (Question, 1);

  *question = (Question){ widget, writer };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (figure)
    add_figure_filter (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), question, free_question, 0);
  g_object_set_data_full (G_OBJECT (widget), CHOOSER, chooser, end_dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

#define FIGURE_HEIGHT_MM 60

gboolean
gmarl_chart_output_write_figure (const char *path,
                                 const char *title,
                                 const PangoFontDescription *font,
                                 GmarlFigureFunc paint,
                                 gpointer user_data,
                                 GError **error)
{
  GmarlFigureFile figure = { .width_mm = GMARL_FIGURE_COLUMN_MM,
                             .title = title,
                             .family = pango_font_description_get_family (font) };
  g_autoptr (GBytes) bytes = NULL;

  if (!gmarl_figure_format_from_path (path, &figure.format, error))
    return FALSE;
  bytes = gmarl_figure_paint_to_bytes (&figure, FIGURE_HEIGHT_MM, paint, user_data, error);
  return bytes != NULL && gmarl_export_bytes (path, bytes, error);
}

void
gmarl_chart_output_append_item (GMenu *menu,
                                const char *label,
                                const char *action,
                                const char *accelerator)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (accelerator != NULL)
    g_menu_item_set_attribute (item, "accel", "s", accelerator);
  g_menu_append_item (menu, item);
}
