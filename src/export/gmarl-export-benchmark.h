/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-benchmark.h"

G_BEGIN_DECLS

/* The figures of a benchmark as JSON: "processor", "kernels", "threads", "floor_gflop", and
 * "measurements" with id, name, value, unit, and limit and share (null where there is none).
 * (transfer full)
 */
char *gmarl_export_benchmark_json (const GmarlBenchmark *benchmark);

G_END_DECLS
