/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-metrics.h"

#include "gmarl-format.h"
#include "gmarl-grid-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
sum (const double *values, gsize n)
{
  double total = 0;

  for (gsize k = 0; k < n; k++)
    total += values[k];
  return total;
}

static double
cost_of_step (const GmarlDayHistory *history, gsize k)
{
  return history->import_price[k] * history->grid_import[k] -
         history->export_price[k] * history->grid_export[k];
}

/* As the indicators: 1 where there is nothing to lose. */
static double
kept_share (double lost, double all)
{
  return all > 0 ? 1 - lost / all : 1;
}

static double
metric_of_step (GmarlGridMetric metric, const GmarlDayHistory *history, gsize k)
{
  switch (metric) {
  case GMARL_GRID_METRIC_STABILITY:
    return history->stability[k + 1];
  case GMARL_GRID_METRIC_IMPORT:
    return history->grid_import[k];
  case GMARL_GRID_METRIC_COST:
    return cost_of_step (history, k);
  case GMARL_GRID_METRIC_SATISFACTION:
    return kept_share (history->unmet[k], history->demand[k]);
  case GMARL_GRID_METRIC_SOLAR:
    return kept_share (history->curtailed[k], history->solar[k]);
  case GMARL_GRID_METRIC_REWARD:
    return history->reward[k];
  default:
    return NAN;
  }
}

GmarlMetricValue
gmarl_grid_metric (GmarlGridMetric metric, const GmarlDayHistory *history, guint step)
{
  GmarlMetricValue value = { NAN, NAN, NAN };
  gsize n;

  g_return_val_if_fail (metric < GMARL_N_GRID_METRICS && history != NULL, value);

  n = MIN (step, history->n_steps);
  if (n == 0) {
    /* The levels, and with them the stability, are there before anything happens. */
    if (metric == GMARL_GRID_METRIC_STABILITY)
      value.now = history->stability[0];
    return value;
  }
  value.now = metric_of_step (metric, history, n - 1);
  switch (metric) {
  case GMARL_GRID_METRIC_STABILITY:
    value.today = sum (history->stability + 1, n) / (double) n;
    break;
  case GMARL_GRID_METRIC_SATISFACTION:
    value.lost = sum (history->unmet, n);
    value.today = kept_share (value.lost, sum (history->demand, n));
    break;
  case GMARL_GRID_METRIC_SOLAR:
    value.lost = sum (history->curtailed, n);
    value.today = kept_share (value.lost, sum (history->solar, n));
    break;
  default:
    value.today = 0;
    for (gsize k = 0; k < n; k++)
      value.today += metric_of_step (metric, history, k);
    break;
  }
  return value;
}

gsize
gmarl_grid_metric_course (GmarlGridMetric metric,
                          const GmarlDayHistory *history,
                          guint step,
                          double *values)
{
  gsize n;

  g_return_val_if_fail (metric < GMARL_N_GRID_METRICS && history != NULL && values != NULL, 0);

  n = MIN (step, history->n_steps);
  for (gsize k = 0; k < n; k++)
    values[k] = metric_of_step (metric, history, k);
  return n;
}

static const struct {
  const char *title;
  const char *definition;
} metric_info[GMARL_N_GRID_METRICS] = {
  { N_ ("Stability"),
    N_ ("How near the batteries are to half full, and to each other. 1 is best.") },
  { N_ ("Grid Import"), N_ ("Energy bought from the public grid in the last five minutes.") },
  { N_ ("Energy Cost"), N_ ("What bought energy cost today, less what sold energy earned.") },
  { N_ ("Demand Met"), N_ ("Share of today’s demand that was served.") },
  { N_ ("Solar Used"), N_ ("Share of today’s solar energy that was not curtailed.") },
  { N_ ("Reward"),
    N_ ("What the agents earned today, the mean over nodes: what training raises.") },
};

const char *
gmarl_grid_metric_title (GmarlGridMetric metric)
{
  g_return_val_if_fail (metric < GMARL_N_GRID_METRICS, NULL);

  return _ (metric_info[metric].title);
}

const char *
gmarl_grid_metric_definition (GmarlGridMetric metric)
{
  g_return_val_if_fail (metric < GMARL_N_GRID_METRICS, NULL);

  return _ (metric_info[metric].definition);
}

/* Two decimals, so that the digits do not jump. */
static char *
fraction_text (double value)
{
  return gmarl_format_decimals (value, 2);
}

/* A tile has room for six digits. */
#define LARGEST 99999.5

/* Three digits and a prefix where there would be too many. */
static char *
short_text (double value)
{
  g_autofree char *number = NULL;

  if (!(fabs (value) >= LARGEST))
    return gmarl_grid_text_number (value);
  number = gmarl_grid_text_number (value / (fabs (value) < 999500 ? 1e3 : 1e6));
  /* translators: thousands, millions: "193 k", "1.93 M" */
  return g_strdup_printf (fabs (value) < 999500 ? _ ("%s\u202fk") : _ ("%s\u202fM"), number);
}

/* The same of an energy, whose unit takes the prefix. unit: static. */
static char *
short_energy (double kwh, const char **unit)
{
  gboolean is_large = fabs (kwh) >= LARGEST, is_larger = fabs (kwh) >= 999500;

  *unit = is_larger ? "GWh" : is_large ? "MWh" : "kWh";
  return gmarl_grid_text_number (is_larger ? kwh / 1e6 : is_large ? kwh / 1e3 : kwh);
}

GmarlMetricText
gmarl_grid_metric_text (GmarlGridMetric metric, GmarlMetricValue value, const char *currency)
{
  GmarlMetricText text = { NULL, NULL, NULL };
  g_autofree char *now = short_text (value.now);
  g_autofree char *today = short_text (value.today);
  const char *unit;
  g_autofree char *lost_number = short_energy (value.lost, &unit);
  g_autofree char *lost = g_strdup_printf ("%s\u202f%s", lost_number, unit);

  switch (metric) {
  case GMARL_GRID_METRIC_STABILITY: {
    g_autofree char *mean = fraction_text (value.today);

    text.value = fraction_text (value.now);
    text.unit = g_strdup ("");
    text.detail = g_strdup_printf (_ ("%s today"), mean);
    break;
  }
  case GMARL_GRID_METRIC_IMPORT: {
    g_autofree char *bought = NULL;

    text.value = short_energy (value.now, &unit);
    text.unit = g_strdup (unit);
    bought = short_energy (value.today, &unit);
    /* translators: an energy and its unit */
    text.detail = g_strdup_printf (_ ("%s %s today"), bought, unit);
    break;
  }
  case GMARL_GRID_METRIC_COST:
    text.value = g_steal_pointer (&today);
    text.unit = g_strdup (currency);
    text.detail = g_strdup_printf (_ ("%s in this step"), now);
    break;
  case GMARL_GRID_METRIC_SATISFACTION:
    text.value = gmarl_grid_text_percent (value.today, 1);
    text.unit = g_strdup ("");
    text.detail = g_strdup_printf (_ ("%s unmet"), lost);
    break;
  case GMARL_GRID_METRIC_SOLAR:
    text.value = gmarl_grid_text_percent (value.today, 1);
    text.unit = g_strdup ("");
    text.detail = g_strdup_printf (_ ("%s curtailed"), lost);
    break;
  case GMARL_GRID_METRIC_REWARD:
    text.value = g_steal_pointer (&today);
    text.unit = g_strdup ("");
    text.detail = g_strdup_printf (_ ("%s in this step"), now);
    break;
  default:
    g_return_val_if_reached (text);
  }
  return text;
}

void
gmarl_metric_text_clear (GmarlMetricText *self)
{
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->detail, g_free);
}
