/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Policies measured on the same days: what the table has, what the library keeps, what does not
 * fit.
 */
#include "library-fixture.h"

#include "gmarl-backend.h"
#include "gmarl-comparison-run.h"
#include "gmarl-error.h"
#include "gmarl-evaluation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAYS 6

static const guint64 training_seeds[] = { 7, 8 };

typedef struct {
  GmarlGrid *grid;
  GArray *days;
  GmarlComparisonProtocol protocol;
} World;

static void
world_init (World *self, const char *nodes, gsize n_days)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlRunConfig) config = gmarl_run_config_new (g_steal_pointer (&scenario));
  g_autoptr (GError) error = NULL;

  if (nodes != NULL)
    g_assert_true (gmarl_run_config_set_assignment (config, nodes, &error));
  self->grid = gmarl_grid_new (config->scenario, &error);
  g_assert_no_error (error);
  self->days = gmarl_episode_seeds (GMARL_PURPOSE_TEST, 1, n_days);
  self->protocol = (GmarlComparisonProtocol){ (const guint64 *) self->days->data, n_days, FALSE,
                                              GMARL_KERNEL_LEVEL_BASELINE, 1 };
}

static void
world_clear (World *self)
{
  gmarl_grid_free (self->grid);
  g_array_unref (self->days);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static char *
train_group (GmarlLibrary *library)
{
  g_autoptr (GmarlRunConfig) config = make_small_config ();
  const GmarlRunGroupPlan group = { .config = config,
                                    .name = "Pair",
                                    .seeds = training_seeds,
                                    .n_seeds = G_N_ELEMENTS (training_seeds) };
  g_autoptr (GError) error = NULL;
  char *name = NULL;
  g_autoptr (GPtrArray) plans = gmarl_run_plans_begin (library, &group, &name, &error);

  g_assert_no_error (error);
  for (guint k = 0; k < plans->len; k++)
    train_plan (plans->pdata[k]);
  return name;
}

static const GmarlPolicyEntry *
add (GmarlComparisonRun *run, const char *reference)
{
  g_autoptr (GError) error = NULL;
  const GmarlPolicyEntry *entry = gmarl_comparison_run_add (run, reference, &error);

  g_assert_no_error (error);
  return entry;
}

static void
count_cb (const GmarlPolicyEntry *entry, gsize done, gsize all, gpointer user_data)
{
  guint *days = user_data;

  g_assert_nonnull (entry->id);
  g_assert_cmpuint (done, <=, all);
  *days += done == all ? (guint) all : 0;
}

static GmarlScoreTable *
score (const World *world, GmarlLibrary *library, const char *const *references, guint *days)
{
  g_autoptr (GmarlComparisonRun) run =
      gmarl_comparison_run_new (world->grid, &world->protocol, library);
  g_autoptr (GError) error = NULL;

  for (gsize k = 0; references[k] != NULL; k++)
    add (run, references[k]);
  g_assert_true (gmarl_comparison_run_evaluate_all (run, count_cb, days, NULL, &error));
  g_assert_no_error (error);
  return gmarl_comparison_run_steal_table (run);
}

/* The values of a policy are those that gmarl_evaluate gives. */
static void
assert_values (const World *world, const GmarlScorePolicy *policy, const char *rule)
{
  g_autoptr (GmarlPolicy) direct = gmarl_rule_new (rule);
  const GmarlEvaluationProtocol protocol = { world->protocol.episode_seeds, DAYS, 1 };
  g_autofree double *values =
      gmarl_evaluate (world->grid, direct, &protocol, NULL, NULL, NULL, NULL, NULL);

  g_assert_cmpmem (policy->values, DAYS * GMARL_N_INDICATORS * sizeof *values, values,
                   DAYS * GMARL_N_INDICATORS * sizeof *values);
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  static const char *const references[] = { "heuristic", "random", "heuristic", NULL };
  g_auto (World) world = { 0 };
  g_autoptr (GmarlScoreTable) table = NULL;
  guint days = 0;

  world_init (&world, NULL, DAYS);
  table = score (&world, NULL, references, &days);
  g_assert_cmpuint (days, ==, 3 * DAYS);
  g_assert_cmpuint (table->policies->len, ==, 3);
  g_assert_cmpuint (table->n_days, ==, DAYS);
  g_assert_cmpuint (table->days[5], ==, 5);
  g_assert_nonnull (table->scenario_text);
  g_assert_null (table->labels);
  assert_values (&world, gmarl_score_table_find (table, "heuristic"), "heuristic");
  assert_values (&world, gmarl_score_table_find (table, "random"), "random");
  assert_values (&world, gmarl_score_table_find (table, "heuristic (2)"), "heuristic");
}

/* A second time nothing is computed; the bits are the same. */
static void
test_cache (Fixture *fixture, gconstpointer data)
{
  static const char *const references[] = { "Pair", "heuristic", NULL };
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *name = train_group (library);
  g_auto (World) world = { 0 };
  g_autoptr (GmarlScoreTable) first = NULL;
  g_autoptr (GmarlScoreTable) second = NULL;
  const GmarlScorePolicy *a, *b;
  guint days = 0;

  g_assert_cmpstr (name, ==, "Pair");
  world_init (&world, NULL, DAYS);
  first = score (&world, library, references, &days);
  g_assert_cmpuint (days, ==, 3 * DAYS);
  days = 0;
  second = score (&world, library, references, &days);
  g_assert_cmpuint (days, ==, 0);

  a = gmarl_score_table_find (first, "Pair");
  b = gmarl_score_table_find (second, "Pair");
  g_assert_cmpuint (a->n_seeds, ==, 2);
  g_assert_cmpuint (a->seeds[1], ==, 8);
  g_assert_nonnull (a->configuration);
  g_assert_cmpuint (strlen (a->checkpoints[1]), ==, 64);
  g_assert_cmpmem (a->values, 2 * DAYS * GMARL_N_INDICATORS * sizeof (double), b->values,
                   2 * DAYS * GMARL_N_INDICATORS * sizeof (double));
}

/* The choice of kernels does not count, but what it means here; a scaling study finds the same. */
static void
test_cache_key (Fixture *fixture, gconstpointer data)
{
  static const char *const references[] = { "Pair", "heuristic", NULL };
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *name = train_group (library);
  g_auto (World) world = { 0 };
  const char *level = gmarl_kernel_level_name (GMARL_KERNEL_LEVEL_AUTO, NULL);
  g_autoptr (GmarlRunConfig) config = make_small_config ();
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM evaluation WHERE policy = 'heuristic'"
                       " OR policy IN (SELECT sha256 || '/%s' FROM checkpoint WHERE kind = 'best')",
                       level);
  g_autofree char *found = NULL;
  guint days = 0;

  world_init (&world, NULL, DAYS);
  world.protocol.level = GMARL_KERNEL_LEVEL_AUTO;
  gmarl_score_table_free (score (&world, library, references, &days));
  g_assert_cmpuint (days, ==, 3 * DAYS);
  found = fixture_query (fixture, sql);
  g_assert_cmpint (atoi (found), ==, 3 * DAYS);

  days = 0;
  g_assert_true (gmarl_run_config_set (config, "kernel_level", level, NULL));
  world.protocol.level = config->learning.kernel_level;
  gmarl_score_table_free (score (&world, library, references, &days));
  g_assert_cmpuint (days, ==, 0);
}

/* A seed that has no checkpoint yet does not take the others with it. */
static void
test_begun_seed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *name = train_group (library);
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, name, NULL);
  const char *group = ((GmarlRunRecord *) runs->pdata[0])->group_id;
  g_autofree char *begun = gmarl_library_begin_run (library, group, 9, "baseline", NULL, NULL);
  g_auto (World) world = { 0 };
  g_autoptr (GmarlComparisonRun) run = NULL;
  const GmarlPolicyEntry *entry;

  world_init (&world, NULL, DAYS);
  run = gmarl_comparison_run_new (world.grid, &world.protocol, library);
  entry = add (run, name);
  g_assert_cmpuint (entry->n_policies, ==, 2);
  g_assert_cmpuint (entry->seed[1], ==, 8);
}

/* The best of the runs that have a score at all. */
static void
test_best_run (void)
{
  GmarlRunRecord records[] = {
    { .best_score = NAN }, { .best_score = -5 }, { .best_score = NAN },
    { .best_score = -3 },  { .best_score = -4 },
  };
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();

  g_ptr_array_add (runs, &records[0]);
  g_assert_true (gmarl_library_best_run (runs) == &records[0]);
  for (gsize k = 1; k < G_N_ELEMENTS (records); k++)
    g_ptr_array_add (runs, &records[k]);
  g_assert_true (gmarl_library_best_run (runs) == &records[3]);
}

/* A policy that does not fit is refused by name, and the others go on. */
static void
test_misfit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *name = train_group (library);
  g_auto (World) world = { 0 };
  g_autoptr (GmarlComparisonRun) run = NULL;
  g_autoptr (GmarlScoreTable) table = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world, "scenario.nodes=7", DAYS);
  run = gmarl_comparison_run_new (world.grid, &world.protocol, library);
  g_assert_null (gmarl_comparison_run_add (run, name, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "5"));
  g_clear_error (&error);
  g_assert_null (gmarl_comparison_run_add (run, "nonsense", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND);
  g_clear_error (&error);

  add (run, "idle");
  g_assert_true (gmarl_comparison_run_evaluate_all (run, NULL, NULL, NULL, &error));
  table = gmarl_comparison_run_steal_table (run);
  g_assert_cmpuint (table->policies->len, ==, 1);
  assert_values (&world, table->policies->pdata[0], "idle");
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *name = train_group (library);
  g_auto (World) same = { 0 };
  g_auto (World) other = { 0 };
  g_autoptr (GmarlComparisonRun) here = NULL;
  g_autoptr (GmarlComparisonRun) there = NULL;

  world_init (&same, NULL, DAYS);
  world_init (&other, "scenario.line_efficiency=0.9", DAYS);
  here = gmarl_comparison_run_new (same.grid, &same.protocol, library);
  there = gmarl_comparison_run_new (other.grid, &other.protocol, library);
  g_assert_false (gmarl_comparison_run_is_foreign (here, add (here, name)));
  g_assert_true (gmarl_comparison_run_is_foreign (there, add (there, name)));
  g_assert_false (gmarl_comparison_run_is_foreign (there, add (there, "random")));
}

static void
cancel_cb (const GmarlPolicyEntry *entry, gsize done, gsize all, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Cancelled in the middle of the second policy: the first is whole, the second is not there. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_auto (World) world = { 0 };
  g_autoptr (GmarlComparisonRun) run = NULL;
  g_autoptr (GmarlScoreTable) table = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const GmarlPolicyEntry *first, *second;

  world_init (&world, NULL, DAYS);
  run = gmarl_comparison_run_new (world.grid, &world.protocol, NULL);
  first = add (run, "idle");
  second = add (run, "random");
  g_assert_true (gmarl_comparison_run_evaluate (run, first, NULL, NULL, cancellable, &error));
  g_assert_false (
      gmarl_comparison_run_evaluate (run, second, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  table = gmarl_comparison_run_steal_table (run);
  g_assert_cmpuint (table->policies->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/library/comparison-run/rules", test_rules);
  fixture_add ("/library/comparison-run/cache", test_cache);
  fixture_add ("/library/comparison-run/cache-key", test_cache_key);
  fixture_add ("/library/comparison-run/begun-seed", test_begun_seed);
  g_test_add_func ("/library/comparison-run/best-run", test_best_run);
  fixture_add ("/library/comparison-run/misfit", test_misfit);
  fixture_add ("/library/comparison-run/foreign", test_foreign);
  fixture_add ("/library/comparison-run/cancel", test_cancel);
  return g_test_run ();
}
