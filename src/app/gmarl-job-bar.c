/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-job-bar.h"

#include "gmarl-training-job.h"

#include <glib/gi18n-lib.h>

struct _GmarlJobBar {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkRevealer *revealer;
  GtkProgressBar *progress;
  GtkLabel *text;
  GtkButton *pause;

  /* Owned: follow whichever job the session has */
  GBindingGroup *bindings;
  GSignalGroup *job_signals;
};

G_DEFINE_FINAL_TYPE (GmarlJobBar, gmarl_job_bar, GTK_TYPE_WIDGET)

static void
update (GmarlJobBar *self)
{
  g_autoptr (GmarlTrainingJob) job = g_signal_group_dup_target (self->job_signals);
  GmarlTrainingJobState state =
      job != NULL ? gmarl_training_job_get_state (job) : GMARL_TRAINING_JOB_IDLE;
  gboolean paused = state == GMARL_TRAINING_JOB_PAUSED || state == GMARL_TRAINING_JOB_PAUSING;

  gtk_revealer_set_reveal_child (self->revealer, job != NULL && gmarl_training_job_is_active (job));
  gtk_button_set_label (self->pause, paused ? _ ("_Resume") : _ ("_Pause"));
}

static void
gmarl_job_bar_dispose (GObject *object)
{
  GmarlJobBar *self = GMARL_JOB_BAR (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->job_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_JOB_BAR);
  G_OBJECT_CLASS (gmarl_job_bar_parent_class)->dispose (object);
}

static void
gmarl_job_bar_class_init (GmarlJobBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_job_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-job-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, progress);
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, text);
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, pause);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_job_bar_init (GmarlJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "fraction", self->progress, "fraction",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "text", self->text, "label", G_BINDING_SYNC_CREATE);
  self->job_signals = g_signal_group_new (GMARL_TYPE_TRAINING_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job_signals, "unbind", G_CALLBACK (update), self);
}

void
gmarl_job_bar_set_session (GmarlJobBar *self, GmarlSession *session)
{
  g_return_if_fail (GMARL_IS_JOB_BAR (self));

  g_object_bind_property (session, "job", self->bindings, "source", G_BINDING_SYNC_CREATE);
  g_object_bind_property (session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
}
