/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-details.h"

#include "gmarl-policy-entry.h"
#include "gmarl-threads.h"

#include <math.h>
#include <string.h>

#define ANCHOR       "no-control"
#define N_THRESHOLDS 101

const GmarlMetric gmarl_comparison_metrics[] = {
  GMARL_METRIC_VALIDATION_REWARD,
  GMARL_METRIC_EPISODE_REWARD,
  GMARL_METRIC_VALIDATION_STABILITY,
  GMARL_METRIC_VALIDATION_IMPORT,
};
const gsize gmarl_comparison_n_metrics = G_N_ELEMENTS (gmarl_comparison_metrics);

/* The original's five, then what else matters most. */
const GmarlIndicator gmarl_comparison_indicators[] = {
  GMARL_INDICATOR_EPISODE_REWARD,      GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,         GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION, GMARL_INDICATOR_ENERGY_COST,
  GMARL_INDICATOR_ADJUSTED_COST,       GMARL_INDICATOR_PEAK_IMPORT,
  GMARL_INDICATOR_SELF_SUFFICIENCY,    GMARL_INDICATOR_ENERGY_SHARED,
};
const gsize gmarl_comparison_n_indicators = G_N_ELEMENTS (gmarl_comparison_indicators);

void
gmarl_comparison_details_unref (GmarlComparisonDetails *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (gsize k = 0; k < self->n_policies; k++)
    gmarl_average_day_free (self->days[k]);
  for (gsize k = 0; k < gmarl_comparison_n_metrics * self->n_policies; k++)
    gmarl_learning_curve_free (self->curves[k]);
  for (gsize k = 0; k < gmarl_comparison_n_indicators * self->n_policies; k++)
    gmarl_performance_profile_free (self->profiles[k]);
  g_free (self->days);
  g_free (self->curves);
  g_free (self->profiles);
  g_free (self->anchor);
  g_free (self);
}

static GmarlComparisonDetails *
details_new (gsize n_policies)
{
  GmarlComparisonDetails *self = g_new0 (GmarlComparisonDetails, 1);

  g_atomic_ref_count_init (&self->references);
  self->n_policies = n_policies;
  self->days = g_new0 (GmarlAverageDay *, n_policies);
  self->curves = g_new0 (GmarlLearningCurve *, gmarl_comparison_n_metrics * n_policies);
  self->profiles = g_new0 (GmarlPerformanceProfile *, gmarl_comparison_n_indicators * n_policies);
  return self;
}

/* -- The worker -- */

typedef struct {
  GmarlComparisonResult *result;
  GmarlScenario *scenario;
  char *library_directory;
  gint64 threads;

  GmarlGrid *grid;
  GmarlLibrary *library; /* or NULL */
  GmarlComparisonDetails *details;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  gmarl_comparison_result_unref (self->result);
  gmarl_scenario_free (self->scenario);
  g_free (self->library_directory);
  g_clear_pointer (&self->grid, gmarl_grid_free);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->details, gmarl_comparison_details_unref);
  g_free (self);
}

/* Rules need no library, and a library that is gone has no curves. */
static void
add_curves (Work *self, gsize policy)
{
  const GmarlComparisonResult *result = self->result;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  if (self->library != NULL &&
      ((const GmarlScorePolicy *) result->table->policies->pdata[policy])->n_seeds > 0)
    runs = gmarl_library_find_runs (self->library, result->policies[policy], NULL);
  for (guint k = 0; runs != NULL && k < runs->len; k++) {
    GArray *metrics =
        gmarl_library_load_metrics (self->library, ((GmarlRunRecord *) runs->pdata[k])->id, NULL);

    if (metrics != NULL && metrics->len > 0)
      g_ptr_array_add (rows, metrics);
    else
      g_clear_pointer (&metrics, g_array_unref);
  }
  for (gsize metric = 0; rows->len > 0 && metric < gmarl_comparison_n_metrics; metric++)
    self->details->curves[metric * self->details->n_policies + policy] = gmarl_learning_curve_new (
        (const GArray *const *) rows->pdata, rows->len, gmarl_comparison_metrics[metric],
        GMARL_COMPARISON_DRAWS_SCREEN, GMARL_COMPARISON_BOOTSTRAP_SEED);
}

static gboolean
add_day (Work *self, gsize policy, GCancellable *cancellable, GError **error)
{
  const GmarlScoreTable *table = self->result->table;
  const GmarlEvaluationProtocol protocol = { table->episode_seeds, table->n_days, self->threads };
  g_autoptr (GmarlPolicyEntry) entry =
      gmarl_policy_entry_open (self->result->policies[policy], self->grid, GMARL_KERNEL_LEVEL_AUTO,
                               self->library, FALSE, error);

  if (entry == NULL)
    return FALSE;
  self->details->days[policy] = gmarl_average_day_new (self->grid, entry->policy, entry->n_policies,
                                                       &protocol, NULL, NULL, cancellable, error);
  return self->details->days[policy] != NULL;
}

/* The thresholds of all policies, measured and not only shown: a curve depends on no other. */
static gboolean
get_thresholds (const GmarlScoreTable *table,
                const GmarlScorePolicy *anchor,
                GmarlIndicator indicator,
                double *scores,
                double *thresholds)
{
  double low = INFINITY, high = -INFINITY;

  for (guint k = 0; k < table->policies->len; k++) {
    const GmarlScorePolicy *policy = table->policies->pdata[k];

    if (!gmarl_anchored_scores (table, policy, anchor, indicator, scores))
      return FALSE;
    for (gsize cell = 0; cell < policy->n_rows * table->n_days; cell++) {
      low = fmin (low, scores[cell]);
      high = fmax (high, scores[cell]);
    }
  }
  for (gsize t = 0; t < N_THRESHOLDS; t++)
    thresholds[t] = low + (high - low) * (double) t / (N_THRESHOLDS - 1);
  return high > low;
}

static void
add_profiles (Work *self)
{
  const GmarlScoreTable *table = self->result->table;
  gssize place = gmarl_comparison_result_find (self->result, ANCHOR);
  const GmarlScorePolicy *anchor = place >= 0 ? table->policies->pdata[place] : NULL;
  double thresholds[N_THRESHOLDS];
  g_autofree double *scores = NULL;
  gsize n_rows = 1;

  if (anchor == NULL)
    return;
  self->details->anchor = g_strdup (anchor->name);
  for (guint k = 0; k < table->policies->len; k++)
    n_rows = MAX (n_rows, ((const GmarlScorePolicy *) table->policies->pdata[k])->n_rows);
  scores = g_new (double, n_rows * table->n_days);
  for (gsize k = 0; k < gmarl_comparison_n_indicators; k++) {
    GmarlIndicator indicator = gmarl_comparison_indicators[k];

    if (!get_thresholds (table, anchor, indicator, scores, thresholds))
      continue;
    for (guint p = 0; p < table->policies->len; p++) {
      const GmarlScorePolicy *policy = table->policies->pdata[p];

      gmarl_anchored_scores (table, policy, anchor, indicator, scores);
      self->details->profiles[k * self->details->n_policies + p] = gmarl_performance_profile_new (
          scores, policy->n_rows, table->n_days, thresholds, N_THRESHOLDS,
          GMARL_COMPARISON_DRAWS_SCREEN, GMARL_COMPARISON_BOOTSTRAP_SEED);
    }
  }
}

static gboolean
make_all (Work *self, GCancellable *cancellable, GError **error)
{
  gsize n = self->result->table->policies->len;

  self->details = details_new (n);
  self->grid = gmarl_grid_new (self->scenario, error);
  if (self->grid == NULL)
    return FALSE;
  if (self->library_directory != NULL)
    self->library = gmarl_library_open (self->library_directory, GMARL_LIBRARY_READ_ONLY, NULL);
  add_profiles (self);
  for (gsize k = 0; k < n; k++) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    add_curves (self, k);
    if (!add_day (self, k, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *self = data;
  GError *error = NULL;

  if (make_all (self, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->details),
                           (GDestroyNotify) gmarl_comparison_details_unref);
  else
    g_task_return_error (task, error);
  /* A connection belongs to the thread that opened it. */
  g_clear_pointer (&self->library, gmarl_library_close);
}

void
gmarl_comparison_details_make (GmarlComparisonResult *result,
                               const GmarlScenario *scenario,
                               const char *library_directory,
                               gint64 threads,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->result = gmarl_comparison_result_ref (result);
  work->scenario = gmarl_scenario_copy (scenario);
  work->library_directory = g_strdup (library_directory);
  work->threads = threads;
  g_task_set_source_tag (task, gmarl_comparison_details_make);
  g_task_set_task_data (task, work, work_free);
  gmarl_threads_run (task, make_in_thread);
}

GmarlComparisonDetails *
gmarl_comparison_details_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
