/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-ticks.h"

#include <math.h>

/* Numbers beyond these are drawn at them: sums and products of two stay finite. */
#define GREATEST 1e300
#define LEAST    1e-290

static void
tick_clear (gpointer data)
{
  g_free (((GmarlTick *) data)->label);
}

static GmarlTicks
take_ticks (GArray *ticks, double step)
{
  GmarlTicks self = { .step = step, .n = ticks->len };

  g_array_set_clear_func (ticks, NULL);
  self.ticks = (GmarlTick *) (gpointer) g_array_free (ticks, FALSE);
  return self;
}

void
gmarl_ticks_clear (GmarlTicks *self)
{
  g_return_if_fail (self);
  for (gsize k = 0; k < self->n; k++)
    tick_clear (&self->ticks[k]);
  g_clear_pointer (&self->ticks, g_free);
  self->n = 0;
}

static double
clamp_finite (double value, double otherwise)
{
  return isnan (value) ? otherwise : CLAMP (value, -GREATEST, GREATEST);
}

void
gmarl_range_repair (double *lo, double *hi)
{
  double magnitude, middle, least;

  g_return_if_fail (lo && hi);
  if (isnan (*lo) && isnan (*hi)) {
    *lo = 0;
    *hi = 1;
  }
  *lo = clamp_finite (*lo, *hi);
  *hi = clamp_finite (*hi, *lo);
  *lo = clamp_finite (*lo, *hi);
  if (*lo > *hi) {
    double swap = *lo;

    *lo = *hi;
    *hi = swap;
  }
  magnitude = fmax (fabs (*lo), fabs (*hi));
  middle = *lo / 2 + *hi / 2;
  /* A single value gets room that does not depend on its digits; what lies closer than numbers can
   * be told apart gets just enough.
   */
  least = *lo == *hi ? magnitude : magnitude * 1e-9;
  least = fmax (least, LEAST);
  if (magnitude < LEAST) {
    *lo = 0;
    *hi = 1;
  } else if (*hi - *lo < least) {
    *lo = middle - least / 2;
    *hi = middle + least / 2;
  }
}

/* The step as mantissa (in tenths: 10, 20, 25, 50) times a power of ten. */
typedef struct {
  int tenths;
  int exponent;
} Step;

/* value · 10^exponent, exact where the power is, so that ticks are the numbers that they are
 * called. */
static double
scale (double value, int exponent)
{
  if (exponent >= 0)
    return value * pow (10, exponent);
  return exponent >= -300 ? value / pow (10, -exponent) : value / 1e300 / pow (10, -exponent - 300);
}

static double
step_value (Step step, double count)
{
  return scale (count * step.tenths, step.exponent - 1);
}

static Step
choose_step (double length, gsize most, gboolean whole)
{
  static const int tenths[] = { 10, 20, 25, 50 };
  double least = length / (double) MAX (most, 1);
  int exponent = (int) floor (log10 (least)) - 1;

  for (;; exponent++)
    for (gsize k = 0; k < G_N_ELEMENTS (tenths); k++) {
      Step step = { tenths[k], exponent };

      if (whole && (exponent < 0 || (exponent == 0 && tenths[k] == 25)))
        continue;
      /* 0.1 / 0.02 is a little more than 5. */
      if (step_value (step, 1) >= least * (1 - 1e-9))
        return step;
    }
}

double
gmarl_ticks_step (double length, gsize most)
{
  g_return_val_if_fail (length > 0 && isfinite (length), 1);
  return step_value (choose_step (length, most, FALSE), 1);
}

static char *
format_tick (double value, Step step, double magnitude)
{
  int decimals = MAX (0, -step.exponent) + (step.tenths == 25 && step.exponent <= 0 ? 1 : 0);

  if (magnitude < 1e7 && decimals <= 6)
    return gmarl_format_decimals (value, decimals);
  if (value == 0)
    return g_strdup ("0");
  {
    int exponent = (int) floor (log10 (magnitude * (1 + 1e-12)));
    int digits = exponent - step.exponent + (step.tenths == 25 ? 1 : 0);

    return gmarl_format_power (scale (value, -exponent), CLAMP (digits, 0, 15), exponent);
  }
}

static GmarlTicks
make_linear (double lo, double hi, gsize most, gboolean whole)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (GmarlTick));
  double first, last, magnitude, length;
  Step step;

  gmarl_range_repair (&lo, &hi);
  step = choose_step (hi - lo, most, whole);
  length = step_value (step, 1);
  first = ceil (lo / length - 1e-9);
  last = floor (hi / length + 1e-9);
  magnitude = fmax (fabs (step_value (step, first)), fabs (step_value (step, last)));
  for (double k = first; k <= last; k++) {
    GmarlTick tick = { .value = k == 0 ? 0 : step_value (step, k) };

    tick.label = format_tick (tick.value, step, magnitude);
    g_array_append_val (ticks, tick);
  }
  return take_ticks (ticks, length);
}

GmarlTicks
gmarl_ticks_linear (double lo, double hi, gsize most)
{
  return make_linear (lo, hi, most, FALSE);
}

GmarlTicks
gmarl_ticks_whole (double lo, double hi, gsize most)
{
  return make_linear (lo, hi, most, TRUE);
}

static char *
format_log_tick (int digit, int exponent)
{
  if (exponent >= -4 && exponent <= 6)
    return gmarl_format_decimals (scale (digit, exponent), MAX (0, -exponent));
  return gmarl_format_power (digit, 0, exponent);
}

GmarlTicks
gmarl_ticks_log (double lo, double hi, gsize most)
{
  static const int all_digits[] = { 1, 2, 5 };
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (GmarlTick));
  double decades;
  int first, last, every, n_digits;

  gmarl_range_repair (&lo, &hi);
  lo = fmax (lo, LEAST);
  hi = fmax (hi, lo * (1 + 1e-9));
  decades = log10 (hi) - log10 (lo); /* their quotient may be too large */
  /* Less than a decade is close enough to linear, and powers of ten would leave it empty. */
  if (decades < 0.7) {
    g_array_unref (ticks);
    return gmarl_ticks_linear (lo, hi, most);
  }
  n_digits = 3 * decades <= (double) most ? 3 : 1;
  every = n_digits == 3 ? 1 : MAX (1, (int) ceil (decades / (double) MAX (most, 1)));
  first = (int) floor (log10 (lo) - 1e-9);
  last = (int) ceil (log10 (hi) + 1e-9);
  for (int exponent = first; exponent <= last; exponent++) {
    if (exponent % every != 0)
      continue;
    for (int k = 0; k < n_digits; k++) {
      GmarlTick tick = { .value = scale (all_digits[k], exponent) };

      if (tick.value < lo * (1 - 1e-9) || tick.value > hi * (1 + 1e-9))
        continue;
      tick.label = format_log_tick (all_digits[k], exponent);
      g_array_append_val (ticks, tick);
    }
  }
  return take_ticks (ticks, 0);
}

/* Minutes between ticks, at most most of them over the length in minutes. */
static double
choose_minutes (double length, gsize most)
{
  static const int minutes[] = { 1,   2,   5,   10,   15,       30,       60,        120,
                                 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 28 * 1440 };
  double least = length / (double) MAX (most, 1);

  for (gsize k = 0; k < G_N_ELEMENTS (minutes); k++)
    if (minutes[k] >= least * (1 - 1e-9))
      return minutes[k];
  return 1440 * ceil (gmarl_ticks_step (length / 1440, most));
}

GmarlTicks
gmarl_ticks_time_of_day (double lo, double hi, gsize most, guint32 first_day)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (GmarlTick));
  gboolean several_days;
  double step;

  gmarl_range_repair (&lo, &hi);
  several_days = lo < -1e-9 || hi > 24 + 1e-9;
  step = choose_minutes ((hi - lo) * 60, most);
  for (double k = ceil (lo * 60 / step - 1e-9); k * step <= hi * 60 * (1 + 1e-12) + 1e-9; k++) {
    double minute = k * step;
    GmarlTick tick = { .value = minute / 60 };

    tick.strong = several_days && fmod (minute, 1440) == 0;
    if (tick.strong)
      tick.label = gmarl_format_day (tick.value, first_day);
    else if (minute == 1440 && !several_days)
      tick.label = g_strdup ("24:00");
    else
      tick.label = gmarl_format_time_of_day (tick.value, first_day, FALSE);
    g_array_append_val (ticks, tick);
  }
  return take_ticks (ticks, step / 60);
}
