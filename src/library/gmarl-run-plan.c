/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-plan.h"

#include "gmarl-backend.h"
#include "gmarl-error.h"
#include "gmarl-learner.h"
#include "gmarl-run-changes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
gmarl_run_plan_free (GmarlRunPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->run_id);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_clear_pointer (&self->resume, g_bytes_unref);
  g_clear_pointer (&self->init_from, g_bytes_unref);
  g_clear_pointer (&self->sink, gmarl_run_sink_free);
  g_free (self);
}

GBytes *
gmarl_run_plan_load_networks (GmarlLibrary *library,
                              const char *run_id,
                              const GmarlRunConfig *config,
                              GError **error)
{
  GmarlObservation observation =
      config->learning.share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;
  g_autofree char *label = g_strdup_printf (_ ("run %s"), run_id);
  g_autoptr (GBytes) bytes =
      gmarl_library_load_checkpoint (library, run_id, GMARL_CHECKPOINT_BEST, 0, NULL, error);
  g_autoptr (GmarlCheckpoint) checkpoint =
      bytes == NULL ? NULL : gmarl_checkpoint_open (bytes, label, error);
  g_autoptr (GmarlGrid) grid = checkpoint == NULL ? NULL : gmarl_grid_new (config->scenario, error);
  g_autoptr (GmarlEnvironment) environment = NULL;
  g_autoptr (GmarlLearner) learner = NULL;

  if (grid == NULL)
    return NULL;
  environment = gmarl_grid_environment_new (grid, observation, 0);
  learner = gmarl_learner_new (environment, &config->learning, 0, config->iterations, error);
  if (learner == NULL || !gmarl_learner_load_networks (learner, checkpoint, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

GBytes *
gmarl_run_plan_load_origin (GmarlLibrary *library, const GmarlRunRecord *run, GError **error)
{
  g_autoptr (GPtrArray) checkpoints = NULL;

  if (run->init_sha256 == NULL)
    return gmarl_library_load_checkpoint (library, run->init_from, GMARL_CHECKPOINT_BEST, 0, NULL,
                                          error);
  checkpoints = gmarl_library_list_checkpoints (library, run->init_from, error);
  if (checkpoints == NULL)
    return NULL;
  for (guint k = 0; k < checkpoints->len; k++) {
    const GmarlCheckpointRecord *record = checkpoints->pdata[k];

    if (strcmp (record->sha256, run->init_sha256) == 0)
      return gmarl_library_load_checkpoint (library, run->init_from, record->kind,
                                            record->iteration, NULL, error);
  }
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
      _ ("the policy that it started from has changed: run %s has no checkpoint with the SHA-256 "
         "%.12s… any more"),
      run->init_from, run->init_sha256);
  return NULL;
}

char *
gmarl_run_plans_choose_name (GmarlLibrary *library, const char *base)
{
  char *name = g_strdup (base);

  for (guint n = 2;; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, name, &error);

    if (runs == NULL && g_error_matches (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))
      return name;
    if (runs == NULL && !g_error_matches (error, GMARL_ERROR, GMARL_ERROR_CONFIG))
      return name;
    g_free (name);
    name = g_strdup_printf ("%s (%u)", base, n);
  }
}

/* run_id: (transfer full) */
static GmarlRunPlan *
plan_new (GmarlLibrary *library,
          char *run_id,
          guint64 seed,
          const GmarlRunConfig *config,
          GError **error)
{
  g_autoptr (GmarlRunPlan) plan = g_new0 (GmarlRunPlan, 1);

  plan->run_id = run_id;
  plan->seed = seed;
  plan->config = gmarl_run_config_copy (config);
  plan->sink = gmarl_library_open_sink (library, run_id, error);
  return plan->sink == NULL ? NULL : g_steal_pointer (&plan);
}

GPtrArray *
gmarl_run_plans_begin (GmarlLibrary *library,
                       const GmarlRunGroupPlan *group,
                       char **name_out,
                       GError **error)
{
  g_autoptr (GPtrArray) plans =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_plan_free);
  const char *level = gmarl_kernel_level_name (group->config->learning.kernel_level, error);
  g_autofree char *described = NULL;
  g_autofree char *name = NULL;
  g_autofree char *group_id = NULL;
  g_autofree char *sha256 =
      group->init_from == NULL ? NULL
                               : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, group->init_from);
  const GmarlRunOrigin origin = { group->init_from_id, sha256 };

  if (level == NULL)
    return NULL;
  described = gmarl_run_config_describe (group->config);
  name = group->name != NULL ? g_strdup (group->name)
                             : gmarl_run_plans_choose_name (library, described);
  group_id = gmarl_library_begin_group (library, group->config, name, error);
  if (group_id == NULL)
    return NULL;

  for (gsize k = 0; k < group->n_seeds; k++) {
    char *run_id = gmarl_library_begin_run (library, group_id, group->seeds[k], level,
                                            sha256 == NULL ? NULL : &origin, error);
    GmarlRunPlan *plan =
        run_id == NULL ? NULL : plan_new (library, run_id, group->seeds[k], group->config, error);

    if (plan == NULL)
      return NULL;
    plan->init_from = group->init_from == NULL ? NULL : g_bytes_ref (group->init_from);
    if (k > 0)
      gmarl_run_sink_status (plan->sink, GMARL_RUN_PAUSED, _ ("Waits for the seeds before it"),
                             NULL);
    g_ptr_array_add (plans, plan);
  }
  if (name_out != NULL)
    *name_out = g_steal_pointer (&name);
  return g_steal_pointer (&plans);
}

/* The resume state of a run, or what it was to begin with if it was killed before its first one. */
static gboolean
load_state (GmarlLibrary *library, const GmarlRunRecord *run, GmarlRunPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) checkpoints = gmarl_library_list_checkpoints (library, run->id, error);

  if (checkpoints == NULL)
    return FALSE;
  for (guint k = 0; k < checkpoints->len; k++)
    if (((GmarlCheckpointRecord *) checkpoints->pdata[k])->kind == GMARL_CHECKPOINT_LAST) {
      plan->resume =
          gmarl_library_load_checkpoint (library, run->id, GMARL_CHECKPOINT_LAST, 0, NULL, error);
      return plan->resume != NULL;
    }
  if (run->init_from != NULL) {
    plan->init_from = gmarl_run_plan_load_origin (library, run, error);
    if (plan->init_from == NULL)
      g_prefix_error (error, _ ("Run %s cannot be taken up: "), run->id);
    return plan->init_from != NULL;
  }
  return TRUE;
}

static GmarlRunPlan *
resume_run (GmarlLibrary *library, const GmarlRunRecord *run, GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, run->id, error);
  g_autoptr (GmarlRunPlan) plan = NULL;

  /* The bits are those of the kernels that it began with. */
  if (config == NULL || !gmarl_run_config_set (config, "kernel_level", run->kernel_level, error) ||
      !gmarl_run_config_validate (config, error))
    return NULL;
  plan = plan_new (library, g_strdup (run->id), run->seed, config, error);
  if (plan == NULL || !load_state (library, run, plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

GPtrArray *
gmarl_run_plans_resume (GmarlLibrary *library, const GPtrArray *runs, GError **error)
{
  g_autoptr (GPtrArray) plans =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_plan_free);

  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    GmarlRunPlan *plan;

    if (run->status == GMARL_RUN_FINISHED)
      continue;
    plan = resume_run (library, run, error);
    if (plan == NULL)
      return NULL;
    g_ptr_array_add (plans, plan);
  }
  return g_steal_pointer (&plans);
}

GmarlTrainer *
gmarl_run_plan_make_trainer (GmarlRunPlan *self)
{
  return gmarl_trainer_new (self->config, self->seed, self->resume, self->init_from,
                            g_steal_pointer (&self->sink));
}
