/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-node-facts.h"

#include "gmarl-grid-text.h"
#include "gmarl-scenario-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Less is shown as nothing: the digits would not tell it from 0. */
#define NO_ENERGY_KWH 5e-4

static void
fact_free (gpointer data)
{
  GmarlNodeFact *fact = data;

  g_free (fact->name);
  g_free (fact->value);
  g_free (fact);
}

/* Takes both. */
static void
add (GPtrArray *facts, char *name, char *value)
{
  GmarlNodeFact *fact = g_new (GmarlNodeFact, 1);

  fact->name = name;
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

static void
add_energy (GPtrArray *facts, const char *name, double kwh)
{
  add (facts, g_strdup (name), gmarl_grid_text_quantity (kwh, "kWh"));
}

static void
add_level (GPtrArray *facts, const GmarlGrid *grid, const GmarlGridState *state, gsize node)
{
  const char *condition = gmarl_grid_text_level_state (state->level[node]);
  g_autofree char *level = gmarl_grid_text_percent (state->level[node], 0);
  g_autofree char *energy = gmarl_grid_text_number (state->energy[node]);
  g_autofree char *capacity = gmarl_grid_text_quantity (grid->capacity[node], "kWh");

  add (facts,
       condition == NULL ? g_strdup (_ ("Storage"))
                         /* translators: then "low" or "full". */
                         : g_strdup_printf (_ ("Storage, %s"), condition),
       /* translators: per cent, energy, capacity with its unit. */
       g_strdup_printf (_ ("%s · %s of %s"), level, energy, capacity));
}

typedef struct {
  gsize neighbour;
  double out; /* kWh, sent if positive */
} Flow;

static int
compare_flows (gconstpointer a, gconstpointer b)
{
  const Flow *one = a, *other = b;
  double difference = fabs (other->out) - fabs (one->out);

  if (difference != 0)
    return difference > 0 ? 1 : -1;
  return one->neighbour < other->neighbour ? -1 : 1;
}

static GArray *
flows_of (const GmarlGrid *grid, const GmarlGridState *state, gsize node)
{
  GArray *flows = g_array_new (FALSE, FALSE, sizeof (Flow));

  for (gsize k = 0; k < grid->n_lines; k++) {
    double flow = state->step > 0 ? state->flow[k] : 0;

    if (grid->line_a[k] == node)
      g_array_append_vals (flows, &(Flow){ grid->line_b[k], flow }, 1);
    else if (grid->line_b[k] == node)
      g_array_append_vals (flows, &(Flow){ grid->line_a[k], -flow }, 1);
  }
  return flows;
}

/* A few neighbours keep their places, so that lines do not jump while somebody reads; of many, the
 * largest flows come first.
 */
static void
add_neighbours (GPtrArray *facts, const GmarlGrid *grid, const GmarlGridState *state, gsize node)
{
  g_autoptr (GArray) flows = flows_of (grid, state, node);
  guint shown = MIN (flows->len, GMARL_NODE_FACTS_MOST_NEIGHBOURS);
  double others = 0;

  if (flows->len > GMARL_NODE_FACTS_MOST_NEIGHBOURS)
    g_array_sort (flows, compare_flows);
  for (guint k = 0; k < shown; k++) {
    const Flow *flow = &g_array_index (flows, Flow, k);
    g_autofree char *name = gmarl_scenario_word_node (grid->scenario, flow->neighbour);

    if (fabs (flow->out) < NO_ENERGY_KWH)
      /* translators: a line between two neighbourhoods that carries nothing now. */
      add (facts, g_strdup (name), g_strdup (_ ("no flow")));
    else
      /* translators: energy sent to, or received from, the neighbourhood of this name. */
      add (facts, g_strdup_printf (flow->out > 0 ? _ ("To %s") : _ ("From %s"), name),
           gmarl_grid_text_quantity (fabs (flow->out), "kWh"));
  }
  for (guint k = shown; k < flows->len; k++)
    others += g_array_index (flows, Flow, k).out;
  if (flows->len > shown)
    add (facts,
         g_strdup_printf (
             g_dngettext (GETTEXT_PACKAGE, "To %u more", "To %u more", flows->len - shown),
             flows->len - shown),
         gmarl_grid_text_quantity (others, "kWh"));
}

GPtrArray *
gmarl_node_facts (const GmarlGrid *grid, const GmarlGridState *state, gsize node)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);
  gboolean settled = state->step > 0;
  double bought, sold;

  g_return_val_if_fail (node < grid->n_nodes, facts);

  bought = settled ? state->buy[node] : 0;
  sold = settled ? state->sell[node] : 0;
  add_level (facts, grid, state, node);
  add_energy (facts, _ ("Demand"), settled ? state->settled_demand[node] : state->demand[node]);
  add_energy (facts, _ ("Solar"), settled ? state->settled_solar[node] : state->solar[node]);
  if (sold > bought)
    add_energy (facts, _ ("Sold to grid"), sold - bought);
  else
    add_energy (facts, _ ("Bought from grid"), bought - sold);
  if (settled && state->unmet[node] >= NO_ENERGY_KWH)
    add_energy (facts, _ ("Unmet demand"), state->unmet[node]);
  if (settled && state->curtailed[node] >= NO_ENERGY_KWH)
    add_energy (facts, _ ("Curtailed"), state->curtailed[node]);
  add_neighbours (facts, grid, state, node);
  return facts;
}
