/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-heat-plot.h"

#include "gmarl-chart-output.h"
#include "gmarl-heat-paint.h"
#include "gmarl-plot-widget.h"

#include <glib/gi18n.h>

#define LEAST_WIDTH  272
#define LEAST_HEIGHT 180
#define MANY_DAYS    10

struct _GmarlHeatPlot {
  GtkWidget parent_instance;

  /* Owned */
  GmarlHeatView *view;
  GmarlStyleWatch *style_watch;
  GmarlHeatScene *scene;  /* NULL: has to be made */
  GskRenderNode *picture; /* NULL: has to be painted */

  int day, row; /* the cell that is read; day -1: none */
  gboolean by_keys;
  double pointer_x, pointer_y;
};

enum {
  DAY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlHeatPlot, gmarl_heat_plot, GTK_TYPE_WIDGET)

static void
invalidate (GmarlHeatPlot *self)
{
  g_clear_pointer (&self->scene, gmarl_heat_scene_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GmarlHeatScene *
get_scene (GmarlHeatPlot *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->scene == NULL && self->view != NULL && width > 0 && height > 0)
    self->scene = gmarl_heat_scene_new (self->view, gmarl_style_watch_get (self->style_watch), NULL,
                                        width, height);
  return self->scene;
}

/* Label and description are what a screen reader announces when they change. */
static void
say (GmarlHeatPlot *self)
{
  g_autofree char *label = NULL, *description = NULL;

  if (self->view == NULL) {
    label = g_strdup (_ ("Heat map"));
    description = g_strdup ("");
  } else {
    description = gmarl_heat_view_describe (self->view);
    label = self->day >= 0
                ? gmarl_heat_view_describe_cell (self->view, (gsize) self->day, (gsize) self->row)
                : g_strdup (self->view->title != NULL ? self->view->title : _ ("Heat map"));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
read_cell (GmarlHeatPlot *self, int day, int row)
{
  if (self->day == day && self->row == row)
    return;
  self->day = day;
  self->row = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  say (self);
}

/* --- Drawing -------------------------------------------------------------------------------- */

static void
paint (cairo_t *cr, gpointer user_data)
{
  GmarlHeatPlot *self = user_data;

  gmarl_heat_paint (cr, self->scene, gmarl_style_watch_get (self->style_watch));
}

GdkTexture *
gmarl_heat_plot_make_texture (GmarlHeatPlot *self)
{
  const GmarlHeatScene *scene;

  g_return_val_if_fail (GMARL_IS_HEAT_PLOT (self), NULL);

  scene = get_scene (self);
  if (scene == NULL)
    return NULL;
  return gmarl_chart_output_make_texture (GTK_WIDGET (self), scene->width, scene->height, paint,
                                          self);
}

static void
gmarl_heat_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlHeatPlot *self = GMARL_HEAT_PLOT (widget);
  const GmarlHeatScene *scene = get_scene (self);
  gboolean ring = gmarl_plot_widget_has_ring (widget);
  graphene_rect_t bounds;
  cairo_t *cr;

  if (scene == NULL)
    return;
  if (self->picture == NULL)
    self->picture = gmarl_chart_output_make_node (widget, scene->width, scene->height, paint, self);
  graphene_rect_init (&bounds, 0, 0, (float) scene->width, (float) scene->height);
  gtk_snapshot_append_node (snapshot, self->picture);
  if (self->day < 0 && !ring)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gmarl_heat_paint_overlay (cr, scene, gmarl_style_watch_get (self->style_watch), self->day,
                            self->row, ring);
  cairo_destroy (cr);
}

static void
gmarl_heat_plot_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = horizontal ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = horizontal ? 2 * LEAST_WIDTH : LEAST_HEIGHT + LEAST_HEIGHT / 2;
}

static void
gmarl_heat_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlHeatPlot *self = GMARL_HEAT_PLOT (widget);

  if (self->scene != NULL && (self->scene->width != width || self->scene->height != height))
    invalidate (self);
}

static void
gmarl_heat_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gmarl_heat_plot_parent_class)->css_changed (widget, change);
  invalidate (GMARL_HEAT_PLOT (widget));
}

static void
gmarl_heat_plot_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (gmarl_heat_plot_parent_class)->state_flags_changed (widget, before);
  gmarl_plot_widget_ring_changed (widget, before);
}

/* --- Pointer and keys ----------------------------------------------------------------------- */

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, GmarlHeatPlot *self)
{
  const GmarlHeatScene *scene = get_scene (self);
  gsize day, row;

  /* Whatever is laid out anew is said to be entered by a pointer that rests. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  self->by_keys = FALSE;
  if (scene != NULL && gmarl_heat_scene_cell_at (scene, x, y, &day, &row))
    read_cell (self, (int) day, (int) row);
  else
    read_cell (self, -1, 0);
}

static void
leave_cb (GtkEventControllerMotion *motion, GmarlHeatPlot *self)
{
  if (!self->by_keys)
    read_cell (self, -1, 0);
}

static void
activate_day (GmarlHeatPlot *self)
{
  if (self->day >= 0)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, self->view->first_day + (guint64) self->day);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlHeatPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_press == 2)
    activate_day (self);
}

/* Without a cell, any arrow comes to noon of the newest day. */
static gboolean
walk (GmarlHeatPlot *self, int days, int rows)
{
  int n_days = self->view != NULL ? (int) self->view->n_days : 0, n_rows;

  if (n_days == 0)
    return FALSE;
  n_rows = (int) self->view->n_rows;
  self->by_keys = TRUE;
  if (self->day < 0)
    read_cell (self, n_days - 1, n_rows / 2);
  else
    read_cell (self, CLAMP (self->day + days, 0, n_days - 1),
               CLAMP (self->row + rows, 0, n_rows - 1));
  return TRUE;
}

static gboolean
walk_cb (GtkWidget *widget, GVariant *way, gpointer user_data)
{
  int days, rows;

  g_variant_get (way, "(ii)", &days, &rows);
  return walk (GMARL_HEAT_PLOT (widget), days, rows);
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *nothing, gpointer user_data)
{
  activate_day (GMARL_HEAT_PLOT (widget));
  return GMARL_HEAT_PLOT (widget)->day >= 0;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *nothing, gpointer user_data)
{
  if (GMARL_HEAT_PLOT (widget)->day >= 0)
    read_cell (GMARL_HEAT_PLOT (widget), -1, 0);
  else
    g_signal_emit_by_name (widget, "move-focus", GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    int days, rows;
  } ways[] = {
    { GDK_KEY_Left, 0, -1, 0 },
    { GDK_KEY_Right, 0, 1, 0 },
    { GDK_KEY_KP_Left, 0, -1, 0 },
    { GDK_KEY_KP_Right, 0, 1, 0 },
    { GDK_KEY_Left, GDK_CONTROL_MASK, -MANY_DAYS, 0 },
    { GDK_KEY_Right, GDK_CONTROL_MASK, MANY_DAYS, 0 },
    { GDK_KEY_Up, 0, 0, 1 },
    { GDK_KEY_Down, 0, 0, -1 },
    { GDK_KEY_KP_Up, 0, 0, 1 },
    { GDK_KEY_KP_Down, 0, 0, -1 },
    { GDK_KEY_Home, 0, -G_MAXINT16, 0 },
    { GDK_KEY_End, 0, G_MAXINT16, 0 },
  };
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } actions[] = {
    { GDK_KEY_t, 0, "chart.table" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy" },
    { GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chart.save-figure" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "chart.menu" },
    { GDK_KEY_Menu, 0, "chart.menu" },
  };
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };

  for (gsize k = 0; k < G_N_ELEMENTS (ways); k++)
    gtk_widget_class_add_binding (widget_class, ways[k].key, ways[k].modifiers, walk_cb, "(ii)",
                                  ways[k].days, ways[k].rows);
  for (gsize k = 0; k < G_N_ELEMENTS (actions); k++)
    gtk_widget_class_add_binding_action (widget_class, actions[k].key, actions[k].modifiers,
                                         actions[k].action, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (enters); k++)
    gtk_widget_class_add_binding (widget_class, enters[k], 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

/* --- The class ------------------------------------------------------------------------------ */

static void
gmarl_heat_plot_dispose (GObject *object)
{
  GmarlHeatPlot *self = GMARL_HEAT_PLOT (object);

  g_clear_object (&self->style_watch);
  g_clear_pointer (&self->scene, gmarl_heat_scene_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->view, gmarl_heat_view_free);
  G_OBJECT_CLASS (gmarl_heat_plot_parent_class)->dispose (object);
}

static void
gmarl_heat_plot_class_init (GmarlHeatPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_heat_plot_dispose;
  widget_class->snapshot = gmarl_heat_plot_snapshot;
  widget_class->measure = gmarl_heat_plot_measure;
  widget_class->size_allocate = gmarl_heat_plot_size_allocate;
  widget_class->css_changed = gmarl_heat_plot_css_changed;
  widget_class->state_flags_changed = gmarl_heat_plot_state_flags_changed;
  signals[DAY_ACTIVATED] =
      g_signal_new ("day-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_set_css_name (widget_class, "heatplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_keys (widget_class);
}

static void
gmarl_heat_plot_init (GmarlHeatPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->day = -1;
  self->style_watch = gmarl_plot_widget_init (widget, G_CALLBACK (invalidate));
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  say (self);
}

GtkWidget *
gmarl_heat_plot_new (void)
{
  return g_object_new (GMARL_TYPE_HEAT_PLOT, NULL);
}

void
gmarl_heat_plot_set_view (GmarlHeatPlot *self, GmarlHeatView *view)
{
  gint64 day;

  g_return_if_fail (GMARL_IS_HEAT_PLOT (self));

  /* The cell stays with its day, whatever number of days went before it. */
  day = self->day < 0 || self->view == NULL ? -1 : self->day + (gint64) self->view->first_day;
  g_clear_pointer (&self->scene, gmarl_heat_scene_free);
  g_clear_pointer (&self->view, gmarl_heat_view_free);
  self->view = view;
  if (view == NULL || day < (gint64) view->first_day ||
      day >= (gint64) (view->first_day + view->n_days) || self->row >= (int) view->n_rows)
    self->day = -1;
  else
    self->day = (int) (day - (gint64) view->first_day);
  invalidate (self);
  say (self);
}

const GmarlHeatView *
gmarl_heat_plot_get_view (GmarlHeatPlot *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_PLOT (self), NULL);

  return self->view;
}

gboolean
gmarl_heat_plot_get_cell (GmarlHeatPlot *self, gsize *day, gsize *row)
{
  g_return_val_if_fail (GMARL_IS_HEAT_PLOT (self), FALSE);

  if (self->day < 0)
    return FALSE;
  *day = (gsize) self->day;
  *row = (gsize) self->row;
  return TRUE;
}

const PangoFontDescription *
gmarl_heat_plot_get_font (GmarlHeatPlot *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_PLOT (self), NULL);

  return gmarl_style_watch_get (self->style_watch)->font;
}
