/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-work.h"

#include "gmarl-calibration.h"
#include "gmarl-error.h"
#include "gmarl-evaluation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Training that is thrown away, to know how long an iteration takes. */
#define CALIBRATION_SECONDS 0.5

GmarlTrainingSeed *
gmarl_training_seed_new (guint64 seed)
{
  GmarlTrainingSeed *self = g_new0 (GmarlTrainingSeed, 1);

  self->seed = seed;
  self->rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
  self->best_score = NAN;
  return self;
}

void
gmarl_training_seed_free (GmarlTrainingSeed *self)
{
  if (self == NULL)
    return;
  g_free (self->run_id);
  g_array_unref (self->rows);
  g_clear_pointer (&self->plan, gmarl_run_plan_free);
  g_clear_error (&self->error);
  g_free (self);
}

GmarlTrainingRequest *
gmarl_training_request_copy (const GmarlTrainingRequest *self)
{
  GmarlTrainingRequest *copy = g_new0 (GmarlTrainingRequest, 1);

  copy->directory = g_strdup (self->directory);
  copy->config = self->config == NULL ? NULL : gmarl_run_config_copy (self->config);
  copy->seeds = self->seeds == NULL ? NULL : g_array_copy (self->seeds);
  copy->budget = self->budget;
  copy->init_from = g_strdup (self->init_from);
  copy->run_ids = g_strdupv (self->run_ids);
  copy->threads = self->threads;
  return copy;
}

void
gmarl_training_request_free (GmarlTrainingRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->directory);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_clear_pointer (&self->seeds, g_array_unref);
  g_free (self->init_from);
  g_strfreev (self->run_ids);
  g_free (self);
}

static void
use_threads (const GmarlTrainingRequest *self, GmarlRunConfig *config)
{
  if (config->learning.threads == 0)
    config->learning.threads = self->threads;
}

/* What a trainer would refuse is refused before anything is stored. */
static gboolean
check_config (const GmarlRunConfig *config, GError **error)
{
  g_autoptr (GmarlGrid) grid = NULL;

  if (!gmarl_run_config_validate (config, error))
    return FALSE;
  grid = gmarl_grid_new (config->scenario, error);
  return grid != NULL && gmarl_grid_has_cases (grid, GMARL_PURPOSE_TRAINING, error) &&
         (config->learning.validation_interval == 0 ||
          gmarl_grid_has_cases (grid, GMARL_PURPOSE_VALIDATION, error));
}

static gboolean
choose_iterations (GmarlTrainingRequest *self, GCancellable *cancellable, GError **error)
{
  double seconds;

  if (self->budget <= 0)
    return TRUE;
  seconds = gmarl_calibrate (self->config, CALIBRATION_SECONDS, cancellable, error);
  if (isnan (seconds))
    return FALSE;
  self->config->iterations = gmarl_calibration_fit (seconds, self->budget);
  return TRUE;
}

static GPtrArray *
begin_group (GmarlTrainingRequest *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GBytes) init_from = NULL;
  g_autoptr (GPtrArray) plans = NULL;
  GmarlRunGroupPlan group = { .config = self->config, .init_from_id = self->init_from };
  GPtrArray *seeds;

  use_threads (self, self->config);
  if (!check_config (self->config, error) || !choose_iterations (self, cancellable, error))
    return NULL;
  library = gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, error);
  if (library == NULL)
    return NULL;
  if (self->init_from != NULL) {
    init_from = gmarl_run_plan_load_networks (library, self->init_from, self->config, error);
    if (init_from == NULL)
      return NULL;
    group.init_from = init_from;
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  group.seeds = (const guint64 *) (gconstpointer) self->seeds->data;
  group.n_seeds = self->seeds->len;
  plans = gmarl_run_plans_begin (library, &group, NULL, error);
  if (plans == NULL)
    return NULL;
  g_ptr_array_set_free_func (plans, NULL);
  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_training_seed_free);
  for (guint k = 0; k < plans->len; k++) {
    GmarlRunPlan *plan = plans->pdata[k];
    GmarlTrainingSeed *seed = gmarl_training_seed_new (plan->seed);

    seed->run_id = g_strdup (plan->run_id);
    seed->plan = plan;
    g_ptr_array_add (seeds, seed);
  }
  return seeds;
}

/* The records of the runs, in the order of the request. */
static GPtrArray *
find_runs (GmarlLibrary *library, char **run_ids, GError **error)
{
  g_autoptr (GPtrArray) runs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_record_free);

  for (gsize k = 0; run_ids[k] != NULL; k++) {
    g_autoptr (GPtrArray) found = gmarl_library_find_runs (library, run_ids[k], error);

    if (found == NULL)
      return NULL;
    g_ptr_array_add (runs, g_ptr_array_steal_index (found, 0));
  }
  return g_steal_pointer (&runs);
}

static void
take_plan (GmarlTrainingSeed *seed, GPtrArray *plans)
{
  for (guint k = 0; k < plans->len; k++)
    if (g_str_equal (((GmarlRunPlan *) plans->pdata[k])->run_id, seed->run_id)) {
      seed->plan = g_ptr_array_steal_index (plans, k);
      return;
    }
}

static GPtrArray *
take_up (GmarlTrainingRequest *self, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, error);
  g_autoptr (GPtrArray) runs = library == NULL ? NULL : find_runs (library, self->run_ids, error);
  g_autoptr (GPtrArray) plans = runs == NULL ? NULL : gmarl_run_plans_resume (library, runs, error);
  g_autoptr (GPtrArray) seeds = NULL;

  if (plans == NULL)
    return NULL;
  if (plans->len == 0) {
    g_set_error_literal (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                         _ ("This training is finished already: train anew for more iterations."));
    return NULL;
  }
  for (guint k = 0; k < plans->len; k++)
    use_threads (self, ((GmarlRunPlan *) plans->pdata[k])->config);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  self->config = gmarl_run_config_copy (((GmarlRunPlan *) plans->pdata[0])->config);

  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_training_seed_free);
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    GmarlTrainingSeed *seed = gmarl_training_seed_new (run->seed);
    GArray *rows = gmarl_library_load_metrics (library, run->id, error);

    g_ptr_array_add (seeds, seed);
    if (rows == NULL)
      return NULL;
    g_array_unref (seed->rows);
    seed->rows = rows;
    seed->run_id = g_strdup (run->id);
    seed->best_score = run->best_score;
    take_plan (seed, plans);
  }
  return g_steal_pointer (&seeds);
}

GPtrArray *
gmarl_training_request_carry_out (GmarlTrainingRequest *self,
                                  GCancellable *cancellable,
                                  GError **error)
{
  return self->run_ids != NULL ? take_up (self, error) : begin_group (self, cancellable, error);
}

gint64
gmarl_training_newest_checkpoint (const char *directory, const char *run_id)
{
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_READ_ONLY, NULL);
  g_autoptr (GPtrArray) checkpoints =
      library == NULL ? NULL : gmarl_library_list_checkpoints (library, run_id, NULL);
  gint64 newest = -1;

  for (guint k = 0; checkpoints != NULL && k < checkpoints->len; k++)
    newest = MAX (newest, ((GmarlCheckpointRecord *) checkpoints->pdata[k])->iteration);
  return newest;
}

void
gmarl_training_leave_out (const GPtrArray *plans)
{
  for (guint k = 0; k < plans->len; k++) {
    GmarlRunPlan *plan = plans->pdata[k];
    g_autoptr (GError) error = NULL;

    /* Where this cannot be stored the run counts as interrupted, and goes on just as well. */
    if (!gmarl_run_sink_status (plan->sink, GMARL_RUN_STOPPED, NULL, &error))
      g_debug ("%s: %s", plan->run_id, error->message);
  }
}

static double
evaluate_rule (const GmarlGrid *grid,
               const char *id,
               const GmarlEvaluationProtocol *protocol,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (id);
  g_autofree double *values =
      gmarl_evaluate (grid, policy, protocol, NULL, NULL, NULL, cancellable, error);
  double sum = 0;

  if (values == NULL)
    return NAN;
  for (gsize day = 0; day < protocol->n_episodes; day++)
    sum += values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_EPISODE_REWARD];
  return sum / (double) protocol->n_episodes;
}

gboolean
gmarl_training_evaluate_baselines (const GmarlRunConfig *config,
                                   const guint64 *seeds,
                                   gsize n_seeds,
                                   double *rewards,
                                   GCancellable *cancellable,
                                   GError **error)
{
  static const char *const ids[GMARL_N_BASELINES] = {
    [GMARL_BASELINE_RANDOM] = "random",
    [GMARL_BASELINE_HEURISTIC] = "heuristic",
  };
  gsize n_days = (gsize) config->learning.validation_days;
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (config->scenario, error);
  g_autofree guint64 *days = g_new (guint64, n_seeds * n_days);
  /* One thread: the others train. */
  const GmarlEvaluationProtocol protocol = { days, n_seeds * n_days, 1 };

  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_VALIDATION, error))
    return FALSE;
  for (gsize k = 0; k < n_seeds * n_days; k++)
    days[k] = gmarl_episode_seed (GMARL_PURPOSE_VALIDATION, seeds[k / n_days], k % n_days);
  for (gsize k = 0; k < GMARL_N_BASELINES; k++) {
    rewards[k] = evaluate_rule (grid, ids[k], &protocol, cancellable, error);
    if (isnan (rewards[k]))
      return FALSE;
  }
  return TRUE;
}
