/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define USUAL_EM         (11 * 96.0 / 72) /* of the interface's font */
#define X_TICK           80.0             /* least distance of ticks */
#define Y_TICK           40.0
#define Y_TICK_LOG       28.0
#define MOST_TICKS       200
#define SMALL_WIDTH      280.0 /* below, the subtitle goes, then labels move inside */
#define SMALL_HEIGHT     160.0
#define TWO_LINES_HEIGHT 240.0 /* below, a subtitle is one line */
#define PART             " · " /* between the parts of a subtitle */

void
gmarl_chart_state_init (GmarlChartState *self)
{
  g_return_if_fail (self);
  *self = (GmarlChartState){ .x0 = NAN, .x1 = NAN, .y0 = NAN, .y1 = NAN, .focused = -1 };
}

void
gmarl_chart_layout_measure (const GmarlChartLayout *layout,
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

double
gmarl_chart_layout_get_width (const GmarlChartLayout *layout, const char *text, GmarlTextRole role)
{
  double width, height;

  gmarl_chart_layout_measure (layout, text, role, &width, &height);
  return width;
}

/* The text, or as much of its beginning as fits with an ellipsis. */
char *
gmarl_chart_layout_shorten (const GmarlChartLayout *layout,
                            const char *text,
                            GmarlTextRole role,
                            double room)
{
  glong low = 0, high = g_utf8_strlen (text, -1);

  if (gmarl_chart_layout_get_width (layout, text, role) <= room)
    return g_strdup (text);
  while (low < high) {
    glong middle = (low + high + 1) / 2;
    g_autofree char *begin = g_utf8_substring (text, 0, middle);
    g_autofree char *trial = g_strconcat (begin, "…", NULL);

    if (gmarl_chart_layout_get_width (layout, trial, role) <= room)
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
void
gmarl_chart_layout_add_label (const GmarlChartLayout *layout,
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

static gboolean
has_title (const GmarlChartViewAxis *axis)
{
  return axis->unit != NULL || (axis->title != NULL && axis->title[0] != '\0');
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
add_subtitle_line (GmarlChartLayout *layout, const char *text, double room)
{
  gmarl_chart_layout_add_label (
      layout, gmarl_chart_layout_shorten (layout, text, GMARL_TEXT_SECONDARY, room),
      GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, layout->padding, layout->top + layout->line / 2 + 1,
      FALSE);
  layout->top += layout->line + 2;
}

/* What is too long for a line goes on in a second one, where its parts meet. */
static void
add_subtitle (GmarlChartLayout *layout, const char *text, double room)
{
  g_autofree char *first = g_strdup (text);
  double width = INFINITY, height;
  char *end = first + strlen (first);

  while (end != NULL) {
    *end = '\0';
    gmarl_chart_layout_measure (layout, first, GMARL_TEXT_SECONDARY, &width, &height);
    if (width <= room || layout->scene->height < TWO_LINES_HEIGHT)
      break;
    end = g_strrstr (first, PART);
  }
  if (end == NULL || text[end - first] == '\0') {
    add_subtitle_line (layout, text, room);
    return;
  }
  add_subtitle_line (layout, first, room);
  add_subtitle_line (layout, text + (end - first) + strlen (PART), room);
}

static void
add_heading (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlChartView *view = scene->view;
  const char *text = gmarl_chart_view_get_subtitle (view, scene->state.band);
  double room = scene->width - 2 * layout->padding, width, height;
  g_autofree char *smoothed = NULL, *y_title = NULL;

  if (view->title && scene->height >= 96) {
    gmarl_chart_layout_measure (layout, view->title, GMARL_TEXT_TITLE, &width, &height);
    gmarl_chart_layout_add_label (
        layout, gmarl_chart_layout_shorten (layout, view->title, GMARL_TEXT_TITLE, room),
        GMARL_TEXT_TITLE, GMARL_TEXT_LEFT, layout->padding, layout->top + height / 2, FALSE);
    layout->top += height;
  }
  scene->title_bottom = layout->top;
  if (is_smoothed (scene)) {
    double value = scene->state.half_life;
    g_autofree char *half_life =
        value == floor (value) ? gmarl_format_decimals (value, 0) : gmarl_format_value (value);

    smoothed = g_strdup_printf (_ ("smoothed, half-life %s"), half_life);
  }
  if (text && scene->width >= SMALL_WIDTH && scene->height >= SMALL_HEIGHT) {
    gboolean joined = smoothed != NULL && !has_title (&view->y);
    g_autofree char *subtitle =
        g_strconcat (text, joined ? PART : "", joined ? smoothed : "", NULL);

    add_subtitle (layout, subtitle, room);
    if (joined)
      g_clear_pointer (&smoothed, g_free);
  }
  y_title = axis_title (&view->y, smoothed);
  if (*y_title && scene->height >= 96) {
    layout->top += layout->top > layout->padding ? 4 : 0;
    gmarl_chart_layout_add_label (
        layout, gmarl_chart_layout_shorten (layout, y_title, GMARL_TEXT_SECONDARY, room),
        GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, layout->padding, layout->top + layout->line / 2,
        FALSE);
    layout->top += layout->line;
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
  GmarlTicks ticks;

  if (kind == GMARL_CHART_TIME_OF_DAY)
    return gmarl_ticks_time_of_day (lo, hi, most, axis->first_day);
  ticks =
      kind == GMARL_CHART_LOG ? gmarl_ticks_log (lo, hi, most) : gmarl_ticks_linear (lo, hi, most);
  /* Decades have no step, and are whole where they matter. */
  if (axis->whole && ticks.step > 0) {
    GmarlTicks whole = gmarl_ticks_whole (lo, hi, most);

    if (whole.n > 0) {
      gmarl_ticks_clear (&ticks);
      return whole;
    }
    gmarl_ticks_clear (&whole);
  }
  return ticks;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* Where any series has a sample within the range: sizes, say, that were measured. */
static GmarlTicks
make_ticks_at_samples (const GmarlChartScene *scene)
{
  g_autoptr (GArray) xs = g_array_new (FALSE, FALSE, sizeof (double));
  GmarlTicks ticks = { 0 };

  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (scene->view, k)->data;

    for (gsize i = 0; i < gmarl_series_get_length (data); i++) {
      double x = gmarl_series_get_x (data)[i];

      if (x >= scene->x0 && x <= scene->x1)
        g_array_append_val (xs, x);
    }
  }
  g_array_sort (xs, compare_doubles);
  ticks.ticks = g_new0 (GmarlTick, MAX (xs->len, 1));
  for (guint k = 0; k < xs->len; k++) {
    double x = g_array_index (xs, double, k);

    if (k > 0 && x == g_array_index (xs, double, k - 1))
      continue;
    ticks.ticks[ticks.n].value = x;
    ticks.ticks[ticks.n++].label =
        scene->view->x.whole ? gmarl_format_decimals (x, 0) : gmarl_format_value (x);
  }
  return ticks;
}

static double
y_labels_width (const GmarlChartLayout *layout)
{
  double widest = 0;

  for (gsize k = 0; k < layout->scene->y_ticks.n; k++)
    widest =
        fmax (widest, gmarl_chart_layout_get_width (layout, layout->scene->y_ticks.ticks[k].label,
                                                    GMARL_TEXT_SECONDARY));
  return widest;
}

static void
add_y_labels (GmarlChartLayout *layout)
{
  const GmarlChartScene *scene = layout->scene;

  for (gsize k = 0; k < scene->y_ticks.n; k++) {
    const GmarlTick *tick = &scene->y_ticks.ticks[k];
    double y = gmarl_chart_scene_y_to_pixel (scene, tick->value);

    if (layout->inside)
      gmarl_chart_layout_add_label (
          layout, g_strdup (tick->label), GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, scene->plot.x + 2,
          fmax (y - layout->line / 2, scene->plot.y + layout->line / 2), TRUE);
    else
      gmarl_chart_layout_add_label (layout, g_strdup (tick->label), GMARL_TEXT_SECONDARY,
                                    GMARL_TEXT_RIGHT, scene->plot.x - 8, y, FALSE);
  }
}

/* Days go first, then what has room between them. */
static void
add_x_labels (GmarlChartLayout *layout)
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
      width = gmarl_chart_layout_get_width (layout, tick->label, GMARL_TEXT_SECONDARY);
      x = CLAMP (x, width / 2 + 2, scene->width - width / 2 - 2);
      for (gsize i = 0; i < placed; i++)
        free_place = free_place && (x + width / 2 + 8 <= from[i] || x - width / 2 - 8 >= to[i]);
      if (!free_place)
        continue;
      from[placed] = x - width / 2;
      to[placed++] = x + width / 2;
      gmarl_chart_layout_add_label (layout, g_strdup (tick->label),
                                    strong ? GMARL_TEXT_SMALL_BOLD : GMARL_TEXT_SECONDARY,
                                    GMARL_TEXT_CENTER, x, y, FALSE);
    }
}

static void
add_end_words (GmarlChartLayout *layout)
{
  const GmarlChartScene *scene = layout->scene;
  const GmarlChartViewAxis *axis = &scene->view->y;
  double x = scene->plot.x + 6 + (layout->inside ? 40 : 0);

  if (axis->high_word)
    gmarl_chart_layout_add_label (layout, g_strconcat ("↑ ", axis->high_word, NULL),
                                  GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x,
                                  scene->plot.y + layout->line / 2 + 3, TRUE);
  if (axis->low_word)
    gmarl_chart_layout_add_label (layout, g_strconcat ("↓ ", axis->low_word, NULL),
                                  GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x,
                                  scene->plot.y + scene->plot.height - layout->line / 2 - 3, TRUE);
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

/* How many intervals between ticks there is room for: with the small letters of print, more; never
 * more than anybody reads.
 */
static gsize
tick_count (const GmarlChartScene *scene, double length, double distance, double least)
{
  double scale = CLAMP (scene->em / USUAL_EM, 0.6, 1);

  return (gsize) CLAMP (floor (length / (distance * scale)), least, MOST_TICKS);
}

/* Top and bottom are known: range and ticks of y; returns the width of their labels. */
static double
lay_out_y (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  gboolean log = scene->y_kind == GMARL_CHART_LOG;
  gsize most;

  scene->plot.y = layout->top;
  scene->plot.height = fmax (layout->bottom - layout->top, 8);
  most = tick_count (scene, scene->plot.height, log ? Y_TICK_LOG : Y_TICK, 2);
  /* In a low plot, a range out to few whole ticks would leave most of it empty. */
  gmarl_chart_scene_fit_y (scene, most >= 3 ? most : 4);
  gmarl_ticks_clear (&scene->y_ticks);
  scene->y_ticks = make_ticks (scene->y_kind, &scene->view->y, scene->y0, scene->y1, most);
  return layout->inside ? 0 : y_labels_width (layout) + 8;
}

/* The heights are known first, then ticks of y and the width of their labels, then x. */
static void
lay_out (GmarlChartLayout *layout)
{
  GmarlChartScene *scene = layout->scene;
  const GmarlChartView *view = scene->view;
  g_autofree char *x_title = axis_title (&view->x, NULL);
  double side, labels, names;
  gboolean named;

  gmarl_chart_scene_fit_x (scene);
  gmarl_chart_scene_set_abreast (scene);
  gmarl_chart_layout_add_entries (layout);
  side = gmarl_chart_layout_get_side (layout);
  layout->on_axis = gmarl_chart_layout_names_on_axis (layout);
  layout->at_lines = view->labels == GMARL_CHART_LABELS_AUTO &&
                     scene->x_kind != GMARL_CHART_CATEGORY &&
                     scene->entries->len <= GMARL_CHART_MOST_AT_LINES &&
                     scene->entries->len + view->references->len > 0 && !layout->inside &&
                     side < 0.34 * scene->width;
  add_heading (layout);
  if (!layout->at_lines && !layout->on_axis)
    gmarl_chart_layout_place_legend (layout);
  gmarl_chart_layout_add_references (layout);
  named = *x_title && scene->height >= SMALL_HEIGHT && !layout->on_axis;
  layout->top += layout->inside ? 2 : layout->line / 2 + 4;
  layout->bottom -= layout->line + 8 + (named ? layout->line : 0);
  labels = lay_out_y (layout);
  names = layout->line;
  if (scene->x_kind == GMARL_CHART_CATEGORY) {
    names = gmarl_chart_layout_plan_categories (layout, layout->right - layout->left - labels - 4);
    /* Turned labels take the room of the title, which says the least. */
    if (layout->turn > 0 && named)
      layout->bottom += layout->line;
    named = named && layout->turn == 0;
    layout->bottom -= names - layout->line;
    labels = lay_out_y (layout);
  }
  scene->plot.x = layout->left + labels;
  scene->plot.width = fmax (layout->right - (layout->at_lines ? side : 0) - scene->plot.x -
                                (layout->at_lines ? 0 : 4),
                            8);
  if (scene->x_kind != GMARL_CHART_CATEGORY &&
      (!scene->empty || !isnan (view->x.max) || !isnan (scene->state.x1)))
    scene->x_ticks = view->x.at_samples
                         ? make_ticks_at_samples (scene)
                         : make_ticks (scene->x_kind, &view->x, scene->x0, scene->x1,
                                       tick_count (scene, scene->plot.width, X_TICK, 1));
  for (guint k = 0; k < scene->references->len; k++) {
    GmarlChartReferenceLine *line = scene->references->pdata[k];
    const GmarlChartReference *reference = view->references->pdata[line->index];

    line->y = gmarl_chart_scene_y_to_pixel (scene, reference->value);
    if (isnan (line->y))
      line->y = scene->plot.y + 2 * scene->height;
  }
  add_y_labels (layout);
  if (scene->x_kind == GMARL_CHART_CATEGORY)
    gmarl_chart_layout_add_categories (layout, names);
  else
    add_x_labels (layout);
  if (named)
    gmarl_chart_layout_add_label (
        layout, gmarl_chart_layout_shorten (layout, x_title, GMARL_TEXT_SECONDARY, scene->width),
        GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, scene->plot.x + scene->plot.width / 2,
        scene->plot.y + scene->plot.height + 8 + names + 0.5 * layout->line, FALSE);
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
  GmarlChartLayout layout;
  double ignored;

  g_return_val_if_fail (view && state && style, NULL);
  self = g_new0 (GmarlChartScene, 1);
  self->view = gmarl_chart_view_ref (view);
  self->state = *state;
  self->state.band = gmarl_chart_view_resolve_band (view, state->band);
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

  layout = (GmarlChartLayout){ .scene = self, .style = style, .measure = measure };
  layout.padding = width >= 480 && height >= 200 ? 16 : 8;
  layout.inside = width < SMALL_WIDTH - 60;
  layout.left = layout.top = layout.padding;
  layout.right = width - layout.padding;
  layout.bottom = height - layout.padding;
  gmarl_chart_layout_measure (&layout, "0", GMARL_TEXT_SECONDARY, &ignored, &layout.line);
  lay_out (&layout);

  gmarl_chart_scene_add_curves (self, style->scale > 0 ? style->scale : 1);
  self->zero_line = self->y_kind == GMARL_CHART_LINEAR && self->y0 < 0 && self->y1 > 0;
  if (layout.at_lines)
    gmarl_chart_layout_place_beside (&layout);
  gmarl_chart_layout_place_on_plot (&layout);
  gmarl_chart_layout_add_marks (&layout);
  gmarl_chart_layout_add_chips (&layout);
  gmarl_chart_layout_add_notes (&layout);
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
