/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-verify.h"

#include "gmarl-error.h"
#include "gmarl-run-plan.h"
#include "gmarl-trainer.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* A sink that keeps nothing: it compares. */
typedef struct {
  GmarlRunSink parent;
  const GArray *rows; /* stored; borrowed */
  GmarlVerifyResult *result;
  GmarlVerifyProgress progress;
  gpointer user_data;
  GmarlTrainer *trainer; /* borrowed: it owns the sink */
} VerifySink;

void
gmarl_verify_result_clear (GmarlVerifyResult *self)
{
  g_clear_pointer (&self->kernel_level, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->reason, g_free);
}

static gboolean
verify_iteration (GmarlRunSink *sink, const GmarlTrainingMetrics *row, GError **error)
{
  VerifySink *self = (VerifySink *) sink;
  GmarlVerifyResult *result = self->result;
  const GmarlTrainingMetrics *stored =
      &g_array_index (self->rows, GmarlTrainingMetrics, result->n_same);
  gint metric;

  /* The request to stop is looked at before the next iteration. */
  if (result->verdict == GMARL_VERIFY_DIFFERENT || result->n_same == result->n_rows)
    return TRUE;
  /* A library that was salvaged may lack rows in between. */
  if (row->value[GMARL_METRIC_ITERATION] < stored->value[GMARL_METRIC_ITERATION])
    return TRUE;
  metric = gmarl_training_metrics_first_difference (stored, row);
  if (metric >= 0) {
    result->verdict = GMARL_VERIFY_DIFFERENT;
    result->iteration = (gint64) stored->value[GMARL_METRIC_ITERATION];
    result->metric = (GmarlMetric) metric;
    result->stored = stored->value[metric];
    result->computed = row->value[metric];
  } else {
    result->n_same++;
    if (self->progress != NULL)
      self->progress (result->n_same, result->n_rows, self->user_data);
  }
  if (metric >= 0 || result->n_same == result->n_rows)
    gmarl_trainer_stop (self->trainer);
  return TRUE;
}

static gboolean
verify_checkpoint (GmarlRunSink *sink,
                   GmarlCheckpointKind kind,
                   gint64 iteration,
                   double score,
                   GBytes *bytes,
                   gint64 keep,
                   GError **error)
{
  return TRUE;
}

static gboolean
verify_status (GmarlRunSink *sink, GmarlRunStatus status, const char *message, GError **error)
{
  return TRUE;
}

static void
verify_free (GmarlRunSink *sink)
{
  g_free (sink);
}

static const GmarlRunSinkClass verify_class = {
  .iteration = verify_iteration,
  .checkpoint = verify_checkpoint,
  .status = verify_status,
  .free = verify_free,
};

/* What the run was begun with, at the kernel level that it was begun at: other kernels round
 * otherwise. */
static GmarlRunConfig *
load_config (GmarlLibrary *library, const GmarlRunRecord *run, gint64 threads, GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, run->id, error);

  if (config == NULL)
    return NULL;
  if (threads > 0)
    config->learning.threads = threads;
  if (!gmarl_run_config_set (config, "kernel_level", run->kernel_level, error) ||
      !gmarl_run_config_validate (config, error))
    return NULL;
  return g_steal_pointer (&config);
}

static void
stop_trainer (GCancellable *cancellable, gpointer trainer)
{
  gmarl_trainer_stop (trainer);
}

/* Trains and compares. FALSE: the training cannot be done; result says why. */
static gboolean
train_again (VerifySink *sink, GmarlTrainer *trainer, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;
  gboolean done;

  sink->trainer = trainer;
  if (!gmarl_trainer_start (trainer, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (stop_trainer), trainer, NULL);
  done = gmarl_trainer_wait (trainer, error);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return done;
}

static gboolean
try_to_repeat (GmarlLibrary *library,
               const GmarlRunRecord *run,
               const GArray *rows,
               gint64 threads,
               GmarlVerifyProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GmarlVerifyResult *result,
               GError **error)
{
  g_autoptr (GmarlRunConfig) config = load_config (library, run, threads, error);
  g_autoptr (GBytes) init_from = NULL;
  g_autoptr (GmarlTrainer) trainer = NULL;
  VerifySink *sink;

  if (config == NULL)
    return FALSE;
  if (run->init_from != NULL) {
    init_from = gmarl_run_plan_load_origin (library, run, error);
    if (init_from == NULL)
      return FALSE;
  }
  sink = g_new0 (VerifySink, 1);
  sink->parent.klass = &verify_class;
  sink->rows = rows;
  sink->result = result;
  sink->progress = progress;
  sink->user_data = user_data;
  trainer = gmarl_trainer_new (config, run->seed, NULL, init_from, &sink->parent);
  return train_again (sink, trainer, cancellable, error);
}

static void
set_impossible (GmarlVerifyResult *result, const char *reason)
{
  result->verdict = GMARL_VERIFY_IMPOSSIBLE;
  g_free (result->reason);
  result->reason = g_strdup (reason);
}

gboolean
gmarl_verify_run (GmarlLibrary *library,
                  const char *run_id,
                  gint64 threads,
                  GmarlVerifyProgress progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GmarlVerifyResult *result,
                  GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) failure = NULL;
  const GmarlRunRecord *run;

  *result = (GmarlVerifyResult){ .verdict = GMARL_VERIFY_SAME };
  runs = gmarl_library_find_runs (library, run_id, error);
  if (runs == NULL)
    return FALSE;
  run = runs->pdata[0];
  rows = gmarl_library_load_metrics (library, run->id, error);
  if (rows == NULL)
    return FALSE;
  result->n_rows = rows->len;
  result->kernel_level = g_strdup (run->kernel_level);
  result->version = g_strdup (run->version);
  result->same_version = strcmp (run->version, GMARL_VERSION) == 0;
  if (rows->len == 0) {
    set_impossible (result, _ ("it has no rows yet"));
    return TRUE;
  }

  if (!try_to_repeat (library, run, rows, threads, progress, user_data, cancellable, result,
                      &failure))
    set_impossible (result, failure->message);
  if (result->verdict == GMARL_VERIFY_SAME && result->n_same < result->n_rows) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    set_impossible (result, _ ("it stores more rows than its configuration has iterations"));
  }
  return TRUE;
}

char *
gmarl_verify_result_describe (const GmarlVerifyResult *self)
{
  g_autofree char *stored = NULL;
  g_autofree char *computed = NULL;

  switch (self->verdict) {
  case GMARL_VERIFY_SAME:
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Verified: its %" PRId64 " row has the same bits",
                     "Verified: all %" PRId64 " rows have the same bits", (gulong) self->n_rows),
        self->n_rows);
  case GMARL_VERIFY_DIFFERENT:
    stored = gmarl_format_double (self->stored);
    computed = gmarl_format_double (self->computed);
    if (self->same_version)
      return g_strdup_printf (_ ("Not the same: in iteration %" PRId64
                                 " %s is %s and was %s; the %" PRId64 " rows before are the same"),
                              self->iteration, gmarl_training_metrics[self->metric].id, computed,
                              stored, self->n_same);
    return g_strdup_printf (
        _ ("Not the same: in iteration %" PRId64 " %s is %s and was %s; the %" PRId64
           " rows before are the same. Gridmarl %s began it, and this is %s, which may compute "
           "otherwise"),
        self->iteration, gmarl_training_metrics[self->metric].id, computed, stored, self->n_same,
        self->version, GMARL_VERSION);
  default:
    return g_strdup_printf (_ ("Cannot be verified: %s"), self->reason);
  }
}
