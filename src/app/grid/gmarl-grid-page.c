/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-grid-page-private.h"
#include "gmarl-grid-speed.h"
#include "gmarl-text-scale.h"

#include <glib/gi18n-lib.h>

/* Widths of the page, in pixels, that the layouts need. Larger text needs more. */
#define NARROW_BELOW      600
#define COMPACT_BELOW     1120
#define SPEED_SCALE_WIDTH 200
#define PANE_WIDTH        344 /* "Discharging" beside a number and its reset button */
#define MOST_PANE_WIDTH   600 /* with large text */
#define LEAST_PANE_WIDTH  300
#define PANE_LEAVES       48 /* of the content in a narrow window, to press beside the pane */
#define SIDE_WIDTH        284
#define NETWORK_HEIGHT    280 /* where all is in one column */
/* The page can always be made this narrow; a layout that is wider for a moment is cut off. */
#define LEAST_WIDTH 320

/* Of the network and the tiles beside it. */
#define TOP_HEIGHT 314

/* The day that a scenario opens with begins to be lived at dawn. */
#define FIRST_STEP 72

enum {
  PROP_0,
  PROP_SHOW_PANE,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlGridPage,
                               gmarl_grid_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE,
                                                      gmarl_grid_page_init_export))

static GParamSpec *properties[N_PROPS];

static void
move_widget (GtkWidget *widget, GtkBox *from, GtkBox *to, gboolean first)
{
  g_object_ref (widget);
  gtk_box_remove (from, widget);
  if (first)
    gtk_box_prepend (to, widget);
  else
    gtk_box_append (to, widget);
  g_object_unref (widget);
}

static void
move_child (GtkWidget *widget, AdwBin *from, AdwBin *to)
{
  g_object_ref (widget);
  adw_bin_set_child (from, NULL);
  adw_bin_set_child (to, widget);
  g_object_unref (widget);
}

/* Between one column and a table of panes. */
static void
set_narrow (GmarlGridPage *self, gboolean narrow)
{
  AdwBin *network_from = narrow ? self->wide_network : self->narrow_network;
  AdwBin *network_to = narrow ? self->narrow_network : self->wide_network;
  GtkBox *side_from = narrow ? self->wide_side : self->narrow_side;
  GtkBox *side_to = narrow ? self->narrow_side : self->wide_side;

  move_child (self->network_overlay, network_from, network_to);
  move_widget (GTK_WIDGET (self->details), side_from, side_to, FALSE);
  move_widget (GTK_WIDGET (self->tiles), side_from, side_to, FALSE);
  move_child (self->chart_area, narrow ? self->wide_charts : self->narrow_charts,
              narrow ? self->narrow_charts : self->wide_charts);
  gmarl_metric_tiles_set_narrow (self->tiles, narrow);
  gmarl_grid_page_show_chart_controls (self);
  gtk_stack_set_visible_child_name (self->layouts, narrow ? "narrow" : "wide");

  if (narrow)
    move_widget (self->speed_box, self->speed_place, self->more_box, TRUE);
  else
    move_widget (self->speed_box, self->more_box, self->speed_place, TRUE);
  /* Empty, it would still be set apart. */
  gtk_widget_set_visible (GTK_WIDGET (self->speed_place), !narrow);
  /* R and the start of the scrubber do the same. */
  gtk_widget_set_visible (self->restart_button, !narrow);
}

static void
set_compact (GmarlGridPage *self, gboolean compact)
{
  if (compact)
    move_widget (GTK_WIDGET (self->extras), self->extras_place, self->more_box, FALSE);
  else
    move_widget (GTK_WIDGET (self->extras), self->more_box, self->extras_place, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->extras_place), !compact);
  gtk_widget_set_visible (self->more_button, compact);
  adw_flap_set_fold_policy (self->flap,
                            compact ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  /* Above the content it hides what the user came for, so it waits to be called. */
  adw_flap_set_reveal_flap (self->flap, !compact && self->show_pane);
}

/* The toolbar, the tiles and the pane grow with the text. */
static GmarlGridLayout
layout_for (GmarlGridPage *self, int width)
{
  double scale = gmarl_text_scale (GTK_WIDGET (self));

  return width < NARROW_BELOW * scale    ? GMARL_GRID_LAYOUT_NARROW
         : width < COMPACT_BELOW * scale ? GMARL_GRID_LAYOUT_COMPACT
                                         : GMARL_GRID_LAYOUT_FULL;
}

static int
pane_width_for (GmarlGridPage *self, int width)
{
  int wanted = (int) (PANE_WIDTH * gmarl_text_scale (GTK_WIDGET (self)));

  return CLAMP (width - PANE_LEAVES, LEAST_PANE_WIDTH, MIN (wanted, MOST_PANE_WIDTH));
}

static void
fit_pane (GmarlGridPage *self)
{
  self->pane_width = pane_width_for (self, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_widget_set_size_request (GTK_WIDGET (self->pane_bin), self->pane_width, -1);
}

/* So that words are not cut off, and those under the marks of scales stay apart. */
static void
fit_text (GmarlGridPage *self)
{
  double scale = gmarl_text_scale (GTK_WIDGET (self));
  int margin = (int) (18 * (scale - 1));

  gtk_widget_set_size_request (GTK_WIDGET (self->speed_scale), (int) (SPEED_SCALE_WIDTH * scale),
                               -1);
  gtk_widget_set_size_request (self->side_scroller, (int) (SIDE_WIDTH * scale), -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->narrow_network), -1,
                               (int) (NETWORK_HEIGHT * (1 + scale) / 2));
  gtk_widget_set_margin_start (GTK_WIDGET (self->scrubber), margin);
  gtk_widget_set_margin_end (GTK_WIDGET (self->scrubber), margin);
  fit_pane (self);
}

static gboolean
layout_idle_cb (gpointer user_data)
{
  GmarlGridPage *self = user_data;
  GmarlGridLayout layout = layout_for (self, gtk_widget_get_width (GTK_WIDGET (self)));
  gboolean was_narrow = self->layout == GMARL_GRID_LAYOUT_NARROW;
  gboolean was_compact = self->layout != GMARL_GRID_LAYOUT_FULL;

  self->layout_idle = 0;
  fit_pane (self);
  if (layout == self->layout)
    return G_SOURCE_REMOVE;
  self->layout = layout;
  if (was_narrow != (layout == GMARL_GRID_LAYOUT_NARROW))
    set_narrow (self, !was_narrow);
  if (was_compact != (layout != GMARL_GRID_LAYOUT_FULL))
    set_compact (self, !was_compact);
  return G_SOURCE_REMOVE;
}

/* Not to the pane, where the next key would be an edit. */
static gboolean
gmarl_grid_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GMARL_GRID_PAGE (widget)->network));
}

static void
gmarl_grid_page_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0) {
    int least;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    for_size = MAX (for_size, least);
  }
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, LEAST_WIDTH);
}

/* Widgets cannot be moved about while sizes are given out: that waits for an idle moment, before
 * the next frame.
 */
static void
gmarl_grid_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  GtkAllocation place = { 0, 0, width, height };
  int least;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  place.width = MAX (width, least);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, place.width, &least, NULL, NULL, NULL);
  place.height = MAX (height, least);
  gtk_widget_size_allocate (child, &place, baseline);
  if ((layout_for (self, width) != self->layout ||
       pane_width_for (self, width) != self->pane_width) &&
      self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_idle_cb, self, NULL);
}

static void
folded_cb (GmarlGridPage *self)
{
  /* Closed by a click beside it. */
  if (adw_flap_get_folded (self->flap) && !adw_flap_get_reveal_flap (self->flap))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANE]);
}

/* Once, when the height is known: the tiles whole, the rest for the charts. */
static void
split_cb (GmarlGridPage *self)
{
  int height;

  g_object_get (self->paned, "max-position", &height, NULL);
  if (self->split || height <= 0)
    return;
  self->split = TRUE;
  gtk_paned_set_position (self->paned, MIN (MAX (TOP_HEIGHT, height / 2), height * 2 / 3));
}

static void
show_editable (GmarlGridPage *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);

  gmarl_network_widget_set_editable (self->network, scenario->topology == GMARL_TOPOLOGY_CUSTOM);
}

/* Undo shows what changed anyway, and a scenario that was opened has nothing to undo. */
static void
show_edit_toast (GmarlGridPage *self)
{
  if (!gmarl_document_get_can_undo (self->document) ||
      gmarl_document_get_can_redo (self->document) || self->edit_toast != NULL)
    return;
  self->edit_toast = gmarl_toast_new (_ ("Scenario changed, day restarted"));
  adw_toast_set_button_label (self->edit_toast, _ ("_Undo"));
  adw_toast_set_action_name (self->edit_toast, "win.undo");
  g_object_add_weak_pointer (G_OBJECT (self->edit_toast), (gpointer *) &self->edit_toast);
  gmarl_session_toast (self->session, self->edit_toast);
}

void
gmarl_grid_page_begin_at_dawn (GmarlGridPage *self)
{
  self->begins_anew = FALSE;
  gmarl_player_seek (self->player, 0, FIRST_STEP);
}

static void
document_changed_cb (GmarlGridPage *self)
{
  if (!gmarl_document_get_world_changed (self->document)) {
    gmarl_grid_page_place_nodes (self);
    return;
  }
  show_editable (self);
  show_edit_toast (self);
  /* Another scenario, not an edit of this one. */
  if (!gmarl_document_get_can_undo (self->document) &&
      !gmarl_document_get_can_redo (self->document))
    self->begins_anew = TRUE;
  gmarl_player_set_scenario (self->player, gmarl_document_get_scenario (self->document));
}

static void
use_document (GmarlGridPage *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);

  if (document == NULL || document == self->document)
    return;
  g_set_object (&self->document, document);
  g_signal_group_set_target (self->document_signals, document);
  self->pane = GMARL_SCENARIO_PANE (gmarl_scenario_pane_new (document));
  adw_bin_set_child (self->pane_bin, GTK_WIDGET (self->pane));
  show_editable (self);
  gmarl_player_set_scenario (self->player, gmarl_document_get_scenario (document));
}

static void
map_cb (GmarlGridPage *self)
{
  if (self->paused_unmapped)
    gmarl_player_set_playing (self->player, TRUE);
  self->paused_unmapped = FALSE;
  gmarl_grid_page_refresh_now (self);
}

/* Nobody sees it, so it need not take time from a training; several days that were asked for go on.
 */
static void
unmap_cb (GmarlGridPage *self)
{
  if (self->running_days || !gmarl_player_get_playing (self->player))
    return;
  self->paused_unmapped = TRUE;
  gmarl_player_set_playing (self->player, FALSE);
}

static void
gmarl_grid_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (object);

  switch (id) {
  case PROP_SHOW_PANE:
    g_value_set_boolean (value, gmarl_grid_page_get_show_pane (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_grid_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (object);

  switch (id) {
  case PROP_SHOW_PANE:
    gmarl_grid_page_set_show_pane (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_grid_page_dispose (GObject *object)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (object);

  g_clear_handle_id (&self->layout_idle, g_source_remove);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->edit_toast != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->edit_toast), (gpointer *) &self->edit_toast);
  self->edit_toast = NULL;
  if (self->player != NULL) {
    g_signal_handlers_disconnect_by_data (self->player, self);
    gmarl_player_set_playing (self->player, FALSE);
  }
  g_clear_object (&self->chooser);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->actions);
  g_clear_object (&self->player);
  g_clear_object (&self->document);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_GRID_PAGE);

  G_OBJECT_CLASS (gmarl_grid_page_parent_class)->dispose (object);
}

static void
gmarl_grid_page_finalize (GObject *object)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (object);

  g_clear_pointer (&self->series, gmarl_grid_series_free);
  g_clear_pointer (&self->picture, gmarl_network_view_free);
  g_free (self->policy_target);
  g_free (self->policy_before);
  g_free (self->policy_file);

  G_OBJECT_CLASS (gmarl_grid_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, GmarlGridPage, child)
  BIND (flap);
  BIND (pane_bin);
  BIND (side_scroller);
  BIND (content);
  BIND (toolbar);
  BIND (restart_button);
  BIND (play_button);
  BIND (clock);
  BIND (busy);
  BIND (speed_place);
  BIND (speed_box);
  BIND (speed_scale);
  BIND (speed_adjustment);
  BIND (extras_place);
  BIND (extras);
  BIND (seed_entry);
  BIND (days_button);
  BIND (days_popover);
  BIND (days_spin);
  BIND (days_run_button);
  BIND (more_button);
  BIND (more_box);
  BIND (spacer);
  BIND (policy_button);
  BIND (policy_label);
  BIND (layouts);
  BIND (paned);
  BIND (wide_network);
  BIND (wide_side);
  BIND (wide_charts);
  BIND (narrow_network);
  BIND (narrow_side);
  BIND (narrow_charts);
  BIND (network_overlay);
  BIND (network);
  BIND (network_menu_button);
  BIND (tiles);
  BIND (details);
  BIND (chart_area);
  BIND (view_choice);
  BIND (chart_choice);
  BIND (quantity_choice);
  BIND (copy_button);
  BIND (chart_stack);
  BIND (chart_scroller);
  BIND (flow);
  BIND (days_view);
  BIND (table);
  BIND (strip);
  BIND (scrubber);
  BIND (scrubber_adjustment);
#undef BIND
}

static void
gmarl_grid_page_class_init (GmarlGridPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gmarl_grid_page_get_property;
  object_class->set_property = gmarl_grid_page_set_property;
  object_class->dispose = gmarl_grid_page_dispose;
  object_class->finalize = gmarl_grid_page_finalize;
  widget_class->grab_focus = gmarl_grid_page_grab_focus;
  widget_class->measure = gmarl_grid_page_measure;
  widget_class->size_allocate = gmarl_grid_page_size_allocate;

  properties[PROP_SHOW_PANE] =
      g_param_spec_boolean ("show-pane", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GMARL_TYPE_CHART_FLOW);
  g_type_ensure (GMARL_TYPE_DAY_STRIP);
  g_type_ensure (GMARL_TYPE_DAY_TABLE);
  g_type_ensure (GMARL_TYPE_DAYS_VIEW);
  g_type_ensure (GMARL_TYPE_METRIC_TILES);
  g_type_ensure (GMARL_TYPE_NETWORK_WIDGET);
  g_type_ensure (GMARL_TYPE_NODE_DETAILS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-grid-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "gridpage");
}

static void
gmarl_grid_page_init (GmarlGridPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->player = gmarl_player_new ();
  gmarl_player_keep_days (self->player);
  self->series = gmarl_grid_series_new ();
  self->show_pane = TRUE;
  self->document_signals = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "changed",
                                  G_CALLBACK (document_changed_cb), self);
  gtk_menu_button_set_menu_model (self->network_menu_button,
                                  gmarl_network_widget_get_menu (self->network));
  gtk_widget_insert_action_group (GTK_WIDGET (self->network_menu_button), "network",
                                  gmarl_network_widget_get_actions (self->network));
  gmarl_grid_page_make_charts (self);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::max-position", G_CALLBACK (split_cb), self,
                           G_CONNECT_SWAPPED);
  fit_text (self);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (fit_text), self);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
}

static void
use_start_speed (GmarlGridPage *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_autofree char *name = g_settings_get_string (settings, "start-speed");

  gmarl_player_set_speed (self->player, gmarl_grid_speed_from_start_name (
                                            name, g_settings_get_double (settings, "speed")));
}

GtkWidget *
gmarl_grid_page_new (GmarlSession *session)
{
  GmarlGridPage *self;

  g_return_val_if_fail (GMARL_IS_SESSION (session), NULL);

  self = g_object_new (GMARL_TYPE_GRID_PAGE, NULL);
  self->session = g_object_ref (session);
  if (gmarl_session_get_document (session) == NULL) {
    g_autoptr (GmarlDocument) document = gmarl_document_new ();

    gmarl_session_set_document (session, document);
  }
  self->policy_target = g_strdup ("rule:heuristic");
  gmarl_grid_page_make_actions (self);
  gmarl_grid_page_connect_controls (self);
  gmarl_grid_page_connect_player (self);
  use_start_speed (self);
  g_signal_connect_object (session, "notify::document", G_CALLBACK (use_document), self,
                           G_CONNECT_SWAPPED);
  use_document (self);
  gmarl_grid_page_begin_at_dawn (self);
  gmarl_player_set_playing (self->player, TRUE);
  return GTK_WIDGET (self);
}

void
gmarl_grid_page_set_show_pane (GmarlGridPage *self, gboolean show)
{
  g_return_if_fail (GMARL_IS_GRID_PAGE (self));

  show = !!show;
  if (show == gmarl_grid_page_get_show_pane (self))
    return;
  if (self->layout == GMARL_GRID_LAYOUT_FULL)
    self->show_pane = show;
  adw_flap_set_reveal_flap (self->flap, show);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANE]);
}

gboolean
gmarl_grid_page_get_show_pane (GmarlGridPage *self)
{
  g_return_val_if_fail (GMARL_IS_GRID_PAGE (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}
