/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-figure-file.h"

#include "gmarl-chart-sheet.h"
#include "gmarl-draw-marks.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FONT_FAMILY  "Cantarell"
#define FONT_POINTS  8
#define SCALE        3     /* device pixels to a pixel of PNG: 288 dpi */
#define HIGHEST_MM   240.0 /* of a page: panels of many rows get lower */
#define LOWEST_PANEL 150.0 /* px */
#define TO_MM        (25.4 / 96)

gboolean
gmarl_figure_format_from_path (const char *path, GmarlDrawFormat *format, GError **error)
{
  static const char *const endings[] = {
    [GMARL_DRAW_PNG] = ".png",
    [GMARL_DRAW_SVG] = ".svg",
    [GMARL_DRAW_PDF] = ".pdf",
  };
  gint found = gmarl_export_file_require_ending (path, endings, G_N_ELEMENTS (endings), error);

  if (found >= 0)
    *format = (GmarlDrawFormat) found;
  return found >= 0;
}

static GmarlChartSheet *
make_sheet (const GmarlFigureFile *self,
            const GmarlDrawStyle *style,
            GmarlChartView *const *views,
            guint n)
{
  GmarlSheetOptions options = { .untitled = self->untitled, .state = self->state };
  GmarlChartSheet *sheet =
      gmarl_chart_sheet_new (views, n, &options, style, NULL, self->width_mm / TO_MM);
  double over = sheet->height - HIGHEST_MM / TO_MM;
  guint rows = 0;

  for (guint k = 0; k < sheet->panels->len; k++)
    rows += ((const GmarlSheetPanel *) sheet->panels->pdata[k])->x == 0;
  if (!(over > 0))
    return sheet;
  options.height = ((const GmarlSheetPanel *) sheet->panels->pdata[0])->scene->height;
  options.height = fmax (LOWEST_PANEL, floor (options.height - over / rows));
  gmarl_chart_sheet_free (sheet);
  return gmarl_chart_sheet_new (views, n, &options, style, NULL, self->width_mm / TO_MM);
}

typedef struct {
  const GmarlChartSheet *sheet;
  const GmarlDrawStyle *style;
  gboolean background;
} Painting;

static void
paint_sheet (cairo_t *cr, gpointer user_data)
{
  const Painting *painting = user_data;

  gmarl_chart_sheet_paint (cr, painting->sheet, painting->style, painting->background);
}

static double
get_scale (const GmarlFigureFile *self)
{
  return self->scale > 0 ? self->scale : SCALE;
}

static GmarlDrawFile
get_file (const GmarlFigureFile *self)
{
  return (GmarlDrawFile){ .format = self->format,
                          .width_mm = self->width_mm,
                          .scale = get_scale (self),
                          .title = self->title,
                          .subject = self->subject };
}

static GmarlDrawStyle *
get_style (const GmarlFigureFile *self)
{
  GmarlDrawStyle *style =
      gmarl_draw_style_new_for_paper (self->family != NULL ? self->family : FONT_FAMILY,
                                      self->font_points > 0 ? self->font_points : FONT_POINTS);

  style->scale = get_scale (self);
  return style;
}

GBytes *
gmarl_figure_to_bytes (const GmarlFigureFile *self,
                       GmarlChartView *const *views,
                       guint n,
                       GError **error)
{
  g_autoptr (GmarlDrawStyle) style = get_style (self);
  g_autoptr (GmarlChartSheet) sheet = NULL;
  GmarlDrawFile file = get_file (self);

  g_return_val_if_fail (n > 0, NULL);
  sheet = make_sheet (self, style, views, n);
  file.height_mm = sheet->height * TO_MM;
  if (file.title == NULL)
    file.title = views[0]->title;
  return gmarl_draw_file_to_bytes (&file, paint_sheet,
                                   &(Painting){ sheet, style, !self->transparent }, error);
}

typedef struct {
  GmarlFigureFunc paint;
  gpointer user_data;
  const GmarlDrawStyle *style;
  double width, height;
  gboolean background;
} Other;

static void
paint_other (cairo_t *cr, gpointer user_data)
{
  const Other *other = user_data;

  if (other->background) {
    gmarl_draw_set_color (cr, other->style->card);
    cairo_paint (cr);
  }
  other->paint (cr, other->style, other->width, other->height, other->user_data);
}

GBytes *
gmarl_figure_paint_to_bytes (const GmarlFigureFile *self,
                             double height_mm,
                             GmarlFigureFunc paint,
                             gpointer user_data,
                             GError **error)
{
  g_autoptr (GmarlDrawStyle) style = get_style (self);
  GmarlDrawFile file = get_file (self);
  Other other = {
    .paint = paint, .user_data = user_data, .style = style, .background = !self->transparent
  };

  file.height_mm = height_mm;
  gmarl_draw_file_get_size (&file, &other.width, &other.height);
  return gmarl_draw_file_to_bytes (&file, paint_other, &other, error);
}

gboolean
gmarl_figure_write (const GmarlFigureFile *self,
                    GmarlChartView *const *views,
                    guint n,
                    const char *path,
                    GError **error)
{
  g_autoptr (GBytes) bytes = gmarl_figure_to_bytes (self, views, n, error);

  return bytes != NULL && gmarl_export_bytes (path, bytes, error);
}
