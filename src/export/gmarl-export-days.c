/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-days.h"

#include "gmarl-export-columns.h"
#include "gmarl-export-json.h"

#include <inttypes.h>

char *
gmarl_export_simulation_csv (const GmarlSimulationTable *table)
{
  GString *text = g_string_new ("day,episode_seed");

  if (table->labels != NULL)
    g_string_append (text, ",label");
  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    g_string_append_c (text, ',');
    gmarl_export_append_column (text, gmarl_indicators[k].id, gmarl_indicators[k].unit,
                                table->scenario->currency);
  }
  g_string_append (text, "\n");

  for (gsize day = 0; day < table->n_days; day++) {
    const double *values = table->indicators + day * GMARL_N_INDICATORS;

    g_string_append_printf (text, "%zu,%" PRIu64, day, table->episode_seeds[day]);
    if (table->labels != NULL) {
      g_string_append_c (text, ',');
      gmarl_export_append_text (text, table->labels[day]);
    }
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      gmarl_export_append_cell (text, values[k]);
    g_string_append (text, "\n");
  }
  return g_string_free (text, FALSE);
}

static void
add_balance (JsonBuilder *builder, const GmarlEnergyBalance *balance)
{
  json_builder_set_member_name (builder, "energy_balance");
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "solar_kwh", balance->solar);
  gmarl_json_add_number (builder, "curtailed_kwh", balance->curtailed);
  gmarl_json_add_number (builder, "bought_kwh", balance->bought);
  gmarl_json_add_number (builder, "sold_kwh", balance->sold);
  gmarl_json_add_number (builder, "demand_kwh", balance->demand);
  gmarl_json_add_number (builder, "unmet_kwh", balance->unmet);
  gmarl_json_add_number (builder, "stored_kwh", balance->stored);
  gmarl_json_add_number (builder, "line_losses_kwh", balance->line_losses);
  gmarl_json_add_number (builder, "battery_losses_kwh", balance->battery_losses);
  gmarl_json_add_number (builder, "in_kwh", gmarl_energy_balance_in (balance));
  gmarl_json_add_number (builder, "out_kwh", gmarl_energy_balance_out (balance));
  gmarl_json_add_number (builder, "relative_residual", gmarl_energy_balance_residual (balance));
  json_builder_end_object (builder);
}

char *
gmarl_export_simulation_json (const GmarlSimulationTable *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *hash = gmarl_scenario_hash (table->scenario);

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "version", GMARL_VERSION);
  gmarl_json_add_string (builder, "scenario", table->scenario->name);
  gmarl_json_add_string (builder, "scenario_hash", hash);
  gmarl_json_add_string (builder, "currency", table->scenario->currency);
  gmarl_json_add_string (builder, "policy", table->policy);
  json_builder_set_member_name (builder, "chained");
  json_builder_add_boolean_value (builder, table->chained);

  json_builder_set_member_name (builder, "days");
  json_builder_begin_array (builder);
  for (gsize day = 0; day < table->n_days; day++) {
    const double *values = table->indicators + day * GMARL_N_INDICATORS;

    json_builder_begin_object (builder);
    gmarl_json_add_unsigned (builder, "day", day);
    gmarl_json_add_unsigned (builder, "episode_seed", table->episode_seeds[day]);
    if (table->labels != NULL)
      gmarl_json_add_string (builder, "label", table->labels[day]);
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      gmarl_json_add_number (builder, gmarl_indicators[k].id, values[k]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);

  add_balance (builder, table->balance);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
