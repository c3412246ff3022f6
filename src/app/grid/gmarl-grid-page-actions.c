/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-grid-page-private.h"
#include "gmarl-grid-speed.h"
#include "gmarl-grid-text.h"
#include "gmarl-policy-menu.h"
#include "gmarl-speed-scale.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

void
gmarl_grid_page_toast (GmarlGridPage *self, const char *text)
{
  gmarl_session_toast (self->session, gmarl_toast_new (text));
}

static void
set_action_state (GmarlGridPage *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gmarl_player_step (GMARL_GRID_PAGE (user_data)->player);
}

static void
restart_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gmarl_player_restart_day (GMARL_GRID_PAGE (user_data)->player);
}

/* The speed that the user wants from now on, also after the next start. */
static void
set_speed (GmarlGridPage *self, double speed)
{
  self->speed_before = speed;
  gmarl_player_set_speed (self->player, speed);
  g_settings_set_double (gmarl_session_get_settings (self->session), "speed", speed);
}

static void
faster_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;

  set_speed (self, gmarl_grid_speed_next (gmarl_player_get_speed (self->player), 1));
}

static void
slower_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;

  set_speed (self, gmarl_grid_speed_next (gmarl_player_get_speed (self->player), -1));
}

static void
run_days (GmarlGridPage *self, guint n_days)
{
  guint64 day = gmarl_player_get_last_day (self->player);
  guint step = gmarl_player_get_last_step (self->player);

  /* A day that has ended counts no more. */
  if (step == GMARL_STEPS_PER_DAY)
    day++;
  gmarl_player_seek (self->player, gmarl_player_get_last_day (self->player), step);
  if (!self->running_days)
    self->speed_before = gmarl_player_get_speed (self->player);
  self->running_days = TRUE;
  gmarl_player_set_days (self->player, day + n_days);
  gmarl_player_set_speed (self->player, GMARL_GRID_SPEED_MAX);
  gmarl_player_set_playing (self->player, TRUE);
}

static void
run_days_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run_days (user_data, g_variant_get_uint32 (parameter));
}

static void
deselect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;

  gmarl_network_widget_set_selected (self->network, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->network));
}

static void
edit_node_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;
  int node = gmarl_network_widget_get_selected (self->network);

  if (node < 0 || self->pane == NULL)
    return;
  gmarl_grid_page_set_show_pane (self, TRUE);
  gmarl_scenario_pane_show_node (self->pane, (guint) node);
}

static void
copy_days_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;
  g_autofree char *text = gmarl_day_table_to_text (self->table);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gmarl_grid_page_toast (self, _ ("Table copied"));
}

static void
charts_state_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_simple_action_set_state (action, state);
  gmarl_grid_page_show_charts (user_data, g_variant_get_string (state, NULL));
}

/* Policies */

void
gmarl_grid_page_choose_target (GmarlGridPage *self, const char *target)
{
  g_autoptr (GmarlPolicyChoice) choice =
      gmarl_policy_menu_choose (target, gmarl_session_get_library (self->session));

  if (choice == NULL) {
    gmarl_grid_page_toast (self, _ ("This policy is no longer there"));
    return;
  }
  if (g_str_has_prefix (target, "file:")) {
    g_free (self->policy_file);
    self->policy_file = g_strdup (target);
  }
  g_free (self->policy_before);
  self->policy_before = g_steal_pointer (&self->policy_target);
  self->policy_target = g_strdup (target);
  set_action_state (self, "policy", g_variant_new_string (target));
  gmarl_player_set_policy (self->player, choice);
}

/* The menu goes back to what still plays. */
void
gmarl_grid_page_policy_refused (GmarlGridPage *self)
{
  if (self->policy_before != NULL) {
    g_free (self->policy_target);
    self->policy_target = g_steal_pointer (&self->policy_before);
  }
  set_action_state (self, "policy", g_variant_new_string (self->policy_target));
}

void
gmarl_grid_page_choose_policy (GmarlGridPage *self, const char *reference)
{
  g_autofree char *target = NULL;

  g_return_if_fail (GMARL_IS_GRID_PAGE (self));
  g_return_if_fail (reference != NULL);

  target = gmarl_policy_menu_target (reference, gmarl_session_get_library (self->session));
  gmarl_grid_page_choose_target (self, target);
}

static void
policy_state_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gmarl_grid_page_choose_target (user_data, g_variant_get_string (state, NULL));
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  GmarlGridPage *self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL) {
    g_autofree char *target = g_strconcat ("file:", path, NULL);

    gmarl_grid_page_choose_target (self, target);
  }
  g_clear_object (&self->chooser);
}

static void
policy_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlGridPage *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Choose a Checkpoint"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("Checkpoints"));
  gtk_file_filter_add_suffix (filter, "safetensors");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
create_policy_menu (GtkMenuButton *button, gpointer user_data)
{
  GmarlGridPage *self = user_data;
  g_autoptr (GMenuModel) menu =
      gmarl_policy_menu_new (gmarl_session_get_library (self->session), self->policy_file);

  gtk_menu_button_set_menu_model (button, menu);
}

static const GActionEntry entries[] = {
  { .name = "step", .activate = step_cb },
  { .name = "restart", .activate = restart_cb },
  { .name = "faster", .activate = faster_cb },
  { .name = "slower", .activate = slower_cb },
  { .name = "run-days", .activate = run_days_cb, .parameter_type = "u" },
  { .name = "deselect", .activate = deselect_cb },
  { .name = "edit-node", .activate = edit_node_cb },
  { .name = "copy-days", .activate = copy_days_cb },
  { .name = "charts", .parameter_type = "s", .state = "'time'", .change_state = charts_state_cb },
  { .name = "policy",
    .parameter_type = "s",
    .state = "'rule:heuristic'",
    .change_state = policy_state_cb },
  { .name = "policy-file", .activate = policy_file_cb },
};

void
gmarl_grid_page_make_actions (GmarlGridPage *self)
{
  g_autoptr (GPropertyAction) play = g_property_action_new ("play", self->player, "playing");

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (play));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "grid", G_ACTION_GROUP (self->actions));
}

/* Controls that are no buttons */

static void
speed_changed_cb (GmarlGridPage *self)
{
  double position = gtk_adjustment_get_value (self->speed_adjustment);

  if (self->setting_controls)
    return;
  if (gmarl_grid_speed_is_paused (position)) {
    gmarl_player_set_playing (self->player, FALSE);
    return;
  }
  set_speed (self, gmarl_grid_speed_from_position (position));
}

static void
scrubbed_cb (GmarlGridPage *self)
{
  guint step = (guint) (gtk_adjustment_get_value (self->scrubber_adjustment) + 0.5);

  if (self->setting_controls || step == gmarl_player_get_step (self->player))
    return;
  gmarl_player_seek (self->player, gmarl_player_get_day (self->player), step);
}

static void
day_activated_cb (GmarlGridPage *self, guint64 day)
{
  gmarl_player_seek (self->player, day, 0);
  gmarl_player_set_playing (self->player, TRUE);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "charts",
                                      g_variant_new_string ("time"));
}

static void
seed_entered_cb (GmarlGridPage *self)
{
  const char *text = gtk_editable_get_text (self->seed_entry);
  guint64 seed;

  if (!g_ascii_string_to_unsigned (text, 10, 0, GMARL_LARGEST_SEED, &seed, NULL)) {
    g_autofree char *reason =
        g_strdup_printf (_ ("A seed is a whole number from 0 to %" PRIu64), GMARL_LARGEST_SEED);

    gtk_widget_add_css_class (GTK_WIDGET (self->seed_entry), "error");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->seed_entry), reason);
    return;
  }
  gtk_widget_remove_css_class (GTK_WIDGET (self->seed_entry), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->seed_entry),
                               _ ("The same seed gives the same days"));
  gmarl_player_set_seed (self->player, seed);
}

static void
days_entered_cb (GmarlGridPage *self)
{
  gtk_popover_popdown (self->days_popover);
  run_days (self, (guint) gtk_spin_button_get_value_as_int (self->days_spin));
}

static void
node_activated_cb (GmarlGridPage *self, guint node)
{
  gmarl_network_widget_set_selected (self->network, (int) node);
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
line_added_cb (GmarlGridPage *self, guint a, guint b)
{
  g_autoptr (GError) error = NULL;

  if (!gmarl_document_add_line (self->document, a, b, &error))
    gmarl_grid_page_toast (self, error->message);
}

static void
line_removed_cb (GmarlGridPage *self, guint a, guint b)
{
  g_autoptr (GError) error = NULL;

  if (!gmarl_document_remove_line (self->document, a, b, &error))
    gmarl_grid_page_toast (self, error->message);
}

/* Each drag is an undo step; keys held down are one. */
static void
node_moved_cb (GmarlGridPage *self, guint node, gboolean dragged)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_strdup_printf ("node.%u.position", node);
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *value = NULL;
  double place_x, place_y;

  if (!gmarl_network_widget_get_position (self->network, node, &place_x, &place_y))
    return;
  g_ascii_formatd (x, sizeof x, "%.4f", place_x);
  g_ascii_formatd (y, sizeof y, "%.4f", place_y);
  value = g_strdup_printf ("%s; %s", x, y);
  if (dragged)
    gmarl_document_end_burst (self->document);
  if (!gmarl_document_set_option (self->document, key, value, &error))
    gmarl_grid_page_toast (self, error->message);
  if (dragged)
    gmarl_document_end_burst (self->document);
}

static void
arranged_cb (GmarlGridPage *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < (guint) scenario->nodes; i++)
    if (scenario->node[i].has_position) {
      g_ptr_array_add (pairs, g_strdup_printf ("node.%u.position", i));
      g_ptr_array_add (pairs, g_strdup ("auto"));
    }
  if (pairs->len == 0)
    return;
  g_ptr_array_add (pairs, NULL);
  if (!gmarl_document_set_options (self->document, (const char *const *) pairs->pdata, &error))
    gmarl_grid_page_toast (self, error->message);
}

/* Letters act where a picture, a chart or a list has the focus: entries take them first. */
static void
add_shortcuts (GmarlGridPage *self)
{
  static const struct {
    const char *trigger;
    const char *action;
  } shortcuts[] = {
    { "space", "grid.play" },          { "period", "grid.step" },
    { "KP_Decimal", "grid.step" },     { "bracketleft", "grid.slower" },
    { "bracketright", "grid.faster" }, { "r", "grid.restart" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint k = 0; k < G_N_ELEMENTS (shortcuts); k++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[k].trigger),
                          gtk_named_action_new (shortcuts[k].action)));
  gtk_widget_add_controller (self->content, controller);
}

static void
add_hour_marks (GmarlGridPage *self)
{
  for (guint step = 0; step <= GMARL_STEPS_PER_DAY; step += GMARL_STEPS_PER_DAY / 4) {
    g_autofree char *clock = gmarl_grid_text_clock (step);
    g_autofree char *markup = g_strdup_printf ("<small>%s</small>", clock);

    gtk_scale_add_mark (self->scrubber, step, GTK_POS_BOTTOM, markup);
  }
  gtk_range_set_show_fill_level (GTK_RANGE (self->scrubber), TRUE);
  gtk_range_set_restrict_to_fill_level (GTK_RANGE (self->scrubber), FALSE);
}

void
gmarl_grid_page_connect_controls (GmarlGridPage *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gmarl_speed_scale_add_marks (self->speed_scale, 0);
  add_hour_marks (self);
  add_shortcuts (self);
  gtk_menu_button_set_create_popup_func (self->policy_button, create_policy_menu, self, NULL);
  g_signal_connect_object (self->speed_adjustment, "value-changed", G_CALLBACK (speed_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scrubber_adjustment, "value-changed", G_CALLBACK (scrubbed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->seed_entry, "activate", G_CALLBACK (seed_entered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (seed_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->seed_entry), focus);
  /* Enter in the number of days, too. The spin button has taken the number over by then. */
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->days_spin)), "activate",
                           G_CALLBACK (days_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->days_run_button, "clicked", G_CALLBACK (days_entered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->days_view, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->strip, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "notify::selected",
                           G_CALLBACK (gmarl_grid_page_show_node), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "node-activated", G_CALLBACK (node_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "node-moved", G_CALLBACK (node_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "arranged", G_CALLBACK (arranged_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "line-added", G_CALLBACK (line_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "line-removed", G_CALLBACK (line_removed_cb), self,
                           G_CONNECT_SWAPPED);
}
