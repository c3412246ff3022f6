/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A chart on the clipboard and in files.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-private.h"

#include "gmarl-chart-output.h"
#include "gmarl-chart-paint.h"

#include <glib/gi18n.h>

static char *
make_csv (GmarlChart *self)
{
  GmarlChartTable *table = gmarl_chart_get_table (self);

  return gmarl_chart_table_to_csv (table, 0, g_list_model_get_n_items (G_LIST_MODEL (table)));
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
    gmarl_chart_output_copy (GTK_WIDGET (self), NULL, text, NULL);
  } else {
    g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);
    g_autofree char *csv = make_csv (self);

    gmarl_chart_output_copy (GTK_WIDGET (self), texture, csv, csv);
  }
}

void
gmarl_chart_copy_image (GmarlChart *self)
{
  g_autoptr (GdkTexture) texture = gmarl_chart_plot_make_texture (self->plot);

  gmarl_chart_output_copy (GTK_WIDGET (self), texture, NULL, NULL);
}

void
gmarl_chart_copy_data (GmarlChart *self)
{
  g_autofree char *csv = make_csv (self);

  gmarl_chart_output_copy (GTK_WIDGET (self), NULL, csv, csv);
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

  return gmarl_chart_output_write_text (path, csv, error);
}

/* What is shown, laid out anew for paper. */
static void
paint_figure (cairo_t *cr,
              const GmarlDrawStyle *style,
              double width,
              double height,
              gpointer user_data)
{
  GmarlChart *self = user_data;
  GmarlChartState state = gmarl_chart_plot_get_choices (self->plot)->state;
  g_autoptr (GmarlChartScene) scene = NULL;

  gmarl_chart_axis_get_range (gmarl_chart_plot_get_axis (self->plot), &state.x0, &state.x1);
  scene = gmarl_chart_scene_new (gmarl_chart_plot_get_view (self->plot), &state, style, NULL, width,
                                 height);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
}

gboolean
gmarl_chart_write_figure (GmarlChart *self, const char *path, GError **error)
{
  return gmarl_chart_output_write_figure (path, gmarl_chart_plot_get_view (self->plot)->title,
                                          gmarl_chart_plot_get_style (self->plot)->font,
                                          paint_figure, self, error);
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
