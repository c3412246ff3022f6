/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

/* Gives scenario made-up data of n_cases days: demand 1.2, solar 0.6 where with_solar, prices 0.3
 * and 0.1 where with_prices; every value per native step, none of them special.
 */
static inline void
attach_data (GmarlScenario *scenario,
             gint64 n_cases,
             gint64 step_minutes,
             gboolean with_solar,
             gboolean with_prices)
{
  GmarlProfileData *data = g_new0 (GmarlProfileData, 1);
  gsize per_case = (gsize) (n_cases * (1440 / step_minutes));
  gsize count = per_case * (gsize) scenario->nodes;

  data->step_minutes = step_minutes;
  data->n_cases = n_cases;
  data->split = GMARL_SPLIT_DAYS;
  data->labels = g_new0 (char *, n_cases + 1);
  data->source = g_strdup ("made up");
  for (gint64 k = 0; k < n_cases; k++)
    data->labels[k] = g_strdup_printf ("day %" G_GINT64_FORMAT, k);
  data->demand_kwh = g_new (double, count);
  data->solar_kwh = with_solar ? g_new (double, count) : NULL;
  for (gsize k = 0; k < count; k++) {
    data->demand_kwh[k] = 1.2;
    if (with_solar)
      data->solar_kwh[k] = 0.6;
  }
  if (with_prices) {
    data->import_price = g_new (double, per_case);
    data->export_price = g_new (double, per_case);
    data->carbon_kg_per_kwh = g_new (double, per_case);
    for (gsize k = 0; k < per_case; k++) {
      data->import_price[k] = 0.3;
      data->export_price[k] = 0.1;
      data->carbon_kg_per_kwh[k] = 0.25;
    }
  }
  scenario->data = data;
}
