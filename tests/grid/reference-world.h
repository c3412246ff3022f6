/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A second implementation of the formal definition (environment.md), written from its text alone:
 * it uses the C library and nothing of the engine, takes every formula in the form in which it is
 * written there, and reads traces as text. Where the engine and this file agree on every number of
 * a trace, both follow the definition, or both err in the same way independently.
 */
#define REFERENCE_MAX_EDGES 400

typedef struct {
  int nodes;
  const char *topology; /* "ring", "line", "star", "complete", "lattice", "small-world", "custom" */
  int small_world_degree;
  double small_world_rewire;
  uint64_t topology_seed;
  int n_edges; /* custom */
  int edge[REFERENCE_MAX_EDGES][2];

  int average; /* settlement: 1 average, 0 mutual consent */
  double line_limit, grid_limit;
  double feeder_import, feeder_export; /* 0: none */
  double charge_efficiency, discharge_efficiency, line_efficiency;
  double export_ratio;
  double internal_price; /* λ */
  double team_share;     /* ω */
  const char *policy;    /* checks the actions too; NULL: takes them as they come */
} ReferenceConfig;

/* The default scenario. */
ReferenceConfig reference_defaults (void);

typedef struct ReferenceWorld ReferenceWorld;

/* Checks days whose episode seeds are given; chained as `simulate --days` does. */
ReferenceWorld *
reference_world_new (const ReferenceConfig *config, const uint64_t *episode_seeds, int n_days);
void reference_world_free (ReferenceWorld *world);

/* Takes a line of the trace, the header first. NULL: it agrees. Otherwise what disagrees. */
const char *reference_world_take_line (ReferenceWorld *world, const char *line);

/* NULL if all rows of all days have come. */
const char *reference_world_finish (ReferenceWorld *world);
