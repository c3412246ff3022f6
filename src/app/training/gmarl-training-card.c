/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-card.h"

#include "gmarl-process.h"
#include "gmarl-training-text.h"
#include "gmarl-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* Iterations that the split of the time is taken from. */
#define RECENT_ITERATIONS 20
/* How long the use of the processor is averaged over. */
#define CPU_US (2 * G_USEC_PER_SEC)

struct _GmarlTrainingCard {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *details;
  GtkLabel *phases;
  GtkWidget *buttons;
  GtkWidget *use;
  GtkWidget *compare;
  GtkWidget *proceed;
  GtkWidget *gentler;
  GtkWidget *plateau;
  GtkLabel *plateau_text;

  /* Owned */
  GmarlTrainingJob *job;
  GHashTable *dismissed; /* first runs of trainings whose hint is not to come again */

  double standard_seconds;
  double cpu_seconds; /* of the process, at cpu_us */
  gint64 cpu_us;      /* 0: not measured */
  double cores;       /* that were busy lately; NaN: not known */
};

G_DEFINE_FINAL_TYPE (GmarlTrainingCard, gmarl_training_card, GTK_TYPE_WIDGET)

static gsize
count_failed (GmarlTrainingJob *job)
{
  gsize count = 0;

  for (gsize k = 0; k < gmarl_training_job_get_n_seeds (job); k++)
    count += gmarl_training_job_get_seed_error (job, k) != NULL;
  return count;
}

static char *
describe_failure (GmarlTrainingJob *job)
{
  gint64 iteration;

  if (gmarl_training_job_has_diverged (job, &iteration))
    return gmarl_training_text_diverged (iteration + 1,
                                         gmarl_training_job_get_kept_iteration (job));
  return g_strdup (gmarl_training_job_get_error (job)->message);
}

char *
gmarl_training_card_describe_end (GmarlTrainingJob *job, double standard_seconds)
{
  gsize n_seeds = gmarl_training_job_get_n_seeds (job);
  gsize n_failed = count_failed (job);
  const GmarlTrainingResult result = {
    .n_seeds = n_seeds - n_failed,
    .n_failed = n_failed,
    .seconds = gmarl_training_job_get_seconds (job),
    .reward = gmarl_training_job_get_best_score (job),
    .heuristic = gmarl_training_job_get_baseline (job, GMARL_BASELINE_HEURISTIC),
    .standard_seconds = standard_seconds,
  };

  switch (gmarl_training_job_get_state (job)) {
  case GMARL_TRAINING_JOB_FINISHED:
    return gmarl_training_text_result (&result);
  case GMARL_TRAINING_JOB_FAILED:
    return describe_failure (job);
  case GMARL_TRAINING_JOB_STOPPED:
    return g_strdup_printf (_ ("%s. Everything up to there is kept."),
                            gmarl_training_job_get_text (job));
  default:
    return NULL;
  }
}

/* Where the time of the last iterations went. */
static char *
describe_phases (GmarlTrainingJob *job)
{
  static const GmarlMetric phases[] = { GMARL_METRIC_ENVIRONMENT_SECONDS,
                                        GMARL_METRIC_ACTING_SECONDS, GMARL_METRIC_VALUES_SECONDS,
                                        GMARL_METRIC_UPDATE_SECONDS };
  gsize current = gmarl_training_job_get_current (job);
  const GArray *rows = current < gmarl_training_job_get_n_seeds (job)
                           ? gmarl_training_job_get_rows (job, current)
                           : NULL;
  guint n_rows = rows != NULL ? rows->len : 0;
  double sum[G_N_ELEMENTS (phases)] = { 0 };
  double all = 0;
  double steps = 0;

  for (guint row = n_rows > RECENT_ITERATIONS ? n_rows - RECENT_ITERATIONS : 0; row < n_rows;
       row++) {
    const double *value = g_array_index (rows, GmarlTrainingMetrics, row).value;

    for (gsize k = 0; k < G_N_ELEMENTS (phases); k++) {
      sum[k] += value[phases[k]];
      all += value[phases[k]];
    }
    steps = value[GMARL_METRIC_STEPS_PER_SECOND];
  }
  if (!(all > 0))
    return NULL;
  /* translators: shares of the computing time, then thousands of environment steps a second */
  return g_strdup_printf (
      _ ("Environment %.0f\u202f%% · acting %.0f\u202f%% · values %.0f\u202f%% · "
         "learning %.0f\u202f%% · %.0f\u202fk steps/s"),
      100 * sum[0] / all, 100 * sum[1] / all, 100 * sum[2] / all, 100 * sum[3] / all, steps / 1e3);
}

static void
forget_cores (GmarlTrainingCard *self)
{
  self->cpu_us = 0;
  self->cores = NAN;
}

static void
measure_cores (GmarlTrainingCard *self)
{
  double cpu_seconds = gmarl_process_get_cpu_seconds ();
  gint64 now = g_get_monotonic_time ();
  gint64 took = now - self->cpu_us;

  if (self->cpu_us != 0 && took < CPU_US)
    return;
  if (self->cpu_us != 0)
    self->cores = (cpu_seconds - self->cpu_seconds) * G_USEC_PER_SEC / (double) took;
  self->cpu_seconds = cpu_seconds;
  self->cpu_us = now;
}

/* Where the time goes, and what a training that goes on takes. */
static char *
describe_computing (GmarlTrainingCard *self)
{
  g_autofree char *phases = describe_phases (self->job);
  g_autofree char *use = NULL;

  if (phases == NULL || !gmarl_training_job_is_active (self->job))
    return g_steal_pointer (&phases);
  if (gmarl_job_is_paused (GMARL_JOB (self->job)))
    forget_cores (self);
  else
    measure_cores (self);
  use = gmarl_training_text_use (gmarl_training_job_get_seconds (self->job), self->cores,
                                 g_get_num_processors (), gmarl_process_get_memory ());
  return g_strconcat (use, "\n", phases, NULL);
}

/* -- The hint that it gets no better -- */

static const char *
get_first_run (GmarlTrainingJob *job)
{
  return gmarl_training_job_get_n_seeds (job) > 0 ? gmarl_training_job_get_run_id (job, 0) : NULL;
}

static void
show_plateau (GmarlTrainingCard *self)
{
  gint64 length = gmarl_training_job_get_plateau (self->job);
  const char *first_run = get_first_run (self->job);
  gboolean shows =
      length > 0 && first_run != NULL && !g_hash_table_contains (self->dismissed, first_run);
  gsize current = gmarl_training_job_get_current (self->job);
  g_autofree char *text =
      shows ? gmarl_training_text_plateau (length,
                                           gmarl_training_job_get_n_seeds (self->job) - 1 - current)
            : NULL;

  if (shows)
    gtk_label_set_text (self->plateau_text, text);
  gtk_widget_set_visible (self->plateau, shows);
}

static void
dismiss_cb (GmarlTrainingCard *self)
{
  const char *first_run = self->job != NULL ? get_first_run (self->job) : NULL;

  if (first_run == NULL)
    return;
  g_hash_table_add (self->dismissed, g_strdup (first_run));
  show_plateau (self);
}

/* -- Following the job -- */

static void
show_text (GmarlTrainingCard *self)
{
  g_autofree char *end = gmarl_training_card_describe_end (self->job, self->standard_seconds);
  g_autofree char *phases = describe_computing (self);

  if (end == NULL)
    end = gmarl_training_text_best (
        gmarl_training_job_get_best_score (self->job),
        gmarl_training_job_get_baseline (self->job, GMARL_BASELINE_HEURISTIC));
  gtk_label_set_text (self->title, end);
  gtk_label_set_text (self->phases, phases != NULL ? phases : "");
  gtk_widget_set_visible (GTK_WIDGET (self->phases), phases != NULL);
  show_plateau (self);
}

static void
show_error (GmarlTrainingCard *self)
{
  GmarlTrainingJobState state = gmarl_training_job_get_state (self->job);
  const GError *error = gmarl_training_job_get_error (self->job);
  gboolean failed = state == GMARL_TRAINING_JOB_FAILED;
  gint64 iteration;
  gboolean diverged = gmarl_training_job_has_diverged (self->job, &iteration);
  gboolean ended = !gmarl_training_job_is_active (self->job);
  gboolean shows = error != NULL && ended && (!failed || diverged);

  gtk_label_set_text (self->details, shows ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details), shows);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "error");
  gtk_widget_set_visible (self->gentler, ended && diverged);
  gtk_widget_set_visible (self->proceed,
                          state == GMARL_TRAINING_JOB_STOPPED || (failed && !diverged));
}

/* What can be done with what was learned. */
static void
show_result (GmarlTrainingCard *self)
{
  const char *run_id = gmarl_training_job_get_result (self->job);

  if (run_id != NULL) {
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->use), "s", run_id);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->use), "win.watch-run");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->compare), "s", run_id);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->compare), "win.compare-run");
  }
  gtk_widget_set_visible (self->use, run_id != NULL);
  gtk_widget_set_visible (self->compare, run_id != NULL);
}

static void
show_state (GmarlTrainingCard *self)
{
  show_error (self);
  show_result (self);
  gtk_widget_set_visible (self->buttons, !gmarl_training_job_is_active (self->job));
  show_text (self);
}

static void
set_job (GmarlTrainingCard *self, GmarlTrainingJob *job)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  forget_cores (self);
  if (job == NULL)
    return;
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (job, "notify::text", G_CALLBACK (show_text), self);
  g_signal_connect_swapped (job, "notify::baselines", G_CALLBACK (show_text), self);
  show_state (self);
}

static void
gmarl_training_card_dispose (GObject *object)
{
  set_job (GMARL_TRAINING_CARD (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), GMARL_TYPE_TRAINING_CARD);
  G_OBJECT_CLASS (gmarl_training_card_parent_class)->dispose (object);
}

static void
gmarl_training_card_finalize (GObject *object)
{
  g_hash_table_unref (GMARL_TRAINING_CARD (object)->dismissed);
  G_OBJECT_CLASS (gmarl_training_card_parent_class)->finalize (object);
}

static void
gmarl_training_card_class_init (GmarlTrainingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_training_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_training_card_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (GMARL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-training-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, content);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, title);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, details);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, phases);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, use);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, compare);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, proceed);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, gentler);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, plateau);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingCard, plateau_text);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_cb);
}

static void
gmarl_training_card_init (GmarlTrainingCard *self)
{
  self->standard_seconds = NAN;
  self->cores = NAN;
  self->dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gmarl_training_card_new (void)
{
  return g_object_new (GMARL_TYPE_TRAINING_CARD, NULL);
}

void
gmarl_training_card_set_job (GmarlTrainingCard *self, GmarlTrainingJob *job)
{
  g_return_if_fail (GMARL_IS_TRAINING_CARD (self));
  if (job != self->job)
    set_job (self, job);
}

void
gmarl_training_card_set_standard_seconds (GmarlTrainingCard *self, double seconds)
{
  self->standard_seconds = seconds;
}
