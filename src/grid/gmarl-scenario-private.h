/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

G_BEGIN_DECLS

/* Shared by the files gmarl-scenario*.c. */

/* No value of a scenario is larger than this, so that no sum of an episode can overflow. */
#define GMARL_LARGEST_VALUE 1e12

/* The name of node i unless the scenario gives one. (transfer full) */
char *gmarl_node_default_name (gsize i);

/* Sets the kind of a node; values that were the old kind's defaults become the new kind's. */
void gmarl_node_set_kind (GmarlNodeSpec *self, gint kind);

/* Sets one value of a node by its key, without "node.N.". */
gboolean gmarl_node_set (GmarlNodeSpec *self, const char *key, const char *value, GError **error);

/* A scenario of n_nodes default nodes, with the values of neighbourhood-5. (transfer full) */
GmarlScenario *gmarl_scenario_new_default (const char *name, gsize n_nodes);

/* Longest list of profile values a scenario may hold, all nodes and cases together: 800 MB. */
#define GMARL_MOST_DATA_VALUES 100000000

/* gmarl_scenario_validate() that also tells which key is at fault: "initial_level_min",
 * "node.3.kind", "edges", "data.labels" …; *key (transfer full), may be NULL.
 */
gboolean gmarl_scenario_check (const GmarlScenario *self, char **key, GError **error);

/* Reads numbers separated by ";" or blanks from text [length]; writes the first capacity of them to
 * out. Returns how many there are, or -1 with an error that names the item.
 */
gssize gmarl_list_parse_numbers (const char *text,
                                 gsize length,
                                 double *out,
                                 gsize capacity,
                                 GError **error);

/* Appends the numbers, separated by separator, each so that it reads back to the same bits. */
void gmarl_list_append_numbers (GString *text,
                                const double *value,
                                gsize n_values,
                                const char *separator);

/* Reads edges such as "0-1; 1-2" (also with "," or blanks between them), sorted. (transfer full)
 * (element-type GmarlEdge)
 */
GArray *gmarl_list_parse_edges (const char *text, GError **error);

/* Sorts edges by (a, b). */
void gmarl_edges_sort (GArray *edges);

G_END_DECLS
