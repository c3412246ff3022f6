/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network.h"

#include "gmarl-error.h"
#include "gmarl-random.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* The topologies of environment.md, section 1. */

static void
add_line (GArray *lines, gsize i, gsize j)
{
  GmarlEdge line = { (guint) MIN (i, j), (guint) MAX (i, j) };

  g_array_append_val (lines, line);
}

static void
add_row (GArray *lines, gsize n)
{
  for (gsize i = 0; i + 1 < n; i++)
    add_line (lines, i, i + 1);
}

static void
add_ring (GArray *lines, gsize n)
{
  add_row (lines, n);
  if (n > 2)
    add_line (lines, n - 1, 0);
}

static void
add_star (GArray *lines, gsize n)
{
  for (gsize i = 1; i < n; i++)
    add_line (lines, 0, i);
}

static void
add_complete (GArray *lines, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    for (gsize j = i + 1; j < n; j++)
      add_line (lines, i, j);
  }
}

static void
add_lattice (GArray *lines, gsize n)
{
  gsize rows = 1, columns;

  for (gsize divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor == 0)
      rows = divisor;
  }
  columns = n / rows;
  for (gsize i = 0; i < n; i++) {
    if (i % columns + 1 < columns)
      add_line (lines, i, i + 1);
    if (i + columns < n)
      add_line (lines, i, i + columns);
  }
}

/* Neighbours of a node in ascending order, for the rewiring. */
static gsize
lower_bound (const GArray *set, guint node)
{
  gsize low = 0, high = set->len;

  while (low < high) {
    gsize middle = low + (high - low) / 2;

    if (g_array_index (set, guint, middle) < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
insert_neighbour (GArray *set, guint node)
{
  g_array_insert_val (set, (guint) lower_bound (set, node), node);
}

static void
remove_neighbour (GArray *set, guint node)
{
  g_array_remove_index (set, (guint) lower_bound (set, node));
}

/* The node of this rank among those, ascending, that are neither i nor in the set. */
static guint
stranger_of_rank (const GArray *set, guint i, gsize rank)
{
  gsize candidate = rank;
  gboolean passed = FALSE;

  for (gsize k = 0; k < set->len || !passed;) {
    guint next;

    if (!passed && (k == set->len || i < g_array_index (set, guint, k))) {
      next = i;
      passed = TRUE;
    } else {
      next = g_array_index (set, guint, k);
      k++;
    }
    if (next > candidate)
      break;
    candidate++;
  }
  return (guint) candidate;
}

/* Watts and Strogatz (1998) with the order and the random numbers of section 1. */
static void
add_small_world (GArray *lines, gsize n, gsize degree, double probability, guint64 seed)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (sets, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (gsize m = 1; m <= degree / 2; m++) {
    for (gsize i = 0; i < n; i++) {
      insert_neighbour (sets->pdata[i], (guint) ((i + m) % n));
      insert_neighbour (sets->pdata[(i + m) % n], (guint) i);
    }
  }

  for (gsize m = 1; m <= degree / 2; m++) {
    for (gsize i = 0; i < n; i++) {
      guint64 c = (m - 1) * n + i;
      guint from = (guint) i, old = (guint) ((i + m) % n), new;
      GArray *own = sets->pdata[i];
      gsize n_strangers = n - 1 - own->len;

      if (n_strangers == 0 ||
          gmarl_random_uniform (seed, GMARL_STREAM_SMALL_WORLD, 2 * c) >= probability)
        continue;
      new = stranger_of_rank (
          own, from,
          (gsize) (gmarl_random_uniform (seed, GMARL_STREAM_SMALL_WORLD, 2 * c + 1) *
                   (double) n_strangers));
      remove_neighbour (own, old);
      remove_neighbour (sets->pdata[old], from);
      insert_neighbour (own, new);
      insert_neighbour (sets->pdata[new], from);
    }
  }

  for (gsize i = 0; i < n; i++) {
    const GArray *set = sets->pdata[i];

    for (gsize k = lower_bound (set, (guint) i); k < set->len; k++)
      add_line (lines, i, g_array_index (set, guint, k));
  }
}

static gboolean
check_lines (const GArray *lines, gsize n, GError **error)
{
  for (gsize k = 0; k < lines->len; k++) {
    const GmarlEdge *line = &g_array_index (lines, GmarlEdge, k);

    if (line->a == line->b) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                   _ ("edges has %u-%u, a line from a node to itself: remove it"), line->a,
                   line->b);
      return FALSE;
    }
    if (line->b >= n) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                   _ ("edges has %u-%u, but nodes = %zu"
                      " means nodes 0 to %zu: remove the line or raise \"nodes\""),
                   line->a, line->b, n, n - 1);
      return FALSE;
    }
    if (k > 0 && line[-1].a == line->a && line[-1].b == line->b) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                   _ ("edges has %u-%u twice: remove one of the two"), line->a, line->b);
      return FALSE;
    }
  }
  return TRUE;
}

/* The largest degree of the lines, each checked to be within the nodes. */
static gsize
largest_degree_of (const GArray *lines, gsize n)
{
  g_autofree guint *degree = g_new0 (guint, n);
  gsize largest = 0;

  for (gsize k = 0; k < lines->len; k++) {
    const GmarlEdge *line = &g_array_index (lines, GmarlEdge, k);

    degree[line->a]++;
    degree[line->b]++;
  }
  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, degree[i]);
  return largest;
}

/* A lower bound of the largest degree that costs nothing to compute. */
static gsize
least_degree (const GmarlScenario *scenario, gsize n)
{
  switch (scenario->topology) {
  case GMARL_TOPOLOGY_STAR:
  case GMARL_TOPOLOGY_COMPLETE:
    return n - 1;
  case GMARL_TOPOLOGY_SMALL_WORLD:
    return n > 1 ? (gsize) scenario->small_world_degree : 0;
  case GMARL_TOPOLOGY_CUSTOM:
    return 2 * scenario->n_edges / n;
  default:
    return 0;
  }
}

static gboolean
check_slots (gsize n, gsize degree, GError **error)
{
  if (n * (degree + 1) <= GMARL_MAX_SLOT_ACTIONS)
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
               _ ("The topology gives a node up to %zu neighbours: %zu"
                  " nodes × (%zu"
                  " + 1) actions is more than %d: use fewer nodes or a topology with fewer "
                  "neighbours a node, such as ring or lattice"),
               degree, n, degree, GMARL_MAX_SLOT_ACTIONS);
  return FALSE;
}

static gboolean
check_small_world (const GmarlScenario *scenario, GError **error)
{
  gint64 degree = scenario->small_world_degree;

  /* A single node has no lines, whatever the topology. */
  if (scenario->topology != GMARL_TOPOLOGY_SMALL_WORLD || scenario->nodes == 1)
    return TRUE;
  if (degree < 0 || degree % 2 != 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                 _ ("small_world_degree = %" PRId64 " is odd: half of the lines of a node "
                    "go each way round, so give an even number"),
                 degree);
    return FALSE;
  }
  if (degree >= scenario->nodes) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                 _ ("small_world_degree = %" PRId64 " is not below nodes = %" PRId64
                    ": lower the degree, add nodes or use another topology, such as ring"),
                 degree, scenario->nodes);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_lines (const GmarlScenario *scenario, gsize n, GArray *lines, GError **error)
{
  switch (scenario->topology) {
  case GMARL_TOPOLOGY_LINE:
    add_row (lines, n);
    return TRUE;
  case GMARL_TOPOLOGY_STAR:
    add_star (lines, n);
    return TRUE;
  case GMARL_TOPOLOGY_COMPLETE:
    add_complete (lines, n);
    return TRUE;
  case GMARL_TOPOLOGY_LATTICE:
    add_lattice (lines, n);
    return TRUE;
  case GMARL_TOPOLOGY_SMALL_WORLD:
    if (n > 1)
      add_small_world (lines, n, (gsize) scenario->small_world_degree, scenario->small_world_rewire,
                       scenario->topology_seed);
    return TRUE;
  case GMARL_TOPOLOGY_CUSTOM:
    for (gsize k = 0; k < scenario->n_edges; k++)
      add_line (lines, scenario->edge[k].a, scenario->edge[k].b);
    gmarl_edges_sort (lines);
    return check_lines (lines, n, error);
  default:
    add_ring (lines, n);
    return TRUE;
  }
}

GmarlNetwork *
gmarl_network_new (const GmarlScenario *scenario, GError **error)
{
  g_autoptr (GArray) lines = NULL;
  GmarlNetwork *self;
  gsize n, largest_degree;

  g_return_val_if_fail (scenario != NULL, NULL);
  g_return_val_if_fail (scenario->nodes >= 1 && scenario->nodes <= GMARL_MAX_NODES, NULL);

  n = (gsize) scenario->nodes;
  if (!check_small_world (scenario, error) || !check_slots (n, least_degree (scenario, n), error))
    return NULL;

  lines = g_array_new (FALSE, FALSE, sizeof (GmarlEdge));
  if (!add_lines (scenario, n, lines, error))
    return NULL;
  largest_degree = largest_degree_of (lines, n);
  if (!check_slots (n, largest_degree, error))
    return NULL;

  gmarl_edges_sort (lines);
  self = g_new (GmarlNetwork, 1);
  self->n_lines = lines->len;
  self->largest_degree = largest_degree;
  self->line = (GmarlEdge *) g_array_free (g_steal_pointer (&lines), FALSE);
  return self;
}

void
gmarl_network_free (GmarlNetwork *self)
{
  if (self == NULL)
    return;
  g_free (self->line);
  g_free (self);
}
