/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scenario-private.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* Whether cheating pays, by the bounds of environment.md, section 6. */

/* The largest factor on the base demand that the day factor of section 8 gives, rounded up as the
 * contract does.
 */
#define LARGEST_DAY_FACTOR 1.45

typedef struct {
  double largest_import; /* p_max, p_peak */
  double least_import;   /* p_night */
  double largest_export; /* κ p_peak, or the largest of the series */
  double least_export;   /* q_min; infinite without sun */
  double largest_demand; /* d_max, kWh per step */
  double least_mean;     /* the least d̄ of any node, kWh per step */
} Extremes;

static double
tariff_at_hour (const GmarlScenario *self, gsize hour)
{
  if (hour < 6 || hour >= 22)
    return self->tariff_night;
  return hour >= 17 && hour < 21 ? self->tariff_peak : self->tariff_day;
}

static void
add_demand (Extremes *extremes, double largest, double mean)
{
  extremes->largest_demand = fmax (extremes->largest_demand, largest);
  extremes->least_mean = fmin (extremes->least_mean, fmax (0.1, mean));
}

static void
find_synthetic_demand (const GmarlScenario *self, Extremes *extremes)
{
  for (gint64 i = 0; i < self->nodes; i++) {
    const GmarlNodeSpec *node = &self->node[i];
    double largest = 0, sum = 0;

    for (gsize h = 0; h < G_N_ELEMENTS (node->base_demand_kwh); h++) {
      double demand = node->demand_scale * node->base_demand_kwh[h];

      largest = fmax (largest, demand);
      sum += demand;
    }
    add_demand (extremes, LARGEST_DAY_FACTOR * largest, sum / G_N_ELEMENTS (node->base_demand_kwh));
  }
}

static void
find_demand_of_data (const GmarlScenario *self, Extremes *extremes)
{
  const GmarlProfileData *data = self->data;
  gsize per_case = (gsize) (1440 / data->step_minutes), n_nodes = (gsize) self->nodes;
  double steps = (double) data->step_minutes / GMARL_STEP_MINUTES;

  for (gsize i = 0; i < n_nodes; i++) {
    double largest = 0, sum = 0;

    for (gsize k = 0; k < (gsize) data->n_cases; k++) {
      const double *demand = data->demand_kwh + (k * n_nodes + i) * per_case;

      for (gsize t = 0; t < per_case; t++) {
        largest = fmax (largest, demand[t]);
        sum += demand[t];
      }
    }
    add_demand (extremes, largest / steps,
                sum / (steps * (double) (data->n_cases * (gint64) per_case)));
  }
}

static void
find_tariff_prices (const GmarlScenario *self, Extremes *extremes)
{
  for (gsize hour = 0; hour < 24; hour++) {
    double price = tariff_at_hour (self, hour);

    extremes->largest_import = fmax (extremes->largest_import, price);
    extremes->least_import = fmin (extremes->least_import, price);
    extremes->largest_export = fmax (extremes->largest_export, self->export_ratio * price);
    if (hour >= 6 && hour < 18)
      extremes->least_export = fmin (extremes->least_export, self->export_ratio * price);
  }
}

static gboolean
sun_shines (const GmarlProfileData *data, gsize n_nodes, gsize k, gsize t)
{
  gsize per_case = (gsize) (1440 / data->step_minutes);

  for (gsize i = 0; data->solar_kwh != NULL && i < n_nodes; i++) {
    if (data->solar_kwh[(k * n_nodes + i) * per_case + t] > 0)
      return TRUE;
  }
  return FALSE;
}

static void
find_prices_of_data (const GmarlScenario *self, Extremes *extremes)
{
  const GmarlProfileData *data = self->data;
  gsize per_case = (gsize) (1440 / data->step_minutes);

  for (gsize k = 0; k < (gsize) data->n_cases; k++) {
    for (gsize t = 0; t < per_case; t++) {
      gsize at = k * per_case + t;
      double import = data->import_price != NULL
                          ? data->import_price[at]
                          : tariff_at_hour (self, t * (gsize) data->step_minutes / 60);
      double export =
          data->export_price != NULL ? data->export_price[at] : self->export_ratio * import;

      extremes->largest_import = fmax (extremes->largest_import, import);
      extremes->least_import = fmin (extremes->least_import, import);
      extremes->largest_export = fmax (extremes->largest_export, export);
      if (sun_shines (data, (gsize) self->nodes, k, t))
        extremes->least_export = fmin (extremes->least_export, export);
    }
  }
}

static Extremes
find_extremes (const GmarlScenario *self)
{
  Extremes extremes = { -DBL_MAX, DBL_MAX, -DBL_MAX, INFINITY, 0, DBL_MAX };

  if (self->data != NULL) {
    find_demand_of_data (self, &extremes);
    find_prices_of_data (self, &extremes);
  } else {
    find_synthetic_demand (self, &extremes);
    find_tariff_prices (self, &extremes);
  }
  return extremes;
}

static void
warn_of_shedding (const GmarlScenario *self, const Extremes *extremes, GPtrArray *warnings)
{
  double buying = self->weight_cost * (extremes->largest_import / self->cost_reference +
                                       self->self_weight / extremes->least_mean);

  if (extremes->largest_demand <= 0 || self->weight_unmet / extremes->largest_demand > buying)
    return;
  g_ptr_array_add (
      warnings,
      g_strdup_printf (
          _ ("It pays to leave demand unmet: a kWh not served costs as little as %.3g of reward, a "
             "kWh bought up to %.3g. Raise weight_unmet above %.3g, or lower weight_cost."),
          self->weight_unmet / extremes->largest_demand, buying,
          buying * extremes->largest_demand));
}

static void
warn_of_arbitrage (const GmarlScenario *self, const Extremes *extremes, GPtrArray *warnings)
{
  double sale = extremes->largest_export * self->charge_efficiency * self->discharge_efficiency;
  gboolean has_series =
      self->data != NULL && (self->data->import_price != NULL || self->data->export_price != NULL);

  if (sale < extremes->least_import)
    return;
  /* An export price below the import price cannot help where buying itself is paid for. */
  if (has_series || extremes->least_import <= 0)
    g_ptr_array_add (
        warnings,
        g_strdup_printf (_ ("It pays to trade from grid to grid: a kWh bought at %.3g, stored and "
                            "sold again earns %.3g. Correct the prices, or expect that the "
                            "batteries will trade."),
                         extremes->least_import, sale));
  else
    g_ptr_array_add (
        warnings,
        g_strdup_printf (
            _ ("It pays to trade from grid to grid: a kWh bought at %.3g, stored and sold again "
               "earns %.3g. Lower export_ratio below %.3g, or raise the least tariff."),
            extremes->least_import, sale,
            extremes->least_import /
                (extremes->largest_import * self->charge_efficiency * self->discharge_efficiency)));
}

static void
warn_of_ping_pong (const GmarlScenario *self, const Extremes *extremes, GPtrArray *warnings)
{
  double bonus = self->weight_cooperation / self->line_limit_kwh;
  double loss = (1 - self->charge_efficiency * self->line_efficiency * self->discharge_efficiency) *
                self->weight_cost * extremes->least_export / self->cost_reference;

  if (self->weight_cooperation <= 0 || !isfinite (extremes->least_export) || bonus < loss)
    return;
  if (loss > 0)
    g_ptr_array_add (
        warnings,
        g_strdup_printf (
            _ ("It pays to send the same energy back and forth: a kWh sent earns %.3g of reward, "
               "its losses cost as little as %.3g. Lower weight_cooperation below %.3g, or raise "
               "weight_cost."),
            bonus, loss, loss * self->line_limit_kwh));
  else
    g_ptr_array_add (
        warnings,
        g_strdup_printf (
            _ ("It pays to send the same energy back and forth: a kWh sent earns %.3g of reward "
               "and its losses cost nothing. Set weight_cooperation to 0, or give efficiencies "
               "below 1, an export price above 0 and a weight_cost above 0."),
            bonus));
}

GPtrArray *
gmarl_scenario_warnings (const GmarlScenario *self)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  Extremes extremes;

  g_return_val_if_fail (self != NULL, warnings);

  extremes = find_extremes (self);
  warn_of_shedding (self, &extremes, warnings);
  warn_of_arbitrage (self, &extremes, warnings);
  warn_of_ping_pong (self, &extremes, warnings);
  return warnings;
}
