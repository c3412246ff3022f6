/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Samples of one line: x that never goes back, y, and if wanted an interval [lower, upper] around
 * each y. A y that is NaN or infinite is a gap. Appending keeps summaries of blocks of 8, 64, 512 …
 * samples up to date (a min/max pyramid), so that any range is summarised in O(log n) and drawing a
 * million samples costs no more than drawing a thousand.
 *
 * Reference counted. Samples belong to one thread at a time.
 */
typedef struct _GmarlSeries GmarlSeries;

/* Of a range of samples; what is not finite counts in samples alone. */
typedef struct {
  gsize samples;
  gsize values;        /* samples with a finite y */
  double min, max;     /* of y; NaN without values */
  double sum;          /* of y */
  double lower, upper; /* least lower and greatest upper end of the intervals; NaN without any */
} GmarlSeriesSummary;

GmarlSeries *gmarl_series_new (void);
GmarlSeries *gmarl_series_ref (GmarlSeries *self);
void gmarl_series_unref (GmarlSeries *self);

/* x must be finite and not below the last one. */
void gmarl_series_append (GmarlSeries *self, double x, double y);
void gmarl_series_append_band (GmarlSeries *self, double x, double y, double lower, double upper);

void gmarl_series_clear (GmarlSeries *self);

/* Drops all samples from index length on, as after resuming from a checkpoint. */
void gmarl_series_truncate (GmarlSeries *self, gsize length);

gsize gmarl_series_get_length (const GmarlSeries *self);

/* Grows with every change; equal numbers mean equal samples. */
guint64 gmarl_series_get_version (const GmarlSeries *self);

/* Grows when samples were taken away: what was computed from them has to start anew. */
guint64 gmarl_series_get_generation (const GmarlSeries *self);

/* (transfer none) [length], valid until the next change. */
const double *gmarl_series_get_x (const GmarlSeries *self);
const double *gmarl_series_get_y (const GmarlSeries *self);

/* (nullable) [length] NaN where a sample has no interval; NULL if none has. */
const double *gmarl_series_get_lower (const GmarlSeries *self);
const double *gmarl_series_get_upper (const GmarlSeries *self);

/* The first index whose x is at least x; the length if there is none. */
gsize gmarl_series_find (const GmarlSeries *self, double x);

/* The same, fast if it is near hint. */
gsize gmarl_series_find_from (const GmarlSeries *self, double x, gsize hint);

/* Index of the sample nearest to x, the earlier of two as near; the length if empty. */
gsize gmarl_series_nearest (const GmarlSeries *self, double x);

/* Of the samples of index begin up to, without, end. */
GmarlSeriesSummary gmarl_series_summarise (const GmarlSeries *self, gsize begin, gsize end);

/* The least and greatest y where x0 <= x <= x1; FALSE, and both untouched, if there is no value. */
gboolean
gmarl_series_range (const GmarlSeries *self, double x0, double x1, double *min, double *max);

/* How many finite y of the index range are below, above a limit; counting stops at most. */
gsize gmarl_series_count_below (const GmarlSeries *self,
                                gsize begin,
                                gsize end,
                                double limit,
                                gsize most);
gsize gmarl_series_count_above (const GmarlSeries *self,
                                gsize begin,
                                gsize end,
                                double limit,
                                gsize most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlSeries, gmarl_series_unref)

G_END_DECLS
