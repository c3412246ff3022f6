/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-figure.h"

#include "gmarl-chart-paint.h"

#define FONT_FAMILY  "Cantarell"
#define FONT_POINTS  8
#define ASPECT_RATIO (60.0 / 85.0)

/* Wide pictures stay lower in proportion: a page has no room for a square. */
#define LOWEST_RATIO 0.5
#define WIDE_MM      175.0
#define NARROW_MM    85.0

const GmarlExportFigure gmarl_export_figure_default = {
  .format = GMARL_DRAW_SVG,
  .width_mm = NARROW_MM,
};

static double
height_for (const GmarlExportFigure *self)
{
  double wide = CLAMP ((self->width_mm - NARROW_MM) / (WIDE_MM - NARROW_MM), 0, 1);

  if (self->height_mm > 0)
    return self->height_mm;
  return self->width_mm * (ASPECT_RATIO + wide * (LOWEST_RATIO - ASPECT_RATIO));
}

GmarlDrawStyle *
gmarl_export_figure_prepare (const GmarlExportFigure *self,
                             const char *family,
                             const char *title,
                             GmarlDrawFile *file)
{
  *file = (GmarlDrawFile){ .format = self->format,
                           .width_mm = self->width_mm,
                           .height_mm = height_for (self),
                           .scale = self->scale,
                           .title = title };
  return gmarl_draw_style_new_for_paper (family != NULL ? family : FONT_FAMILY, FONT_POINTS);
}

typedef struct {
  const GmarlChartScene *scene;
  const GmarlDrawStyle *style;
  gboolean background;
} Painting;

static void
paint_chart (cairo_t *cr, gpointer user_data)
{
  const Painting *painting = user_data;

  gmarl_chart_paint_plot (cr, painting->scene, painting->style, painting->background);
}

/* The view without its title, until the caller puts the texts back. */
static void
hide_title (GmarlChartView *view, char **title, char **subtitle)
{
  *title = g_steal_pointer (&view->title);
  *subtitle = g_steal_pointer (&view->subtitle);
}

GBytes *
gmarl_export_figure_chart (const GmarlExportFigure *self,
                           GmarlChartView *view,
                           const GmarlChartState *state,
                           const char *family,
                           GError **error)
{
  GmarlDrawFile file;
  g_autoptr (GmarlDrawStyle) style = gmarl_export_figure_prepare (self, family, view->title, &file);
  g_autofree char *document = g_strdup (view->title);
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState begins;
  char *title = NULL, *subtitle = NULL;
  double width, height;
  GBytes *bytes;

  file.title = document;
  gmarl_chart_state_init (&begins);
  gmarl_draw_file_get_size (&file, &width, &height);
  if (self->untitled)
    hide_title (view, &title, &subtitle);
  scene = gmarl_chart_scene_new (view, state != NULL ? state : &begins, style, NULL, width, height);
  bytes = gmarl_draw_file_to_bytes (&file, paint_chart,
                                    &(Painting){ scene, style, !self->transparent }, error);
  if (self->untitled) {
    view->title = title;
    view->subtitle = subtitle;
  }
  return bytes;
}
