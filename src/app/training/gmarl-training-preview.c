/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-preview.h"

#include "gmarl-beat.h"
#include "gmarl-grid-picture.h"
#include "gmarl-network-widget.h"
#include "gmarl-player.h"

#include <glib/gi18n-lib.h>

#define HEIGHT 240

struct _GmarlTrainingPreview {
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget *box;
  GmarlTrainingJob *job;
  GmarlPlayer *player;
  GmarlNetworkView *view; /* NULL: the world is another one since */
  GBytes *policy;         /* that plays */

  /* Within the box */
  GmarlNetworkWidget *network;
  GtkLabel *label;

  gint64 iteration; /* of the policy */
  gboolean has_scenario;
  guint beat_id; /* while it plays */
};

G_DEFINE_FINAL_TYPE (GmarlTrainingPreview, gmarl_training_preview, GTK_TYPE_WIDGET)

static void
world_changed_cb (GmarlTrainingPreview *self)
{
  g_clear_pointer (&self->view, gmarl_network_view_free);
}

static void
advanced_cb (GmarlTrainingPreview *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  guint step = gmarl_player_get_step (self->player);
  guint minutes = step * GMARL_STEP_MINUTES;
  g_autofree char *text = NULL;

  if (grid == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->view == NULL)
    self->view = gmarl_grid_picture_new (grid);
  gmarl_grid_picture_fill (self->view, grid, gmarl_player_get_state (self->player));
  gmarl_network_widget_set_view (self->network, self->view);
  text = self->policy == NULL
             ? g_strdup (_ ("The heuristic, until there is a policy"))
             /* translators: then a time of day, 14:35 */
             : g_strdup_printf (_ ("Policy of iteration %lld · %02u:%02u"),
                                (long long) self->iteration, minutes / 60, minutes % 60);
  gtk_label_set_text (self->label, text);
}

static gboolean
beat_cb (gpointer user_data)
{
  gmarl_player_step (GMARL_TRAINING_PREVIEW (user_data)->player);
  return G_SOURCE_CONTINUE;
}

/* It plays while somebody can look and there is something new to expect. */
static void
play_or_rest (GmarlTrainingPreview *self)
{
  gboolean plays = self->has_scenario && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                   gmarl_job_is_active (GMARL_JOB (self->job)) &&
                   !gmarl_job_is_paused (GMARL_JOB (self->job));

  if (!plays)
    g_clear_handle_id (&self->beat_id, g_source_remove);
  else if (self->beat_id == 0)
    self->beat_id = gmarl_beat_add (beat_cb, self);
}

/* Takes the newest policy, and before that the scenario, once it is known. */
static void
refresh (GmarlTrainingPreview *self)
{
  const GmarlRunConfig *config = gmarl_training_job_get_config (self->job);
  g_autoptr (GBytes) policy = NULL;
  g_autoptr (GmarlPolicyChoice) choice = NULL;
  GmarlTrainerProgress progress;
  gint64 interval;

  if (config == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (!self->has_scenario) {
    self->has_scenario = TRUE;
    gmarl_player_set_scenario (self->player, config->scenario);
  }
  play_or_rest (self);
  policy = gmarl_training_job_get_policy (self->job);
  if (policy == NULL || policy == self->policy)
    return;
  g_clear_pointer (&self->policy, g_bytes_unref);
  self->policy = g_bytes_ref (policy);
  gmarl_training_job_get_progress (self->job, &progress);
  interval = MAX (1, config->learning.validation_interval);
  self->iteration = progress.iteration == progress.iterations
                        ? progress.iteration
                        : progress.iteration / interval * interval;
  choice = gmarl_policy_choice_new_checkpoint (policy, "preview", _ ("PPO"));
  gmarl_player_set_policy (self->player, choice);
}

static void
gmarl_training_preview_map (GtkWidget *widget)
{
  GmarlTrainingPreview *self = GMARL_TRAINING_PREVIEW (widget);

  GTK_WIDGET_CLASS (gmarl_training_preview_parent_class)->map (widget);
  if (self->job != NULL)
    refresh (self);
}

static void
gmarl_training_preview_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&GMARL_TRAINING_PREVIEW (widget)->beat_id, g_source_remove);
  GTK_WIDGET_CLASS (gmarl_training_preview_parent_class)->unmap (widget);
}

static void
forget_job (GmarlTrainingPreview *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_pointer (&self->policy, g_bytes_unref);
}

static void
gmarl_training_preview_dispose (GObject *object)
{
  GmarlTrainingPreview *self = GMARL_TRAINING_PREVIEW (object);

  g_clear_handle_id (&self->beat_id, g_source_remove);
  forget_job (self);
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_training_preview_parent_class)->dispose (object);
}

static void
gmarl_training_preview_finalize (GObject *object)
{
  GmarlTrainingPreview *self = GMARL_TRAINING_PREVIEW (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->view, gmarl_network_view_free);
  G_OBJECT_CLASS (gmarl_training_preview_parent_class)->finalize (object);
}

static void
gmarl_training_preview_class_init (GmarlTrainingPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_training_preview_dispose;
  object_class->finalize = gmarl_training_preview_finalize;
  widget_class->map = gmarl_training_preview_map;
  widget_class->unmap = gmarl_training_preview_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_training_preview_init (GmarlTrainingPreview *self)
{
  GtkWidget *title = gtk_label_new (_ ("Live Preview"));

  self->player = gmarl_player_new ();
  g_signal_connect_swapped (self->player, "advanced", G_CALLBACK (advanced_cb), self);
  g_signal_connect_swapped (self->player, "world-changed", G_CALLBACK (world_changed_cb), self);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "card");
  gtk_widget_add_css_class (self->box, "gmarl-chart-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->network = GMARL_NETWORK_WIDGET (gmarl_network_widget_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->network), -1, HEIGHT);
  gtk_widget_set_hexpand (GTK_WIDGET (self->network), TRUE);
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "gmarl-secondary");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (self->box), title);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->network));
}

GtkWidget *
gmarl_training_preview_new (void)
{
  return g_object_new (GMARL_TYPE_TRAINING_PREVIEW, NULL);
}

void
gmarl_training_preview_set_job (GmarlTrainingPreview *self, GmarlTrainingJob *job)
{
  g_autoptr (GmarlPolicyChoice) rule = gmarl_policy_choice_new_rule ("heuristic");

  g_return_if_fail (GMARL_IS_TRAINING_PREVIEW (self));
  if (job == self->job)
    return;
  forget_job (self);
  self->has_scenario = FALSE;
  if (job == NULL)
    return;
  self->job = g_object_ref (job);
  gmarl_player_set_policy (self->player, rule);
  g_signal_connect_swapped (job, "rows-added", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (refresh), self);
  refresh (self);
}
