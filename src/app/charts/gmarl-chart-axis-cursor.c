/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The crosshair of an axis, and what is pinned.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-axis-private.h"

#include <math.h>

void
gmarl_chart_axis_set_cursor (GmarlChartAxis *self, double x, gconstpointer owner)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  if (!isfinite (x)) {
    x = NAN;
    owner = NULL;
  }
  if (self->cursor_owner == owner && (self->cursor == x || (isnan (self->cursor) && isnan (x))))
    return;
  self->cursor = x;
  self->cursor_owner = owner;
  g_signal_emit_by_name (self, "cursor-moved", x);
}

double
gmarl_chart_axis_get_cursor (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), NAN);
  return self->cursor;
}

gconstpointer
gmarl_chart_axis_get_cursor_owner (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), NULL);
  return self->cursor_owner;
}

void
gmarl_chart_axis_toggle_pin (GmarlChartAxis *self, double x)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  g_return_if_fail (isfinite (x));
  for (guint i = 0; i < self->n_pins; i++)
    if (self->pins[i] == x) {
      for (guint j = i + 1; j < self->n_pins; j++)
        self->pins[j - 1] = self->pins[j];
      self->n_pins--;
      g_signal_emit_by_name (self, "pins-changed");
      return;
    }
  if (self->n_pins < GMARL_CHART_AXIS_MAX_PINS)
    self->n_pins++;
  self->pins[self->n_pins - 1] = x;
  g_signal_emit_by_name (self, "pins-changed");
}

void
gmarl_chart_axis_clear_pins (GmarlChartAxis *self)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  if (self->n_pins == 0)
    return;
  self->n_pins = 0;
  g_signal_emit_by_name (self, "pins-changed");
}

guint
gmarl_chart_axis_get_n_pins (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), 0);
  return self->n_pins;
}

double
gmarl_chart_axis_get_pin (GmarlChartAxis *self, guint index)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), NAN);
  g_return_val_if_fail (index < self->n_pins, NAN);
  return self->pins[index];
}
