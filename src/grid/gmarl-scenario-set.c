/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-network.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

gboolean
gmarl_refuse_unknown_key (const char *key, const char *const *known, GError **error)
{
  g_autofree char *shown = gmarl_quote_text (key);
  const char *nearest = gmarl_nearest_word (key, known);

  if (nearest != NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG, _ ("There is no key %s: did you mean %s?"),
                 shown, nearest);
  } else {
    g_autofree char *all = g_strjoinv (", ", (char **) known);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG, _ ("There is no key %s: the keys are %s"),
                 shown, all);
  }
  return FALSE;
}

gboolean
gmarl_refuse_unknown_option (const char *key,
                             const GmarlOption *options,
                             gsize n_options,
                             const char *const *extra,
                             GError **error)
{
  gsize n_extra = extra == NULL ? 0 : g_strv_length ((char **) extra);
  g_autofree const char **keys = g_new0 (const char *, n_options + n_extra + 1);

  for (gsize k = 0; k < n_options; k++)
    keys[k] = options[k].key;
  for (gsize k = 0; k < n_extra; k++)
    keys[n_options + k] = extra[k];
  return gmarl_refuse_unknown_key (key, keys, error);
}

static gboolean
set_nodes (GmarlScenario *self, const GmarlOption *option, const char *value, GError **error)
{
  GmarlScenario wanted = { 0 };

  if (!gmarl_option_set (option, &wanted, value, error))
    return FALSE;
  if (wanted.nodes == self->nodes)
    return TRUE;
  if (self->data != NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("nodes cannot become %" PRId64 ": the scenario carries profiles of "
                    "%" PRId64
                    " nodes; import the data again with the homes wanted, or start from a "
                    "scenario without data"),
                 wanted.nodes, self->nodes);
    return FALSE;
  }
  gmarl_scenario_resize (self, (gsize) wanted.nodes);
  return TRUE;
}

static void
replace_edges (GmarlScenario *self, gpointer edge, gsize n_edges)
{
  g_free (self->edge);
  self->edge = edge;
  self->n_edges = n_edges;
}

static gboolean
set_topology (GmarlScenario *self, const GmarlOption *option, const char *value, GError **error)
{
  GmarlScenario wanted = { 0 };

  if (!gmarl_option_set (option, &wanted, value, error))
    return FALSE;
  if (wanted.topology == self->topology)
    return TRUE;
  if (wanted.topology == GMARL_TOPOLOGY_CUSTOM) {
    g_autoptr (GmarlNetwork) network = gmarl_network_new (self, error);

    if (network == NULL)
      return FALSE;
    replace_edges (self, g_steal_pointer (&network->line), network->n_lines);
  } else {
    replace_edges (self, NULL, 0);
  }
  self->topology = wanted.topology;
  return TRUE;
}

static gboolean
set_edges (GmarlScenario *self, const char *value, GError **error)
{
  GArray *edges = gmarl_list_parse_edges (value, error);
  gsize n_edges;

  if (edges == NULL)
    return FALSE;
  n_edges = edges->len;
  replace_edges (self, g_array_free (edges, FALSE), n_edges);
  self->topology = GMARL_TOPOLOGY_CUSTOM;
  return TRUE;
}

static gboolean
set_base_demand (GmarlNodeSpec *self, const char *value, GError **error)
{
  double demand[24];
  gssize count =
      gmarl_list_parse_numbers (value, strlen (value), demand, G_N_ELEMENTS (demand), error);

  if (count < 0) {
    g_prefix_error (error, "base_demand: ");
    return FALSE;
  }
  if (count != G_N_ELEMENTS (demand)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("base_demand has %zd"
                    " numbers: give 24, the kWh per step at 0, 1, ... 23 h, separated by \";\""),
                 count);
    return FALSE;
  }
  for (gsize h = 0; h < G_N_ELEMENTS (demand); h++) {
    if (!(demand[h] >= 0 && demand[h] <= GMARL_LARGEST_VALUE)) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                   _ ("base_demand at %zu"
                      " h cannot be %g: give a number from 0 to %g, in kWh"),
                   h, demand[h], GMARL_LARGEST_VALUE);
      return FALSE;
    }
  }
  memcpy (self->base_demand_kwh, demand, sizeof demand);
  return TRUE;
}

static gboolean
set_position (GmarlNodeSpec *self, const char *value, GError **error)
{
  double place[2];
  gssize count;

  if (strcmp (value, "auto") == 0) {
    self->has_position = FALSE;
    self->position_x = self->position_y = 0;
    return TRUE;
  }
  count = gmarl_list_parse_numbers (value, strlen (value), place, G_N_ELEMENTS (place), error);
  if (count < 0) {
    g_prefix_error (error, "position: ");
    return FALSE;
  }
  if (count != G_N_ELEMENTS (place) || !(place[0] >= 0 && place[0] <= 1) ||
      !(place[1] >= 0 && place[1] <= 1)) {
    g_autofree char *shown = gmarl_quote_text (value);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("position cannot be %s: give two numbers from 0 to 1, from the left and from "
                    "the top, separated by \";\", or auto"),
                 shown);
    return FALSE;
  }
  self->has_position = TRUE;
  self->position_x = place[0];
  self->position_y = place[1];
  return TRUE;
}

gboolean
gmarl_node_set (GmarlNodeSpec *self, const char *key, const char *value, GError **error)
{
  static const char *const extra[] = { "base_demand", "position", NULL };
  const GmarlOption *option;

  if (strcmp (key, "base_demand") == 0)
    return set_base_demand (self, value, error);
  if (strcmp (key, "position") == 0)
    return set_position (self, value, error);
  option = gmarl_option_find (gmarl_node_options, gmarl_n_node_options, key);
  if (option == NULL)
    return gmarl_refuse_unknown_option (key, gmarl_node_options, gmarl_n_node_options, extra,
                                        error);
  if (strcmp (key, "kind") == 0) {
    GmarlNodeSpec wanted = { 0 };

    if (!gmarl_option_set (option, &wanted, value, error))
      return FALSE;
    gmarl_node_set_kind (self, wanted.kind);
    return TRUE;
  }
  return gmarl_option_set (option, self, value, error);
}

static gboolean
set_of_node (GmarlScenario *self, const char *key, const char *value, GError **error)
{
  const char *number = key + strlen ("node.");
  const char *dot = strchr (number, '.');
  g_autofree char *digits = NULL;
  g_autofree char *shown = NULL;
  guint64 i;

  if (dot == NULL) {
    shown = gmarl_quote_text (key);
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s is no key of a node: write node.N.KEY, such as node.0.capacity_kwh"),
                 shown);
    return FALSE;
  }
  digits = g_strndup (number, (gsize) (dot - number));
  if (!g_ascii_string_to_unsigned (digits, 10, 0, (guint64) self->nodes - 1, &i, NULL)) {
    shown = gmarl_quote_text (digits);
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("There is no node %s: nodes = %" PRId64 " means nodes 0 to %" PRId64), shown,
                 self->nodes, self->nodes - 1);
    return FALSE;
  }
  if (gmarl_node_set (&self->node[i], dot + 1, value, error))
    return TRUE;
  g_prefix_error (error, _ ("node %" PRIu64 ": "), i);
  return FALSE;
}

gboolean
gmarl_scenario_set (GmarlScenario *self, const char *key, const char *value, GError **error)
{
  static const char *const extra[] = { "edges", NULL };
  const GmarlOption *option;

  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  if (g_str_has_prefix (key, "node."))
    return set_of_node (self, key, value, error);
  if (strcmp (key, "edges") == 0)
    return set_edges (self, value, error);
  option = gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, key);
  if (option == NULL)
    return gmarl_refuse_unknown_option (key, gmarl_scenario_options, gmarl_n_scenario_options,
                                        extra, error);
  if (strcmp (key, "nodes") == 0)
    return set_nodes (self, option, value, error);
  if (strcmp (key, "topology") == 0)
    return set_topology (self, option, value, error);
  return gmarl_option_set (option, self, value, error);
}

static char *
get_edges (const GmarlScenario *self)
{
  GString *text = g_string_new (NULL);

  for (gsize k = 0; k < self->n_edges; k++)
    g_string_append_printf (text, "%s%u-%u", k > 0 ? "; " : "", self->edge[k].a, self->edge[k].b);
  return g_string_free (text, FALSE);
}

static char *
get_position (const GmarlNodeSpec *node)
{
  const double place[] = { node->position_x, node->position_y };
  GString *text;

  if (!node->has_position)
    return g_strdup ("auto");
  text = g_string_new (NULL);
  gmarl_list_append_numbers (text, place, G_N_ELEMENTS (place), "; ");
  return g_string_free (text, FALSE);
}

static char *
get_of_node (const GmarlScenario *self, const char *key)
{
  const char *number = key + strlen ("node.");
  const char *dot = strchr (number, '.');
  g_autofree char *digits = dot == NULL ? NULL : g_strndup (number, (gsize) (dot - number));
  const GmarlOption *option;
  guint64 i;

  if (digits == NULL ||
      !g_ascii_string_to_unsigned (digits, 10, 0, (guint64) self->nodes - 1, &i, NULL))
    return NULL;
  if (strcmp (dot + 1, "base_demand") == 0) {
    GString *text = g_string_new (NULL);

    gmarl_list_append_numbers (text, self->node[i].base_demand_kwh,
                               G_N_ELEMENTS (self->node[i].base_demand_kwh), "; ");
    return g_string_free (text, FALSE);
  }
  if (strcmp (dot + 1, "position") == 0)
    return get_position (&self->node[i]);
  option = gmarl_option_find (gmarl_node_options, gmarl_n_node_options, dot + 1);
  return option == NULL ? NULL : gmarl_option_get (option, &self->node[i]);
}

char *
gmarl_scenario_get (const GmarlScenario *self, const char *key)
{
  const GmarlOption *option;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  if (g_str_has_prefix (key, "node."))
    return get_of_node (self, key);
  if (strcmp (key, "edges") == 0)
    return get_edges (self);
  option = gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, key);
  return option == NULL ? NULL : gmarl_option_get (option, self);
}
