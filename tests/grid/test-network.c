/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-network.h"

#include "gmarl-error.h"

#include <string.h>

static GmarlScenario *
scenario_of (gsize nodes, const char *topology)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

  gmarl_scenario_resize (scenario, nodes);
  g_assert_true (gmarl_scenario_set (scenario, "topology", topology, NULL));
  return scenario;
}

static char *
lines_to_text (const GmarlNetwork *network)
{
  GString *text = g_string_new (NULL);

  for (gsize k = 0; k < network->n_lines; k++)
    g_string_append_printf (text, "%s%u-%u", k > 0 ? " " : "", network->line[k].a,
                            network->line[k].b);
  return g_string_free (text, FALSE);
}

static void
test_small_ones (void)
{
  /* Written down by hand from section 1: lattices of 1 × 1, 1 × 2, 1 × 7, 3 × 4. */
  static const struct {
    const char *topology;
    gsize nodes;
    const char *lines;
    gsize largest_degree;
  } cases[] = {
    { "ring", 1, "", 0 },
    { "ring", 2, "0-1", 1 },
    { "ring", 3, "0-1 0-2 1-2", 2 },
    { "ring", 5, "0-1 0-4 1-2 2-3 3-4", 2 },
    { "line", 1, "", 0 },
    { "line", 2, "0-1", 1 },
    { "line", 4, "0-1 1-2 2-3", 2 },
    { "star", 1, "", 0 },
    { "star", 2, "0-1", 1 },
    { "star", 4, "0-1 0-2 0-3", 3 },
    { "complete", 1, "", 0 },
    { "complete", 2, "0-1", 1 },
    { "complete", 4, "0-1 0-2 0-3 1-2 1-3 2-3", 3 },
    { "lattice", 1, "", 0 },
    { "lattice", 2, "0-1", 1 },
    { "lattice", 4, "0-1 0-2 1-3 2-3", 2 },
    { "lattice", 7, "0-1 1-2 2-3 3-4 4-5 5-6", 2 },
    { "lattice", 9, "0-1 0-3 1-2 1-4 2-5 3-4 3-6 4-5 4-7 5-8 6-7 7-8", 4 },
    { "lattice", 12, "0-1 0-4 1-2 1-5 2-3 2-6 3-7 4-5 4-8 5-6 5-9 6-7 6-10 7-11 8-9 9-10 10-11",
      4 },
    { "small-world", 1, "", 0 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GmarlScenario) scenario = scenario_of (cases[k].nodes, cases[k].topology);
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlNetwork) network = gmarl_network_new (scenario, &error);
    g_autofree char *lines = NULL;

    g_assert_no_error (error);
    lines = lines_to_text (network);
    g_assert_cmpstr (lines, ==, cases[k].lines);
    g_assert_cmpuint (network->largest_degree, ==, cases[k].largest_degree);
  }
}

/* The random numbers of section 8, written again from the page. */
static guint64
mix (guint64 x)
{
  guint64 z = x + 0x9E3779B97F4A7C15;

  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

static double
uniform (guint64 seed, guint64 stream, guint64 c)
{
  return (double) (mix (mix (mix (seed) ^ stream) ^ c) >> 11) / 9007199254740992.0;
}

/* Section 1 on a matrix of neighbours; returns how many lines were rewired. */
static gsize
rewire_naively (gboolean *joined, gsize n, gsize degree, double p, guint64 seed)
{
  gsize rewired = 0;

  memset (joined, 0, n * n * sizeof *joined);
  for (gsize i = 0; i < n; i++) {
    for (gsize m = 1; m <= degree / 2; m++)
      joined[i * n + (i + m) % n] = joined[(i + m) % n * n + i] = TRUE;
  }
  for (gsize m = 1; m <= degree / 2; m++) {
    for (gsize i = 0; i < n; i++) {
      gsize c = (m - 1) * n + i, old = (i + m) % n, strangers = 0, rank;

      for (gsize j = 0; j < n; j++)
        strangers += j != i && !joined[i * n + j];
      if (uniform (seed, 5, 2 * c) >= p || strangers == 0)
        continue;
      rank = (gsize) (uniform (seed, 5, 2 * c + 1) * (double) strangers);
      for (gsize j = 0; j < n; j++) {
        if (j == i || joined[i * n + j] || rank-- > 0)
          continue;
        joined[i * n + old] = joined[old * n + i] = FALSE;
        joined[i * n + j] = joined[j * n + i] = TRUE;
        rewired++;
        break;
      }
    }
  }
  return rewired;
}

static void
test_small_world (void)
{
  static const struct {
    gsize nodes, degree;
    double rewire;
    guint64 seed;
    gboolean changes;
  } cases[] = {
    { 3, 2, 1, 1, FALSE },      { 5, 4, 1, 2, FALSE },
    { 7, 6, 1, 3, FALSE },      { 20, 4, 0, 4, FALSE },
    { 20, 4, 0.3, 5, TRUE },    { 20, 4, 1, 6, TRUE },
    { 20, 18, 0.9, 7, TRUE },   { 20, 4, 0.3, G_MAXUINT64, TRUE },
    { 150, 6, 0.1, 9, TRUE },   { 150, 6, 1, 10, TRUE },
    { 150, 40, 0.5, 11, TRUE }, { 6, 2, 0.5, 12, TRUE },
    { 20, 0, 0.5, 13, FALSE },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    gsize n = cases[k].nodes, rewired, at = 0, largest = 0;
    g_autofree gboolean *joined = g_new (gboolean, n * n);
    g_autoptr (GmarlScenario) scenario = scenario_of (n, "small-world");
    g_autoptr (GmarlNetwork) network = NULL;

    scenario->small_world_degree = (gint64) cases[k].degree;
    scenario->small_world_rewire = cases[k].rewire;
    scenario->topology_seed = cases[k].seed;
    network = gmarl_network_new (scenario, NULL);
    g_assert_nonnull (network);
    rewired = rewire_naively (joined, n, cases[k].degree, cases[k].rewire, cases[k].seed);
    g_assert_cmpint (rewired > 0, ==, cases[k].changes);
    g_assert_cmpuint (network->n_lines, ==, n * cases[k].degree / 2);
    for (gsize i = 0; i < n; i++) {
      gsize degree = 0;

      for (gsize j = 0; j < n; j++) {
        degree += joined[i * n + j];
        if (j <= i || !joined[i * n + j])
          continue;
        g_assert_cmpuint (network->line[at].a, ==, i);
        g_assert_cmpuint (network->line[at].b, ==, j);
        at++;
      }
      largest = MAX (largest, degree);
    }
    g_assert_cmpuint (network->largest_degree, ==, largest);
  }
}

static void
test_custom (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_of (4, "ring");
  g_autoptr (GmarlNetwork) network = NULL;
  g_autofree char *lines = NULL;

  /* As written by code that does not sort. */
  scenario->topology = GMARL_TOPOLOGY_CUSTOM;
  scenario->n_edges = 3;
  scenario->edge = g_new (GmarlEdge, 3);
  scenario->edge[0] = (GmarlEdge){ 2, 3 };
  scenario->edge[1] = (GmarlEdge){ 1, 3 };
  scenario->edge[2] = (GmarlEdge){ 0, 3 };
  network = gmarl_network_new (scenario, NULL);
  lines = lines_to_text (network);
  g_assert_cmpstr (lines, ==, "0-3 1-3 2-3");
  g_assert_cmpuint (network->largest_degree, ==, 3);
}

static void
assert_refused (const GmarlScenario *scenario, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_network_new (scenario, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  if (strstr (error->message, said) == NULL)
    g_test_fail_printf ("'%s' does not say '%s'", error->message, said);
}

static void
test_refused (void)
{
  static const struct {
    const char *edges, *said;
  } customs[] = {
    { "0-1; 2-2", "2-2, a line from a node to itself" },
    { "0-1; 1-2; 1-0", "0-1 twice" },
    { "0-1; 3-4", "3-4, but nodes = 4 means nodes 0 to 3" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (customs); k++) {
    g_autoptr (GmarlScenario) scenario = scenario_of (4, "custom");

    g_assert_true (gmarl_scenario_set (scenario, "edges", customs[k].edges, NULL));
    assert_refused (scenario, customs[k].said);
  }
}

static void
test_refused_small_worlds (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_of (5, "small-world");

  scenario->small_world_degree = 3;
  assert_refused (scenario, "small_world_degree = 3 is odd");
  scenario->small_world_degree = 6;
  assert_refused (scenario, "small_world_degree = 6 is not below nodes = 5");
  scenario->small_world_degree = -2;
  assert_refused (scenario, "small_world_degree = -2");
}

/* 447 · 447 ≤ 200 000 < 448 · 448: the limit is on N (D + 1). */
static void
test_limit (void)
{
  static const char *const dense[] = { "star", "complete" };

  for (gsize k = 0; k < G_N_ELEMENTS (dense); k++) {
    g_autoptr (GmarlScenario) fits = scenario_of (447, dense[k]);
    g_autoptr (GmarlScenario) large = scenario_of (448, dense[k]);
    g_autoptr (GmarlScenario) huge = scenario_of (10000, dense[k]);
    g_autoptr (GmarlNetwork) network = gmarl_network_new (fits, NULL);

    g_assert_nonnull (network);
    g_assert_cmpuint (network->largest_degree, ==, 446);
    assert_refused (large, "more than 200000");
    assert_refused (huge, "10000 nodes");
  }
}

static void
test_ten_thousand (void)
{
  static const struct {
    const char *topology;
    gsize n_lines, largest_degree;
  } cases[] = {
    { "ring", 10000, 2 },
    { "line", 9999, 2 },
    { "lattice", 2 * 100 * 99, 4 },
  };
  g_autoptr (GmarlScenario) scenario = scenario_of (10000, "small-world");
  g_autoptr (GmarlNetwork) network = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GmarlScenario) other = scenario_of (10000, cases[k].topology);
    g_autoptr (GmarlNetwork) built = gmarl_network_new (other, NULL);

    g_assert_cmpuint (built->n_lines, ==, cases[k].n_lines);
    g_assert_cmpuint (built->largest_degree, ==, cases[k].largest_degree);
  }
  scenario->small_world_degree = 8;
  scenario->small_world_rewire = 0.5;
  network = gmarl_network_new (scenario, NULL);
  g_assert_nonnull (network);
  g_assert_cmpuint (network->n_lines, ==, 40000);
  scenario->small_world_degree = 9998;
  assert_refused (scenario, "10000 nodes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/network/small-ones", test_small_ones);
  g_test_add_func ("/grid/network/small-world", test_small_world);
  g_test_add_func ("/grid/network/custom", test_custom);
  g_test_add_func ("/grid/network/refused", test_refused);
  g_test_add_func ("/grid/network/refused-small-worlds", test_refused_small_worlds);
  g_test_add_func ("/grid/network/limit", test_limit);
  g_test_add_func ("/grid/network/ten-thousand", test_ten_thousand);
  return g_test_run ();
}
