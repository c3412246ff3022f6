/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-speed.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FASTEST 1000.0

static const double mark_speeds[GMARL_GRID_N_SPEED_MARKS] = { 0, 1, 10, 60, 600, 0 };

double
gmarl_grid_speed_mark_position (guint mark)
{
  g_return_val_if_fail (mark < GMARL_GRID_N_SPEED_MARKS, 0);

  return mark == 0 ? GMARL_GRID_SPEED_PAUSED : gmarl_grid_speed_to_position (mark_speeds[mark]);
}

const char *
gmarl_grid_speed_mark_text (guint mark)
{
  /* translators: speeds in steps a second, below a scale; the last is as fast as possible. */
  static const char *const texts[GMARL_GRID_N_SPEED_MARKS] = {
    "0", "1", "10", "60", "600", N_ ("max"),
  };

  g_return_val_if_fail (mark < GMARL_GRID_N_SPEED_MARKS, NULL);

  return mark == GMARL_GRID_N_SPEED_MARKS - 1 ? _ (texts[mark]) : texts[mark];
}

gboolean
gmarl_grid_speed_is_paused (double position)
{
  return position < GMARL_GRID_SPEED_SLOWEST / 2;
}

double
gmarl_grid_speed_from_position (double position)
{
  double speed;

  if (position > (log10 (FASTEST) + GMARL_GRID_SPEED_SLOWEST + GMARL_GRID_SPEED_END) / 2)
    return GMARL_GRID_SPEED_MAX;
  speed = pow (10, MAX (position - GMARL_GRID_SPEED_SLOWEST, 0));
  return MIN (speed < 10 ? round (10 * speed) / 10 : round (speed), FASTEST);
}

double
gmarl_grid_speed_to_position (double steps_per_second)
{
  if (steps_per_second <= 0)
    return GMARL_GRID_SPEED_END;
  return GMARL_GRID_SPEED_SLOWEST + log10 (CLAMP (steps_per_second, 1, FASTEST));
}

double
gmarl_grid_speed_next (double steps_per_second, gint direction)
{
  double position = gmarl_grid_speed_to_position (steps_per_second);
  guint last = GMARL_GRID_N_SPEED_MARKS - 1;

  if (direction > 0) {
    for (guint mark = 1; mark < last; mark++)
      if (gmarl_grid_speed_mark_position (mark) > position + 1e-6)
        return mark_speeds[mark];
    return GMARL_GRID_SPEED_MAX;
  }
  for (guint mark = last - 1; mark > 0; mark--)
    if (gmarl_grid_speed_mark_position (mark) < position - 1e-6)
      return mark_speeds[mark];
  return mark_speeds[1];
}

char *
gmarl_grid_speed_text (double steps_per_second)
{
  if (steps_per_second <= 0)
    return g_strdup (_ ("As fast as possible"));
  if (steps_per_second < 10 && steps_per_second != floor (steps_per_second))
    return g_strdup_printf (_ ("%.1f steps per second"), steps_per_second);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%.0f step per second",
                                       "%.0f steps per second", (gulong) steps_per_second),
                          steps_per_second);
}
