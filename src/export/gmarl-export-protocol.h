/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"
#include "gmarl-export-runs.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What every file says about scores and runs: members of the object that is being built. */

/* Scenario, with its text or the checksums of its data, and the days. */
void gmarl_json_add_protocol (JsonBuilder *builder, const GmarlScoreTable *table);

/* "policies": id, name, configuration, and the runs with seed and checkpoint. */
void gmarl_json_add_policies (JsonBuilder *builder, const GmarlScoreTable *table);

/* "methods": how means, intervals, differences and verdicts are made. */
void gmarl_json_add_methods (JsonBuilder *builder, const GmarlComparison *comparison);

/* The members of a run, as gmarl_export_runs_json has them. */
void gmarl_json_add_run (JsonBuilder *builder, const GmarlRunExport *run);

G_END_DECLS
