/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-job-bar.h"

#include <glib/gi18n-lib.h>

struct _GmarlJobBar {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkRevealer *revealer;
  GtkProgressBar *progress;
  GtkLabel *text;
  GtkWidget *show;
  GtkButton *pause;
  GtkWidget *stop;

  /* Owned: follow whichever job the session has */
  GBindingGroup *bindings;
  GSignalGroup *job_signals;
};

G_DEFINE_FINAL_TYPE (GmarlJobBar, gmarl_job_bar, GTK_TYPE_WIDGET)

static void
update (GmarlJobBar *self)
{
  g_autoptr (GmarlJob) job = g_signal_group_dup_target (self->job_signals);

  gtk_revealer_set_reveal_child (self->revealer, job != NULL && gmarl_job_is_active (job));
  if (job != NULL)
    gtk_button_set_label (self->pause, gmarl_job_is_paused (job) ? _ ("Res_ume") : _ ("Pa_use"));
}

/* What this kind of work is called, and where it is shown. */
static void
bind_cb (GmarlJobBar *self, GmarlJob *job)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show), "s", gmarl_job_get_view (job));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->show), "win.view");
  gtk_widget_set_tooltip_text (self->show, gmarl_job_get_words (job, GMARL_JOB_WORDS_SHOW));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause),
                               gmarl_job_get_words (job, GMARL_JOB_WORDS_PAUSE));
  gtk_widget_set_tooltip_text (self->stop, gmarl_job_get_words (job, GMARL_JOB_WORDS_STOP));
  gtk_widget_set_visible (GTK_WIDGET (self->pause), gmarl_job_is_pausable (job));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gmarl_job_get_words (job, GMARL_JOB_WORDS_PROGRESS), -1);
  update (self);
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
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, show);
  gtk_widget_class_bind_template_child (widget_class, GmarlJobBar, stop);
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
  /* Of an interface it does not find "notify". */
  self->job_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->job_signals, "notify::active", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::paused", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (bind_cb), self);
}

void
gmarl_job_bar_set_session (GmarlJobBar *self, GmarlSession *session)
{
  g_return_if_fail (GMARL_IS_JOB_BAR (self));

  g_object_bind_property (session, "job", self->bindings, "source", G_BINDING_SYNC_CREATE);
  g_object_bind_property (session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
}
