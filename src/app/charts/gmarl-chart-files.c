/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A chart on the clipboard and in files.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-private.h"

#include "gmarl-chart-output.h"
#include "gmarl-export-file.h"

#include <glib/gi18n.h>

static char *
make_csv (GmarlChart *self)
{
  GmarlChartTable *table = gmarl_chart_get_table (self);

  return gmarl_chart_table_to_csv (table, 0, g_list_model_get_n_items (G_LIST_MODEL (table)));
}

/* The picture as SVG, for programs that draw. (transfer full) (nullable) */
static GBytes *
make_svg (GmarlChart *self)
{
  GmarlFigureFile figure = { .format = GMARL_DRAW_SVG, .width_mm = GMARL_FIGURE_COLUMN_MM };

  return gmarl_chart_plot_get_view (self->plot) != NULL
             ? gmarl_chart_to_figure (self, &figure, NULL)
             : NULL;
}

/* The numbers as people read them, for spreadsheets. */
static char *
make_tsv (GmarlChart *self)
{
  return gmarl_chart_table_to_text (gmarl_chart_get_table (self), NULL, NULL);
}

/* What is read is copied: the rows of the table, the readout where there is one, or else the
 * picture. Where it is a picture, the same as a drawing and its numbers come along.
 */
void
gmarl_chart_copy (GmarlChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *text = NULL;

  if (gmarl_chart_get_shows_table (self)) {
    text = gmarl_chart_table_view_get_text (self->table_view);
    gmarl_chart_output_copy (widget, NULL, NULL, text, NULL, text);
    return;
  }
  text = gmarl_chart_readout_bar_get_text (self->readout);
  if (text != NULL) {
    gmarl_chart_output_copy (widget, NULL, NULL, NULL, NULL, text);
  } else {
    g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);
    g_autoptr (GBytes) svg = make_svg (self);
    g_autofree char *tsv = make_tsv (self);
    g_autofree char *csv = make_csv (self);

    gmarl_chart_output_copy (widget, texture, svg, tsv, csv, tsv);
  }
}

void
gmarl_chart_copy_image (GmarlChart *self)
{
  g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);
  g_autoptr (GBytes) svg = make_svg (self);

  gmarl_chart_output_copy (GTK_WIDGET (self), texture, svg, NULL, NULL, NULL);
}

void
gmarl_chart_copy_data (GmarlChart *self)
{
  g_autofree char *tsv = make_tsv (self);
  g_autofree char *csv = make_csv (self);

  gmarl_chart_output_copy (GTK_WIDGET (self), NULL, NULL, tsv, csv, csv);
}

static const char *
name_of (GmarlChart *self)
{
  const GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);

  if (self->file_name != NULL)
    return self->file_name;
  return view != NULL && view->title != NULL ? view->title : _ ("Chart");
}

char *
gmarl_chart_make_file_name (GmarlChart *self, const char *extension)
{
  return gmarl_chart_output_make_name (name_of (self), extension);
}

gboolean
gmarl_chart_write_data (GmarlChart *self, const char *path, GError **error)
{
  g_autofree char *csv = make_csv (self);

  return gmarl_export_text (path, csv, error);
}

/* What is shown, laid out anew for paper: black on white whatever the window's style. */
gboolean
gmarl_chart_write_figure (GmarlChart *self, const char *path, GError **error)
{
  GmarlFigureFile figure = { .width_mm = GMARL_FIGURE_COLUMN_MM };
  g_autoptr (GBytes) bytes = NULL;

  if (!gmarl_figure_format_from_path (path, &figure.format, error))
    return FALSE;
  bytes = gmarl_chart_to_figure (self, &figure, error);
  return bytes != NULL && gmarl_export_bytes (path, bytes, error);
}

static gboolean
write_data (GtkWidget *widget, const char *path, GError **error)
{
  return gmarl_chart_write_data (GMARL_CHART (widget), path, error);
}

static gboolean
write_figure (GtkWidget *widget, const char *path, GError **error)
{
  return gmarl_chart_write_figure (GMARL_CHART (widget), path, error);
}

void
gmarl_chart_save_data (GmarlChart *self)
{
  gmarl_chart_output_ask (GTK_WIDGET (self), name_of (self), FALSE, write_data);
}

void
gmarl_chart_save_figure (GmarlChart *self)
{
  if (gmarl_chart_plot_get_view (self->plot) != NULL)
    gmarl_chart_output_ask (GTK_WIDGET (self), name_of (self), TRUE, write_figure);
}
