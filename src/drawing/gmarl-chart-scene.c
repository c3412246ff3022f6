/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SWATCH        24.0
#define GAP           6.0
#define X_TICK        80.0 /* least distance of ticks */
#define Y_TICK        48.0
#define MOST_AT_LINES 5 /* names at the ends of lines; more go into a row */
#define MOST_COUNTED  10000
#define SMALL_WIDTH   280.0 /* below, the subtitle goes, then labels move inside */
#define SMALL_HEIGHT  160.0

/* What is needed while a scene is made. */
typedef struct {
  GmarlChartScene *scene;
  const GmarlDrawStyle *style;
  const GmarlTextMeasure *measure;
  double padding;
  double line;                     /* height of a line of small text */
  double top, bottom, left, right; /* what is left for the plot */
  gboolean at_lines, inside;
} Layout;

void
gmarl_chart_state_init (GmarlChartState *self)
{
  g_return_if_fail (self);
  *self = (GmarlChartState){ .x0 = NAN, .x1 = NAN, .y0 = NAN, .y1 = NAN, .focused = -1 };
}

static void
measure_text (const Layout *layout,
              const char *text,
              GmarlTextRole role,
              double *width,
              double *height)
{
  if (layout->measure)
    layout->measure->measure (text, role, width, height, layout->measure->user_data);
  else
    gmarl_draw_text_measure (layout->style, text, role, width, height);
}

static double
text_width (const Layout *layout, const char *text, GmarlTextRole role)
{
  double width, height;

  measure_text (layout, text, role, &width, &height);
  return width;
}

/* The text, or as much of its beginning as fits with an ellipsis. */
static char *
shorten (const Layout *layout, const char *text, GmarlTextRole role, double room)
{
  glong low = 0, high = g_utf8_strlen (text, -1);

  if (text_width (layout, text, role) <= room)
    return g_strdup (text);
  while (low < high) {
    glong middle = (low + high + 1) / 2;
    g_autofree char *begin = g_utf8_substring (text, 0, middle);
    g_autofree char *trial = g_strconcat (begin, "…", NULL);

    if (text_width (layout, trial, role) <= room)
      low = middle;
    else
      high = middle - 1;
  }
  {
    g_autofree char *begin = g_utf8_substring (text, 0, low);

    return g_strconcat (g_strchomp (begin), "…", NULL);
  }
}

static void
label_free (gpointer data)
{
  GmarlChartLabel *self = data;

  g_free (self->text);
  g_free (self);
}

static void
entry_free (gpointer data)
{
  GmarlChartEntry *self = data;

  g_free (self->text);
  g_free (self);
}

static void
reference_line_free (gpointer data)
{
  GmarlChartReferenceLine *self = data;

  g_free (self->text);
  g_free (self);
}

static void
mark_line_free (gpointer data)
{
  GmarlChartMarkLine *self = data;

  g_free (self->text);
  g_free (self);
}

/* Takes text. */
static void
add_label (const Layout *layout,
           char *text,
           GmarlTextRole role,
           GmarlTextAlign align,
           double x,
           double y,
           gboolean halo)
{
  GmarlChartLabel *label = g_new0 (GmarlChartLabel, 1);

  *label =
      (GmarlChartLabel){ .text = text, .role = role, .align = align, .at = { x, y }, .halo = halo };
  g_ptr_array_add (layout->scene->labels, label);
}

static char *
axis_title (const GmarlChartViewAxis *axis, const char *smoothed)
{
  const char *title = axis->title ? axis->title : "";
  g_autofree char *base = NULL;

  if (axis->unit && *title)
    /* translators: title of an axis and its unit, "Grid import (kWh)" */
    base = g_strdup_printf (C_ ("axis", "%s (%s)"), title, axis->unit);
  else
    base = g_strdup (axis->unit ? axis->unit : title);
  if (smoothed == NULL || *base == '\0')
    return g_strdup (*base ? base : smoothed ? smoothed : "");
  return g_strconcat (base, ", ", smoothed, NULL);
}

static gboolean
is_smoothed (const GmarlChartScene *scene)
{
  for (guint k = 0; k < scene->view->series->len; k++)
    if (scene->state.half_life > 0 && gmarl_chart_view_get_series (scene->view, k)->smooth)
      return TRUE;
  return FALSE;
}

static void
add_heading (Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  const GmarlChartView *view = scene->view;
  double room = scene->width - 2 * layout->padding, width, height;
  g_autofree char *smoothed = NULL, *y_title = NULL;

  if (view->title && scene->height >= 96) {
    measure_text (layout, view->title, GMARL_TEXT_TITLE, &width, &height);
    add_label (layout, shorten (layout, view->title, GMARL_TEXT_TITLE, room), GMARL_TEXT_TITLE,
               GMARL_TEXT_LEFT, layout->padding, layout->top + height / 2, FALSE);
    layout->top += height;
  }
  if (view->subtitle && scene->width >= SMALL_WIDTH && scene->height >= SMALL_HEIGHT) {
    add_label (layout, shorten (layout, view->subtitle, GMARL_TEXT_SECONDARY, room),
               GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, layout->padding,
               layout->top + layout->line / 2 + 1, FALSE);
    layout->top += layout->line + 2;
  }
  if (is_smoothed (scene)) {
    g_autofree char *half_life = gmarl_format_value (scene->state.half_life);

    smoothed = g_strdup_printf (_ ("smoothed, half-life %s"), half_life);
  }
  y_title = axis_title (&view->y, smoothed);
  if (*y_title && scene->height >= 96) {
    layout->top += layout->top > layout->padding ? 4 : 0;
    add_label (layout, shorten (layout, y_title, GMARL_TEXT_SECONDARY, room), GMARL_TEXT_SECONDARY,
               GMARL_TEXT_LEFT, layout->padding, layout->top + layout->line / 2, FALSE);
    layout->top += layout->line;
  }
}

/* --- Names of series ------------------------------------------------------------------------ */

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
  double first = last_value (user_data, one->index), second = last_value (user_data, other->index);

  if (isnan (first) != isnan (second))
    return isnan (first) ? 1 : -1;
  if (first != second && !isnan (first))
    return first > second ? -1 : 1;
  return one->index < other->index ? -1 : one->index > other->index;
}

/* Hidden series keep their place, so that nothing moves when one is switched. */
static void
collect_entries (Layout *layout)
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
    entry->text = shorten (layout, series->name, GMARL_TEXT_SMALL, scene->width * 0.3);
    entry->hidden = !gmarl_chart_view_is_shown (scene->view, k);
    entry->end_y = NAN;
    g_ptr_array_add (scene->entries, entry);
  }
  g_ptr_array_sort_with_data (scene->entries, compare_entries, scene);
}

static void
place_references (Layout *layout)
{
  GmarlChartScene *scene = layout->scene;

  for (guint k = 0; k < scene->view->references->len; k++) {
    const GmarlChartReference *reference = scene->view->references->pdata[k];
    GmarlChartReferenceLine *line = g_new0 (GmarlChartReferenceLine, 1);

    line->index = k;
    line->beside = layout->at_lines;
    line->text = shorten (layout, reference->label ? reference->label : "", GMARL_TEXT_SMALL,
                          scene->width * 0.3);
    g_ptr_array_add (scene->references, line);
  }
}

/* Whether names fit beside the plot, and how much of it they take. */
static double
side_width (const Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  double widest = 0;

  for (guint k = 0; k < scene->entries->len; k++) {
    const GmarlChartEntry *entry = scene->entries->pdata[k];

    widest = fmax (widest, text_width (layout, entry->text, GMARL_TEXT_SMALL));
  }
  for (guint k = 0; k < scene->view->references->len; k++) {
    const GmarlChartReference *reference = scene->view->references->pdata[k];

    if (reference->label)
      widest = fmax (widest, fmin (text_width (layout, reference->label, GMARL_TEXT_SMALL),
                                   scene->width * 0.3));
  }
  return widest > 0 ? 10 + SWATCH + GAP + widest : 0;
}

static void
add_legend (Layout *layout)
{
  GmarlChartScene *scene = layout->scene;
  double row = fmax (24, layout->line + 6), x = layout->padding,
         end = scene->width - layout->padding;

  if (scene->entries->len == 0)
    return;
  layout->top += 2;
  for (guint k = 0; k < scene->entries->len; k++) {
    GmarlChartEntry *entry = scene->entries->pdata[k];
    double width = SWATCH + GAP + text_width (layout, entry->text, GMARL_TEXT_SMALL);

    if (x > layout->padding && x + width > end) {
      x = layout->padding;
      layout->top += row;
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

static void
place_beside (Layout *layout)
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
static void
place_on_plot (Layout *layout)
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
    line->text_at.x = plot->x + plot->width - 4 - text_width (layout, line->text, GMARL_TEXT_SMALL);
    line->text_at.y = y;
  }
}

/* --- Axes ----------------------------------------------------------------------------------- */

static GmarlTicks
make_ticks (GmarlChartAxisKind kind,
            const GmarlChartViewAxis *axis,
            double lo,
            double hi,
            gsize most)
{
  if (kind == GMARL_CHART_LOG)
    return gmarl_ticks_log (lo, hi, most);
  if (kind == GMARL_CHART_TIME_OF_DAY)
    return gmarl_ticks_time_of_day (lo, hi, most, axis->first_day);
  return gmarl_ticks_linear (lo, hi, most);
}

static double
y_labels_width (const Layout *layout)
{
  double widest = 0;

  for (gsize k = 0; k < layout->scene->y_ticks.n; k++)
    widest = fmax (
        widest, text_width (layout, layout->scene->y_ticks.ticks[k].label, GMARL_TEXT_SECONDARY));
  return widest;
}

static void
add_y_labels (Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;

  for (gsize k = 0; k < scene->y_ticks.n; k++) {
    const GmarlTick *tick = &scene->y_ticks.ticks[k];
    double y = gmarl_chart_scene_y_to_pixel (scene, tick->value);

    if (layout->inside)
      add_label (layout, g_strdup (tick->label), GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT,
                 scene->plot.x + 2, fmax (y - layout->line / 2, scene->plot.y + layout->line / 2),
                 TRUE);
    else
      add_label (layout, g_strdup (tick->label), GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT,
                 scene->plot.x - 8, y, FALSE);
  }
}

/* Days go first, then what has room between them. */
static void
add_x_labels (Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  double y = scene->plot.y + scene->plot.height + 6 + layout->line / 2;
  g_autofree double *from = g_new0 (double, scene->x_ticks.n + 1);
  g_autofree double *to = g_new0 (double, scene->x_ticks.n + 1);
  gsize placed = 0;

  for (int strong = 1; strong >= 0; strong--)
    for (gsize k = 0; k < scene->x_ticks.n; k++) {
      const GmarlTick *tick = &scene->x_ticks.ticks[k];
      double width, x = gmarl_chart_scene_x_to_pixel (scene, tick->value);
      gboolean free_place = TRUE;

      if (tick->strong != strong)
        continue;
      width = text_width (layout, tick->label, GMARL_TEXT_SECONDARY);
      x = CLAMP (x, width / 2 + 2, scene->width - width / 2 - 2);
      for (gsize i = 0; i < placed; i++)
        free_place = free_place && (x + width / 2 + 8 <= from[i] || x - width / 2 - 8 >= to[i]);
      if (!free_place)
        continue;
      from[placed] = x - width / 2;
      to[placed++] = x + width / 2;
      add_label (layout, g_strdup (tick->label),
                 strong ? GMARL_TEXT_SMALL_BOLD : GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, x, y,
                 FALSE);
    }
}

static void
add_end_words (Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  const GmarlChartViewAxis *axis = &scene->view->y;
  double x = scene->plot.x + 6 + (layout->inside ? 40 : 0);

  if (axis->high_word)
    add_label (layout, g_strconcat ("↑ ", axis->high_word, NULL), GMARL_TEXT_SECONDARY,
               GMARL_TEXT_LEFT, x, scene->plot.y + layout->line / 2 + 3, TRUE);
  if (axis->low_word)
    add_label (layout, g_strconcat ("↓ ", axis->low_word, NULL), GMARL_TEXT_SECONDARY,
               GMARL_TEXT_LEFT, x, scene->plot.y + scene->plot.height - layout->line / 2 - 3, TRUE);
}

/* --- Marks, chips, notes -------------------------------------------------------------------- */

static void
add_marks (Layout *layout)
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
    width = text_width (layout, mark->label, GMARL_TEXT_SMALL);
    line->text_at.x = x + 4 + width <= plot->x + plot->width ? x + 4 : x - 4 - width;
    line->text_at.y =
        mark->tick ? plot->y + plot->height - layout->line / 2 - 4 : plot->y + layout->line / 2 + 2;
    if (line->text_at.x >= free_from) {
      line->text = g_strdup (mark->label);
      free_from = line->text_at.x + width + 8;
    }
  }
}

/* Only a range that someone fixed leaves anything out, and a log axis what is not positive. */
static void
count_outside (Layout *layout)
{
  GmarlChartScene *scene = layout->scene;
  double low = scene->y_kind == GMARL_CHART_LOG ? fmax (scene->y0, G_MINDOUBLE) : scene->y0;

  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (scene->view, k)->data;
    gsize begin, end;

    if (!gmarl_chart_view_is_shown (scene->view, k) ||
        (gmarl_chart_view_get_series (scene->view, k)->thin &&
         scene->state.band != GMARL_CHART_BAND_SEEDS))
      continue;
    gmarl_chart_visible_samples (data, scene->x0, scene->x1, FALSE, &begin, &end);
    scene->below.count += gmarl_series_count_below (data, begin, end, low, MOST_COUNTED);
    scene->above.count += gmarl_series_count_above (data, begin, end, scene->y1, MOST_COUNTED);
  }
}

static void
place_chip (const Layout *layout, GmarlChartChip *chip, gboolean above)
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
  width = text_width (layout, chip->text, GMARL_TEXT_SMALL) + 16;
  chip->area =
      (GmarlRectangle){ plot->x + plot->width - width - 4,
                        above ? plot->y + 4 : plot->y + plot->height - height - 4, width, height };
}

static void
add_notes (Layout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  const GmarlRectangle *plot = &scene->plot;

  if (scene->empty)
    add_label (layout, g_strdup (scene->view->empty ? scene->view->empty : _ ("No Data")),
               GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, plot->x + plot->width / 2,
               plot->y + plot->height / 2, TRUE);
  if (scene->view->note)
    add_label (layout, g_strdup (scene->view->note), GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT,
               plot->x + plot->width - 6, plot->y + plot->height - layout->line / 2 - 3, TRUE);
}

static gboolean
is_empty (const GmarlChartScene *scene)
{
  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (scene->view, k)->data;

    if (gmarl_chart_view_is_shown (scene->view, k) &&
        gmarl_series_summarise (data, 0, gmarl_series_get_length (data)).values > 0)
      return FALSE;
  }
  return TRUE;
}

/* The heights are known first, then ticks of y and the width of their labels, then x. */
static void
lay_out (Layout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlChartView *view = scene->view;
  g_autofree char *x_title = axis_title (&view->x, NULL);
  double side, labels;
  gboolean named;

  gmarl_chart_scene_fit_x (scene);
  collect_entries (layout);
  side = side_width (layout);
  layout->at_lines = view->labels == GMARL_CHART_LABELS_AUTO &&
                     scene->entries->len <= MOST_AT_LINES &&
                     scene->entries->len + view->references->len > 0 && !layout->inside &&
                     side < 0.34 * scene->width;
  add_heading (layout);
  if (!layout->at_lines)
    add_legend (layout);
  place_references (layout);
  named = *x_title && scene->height >= SMALL_HEIGHT;
  layout->top += layout->inside ? 2 : layout->line / 2 + 4;
  layout->bottom -= layout->line + 8 + (named ? layout->line : 0);
  scene->plot.y = layout->top;
  scene->plot.height = fmax (layout->bottom - layout->top, 8);

  {
    gsize most = (gsize) fmax (1, floor (scene->plot.height / Y_TICK));

    gmarl_chart_scene_fit_y (scene, most);
    scene->y_ticks = make_ticks (scene->y_kind, &view->y, scene->y0, scene->y1, most);
  }
  labels = layout->inside ? 0 : y_labels_width (layout) + 8;
  scene->plot.x = layout->left + labels;
  scene->plot.width = fmax (layout->right - (layout->at_lines ? side : 0) - scene->plot.x -
                                (layout->at_lines ? 0 : 4),
                            8);
  scene->x_ticks = make_ticks (scene->x_kind, &view->x, scene->x0, scene->x1,
                               (gsize) fmax (1, floor (scene->plot.width / X_TICK)));
  for (guint k = 0; k < scene->references->len; k++) {
    GmarlChartReferenceLine *line = scene->references->pdata[k];
    const GmarlChartReference *reference = view->references->pdata[line->index];

    line->y = gmarl_chart_scene_y_to_pixel (scene, reference->value);
    if (isnan (line->y))
      line->y = scene->plot.y + 2 * scene->height;
  }
  add_y_labels (layout);
  add_x_labels (layout);
  if (named)
    add_label (layout, shorten (layout, x_title, GMARL_TEXT_SECONDARY, scene->width),
               GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, scene->plot.x + scene->plot.width / 2,
               scene->plot.y + scene->plot.height + 8 + 1.5 * layout->line, FALSE);
  add_end_words (layout);
}

GmarlChartScene *
gmarl_chart_scene_new (GmarlChartView *view,
                       const GmarlChartState *state,
                       const GmarlDrawStyle *style,
                       const GmarlTextMeasure *measure,
                       double width,
                       double height)
{
  GmarlChartScene *self;
  Layout layout;
  double ignored;

  g_return_val_if_fail (view && state && style, NULL);
  self = g_new0 (GmarlChartScene, 1);
  self->view = gmarl_chart_view_ref (view);
  self->state = *state;
  self->width = width;
  self->height = height;
  self->em = gmarl_draw_style_get_em (style);
  self->x_kind = view->x.kind;
  self->y_kind = state->y_log ? GMARL_CHART_LOG : view->y.kind;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->references = g_ptr_array_new_with_free_func (reference_line_free);
  self->marks = g_ptr_array_new_with_free_func (mark_line_free);
  self->labels = g_ptr_array_new_with_free_func (label_free);
  self->empty = is_empty (self);

  layout = (Layout){ .scene = self, .style = style, .measure = measure };
  layout.padding = width >= 480 && height >= 200 ? 16 : 8;
  layout.inside = width < SMALL_WIDTH - 60;
  layout.left = layout.top = layout.padding;
  layout.right = width - layout.padding;
  layout.bottom = height - layout.padding;
  measure_text (&layout, "0", GMARL_TEXT_SECONDARY, &ignored, &layout.line);
  lay_out (&layout);

  gmarl_chart_scene_add_curves (self, style->scale > 0 ? style->scale : 1);
  self->zero_line = self->y_kind == GMARL_CHART_LINEAR && self->y0 < 0 && self->y1 > 0;
  if (layout.at_lines)
    place_beside (&layout);
  place_on_plot (&layout);
  add_marks (&layout);
  count_outside (&layout);
  place_chip (&layout, &self->above, TRUE);
  place_chip (&layout, &self->below, FALSE);
  add_notes (&layout);
  return self;
}

void
gmarl_chart_scene_free (GmarlChartScene *self)
{
  if (self == NULL)
    return;
  gmarl_ticks_clear (&self->x_ticks);
  gmarl_ticks_clear (&self->y_ticks);
  g_ptr_array_unref (self->curves);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->references);
  g_ptr_array_unref (self->marks);
  g_ptr_array_unref (self->labels);
  g_free (self->above.text);
  g_free (self->below.text);
  gmarl_chart_view_unref (self->view);
  g_free (self);
}
