/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-heat-view.h"

#include "gmarl-format.h"
#include "gmarl-ticks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

GmarlHeatView *
gmarl_heat_view_new (void)
{
  GmarlHeatView *self = g_new0 (GmarlHeatView, 1);

  self->lowest = self->highest = NAN;
  return self;
}

void
gmarl_heat_view_free (GmarlHeatView *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->unit);
  g_free (self->note);
  g_free (self->empty);
  g_free (self->low_word);
  g_free (self->high_word);
  g_free (self->value);
  g_free (self);
}

void
gmarl_heat_view_set_size (GmarlHeatView *self, guint64 first_day, gsize n_days, gsize n_rows)
{
  g_return_if_fail (self != NULL && n_rows > 0);

  self->first_day = first_day;
  if (self->n_days != n_days || self->n_rows != n_rows || self->value == NULL)
    self->value = g_renew (double, self->value, MAX (n_days * n_rows, 1));
  self->n_days = n_days;
  self->n_rows = n_rows;
  for (gsize k = 0; k < n_days * n_rows; k++)
    self->value[k] = NAN;
}

void
gmarl_heat_view_set_day (GmarlHeatView *self, gsize day, const double *steps, gsize n_steps)
{
  gsize length;

  g_return_if_fail (self != NULL && day < self->n_days && steps != NULL);
  g_return_if_fail (n_steps % self->n_rows == 0);

  length = n_steps / self->n_rows;
  for (gsize row = 0; row < self->n_rows; row++) {
    double sum = 0;
    gsize count = 0;

    for (gsize k = row * length; k < (row + 1) * length; k++)
      if (isfinite (steps[k])) {
        sum += steps[k];
        count++;
      }
    self->value[day * self->n_rows + row] = count > 0 ? sum / (double) count : NAN;
  }
}

/* The cells with the least and the greatest value; FALSE if there is none. */
static gboolean
find_extremes (const GmarlHeatView *self, gsize *least, gsize *most)
{
  gboolean any = FALSE;

  for (gsize k = 0; k < self->n_days * self->n_rows; k++) {
    if (!isfinite (self->value[k]))
      continue;
    if (!any)
      *least = *most = k;
    any = TRUE;
    if (self->value[k] < self->value[*least])
      *least = k;
    if (self->value[k] > self->value[*most])
      *most = k;
  }
  return any;
}

void
gmarl_heat_view_get_range (const GmarlHeatView *self, double *lo, double *hi)
{
  gsize least, most;
  gboolean any;

  g_return_if_fail (self != NULL && lo != NULL && hi != NULL);

  any = find_extremes (self, &least, &most);
  *lo = !isnan (self->lowest) ? self->lowest : any ? self->value[least] : 0;
  *hi = !isnan (self->highest) ? self->highest : any ? self->value[most] : 1;
  if (self->is_signed) {
    *hi = fmax (fabs (*lo), fabs (*hi));
    *lo = -*hi;
  }
  gmarl_range_repair (lo, hi);
}

/* The end of the day is 24:00, not the beginning of the next. */
static char *
format_time (const GmarlHeatView *self, gsize row)
{
  if (row == self->n_rows)
    return g_strdup ("24:00");
  return gmarl_format_time_of_day (24.0 * (double) row / (double) self->n_rows, 0, FALSE);
}

char *
gmarl_heat_view_format_cell (const GmarlHeatView *self, gsize day, gsize row)
{
  g_autofree char *name = NULL, *from = NULL, *to = NULL;

  g_return_val_if_fail (self != NULL && day < self->n_days && row < self->n_rows, NULL);

  name = gmarl_format_day (24.0 * (double) (self->first_day + day), 0);
  from = format_time (self, row);
  to = format_time (self, row + 1);
  return g_strdup_printf ("%s · %s–%s", name, from, to);
}

char *
gmarl_heat_view_format_value (const GmarlHeatView *self, double value)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = gmarl_format_value (value);
  if (self->unit == NULL || !isfinite (value))
    return g_steal_pointer (&text);
  return g_strconcat (text, "\u202f", self->unit, NULL);
}

char *
gmarl_heat_view_describe_cell (const GmarlHeatView *self, gsize day, gsize row)
{
  g_autofree char *name = NULL, *from = NULL, *to = NULL, *value = NULL;

  g_return_val_if_fail (self != NULL && day < self->n_days && row < self->n_rows, NULL);

  name = gmarl_format_day (24.0 * (double) (self->first_day + day), 0);
  from = format_time (self, row);
  to = format_time (self, row + 1);
  value = gmarl_heat_view_format_value (self, self->value[day * self->n_rows + row]);
  /* translators: a day, from and to what time of it, the value then: "Day 3, 14:00 to 15:00. …" */
  return g_strdup_printf (_ ("%s, %s to %s. %s."), name, from, to, value);
}

char *
gmarl_heat_view_describe (const GmarlHeatView *self)
{
  gsize least, most;
  const char *title;
  g_autofree char *days = NULL, *low = NULL, *high = NULL, *low_at = NULL, *high_at = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  title = self->title != NULL ? self->title : _ ("Values");
  if (!find_extremes (self, &least, &most))
    return g_strdup_printf (_ ("Heat map, %s by day and time. No data."), title);
  days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu day", "%zu days", self->n_days),
                          self->n_days);
  low = gmarl_heat_view_format_value (self, self->value[least]);
  high = gmarl_heat_view_format_value (self, self->value[most]);
  low_at = gmarl_heat_view_format_cell (self, least / self->n_rows, least % self->n_rows);
  high_at = gmarl_heat_view_format_cell (self, most / self->n_rows, most % self->n_rows);
  /* translators: the quantity, how many days, the least value and when, the greatest and when */
  return g_strdup_printf (
      _ ("Heat map, %s by day and time, %s. Least: %s (%s). Greatest: %s (%s)."), title, days, low,
      low_at, high, high_at);
}

GmarlChartView *
gmarl_heat_view_to_table (const GmarlHeatView *self)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  g_return_val_if_fail (self != NULL, view);

  gmarl_chart_view_set_text (&view->title, self->title);
  gmarl_chart_view_set_text (&view->x.title, _ ("Day"));
  gmarl_chart_view_set_text (&view->y.unit, self->unit);
  for (gsize row = 0; row < self->n_rows; row++) {
    g_autofree char *time = format_time (self, row);
    GmarlChartSeries *series = gmarl_chart_view_add_series (
        view, time, time, NULL, (GmarlSeriesLook){ GMARL_LOOK_SERIES, (guint) row });

    for (gsize day = 0; day < self->n_days; day++)
      gmarl_series_append (series->data, (double) (self->first_day + day + 1),
                           self->value[day * self->n_rows + row]);
  }
  return view;
}
