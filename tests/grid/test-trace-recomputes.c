/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-simulation.h"
#include "gmarl-trace.h"

#include "reference-world.h"

#include <string.h>

/* Traces of the engine against the second implementation, which sees nothing but their text. Every
 * policy, size, topology, settlement, with and without feeder limits.
 */
enum {
  SMALL_WORLD_DEGREE = 4,
  LONGEST_CHAIN = 3,
};

static const double IMPORT_LIMIT_PER_NODE_KWH = 3;
static const double EXPORT_LIMIT_PER_NODE_KWH = 1;

static const char *const topologies[] = { "ring",    "line",        "star",  "complete",
                                          "lattice", "small-world", "custom" };

typedef struct {
  int nodes;
  int topology;
  guint64 seed;
  int n_days;
} Case;

typedef struct {
  ReferenceWorld *reference;
  GOutputStream *stream;
} Check;

static void
take_text (Check *self)
{
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (self->stream);
  char *line = g_memory_output_stream_get_data (memory);
  gsize left = g_seekable_tell (G_SEEKABLE (self->stream));

  while (left > 0) {
    char *end = memchr (line, '\n', left);
    const char *problem;

    g_assert_nonnull (end);
    *end = '\0';
    problem = reference_world_take_line (self->reference, line);
    g_assert_cmpstr (problem, ==, NULL);
    left -= end + 1 - line;
    line = end + 1;
  }
  g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, NULL, NULL);
}

static gboolean
check_step (const GmarlGrid *grid,
            const GmarlGridState *state,
            gsize day,
            gpointer user_data,
            GError **error)
{
  Check *self = user_data;

  if (!gmarl_trace_write_step (grid, state, day, self->stream, error))
    return FALSE;
  take_text (self);
  return TRUE;
}

/* A tree with two more lines and, from four nodes on, a last node without any. */
static char *
custom_edges (ReferenceConfig *config)
{
  GString *text = g_string_new (NULL);
  int last = config->nodes >= 4 ? config->nodes - 1 : config->nodes;

  for (int i = 1; i < last; i++) {
    int joined[2] = { (i - 1) / 2, i - 4 };

    for (int k = 0; k < (i % 3 == 2 && i >= 5 ? 2 : 1); k++) {
      config->edge[config->n_edges][0] = joined[k];
      config->edge[config->n_edges++][1] = i;
      g_string_append_printf (text, "%s%d-%d", text->len > 0 ? ";" : "", joined[k], i);
    }
  }
  return g_string_free (text, FALSE);
}

static void
set (GmarlScenario *scenario, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  gmarl_scenario_set (scenario, key, value, &error);
  g_assert_no_error (error);
}

static GmarlScenario *
make_scenario (const Case *chosen, ReferenceConfig *config)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *nodes = g_strdup_printf ("%d", chosen->nodes);

  *config = reference_defaults ();
  config->nodes = chosen->nodes;
  config->topology = topologies[chosen->topology];
  set (scenario, "nodes", nodes);
  if (g_str_equal (config->topology, "custom")) {
    g_autofree char *edges = custom_edges (config);

    if (*edges != '\0')
      set (scenario, "edges", edges);
  }
  set (scenario, "topology", config->topology);
  if (g_str_equal (config->topology, "small-world")) {
    config->small_world_degree = SMALL_WORLD_DEGREE;
    config->small_world_rewire = 0.4;
    config->topology_seed = chosen->seed;
    scenario->small_world_degree = SMALL_WORLD_DEGREE;
    scenario->small_world_rewire = 0.4;
    scenario->topology_seed = chosen->seed;
  }
  return scenario;
}

static void
check_policy (const Case *chosen,
              const GmarlScenario *scenario,
              const ReferenceConfig *config,
              const char *policy_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, &error);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (policy_id);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  ReferenceConfig named = *config;
  guint64 seeds[LONGEST_CHAIN];
  GmarlSimulationDays days = { .episode_seeds = seeds, .n_days = chosen->n_days, .chained = TRUE };
  Check check = { .stream = stream };
  const char *problem;

  g_assert_no_error (error);
  named.policy = policy_id;
  for (int day = 0; day < chosen->n_days; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, chosen->seed, day);
  check.reference = reference_world_new (&named, seeds, chosen->n_days);
  gmarl_trace_write_header (grid, stream, &error);
  g_assert_no_error (error);
  take_text (&check);
  gmarl_simulate (grid, policy, &days, check_step, NULL, &check, NULL, &error);
  g_assert_no_error (error);
  problem = reference_world_finish (check.reference);
  g_assert_cmpstr (problem, ==, NULL);
  reference_world_free (check.reference);
}

static void
check_case (gconstpointer user_data)
{
  const Case *chosen = user_data;
  ReferenceConfig config;
  g_autoptr (GmarlScenario) scenario = make_scenario (chosen, &config);

  for (int variant = 0; variant < 4; variant++) {
    config.average = variant & 1;
    config.feeder_import = variant & 2 ? IMPORT_LIMIT_PER_NODE_KWH * config.nodes : 0;
    config.feeder_export = variant & 2 ? EXPORT_LIMIT_PER_NODE_KWH * config.nodes : 0;
    scenario->settlement = config.average ? GMARL_SETTLEMENT_AVERAGE : GMARL_SETTLEMENT_CONSENT;
    scenario->feeder_import_kwh = config.feeder_import;
    scenario->feeder_export_kwh = config.feeder_export;
    for (const char *const *id = gmarl_rule_ids (); *id != NULL; id++)
      check_policy (chosen, scenario, &config, *id);
  }
}

/* The comparison itself must notice a single wrong number. */
static void
test_notices (void)
{
  const Case chosen = { .nodes = 2, .seed = 1, .n_days = 1 };
  ReferenceConfig config;
  g_autoptr (GmarlScenario) scenario = make_scenario (&chosen, &config);
  const guint64 seeds[] = { gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, 1, 0) };

  for (gsize column = 3; column < 26; column++) {
    g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
    g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
    g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("random");
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
    const GmarlGridState *states[] = { state };
    double actions[4], *lent = actions;
    ReferenceWorld *reference;
    g_auto (GStrv) lines = NULL;
    g_auto (GStrv) cells = NULL;
    g_autofree char *changed = NULL;
    const char *problem = NULL;

    config.policy = "random";
    reference = reference_world_new (&config, seeds, 1);
    gmarl_grid_reset (grid, state, seeds[0], 0);
    gmarl_policy_act (policy, grid, states, 1, &lent, NULL);
    gmarl_grid_step (grid, state, actions, NULL);
    gmarl_trace_write_header (grid, stream, NULL);
    gmarl_trace_write_step (grid, state, 0, stream, NULL);
    g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
    lines = g_strsplit (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)), "\n", 0);
    cells = g_strsplit (lines[2], ",", 0);
    g_assert_cmpuint (g_strv_length (cells), ==, 26);
    changed = g_strdup_printf ("%.17g", g_ascii_strtod (cells[column], NULL) + 3e-9);
    g_free (cells[column]);
    cells[column] = g_steal_pointer (&changed);
    changed = g_strjoinv (",", cells);
    g_assert_null (reference_world_take_line (reference, lines[0]));
    g_assert_null (reference_world_take_line (reference, lines[1]));
    problem = reference_world_take_line (reference, changed);
    if (problem == NULL)
      g_error ("a wrong number in column %" G_GSIZE_FORMAT " was not noticed", column);
    reference_world_free (reference);
  }
}

int
main (int argc, char **argv)
{
  static const int sizes[] = { 1, 2, 5, 20, 150 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/trace-recomputes/notices", test_notices);
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (gsize topology = 0; topology < G_N_ELEMENTS (topologies); topology++) {
      g_autofree char *path =
          g_strdup_printf ("/grid/trace-recomputes/%s/%d", topologies[topology], sizes[s]);
      Case *chosen = g_new (Case, 1);

      if (g_str_equal (topologies[topology], "small-world") && sizes[s] <= SMALL_WORLD_DEGREE) {
        g_free (chosen);
        continue;
      }
      *chosen = (Case){ .nodes = sizes[s],
                        .topology = topology,
                        .seed = 100 + 10 * s + topology,
                        .n_days = sizes[s] <= 5 ? LONGEST_CHAIN : 1 };
      g_test_add_data_func_full (path, chosen, check_case, g_free);
    }
  return g_test_run ();
}
