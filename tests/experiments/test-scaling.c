/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-number-lists.h"
#include "gmarl-scaling-estimate.h"
#include "gmarl-scaling-results.h"
#include "gmarl-scaling-study.h"
#include "gmarl-training-metrics.h"

#include <math.h>
#include <string.h>

static GmarlScalingStudy *
small_study (const char *sizes, const char *sharing, const char *seeds)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  const char *const assignments[] = { "rollout.environments=2", "rollout.steps=48",
                                      "ppo.minibatch=48",       "policy.hidden=8-8",
                                      "validation.days=2",      "iterations=10" };
  GmarlScalingStudy *study;

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  study = gmarl_scaling_study_new (config);
  g_assert_true (gmarl_scaling_study_set_sizes (study, sizes, NULL));
  g_assert_true (gmarl_scaling_study_set_sharing (study, sharing, NULL));
  g_assert_true (gmarl_scaling_study_set_seeds (study, seeds, NULL));
  return study;
}

static void
assert_sizes (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) sizes = gmarl_parse_size_list (text, 20, &error);
  g_autofree char *read = NULL;

  g_assert_no_error (error);
  read = gmarl_format_size_list (sizes);
  g_assert_cmpstr (read, ==, expected);
}

static void
assert_seeds (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) seeds = gmarl_parse_seed_list (text, 20, &error);
  g_autofree char *read = NULL;

  g_assert_no_error (error);
  read = gmarl_format_seed_list (seeds);
  g_assert_cmpstr (read, ==, expected);
}

static void
test_lists (void)
{
  assert_sizes ("3, 5, 7, 10", "3, 5, 7, 10");
  assert_sizes ("10,3", "3, 10");
  assert_sizes ("3:50:10", "3, 13, 23, 33, 43");
  assert_sizes ("3:5", "3, 4, 5");
  assert_sizes (" 2 , 10:30:10 ", "2, 10, 20, 30");
  assert_sizes ("7:7:3", "7");
  assert_sizes ("5:6:18446744073709551615", "5");
  assert_seeds ("1-3,9", "1-3, 9");
  assert_seeds ("4, 2", "4, 2");
  assert_seeds ("7,8", "7, 8");
}

/* Every message names the part that is wrong. */
static void
test_wrong_lists (void)
{
  const struct {
    gboolean seeds;
    const char *text;
    const char *named;
  } cases[] = {
    { FALSE, "", "\"\"" },
    { FALSE, "3, five", "\"five\"" },
    { FALSE, "3,,5", "\"\"" },
    { FALSE, "0", "1 to" },
    { FALSE, "3, 20000", "\"20000\"" },
    { FALSE, "5:3", "\"5:3\"" },
    { FALSE, "3:9:0", "\"3:9:0\"" },
    { FALSE, "3:9:2:1", "\"3:9:2:1\"" },
    { FALSE, "3-5", "\"3-5\"" },
    { FALSE, "3, 5, 3", "There is 3 twice" },
    { FALSE, "1:100", "more than 20" },
    { FALSE, "99999999999999999999", "\"99999999999999999999\"" },
    { TRUE, "", "\"\"" },
    { TRUE, "1, -2", "\"-2\"" },
    { TRUE, "3-1", "\"3-1\"" },
    { TRUE, "1-3, 2", "seed 2 twice" },
    { TRUE, "1-1000", "more than 20" },
    { TRUE, "2000000000000", "2000000000000" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) list = cases[k].seeds ? gmarl_parse_seed_list (cases[k].text, 20, &error)
                                             : gmarl_parse_size_list (cases[k].text, 20, &error);

    g_assert_null (list);
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
    if (strstr (error->message, cases[k].named) == NULL)
      g_error ("“%s” is refused with: %s", cases[k].text, error->message);
  }
}

static void
test_cells (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("3, 6", "both", "7, 4");
  const GmarlScalingKey expected[] = {
    { 3, FALSE, 4 }, { 3, TRUE, 4 }, { 6, FALSE, 4 }, { 6, TRUE, 4 },
    { 3, FALSE, 7 }, { 3, TRUE, 7 }, { 6, FALSE, 7 }, { 6, TRUE, 7 },
  };

  g_assert_cmpuint (gmarl_scaling_study_count_cells (study), ==, G_N_ELEMENTS (expected));
  for (gsize k = 0; k < G_N_ELEMENTS (expected); k++) {
    GmarlScalingKey key = gmarl_scaling_study_get_key (study, k);
    g_autoptr (GmarlRunConfig) config =
        gmarl_scaling_study_make_config (study, key.agents, key.shared);

    g_assert_cmpint (key.agents, ==, expected[k].agents);
    g_assert_cmpint (key.shared, ==, expected[k].shared);
    g_assert_cmpuint (key.seed, ==, expected[k].seed);
    g_assert_cmpint (config->scenario->nodes, ==, key.agents);
    g_assert_cmpint (config->learning.share_parameters, ==, key.shared);
    g_assert_true (gmarl_run_config_validate (config, NULL));
  }
}

/* The same study however it is written; another one for anything that changes a result. */
static void
test_id (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("3, 6", "both", "1, 2");
  g_autoptr (GmarlScalingStudy) same = small_study ("6,3", "both", "2,1");
  g_autoptr (GmarlScalingStudy) sizes = small_study ("3, 7", "both", "1, 2");
  g_autoptr (GmarlScalingStudy) sharing = small_study ("3, 6", "no", "1, 2");
  g_autoptr (GmarlScalingStudy) seeds = small_study ("3, 6", "both", "1, 3");
  g_autoptr (GmarlScalingStudy) config = gmarl_scaling_study_copy (study);
  g_autoptr (GmarlScalingStudy) scenario = gmarl_scaling_study_copy (study);
  const GmarlScalingStudy *others[] = { sizes, sharing, seeds, config, scenario };
  g_autofree char *id = gmarl_scaling_study_get_id (study);
  g_autofree char *again = NULL;

  g_assert_cmpuint (strlen (id), ==, 12);
  same->config->learning.threads = 3;
  same->config->learning.share_parameters = TRUE;
  g_assert_true (gmarl_run_config_set (same->config, "scenario.nodes", "9", NULL));
  again = gmarl_scaling_study_get_id (same);
  g_assert_cmpstr (again, ==, id);

  g_assert_true (gmarl_run_config_set (config->config, "ppo.clip", "0.3", NULL));
  g_assert_true (gmarl_run_config_set (scenario->config, "scenario.line_efficiency", "0.9", NULL));
  for (gsize k = 0; k < G_N_ELEMENTS (others); k++) {
    g_autofree char *other = gmarl_scaling_study_get_id (others[k]);

    g_assert_cmpstr (other, !=, id);
  }
}

static void
test_validation (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("3, 6", "both", "1");
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_scaling_study_validate (study, &error));
  g_assert_no_error (error);
  g_assert_false (gmarl_scaling_study_set_sharing (study, "maybe", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
  g_clear_error (&error);
  /* Lines to a node that three nodes do not have. */
  g_assert_true (gmarl_run_config_set (study->config, "scenario.small_world_degree", "4", NULL));
  g_assert_true (gmarl_run_config_set (study->config, "scenario.topology", "small-world", NULL));
  g_assert_false (gmarl_scaling_study_validate (study, &error));
  g_assert_nonnull (strstr (error->message, "With 3 agents"));
}

static void
test_power_law (void)
{
  const double x[] = { 2, 4, 8 };
  const double y[] = { 1, 4, 8 };

  g_assert_cmpfloat_with_epsilon (gmarl_power_law_interpolate (x, y, 3, 3), 2.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_power_law_interpolate (x, y, 3, 1), 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_power_law_interpolate (x, y, 3, 4), 4, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_power_law_interpolate (x, y, 3, 80), 80, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_power_law_interpolate (x, y, 1, 6), 3, 1e-12);
}

static void
test_estimate (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("3, 6", "both", "1, 2");
  const double seconds[] = { 1, 2, 3, 4 };
  const double left[] = { 0, 0, 1, 0.5, 0, 0, 0, 0 };
  GmarlScalingEstimate one = gmarl_scaling_estimate (study, seconds, NULL, 1, 2);
  GmarlScalingEstimate two = gmarl_scaling_estimate (study, seconds, NULL, 2, 1);
  GmarlScalingEstimate many = gmarl_scaling_estimate (study, seconds, NULL, 50, 1);
  GmarlScalingEstimate rest = gmarl_scaling_estimate (study, seconds, left, 2, 1);
  guint64 memory = 0;

  /* Ten iterations each, two seeds. */
  g_assert_cmpuint (one.n_runs, ==, 8);
  g_assert_cmpfloat_with_epsilon (one.seconds, 2 * 10 * (1 + 2 + 3 + 4), 1e-9);
  /* In turn to the job that is free first: 10 + 30 + 10 + 30 and 20 + 40 + 20 + 40. */
  g_assert_cmpfloat (two.seconds, >=, 100);
  g_assert_cmpfloat (two.seconds, <=, 140);
  g_assert_cmpfloat_with_epsilon (many.seconds, 40, 1e-9);
  g_assert_cmpuint (rest.n_runs, ==, 2);
  g_assert_cmpfloat_with_epsilon (rest.seconds, 30, 1e-9);

  g_assert_cmpuint (one.disk_bytes, ==, two.disk_bytes);
  g_assert_cmpuint (one.memory_bytes, <, two.memory_bytes);
  for (gsize cell = 0; cell < 8; cell++) {
    GmarlScalingKey key = gmarl_scaling_study_get_key (study, cell);
    g_autoptr (GmarlRunConfig) config =
        gmarl_scaling_study_make_config (study, key.agents, key.shared);

    memory += gmarl_run_config_estimate_memory (config);
  }
  g_assert_cmpuint (many.memory_bytes, ==, memory);
}

static void
test_measure (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("2, 3, 8, 4000", "yes", "1");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree double *seconds = NULL;
  g_autofree double *none = NULL;

  /* Nothing is judged by time; but 4000 agents are not tried if that would take long. */
  seconds = gmarl_scaling_measure (study, 1, NULL, &error);
  g_assert_no_error (error);
  for (guint k = 0; k < study->sizes->len; k++) {
    g_assert_true (isnan (seconds[2 * k]));
    g_assert_cmpfloat (seconds[2 * k + 1], >, 0);
  }
  g_cancellable_cancel (cancellable);
  none = gmarl_scaling_measure (study, 1, cancellable, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_cmpint (gmarl_scaling_threads_of_job (2, 8), ==, 4);
  g_assert_cmpint (gmarl_scaling_threads_of_job (3, 2), ==, 1);
  g_assert_cmpint (gmarl_scaling_threads_of_job (1, 0), >=, 1);
}

static GArray *
make_curve (gsize count, double (*reward) (double iteration))
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));

  for (gsize k = 1; k <= count; k++) {
    GmarlTrainingMetrics row = { 0 };

    row.value[GMARL_METRIC_ITERATION] = (double) k;
    row.value[GMARL_METRIC_EPISODE_REWARD] = reward ((double) k);
    g_array_append_val (rows, row);
  }
  return rows;
}

static double
line (double iteration)
{
  return iteration - 1000;
}

static double
step (double iteration)
{
  return iteration < 50 ? -20 : -10;
}

static double
falling (double iteration)
{
  return -iteration;
}

/* Rewards that not every iteration has. */
static double
sparse (double iteration)
{
  return fmod (iteration, 10) == 0 ? iteration : NAN;
}

static double
exponential (double iteration)
{
  return -exp (-(iteration - 1) / 10);
}

static void
test_iterations_to (void)
{
  g_autoptr (GArray) none = make_curve (0, line);
  g_autoptr (GArray) one = make_curve (1, line);
  g_autoptr (GArray) two = make_curve (2, line);
  g_autoptr (GArray) straight = make_curve (100, line);
  g_autoptr (GArray) jump = make_curve (100, step);
  g_autoptr (GArray) down = make_curve (100, falling);
  g_autoptr (GArray) gaps = make_curve (100, sparse);
  g_autoptr (GArray) saturating = make_curve (19, exponential);
  double gain = 1 - exp (-1.8);

  g_assert_true (isnan (gmarl_scaling_iterations_to (none, 0.95)));
  g_assert_true (isnan (gmarl_scaling_iterations_to (one, 0.95)));
  g_assert_true (isnan (gmarl_scaling_iterations_to (down, 0.95)));
  g_assert_cmpfloat (gmarl_scaling_iterations_to (two, 0.95), ==, 2);
  /* w = 5: means of 5 rise from 3 (iteration 5) to 98 (100) by 1 each; 3 + 0.95 · 95 = 93.25. */
  g_assert_cmpfloat (gmarl_scaling_iterations_to (straight, 0.95), ==, 96);
  /* A mean of five is at the top when all five are. */
  g_assert_cmpfloat (gmarl_scaling_iterations_to (jump, 0.95), ==, 54);
  g_assert_cmpfloat (gmarl_scaling_iterations_to (jump, 0.5), ==, 52);
  /* w = 1: 10, 20, … 100; 10 + 0.95 · 90 = 95.5. */
  g_assert_cmpfloat (gmarl_scaling_iterations_to (gaps, 0.95), ==, 100);
  g_assert_cmpfloat (gmarl_scaling_iterations_to (gaps, 0.5), ==, 60);
  /* w = 1: 1 − e^(−(k−1)/10) ≥ share · gain. */
  g_assert_cmpfloat (gmarl_scaling_iterations_to (saturating, 0.95), ==,
                     ceil (1 - 10 * log (1 - 0.95 * gain)));
}

static GPtrArray *
make_cells (const GmarlScalingStudy *study)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_scaling_cell_free);

  for (gsize k = 0; k < gmarl_scaling_study_count_cells (study); k++) {
    GmarlScalingCell *cell = g_new0 (GmarlScalingCell, 1);
    GmarlScalingKey key = gmarl_scaling_study_get_key (study, k);

    cell->agents = key.agents;
    cell->shared = key.shared;
    cell->seed = key.seed;
    cell->state = GMARL_CELL_DONE;
    for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
      cell->value[quantity] = NAN;
    cell->value[GMARL_SCALING_ITERATION_SECONDS] =
        0.01 * pow ((double) key.agents, key.shared ? 0.5 : 1.25);
    cell->value[GMARL_SCALING_REWARD] = (double) key.seed;
    g_ptr_array_add (cells, cell);
  }
  return cells;
}

static void
test_results (void)
{
  g_autoptr (GmarlScalingStudy) study = small_study ("3, 6, 12, 24", "both", "1-4");
  g_autoptr (GPtrArray) cells = make_cells (study);
  g_autoptr (GmarlScalingResults) results = NULL;
  const GmarlScalingPoint *point;

  ((GmarlScalingCell *) cells->pdata[0])->state = GMARL_CELL_FAILED; /* 3 agents, seed 1 */
  for (guint k = 0; k < cells->len; k++) {
    GmarlScalingCell *cell = cells->pdata[k];

    if (cell->shared && cell->agents == 24 && cell->seed > 2)
      cell->state = GMARL_CELL_QUEUED;
    if (cell->shared && cell->agents == 12)
      cell->state = GMARL_CELL_SKIPPED;
  }
  results = gmarl_scaling_results_new (cells);
  g_assert_cmpuint (results->points->len, ==, 8);

  /* Seeds 1 to 4: mean 2.5, standard error √(5/3/4), t of 3 degrees of freedom 3.182446. */
  point = gmarl_scaling_results_find (results, 6, FALSE);
  g_assert_cmpuint (point->n_done, ==, 4);
  g_assert_cmpfloat_with_epsilon (point->value[GMARL_SCALING_REWARD].estimate, 2.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (point->value[GMARL_SCALING_REWARD].high,
                                  2.5 + 3.1824463052837 * sqrt (5.0 / 12), 1e-9);
  g_assert_true (isnan (point->value[GMARL_SCALING_STABILITY].estimate));
  g_assert_cmpuint (point->count[GMARL_SCALING_STABILITY], ==, 0);

  /* What failed does not count, and leaves the others alone. */
  point = gmarl_scaling_results_find (results, 3, FALSE);
  g_assert_cmpuint (point->n_done, ==, 3);
  g_assert_cmpuint (point->n_cells, ==, 4);
  g_assert_cmpfloat_with_epsilon (point->value[GMARL_SCALING_REWARD].estimate, 3, 1e-12);

  /* Two values have a mean and no interval, none have not even that. */
  point = gmarl_scaling_results_find (results, 24, TRUE);
  g_assert_cmpfloat_with_epsilon (point->value[GMARL_SCALING_REWARD].estimate, 1.5, 1e-12);
  g_assert_true (isnan (point->value[GMARL_SCALING_REWARD].low));
  point = gmarl_scaling_results_find (results, 12, TRUE);
  g_assert_true (isnan (point->value[GMARL_SCALING_REWARD].estimate));
  g_assert_null (gmarl_scaling_results_find (results, 7, TRUE));

  g_assert_cmpfloat_with_epsilon (results->slope[0].slope, 1.25, 1e-12);
  g_assert_cmpfloat (results->slope[0].df, ==, 2);
  g_assert_cmpfloat_with_epsilon (results->slope[1].slope, 0.5, 1e-12);
  g_assert_cmpfloat (results->slope[1].df, ==, 1);
}

static void
test_states (void)
{
  for (gint state = GMARL_CELL_QUEUED; state <= GMARL_CELL_SKIPPED; state++)
    g_assert_cmpint (gmarl_cell_state_from_id (gmarl_cell_state_to_id ((GmarlCellState) state)), ==,
                     state);
  g_assert_cmpint (gmarl_cell_state_from_id ("lost"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/scaling/lists", test_lists);
  g_test_add_func ("/experiments/scaling/wrong-lists", test_wrong_lists);
  g_test_add_func ("/experiments/scaling/cells", test_cells);
  g_test_add_func ("/experiments/scaling/id", test_id);
  g_test_add_func ("/experiments/scaling/validation", test_validation);
  g_test_add_func ("/experiments/scaling/power-law", test_power_law);
  g_test_add_func ("/experiments/scaling/estimate", test_estimate);
  g_test_add_func ("/experiments/scaling/measure", test_measure);
  g_test_add_func ("/experiments/scaling/iterations-to", test_iterations_to);
  g_test_add_func ("/experiments/scaling/results", test_results);
  g_test_add_func ("/experiments/scaling/states", test_states);
  return g_test_run ();
}
