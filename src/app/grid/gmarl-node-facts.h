/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

G_BEGIN_DECLS

/* What there is to say about a node at the step that was settled last, as lines of name and value.
 * Any thread.
 */
typedef struct {
  char *name;  /* "Demand", "To Commercial" */
  char *value; /* "3.4 kWh" */
} GmarlNodeFact;

/* Flows to more neighbours are summed up in one line. */
#define GMARL_NODE_FACTS_MOST_NEIGHBOURS 8

/* (transfer full) (element-type GmarlNodeFact): level, demand, solar, purchase or sale, what is
 * unmet or curtailed if anything is, then the neighbours, largest flow first. Two states of one
 * grid give the same number of lines unless something became unmet or curtailed.
 */
GPtrArray *gmarl_node_facts (const GmarlGrid *grid, const GmarlGridState *state, gsize node);

G_END_DECLS
