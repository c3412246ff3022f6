/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-layout-private.h"

#include <math.h>

#define SWATCH 24.0
#define GAP    6.0

static gboolean
has_entry (const GmarlChartSeries *series)
{
  return !series->thin && !series->raw && series->name && *series->name;
}

static double
last_value (const GmarlChartScene *scene, guint index)
{
  const GmarlSeries *data = gmarl_chart_scene_get_data (scene, index);
  const double *y = gmarl_series_get_y (data);
  gsize begin, end;

  gmarl_chart_visible_samples (data, scene->x0, scene->x1, FALSE, &begin, &end);
  while (end > begin)
    if (isfinite (y[--end]))
      return y[end];
  return NAN;
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GmarlChartEntry *one = *(gpointer *) a, *other = *(gpointer *) b;
  const GmarlChartScene *scene = user_data;
  gboolean ordered = scene->x_kind != GMARL_CHART_CATEGORY;
  double first = last_value (user_data, one->index), second = last_value (user_data, other->index);

  if (ordered && isnan (first) != isnan (second))
    return isnan (first) ? 1 : -1;
  if (ordered && first != second && !isnan (first))
    return first > second ? -1 : 1;
  return one->index < other->index ? -1 : one->index > other->index;
}

/* Hidden series keep their place, so that nothing moves when one is switched. */
void
gmarl_chart_layout_add_entries (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;

  if (scene->view->labels == GMARL_CHART_LABELS_NONE)
    return;
  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, k);
    GmarlChartEntry *entry;

    if (!has_entry (series))
      continue;
    entry = g_new0 (GmarlChartEntry, 1);
    entry->index = k;
    entry->text =
        gmarl_chart_layout_shorten (layout, series->name, GMARL_TEXT_SMALL, scene->width * 0.3);
    entry->hidden = !gmarl_chart_view_is_shown (scene->view, k);
    entry->end_y = NAN;
    g_ptr_array_add (scene->entries, entry);
  }
  g_ptr_array_sort_with_data (scene->entries, compare_entries, scene);
}

void
gmarl_chart_layout_add_references (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;

  for (guint k = 0; k < scene->view->references->len; k++) {
    const GmarlChartReference *reference = scene->view->references->pdata[k];
    GmarlChartReferenceLine *line = g_new0 (GmarlChartReferenceLine, 1);

    line->index = k;
    line->beside = layout->at_lines;
    line->text = gmarl_chart_layout_shorten (layout, reference->label ? reference->label : "",
                                             GMARL_TEXT_SMALL, scene->width * 0.3);
    g_ptr_array_add (scene->references, line);
  }
}

/* Whether names fit beside the plot, and how much of it they take. */
double
gmarl_chart_layout_get_side (const GmarlChartLayout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  double widest = 0;

  for (guint k = 0; k < scene->entries->len; k++) {
    const GmarlChartEntry *entry = scene->entries->pdata[k];

    widest = fmax (widest, gmarl_chart_layout_get_width (layout, entry->text, GMARL_TEXT_SMALL));
  }
  for (guint k = 0; k < scene->view->references->len; k++) {
    const GmarlChartReference *reference = scene->view->references->pdata[k];

    if (reference->label)
      widest = fmax (
          widest, fmin (gmarl_chart_layout_get_width (layout, reference->label, GMARL_TEXT_SMALL),
                        scene->width * 0.3));
  }
  return widest > 0 ? 10 + SWATCH + GAP + widest : 0;
}

void
gmarl_chart_layout_place_legend (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  double row = fmax (24, layout->line + 6), x = layout->padding,
         end = scene->width - layout->padding;
  guint n = scene->entries->len, rows = 1;
  guint most = (guint) fmax (1, floor (0.3 * scene->height / row));

  if (n == 0)
    return;
  layout->top += 2;
  for (guint k = 0; k < n; k++) {
    GmarlChartEntry *entry = scene->entries->pdata[k];
    double width =
        SWATCH + GAP + gmarl_chart_layout_get_width (layout, entry->text, GMARL_TEXT_SMALL);

    if (x > layout->padding && x + width > end) {
      /* The plot comes first; a larger chart names the others, too. */
      if (rows == most) {
        gmarl_chart_layout_add_label (layout, g_strdup_printf ("+%u", n - k), GMARL_TEXT_SECONDARY,
                                      GMARL_TEXT_RIGHT, end, layout->top + row / 2, TRUE);
        g_ptr_array_set_size (scene->entries, (int) k);
        break;
      }
      x = layout->padding;
      layout->top += row;
      rows++;
    }
    entry->area = (GmarlRectangle){ x - 4, layout->top, width + 8, row };
    entry->swatch = (GmarlPoint){ x, layout->top + row / 2 };
    entry->text_at = (GmarlPoint){ x + SWATCH + GAP, layout->top + row / 2 };
    x += width + 18;
  }
  layout->top += row + 2;
}

void
gmarl_chart_spread (double *wanted, gsize n, double distance, double lo, double hi)
{
  g_autofree double *mean = g_new (double, n + 1);
  g_autofree gsize *size = g_new (gsize, n + 1);
  gsize blocks = 0, k = 0;

  /* Without the distances between them, places only have to ascend: pool neighbours that do not. */
  for (gsize i = 0; i < n; i++) {
    mean[blocks] = wanted[i] - (double) i * distance;
    size[blocks++] = 1;
    while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
      gsize both = size[blocks - 2] + size[blocks - 1];

      mean[blocks - 2] = (mean[blocks - 2] * (double) size[blocks - 2] +
                          mean[blocks - 1] * (double) size[blocks - 1]) /
                         (double) both;
      size[--blocks - 1] = both;
    }
  }
  hi = fmax (lo, hi - (double) (n - MIN (n, 1)) * distance);
  for (gsize b = 0; b < blocks; b++)
    for (gsize i = 0; i < size[b]; i++, k++)
      wanted[k] = CLAMP (mean[b], lo, hi) + (double) k * distance;
}

typedef struct {
  double wanted;
  GmarlChartEntry *entry;
  GmarlChartReferenceLine *reference;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->wanted < other->wanted ? -1 : one->wanted > other->wanted;
}

void
gmarl_chart_layout_place_beside (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlRectangle *plot = &scene->plot;
  double x = plot->x + plot->width + 10, bottom = plot->y + plot->height;
  double distance = layout->line + 2;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autofree double *wanted = NULL;

  for (guint k = 0; k < scene->entries->len; k++) {
    GmarlChartEntry *entry = scene->entries->pdata[k];
    double y = gmarl_chart_scene_y_to_pixel (scene, last_value (scene, entry->index));
    Place place = { isnan (y) ? bottom : CLAMP (y, plot->y, bottom), entry, NULL };

    entry->at_line = TRUE;
    entry->end_y = entry->hidden || isnan (y) ? NAN : place.wanted;
    g_array_append_val (places, place);
  }
  for (guint k = 0; k < scene->references->len; k++) {
    GmarlChartReferenceLine *line = scene->references->pdata[k];
    Place place = { CLAMP (line->y, plot->y, bottom), NULL, line };

    if (line->beside && *line->text)
      g_array_append_val (places, place);
  }
  g_array_sort (places, compare_places);
  wanted = g_new (double, places->len + 1);
  for (guint k = 0; k < places->len; k++)
    wanted[k] = g_array_index (places, Place, k).wanted;
  gmarl_chart_spread (wanted, places->len, distance, plot->y, bottom);
  for (guint k = 0; k < places->len; k++) {
    const Place *place = &g_array_index (places, Place, k);
    GmarlPoint text_at = { x + SWATCH + GAP, wanted[k] };

    if (place->entry) {
      place->entry->swatch = (GmarlPoint){ x, wanted[k] };
      place->entry->text_at = text_at;
      place->entry->area =
          (GmarlRectangle){ x - 4, wanted[k] - distance / 2, scene->width - x + 4, distance };
    } else {
      place->reference->text_at = text_at;
    }
  }
}

/* Labels of reference lines on the plot: right above their line, or where no other label is. */
void
gmarl_chart_layout_place_on_plot (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlRectangle *plot = &scene->plot;

  for (guint k = 0; k < scene->references->len; k++) {
    GmarlChartReferenceLine *line = scene->references->pdata[k];
    double half = layout->line / 2 + 1;
    double y = line->y - half < plot->y ? line->y + half : line->y - half;

    if (line->beside)
      continue;
    for (guint i = 0; i < k; i++) {
      const GmarlChartReferenceLine *other = scene->references->pdata[i];

      if (fabs (other->text_at.y - y) < layout->line)
        y = line->y + half;
    }
    line->text_at.x = plot->x + plot->width - 4 -
                      gmarl_chart_layout_get_width (layout, line->text, GMARL_TEXT_SMALL);
    line->text_at.y = y;
  }
}
