/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The scale of speeds: a position is 0 at "paused", then logarithmic from 1 to 1000 steps a second,
 * then one step a frame, and "max" at its end. Any thread.
 */
#define GMARL_GRID_SPEED_PAUSED  0.0
#define GMARL_GRID_SPEED_SLOWEST 1.0 /* one step a second */
#define GMARL_GRID_SPEED_END     5.7

/* Steps a second as of GmarlPlayer: 0 as fast as possible, below 0 one at each frame. */
#define GMARL_GRID_SPEED_MAX   0.0
#define GMARL_GRID_SPEED_FRAME (-1.0)

/* Where the scale has marks, ascending; the first is "paused", the last "max". */
#define GMARL_GRID_N_SPEED_MARKS 6
double gmarl_grid_speed_mark_position (guint mark);

/* "0", "1", "10", "60", "frame", "max"; static, translated. */
const char *gmarl_grid_speed_mark_text (guint mark);

gboolean gmarl_grid_speed_is_paused (double position);

/* Of a position that is not paused. */
double gmarl_grid_speed_from_position (double position);
double gmarl_grid_speed_to_position (double steps_per_second);

/* The next mark in a direction (+1 faster, -1 slower) that is a speed. */
double gmarl_grid_speed_next (double steps_per_second, gint direction);

/* "60 steps per second", "As fast as possible"; (transfer full). */
char *gmarl_grid_speed_text (double steps_per_second);

/* The choices of the setting "start-speed": "last" (the one that the setting "speed" remembers),
 * "1", "10", "60", "frame", "max", NULL-terminated; and the speed that one means, last for "last".
 */
const char *const *gmarl_grid_speed_start_names (void);
double gmarl_grid_speed_from_start_name (const char *name, double last);

G_END_DECLS
