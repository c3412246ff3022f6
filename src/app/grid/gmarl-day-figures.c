/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-day-figures.h"

#include "gmarl-format.h"
#include "gmarl-series-fill.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define HOURS              24
#define MIN_SPAN_STABILITY 0.1

typedef enum {
  UNIT_PERCENT,
  UNIT_ENERGY,
  UNIT_PRICE,
  UNIT_NONE,
} Unit;

typedef struct {
  const char *id;
  const char *name;
  GmarlSeriesLook look;
  Unit unit;
  double lowest, highest; /* what it can be */
  gboolean fixed;         /* and what axes show of it */
  gboolean with_zero;
  gboolean of_nodes; /* a sum over nodes; otherwise a mean, or neither */
} QuantityInfo;

#define QUANTITY(q)                                                                                \
  {                                                                                                \
    GMARL_LOOK_QUANTITY, GMARL_QUANTITY_##q                                                        \
  }

/* In the order of GmarlDayQuantity. */
static const QuantityInfo quantity_info[GMARL_N_DAY_QUANTITIES] = {
  { "storage", N_ ("Storage"), QUANTITY (STORAGE), UNIT_PERCENT, 0, 100, TRUE, FALSE, FALSE },
  { "demand", N_ ("Demand"), QUANTITY (DEMAND), UNIT_ENERGY, 0, NAN, FALSE, TRUE, TRUE },
  { "solar", N_ ("Solar"), QUANTITY (SOLAR), UNIT_ENERGY, 0, NAN, FALSE, TRUE, TRUE },
  { "grid", N_ ("Net Import"), QUANTITY (GRID), UNIT_ENERGY, NAN, NAN, FALSE, TRUE, TRUE },
  { "shared", N_ ("Shared"), QUANTITY (TRANSFER), UNIT_ENERGY, 0, NAN, FALSE, TRUE, TRUE },
  { "unmet", N_ ("Unserved Demand"), QUANTITY (DEMAND), UNIT_ENERGY, 0, NAN, FALSE, TRUE, TRUE },
  { "price", N_ ("Import Price"), QUANTITY (PRICE), UNIT_PRICE, NAN, NAN, FALSE, TRUE, FALSE },
  { "stability", N_ ("Stability"), QUANTITY (STABILITY), UNIT_NONE, NAN, 1, FALSE, FALSE, FALSE },
  { "reward", N_ ("Reward"), QUANTITY (STABILITY), UNIT_NONE, NAN, NAN, FALSE, FALSE, FALSE },
};

const char *
gmarl_day_quantity_get_name (GmarlDayQuantity quantity)
{
  g_return_val_if_fail (quantity < GMARL_N_DAY_QUANTITIES, NULL);

  return _ (quantity_info[quantity].name);
}

GmarlDayStamp
gmarl_day_source_get_stamp (const GmarlDaySource *self)
{
  guint64 n_days = gmarl_day_archive_get_n_days (self->archive);

  return (GmarlDayStamp){ n_days, n_days > 0 ? 0 : self->history->n_steps };
}

/* --- Values --------------------------------------------------------------------------------- */

/* The days to show, [n_days, GMARL_STEPS_PER_DAY], as they are shown. */
typedef struct {
  guint64 first;
  gsize n_days;
  double *steps;
} Days;

static void
days_clear (Days *self)
{
  g_free (self->steps);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Days, days_clear)

static void
gather (Days *self, GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  const gsize T = GMARL_STEPS_PER_DAY;
  guint64 n_days = gmarl_day_archive_get_n_days (source->archive);

  self->first = gmarl_day_archive_get_first (source->archive);
  self->n_days = (gsize) (n_days - self->first);
  if (self->n_days > 0) {
    self->steps = g_new (double, self->n_days *T);
    for (gsize day = 0; day < self->n_days; day++)
      memcpy (self->steps + day * T,
              gmarl_day_archive_get (source->archive, quantity, self->first + day),
              T * sizeof (double));
  } else if (source->history->n_steps > 0) {
    self->n_days = 1;
    self->steps = g_new (double, T);
    gmarl_day_archive_read (source->history, quantity, self->steps);
  }
  for (gsize k = 0; quantity_info[quantity].unit == UNIT_PERCENT && k < self->n_days * T; k++)
    self->steps[k] *= 100;
}

/* --- Words ---------------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static char *
unit_of (GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  switch (quantity_info[quantity].unit) {
  case UNIT_PERCENT:
    return g_strdup ("%");
  case UNIT_ENERGY:
    return g_strdup (_ ("kWh per step"));
  case UNIT_PRICE:
    /* translators: a price: currency per kilowatt hour. */
    return g_strdup_printf (_ ("%s/kWh"), source->currency);
  case UNIT_NONE:
  default:
    return NULL;
  }
}

/* How many days these are, and whether there were more. (transfer full) */
static char *
say_days (const GmarlDaySource *source)
{
  guint64 n_days = gmarl_day_archive_get_n_days (source->archive);
  guint64 kept = n_days - gmarl_day_archive_get_first (source->archive);
  g_autofree char *all = gmarl_format_decimals ((double) n_days, 0);

  if (n_days == 0)
    return g_strdup (_ ("the first day, in play"));
  if (n_days == 1)
    return g_strdup (_ ("one day so far"));
  if (kept < n_days)
    return g_strdup_printf (_ ("the last %u of %s days"), (guint) kept, all);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s day", "%s days", (gulong) n_days), all);
}

/* What is written in the plot: that these are not all days, or that there are few. (transfer full)
 * (nullable)
 */
static char *
make_note (const GmarlDaySource *source)
{
  guint64 n_days = gmarl_day_archive_get_n_days (source->archive);
  guint64 kept = n_days - gmarl_day_archive_get_first (source->archive);
  g_autofree char *all = gmarl_format_decimals ((double) n_days, 0);

  if (n_days == 0 && source->history->n_steps > 0)
    return g_strdup (_ ("The first day is not over"));
  if (n_days == 1)
    return g_strdup (_ ("One day so far"));
  if (kept < n_days)
    return g_strdup_printf (_ ("The last %u of %s days"), (guint) kept, all);
  return NULL;
}

/* Whose values they are: "sum of 5 nodes". (transfer full) */
static char *
say_nodes (GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  g_autofree char *nodes = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu node", "%zu nodes", source->n_nodes), source->n_nodes);

  if (quantity_info[quantity].of_nodes)
    return g_strdup_printf (_ ("sum of %s"), nodes);
  if (quantity == GMARL_DAY_STORAGE || quantity == GMARL_DAY_REWARD)
    return g_strdup_printf (_ ("mean of %s"), nodes);
  return NULL;
}

/* The statistic, of whom, and of which days. */
static void
set_subtitle (char **field,
              const char *statistic,
              GmarlDayQuantity quantity,
              const GmarlDaySource *source)
{
  g_autofree char *days = say_days (source);
  g_autofree char *nodes = say_nodes (quantity, source);
  g_autofree char *text = nodes != NULL ? g_strjoin (" · ", statistic, nodes, days, NULL)
                                        : g_strjoin (" · ", statistic, days, NULL);

  gmarl_chart_view_set_text (field, text);
}

/* --- Charts --------------------------------------------------------------------------------- */

/* The axis that has the values. */
static void
set_value_axis (GmarlChartViewAxis *axis, GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  const QuantityInfo *info = &quantity_info[quantity];
  g_autofree char *unit = unit_of (quantity, source);

  gmarl_chart_view_set_text (&axis->unit, unit);
  axis->lowest = info->lowest;
  axis->highest = info->highest;
  if (quantity == GMARL_DAY_STABILITY)
    axis->min_span = MIN_SPAN_STABILITY;
}

static void
set_value_y (GmarlChartView *view, GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  const QuantityInfo *info = &quantity_info[quantity];

  set_value_axis (&view->y, quantity, source);
  view->y.with_zero = info->with_zero;
  if (info->fixed) {
    view->y.min = info->lowest;
    view->y.max = info->highest;
  }
  if (quantity == GMARL_DAY_GRID) {
    gmarl_chart_view_set_text (&view->y.low_word, _ ("Export"));
    gmarl_chart_view_set_text (&view->y.high_word, _ ("Import"));
  }
}

static void
fill_average (GmarlChartView *view,
              GmarlSeries *series,
              GmarlDayQuantity quantity,
              const GmarlDaySource *source,
              const Days *days)
{
  set_subtitle (&view->subtitle,
                days->n_days > 1 ? _ ("Mean of days; band from lowest to highest")
                                 : _ ("Each step"),
                quantity, source);
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.min = 0;
  view->x.max = HOURS;
  set_value_y (view, quantity, source);
  gmarl_series_fill_mean (series, days->steps, days->n_days, GMARL_STEPS_PER_DAY,
                          (double) HOURS / GMARL_STEPS_PER_DAY);
}

static void
fill_duration (GmarlChartView *view,
               GmarlSeries *series,
               GmarlDayQuantity quantity,
               const GmarlDaySource *source,
               const Days *days)
{
  set_subtitle (&view->subtitle, _ ("How long it is above a value"), quantity, source);
  gmarl_chart_view_set_text (&view->x.title, _ ("Share of the time"));
  gmarl_chart_view_set_text (&view->x.unit, "%");
  view->x.min = 0;
  view->x.max = 100;
  set_value_y (view, quantity, source);
  gmarl_series_fill_duration (series, days->steps, days->n_days * GMARL_STEPS_PER_DAY);
}

/* A round number without the zeros behind it. (transfer full) */
static char *
format_round (double width)
{
  int decimals = width > 0 ? MAX ((int) -floor (log10 (width) + 1e-9), 0) : 0;
  double rest = width * pow (10, decimals);

  return gmarl_format_decimals (width, fabs (rest - round (rest)) > 1e-6 ? decimals + 1 : decimals);
}

static void
fill_histogram (GmarlChartView *view,
                GmarlSeries *series,
                GmarlDayQuantity quantity,
                const GmarlDaySource *source,
                const Days *days)
{
  double width =
      gmarl_series_fill_histogram (series, days->steps, days->n_days * GMARL_STEPS_PER_DAY);
  g_autofree char *number = format_round (width);
  g_autofree char *unit = unit_of (quantity, source);
  g_autofree char *bins = NULL;

  if (unit != NULL)
    /* translators: how wide the bars of a histogram are: a number and its unit */
    bins = g_strdup_printf (_ ("Bars of %s\u202f%s"), number, unit);
  else
    bins = g_strdup_printf (_ ("Bars of %s"), number);
  set_subtitle (&view->subtitle, bins, quantity, source);
  gmarl_chart_view_set_text (&view->x.title, gmarl_day_quantity_get_name (quantity));
  set_value_axis (&view->x, quantity, source);
  view->x.lowest = view->x.highest = NAN;
  view->x.min_span = 0;
  gmarl_chart_view_set_text (&view->y.unit, _ ("% of the time"));
  view->y.lowest = 0;
  view->y.with_zero = TRUE;
}

GmarlChartView *
gmarl_day_figure_new_chart (GmarlDayFigure figure,
                            GmarlDayQuantity quantity,
                            const GmarlDaySource *source)
{
  const QuantityInfo *info;
  GmarlChartView *view;
  GmarlChartSeries *series;
  g_autofree char *note = NULL;
  g_auto (Days) days = { 0 };

  g_return_val_if_fail (quantity < GMARL_N_DAY_QUANTITIES && source != NULL, NULL);

  info = &quantity_info[quantity];
  gather (&days, quantity, source);
  note = make_note (source);
  view = gmarl_chart_view_new ();
  gmarl_chart_view_set_text (&view->title, _ (info->name));
  gmarl_chart_view_set_text (&view->empty, _ ("The day has not begun"));
  gmarl_chart_view_set_text (&view->note, note);
  view->labels = GMARL_CHART_LABELS_NONE;
  series = gmarl_chart_view_add_series (view, info->id, _ (info->name), NULL, info->look);
  switch (figure) {
  case GMARL_DAY_FIGURE_DURATION:
    fill_duration (view, series->data, quantity, source, &days);
    break;
  case GMARL_DAY_FIGURE_HISTOGRAM:
    series->drawn = GMARL_CHART_BARS;
    fill_histogram (view, series->data, quantity, source, &days);
    break;
  case GMARL_DAY_FIGURE_AVERAGE:
  default:
    fill_average (view, series->data, quantity, source, &days);
  }
  return view;
}

GmarlHeatView *
gmarl_day_figure_new_heat_map (GmarlDayQuantity quantity, const GmarlDaySource *source)
{
  const QuantityInfo *info;
  GmarlHeatView *view;
  g_autofree char *unit = NULL;
  g_autofree char *note = NULL;
  g_auto (Days) days = { 0 };

  g_return_val_if_fail (quantity < GMARL_N_DAY_QUANTITIES && source != NULL, NULL);

  info = &quantity_info[quantity];
  gather (&days, quantity, source);
  unit = unit_of (quantity, source);
  note = make_note (source);
  view = gmarl_heat_view_new ();
  gmarl_chart_view_set_text (&view->title, _ (info->name));
  set_subtitle (&view->subtitle, _ ("Mean of each hour"), quantity, source);
  gmarl_chart_view_set_text (&view->unit, unit);
  gmarl_chart_view_set_text (&view->note, note);
  gmarl_chart_view_set_text (&view->empty, _ ("The day has not begun"));
  /* Colours are for what differs: the whole range of levels would leave few of them. */
  view->lowest = info->with_zero && info->lowest >= 0 ? info->lowest : NAN;
  if (quantity == GMARL_DAY_GRID) {
    view->is_signed = TRUE;
    gmarl_chart_view_set_text (&view->low_word, _ ("Export"));
    gmarl_chart_view_set_text (&view->high_word, _ ("Import"));
  }
  gmarl_heat_view_set_size (view, days.first, days.n_days, HOURS);
  for (gsize day = 0; day < days.n_days; day++)
    gmarl_heat_view_set_day (view, day, days.steps + day * GMARL_STEPS_PER_DAY,
                             GMARL_STEPS_PER_DAY);
  return view;
}
