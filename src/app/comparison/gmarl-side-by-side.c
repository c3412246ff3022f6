/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Every side has a player of its own, with the same scenario and seed. The clock of this view lets
 * all of them take a step at once, and only while all stand at the same step: after a jump it waits
 * for the slowest.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-side-by-side.h"

#include "gmarl-chart.h"
#include "gmarl-document.h"
#include "gmarl-format.h"
#include "gmarl-grid-picture.h"
#include "gmarl-look-swatch.h"
#include "gmarl-network-widget.h"
#include "gmarl-player.h"
#include "gmarl-wrap-box.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STEPS_PER_SECOND 24
#define NETWORK_WIDTH    240
#define NETWORK_HEIGHT   300
#define CHART_HEIGHT     220

/* Of a network where there are three, and where there are fewer. */
#define THIRD_WIDTH 262
#define HALF_WIDTH  400

typedef struct {
  char *id;
  char *name;
  guint slot;
  GmarlPlayer *player;
  GmarlNetworkView *view; /* NULL: the world is another one since */
  GtkWidget *clamp;       /* in the row */
  GmarlNetworkWidget *network;
  GtkLabel *caption;
} Side;

struct _GmarlSideBySide {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *scroller;
  GtkButton *play;
  GtkLabel *clock;
  GtkAdjustment *position;
  GtkFlowBox *row;
  GtkBox *charts;
  GtkLabel *fair;

  /* Owned */
  GmarlSession *session;
  GSignalGroup *document;
  GPtrArray *sides; /* of Side */
  GmarlChartView *stability;
  GmarlChartView *difference;

  GmarlChart *stability_chart; /* children */
  GmarlChart *difference_chart;
  guint timer;        /* while it plays */
  gboolean is_moving; /* the scrubber follows the clock */
};

G_DEFINE_FINAL_TYPE (GmarlSideBySide, gmarl_side_by_side, GTK_TYPE_WIDGET)

static Side *
get_side (GmarlSideBySide *self, guint k)
{
  return self->sides->pdata[k];
}

/* -- Whether all are at the same place -- */

static gboolean
is_ready (const Side *side)
{
  return gmarl_player_get_grid (side->player) != NULL && !gmarl_player_get_busy (side->player);
}

static gboolean
are_together (GmarlSideBySide *self)
{
  for (guint k = 0; k < self->sides->len; k++) {
    Side *first = get_side (self, 0), *side = get_side (self, k);

    if (!is_ready (side) ||
        gmarl_player_get_day (side->player) != gmarl_player_get_day (first->player) ||
        gmarl_player_get_step (side->player) != gmarl_player_get_step (first->player))
      return FALSE;
  }
  return self->sides->len > 0;
}

static gboolean
have_same_weather (const Side *one, const Side *other)
{
  const GmarlGridState *a = gmarl_player_get_state (one->player);
  const GmarlGridState *b = gmarl_player_get_state (other->player);
  gsize bytes = gmarl_player_get_grid (one->player)->n_nodes * sizeof (double);

  return a->seed == b->seed && a->step == b->step && a->import_price == b->import_price &&
         a->export_price == b->export_price && memcmp (a->demand, b->demand, bytes) == 0 &&
         memcmp (a->solar, b->solar, bytes) == 0;
}

gboolean
gmarl_side_by_side_is_fair (GmarlSideBySide *self)
{
  g_return_val_if_fail (GMARL_IS_SIDE_BY_SIDE (self), FALSE);

  if (!are_together (self))
    return TRUE;
  for (guint k = 1; k < self->sides->len; k++)
    if (!have_same_weather (get_side (self, 0), get_side (self, k)))
      return FALSE;
  return TRUE;
}

guint
gmarl_side_by_side_get_step (GmarlSideBySide *self)
{
  g_return_val_if_fail (GMARL_IS_SIDE_BY_SIDE (self), 0);
  return self->sides->len > 0 ? gmarl_player_get_step (get_side (self, 0)->player) : 0;
}

/* -- What is shown -- */

static void
show_network (GmarlSideBySide *self, Side *side)
{
  const GmarlGrid *grid = gmarl_player_get_grid (side->player);
  const GmarlDayHistory *history = gmarl_player_get_history (side->player);
  guint step = gmarl_player_get_step (side->player);
  g_autofree char *text = NULL;
  g_autofree char *stability = NULL;
  g_autofree char *import = NULL;
  double sum = 0;

  if (grid == NULL)
    return;
  if (side->view == NULL)
    side->view = gmarl_grid_picture_new (grid);
  gmarl_grid_picture_fill (side->view, grid, gmarl_player_get_state (side->player));
  gmarl_network_widget_set_view (side->network, side->view);
  for (guint t = 0; t < step; t++)
    sum += history->grid_import[t];
  stability = gmarl_format_decimals (gmarl_player_get_state (side->player)->stability, 3);
  import = gmarl_format_decimals (sum, 0);
  /* translators: the stability now, the energy bought since midnight */
  text = g_strdup_printf (_ ("Stability %s · import today %s\u202fkWh"), stability, import);
  gtk_label_set_label (side->caption, text);
}

static double
hours_at (gsize step)
{
  return (double) step * GMARL_STEP_MINUTES / 60.0;
}

/* The stability of each side up to the clock, and how much more it bought than the first one. */
static void
fill_series (GmarlSideBySide *self, guint k, guint step)
{
  const GmarlDayHistory *history = gmarl_player_get_history (get_side (self, k)->player);
  const GmarlDayHistory *first = gmarl_player_get_history (get_side (self, 0)->player);
  GmarlSeries *stability = gmarl_chart_view_get_series (self->stability, k)->data;
  double sum = 0;

  gmarl_series_clear (stability);
  for (guint t = 0; t <= step; t++)
    gmarl_series_append (stability, hours_at (t), history->stability[t]);
  if (k == 0)
    return;
  gmarl_series_clear (gmarl_chart_view_get_series (self->difference, k - 1)->data);
  for (guint t = 0; t < step; t++) {
    sum += history->grid_import[t] - first->grid_import[t];
    gmarl_series_append (gmarl_chart_view_get_series (self->difference, k - 1)->data,
                         hours_at (t + 1), sum);
  }
}

static void
show_charts (GmarlSideBySide *self)
{
  guint step;

  if (!are_together (self))
    return;
  step = gmarl_player_get_step (get_side (self, 0)->player);
  for (guint k = 0; k < self->sides->len; k++)
    fill_series (self, k, step);
  gmarl_chart_data_changed (self->stability_chart);
  gmarl_chart_data_changed (self->difference_chart);
}

static void
show_clock (GmarlSideBySide *self)
{
  Side *first = get_side (self, 0);
  guint step = gmarl_player_get_step (first->player);
  guint64 day = gmarl_player_get_day (first->player);
  g_autofree char *text = gmarl_format_time_of_day (
      (double) day * 24 + hours_at (MIN (step, GMARL_STEPS_PER_DAY - 1)), 0, TRUE);

  gtk_label_set_label (self->clock, text);
  self->is_moving = TRUE;
  gtk_adjustment_set_value (self->position, step);
  self->is_moving = FALSE;
}

static void
show_fair (GmarlSideBySide *self)
{
  gtk_label_set_label (
      self->fair,
      self->sides->len < 2 ? _ ("Check a second policy to see two side by side")
      : gmarl_side_by_side_is_fair (self)
          ? _ ("The same weather, demand and prices on every side")
          : _ ("The sides do not have the same weather: this is a mistake of the program"));
}

static void
show_all (GmarlSideBySide *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->sides->len == 0)
    return;
  for (guint k = 0; k < self->sides->len; k++)
    show_network (self, get_side (self, k));
  if (!are_together (self))
    return;
  show_clock (self);
  show_charts (self);
  show_fair (self);
}

/* -- The clock -- */

static gboolean
tick_cb (gpointer user_data)
{
  GmarlSideBySide *self = user_data;

  /* After a jump the others are waited for. */
  if (!are_together (self))
    return G_SOURCE_CONTINUE;
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_player_step (get_side (self, k)->player);
  return G_SOURCE_CONTINUE;
}

static void
set_playing (GmarlSideBySide *self, gboolean playing)
{
  const char *label = playing ? _ ("Pause") : _ ("Play");

  if (playing && self->timer == 0)
    self->timer = g_timeout_add (1000 / STEPS_PER_SECOND, tick_cb, self);
  else if (!playing)
    g_clear_handle_id (&self->timer, g_source_remove);
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_network_widget_set_playing (get_side (self, k)->network, playing);
  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
seek (GmarlSideBySide *self, guint step)
{
  for (guint k = 0; k < self->sides->len; k++) {
    GmarlPlayer *player = get_side (self, k)->player;

    gmarl_player_seek (player, gmarl_player_get_day (get_side (self, 0)->player), step);
  }
}

static void
play_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  set_playing (self, self->timer == 0);
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  set_playing (self, FALSE);
  tick_cb (self);
}

static void
restart_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  seek (GMARL_SIDE_BY_SIDE (widget), 0);
}

static void
position_changed_cb (GmarlSideBySide *self)
{
  if (!self->is_moving && self->sides->len > 0)
    seek (self, (guint) gtk_adjustment_get_value (self->position));
}

/* -- Sides -- */

static void
side_free (gpointer data)
{
  Side *self = data;

  g_object_unref (self->player);
  g_clear_pointer (&self->view, gmarl_network_view_free);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static void
world_changed_cb (GmarlSideBySide *self, GmarlPlayer *player)
{
  for (guint k = 0; k < self->sides->len; k++)
    if (get_side (self, k)->player == player)
      g_clear_pointer (&get_side (self, k)->view, gmarl_network_view_free);
}

static void
failed_cb (GmarlSideBySide *self, GmarlPlayerTrouble what, const GError *error, GmarlPlayer *player)
{
  set_playing (self, FALSE);
  gmarl_session_toast (self->session, gmarl_toast_new (error->message));
}

static GmarlPolicyChoice *
make_choice (GmarlSideBySide *self, const char *id)
{
  g_autoptr (GmarlPolicy) rule = gmarl_rule_new (id);

  if (rule != NULL)
    return gmarl_policy_choice_new_rule (id);
  if (g_path_is_absolute (id))
    return gmarl_policy_choice_new_file (id);
  return gmarl_policy_choice_new_run (gmarl_session_get_library_directory (self->session), id);
}

static void
make_player (GmarlSideBySide *self, Side *side)
{
  g_autoptr (GmarlPolicyChoice) choice = make_choice (self, side->id);
  GSettings *settings = gmarl_session_get_settings (self->session);

  side->player = gmarl_player_new ();
  gmarl_player_set_seed (side->player, (guint64) g_settings_get_int (settings, "comparison-seed"));
  gmarl_player_set_policy (side->player, choice);
  g_signal_connect_object (side->player, "advanced", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (side->player, "world-changed", G_CALLBACK (world_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (side->player, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  gmarl_player_set_scenario (
      side->player, gmarl_document_get_scenario (gmarl_session_get_document (self->session)));
}

static void
make_box (GmarlSideBySide *self, Side *side, int width)
{
  GtkWidget *box, *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gmarl_look_swatch_new (), *name = gtk_label_new (side->name);
  GtkWidget *network = gmarl_network_widget_new (), *caption = gtk_label_new (NULL);

  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch),
                              (GmarlSeriesLook){ GMARL_LOOK_SERIES, side->slot });
  gtk_widget_add_css_class (name, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (heading), swatch);
  gtk_box_append (GTK_BOX (heading), name);
  gtk_widget_set_halign (heading, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (network, NETWORK_WIDTH, NETWORK_HEIGHT);
  gtk_widget_set_vexpand (network, TRUE);
  gtk_widget_add_css_class (caption, "numeric");
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_justify (GTK_LABEL (caption), GTK_JUSTIFY_CENTER);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  side->network = GMARL_NETWORK_WIDGET (network);
  side->caption = GTK_LABEL (caption);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), network);
  gtk_box_append (GTK_BOX (box), caption);
  /* So many fit beside each other as the window has room for; a network would take all of it. */
  side->clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (side->clamp), width);
  adw_clamp_set_child (ADW_CLAMP (side->clamp), box);
  gtk_flow_box_insert (self->row, side->clamp, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (side->clamp), FALSE);
}

static void
add_side (GmarlSideBySide *self, const GmarlFigurePolicy *policy, int width)
{
  Side *side = g_new0 (Side, 1);
  const GmarlSeriesLook look = { GMARL_LOOK_SERIES, policy->slot };

  side->id = g_strdup (policy->id);
  side->name = g_strdup (policy->name);
  side->slot = policy->slot;
  g_ptr_array_add (self->sides, side);
  make_box (self, side, width);
  gmarl_chart_view_add_series (self->stability, side->id, side->name, NULL, look);
  if (self->sides->len > 1)
    gmarl_chart_view_add_series (self->difference, side->id, side->name, NULL, look);
  make_player (self, side);
}

static GmarlChartView *
make_view (const char *title, const char *subtitle, const char *unit)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, title);
  gmarl_chart_view_set_text (&view->subtitle, subtitle);
  gmarl_chart_view_set_text (&view->y.unit, unit);
  gmarl_chart_view_set_text (&view->x.title, _ ("Time of day"));
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.span = GMARL_CHART_SPAN_HOURS;
  view->x.min = 0;
  view->x.max = 24;
  return view;
}

static void
clear_sides (GmarlSideBySide *self)
{
  set_playing (self, FALSE);
  for (guint k = 0; k < self->sides->len; k++)
    gtk_flow_box_remove (self->row, gtk_widget_get_parent (get_side (self, k)->clamp));
  g_ptr_array_set_size (self->sides, 0);
  g_clear_pointer (&self->stability, gmarl_chart_view_unref);
  g_clear_pointer (&self->difference, gmarl_chart_view_unref);
}

static gboolean
is_same (GmarlSideBySide *self, const GmarlFigurePolicy *policies, gsize n)
{
  if (self->sides->len != n)
    return FALSE;
  for (guint k = 0; k < n; k++)
    if (strcmp (get_side (self, k)->id, policies[k].id) != 0 ||
        get_side (self, k)->slot != policies[k].slot)
      return FALSE;
  return TRUE;
}

void
gmarl_side_by_side_set (GmarlSideBySide *self, const GmarlFigurePolicy *policies, gsize n)
{
  g_autofree char *title = NULL;

  g_return_if_fail (GMARL_IS_SIDE_BY_SIDE (self));

  n = MIN (n, GMARL_SIDE_BY_SIDE_MOST);
  if (n == 0 || is_same (self, policies, n))
    return;
  clear_sides (self);
  /* translators: a policy */
  title = g_strdup_printf (_ ("Grid import so far: difference to %s"), policies[0].name);
  self->stability = make_view (_ ("Grid stability"), _ ("This day · higher is better"), NULL);
  self->difference = make_view (title, _ ("This day, from midnight on · lower is better"), "kWh");
  self->stability->y.min_span = 0.1;
  self->difference->y.with_zero = TRUE;
  gmarl_chart_view_set_text (&self->difference->empty, _ ("Check a second policy"));
  for (gsize k = 0; k < n; k++)
    add_side (self, &policies[k], n > 2 ? THIRD_WIDTH : HALF_WIDTH);
  gmarl_chart_set_view (self->stability_chart, self->stability);
  gmarl_chart_set_view (self->difference_chart, self->difference);
  show_fair (self);
  show_all (self);
}

/* -- The object -- */

static void
scenario_changed_cb (GmarlSideBySide *self)
{
  set_playing (self, FALSE);
  for (guint k = 0; k < self->sides->len; k++) {
    gmarl_player_set_scenario (
        get_side (self, k)->player,
        gmarl_document_get_scenario (gmarl_session_get_document (self->session)));
    gmarl_player_seek (get_side (self, k)->player, 0, 0);
  }
}

static void
gmarl_side_by_side_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_side_by_side_parent_class)->map (widget);
  show_all (GMARL_SIDE_BY_SIDE (widget));
}

static void
gmarl_side_by_side_unmap (GtkWidget *widget)
{
  set_playing (GMARL_SIDE_BY_SIDE (widget), FALSE);
  GTK_WIDGET_CLASS (gmarl_side_by_side_parent_class)->unmap (widget);
}

static void
gmarl_side_by_side_dispose (GObject *object)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->document);
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->stability, gmarl_chart_view_unref);
  g_clear_pointer (&self->difference, gmarl_chart_view_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_SIDE_BY_SIDE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_side_by_side_parent_class)->dispose (object);
}

static void
gmarl_side_by_side_class_init (GmarlSideBySideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_side_by_side_dispose;
  widget_class->map = gmarl_side_by_side_map;
  widget_class->unmap = gmarl_side_by_side_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (GMARL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-side-by-side.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, play);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, clock);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, position);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, row);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, charts);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, fair);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_install_action (widget_class, "sides.play", NULL, play_cb);
  gtk_widget_class_install_action (widget_class, "sides.step", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "sides.restart", NULL, restart_cb);
}

static GmarlChart *
add_chart (GmarlSideBySide *self, GmarlChartAxis *axis)
{
  GtkWidget *chart = gmarl_chart_new ();

  gtk_widget_set_size_request (chart, 280, CHART_HEIGHT);
  gtk_widget_add_css_class (chart, "card");
  gmarl_chart_set_axis (GMARL_CHART (chart), axis);
  gtk_box_append (self->charts, chart);
  return GMARL_CHART (chart);
}

static void
gmarl_side_by_side_init (GmarlSideBySide *self)
{
  g_autoptr (GmarlChartAxis) axis = gmarl_chart_axis_new ();

  self->sides = g_ptr_array_new_with_free_func (side_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_chart_axis_set_limits (axis, 0, 24);
  self->stability_chart = add_chart (self, axis);
  self->difference_chart = add_chart (self, axis);
  set_playing (self, FALSE);
}

GtkWidget *
gmarl_side_by_side_new (GmarlSession *session)
{
  GmarlSideBySide *self = g_object_new (GMARL_TYPE_SIDE_BY_SIDE, NULL);

  self->session = g_object_ref (session);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (scenario_changed_cb),
                                  self);
  g_object_bind_property (session, "document", self->document, "target", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}
