/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-columns.h"
#include "temporary-folder.h"

#include <math.h>

typedef struct {
  char *directory;
  GmarlSession *session;
  GmarlRunsModel *model;
  GmarlRunColumnContext context;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->directory = temporary_folder_new ();
  self->session = gmarl_session_new (self->directory);
  self->model = gmarl_runs_model_new (self->session);
  self->context.model = self->model;
  for (gsize k = 0; k < GMARL_N_RUN_METRICS; k++)
    self->context.aggregates[k] = GMARL_RUN_BEST;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->model);
  g_assert_finalize_object (self->session);
  temporary_folder_remove (self->directory);
  g_free (self->directory);
}

static char *
begin_group (Fixture *self, const char *name, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", &error));
  char *group;

  if (key != NULL)
    gmarl_run_config_set (config, key, value, &error);
  group =
      gmarl_library_begin_group (gmarl_session_get_library (self->session), config, name, &error);
  g_assert_no_error (error);
  return group;
}

static char *
begin_run (Fixture *self, const char *group, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  char *run = gmarl_library_begin_run (gmarl_session_get_library (self->session), group, seed,
                                       "avx2", NULL, &error);

  g_assert_no_error (error);
  return run;
}

/* Ten iterations that each come to the reward. */
static void
put_rows (Fixture *self, const char *run, double reward)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunSink) sink =
      gmarl_library_open_sink (gmarl_session_get_library (self->session), run, &error);

  g_assert_no_error (error);
  for (int k = 1; k <= 10; k++) {
    GmarlTrainingMetrics row = { { 0 } };

    row.value[GMARL_METRIC_ITERATION] = k;
    row.value[GMARL_METRIC_VALIDATION_REWARD] = reward + k;
    row.value[GMARL_METRIC_VALIDATION_STABILITY] = NAN;
    row.value[GMARL_METRIC_SECONDS] = 0.5;
    gmarl_run_sink_iteration (sink, &row, &error);
    g_assert_no_error (error);
  }
  gmarl_run_sink_status (sink, GMARL_RUN_FINISHED, NULL, &error);
  g_assert_no_error (error);
}

static void
refresh (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  gmarl_runs_model_refresh (self->model, &error);
  g_assert_no_error (error);
}

static void
count_cb (int *count)
{
  (*count)++;
}

/* Items stay the same objects; only what differs is told of. */
static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autofree char *group = begin_group (self, "one", NULL, NULL);
  g_autofree char *third = begin_run (self, group, 3);
  g_autofree char *first = begin_run (self, group, 1);
  g_autofree char *other_group = NULL;
  g_autofree char *other = NULL;
  GmarlRunItem *item;
  GmarlRunItem *run;
  int changed = 0;
  int runs_changed = 0;
  const char *gone[] = { NULL, NULL };

  g_signal_connect_swapped (self->model, "runs-changed", G_CALLBACK (count_cb), &runs_changed);
  refresh (self);
  g_assert_cmpint (runs_changed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model)), ==, 1);
  item = gmarl_runs_model_find_group (self->model, group);
  run = gmarl_runs_model_find_run (self->model, first);
  g_assert_true (gmarl_run_item_get_run (item, 0) == run); /* by seed */
  g_assert_true (gmarl_run_item_get_group (run) == item);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (count_cb), &changed);
  refresh (self);
  g_assert_cmpint (runs_changed, ==, 1);
  g_assert_cmpint (changed, ==, 0);

  put_rows (self, first, 5);
  other_group = begin_group (self, "two", NULL, NULL);
  other = begin_run (self, other_group, 1);
  refresh (self);
  g_assert_cmpint (changed, ==, 1);
  g_assert_cmpint (runs_changed, ==, 2);
  g_assert_true (gmarl_runs_model_find_group (self->model, group) == item);
  g_assert_true (gmarl_runs_model_find_run (self->model, first) == run);
  g_assert_cmpuint (g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model)), ==, 2);

  gone[0] = other;
  gmarl_library_trash (gmarl_session_get_library (self->session), gone, NULL);
  gone[0] = third;
  gmarl_library_trash (gmarl_session_get_library (self->session), gone, NULL);
  refresh (self);
  g_assert_cmpint (runs_changed, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model)), ==, 1);
  g_assert_null (gmarl_runs_model_find_group (self->model, other_group));
  g_assert_null (gmarl_runs_model_find_run (self->model, third));
  g_assert_cmpuint (gmarl_run_item_get_n_runs (item), ==, 1);
}

static void
assert_cell (Fixture *self, GmarlRunItem *item, const char *id, const char *wanted)
{
  const GmarlRunColumn *column = gmarl_run_column_find (id);
  g_autofree char *text = column->make_text (column, &self->context, item);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_found (Fixture *self, GmarlRunItem *run, const char *key, const char *wanted)
{
  g_autofree char *text = gmarl_run_column_lookup (&self->context, run, key);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_cells (Fixture *self, gconstpointer data)
{
  g_autofree char *group = begin_group (self, "one", "ppo.learning_rate", "0.001");
  g_auto (GStrv) runs = g_new0 (char *, 5);
  const char *const tags[] = { "paper", "draft", NULL };
  GmarlRunItem *item;
  GmarlRunItem *run;

  for (guint k = 0; k < 4; k++)
    runs[k] = begin_run (self, group, k == 3 ? 9 : 1 + k);
  for (guint k = 0; k < 3; k++)
    put_rows (self, runs[k], 10 * k);
  g_assert_true (
      gmarl_library_set_tags (gmarl_session_get_library (self->session), runs[0], tags, NULL));
  refresh (self);
  item = gmarl_runs_model_find_group (self->model, group);
  run = gmarl_runs_model_find_run (self->model, runs[1]);

  assert_cell (self, item, "name", "one");
  assert_cell (self, run, "name", "Seed 2");
  assert_cell (self, item, "status", "Interrupted, 1 of 4");
  assert_cell (self, run, "status", "Finished");
  assert_cell (self, item, "seeds", "1–3, 9");
  assert_cell (self, item, "changes", "learning rate 0.001");
  assert_cell (self, item, "iterations", "0–10 of 500");
  assert_cell (self, run, "iterations", "10 of 500");
  assert_cell (self, item, "duration", "15\u202fs");
  assert_cell (self, item, "tags", "draft, paper");
  assert_cell (self, item, "nodes", "5");
  assert_cell (self, item, "kernels", "CPU, avx2");
  /* 10, 20, 30: s/√3 times 4.303 */
  assert_cell (self, item, "reward", "20\u00a0±\u00a025");
  assert_cell (self, run, "reward", "20.0");
  assert_cell (self, item, "stability", "–");

  self->context.aggregates[0] = GMARL_RUN_LAST;
  assert_cell (self, run, "reward", "20.0");
  self->context.aggregates[0] = GMARL_RUN_TAIL;
  /* A tenth of ten iterations is one. */
  assert_cell (self, run, "reward", "20.0");

  assert_found (self, run, "seed", "2");
  assert_found (self, run, "scenario.nodes", "5");
  assert_found (self, run, "ppo.learning_rate", "0.001");
  assert_found (self, run, "tag", "draft\npaper");
  assert_found (self, run, "stability", NULL);
}

/* Looks are given out once, none of the rules', and are the library's from then on. */
static void
test_looks (Fixture *self, gconstpointer data)
{
  g_autofree char *one = begin_group (self, "one", NULL, NULL);
  g_autofree char *two = begin_group (self, "two", NULL, NULL);
  g_autofree char *first = begin_run (self, one, 1);
  g_autofree char *second = begin_run (self, two, 1);
  int changed = 0;

  refresh (self);
  g_signal_connect_swapped (self->model, "shown-changed", G_CALLBACK (count_cb), &changed);
  gmarl_runs_model_set_shown (self->model, gmarl_runs_model_find_group (self->model, two), TRUE);
  gmarl_runs_model_set_shown (self->model, gmarl_runs_model_find_run (self->model, first), TRUE);
  g_assert_cmpint (changed, ==, 2);
  refresh (self);
  g_assert_cmpint (
      gmarl_run_item_get_record (gmarl_runs_model_find_run (self->model, second))->look, ==, 0);
  g_assert_cmpint (gmarl_run_item_get_record (gmarl_runs_model_find_run (self->model, first))->look,
                   ==, 3);
}

static void
test_find (void)
{
  g_assert_null (gmarl_run_column_find ("no such column"));
  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    g_assert_true (gmarl_run_column_find (gmarl_run_columns[k].id) == &gmarl_run_columns[k]);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/app/runs-model/refresh", test_refresh);
  ADD ("/app/runs-model/cells", test_cells);
  ADD ("/app/runs-model/looks", test_looks);
  g_test_add_func ("/app/runs-model/find", test_find);
  return g_test_run ();
}
