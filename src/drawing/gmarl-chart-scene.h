/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-draw-style.h"
#include "gmarl-draw-text.h"
#include "gmarl-ticks.h"

G_BEGIN_DECLS

/* A chart laid out for one size: where everything is, in pixels, and what it says. It is made from
 * a view, what the reader chose, a style and a size, and holds no colours; painting is
 * gmarl-chart-paint.h. No display is needed, and the same arguments give the same scene.
 *
 * Decimation is for drawing alone: where more than two samples share a column of device pixels, the
 * column shows their least and greatest value and their mean. Numbers come from the samples.
 *
 * A scene keeps a reference to the view, whose series it reads for readouts; after a series was
 * cleared or truncated, make a new scene before asking.
 */

typedef struct {
  double x, y, width, height;
} GmarlRectangle;

/* What a reader chose. gmarl_chart_state_init () gives what a chart begins with. */
typedef struct {
  double x0, x1;    /* the part of x that is shown; NaN: all */
  double y0, y1;    /* a fixed range of y; NaN: fitted to what is visible between x0 and x1 */
  gboolean y_log;   /* y as powers of ten, whatever the view says */
  double half_life; /* of smoothing, in units of x; 0: none */
  GmarlChartBand band;
  int focused; /* index of the series that stands out, or -1 */
} GmarlChartState;

void gmarl_chart_state_init (GmarlChartState *self);

/* Part of a line between two gaps is a run of vertices; a vertex with a NaN x separates runs. */
typedef struct {
  double x, y;
} GmarlPoint;

/* A column of an envelope or band; NaN x separates runs. */
typedef struct {
  double x, top, bottom;
} GmarlSlice;

/* From the lower to the upper quartile. */
typedef struct {
  GmarlRectangle area;
  double median; /* y */
} GmarlChartBox;

typedef struct {
  guint index;        /* in the view */
  gboolean decimated; /* more than two samples in a column: the line is the mean, within envelope */
  GArray *line;       /* of GmarlPoint */
  GArray *envelope;   /* of GmarlSlice; empty unless decimated */
  GArray *band;       /* of GmarlSlice; empty if there is no interval to show; points: whiskers */
  GArray *raw;        /* of GmarlPoint: the line before smoothing; empty if it is not smoothed */
  GArray *bars;       /* of GmarlRectangle */
  GArray *dots;       /* of GmarlPoint: the samples of a strip, moved apart */
  GArray *boxes;      /* of GmarlChartBox, of a strip */
  GArray *markers;    /* of GmarlPoint, about 80 px apart; points: all; a strip: means */
  double base;        /* y of zero, where areas and bars begin */
  gboolean outline;   /* the band is an outline, as too many overlap */
  double width;       /* of the line */
  double alpha;
} GmarlChartCurve;

/* A name with its sample of line and marker, which a click can toggle: at the end of the line, or
 * in the legend.
 */
typedef struct {
  guint index;         /* of the series in the view */
  char *text;          /* shortened to fit */
  GmarlRectangle area; /* to be hit */
  GmarlPoint swatch;   /* left end of the sample of the line, at its middle height */
  GmarlPoint text_at;  /* left end of the text, at its middle height */
  gboolean hidden;     /* the series is not shown; the entry stands back */
  gboolean at_line;    /* at the end of the line */
  gboolean on_axis;    /* the label of its category; swatch is where a sign of hiding stands */
  double end_y;        /* where the line ends, if at_line and not hidden; NaN otherwise */
} GmarlChartEntry;

typedef struct {
  guint index; /* in the view's references */
  double y;    /* of the line */
  char *text;
  GmarlPoint text_at; /* left end of the text, at its middle height */
  gboolean beside;    /* in the column of labels, right of the plot; otherwise on the plot */
} GmarlChartReferenceLine;

typedef struct {
  guint index; /* in the view's marks */
  double x;
  char *text; /* (nullable) if there is none or no room */
  GmarlPoint text_at;
  gboolean tick;
} GmarlChartMarkLine;

/* A line of text that is not one of the above. */
typedef struct {
  char *text;
  GmarlTextRole role;
  GmarlTextAlign align;
  GmarlPoint at; /* the anchor by align, at middle height */
  gboolean halo; /* on the plot, where lines may cross it */
  double turn;   /* about the anchor, in radians, clockwise */
} GmarlChartLabel;

/* "▲ 3 points above": what a fixed range leaves out. count 0: not shown. */
typedef struct {
  gsize count;
  gboolean more; /* than count */
  char *text;
  GmarlRectangle area;
} GmarlChartChip;

typedef struct {
  GmarlChartView *view;  /* (owned) */
  GmarlChartState state; /* its band is one that the view has */
  double width, height;
  double em; /* of the interface's font in pixels */
  double title_bottom;
  GmarlRectangle plot;
  double x0, x1, y0, y1; /* the ranges in units of data */
  GmarlChartAxisKind x_kind, y_kind;
  GmarlTicks x_ticks, y_ticks;
  guint abreast; /* series that stand side by side in each category; 0: each in its middle */
  gboolean zero_line;
  gboolean empty;        /* there is nothing to draw */
  GPtrArray *curves;     /* of GmarlChartCurve, in the order of painting */
  GPtrArray *entries;    /* of GmarlChartEntry */
  GPtrArray *references; /* of GmarlChartReferenceLine */
  GPtrArray *marks;      /* of GmarlChartMarkLine */
  GPtrArray *labels;     /* of GmarlChartLabel */
  GmarlChartChip above, below;
} GmarlChartScene;

/* measure: how wide texts are; NULL asks Pango. */
GmarlChartScene *gmarl_chart_scene_new (GmarlChartView *view,
                                        const GmarlChartState *state,
                                        const GmarlDrawStyle *style,
                                        const GmarlTextMeasure *measure,
                                        double width,
                                        double height);
void gmarl_chart_scene_free (GmarlChartScene *self);

/* How far the visible series' data reach; NaN, NaN if there are none. */
void gmarl_chart_view_get_data_range (const GmarlChartView *view, double *x0, double *x1);

/* The whole range of x, of the visible series' data or as the view fixes it. What "fit" shows. */
void gmarl_chart_view_get_x_range (const GmarlChartView *view, double *x0, double *x1);

/* Between data and pixels; log axes give NaN for what is not positive. */
double gmarl_chart_scene_x_to_pixel (const GmarlChartScene *self, double x);
double gmarl_chart_scene_y_to_pixel (const GmarlChartScene *self, double y);
double gmarl_chart_scene_pixel_to_x (const GmarlChartScene *self, double pixel);
double gmarl_chart_scene_pixel_to_y (const GmarlChartScene *self, double pixel);

/* How far beside its x a series is drawn, in pixels: those that share categories stand abreast. */
double gmarl_chart_scene_get_offset (const GmarlChartScene *self, guint index);

/* The part of the plot that belongs to a category; FALSE if x has none or it is not shown. */
gboolean
gmarl_chart_scene_get_slot_area (const GmarlChartScene *self, double x, GmarlRectangle *area);

/* --- What is where -------------------------------------------------------------------------- */

/* Index of the series whose line passes nearest to the pixel, within distance px; -1 if none. */
int gmarl_chart_scene_series_at (const GmarlChartScene *self, double x, double y, double distance);

/* Index of the series whose entry is at the pixel, -1 if there is none. */
int gmarl_chart_scene_entry_at (const GmarlChartScene *self, double x, double y);

gboolean gmarl_chart_scene_in_plot (const GmarlChartScene *self, double x, double y);

/* The x of the sample nearest to x, of all shown series that are not thin; NaN if empty. */
double gmarl_chart_scene_snap (const GmarlChartScene *self, double x);

/* The x of the count-th next sample (negative: previous) from x, of the focused series, or of all
 * shown ones if none is focused; stops at the ends. For the keyboard.
 */
double gmarl_chart_scene_step (const GmarlChartScene *self, double x, int count);

/* The series shown before or after index that is not thin (direction -1 or 1), -1 if none. */
int gmarl_chart_scene_next_series (const GmarlChartScene *self, int index, int direction);

/* --- What is said --------------------------------------------------------------------------- */

typedef struct {
  guint index; /* of the series in the view */
  double value;
  double lower, upper; /* NaN if there is no interval; of a strip, the quartiles */
  const char *name;    /* (transfer none) */
  char *value_text;    /* "0.872" */
  char *interval_text; /* (nullable) "0.850 to 0.894", "quartiles …", "seeds …" */
  gboolean says_what;  /* the interval says of itself what it is */
} GmarlChartReadoutRow;

typedef struct {
  double x;
  char *x_text;    /* "Iteration 310", "14:35" */
  GPtrArray *rows; /* of GmarlChartReadoutRow, greatest value first */
} GmarlChartReadout;

/* Values of all shown series that are not thin and have a sample at x or so near that no other is
 * nearer. Values are those of samples (smoothed if the chart is), never of decimation.
 */
GmarlChartReadout *gmarl_chart_scene_read (const GmarlChartScene *self, double x);
void gmarl_chart_readout_free (GmarlChartReadout *self);

/* One tab-separated line of a heading and one for each row, for the clipboard. */
char *gmarl_chart_readout_to_text (const GmarlChartReadout *self, const GmarlChartScene *scene);

/* "Iteration 310. PPO 0.872, interval 0.850 to 0.894. Heuristic 0.811." Three series at most, the
 * focused one first: the accessible label while the cursor is at x.
 */
char *gmarl_chart_scene_describe_point (const GmarlChartScene *self, double x);

/* "Δ 120 · PPO +0.103 · …": from one pin to the other. */
char *gmarl_chart_scene_describe_difference (const GmarlChartScene *self, double from, double to);

/* "Line chart, stability by iteration, 3 series. PPO rises from 0.58 to 0.89 …": the accessible
 * description, of the whole data, whatever part is shown.
 */
char *gmarl_chart_scene_describe (const GmarlChartScene *self);

/* A position on the x axis in words; value with three significant digits, and unit if with_unit. */
char *gmarl_chart_scene_format_x (const GmarlChartScene *self, double x);
char *gmarl_chart_scene_format_y (const GmarlChartScene *self, double y, gboolean with_unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlChartScene, gmarl_chart_scene_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlChartReadout, gmarl_chart_readout_free)

G_END_DECLS
