/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (GmarlChart, gmarl_chart, GTK_TYPE_WIDGET)

static void
update_table (GmarlChart *self)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const GmarlChartState *state = &gmarl_chart_plot_get_choices (self->plot)->state;

  gmarl_chart_table_update (self->table, view, state->band, state->half_life);
  gtk_label_set_label (self->table_title, view != NULL && view->title != NULL ? view->title : "");
}

GmarlChartTable *
gmarl_chart_get_table (GmarlChart *self)
{
  update_table (self);
  return self->table;
}

/* Another scene, or the crosshair moved. */
static void
updated_cb (GmarlChart *self)
{
  GmarlChartView *view;

  /* Children are made one after the other. */
  if (self->actions == NULL)
    return;
  view = gmarl_chart_plot_get_view (self->plot);
  gtk_widget_set_visible (self->follow,
                          view != NULL && view->x.span != GMARL_CHART_SPAN_NONE &&
                              gmarl_chart_axis_can_follow (gmarl_chart_plot_get_axis (self->plot)));
  gmarl_chart_readout_bar_update (self->readout);
  gmarl_chart_sync_range_actions (self);
  if (gmarl_chart_get_shows_table (self))
    update_table (self);
}

gboolean
gmarl_chart_get_shows_table (GmarlChart *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
}

void
gmarl_chart_set_shows_table (GmarlChart *self, gboolean table)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  if (gmarl_chart_get_shows_table (self) == table)
    return;
  if (table)
    update_table (self);
  gtk_stack_set_visible_child_name (self->stack, table ? "table" : "plot");
  if (had_focus)
    gtk_widget_grab_focus (table ? GTK_WIDGET (self->table_view) : GTK_WIDGET (self->plot));
  gmarl_chart_sync_actions (self);
}

static void
menu_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlChart *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gmarl_chart_show_menu (self, x, y);
}

static gboolean
gmarl_chart_grab_focus (GtkWidget *widget)
{
  GmarlChart *self = GMARL_CHART (widget);

  return gtk_widget_grab_focus (gmarl_chart_get_shows_table (self) ? GTK_WIDGET (self->table_view)
                                                                   : GTK_WIDGET (self->plot));
}

static GtkSizeRequestMode
gmarl_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_chart_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  gtk_widget_measure (GMARL_CHART (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
gmarl_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlChart *self = GMARL_CHART (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
gmarl_chart_dispose (GObject *object)
{
  GmarlChart *self = GMARL_CHART (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->plot != NULL)
    g_signal_handlers_disconnect_by_data (self->plot, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->plot = NULL;
  g_clear_object (&self->actions);
  g_clear_object (&self->table);
  G_OBJECT_CLASS (gmarl_chart_parent_class)->dispose (object);
}

static void
gmarl_chart_finalize (GObject *object)
{
  g_free (GMARL_CHART (object)->file_name);
  G_OBJECT_CLASS (gmarl_chart_parent_class)->finalize (object);
}

static void
gmarl_chart_class_init (GmarlChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_chart_dispose;
  object_class->finalize = gmarl_chart_finalize;
  widget_class->get_request_mode = gmarl_chart_get_request_mode;
  widget_class->measure = gmarl_chart_measure;
  widget_class->size_allocate = gmarl_chart_size_allocate;
  widget_class->grab_focus = gmarl_chart_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_plot_page (GmarlChart *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->plot = GMARL_CHART_PLOT (gmarl_chart_plot_new ());
  g_signal_connect_swapped (self->plot, "updated", G_CALLBACK (updated_cb), self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->plot));
  self->readout = GMARL_CHART_READOUT_BAR (gmarl_chart_readout_bar_new (self->plot));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->readout));

  self->follow = gtk_button_new_with_mnemonic (_ ("_Follow"));
  gtk_widget_set_tooltip_text (self->follow, _ ("Show the newest data as they come"));
  gtk_widget_add_css_class (self->follow, "pill");
  gtk_widget_add_css_class (self->follow, "suggested-action");
  gtk_widget_add_css_class (self->follow, "chart-follow");
  gtk_widget_set_halign (self->follow, GTK_ALIGN_END);
  gtk_widget_set_valign (self->follow, GTK_ALIGN_END);
  gtk_widget_set_visible (self->follow, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->follow), "chart.follow");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->follow);
  return overlay;
}

static void
gmarl_chart_init (GmarlChart *self)
{
  GtkGesture *menu_click = gtk_gesture_click_new ();

  self->table = gmarl_chart_table_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, make_plot_page (self), "plot");
  gtk_stack_add_named (
      self->stack, gmarl_chart_table_page_new (self->table, &self->table_view, &self->table_title),
      "table");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu_click), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu_click, "pressed", G_CALLBACK (menu_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu_click));
  gmarl_chart_add_actions (self);
}

GtkWidget *
gmarl_chart_new (void)
{
  return g_object_new (GMARL_TYPE_CHART, NULL);
}

void
gmarl_chart_set_view (GmarlChart *self, GmarlChartView *view)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  gmarl_chart_plot_set_view (self->plot, view);
  gmarl_chart_sync_actions (self);
}

GmarlChartView *
gmarl_chart_get_view (GmarlChart *self)
{
  g_return_val_if_fail (GMARL_IS_CHART (self), NULL);
  return gmarl_chart_plot_get_view (self->plot);
}

void
gmarl_chart_data_changed (GmarlChart *self)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  gmarl_chart_plot_data_changed (self->plot);
}

void
gmarl_chart_data_replaced (GmarlChart *self)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  gmarl_chart_choices_forget_growth (gmarl_chart_plot_get_choices (self->plot));
  gmarl_chart_plot_data_changed (self->plot);
}

void
gmarl_chart_set_in_sight (GmarlChart *self, gboolean in_sight)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  gmarl_chart_plot_set_in_sight (self->plot, in_sight);
}

void
gmarl_chart_set_axis (GmarlChart *self, GmarlChartAxis *axis)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  gmarl_chart_plot_set_axis (self->plot, axis);
}

GmarlChartAxis *
gmarl_chart_get_axis (GmarlChart *self)
{
  g_return_val_if_fail (GMARL_IS_CHART (self), NULL);
  return gmarl_chart_plot_get_axis (self->plot);
}

void
gmarl_chart_set_smoothing (GmarlChart *self, double half_life)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  g_return_if_fail (half_life >= 0);
  gmarl_chart_choices_set_smoothing (gmarl_chart_plot_get_choices (self->plot), half_life);
  gmarl_chart_plot_choices_changed (self->plot);
  gmarl_chart_sync_actions (self);
}

double
gmarl_chart_get_smoothing (GmarlChart *self)
{
  g_return_val_if_fail (GMARL_IS_CHART (self), 0);
  return gmarl_chart_choices_get_smoothing (gmarl_chart_plot_get_choices (self->plot));
}

void
gmarl_chart_set_iteration_length (GmarlChart *self, double length)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  g_return_if_fail (length > 0);
  gmarl_chart_choices_set_iteration_length (gmarl_chart_plot_get_choices (self->plot), length);
  gmarl_chart_plot_choices_changed (self->plot);
}

GActionGroup *
gmarl_chart_get_actions (GmarlChart *self)
{
  g_return_val_if_fail (GMARL_IS_CHART (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

GtkWidget *
gmarl_chart_get_plot (GmarlChart *self)
{
  g_return_val_if_fail (GMARL_IS_CHART (self), NULL);
  return GTK_WIDGET (self->plot);
}

void
gmarl_chart_set_file_name (GmarlChart *self, const char *name)
{
  g_return_if_fail (GMARL_IS_CHART (self));
  g_free (self->file_name);
  self->file_name = g_strdup (name);
}
