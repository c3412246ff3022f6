/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-export.h"

#include "gmarl-chart-private.h"
#include "gmarl-options.h"

#include <glib/gi18n.h>

#define PREVIEW_MM 120 /* how wide the picture of the preview is made */

void
gmarl_chart_add_export_item (GmarlChart *self, GPtrArray *items, const char *id)
{
  const GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  g_autofree char *name = NULL;
  GmarlExportItem *item;

  if (view == NULL || gmarl_chart_view_get_n_series (view) == 0)
    return;
  /* translators: the title of a chart */
  name = g_strdup_printf (_ ("Chart: %s"), view->title != NULL ? view->title : "");
  item = gmarl_export_items_add (items, id, name,
                                 1u << GMARL_EXPORT_SVG | 1u << GMARL_EXPORT_PDF |
                                     1u << GMARL_EXPORT_PNG | 1u << GMARL_EXPORT_CSV_WIDE);
  gmarl_export_item_set_drawn (item, _ ("As drawn: shown part and series, smoothed"));
}

/* --- Numbers -------------------------------------------------------------------------------- */

/* The first row whose x is at least x; of rows, up to end. */
static guint
find_row (GmarlChartTable *table, double x, gboolean beyond)
{
  guint low = 0, high = g_list_model_get_n_items (G_LIST_MODEL (table));

  while (low < high) {
    guint middle = low + (high - low) / 2;
    g_autoptr (GmarlChartTableRow) row = g_list_model_get_item (G_LIST_MODEL (table), middle);
    double at = gmarl_chart_table_row_get_x (row);

    if (at < x || (beyond && at == x))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static char *
csv_as_drawn (GmarlChart *self)
{
  GmarlChartTable *table = gmarl_chart_get_table (self);
  double x0, x1;

  gmarl_chart_axis_get_range (gmarl_chart_plot_get_axis (self->plot), &x0, &x1);
  /* Without a range there is nothing to leave out. */
  return gmarl_chart_table_to_csv (table, x0 == x0 ? find_row (table, x0, FALSE) : 0,
                                   x1 == x1 ? find_row (table, x1, TRUE)
                                            : g_list_model_get_n_items (G_LIST_MODEL (table)));
}

/* All series are shown for the time of making the table. */
static char *
csv_in_full (GmarlChart *self, GmarlChartView *view)
{
  g_autoptr (GmarlChartTable) table = gmarl_chart_table_new ();
  guint n = gmarl_chart_view_get_n_series (view);
  g_autofree gboolean *visible = g_new (gboolean, n);

  for (guint k = 0; k < n; k++) {
    visible[k] = gmarl_chart_view_get_series (view, k)->visible;
    gmarl_chart_view_get_series (view, k)->visible = TRUE;
  }
  gmarl_chart_table_update (table, view, gmarl_chart_plot_get_choices (self->plot)->state.band, 0);
  for (guint k = 0; k < n; k++)
    gmarl_chart_view_get_series (view, k)->visible = visible[k];
  return gmarl_chart_table_to_csv (table, 0, g_list_model_get_n_items (G_LIST_MODEL (table)));
}

/* --- Figures -------------------------------------------------------------------------------- */

GBytes *
gmarl_chart_to_figure (GmarlChart *self, const GmarlFigureFile *options, GError **error)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const PangoFontDescription *font = gmarl_chart_plot_get_style (self->plot)->font;
  GmarlChartState state = gmarl_chart_plot_get_choices (self->plot)->state;
  GmarlFigureFile file = *options;

  gmarl_chart_axis_get_range (gmarl_chart_plot_get_axis (self->plot), &state.x0, &state.x1);
  file.state = &state;
  file.family = pango_font_description_get_family (font);
  return gmarl_figure_to_bytes (&file, &view, 1, error);
}

static GmarlExportContent *
make_figure (GmarlChart *self, const GmarlExportChoice *choice, GError **error)
{
  g_autoptr (GBytes) bytes = gmarl_chart_to_figure (self, &choice->figure, error);
  g_autoptr (GBytes) preview = NULL;
  GmarlFigureFile small = choice->figure;
  GmarlExportContent *content;

  if (bytes == NULL)
    return NULL;
  small.format = GMARL_DRAW_PNG;
  small.scale = small.width_mm < PREVIEW_MM ? 2 : 1;
  preview = choice->figure.format == GMARL_DRAW_PNG ? g_bytes_ref (bytes)
                                                    : gmarl_chart_to_figure (self, &small, error);
  if (preview == NULL)
    return NULL;
  content = gmarl_export_content_new_bytes (GMARL_EXPORT_KIND_PICTURE, bytes);
  gmarl_export_content_set_preview (content, preview);
  return content;
}

/* For programs to read, whatever the locale. (transfer full) */
static char *
describe_range (double x0, double x1)
{
  g_autofree char *from = gmarl_format_double (x0);
  g_autofree char *to = gmarl_format_double (x1);

  return g_strdup_printf ("%s to %s", from, to);
}

static void
describe_drawing (GmarlChart *self, const GmarlExportChoice *choice, GmarlSidecar *sidecar)
{
  const GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const char *statistic =
      gmarl_chart_view_get_subtitle (view, gmarl_chart_plot_get_choices (self->plot)->state.band);
  gboolean drawn = choice->as_drawn || gmarl_export_formats[choice->format].is_picture;
  double half_life = gmarl_chart_get_smoothing (self);
  g_autofree char *iterations = gmarl_format_double (half_life);
  g_autofree char *smoothing =
      half_life > 0 ? g_strdup_printf ("half-life of %s iterations", iterations) : NULL;
  g_autofree char *range = NULL;
  double x0, x1;

  gmarl_chart_axis_get_range (gmarl_chart_plot_get_axis (self->plot), &x0, &x1);
  if (x0 == x0 && x1 == x1)
    range = describe_range (x0, x1);
  if (view->title != NULL)
    gmarl_sidecar_add_method (sidecar, "chart", view->title);
  if (statistic != NULL)
    gmarl_sidecar_add_method (sidecar, "statistic", statistic);
  gmarl_sidecar_add_method (sidecar, "smoothing", drawn && smoothing != NULL ? smoothing : "none");
  gmarl_sidecar_add_filter (sidecar, "resolution", drawn ? "as drawn" : "full");
  gmarl_sidecar_add_filter (sidecar, "x", drawn && range != NULL ? range : "all");
}

GmarlExportContent *
gmarl_chart_make_export (GmarlChart *self,
                         const GmarlExportChoice *choice,
                         GmarlSidecar *sidecar,
                         GError **error)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const char *title = view != NULL && view->title != NULL ? view->title : "chart";
  GmarlExportContent *content;

  if (view == NULL) {
    gmarl_sidecar_free (sidecar);
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The chart shows nothing any more."));
    return NULL;
  }
  describe_drawing (self, choice, sidecar);
  if (gmarl_export_formats[choice->format].is_picture)
    content = make_figure (self, choice, error);
  else
    content = gmarl_export_content_new_text (choice->as_drawn ? csv_as_drawn (self)
                                                              : csv_in_full (self, view));
  if (content == NULL) {
    gmarl_sidecar_free (sidecar);
    return NULL;
  }
  gmarl_export_content_set_name (content, self->file_name != NULL ? self->file_name : title);
  gmarl_export_content_set_sidecar (content, sidecar);
  return content;
}
