/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-key-text.h"
#include "gmarl-scenario.h"

G_BEGIN_DECLS

/* Shared by the files gmarl-scenario*.c. */

/* No value of a scenario is larger than this, so that no sum of an episode can overflow. */
#define GMARL_LARGEST_VALUE 1e9

/* Gives a node the kind and all values of it. */
void gmarl_node_take_kind (GmarlNodeSpec *self, gint kind);

/* Sets the kind of a node; values that were the old kind's defaults become the new kind's. */
void gmarl_node_set_kind (GmarlNodeSpec *self, gint kind);

/* Refuses a key that is none of known (NULL-terminated), with the nearest of them. Returns FALSE.
 */
gboolean gmarl_refuse_unknown_key (const char *key, const char *const *known, GError **error);

/* The same for the keys of a table and one more (extra, may be NULL). */
gboolean gmarl_refuse_unknown_option (const char *key,
                                      const GmarlOption *options,
                                      gsize n_options,
                                      const char *const *extra,
                                      GError **error);

/* Sets one value of a node by its key, without "node.N.". */
gboolean gmarl_node_set (GmarlNodeSpec *self, const char *key, const char *value, GError **error);

/* A scenario of n_nodes default nodes, with the values of neighbourhood-5. (transfer full) */
GmarlScenario *gmarl_scenario_new_default (const char *name, gsize n_nodes);

/* Longest list of profile values a scenario may hold, all nodes and cases together: 400 MB. */
#define GMARL_MOST_DATA_VALUES 50000000

/* gmarl_scenario_validate() that also tells which key is at fault: "initial_level_min",
 * "node.3.kind", "edges", "data.labels" …; *key (transfer full), may be NULL.
 */
gboolean gmarl_scenario_check (const GmarlScenario *self, char **key, GError **error);

/* The words of GmarlSplit in files. */
extern const char *const gmarl_split_words[];

/* Reads the data of a scenario whose nodes are known from a file's group [data] into
 * scenario->data. Errors begin with "filename:line: ".
 */
gboolean gmarl_scenario_read_data (GmarlScenario *scenario,
                                   const GmarlKeyText *text,
                                   const GmarlKeyGroup *group,
                                   const char *filename,
                                   GError **error);

/* Fails with "filename:line: message", code GMARL_ERROR_SCENARIO. Returns FALSE. */
gboolean gmarl_scenario_refuse_line (const char *filename,
                                     guint line,
                                     GError **error,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (4, 5);

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
