/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

/* Shows what the player does. The player runs as fast as it may; what it did is looked at from the
 * frame clock while there is something new: the network twenty times, charts ten times and digits
 * four times a second. Nothing runs while nothing changes or nobody sees it.
 */

#include "config.h"

#include "gmarl-grid-page-private.h"
#include "gmarl-grid-picture.h"
#include "gmarl-grid-speed.h"
#include "gmarl-grid-text.h"
#include "gmarl-policy-menu.h"
#include "gmarl-speed-scale.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define NETWORK_PERIOD_US (G_USEC_PER_SEC / 20)
#define CHARTS_PERIOD_US  (G_USEC_PER_SEC / 10)
#define DIGITS_PERIOD_US  (G_USEC_PER_SEC / 4)
/* A little early is in time: frames come when they come. */
#define SLACK_US 4000

static gsize
selected_node (GmarlGridPage *self)
{
  int node = gmarl_network_widget_get_selected (self->network);

  return node < 0 ? GMARL_GRID_SERIES_ALL_NODES : (gsize) node;
}

static void
refresh_network (GmarlGridPage *self)
{
  if (self->picture == NULL)
    return;
  gmarl_grid_picture_fill (self->picture, gmarl_player_get_grid (self->player),
                           gmarl_player_get_state (self->player));
  gmarl_network_widget_set_view (self->network, self->picture);
}

static void
set_adjustment (GmarlGridPage *self, GtkAdjustment *adjustment, double value)
{
  self->setting_controls = TRUE;
  gtk_adjustment_set_value (adjustment, value);
  self->setting_controls = FALSE;
}

static void
refresh_scrubber (GmarlGridPage *self)
{
  guint step = gmarl_player_get_step (self->player);

  if ((guint) (gtk_adjustment_get_value (self->scrubber_adjustment) + 0.5) != step)
    set_adjustment (self, self->scrubber_adjustment, step);
  gtk_range_set_fill_level (GTK_RANGE (self->scrubber),
                            gmarl_player_get_day (self->player) <
                                    gmarl_player_get_last_day (self->player)
                                ? GMARL_STEPS_PER_DAY
                                : gmarl_player_get_last_step (self->player));
}

static void
refresh_charts (GmarlGridPage *self)
{
  guint64 day = gmarl_player_get_day (self->player);

  refresh_scrubber (self);
  if (!gmarl_grid_series_update (self->series, gmarl_player_get_history (self->player),
                                 gmarl_player_get_episode_seed (self->player, day),
                                 gmarl_player_get_step (self->player)))
    return;
  gmarl_grid_page_look_at_charts (self);
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++)
    gmarl_chart_data_changed (self->charts[k]);
}

static void
refresh_table (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  GmarlDayModel *model = gmarl_day_table_get_model (self->table);
  guint64 first = gmarl_player_get_first_day (self->player);
  guint64 n_days = gmarl_player_get_n_days (self->player);

  if (gmarl_day_model_get_next (model) > n_days)
    gmarl_day_model_clear (model);
  gmarl_day_model_forget (model, first);
  for (guint64 day = MAX (gmarl_day_model_get_next (model), first); day < n_days; day++) {
    const double *indicators = gmarl_player_get_indicators (self->player, day);

    if (indicators != NULL)
      gmarl_day_model_add (
          model, day,
          gmarl_grid_case_label (grid, gmarl_player_get_episode_seed (self->player, day)),
          indicators);
  }
}

static void
refresh_strip (GmarlGridPage *self)
{
  guint64 first = gmarl_player_get_first_day (self->player);
  guint64 n_days = gmarl_player_get_n_days (self->player);
  g_autofree double *imports = g_new0 (double, MAX (n_days - first, 1));

  for (guint64 day = first; day < n_days; day++) {
    const double *indicators = gmarl_player_get_indicators (self->player, day);

    imports[day - first] = indicators == NULL ? 0 : indicators[GMARL_INDICATOR_GRID_IMPORT];
  }
  gmarl_day_strip_set_days (self->strip, first, imports, n_days - first,
                            gmarl_player_get_day (self->player));
  gtk_widget_set_visible (GTK_WIDGET (self->strip), n_days > first);
}

static void
refresh_clock (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  guint64 day = gmarl_player_get_day (self->player);
  guint step = gmarl_player_get_step (self->player);
  const char *date =
      gmarl_grid_case_label (grid, gmarl_player_get_episode_seed (self->player, day));
  g_autofree char *time = gmarl_grid_text_clock (step);
  g_autofree char *text = gmarl_grid_text_day_clock (day, step);

  gtk_label_set_label (self->clock, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->clock), date);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrubber),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, time, -1);
}

static void
refresh_digits (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  const GmarlDayHistory *history = gmarl_player_get_history (self->player);
  gsize node = selected_node (self);

  refresh_clock (self);
  refresh_table (self);
  refresh_strip (self);
  gmarl_grid_page_refresh_days (self);
  gmarl_metric_tiles_update (self->tiles, history, gmarl_player_get_step (self->player),
                             grid->scenario->currency);
  if (node < grid->n_nodes)
    gmarl_node_details_update (self->details, grid, gmarl_player_get_state (self->player), history,
                               node);
}

/* Whether the player waits for frames, each of which is to be seen. */
static gboolean
plays_frames (GmarlGridPage *self)
{
  return gmarl_player_get_playing (self->player) &&
         gmarl_player_get_speed (self->player) == GMARL_GRID_SPEED_FRAME;
}

/* Everything that is due at this time. */
static void
refresh (GmarlGridPage *self, gint64 now, gboolean all)
{
  if (gmarl_player_get_grid (self->player) == NULL) {
    self->dirty = 0;
    return;
  }
  if ((self->dirty & GMARL_GRID_DIRTY_NETWORK) != 0 &&
      (all || plays_frames (self) || now - self->network_time >= NETWORK_PERIOD_US - SLACK_US)) {
    self->dirty &= ~GMARL_GRID_DIRTY_NETWORK;
    self->network_time = now;
    refresh_network (self);
  }
  if ((self->dirty & GMARL_GRID_DIRTY_CHARTS) != 0 &&
      (all || now - self->charts_time >= CHARTS_PERIOD_US - SLACK_US)) {
    self->dirty &= ~GMARL_GRID_DIRTY_CHARTS;
    self->charts_time = now;
    refresh_charts (self);
  }
  if ((self->dirty & GMARL_GRID_DIRTY_DIGITS) != 0 &&
      (all || now - self->digits_time >= DIGITS_PERIOD_US - SLACK_US)) {
    self->dirty &= ~GMARL_GRID_DIRTY_DIGITS;
    self->digits_time = now;
    refresh_digits (self);
  }
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (widget);

  gmarl_player_frame (self->player);
  refresh (self, gdk_frame_clock_get_frame_time (clock), FALSE);
  if (self->dirty != 0 || plays_frames (self))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

void
gmarl_grid_page_invalidate (GmarlGridPage *self, GmarlGridDirty what)
{
  self->dirty |= what;
  if (self->tick_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* What the user did is answered at once. */
void
gmarl_grid_page_refresh_now (GmarlGridPage *self)
{
  self->dirty = GMARL_GRID_DIRTY_ALL;
  refresh (self, g_get_monotonic_time (), TRUE);
}

/* Where the scenario says, or else the layout. The network may still be that of another scenario,
 * while a large one is made ready.
 */
void
gmarl_grid_page_place_nodes (GmarlGridPage *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  const GmarlNetworkView *view = gmarl_network_widget_get_view (self->network);
  gsize n_nodes = view == NULL ? 0 : MIN (view->n_nodes, (gsize) scenario->nodes);

  for (guint i = 0; i < n_nodes; i++) {
    const GmarlNodeSpec *node = &scenario->node[i];

    if (node->has_position)
      gmarl_network_widget_set_position (self->network, i, node->position_x, node->position_y);
    else
      gmarl_network_widget_unset_position (self->network, i);
  }
}

void
gmarl_grid_page_show_node (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  gsize node = selected_node (self);

  gtk_widget_set_visible (GTK_WIDGET (self->details), grid != NULL && node < grid->n_nodes);
  if (grid == NULL)
    return;
  gmarl_grid_series_set_world (self->series, grid, node);
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++)
    gmarl_chart_data_replaced (self->charts[k]);
  gmarl_grid_page_refresh_now (self);
}

static void
advanced_cb (GmarlGridPage *self)
{
  gmarl_grid_page_invalidate (self, GMARL_GRID_DIRTY_ALL);
}

static void
show_policy (GmarlGridPage *self, const GmarlPolicy *policy)
{
  /* translators: the name of a policy and what it does */
  g_autofree char *tooltip =
      g_strdup_printf (_ ("Policy: %s\n%s"), policy->name, gmarl_policy_menu_describe (policy->id));

  gtk_label_set_label (self->policy_label, policy->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->policy_button), tooltip);
}

static void
world_changed_cb (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);

  g_clear_pointer (&self->picture, gmarl_network_view_free);
  if (grid == NULL)
    return;
  if (self->begins_anew)
    gmarl_grid_page_begin_at_dawn (self);
  self->picture = gmarl_grid_picture_new (grid);
  gmarl_days_view_forget (self->days_view);
  gmarl_day_model_clear (gmarl_day_table_get_model (self->table));
  gmarl_day_table_set_currency (self->table, grid->scenario->currency);
  show_policy (self, gmarl_player_get_policy (self->player));
  if (selected_node (self) != GMARL_GRID_SERIES_ALL_NODES && selected_node (self) >= grid->n_nodes)
    gmarl_network_widget_set_selected (self->network, -1);
  gmarl_grid_page_show_node (self);
  gmarl_grid_page_place_nodes (self);
}

static void
playing_cb (GmarlGridPage *self)
{
  gboolean playing = gmarl_player_get_playing (self->player);
  const char *name = playing ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (self->play_button, playing ? "media-playback-pause-symbolic"
                                                       : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button),
                               playing ? _ ("Pause (Space)") : _ ("Play (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gmarl_network_widget_set_playing (self->network, playing);

  if (!playing && self->running_days) {
    self->running_days = FALSE;
    gmarl_player_set_days (self->player, 0);
    gmarl_player_set_speed (self->player, self->speed_before);
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "charts",
                                        g_variant_new_string ("days"));
  }
  gmarl_grid_page_show_speed (self);
}

/* The scale says what happens: it is at "paused" when nothing does. */
void
gmarl_grid_page_show_speed (GmarlGridPage *self)
{
  double speed = gmarl_player_get_speed (self->player);

  gmarl_grid_page_invalidate (self, 0);
  set_adjustment (self, self->speed_adjustment, gmarl_grid_speed_to_position (speed));
  gmarl_speed_scale_say (self->speed_scale, speed);
}

static void
busy_cb (GmarlGridPage *self)
{
  gboolean busy = gmarl_player_get_busy (self->player);

  gtk_spinner_set_spinning (self->busy, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->busy), busy);
}

static void
seed_cb (GmarlGridPage *self)
{
  g_autofree char *text = g_strdup_printf ("%" PRIu64, gmarl_player_get_seed (self->player));

  if (strcmp (gtk_editable_get_text (self->seed_entry), text) != 0)
    gtk_editable_set_text (self->seed_entry, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->seed_entry), "error");
  gmarl_days_view_forget (self->days_view);
  gmarl_day_model_clear (gmarl_day_table_get_model (self->table));
}

static void
failed_cb (GmarlGridPage *self, GmarlPlayerTrouble trouble, const GError *error)
{
  switch (trouble) {
  case GMARL_PLAYER_TROUBLE_STEP:
    gmarl_session_banner (self->session, error->message, NULL, NULL);
    break;
  case GMARL_PLAYER_TROUBLE_POLICY:
    gmarl_grid_page_toast (self, error->message);
    gmarl_grid_page_policy_refused (self);
    break;
  case GMARL_PLAYER_TROUBLE_REPLACED:
    gmarl_grid_page_toast (self, error->message);
    g_free (self->policy_target);
    self->policy_target = g_strdup ("rule:heuristic");
    gmarl_grid_page_policy_refused (self);
    break;
  case GMARL_PLAYER_TROUBLE_SCENARIO:
  default:
    gmarl_grid_page_toast (self, error->message);
  }
}

void
gmarl_grid_page_connect_player (GmarlGridPage *self)
{
  g_signal_connect_object (self->player, "advanced", G_CALLBACK (advanced_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "world-changed", G_CALLBACK (world_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::playing", G_CALLBACK (playing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::speed", G_CALLBACK (gmarl_grid_page_show_speed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::busy", G_CALLBACK (busy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::seed", G_CALLBACK (seed_cb), self,
                           G_CONNECT_SWAPPED);
  playing_cb (self);
  seed_cb (self);
}
