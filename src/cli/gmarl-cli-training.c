/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The trainer works on a thread of its own and wakes this one after each change; this one shows
 * progress and passes a request to stop on.
 */
#include "config.h"

#include "gmarl-cli-training.h"

#include "gmarl-cli.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How long a request to stop or the shown state may lag behind. */
#define POLL_US (100 * G_TIME_SPAN_MILLISECOND)

/* Iterations between lines where there is no live line. */
#define PLAIN_ITERATIONS 25

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean is_changed; /* guarded by mutex */
} Waker;

/* What is shown of one run. */
typedef struct {
  GmarlProgress *progress;
  char *title;      /* "seed 3 (2 of 5)"; owned */
  guint n_rows;     /* seen so far */
  gint64 plain_due; /* the iteration from which a plain line is due */
  double reward;    /* the newest that there is */
  double stability;
} View;

void
gmarl_planned_training_free (GmarlPlannedTraining *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->plan, gmarl_run_plan_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* The trainer's worker. */
static void
changed_cb (gpointer user_data)
{
  Waker *waker = user_data;

  g_mutex_lock (&waker->mutex);
  waker->is_changed = TRUE;
  g_cond_signal (&waker->cond);
  g_mutex_unlock (&waker->mutex);
}

static void
waker_wait (Waker *self)
{
  gint64 deadline = g_get_monotonic_time () + POLL_US;

  g_mutex_lock (&self->mutex);
  while (!self->is_changed && g_cond_wait_until (&self->cond, &self->mutex, deadline)) {
  }
  self->is_changed = FALSE;
  g_mutex_unlock (&self->mutex);
}

static void
append_number (GString *text, const char *name, double value, gint decimals)
{
  if (isfinite (value))
    g_string_append_printf (text, " · %s %.*f", name, decimals, value);
}

static void
view_show (View *self, const GmarlTrainerProgress *state)
{
  g_autoptr (GString) text = g_string_new (self->title);
  gboolean due = state->iteration >= self->plain_due || state->iteration == state->iterations;

  g_string_append_printf (text, _ (" · iteration %lld of %lld"), (long long) state->iteration,
                          (long long) state->iterations);
  append_number (text, _ ("reward"), self->reward, 2);
  append_number (text, _ ("stability"), self->stability, 3);
  append_number (text, _ ("best"), state->best_score, 2);
  if (isfinite (state->steps_per_second))
    g_string_append_printf (text, _ (" · %.0f steps/s"), state->steps_per_second);
  if (isfinite (state->seconds_left) && state->iteration < state->iterations) {
    g_autofree char *left = gmarl_format_duration (state->seconds_left);

    g_string_append_printf (text, _ (" · %s left"), left);
  }
  gmarl_progress_update (self->progress, due, text->str);
  if (due)
    self->plain_due = (state->iteration / PLAIN_ITERATIONS + 1) * PLAIN_ITERATIONS;
}

/* Takes the newest values from rows that were added. */
static void
view_update (View *self, GmarlTrainer *trainer)
{
  g_autoptr (GArray) rows = gmarl_trainer_get_rows (trainer, self->n_rows);

  for (guint k = 0; k < rows->len; k++) {
    const double *value = g_array_index (rows, GmarlTrainingMetrics, k).value;

    if (isfinite (value[GMARL_METRIC_EPISODE_REWARD]))
      self->reward = value[GMARL_METRIC_EPISODE_REWARD];
    if (isfinite (value[GMARL_METRIC_STABILITY]))
      self->stability = value[GMARL_METRIC_STABILITY];
  }
  self->n_rows += rows->len;
}

static void
watch (GmarlTrainer *trainer, Waker *waker, GmarlInterrupt *interrupt, View *view)
{
  GCancellable *cancellable = gmarl_interrupt_get_cancellable (interrupt);
  gboolean is_stopping = FALSE;
  GmarlTrainerProgress state;

  do {
    waker_wait (waker);
    if (!is_stopping && g_cancellable_is_cancelled (cancellable)) {
      is_stopping = TRUE;
      gmarl_trainer_stop (trainer);
      gmarl_progress_print (view->progress, _ ("Writing a checkpoint…"));
    }
    gmarl_trainer_get_progress (trainer, &state);
    view_update (view, trainer);
    if (!is_stopping && state.iteration > 0)
      view_show (view, &state);
  } while (state.state != GMARL_TRAINER_ENDED);
}

static void
run (GmarlPlannedTraining *self, GmarlInterrupt *interrupt, View *view)
{
  Waker waker = { 0 };
  g_autoptr (GmarlTrainer) trainer = gmarl_run_plan_make_trainer (self->plan);

  g_mutex_init (&waker.mutex);
  g_cond_init (&waker.cond);
  gmarl_trainer_set_notify (trainer, changed_cb, &waker);
  self->outcome = GMARL_OUTCOME_FAILED;
  if (gmarl_trainer_start (trainer, &self->error)) {
    watch (trainer, &waker, interrupt, view);
    gmarl_trainer_wait (trainer, &self->error);
    gmarl_trainer_get_progress (trainer, &self->progress);
    self->outcome = self->progress.outcome;
  }
  /* Ends the worker, which may still be on its way out of the notification. */
  g_clear_object (&trainer);
  g_mutex_clear (&waker.mutex);
  g_cond_clear (&waker.cond);
}

guint
gmarl_planned_trainings_run (GPtrArray *runs, GmarlInterrupt *interrupt, GmarlProgress *progress)
{
  GCancellable *cancellable = gmarl_interrupt_get_cancellable (interrupt);
  guint n_failed = 0;

  for (guint k = 0; k < runs->len; k++) {
    GmarlPlannedTraining *planned = runs->pdata[k];
    unsigned long long seed = planned->plan->seed;
    View view = { .progress = progress, .plain_due = 1, .reward = NAN, .stability = NAN };

    if (g_cancellable_is_cancelled (cancellable)) {
      gmarl_run_sink_status (planned->plan->sink, GMARL_RUN_STOPPED, NULL, NULL);
      continue;
    }
    view.title = runs->len == 1
                     ? g_strdup_printf (_ ("seed %llu"), seed)
                     : g_strdup_printf (_ ("seed %llu (%u of %u)"), seed, k + 1, runs->len);
    run (planned, interrupt, &view);
    gmarl_progress_clear (progress);
    if (planned->outcome == GMARL_OUTCOME_FAILED)
      n_failed++;
    g_free (view.title);
  }
  return n_failed;
}
