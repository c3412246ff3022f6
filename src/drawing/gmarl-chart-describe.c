/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_IN_LABEL       3
#define MOST_IN_DESCRIPTION 5
#define BUCKETS             100

static void
append_row (GString *out, const GmarlChartReadoutRow *row)
{
  const char *name = row->name ? row->name : "";

  g_string_append_c (out, ' ');
  if (row->interval_text && row->says_what)
    /* translators: name, value, and an interval that says what it is: "PPO 0.872, quartiles 0.850
     * to 0.894." */
    g_string_append_printf (out, _ ("%s %s, %s."), name, row->value_text, row->interval_text);
  else if (row->interval_text)
    /* translators: name, value, interval: "PPO 0.872, interval 0.850 to 0.894." */
    g_string_append_printf (out, _ ("%s %s, interval %s."), name, row->value_text,
                            row->interval_text);
  else
    /* translators: name and value of a line at the cursor: "Heuristic 0.811." */
    g_string_append_printf (out, _ ("%s %s."), name, row->value_text);
}

/* Who went to a series hears of it, also where it has no value. */
static void
append_silent_focus (const GmarlChartScene *self, const GmarlChartReadout *readout, GString *out)
{
  const GmarlChartSeries *series;

  if (self->state.focused < 0 || !gmarl_chart_scene_is_read (self, (guint) self->state.focused) ||
      readout->rows->len == 0)
    return;
  for (guint k = 0; k < readout->rows->len; k++)
    if ((int) ((const GmarlChartReadoutRow *) readout->rows->pdata[k])->index ==
        self->state.focused)
      return;
  series = gmarl_chart_view_get_series (self->view, (guint) self->state.focused);
  g_string_append_c (out, ' ');
  /* translators: the name of a line */
  g_string_append_printf (out, _ ("%s: no value here."), series->name ? series->name : "");
}

char *
gmarl_chart_scene_describe_point (const GmarlChartScene *self, double x)
{
  g_autoptr (GmarlChartReadout) readout = gmarl_chart_scene_read (self, x);
  GString *out = g_string_new (readout->x_text);
  guint said = 0;

  g_string_append_c (out, '.');
  append_silent_focus (self, readout, out);
  for (int pass = 0; pass < 2; pass++)
    for (guint k = 0; k < readout->rows->len && said < MOST_IN_LABEL; k++) {
      const GmarlChartReadoutRow *row = readout->rows->pdata[k];

      if (((int) row->index == self->state.focused) == (pass == 0)) {
        append_row (out, row);
        said++;
      }
    }
  if (readout->rows->len == 0)
    g_string_append_printf (out, " %s", _ ("No value here."));
  return g_string_free (out, FALSE);
}

char *
gmarl_chart_scene_describe_difference (const GmarlChartScene *self, double from, double to)
{
  g_autoptr (GmarlChartReadout) first = NULL, second = NULL;
  g_autofree char *distance = NULL;
  GString *out;

  g_return_val_if_fail (self, NULL);
  first = gmarl_chart_scene_read (self, from);
  second = gmarl_chart_scene_read (self, to);
  out = g_string_new ("Δ ");
  if (self->x_kind == GMARL_CHART_TIME_OF_DAY) {
    double minutes = floor (fabs (to - from) * 60 + 0.5);

    distance = g_strdup_printf (_ ("%.0f h %02.0f min"), floor (minutes / 60), fmod (minutes, 60));
  } else {
    distance = gmarl_chart_scene_format_x (self, fabs (to - from));
  }
  g_string_append (out, distance);
  for (guint k = 0; k < second->rows->len; k++) {
    const GmarlChartReadoutRow *row = second->rows->pdata[k];

    for (guint i = 0; i < first->rows->len; i++) {
      const GmarlChartReadoutRow *before = first->rows->pdata[i];
      g_autofree char *change = NULL;

      if (before->index != row->index)
        continue;
      change = gmarl_format_difference (row->value - before->value);
      g_string_append_printf (out, " · %s %s", row->name ? row->name : "", change);
    }
  }
  return g_string_free (out, FALSE);
}

/* --- The summary ---------------------------------------------------------------------------- */

static double
mean_between (const GmarlSeries *data, gsize begin, gsize end)
{
  GmarlSeriesSummary all = gmarl_series_summarise (data, begin, end);

  return all.values > 0 ? all.sum / (double) all.values : NAN;
}

/* Beginning and end of a line, of a twentieth of its samples each, so that noise is no trend. */
static gboolean
get_ends (const GmarlSeries *data, double *from, double *to)
{
  gsize length = gmarl_series_get_length (data), part = MAX (1, length / 20);

  if (length == 0)
    return FALSE;
  *from = mean_between (data, 0, part);
  *to = mean_between (data, length - part, length);
  return isfinite (*from) && isfinite (*to);
}

static double
mean_at (const GmarlSeries *data, double x0, double x1)
{
  gsize begin = gmarl_series_find (data, x0), end = gmarl_series_find (data, x1);

  return mean_between (data, MIN (begin, end), end);
}

/* Where a line passes another for good: x, or NaN if it ends below or was always above. */
static double
find_passing (const GmarlSeries *data, const GmarlSeries *other, double x0, double x1)
{
  double width = (x1 - x0) / BUCKETS, passed = NAN;
  gboolean was_below = FALSE, above = FALSE;

  for (int k = 0; k < BUCKETS; k++) {
    double from = x0 + k * width, to = k == BUCKETS - 1 ? INFINITY : from + width;
    double difference = mean_at (data, from, to) - mean_at (other, from, to);

    if (isnan (difference))
      continue;
    if (difference <= 0) {
      was_below = TRUE;
      above = FALSE;
    } else if (!above) {
      above = TRUE;
      passed = from;
    }
  }
  return was_below && above ? passed : NAN;
}

static void
append_passing (const GmarlChartScene *self, guint index, GString *out)
{
  const GmarlSeries *data = gmarl_chart_scene_get_data (self, index);
  double x0, x1, step;

  gmarl_chart_view_get_x_range (self->view, &x0, &x1);
  step = self->x_kind == GMARL_CHART_LINEAR ? gmarl_ticks_step (x1 - x0, 20) : 0;
  for (guint k = 0; k < self->view->series->len; k++) {
    double x;
    g_autofree char *where = NULL;

    if (k == index || !gmarl_chart_scene_is_read (self, k))
      continue;
    x = find_passing (data, gmarl_chart_scene_get_data (self, k), x0, x1);
    if (isnan (x))
      continue;
    /* As exact as the search was. */
    where = gmarl_chart_scene_format_x (self, step > 0 ? round (x / step) * step : x);
    g_string_append_c (out, ' ');
    /* translators: "It passes Heuristic at about 130." */
    g_string_append_printf (out, _ ("It passes %s at about %s."),
                            gmarl_chart_view_get_series (self->view, k)->name, where);
  }
}

/* What a series is in each of a few categories. */
static void
append_categories (const GmarlChartScene *self, guint index, GString *out)
{
  const GmarlSeries *data = gmarl_chart_scene_get_data (self, index);
  const char *name = gmarl_chart_view_get_series (self->view, index)->name;
  gsize n = gmarl_series_get_length (data);
  g_autoptr (GString) values = g_string_new (NULL);

  for (gsize k = 0; k < MIN (n, MOST_IN_DESCRIPTION); k++) {
    double x = gmarl_series_get_x (data)[k];
    g_autofree char *place = gmarl_chart_scene_format_x (self, x);
    g_autoptr (GmarlChartReadout) readout = gmarl_chart_scene_read (self, x);

    for (guint i = 0; i < readout->rows->len; i++) {
      const GmarlChartReadoutRow *row = readout->rows->pdata[i];

      if (row->index != index)
        continue;
      if (n == 1) {
        append_row (out, row);
        return;
      }
      g_string_append (values, values->len > 0 ? ", " : "");
      /* translators: a value and the category that it belongs to: "0.872 at 5 agents" */
      g_string_append_printf (values, _ ("%s at %s"), row->value_text, place);
    }
  }
  if (values->len > 0) {
    g_string_append_c (out, ' ');
    /* translators: a name and its values: "PPO: 0.872 at 5 agents, 0.85 at 7 agents." */
    g_string_append_printf (out, _ ("%s: %s."), name ? name : "", values->str);
  }
}

static void
append_trend (const GmarlChartScene *self, guint index, GString *out)
{
  const char *name = gmarl_chart_view_get_series (self->view, index)->name;
  g_autofree char *first = NULL, *second = NULL;
  double from, to;

  if (self->x_kind == GMARL_CHART_CATEGORY) {
    append_categories (self, index, out);
    return;
  }
  if (!get_ends (gmarl_chart_scene_get_data (self, index), &from, &to))
    return;
  name = name ? name : "";
  first = gmarl_format_value (from);
  second = gmarl_format_value (to);
  g_string_append_c (out, ' ');
  if (fabs (to - from) < 0.05 * (self->y1 - self->y0)) {
    /* translators: "Random stays at 0.60." */
    g_string_append_printf (out, _ ("%s stays at %s."), name, second);
    return;
  }
  if (to > from)
    /* translators: "PPO rises from 0.58 to 0.89." */
    g_string_append_printf (out, _ ("%s rises from %s to %s."), name, first, second);
  else
    /* translators: "Loss falls from 0.58 to 0.09." */
    g_string_append_printf (out, _ ("%s falls from %s to %s."), name, first, second);
  append_passing (self, index, out);
}

/* What all series that are not thin have in common; a line if they differ. */
static GmarlChartDrawn
get_kind (const GmarlChartView *view)
{
  GmarlChartDrawn kind = GMARL_CHART_LINE;
  gboolean first = TRUE;

  for (guint k = 0; k < view->series->len; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (view, k);

    if (series->thin || series->raw)
      continue;
    if (series->joined || (!first && series->drawn != kind))
      return GMARL_CHART_LINE;
    kind = series->drawn;
    first = FALSE;
  }
  return kind;
}

static void
append_kind (const GmarlChartScene *self, guint n, GString *out)
{
  const GmarlChartView *view = self->view;
  const char *what = view->title ? view->title : view->y.title ? view->y.title : _ ("values");
  const char *by = view->x.title                             ? view->x.title
                   : self->x_kind == GMARL_CHART_TIME_OF_DAY ? _ ("time of day")
                                                             : NULL;
  GmarlChartDrawn kind = get_kind (view);

  if (by && kind == GMARL_CHART_BARS)
    /* translators: quantity, horizontal axis: "Bar chart, import by day" */
    g_string_append_printf (out, _ ("Bar chart, %s by %s"), what, by);
  else if (by && kind == GMARL_CHART_POINTS)
    /* translators: quantity, horizontal axis: "Interval chart, stability by policy" */
    g_string_append_printf (out, _ ("Interval chart, %s by %s"), what, by);
  else if (by && kind == GMARL_CHART_STRIP)
    /* translators: quantity, horizontal axis: "Distribution chart, stability by policy" */
    g_string_append_printf (out, _ ("Distribution chart, %s by %s"), what, by);
  else if (by)
    /* translators: quantity, horizontal axis: "Line chart, stability by iteration" */
    g_string_append_printf (out, _ ("Line chart, %s by %s"), what, by);
  else
    g_string_append_printf (out,
                            kind == GMARL_CHART_BARS     ? _ ("Bar chart, %s")
                            : kind == GMARL_CHART_POINTS ? _ ("Interval chart, %s")
                            : kind == GMARL_CHART_STRIP  ? _ ("Distribution chart, %s")
                                                         : _ ("Line chart, %s"),
                            what);
  g_string_append (out, ", ");
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u series.", "%u series.", n), n);
}

char *
gmarl_chart_scene_describe (const GmarlChartScene *self)
{
  GString *out;
  guint n = 0, said = 0;

  g_return_val_if_fail (self, NULL);
  for (guint k = 0; k < self->view->series->len; k++)
    n += gmarl_chart_scene_is_read (self, k);
  out = g_string_new (NULL);
  append_kind (self, n, out);
  for (guint k = 0; k < self->view->series->len && said < MOST_IN_DESCRIPTION; k++)
    if (gmarl_chart_scene_is_read (self, k)) {
      append_trend (self, k, out);
      said++;
    }
  for (guint k = 0; k < self->view->references->len; k++) {
    const GmarlChartReference *reference = self->view->references->pdata[k];
    g_autofree char *value = gmarl_chart_scene_format_y (self, reference->value, TRUE);

    if (reference->label)
      /* translators: a line to compare with and its value: "Heuristic is at 0.81." */
      g_string_append_printf (out, _ (" %s is at %s."), reference->label, value);
  }
  if (self->empty)
    g_string_append_printf (out, " %s", self->view->empty ? self->view->empty : _ ("No Data"));
  return g_string_free (out, FALSE);
}
