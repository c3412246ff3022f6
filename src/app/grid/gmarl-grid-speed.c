/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-speed.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FASTEST 1000.0

/* Where the one step a frame begins and ends on the scale, and its mark. */
#define FRAME_FROM 4.2
#define FRAME_MARK 4.5
#define FRAME_TO   5.1

static const double mark_speeds[GMARL_GRID_N_SPEED_MARKS] = {
  0, 1, 10, 60, GMARL_GRID_SPEED_FRAME, GMARL_GRID_SPEED_MAX
};

double
gmarl_grid_speed_mark_position (guint mark)
{
  g_return_val_if_fail (mark < GMARL_GRID_N_SPEED_MARKS, 0);

  return mark == 0 ? GMARL_GRID_SPEED_PAUSED : gmarl_grid_speed_to_position (mark_speeds[mark]);
}

const char *
gmarl_grid_speed_mark_text (guint mark)
{
  /* translators: speeds in steps a second, below a scale; then one step for each frame that the
   * screen shows, and as fast as possible. Short words, please. */
  static const char *const texts[GMARL_GRID_N_SPEED_MARKS] = {
    "0", "1", "10", "60", N_ ("frame"), N_ ("max"),
  };

  g_return_val_if_fail (mark < GMARL_GRID_N_SPEED_MARKS, NULL);

  return mark_speeds[mark] <= 0 && mark > 0 ? _ (texts[mark]) : texts[mark];
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

  if (position > FRAME_TO)
    return GMARL_GRID_SPEED_MAX;
  if (position > FRAME_FROM)
    return GMARL_GRID_SPEED_FRAME;
  speed = pow (10, MAX (position - GMARL_GRID_SPEED_SLOWEST, 0));
  return MIN (speed < 10 ? round (10 * speed) / 10 : round (speed), FASTEST);
}

double
gmarl_grid_speed_to_position (double steps_per_second)
{
  if (steps_per_second < 0)
    return FRAME_MARK;
  if (steps_per_second == GMARL_GRID_SPEED_MAX)
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
  if (steps_per_second < 0)
    return g_strdup (_ ("As fast as drawing: one step a frame"));
  if (steps_per_second == GMARL_GRID_SPEED_MAX)
    return g_strdup (_ ("As fast as possible"));
  if (steps_per_second < 10 && steps_per_second != floor (steps_per_second))
    return g_strdup_printf (_ ("%.1f steps per second"), steps_per_second);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%.0f step per second",
                                       "%.0f steps per second", (gulong) steps_per_second),
                          steps_per_second);
}

const char *const *
gmarl_grid_speed_start_names (void)
{
  static const char *const names[] = { "last", "1", "10", "60", "frame", "max", NULL };

  return names;
}

double
gmarl_grid_speed_from_start_name (const char *name, double last)
{
  g_return_val_if_fail (name != NULL, last);

  if (strcmp (name, "frame") == 0)
    return GMARL_GRID_SPEED_FRAME;
  if (strcmp (name, "max") == 0)
    return GMARL_GRID_SPEED_MAX;
  return strcmp (name, "last") == 0 ? last : g_ascii_strtod (name, NULL);
}
