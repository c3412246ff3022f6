/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-key-text.h"
#include "gmarl-scenario-private.h"

#include <inttypes.h>
#include <string.h>

/* The canonical text: every key of [scenario] in the order of the table, then only what differs
 * from the defaults. Positions of nodes are no part of the world, and so of no hash. Nothing in it
 * depends on the locale, the language or how the scenario was made.
 */

static void
append_option (GString *text, const GmarlOption *option, gconstpointer object)
{
  g_autofree char *value = gmarl_option_get (option, object);

  g_string_append_printf (text, "%s = ", option->key);
  if (option->type == GMARL_OPTION_STRING)
    gmarl_key_append_escaped (text, value, FALSE);
  else
    g_string_append (text, value);
  g_string_append_c (text, '\n');
}

/* Same bits: -0 and 0 are told apart. */
static gboolean
same_option (const GmarlOption *option, gconstpointer a, gconstpointer b)
{
  g_autofree char *x = gmarl_option_get (option, a);
  g_autofree char *y = gmarl_option_get (option, b);

  return strcmp (x, y) == 0;
}

static void
append_node (GString *text, const GmarlNodeSpec *node, gsize i, gboolean with_position)
{
  g_autofree char *name = gmarl_node_default_name (i);
  GmarlNodeSpec usual = { .name = name, .demand_scale = 1 };
  g_autoptr (GString) keys = g_string_new (NULL);

  gmarl_node_take_kind (&usual, (gint) (i % GMARL_N_KINDS));
  for (gsize k = 0; k < gmarl_n_node_options; k++) {
    const GmarlOption *option = &gmarl_node_options[k];

    if (!same_option (option, node, &usual))
      append_option (keys, option, node);
    /* What follows in the table is compared with the defaults of the node's own kind. */
    if (option->offset == G_STRUCT_OFFSET (GmarlNodeSpec, kind))
      gmarl_node_take_kind (&usual, node->kind);
  }
  if (memcmp (node->base_demand_kwh, usual.base_demand_kwh, sizeof usual.base_demand_kwh) != 0) {
    g_string_append (keys, "base_demand = ");
    gmarl_list_append_numbers (keys, node->base_demand_kwh, G_N_ELEMENTS (node->base_demand_kwh),
                               "; ");
    g_string_append_c (keys, '\n');
  }
  if (with_position && node->has_position) {
    const double position[] = { node->position_x, node->position_y };

    g_string_append (keys, "position = ");
    gmarl_list_append_numbers (keys, position, G_N_ELEMENTS (position), "; ");
    g_string_append_c (keys, '\n');
  }
  if (keys->len > 0)
    g_string_append_printf (text, "\n[node %zu]\n%s", i, keys->str);
}

static void
append_edges (GString *text, const GmarlScenario *self)
{
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (GmarlEdge));

  if (self->n_edges > 0)
    g_array_append_vals (edges, self->edge, (guint) self->n_edges);
  gmarl_edges_sort (edges);
  g_string_append (text, "\n[network]\nedges = ");
  for (guint k = 0; k < edges->len; k++) {
    const GmarlEdge *edge = &g_array_index (edges, GmarlEdge, k);

    g_string_append_printf (text, "%s%u-%u", k > 0 ? "; " : "", edge->a, edge->b);
  }
  g_string_append_c (text, '\n');
}

static void
append_node_series (GString *text, const GmarlScenario *self, const char *key, const double *series)
{
  gsize n_nodes = (gsize) self->nodes, per_case = (gsize) (1440 / self->data->step_minutes);

  for (gsize i = 0; series != NULL && i < n_nodes; i++) {
    g_string_append_printf (text, "%s.%zu = ", key, i);
    for (gsize k = 0; k < (gsize) self->data->n_cases; k++) {
      if (k > 0)
        g_string_append_c (text, ';');
      gmarl_list_append_numbers (text, series + (k * n_nodes + i) * per_case, per_case, ";");
    }
    g_string_append_c (text, '\n');
  }
}

static void
append_series (GString *text, const GmarlProfileData *data, const char *key, const double *series)
{
  if (series == NULL)
    return;
  g_string_append_printf (text, "%s = ", key);
  gmarl_list_append_numbers (text, series, (gsize) (data->n_cases * (1440 / data->step_minutes)),
                             ";");
  g_string_append_c (text, '\n');
}

static void
append_data (GString *text, const GmarlScenario *self)
{
  const GmarlProfileData *data = self->data;

  g_string_append_printf (text, "\n[data]\nstep_minutes = %" PRId64 "\nsplit = %s\n",
                          data->step_minutes, gmarl_split_words[data->split]);
  g_string_append (text, "labels = ");
  for (gint64 k = 0; k < data->n_cases; k++) {
    if (k > 0)
      g_string_append_c (text, ';');
    gmarl_key_append_escaped (text, data->labels[k], TRUE);
  }
  g_string_append_c (text, '\n');
  if (data->source != NULL) {
    g_string_append (text, "source = ");
    gmarl_key_append_escaped (text, data->source, FALSE);
    g_string_append_c (text, '\n');
  }
  append_series (text, data, "import_price", data->import_price);
  append_series (text, data, "export_price", data->export_price);
  append_series (text, data, "carbon_kg_per_kwh", data->carbon_kg_per_kwh);
  append_node_series (text, self, "demand_kwh", data->demand_kwh);
  append_node_series (text, self, "solar_kwh", data->solar_kwh);
}

static char *
make_text (const GmarlScenario *self, gboolean with_positions)
{
  g_autoptr (GString) text = g_string_new ("[scenario]\n");

  for (gsize k = 0; k < gmarl_n_scenario_options; k++)
    append_option (text, &gmarl_scenario_options[k], self);
  for (gsize i = 0; i < (gsize) self->nodes; i++)
    append_node (text, &self->node[i], i, with_positions);
  if (self->topology == GMARL_TOPOLOGY_CUSTOM)
    append_edges (text, self);
  if (self->data != NULL)
    append_data (text, self);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
gmarl_scenario_to_text (const GmarlScenario *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return make_text (self, TRUE);
}

char *
gmarl_scenario_hash (const GmarlScenario *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = make_text (self, FALSE);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
