/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-benchmark.h"

#include "gmarl-export-json.h"

char *
gmarl_export_benchmark_json (const GmarlBenchmark *benchmark)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "version", GMARL_VERSION);
  gmarl_json_add_string (builder, "processor", benchmark->processor);
  gmarl_json_add_string (builder, "kernels", benchmark->kernels);
  gmarl_json_add_unsigned (builder, "threads", benchmark->threads);
  gmarl_json_add_number (builder, "floor_gflop", benchmark->floor_gflop);
  json_builder_set_member_name (builder, "measurements");
  json_builder_begin_array (builder);
  for (guint k = 0; k < benchmark->measurements->len; k++) {
    const GmarlMeasurement *m = &g_array_index (benchmark->measurements, GmarlMeasurement, k);

    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "id", m->id);
    gmarl_json_add_string (builder, "name", m->name);
    gmarl_json_add_number (builder, "value", m->value);
    gmarl_json_add_string (builder, "unit", m->unit);
    gmarl_json_add_number (builder, "limit", m->limit);
    gmarl_json_add_number (builder, "share", m->share);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
