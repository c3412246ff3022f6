/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-palette.h"
#include "gmarl-smoothing.h"

G_BEGIN_DECLS

/* What a chart shows: axes, series, lines to compare with. Whoever has the data makes one, keeps
 * appending to its series, and changes fields between two scenes as it likes. Nothing here depends
 * on size, style or what a reader does with the chart (GmarlChartState).
 *
 * Texts are copied by the functions below; to change one, use gmarl_chart_view_set_text.
 * Reference counted, main thread only.
 */

typedef enum {
  GMARL_LOOK_SERIES,   /* slot: a policy, a run */
  GMARL_LOOK_QUANTITY, /* slot: a GmarlQuantity */
} GmarlLookKind;

/* Colour, dash and marker, which belong together. The two kinds never mix in one chart. */
typedef struct {
  GmarlLookKind kind;
  guint slot;
} GmarlSeriesLook;

typedef enum {
  GMARL_CHART_LINE,
  GMARL_CHART_STEP,   /* a value holds from its x until the next */
  GMARL_CHART_AREA,   /* a line, filled down to zero */
  GMARL_CHART_BARS,   /* from zero, as wide as the least distance of x allows */
  GMARL_CHART_POINTS, /* a marker at each sample, its interval as whiskers */
  GMARL_CHART_STRIP,  /* samples of one x are a distribution: all of them, quartiles and mean */
} GmarlChartDrawn;

/* What stands around a line that sums up several seeds. */
typedef enum {
  GMARL_CHART_BAND_INTERVAL, /* fill the interval; where seeds are too few for one, their lines */
  GMARL_CHART_BAND_SEEDS,    /* the thin lines, no fill */
  GMARL_CHART_BAND_RANGE,    /* fill from the lowest to the highest seed */
  GMARL_CHART_BAND_NONE,     /* nothing */
  GMARL_N_CHART_BANDS,
} GmarlChartBand;

typedef struct {
  char *id;   /* does not change with language or name */
  char *name; /* shown; translated */
  GmarlSeries *data;
  GmarlSeries
      *range; /* (nullable) the same samples, with the lowest and highest seed as interval */
  GmarlSeriesLook look;
  GmarlChartDrawn drawn;
  gboolean visible;
  gboolean thin;   /* one seed of many: thin, translucent, in no legend, readout or summary */
  gboolean raw;    /* stands back at 25 % */
  gboolean smooth; /* may be smoothed; never set for results of evaluations */
  gboolean joined; /* points: a line goes through them */
  int parent;      /* index of the series that this one is shown and hidden with, or -1 */
  GmarlSmoothing *smoothing; /* (private) see gmarl_chart_series_get_drawn */
  GmarlSeries *summary;      /* (private) of a strip, the same */
  guint64 summarised;        /* (private) version of the data */
} GmarlChartSeries;

typedef enum {
  GMARL_CHART_LINEAR,
  GMARL_CHART_LOG,
  GMARL_CHART_TIME_OF_DAY, /* hours since midnight of the first day */
  GMARL_CHART_CATEGORY,    /* x alone: names, each at the whole number of its index */
} GmarlChartAxisKind;

/* What the newest stretch of a chart whose data keep coming is counted in. */
typedef enum {
  GMARL_CHART_SPAN_NONE, /* its data do not keep coming */
  GMARL_CHART_SPAN_ITERATIONS,
  GMARL_CHART_SPAN_SECONDS,
  GMARL_CHART_SPAN_HOURS,
} GmarlChartSpan;

typedef struct {
  char *title; /* (nullable) "Grid import"; the unit is put behind */
  char *unit;  /* (nullable) "kWh per step" */
  GmarlChartAxisKind kind;
  double min, max; /* a fixed range; NaN where the data decide */
  double lowest,
      highest;         /* what a value can be at all; NaN if anything. Fitted ranges stay inside */
  double min_span;     /* a fitted range is at least so long, lest noise looks like news */
  gboolean whole;      /* counted things: ticks at whole numbers */
  gboolean at_samples; /* x alone: ticks where there are samples, which are few */
  gboolean with_zero;  /* a fitted range reaches zero */
  char *low_word, *high_word; /* (nullable) what the two ends mean: "Export", "Import" */
  GmarlChartSpan span;        /* x alone */
  guint32 first_day;     /* time of day: the Julian day (GDate) of hour 0; 0 if it has no date */
  GPtrArray *categories; /* (nullable) of char *; see gmarl_chart_view_add_category */
} GmarlChartViewAxis;

typedef struct {
  double value; /* on the y axis */
  char *label;
  GmarlSeriesLook look;
  gboolean has_look; /* otherwise in the colour of text */
  gboolean in_range; /* a fitted range reaches it */
} GmarlChartReference;

typedef struct {
  double x;
  char *label;   /* (nullable) */
  gboolean tick; /* a small sign on the axis, not a line through the plot */
} GmarlChartMark;

typedef enum {
  GMARL_CHART_LABELS_AUTO,   /* at the ends of lines while they are few, then a row */
  GMARL_CHART_LABELS_LEGEND, /* a row */
  GMARL_CHART_LABELS_NONE,
} GmarlChartLabels;

typedef struct _GmarlChartView GmarlChartView;
struct _GmarlChartView {
  char *title;    /* (nullable) the quantity */
  char *subtitle; /* (nullable) the statistic, n, and which direction is better */
  char *band_subtitle[GMARL_N_CHART_BANDS]; /* (nullable) instead, where that band is drawn */
  char *note;  /* (nullable) written in the plot: "outdated", "sampled 200 of 9 000" */
  char *empty; /* (nullable) written in the plot while there is no data; "No Data" if NULL */
  GmarlChartViewAxis x, y;
  GPtrArray *series;     /* of GmarlChartSeries */
  GPtrArray *references; /* of GmarlChartReference */
  GPtrArray *marks;      /* of GmarlChartMark */
  GmarlChartLabels labels;
  gboolean steady; /* the ranges are those of all series: hiding one moves no other */
};

GmarlChartView *gmarl_chart_view_new (void);
GmarlChartView *gmarl_chart_view_ref (GmarlChartView *self);
void gmarl_chart_view_unref (GmarlChartView *self);

/* Sets a text of the view or of something in it: gmarl_chart_view_set_text (&view->title, …). */
void gmarl_chart_view_set_text (char **field, const char *text);

/* Adds a visible series, drawn as a line. data: a new reference is taken; NULL makes an empty one.
 * Returns it, owned by the view, to be changed further.
 */
GmarlChartSeries *gmarl_chart_view_add_series (GmarlChartView *self,
                                               const char *id,
                                               const char *name,
                                               GmarlSeries *data,
                                               GmarlSeriesLook look);

/* (transfer none) */
GmarlChartReference *
gmarl_chart_view_add_reference (GmarlChartView *self, double value, const char *label);
GmarlChartMark *gmarl_chart_view_add_mark (GmarlChartView *self, double x, const char *label);

/* Makes x an axis of categories and adds one; returns its index, the x of its samples. */
guint gmarl_chart_view_add_category (GmarlChartView *self, const char *label);

/* (transfer none) (nullable) The name of the category that x belongs to. */
const char *gmarl_chart_view_get_category (const GmarlChartView *self, double x);

/* Whether there is anything of such a band to be drawn, of series that are hidden, too. */
gboolean gmarl_chart_view_has_band (const GmarlChartView *self, GmarlChartBand band);

/* What is drawn where a reader chose a band: intervals where there is none of it. */
GmarlChartBand gmarl_chart_view_resolve_band (const GmarlChartView *self, GmarlChartBand band);

/* (transfer none) (nullable) */
const char *gmarl_chart_view_get_subtitle (const GmarlChartView *self, GmarlChartBand band);

void gmarl_chart_view_clear_series (GmarlChartView *self);
void gmarl_chart_view_clear_references (GmarlChartView *self);
void gmarl_chart_view_clear_marks (GmarlChartView *self);

guint gmarl_chart_view_get_n_series (const GmarlChartView *self);

/* (transfer none) */
GmarlChartSeries *gmarl_chart_view_get_series (const GmarlChartView *self, guint index);

/* (transfer none) (nullable) */
GmarlChartSeries *gmarl_chart_view_find_series (const GmarlChartView *self, const char *id);

/* Lends the series the range of its seeds; a new reference is taken. */
void gmarl_chart_series_set_range (GmarlChartSeries *self, GmarlSeries *range);

/* (transfer none) The samples with the interval that the band stands for. */
GmarlSeries *gmarl_chart_series_get_samples (const GmarlChartSeries *self, GmarlChartBand band);

/* Whether that interval is one of the band: there is none where the band is another. */
gboolean gmarl_chart_series_has_interval (const GmarlChartSeries *self, GmarlChartBand band);

/* (transfer none) The data as drawn and read: those samples, smoothed if the series may be and
 * half_life is above 0; of a strip, the mean of each x with the quartiles as its interval.
 */
GmarlSeries *
gmarl_chart_series_get_drawn (GmarlChartSeries *self, GmarlChartBand band, double half_life);

/* Visible itself, and so is its parent. */
gboolean gmarl_chart_view_is_shown (const GmarlChartView *self, guint index);

GmarlColor gmarl_look_get_color (GmarlSeriesLook look, gboolean dark);
GmarlMarker gmarl_look_get_marker (GmarlSeriesLook look);
gsize gmarl_look_get_dash (GmarlSeriesLook look, const double **dash);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlChartView, gmarl_chart_view_unref)

G_END_DECLS
