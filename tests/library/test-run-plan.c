/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Beginning the runs of a group, and taking them up again.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-run-plan.h"

static const guint64 seeds[] = { 7, 8, 9 };

static GPtrArray *
begin (GmarlLibrary *library, const GmarlRunConfig *config, gsize n_seeds, char **name)
{
  const GmarlRunGroupPlan group = { .config = config, .seeds = seeds, .n_seeds = n_seeds };
  g_autoptr (GError) error = NULL;
  GPtrArray *plans = gmarl_run_plans_begin (library, &group, name, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plans->len, ==, n_seeds);
  return plans;
}

static void
test_begin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunConfig) config = make_small_config ();
  g_autofree char *first_name = NULL;
  g_autofree char *second_name = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GPtrArray) first = begin (library, config, 3, &first_name);
  g_autoptr (GPtrArray) second = begin (library, config, 1, &second_name);

  expected = g_strdup_printf ("%s (2)", first_name);
  g_assert_cmpstr (second_name, ==, expected);
  for (guint k = 0; k < first->len; k++) {
    const GmarlRunPlan *plan = first->pdata[k];
    g_autoptr (GmarlRunRecord) run = get_run (library, plan->run_id);

    g_assert_cmpuint (run->seed, ==, seeds[k]);
    g_assert_cmpint (run->status, ==, k == 0 ? GMARL_RUN_RUNNING : GMARL_RUN_PAUSED);
    g_assert_true ((run->message != NULL) == (k > 0));
  }
}

/* Finished runs are left alone; the others go on with what they were begun with. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunConfig) config = make_small_config ();
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) plans = begin (library, config, 3, &name);
  g_autofree char *waiting = g_strdup (((GmarlRunPlan *) plans->pdata[2])->run_id);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) resumed = NULL;
  g_autoptr (GError) error = NULL;
  const GmarlRunPlan *plan;

  train_plan (plans->pdata[0]);
  runs = gmarl_library_find_runs (library, name, &error);
  g_assert_cmpuint (runs->len, ==, 3);

  /* Two are held. */
  g_assert_null (gmarl_run_plans_resume (library, runs, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_LIBRARY);
  g_clear_error (&error);

  g_clear_pointer (&plans, g_ptr_array_unref);
  resumed = gmarl_run_plans_resume (library, runs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (resumed->len, ==, 2);
  plan = resumed->pdata[1];
  g_assert_cmpstr (plan->run_id, ==, waiting);
  g_assert_cmpuint (plan->seed, ==, 9);
  g_assert_null (plan->resume); /* its turn had not come */
  g_assert_cmpint (plan->config->iterations, ==, 2);
  g_assert_cmpint (plan->config->learning.kernel_level, ==, GMARL_KERNEL_LEVEL_BASELINE);
}

/* Networks are taken from a run that fits, and only from that. */
static void
test_networks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunConfig) config = make_small_config ();
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) plans = begin (library, config, 1, &name);
  const char *run_id = ((GmarlRunPlan *) plans->pdata[0])->run_id;
  g_autoptr (GBytes) networks = NULL;
  g_autoptr (GError) error = NULL;

  train_plan (plans->pdata[0]);
  networks = gmarl_run_plan_load_networks (library, run_id, config, &error);
  g_assert_no_error (error);
  g_assert_nonnull (networks);

  config->learning.hidden.value[0] = 12;
  g_assert_null (gmarl_run_plan_load_networks (library, run_id, config, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/library/run-plan/begin", test_begin);
  fixture_add ("/library/run-plan/resume", test_resume);
  fixture_add ("/library/run-plan/networks", test_networks);
  return g_test_run ();
}
