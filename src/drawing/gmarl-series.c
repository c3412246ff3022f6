/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* A block of level 1 holds BLOCK samples, one of level l + 1 holds BLOCK blocks of level l. The
 * last block of each level is filled as samples come; a query takes whole blocks of the highest
 * level that fits and falls back to samples at both ends.
 */
#include "config.h"

#include "gmarl-series.h"

#include <math.h>

#define SHIFT    3
#define BLOCK    ((gsize) 1 << SHIFT)
#define N_LEVELS 20 /* 8^21 samples do not fit into memory */

struct _GmarlSeries {
  double *x, *y;
  double *lower, *upper; /* NULL until a sample has an interval */
  gsize length, capacity;
  GArray *levels[N_LEVELS]; /* of GmarlSeriesSummary; level l + 1 at [l]; NULL until needed */
  guint64 version, generation;
};

/* Within this file, least and greatest of nothing are infinite, so that no case is special. */
static const GmarlSeriesSummary nothing = { .min = INFINITY,
                                            .max = -INFINITY,
                                            .lower = INFINITY,
                                            .upper = -INFINITY };

static inline void
add_sample (const GmarlSeries *self, gsize index, GmarlSeriesSummary *out)
{
  double y = self->y[index];

  out->samples++;
  if (isfinite (y)) {
    out->values++;
    out->min = y < out->min ? y : out->min;
    out->max = y > out->max ? y : out->max;
    out->sum += y;
  }
  if (self->lower) {
    double lower = self->lower[index], upper = self->upper[index];

    out->lower = isfinite (lower) && lower < out->lower ? lower : out->lower;
    out->upper = isfinite (upper) && upper > out->upper ? upper : out->upper;
  }
}

static inline void
add_block (const GmarlSeriesSummary *block, GmarlSeriesSummary *out)
{
  out->samples += block->samples;
  out->values += block->values;
  out->sum += block->sum;
  out->min = block->min < out->min ? block->min : out->min;
  out->max = block->max > out->max ? block->max : out->max;
  out->lower = block->lower < out->lower ? block->lower : out->lower;
  out->upper = block->upper > out->upper ? block->upper : out->upper;
}

GmarlSeries *
gmarl_series_new (void)
{
  return g_atomic_rc_box_new0 (GmarlSeries);
}

GmarlSeries *
gmarl_series_ref (GmarlSeries *self)
{
  g_return_val_if_fail (self, NULL);
  return g_atomic_rc_box_acquire (self);
}

static void
series_clear (gpointer data)
{
  GmarlSeries *self = data;

  for (gsize l = 0; l < N_LEVELS; l++)
    g_clear_pointer (&self->levels[l], g_array_unref);
  g_free (self->x);
  g_free (self->y);
  g_free (self->lower);
  g_free (self->upper);
}

void
gmarl_series_unref (GmarlSeries *self)
{
  g_return_if_fail (self);
  g_atomic_rc_box_release_full (self, series_clear);
}

static void
grow (GmarlSeries *self)
{
  if (self->length < self->capacity)
    return;
  self->capacity = MAX (64, 2 * self->capacity);
  self->x = g_renew (double, self->x, self->capacity);
  self->y = g_renew (double, self->y, self->capacity);
  if (self->lower) {
    self->lower = g_renew (double, self->lower, self->capacity);
    self->upper = g_renew (double, self->upper, self->capacity);
  }
}

/* Adds the newest sample to the last block of every level. A level exists from when the one below
 * it has a second block.
 */
static void
update_levels (GmarlSeries *self)
{
  gsize index = self->length - 1;

  for (gsize l = 0; l < N_LEVELS; l++) {
    gsize block = index >> (SHIFT * (l + 1));
    GArray *level = self->levels[l];

    if (level == NULL) {
      if (block == 0 && l > 0)
        return;
      level = self->levels[l] = g_array_new (FALSE, FALSE, sizeof (GmarlSeriesSummary));
      if (l > 0) { /* its first block is full, and all that is below it is known */
        GmarlSeriesSummary first = nothing;

        for (gsize k = 0; k < BLOCK; k++)
          add_block (&g_array_index (self->levels[l - 1], GmarlSeriesSummary, k), &first);
        g_array_append_val (level, first);
      }
    }
    if (block == level->len)
      g_array_append_val (level, nothing);
    add_sample (self, index, &g_array_index (level, GmarlSeriesSummary, block));
  }
}

static void
append (GmarlSeries *self, double x, double y, double lower, double upper, gboolean band)
{
  g_return_if_fail (self && isfinite (x));
  g_return_if_fail (self->length == 0 || x >= self->x[self->length - 1]);

  grow (self);
  if (band && self->lower == NULL) {
    self->lower = g_new (double, self->capacity);
    self->upper = g_new (double, self->capacity);
    for (gsize k = 0; k < self->length; k++)
      self->lower[k] = self->upper[k] = NAN;
  }
  self->x[self->length] = x;
  self->y[self->length] = y;
  if (self->lower) {
    self->lower[self->length] = lower;
    self->upper[self->length] = upper;
  }
  self->length++;
  self->version++;
  update_levels (self);
}

void
gmarl_series_append (GmarlSeries *self, double x, double y)
{
  append (self, x, y, NAN, NAN, FALSE);
}

void
gmarl_series_append_band (GmarlSeries *self, double x, double y, double lower, double upper)
{
  /* Samples that have none are not to look like those that may get one. */
  append (self, x, y, lower, upper, isfinite (lower) || isfinite (upper));
}

void
gmarl_series_clear (GmarlSeries *self)
{
  gmarl_series_truncate (self, 0);
}

void
gmarl_series_truncate (GmarlSeries *self, gsize length)
{
  g_return_if_fail (self);
  if (length >= self->length)
    return;

  self->length = length;
  self->version++;
  self->generation++;
  for (gsize l = 0; l < N_LEVELS && self->levels[l]; l++) {
    gsize blocks = (length + ((gsize) 1 << (SHIFT * (l + 1))) - 1) >> (SHIFT * (l + 1));

    if (blocks == 0 || (l > 0 && blocks == 1)) {
      g_clear_pointer (&self->levels[l], g_array_unref);
      continue;
    }
    g_array_set_size (self->levels[l], (guint) blocks);
    /* The last block may have held more; the level below is right already. */
    {
      GmarlSeriesSummary last = nothing;
      gsize begin = (blocks - 1) << SHIFT;

      if (l == 0) {
        for (gsize k = begin; k < length; k++)
          add_sample (self, k, &last);
      } else {
        for (gsize k = begin; k < self->levels[l - 1]->len; k++)
          add_block (&g_array_index (self->levels[l - 1], GmarlSeriesSummary, k), &last);
      }
      g_array_index (self->levels[l], GmarlSeriesSummary, blocks - 1) = last;
    }
  }
}

gsize
gmarl_series_get_length (const GmarlSeries *self)
{
  g_return_val_if_fail (self, 0);
  return self->length;
}

guint64
gmarl_series_get_version (const GmarlSeries *self)
{
  g_return_val_if_fail (self, 0);
  return self->version;
}

guint64
gmarl_series_get_generation (const GmarlSeries *self)
{
  g_return_val_if_fail (self, 0);
  return self->generation;
}

const double *
gmarl_series_get_x (const GmarlSeries *self)
{
  g_return_val_if_fail (self, NULL);
  return self->x;
}

const double *
gmarl_series_get_y (const GmarlSeries *self)
{
  g_return_val_if_fail (self, NULL);
  return self->y;
}

const double *
gmarl_series_get_lower (const GmarlSeries *self)
{
  g_return_val_if_fail (self, NULL);
  return self->lower;
}

const double *
gmarl_series_get_upper (const GmarlSeries *self)
{
  g_return_val_if_fail (self, NULL);
  return self->upper;
}

gsize
gmarl_series_find (const GmarlSeries *self, double x)
{
  gsize low = 0, high;

  g_return_val_if_fail (self, 0);
  high = self->length;
  while (low < high) {
    gsize middle = low + (high - low) / 2;

    if (self->x[middle] < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gsize
gmarl_series_find_from (const GmarlSeries *self, double x, gsize hint)
{
  gsize low, high, reach = 1;

  g_return_val_if_fail (self, 0);
  hint = MIN (hint, self->length);
  low = high = hint;
  if (hint < self->length && self->x[hint] < x) {
    low = hint + 1;
    for (high = low; high < self->length && self->x[high] < x; reach *= 2) {
      low = high + 1;
      high = MIN (self->length, high + reach);
    }
  } else {
    while (low > 0 && self->x[low - 1] >= x) {
      high = low - 1;
      low -= MIN (low, reach);
      reach *= 2;
    }
  }
  while (low < high) {
    gsize middle = low + (high - low) / 2;

    if (self->x[middle] < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gsize
gmarl_series_nearest (const GmarlSeries *self, double x)
{
  gsize after = gmarl_series_find (self, x);

  if (after == 0 || self->length == 0)
    return after;
  if (after == self->length || x - self->x[after - 1] <= self->x[after] - x) {
    /* The first of several samples at the same x. */
    return gmarl_series_find (self, self->x[after - 1]);
  }
  return after;
}

/* Adds what lies in [begin, end) to out: the parts at both ends that fill no block of the next
 * level, then what is between them in that level.
 */
static void
add_range (const GmarlSeries *self, gsize begin, gsize end, GmarlSeriesSummary *out)
{
  const GmarlSeriesSummary *below = NULL; /* the blocks that begin and end count; NULL: samples */

  for (gsize l = 0; begin < end; l++) {
    gboolean last = l == N_LEVELS || self->levels[l] == NULL;
    gsize first = last ? end : MIN (end, (begin + BLOCK - 1) & ~(BLOCK - 1));
    gsize tail = last ? end : MAX (first, end & ~(BLOCK - 1));

    if (below == NULL) {
      for (gsize k = begin; k < first; k++)
        add_sample (self, k, out);
      for (gsize k = tail; k < end; k++)
        add_sample (self, k, out);
    } else {
      for (gsize k = begin; k < first; k++)
        add_block (&below[k], out);
      for (gsize k = tail; k < end; k++)
        add_block (&below[k], out);
    }
    if (last)
      return;
    begin = first >> SHIFT;
    end = tail >> SHIFT;
    if (first == tail)
      return;
    below = &g_array_index (self->levels[l], GmarlSeriesSummary, 0);
  }
}

GmarlSeriesSummary
gmarl_series_summarise (const GmarlSeries *self, gsize begin, gsize end)
{
  GmarlSeriesSummary out = nothing;

  if (self && begin <= end && end <= self->length)
    add_range (self, begin, end, &out);
  else
    g_return_val_if_reached (out);
  if (out.values == 0)
    out.min = out.max = NAN;
  if (!isfinite (out.lower))
    out.lower = NAN;
  if (!isfinite (out.upper))
    out.upper = NAN;
  return out;
}

gboolean
gmarl_series_range (const GmarlSeries *self, double x0, double x1, double *min, double *max)
{
  gsize begin = gmarl_series_find (self, x0), end = begin;
  GmarlSeriesSummary all;

  end = gmarl_series_find (self, x1);
  while (end < self->length && self->x[end] <= x1)
    end++;
  all = gmarl_series_summarise (self, MIN (begin, end), end);
  if (all.values == 0)
    return FALSE;
  *min = all.min;
  *max = all.max;
  return TRUE;
}

/* Counts y beyond the limit: below it for sign 1, above it for sign -1. Blocks that lie wholly on
 * one side are not looked into.
 */
static gsize
count_beyond (const GmarlSeries *self,
              gsize begin,
              gsize end,
              double limit,
              double sign,
              gsize most)
{
  gsize k = begin, count = 0;

  while (k < end && count < most) {
    gsize l = 0;

    while (l < N_LEVELS && self->levels[l] && (k & (((gsize) 1 << (SHIFT * (l + 1))) - 1)) == 0 &&
           k + ((gsize) 1 << (SHIFT * (l + 1))) <= end)
      l++;
    for (; l > 0; l--) {
      const GmarlSeriesSummary *block =
          &g_array_index (self->levels[l - 1], GmarlSeriesSummary, k >> (SHIFT * l));
      double nearest = sign > 0 ? block->max : -block->min;
      double farthest = sign > 0 ? block->min : -block->max;

      if (block->values == 0 || farthest >= sign * limit)
        break; /* none of them */
      if (nearest < sign * limit) {
        count += block->values; /* all of them */
        break;
      }
    }
    if (l > 0) {
      k += (gsize) 1 << (SHIFT * l);
    } else {
      count += isfinite (self->y[k]) && sign * self->y[k] < sign * limit;
      k++;
    }
  }
  return MIN (count, most);
}

gsize
gmarl_series_count_below (const GmarlSeries *self, gsize begin, gsize end, double limit, gsize most)
{
  g_return_val_if_fail (self && begin <= end && end <= self->length, 0);
  return count_beyond (self, begin, end, limit, 1, most);
}

gsize
gmarl_series_count_above (const GmarlSeries *self, gsize begin, gsize end, double limit, gsize most)
{
  g_return_val_if_fail (self && begin <= end && end <= self->length, 0);
  return count_beyond (self, begin, end, limit, -1, most);
}
