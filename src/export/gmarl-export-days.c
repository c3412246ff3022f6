/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-days.h"

#include "gmarl-export-json.h"

#include <math.h>
#include <string.h>

/* "grid_import_kwh": the unit in lower case, what is no letter or digit of ASCII left out. */
static char *
column_name (const GmarlIndicatorInfo *info, const char *currency)
{
  GString *name = g_string_new (info->id);
  gboolean is_currency = strcmp (info->unit, "currency") == 0;
  const char *unit = is_currency ? currency : info->unit;
  gsize start;

  if (unit[0] == '\0' || strcmp (unit, "fraction") == 0 || strcmp (unit, "1") == 0)
    return g_string_free (name, FALSE);
  g_string_append_c (name, '_');
  start = name->len;
  for (const char *p = unit; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (name, g_ascii_tolower (*p));
  /* A currency that is a sign, "€". */
  if (name->len == start)
    g_string_append (name, is_currency ? "currency" : "unit");
  return g_string_free (name, FALSE);
}

char *
gmarl_export_simulation_csv (const GmarlSimulationTable *table)
{
  GString *text = g_string_new ("day,episode_seed");

  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    g_autofree char *name = column_name (&gmarl_indicators[k], table->scenario->currency);

    g_string_append_printf (text, ",%s", name);
  }
  g_string_append (text, "\r\n");

  for (gsize day = 0; day < table->n_days; day++) {
    const double *values = table->indicators + day * GMARL_N_INDICATORS;

    g_string_append_printf (text, "%zu,%" G_GUINT64_FORMAT, day, table->episode_seeds[day]);
    for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
      g_autofree char *value = isfinite (values[k]) ? gmarl_format_double (values[k]) : NULL;

      g_string_append_printf (text, ",%s", value == NULL ? "" : value);
    }
    g_string_append (text, "\r\n");
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
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      gmarl_json_add_number (builder, gmarl_indicators[k].id, values[k]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);

  add_balance (builder, table->balance);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
