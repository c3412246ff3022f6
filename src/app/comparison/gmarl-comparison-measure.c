/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-study.h"

#include "gmarl-comparison-run.h"

typedef struct {
  const GmarlComparisonPlan *plan;
  GmarlComparisonRun *run;
  GmarlComparisonResult *result;
  GStrvBuilder *policies;
  GStrvBuilder *states;

  GmarlComparisonStudyProgress progress;
  gpointer user_data;
  gsize policy; /* that is measured now */
  gsize n_seeds;
  gsize seed; /* of it */
} Measuring;

static void
evaluated_cb (const GmarlPolicyEntry *entry, gsize done, gsize all, gpointer user_data)
{
  Measuring *self = user_data;
  double share = ((double) self->seed + (double) done / (double) all) / (double) self->n_seeds;

  if (self->progress != NULL)
    self->progress (self->policy, MIN (share, 1), self->user_data);
  self->seed += done == all;
}

/* A policy that cannot act here is told about, and the others go on; FALSE when cancelled. */
static gboolean
measure_policy (Measuring *self, gsize policy, GCancellable *cancellable, GError **error)
{
  const char *reference = self->plan->policies[policy];
  g_autoptr (GError) local_error = NULL;
  const GmarlPolicyEntry *entry = gmarl_comparison_run_add (self->run, reference, &local_error);

  self->policy = policy;
  self->seed = 0;
  self->n_seeds = entry != NULL ? entry->n_policies : 1;
  if (entry != NULL && gmarl_comparison_run_evaluate (self->run, entry, evaluated_cb, self,
                                                      cancellable, &local_error)) {
    g_strv_builder_add (self->policies, reference);
    g_strv_builder_add (self->states, self->plan->states[policy]);
    return TRUE;
  }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  g_hash_table_insert (self->result->misfits, g_strdup (reference),
                       g_strdup (local_error->message));
  return TRUE;
}

/* Written to if that can be, else read, else left alone: it only saves time. */
static GmarlLibrary *
open_library (const char *directory)
{
  GmarlLibrary *library = NULL;

  if (directory != NULL)
    library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, NULL);
  if (library == NULL && directory != NULL)
    library = gmarl_library_open (directory, GMARL_LIBRARY_READ_ONLY, NULL);
  return library;
}

static gboolean
measure_all (Measuring *self, GCancellable *cancellable, GError **error)
{
  for (gsize k = 0; self->plan->policies[k] != NULL; k++) {
    if (self->progress != NULL)
      self->progress (k, 0, self->user_data);
    if (!measure_policy (self, k, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

GmarlComparisonResult *
gmarl_comparison_measure (const GmarlComparisonPlan *plan,
                          GmarlComparisonStudyProgress progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (plan->scenario, error);
  g_autoptr (GArray) days = gmarl_episode_seeds (GMARL_PURPOSE_TEST, plan->seed, plan->n_days);
  g_autoptr (GmarlLibrary) library = open_library (plan->library_directory);
  const GmarlComparisonProtocol protocol = { .episode_seeds = (const guint64 *) days->data,
                                             .n_days = plan->n_days,
                                             .level = GMARL_KERNEL_LEVEL_AUTO,
                                             .threads = plan->threads };
  g_autoptr (GmarlComparisonRun) run = NULL;
  g_autoptr (GmarlComparisonResult) result = gmarl_comparison_result_new ();
  g_autoptr (GStrvBuilder) policies = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) states = g_strv_builder_new ();
  Measuring self = { .plan = plan,
                     .result = result,
                     .policies = policies,
                     .states = states,
                     .progress = progress,
                     .user_data = user_data };

  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_TEST, error))
    return NULL;
  self.run = run = gmarl_comparison_run_new (grid, &protocol, library);
  if (!measure_all (&self, cancellable, error))
    return NULL;
  result->seed = plan->seed;
  result->policies = g_strv_builder_end (policies);
  result->states = g_strv_builder_end (states);
  result->table = gmarl_comparison_run_steal_table (run);
  result->comparison = gmarl_comparison_new (result->table, NULL);
  return g_steal_pointer (&result);
}
