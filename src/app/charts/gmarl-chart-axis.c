/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What is shown is a small state (all, the last stretch, or a range), and the history is a list of
 * such states, so that going back to "all" shows what there is by then. Zooming and panning are
 * done in a space where a step of the mouse is the same everywhere: x itself, or its logarithm.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-axis-private.h"

#include <math.h>

/* A range is not zoomed below this part of everything: beyond it neighbouring labels are equal. */
#define SMALLEST_PART   1e-9
#define LONGEST_HISTORY 100

enum {
  SIGNAL_CHANGED,
  SIGNAL_EXTENT_CHANGED,
  SIGNAL_CURSOR_MOVED,
  SIGNAL_PINS_CHANGED,
  SIGNAL_FITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlChartAxis, gmarl_chart_axis, G_TYPE_OBJECT)

static double
to_space (GmarlChartAxis *self, double x)
{
  return self->log ? log10 (x) : x;
}

static double
from_space (GmarlChartAxis *self, double u)
{
  return self->log ? pow (10, u) : u;
}

static const GmarlChartAxisState *
current (GmarlChartAxis *self)
{
  return &g_array_index (self->history, GmarlChartAxisState, self->position);
}

static gboolean
same_state (const GmarlChartAxisState *a, const GmarlChartAxisState *b)
{
  return a->window == b->window &&
         (a->window != GMARL_CHART_WINDOW_LAST || a->length == b->length) &&
         (a->window != GMARL_CHART_WINDOW_RANGE || (a->lower == b->lower && a->upper == b->upper));
}

static void
go_to (GmarlChartAxis *self, GmarlChartAxisState state, GmarlChartAxisGesture gesture)
{
  gboolean goes_on =
      gesture != GMARL_CHART_GESTURE_NONE && gesture == self->gesture && self->position > 0;

  self->gesture = gesture;
  if (same_state (&state, current (self)))
    return;
  g_array_set_size (self->history, self->position + 1);
  state.id = goes_on ? current (self)->id : ++self->n_steps;
  if (goes_on) {
    g_array_index (self->history, GmarlChartAxisState, self->position) = state;
  } else {
    g_array_append_val (self->history, state);
    if (self->history->len > LONGEST_HISTORY)
      g_array_remove_index (self->history, 0);
    self->position = self->history->len - 1;
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Makes a range out of whatever there is: not empty, finite, and positive where it must be. */
static void
make_range (GmarlChartAxis *self, double *lower, double *upper)
{
  if (self->log) {
    if (!(*upper > 0))
      *upper = 1;
    if (!(*lower > 0))
      *lower = MIN (1, *upper / 1000);
    if (!(*lower < *upper))
      *lower = *upper / 10;
  } else if (!(*lower < *upper)) {
    double half = MAX (0.5, fabs (*lower) * 1e-6);
    double middle = *lower;

    *lower = middle - half;
    *upper = middle + half;
  }
}

/* How far the data and what is given reach. */
static GmarlChartAxisExtent
unite (GmarlChartAxis *self, GmarlChartAxisExtent all)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->extents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GmarlChartAxisExtent *one = value;

    /* fmin and fmax leave out NaN. */
    all.lower = fmin (all.lower, one->lower);
    all.upper = fmax (all.upper, one->upper);
  }
  return all;
}

gboolean
gmarl_chart_axis_get_extent (GmarlChartAxis *self, double *lower, double *upper)
{
  GmarlChartAxisExtent all;
  gboolean any;

  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  all = unite (self, self->limits);
  any = isfinite (all.lower) && isfinite (all.upper);
  *lower = any ? all.lower : 0;
  *upper = any ? all.upper : 1;
  make_range (self, lower, upper);
  return any;
}

/* Where the data end by now, which may be long before the limits do. */
static double
get_newest (GmarlChartAxis *self)
{
  double newest = unite (self, (GmarlChartAxisExtent){ NAN, NAN }).upper;
  double lower, upper;

  gmarl_chart_axis_get_extent (self, &lower, &upper);
  return isfinite (newest) ? CLAMP (newest, lower, upper) : lower;
}

void
gmarl_chart_axis_get_range (GmarlChartAxis *self, double *lower, double *upper)
{
  const GmarlChartAxisState *state;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  state = current (self);
  gmarl_chart_axis_get_extent (self, lower, upper);
  switch (state->window) {
  case GMARL_CHART_WINDOW_LAST:
    /* At the beginning it waits for the data to fill it. */
    *lower = fmax (*lower, get_newest (self) - state->length);
    *upper = fmin (*upper, fmax (get_newest (self), *lower + state->length));
    break;
  case GMARL_CHART_WINDOW_RANGE:
    *lower = state->lower;
    *upper = state->upper;
    break;
  case GMARL_CHART_WINDOW_ALL:
  default:
    break;
  }
  make_range (self, lower, upper);
}

static void
gmarl_chart_axis_finalize (GObject *object)
{
  GmarlChartAxis *self = GMARL_CHART_AXIS (object);

  g_hash_table_unref (self->extents);
  g_array_unref (self->history);
  G_OBJECT_CLASS (gmarl_chart_axis_parent_class)->finalize (object);
}

static void
gmarl_chart_axis_class_init (GmarlChartAxisClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gmarl_chart_axis_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EXTENT_CHANGED] =
      g_signal_new ("extent-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CURSOR_MOVED] = g_signal_new ("cursor-moved", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_PINS_CHANGED] =
      g_signal_new ("pins-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FITTED] =
      g_signal_new ("fitted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_chart_axis_init (GmarlChartAxis *self)
{
  GmarlChartAxisState all = { .window = GMARL_CHART_WINDOW_ALL };

  self->limits = (GmarlChartAxisExtent){ NAN, NAN };
  self->cursor = NAN;
  self->extents = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->history = g_array_new (FALSE, FALSE, sizeof (GmarlChartAxisState));
  g_array_append_val (self->history, all);
}

GmarlChartAxis *
gmarl_chart_axis_new (void)
{
  return g_object_new (GMARL_TYPE_CHART_AXIS, NULL);
}

void
gmarl_chart_axis_set_log (GmarlChartAxis *self, gboolean log)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  log = !!log;
  if (self->log == log)
    return;
  self->log = log;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
gmarl_chart_axis_get_log (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  return self->log;
}

/* Data came or went: says so if what is shown moved with them. */
static void
emit_if_moved (GmarlChartAxis *self, double lower, double upper)
{
  double new_lower, new_upper;

  gmarl_chart_axis_get_range (self, &new_lower, &new_upper);
  if (lower != new_lower || upper != new_upper)
    g_signal_emit (self, signals[SIGNAL_EXTENT_CHANGED], 0);
}

void
gmarl_chart_axis_set_limits (GmarlChartAxis *self, double lower, double upper)
{
  double old_lower, old_upper;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  gmarl_chart_axis_get_range (self, &old_lower, &old_upper);
  self->limits = (GmarlChartAxisExtent){ lower, upper };
  emit_if_moved (self, old_lower, old_upper);
}

void
gmarl_chart_axis_set_extent (GmarlChartAxis *self, gconstpointer owner, double lower, double upper)
{
  double old_lower, old_upper;
  const GmarlChartAxisExtent *before;
  GmarlChartAxisExtent *extent;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  before = g_hash_table_lookup (self->extents, owner);
  if (before != NULL && upper > before->upper)
    self->live = TRUE;
  gmarl_chart_axis_get_range (self, &old_lower, &old_upper);
  extent = g_new (GmarlChartAxisExtent, 1);
  *extent = (GmarlChartAxisExtent){ lower, upper };
  g_hash_table_insert (self->extents, (gpointer) owner, extent);
  emit_if_moved (self, old_lower, old_upper);
}

void
gmarl_chart_axis_remove_extent (GmarlChartAxis *self, gconstpointer owner)
{
  double old_lower, old_upper;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  gmarl_chart_axis_get_range (self, &old_lower, &old_upper);
  g_hash_table_remove (self->extents, owner);
  if (self->cursor_owner == owner)
    self->cursor_owner = NULL;
  emit_if_moved (self, old_lower, old_upper);
}

GmarlChartWindow
gmarl_chart_axis_get_window (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), GMARL_CHART_WINDOW_ALL);
  return current (self)->window;
}

gboolean
gmarl_chart_axis_can_follow (GmarlChartAxis *self)
{
  double lower, upper;

  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  if (!self->live || gmarl_chart_axis_get_following (self))
    return FALSE;
  gmarl_chart_axis_get_range (self, &lower, &upper);
  return upper < get_newest (self);
}

gboolean
gmarl_chart_axis_get_following (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  return current (self)->window != GMARL_CHART_WINDOW_RANGE;
}

void
gmarl_chart_axis_fit (GmarlChartAxis *self)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  go_to (self, (GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_ALL }, GMARL_CHART_GESTURE_NONE);
  g_signal_emit (self, signals[SIGNAL_FITTED], 0);
}

/* The newest stretch, or everything if that is not longer. */
static GmarlChartAxisState
state_of_last (GmarlChartAxis *self, double length)
{
  double all_lower, all_upper;

  if (gmarl_chart_axis_get_extent (self, &all_lower, &all_upper) &&
      length >= (all_upper - all_lower) * (1 - SMALLEST_PART))
    return (GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_ALL };
  return (GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_LAST, .length = length };
}

void
gmarl_chart_axis_show_last (GmarlChartAxis *self, double length)
{
  GmarlChartAxisState state = { .window = GMARL_CHART_WINDOW_LAST, .length = length };

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  g_return_if_fail (length > 0);
  go_to (self, state, GMARL_CHART_GESTURE_NONE);
}

double
gmarl_chart_axis_get_last_length (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), 0);
  return current (self)->window == GMARL_CHART_WINDOW_LAST ? current (self)->length : 0;
}

void
gmarl_chart_axis_follow (GmarlChartAxis *self)
{
  double lower, upper, length;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  if (gmarl_chart_axis_get_following (self))
    return;
  gmarl_chart_axis_get_range (self, &lower, &upper);
  length = current (self)->length;
  go_to (self, state_of_last (self, length > 0 ? length : upper - lower), GMARL_CHART_GESTURE_NONE);
}

void
gmarl_chart_axis_show_range (GmarlChartAxis *self, double lower, double upper)
{
  GmarlChartAxisState state = { .window = GMARL_CHART_WINDOW_RANGE,
                                .lower = lower,
                                .upper = upper };

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  g_return_if_fail (isfinite (lower) && isfinite (upper) && lower < upper);
  go_to (self, state, GMARL_CHART_GESTURE_NONE);
}

/* What a zoom to a range means: everything if it is all inside, the newest stretch if the axis
 * followed and still reaches the newest data, else the range.
 */
static GmarlChartAxisState
state_of_zoom (GmarlChartAxis *self, double lower, double upper)
{
  double all_lower, all_upper, slack, newest;

  if (gmarl_chart_axis_get_extent (self, &all_lower, &all_upper)) {
    slack = (all_upper - all_lower) * SMALLEST_PART;
    newest = get_newest (self);
    if (lower <= all_lower + slack && upper >= all_upper - slack)
      return (GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_ALL };
    /* All of the limits does not follow where the data end in their midst. */
    if (upper >= newest - slack &&
        (current (self)->window == GMARL_CHART_WINDOW_LAST ||
         (current (self)->window == GMARL_CHART_WINDOW_ALL && newest >= all_upper - slack)))
      return state_of_last (self, upper - lower);
    lower = fmax (lower, all_lower);
    upper = fmin (upper, all_upper);
  }
  return (
      GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_RANGE, .lower = lower, .upper = upper };
}

void
gmarl_chart_axis_zoom (GmarlChartAxis *self, double about, double factor)
{
  double lower, upper, all_lower, all_upper, u, low, high;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  g_return_if_fail (factor > 0 && isfinite (factor));
  gmarl_chart_axis_get_range (self, &lower, &upper);
  gmarl_chart_axis_get_extent (self, &all_lower, &all_upper);
  low = to_space (self, lower);
  high = to_space (self, upper);
  u = isfinite (about) && about >= lower && about <= upper ? to_space (self, about)
                                                           : (low + high) / 2;
  low = u - (u - low) / factor;
  high = u + (high - u) / factor;
  if (high - low < (to_space (self, all_upper) - to_space (self, all_lower)) * SMALLEST_PART)
    return;
  lower = from_space (self, low);
  upper = from_space (self, high);
  if (isfinite (lower) && isfinite (upper) && lower < upper)
    go_to (self, state_of_zoom (self, lower, upper), GMARL_CHART_GESTURE_ZOOM);
}

void
gmarl_chart_axis_pan (GmarlChartAxis *self, double fraction)
{
  double lower, upper, all_lower, all_upper, low, high, by;

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  gmarl_chart_axis_get_range (self, &lower, &upper);
  gmarl_chart_axis_get_extent (self, &all_lower, &all_upper);
  low = to_space (self, lower);
  high = to_space (self, upper);
  by = fraction * (high - low);
  by = fmin (by, fmax (0, to_space (self, all_upper) - high));
  by = fmax (by, fmin (0, to_space (self, all_lower) - low));
  if (by == 0)
    return;
  lower = from_space (self, low + by);
  upper = from_space (self, high + by);
  go_to (self,
         (GmarlChartAxisState){ .window = GMARL_CHART_WINDOW_RANGE,
                                .length = current (self)->length,
                                .lower = lower,
                                .upper = upper },
         GMARL_CHART_GESTURE_PAN);
}

void
gmarl_chart_axis_reset (GmarlChartAxis *self)
{
  GmarlChartAxisState all = { .window = GMARL_CHART_WINDOW_ALL, .id = ++self->n_steps };

  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  g_array_set_size (self->history, 0);
  g_array_append_val (self->history, all);
  self->position = 0;
  self->gesture = GMARL_CHART_GESTURE_NONE;
  gmarl_chart_axis_clear_pins (self);
  gmarl_chart_axis_set_cursor (self, NAN, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_FITTED], 0);
}

void
gmarl_chart_axis_end_gesture (GmarlChartAxis *self)
{
  g_return_if_fail (GMARL_IS_CHART_AXIS (self));
  self->gesture = GMARL_CHART_GESTURE_NONE;
}

guint64
gmarl_chart_axis_get_step (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), 0);
  return current (self)->id;
}

gboolean
gmarl_chart_axis_can_go_back (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  return self->position > 0;
}

gboolean
gmarl_chart_axis_can_go_forward (GmarlChartAxis *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), FALSE);
  return self->position + 1 < self->history->len;
}

static void
go_in_history (GmarlChartAxis *self, int by)
{
  self->position += by;
  self->gesture = GMARL_CHART_GESTURE_NONE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
gmarl_chart_axis_go_back (GmarlChartAxis *self)
{
  if (gmarl_chart_axis_can_go_back (self))
    go_in_history (self, -1);
}

void
gmarl_chart_axis_go_forward (GmarlChartAxis *self)
{
  if (gmarl_chart_axis_can_go_forward (self))
    go_in_history (self, 1);
}

double
gmarl_chart_axis_to_fraction (GmarlChartAxis *self, double x)
{
  double lower, upper, low;

  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), NAN);
  gmarl_chart_axis_get_range (self, &lower, &upper);
  low = to_space (self, lower);
  return (to_space (self, x) - low) / (to_space (self, upper) - low);
}

double
gmarl_chart_axis_from_fraction (GmarlChartAxis *self, double fraction)
{
  double lower, upper, low;

  g_return_val_if_fail (GMARL_IS_CHART_AXIS (self), NAN);
  gmarl_chart_axis_get_range (self, &lower, &upper);
  low = to_space (self, lower);
  return from_space (self, low + fraction * (to_space (self, upper) - low));
}
