/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_COUNTED 10000

void
gmarl_chart_layout_add_marks (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlRectangle *plot = &scene->plot;
  double free_from = plot->x;

  for (guint k = 0; k < scene->view->marks->len; k++) {
    const GmarlChartMark *mark = scene->view->marks->pdata[k];
    double x = gmarl_chart_scene_x_to_pixel (scene, mark->x), width;
    GmarlChartMarkLine *line;

    if (!(x >= plot->x && x <= plot->x + plot->width))
      continue;
    line = g_new0 (GmarlChartMarkLine, 1);
    *line = (GmarlChartMarkLine){ .index = k, .x = x, .tick = mark->tick };
    g_ptr_array_add (scene->marks, line);
    if (mark->label == NULL)
      continue;
    width = gmarl_chart_layout_get_width (layout, mark->label, GMARL_TEXT_SMALL);
    line->text_at.x = x + 4 + width <= plot->x + plot->width ? x + 4 : x - 4 - width;
    line->text_at.y = mark->tick ? plot->y + plot->height - layout->line / 2 - 4
                                 : plot->y + layout->line / 2 + 2 +
                                       (scene->view->y.high_word ? layout->line + 2 : 0);
    if (line->text_at.x >= free_from) {
      line->text = g_strdup (mark->label);
      free_from = line->text_at.x + width + 8;
    }
  }
}

/* Only a range that someone fixed leaves anything out, and a log axis what is not positive. */
static void
count_outside (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  double low = scene->y_kind == GMARL_CHART_LOG ? fmax (scene->y0, G_MINDOUBLE) : scene->y0;

  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, k);
    const GmarlSeries *data = series->data;
    gsize begin, end;

    if (!gmarl_chart_view_is_shown (scene->view, k) ||
        (series->thin && !gmarl_chart_scene_has_lines (scene, series)))
      continue;
    gmarl_chart_visible_samples (data, scene->x0, scene->x1, FALSE, &begin, &end);
    scene->below.count += gmarl_series_count_below (data, begin, end, low, MOST_COUNTED);
    scene->above.count += gmarl_series_count_above (data, begin, end, scene->y1, MOST_COUNTED);
  }
}

static void
place_chip (const GmarlChartLayout *layout, GmarlChartChip *chip, gboolean above)
{
  const GmarlRectangle *plot = &layout->scene->plot;
  double width, height = layout->line + 6;
  g_autofree char *number = NULL;

  if (chip->count == 0)
    return;
  chip->more = chip->count >= MOST_COUNTED;
  chip->count = MIN (chip->count, MOST_COUNTED);
  number = gmarl_format_decimals ((double) chip->count, 0);
  if (chip->more)
    chip->text = g_strdup_printf (
        above ? _ ("▲ more than %s points above") : _ ("▼ more than %s points below"), number);
  else if (above)
    chip->text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "▲ %s point above", "▲ %s points above", chip->count),
        number);
  else
    chip->text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "▼ %s point below", "▼ %s points below", chip->count),
        number);
  width = gmarl_chart_layout_get_width (layout, chip->text, GMARL_TEXT_SMALL) + 16;
  chip->area =
      (GmarlRectangle){ plot->x + plot->width - width - 4,
                        above ? plot->y + 4 : plot->y + plot->height - height - 4, width, height };
}

void
gmarl_chart_layout_add_notes (GmarlChartLayout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  const GmarlRectangle *plot = &scene->plot;

  if (scene->empty)
    gmarl_chart_layout_add_label (
        layout, g_strdup (scene->view->empty ? scene->view->empty : _ ("No Data")),
        GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, plot->x + plot->width / 2,
        plot->y + plot->height / 2, TRUE);
  if (scene->view->note)
    gmarl_chart_layout_add_label (layout, g_strdup (scene->view->note), GMARL_TEXT_SECONDARY,
                                  GMARL_TEXT_RIGHT, plot->x + plot->width - 6,
                                  plot->y + plot->height - layout->line / 2 - 3, TRUE);
}

void
gmarl_chart_layout_add_chips (GmarlChartLayout *layout)
{
  count_outside (layout);
  place_chip (layout, &layout->scene->above, TRUE);
  place_chip (layout, &layout->scene->below, FALSE);
}
