/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A category is at the whole number of its index and has the room from half a unit before to half
 * a unit after it. Its label stands on up to three lines; where no line is wide enough all labels
 * are turned, by 45° as long as they keep their distance, else upright.
 */
#include "config.h"

#include "gmarl-chart-layout-private.h"

#include <math.h>

#define MOST_LINES   3
#define LABEL_GAP    8.0  /* between neighbours */
#define HIGHEST      0.38 /* part of the scene that turned labels take */
#define SLOT_USED    0.8  /* part of the room that series abreast share */
#define HIDDEN_ABOVE 9.0  /* px over the axis: the sign of a series that is not shown */

/* --- What stands where ---------------------------------------------------------------------- */

double
gmarl_chart_scene_get_slot (const GmarlChartScene *self)
{
  double length = self->x1 - self->x0;

  return length > 0 ? self->plot.width / length : self->plot.width;
}

gboolean
gmarl_chart_scene_get_slot_area (const GmarlChartScene *self, double x, GmarlRectangle *area)
{
  double slot, left, right;

  g_return_val_if_fail (self && area, FALSE);
  if (self->x_kind != GMARL_CHART_CATEGORY || isnan (x))
    return FALSE;
  slot = gmarl_chart_scene_get_slot (self);
  left = fmax (gmarl_chart_scene_x_to_pixel (self, x) - slot / 2, self->plot.x);
  right = fmin (gmarl_chart_scene_x_to_pixel (self, x) + slot / 2, self->plot.x + self->plot.width);
  *area = (GmarlRectangle){ left, self->plot.y, right - left, self->plot.height };
  return right > left;
}

/* One of those that would lie over each other where they share a category. */
static gboolean
stands_alone (const GmarlChartView *view, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (view, index);

  return !series->thin && !series->raw &&
         (series->drawn == GMARL_CHART_STRIP ||
          (series->drawn == GMARL_CHART_POINTS && !series->joined));
}

static gboolean
share_category (const GmarlSeries *one, const GmarlSeries *other)
{
  gsize i = 0, k = 0;

  while (i < gmarl_series_get_length (one) && k < gmarl_series_get_length (other)) {
    double x = gmarl_series_get_x (one)[i], y = gmarl_series_get_x (other)[k];

    if (x == y)
      return TRUE;
    i += x < y;
    k += y < x;
  }
  return FALSE;
}

/* Of all series, shown or not, so that switching one off does not move the others. */
void
gmarl_chart_scene_set_abreast (GmarlChartScene *self)
{
  guint n = self->view->series->len, count = 0;
  gboolean shared = FALSE;

  if (self->x_kind != GMARL_CHART_CATEGORY)
    return;
  for (guint k = 0; k < n; k++) {
    if (!stands_alone (self->view, k))
      continue;
    count++;
    for (guint i = 0; i < k && !shared; i++)
      shared =
          stands_alone (self->view, i) && share_category (gmarl_chart_scene_get_data (self, i),
                                                          gmarl_chart_scene_get_data (self, k));
  }
  self->abreast = shared ? count : 0;
}

double
gmarl_chart_scene_get_offset (const GmarlChartScene *self, guint index)
{
  const GmarlChartSeries *series;
  guint rank = 0;

  g_return_val_if_fail (self, 0);
  series = gmarl_chart_view_get_series (self->view, index);
  if (series->parent >= 0 && (guint) series->parent < self->view->series->len)
    index = (guint) series->parent;
  if (self->abreast == 0 || !stands_alone (self->view, index))
    return 0;
  for (guint k = 0; k < index; k++)
    rank += stands_alone (self->view, k);
  return SLOT_USED * gmarl_chart_scene_get_slot (self) *
         ((rank + 0.5) / (double) self->abreast - 0.5);
}

double
gmarl_chart_scene_get_share (const GmarlChartScene *self)
{
  return SLOT_USED * gmarl_chart_scene_get_slot (self) / MAX (self->abreast, 1);
}

/* --- Labels --------------------------------------------------------------------------------- */

static void
get_visible (const GmarlChartScene *scene, int *begin, int *end)
{
  const GPtrArray *categories = scene->view->x.categories;
  int n = categories ? (int) categories->len : 0;

  *begin = (int) CLAMP (ceil (scene->x0), 0, n);
  *end = (int) CLAMP (floor (scene->x1) + 1, *begin, n);
}

/* The words on as few lines as there is room for; NULL if they need more than MOST_LINES, or one
 * of them has no room at all. (transfer full)
 */
static GPtrArray *
wrap (const GmarlChartLayout *layout, const char *text, GmarlTextRole role, double room)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize k = 0; words[k]; k++) {
    char **last = lines->len > 0 ? (char **) &lines->pdata[lines->len - 1] : NULL;
    g_autofree char *longer = last ? g_strconcat (*last, " ", words[k], NULL) : NULL;

    if (longer && gmarl_chart_layout_get_width (layout, longer, role) <= room) {
      g_free (*last);
      *last = g_steal_pointer (&longer);
      continue;
    }
    if (lines->len == MOST_LINES || gmarl_chart_layout_get_width (layout, words[k], role) > room)
      return NULL;
    g_ptr_array_add (lines, g_strdup (words[k]));
  }
  return g_steal_pointer (&lines);
}

double
gmarl_chart_layout_plan_categories (GmarlChartLayout *layout, double width)
{
  const GmarlChartScene *scene = layout->scene;
  double slot = width / fmax (scene->x1 - scene->x0, 1e-9), longest = 0;
  guint most = 1;
  int begin, end;

  get_visible (scene, &begin, &end);
  for (int k = begin; k < end; k++) {
    const char *text = scene->view->x.categories->pdata[k];
    g_autoptr (GPtrArray) lines = wrap (layout, text, GMARL_TEXT_SMALL_BOLD, slot - LABEL_GAP);

    longest = fmax (longest, gmarl_chart_layout_get_width (layout, text, GMARL_TEXT_SMALL_BOLD));
    most = lines ? MAX (most, lines->len) : MOST_LINES + 1;
    if (lines == NULL)
      break;
  }
  if (most <= MOST_LINES) {
    layout->turn = 0;
    return most * layout->line;
  }
  for (int k = begin; k < end; k++)
    longest =
        fmax (longest, gmarl_chart_layout_get_width (layout, scene->view->x.categories->pdata[k],
                                                     GMARL_TEXT_SMALL_BOLD));
  layout->turn = slot >= 1.45 * layout->line ? G_PI_4 : G_PI_2;
  layout->longest = fmin (longest, HIGHEST * scene->height / sin (layout->turn));
  return layout->longest * sin (layout->turn) + layout->line * cos (layout->turn);
}

/* The series that the category is the only place of, if each has one of its own; -1 otherwise. */
static int
series_of (const GmarlChartLayout *layout, int category)
{
  const GmarlChartScene *scene = layout->scene;

  for (guint k = 0; layout->on_axis && k < scene->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_scene_get_data (scene, k);

    if (stands_alone (scene->view, k) && gmarl_series_get_length (data) == 1 &&
        gmarl_series_get_x (data)[0] == category)
      return (int) k;
  }
  return -1;
}

gboolean
gmarl_chart_layout_names_on_axis (const GmarlChartLayout *layout)
{
  const GmarlChartScene *scene = layout->scene;

  if (scene->x_kind != GMARL_CHART_CATEGORY || scene->abreast > 0 ||
      scene->view->labels != GMARL_CHART_LABELS_AUTO)
    return FALSE;
  for (guint k = 0; k < scene->view->series->len; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, k);

    if (!series->thin && !series->raw &&
        (!stands_alone (scene->view, k) ||
         gmarl_series_get_length (gmarl_chart_scene_get_data (scene, k)) != 1))
      return FALSE;
  }
  return TRUE;
}

static void
place_entry (const GmarlChartLayout *layout, int category, GmarlRectangle area)
{
  GmarlChartScene *scene = layout->scene;
  int index = series_of (layout, category);

  for (guint k = 0; k < scene->entries->len; k++) {
    GmarlChartEntry *entry = scene->entries->pdata[k];

    if ((int) entry->index != index)
      continue;
    entry->on_axis = TRUE;
    entry->area = area;
    entry->swatch =
        (GmarlPoint){ area.x + area.width / 2, scene->plot.y + scene->plot.height - HIDDEN_ABOVE };
    entry->text_at = (GmarlPoint){ area.x, area.y + area.height / 2 };
  }
}

static GmarlTextRole
role_of (const GmarlChartLayout *layout, int category)
{
  int index = series_of (layout, category);

  if (index < 0 || !gmarl_chart_view_is_shown (layout->scene->view, (guint) index))
    return GMARL_TEXT_SECONDARY;
  return layout->scene->state.focused == index ? GMARL_TEXT_SMALL_BOLD : GMARL_TEXT_SMALL;
}

static void
add_level (GmarlChartLayout *layout, int category, double x, double top, double slot)
{
  const GmarlChartScene *scene = layout->scene;
  const char *text = scene->view->x.categories->pdata[category];
  GmarlTextRole role = role_of (layout, category);
  g_autoptr (GPtrArray) lines = wrap (layout, text, role, slot - 2);

  if (lines == NULL) {
    lines = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (lines, gmarl_chart_layout_shorten (layout, text, role, slot - 2));
  }
  for (guint k = 0; k < lines->len; k++)
    gmarl_chart_layout_add_label (layout, g_strdup (lines->pdata[k]), role, GMARL_TEXT_CENTER, x,
                                  top + (k + 0.5) * layout->line, FALSE);
}

static void
add_turned (GmarlChartLayout *layout, int category, double x, double top)
{
  const GmarlChartScene *scene = layout->scene;
  GmarlTextRole role = role_of (layout, category);
  double slanted = layout->turn < G_PI_2 ? 1 : 0, room = layout->longest;
  GmarlChartLabel *label;

  /* A slanted label must not begin left of the chart. */
  if (slanted)
    room = fmin (room, (x - 2) / cos (layout->turn));
  gmarl_chart_layout_add_label (
      layout,
      gmarl_chart_layout_shorten (layout, scene->view->x.categories->pdata[category], role, room),
      role, GMARL_TEXT_RIGHT, x + slanted * layout->line / 4, top + slanted * layout->line / 3,
      FALSE);
  label = scene->labels->pdata[scene->labels->len - 1];
  label->turn = -layout->turn;
}

void
gmarl_chart_layout_add_categories (GmarlChartLayout *layout, double height)
{
  const GmarlChartScene *scene = layout->scene;
  double slot = gmarl_chart_scene_get_slot (scene);
  double top = scene->plot.y + scene->plot.height + 6;
  int begin, end, every = 1;

  get_visible (scene, &begin, &end);
  /* Half of the names are better than unreadable ones; the readout has them all. */
  if (layout->turn > 0)
    every = (int) CLAMP (ceil (layout->line / fmax (slot, 1e-3)), 1, 1e6);
  for (int k = begin; k < end; k++) {
    double x = gmarl_chart_scene_x_to_pixel (scene, k);

    place_entry (layout, k, (GmarlRectangle){ x - slot / 2, top - 2, slot, height + 4 });
    if (k % every != 0)
      continue;
    if (layout->turn > 0)
      add_turned (layout, k, x, top);
    else
      add_level (layout, k, x, top, slot);
  }
}
