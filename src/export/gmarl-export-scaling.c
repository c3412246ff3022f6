/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-scaling.h"

#include "gmarl-export-columns.h"
#include "gmarl-export-json.h"

#include <inttypes.h>

#define FORMAT_VERSION 1

static const char *
sharing_id (gboolean shared)
{
  return shared ? "shared" : "independent";
}

char *
gmarl_export_scaling_csv (const GPtrArray *cells)
{
  GString *csv = g_string_new ("agents,sharing,seed,metric,unit,value\n");

  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];

    for (gint quantity = 0; cell->state == GMARL_CELL_DONE && quantity < GMARL_N_SCALING;
         quantity++) {
      const GmarlScalingInfo *info = &gmarl_scaling_quantities[quantity];

      g_string_append_printf (csv, "%" PRId64 ",%s,%" PRIu64 ",%s,%s", cell->agents,
                              sharing_id (cell->shared), cell->seed, info->id, info->unit);
      gmarl_export_append_cell (csv, cell->value[quantity]);
      g_string_append_c (csv, '\n');
    }
  }
  return g_string_free (csv, FALSE);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_study (JsonBuilder *builder, const GmarlStudyRecord *record)
{
  const GmarlScalingStudy *study = record->study;
  g_autofree char *configuration = gmarl_run_config_to_text (study->config);
  g_autofree char *scenario = gmarl_scenario_to_text (study->config->scenario);

  gmarl_json_add_string (builder, "study", record->id);
  gmarl_json_add_string (builder, "version", GMARL_VERSION);
  gmarl_json_add_string (builder, "share_params", gmarl_sharing_to_id (study->sharing));
  json_builder_set_member_name (builder, "agents");
  json_builder_begin_array (builder);
  for (guint k = 0; k < study->sizes->len; k++)
    json_builder_add_int_value (builder, g_array_index (study->sizes, gint64, k));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "seeds");
  json_builder_begin_array (builder);
  for (guint k = 0; k < study->seeds->len; k++)
    json_builder_add_int_value (builder, (gint64) g_array_index (study->seeds, guint64, k));
  json_builder_end_array (builder);
  gmarl_json_add_string (builder, "scenario", study->config->scenario->name);
  gmarl_json_add_string (builder, "scenario_text", scenario);
  gmarl_json_add_string (builder, "configuration", configuration);
  add_integer (builder, "test_days", GMARL_SCALING_TEST_DAYS);
  add_integer (builder, "test_seed", GMARL_SCALING_TEST_SEED);
  gmarl_json_add_string (builder, "interval",
                         "95 %, Student's t over training seeds, from three values on");
}

static void
add_quantities (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "metrics");
  json_builder_begin_array (builder);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++) {
    const GmarlScalingInfo *info = &gmarl_scaling_quantities[quantity];

    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "id", info->id);
    gmarl_json_add_string (builder, "unit", info->unit);
    json_builder_set_member_name (builder, "timing");
    json_builder_add_boolean_value (builder, info->timing);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_cell (JsonBuilder *builder, const GmarlScalingCell *cell)
{
  json_builder_begin_object (builder);
  add_integer (builder, "agents", cell->agents);
  gmarl_json_add_string (builder, "sharing", sharing_id (cell->shared));
  gmarl_json_add_unsigned (builder, "seed", cell->seed);
  gmarl_json_add_string (builder, "state", gmarl_cell_state_to_id (cell->state));
  gmarl_json_add_string (builder, "message", cell->message);
  gmarl_json_add_string (builder, "run", cell->run_id);
  add_integer (builder, "iteration", cell->iteration);
  add_integer (builder, "iterations", cell->iterations);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
    gmarl_json_add_number (builder, gmarl_scaling_quantities[quantity].id, cell->value[quantity]);
  json_builder_end_object (builder);
}

static void
add_point (JsonBuilder *builder, const GmarlScalingPoint *point)
{
  json_builder_begin_object (builder);
  add_integer (builder, "agents", point->agents);
  gmarl_json_add_string (builder, "sharing", sharing_id (point->shared));
  add_integer (builder, "done", (gint64) point->n_done);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++) {
    const GmarlInterval *value = &point->value[quantity];

    json_builder_set_member_name (builder, gmarl_scaling_quantities[quantity].id);
    json_builder_begin_object (builder);
    add_integer (builder, "n", (gint64) point->count[quantity]);
    gmarl_json_add_number (builder, "mean", value->estimate);
    gmarl_json_add_number (builder, "low", value->low);
    gmarl_json_add_number (builder, "high", value->high);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

static void
add_slope (JsonBuilder *builder, gboolean shared, const GmarlRegression *slope)
{
  json_builder_set_member_name (builder, sharing_id (shared));
  json_builder_begin_object (builder);
  gmarl_json_add_number (builder, "slope", slope->slope);
  gmarl_json_add_number (builder, "low", slope->low);
  gmarl_json_add_number (builder, "high", slope->high);
  json_builder_end_object (builder);
}

char *
gmarl_export_scaling_json (const GmarlStudyRecord *study, const GPtrArray *cells)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GmarlScalingResults) results = gmarl_scaling_results_new (cells);

  json_builder_begin_object (builder);
  add_integer (builder, "format", FORMAT_VERSION);
  add_study (builder, study);
  add_quantities (builder);
  json_builder_set_member_name (builder, "cells");
  json_builder_begin_array (builder);
  for (guint k = 0; k < cells->len; k++)
    add_cell (builder, cells->pdata[k]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint k = 0; k < results->points->len; k++)
    add_point (builder, &g_array_index (results->points, GmarlScalingPoint, k));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "iteration_seconds_slope");
  json_builder_begin_object (builder);
  for (gint shared = 0; shared <= 1; shared++)
    add_slope (builder, shared, &results->slope[shared]);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
