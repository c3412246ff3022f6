/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-day-strip.h"

#include "gmarl-grid-text.h"
#include "gmarl-palette.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define BAR_WIDTH 14
#define BAR_GAP   2
#define BAR_PITCH (BAR_WIDTH + BAR_GAP)
#define HEIGHT    26
#define LEAST_BAR 3
#define NO_DAY    G_MAXUINT64

struct _GmarlDayStrip {
  GtkWidget parent_instance;

  guint64 first_day;
  guint64 current;
  double *values; /* [n_days] owned */
  gsize n_days;

  guint64 chosen; /* by the keyboard; NO_DAY: the current one */
};

enum {
  DAY_ACTIVATED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlDayStrip, gmarl_day_strip, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static guint64
end_day (GmarlDayStrip *self)
{
  return self->first_day + self->n_days;
}

/* The first day that has room at this width. */
static guint64
first_shown (GmarlDayStrip *self)
{
  gsize room = MAX (gtk_widget_get_width (GTK_WIDGET (self)) / BAR_PITCH, 1);

  return self->n_days > room ? end_day (self) - room : self->first_day;
}

/* NO_DAY where there is none. */
static guint64
day_at (GmarlDayStrip *self, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  guint64 day;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  if (x < 0 || x > width)
    return NO_DAY;
  day = first_shown (self) + (guint64) (x / BAR_PITCH);
  return day < end_day (self) ? day : NO_DAY;
}

static char *
describe (GmarlDayStrip *self, guint64 day)
{
  g_autofree char *energy = gmarl_grid_text_quantity (self->values[day - self->first_day], "kWh");

  return g_strdup_printf (_ ("Day %" PRIu64 ": %s imported"), day + 1, energy);
}

static guint64
chosen_day (GmarlDayStrip *self)
{
  guint64 day = self->chosen == NO_DAY ? self->current : self->chosen;

  return self->n_days == 0 ? NO_DAY : CLAMP (day, self->first_day, end_day (self) - 1);
}

static void
update_label (GmarlDayStrip *self)
{
  g_autofree char *text = NULL;

  if (chosen_day (self) == NO_DAY)
    return;
  text = describe (self, chosen_day (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
choose (GmarlDayStrip *self, guint64 day)
{
  self->chosen = day;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlDayStrip *self = GMARL_DAY_STRIP (widget);
  guint64 day = chosen_day (self);

  if (day == NO_DAY)
    return;
  if (g_variant_get_int32 (parameter) < 0)
    choose (self, day > first_shown (self) ? day - 1 : day);
  else
    choose (self, MIN (day + 1, end_day (self) - 1));
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlDayStrip *self = GMARL_DAY_STRIP (widget);

  if (chosen_day (self) != NO_DAY)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, chosen_day (self));
}

static void
pressed_cb (GmarlDayStrip *self, int n_press, double x, double y)
{
  guint64 day = day_at (self, x);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (day == NO_DAY)
    return;
  choose (self, day);
  g_signal_emit (self, signals[DAY_ACTIVATED], 0, day);
}

static gboolean
gmarl_day_strip_query_tooltip (GtkWidget *widget,
                               int x,
                               int y,
                               gboolean keyboard,
                               GtkTooltip *tooltip)
{
  GmarlDayStrip *self = GMARL_DAY_STRIP (widget);
  guint64 day = keyboard ? chosen_day (self) : day_at (self, x);
  g_autofree char *text = NULL;

  if (day == NO_DAY)
    return FALSE;
  text = describe (self, day);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
snapshot_line (GmarlDayStrip *self, GtkSnapshot *snapshot, const graphene_rect_t *around)
{
  GskRoundedRect rounded;
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &text);
  gsk_rounded_rect_init_from_rect (&rounded, around, 2);
  gtk_snapshot_append_border (snapshot, &rounded, (float[]){ 2, 2, 2, 2 },
                              (GdkRGBA[]){ text, text, text, text });
}

static void
snapshot_bar (GmarlDayStrip *self,
              GtkSnapshot *snapshot,
              guint64 day,
              double largest,
              const GdkRGBA *color)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double value = self->values[day - self->first_day];
  float height = (float) (largest > 0 ? MAX (HEIGHT * value / largest, LEAST_BAR) : LEAST_BAR);
  float x = (float) (day - first_shown (self)) * BAR_PITCH + (float) BAR_GAP / 2;
  graphene_rect_t bar;
  GskRoundedRect rounded;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = (float) width - x - BAR_WIDTH;
  bar = GRAPHENE_RECT_INIT (x, HEIGHT - height, BAR_WIDTH, height);
  gsk_rounded_rect_init_from_rect (&rounded, &bar, 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, &bar);
  gtk_snapshot_pop (snapshot);

  /* The day that is shown has a line around it; what the keyboard would choose one around its
   * place. */
  if (day == self->current)
    snapshot_line (self, snapshot, &bar);
  if (gtk_widget_has_visible_focus (GTK_WIDGET (self)) && day == chosen_day (self))
    snapshot_line (self, snapshot, &GRAPHENE_RECT_INIT (x, 0, BAR_WIDTH, HEIGHT));
}

static void
gmarl_day_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlDayStrip *self = GMARL_DAY_STRIP (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GmarlColor color = gmarl_palette_quantity_color (GMARL_QUANTITY_GRID, dark);
  GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue, 1 };
  double largest = 0;

  for (guint64 day = first_shown (self); day < end_day (self); day++)
    largest = MAX (largest, self->values[day - self->first_day]);
  for (guint64 day = first_shown (self); day < end_day (self); day++)
    snapshot_bar (self, snapshot, day, largest, &rgba);
}

static void
gmarl_day_strip_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? BAR_PITCH : HEIGHT;
  *natural = *minimum;
}

static void
gmarl_day_strip_finalize (GObject *object)
{
  g_free (GMARL_DAY_STRIP (object)->values);

  G_OBJECT_CLASS (gmarl_day_strip_parent_class)->finalize (object);
}

static void
gmarl_day_strip_class_init (GmarlDayStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gmarl_day_strip_finalize;
  widget_class->measure = gmarl_day_strip_measure;
  widget_class->snapshot = gmarl_day_strip_snapshot;
  widget_class->query_tooltip = gmarl_day_strip_query_tooltip;

  signals[DAY_ACTIVATED] = g_signal_new ("day-activated", GMARL_TYPE_DAY_STRIP, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_install_action (widget_class, "days.move", "i", move_action);
  gtk_widget_class_install_action (widget_class, "days.activate", NULL, activate_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "days.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "days.move", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "days.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "days.activate", NULL);
  gtk_widget_class_set_css_name (widget_class, "daystrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gmarl_day_strip_init (GmarlDayStrip *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->chosen = NO_DAY;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Finished Days"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Imported energy of each day; Enter shows a day again"), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_day_strip_new (void)
{
  return g_object_new (GMARL_TYPE_DAY_STRIP, NULL);
}

void
gmarl_day_strip_set_days (GmarlDayStrip *self,
                          guint64 first_day,
                          const double *values,
                          gsize n_days,
                          guint64 current)
{
  g_return_if_fail (GMARL_IS_DAY_STRIP (self));
  g_return_if_fail (values != NULL || n_days == 0);

  if (first_day == self->first_day && n_days == self->n_days && current == self->current &&
      (n_days == 0 || memcmp (values, self->values, n_days * sizeof *values) == 0))
    return;
  if (current != self->current || n_days < self->n_days)
    self->chosen = NO_DAY;
  self->first_day = first_day;
  self->current = current;
  self->values = g_renew (double, self->values, MAX (n_days, 1));
  if (n_days > 0)
    memcpy (self->values, values, n_days * sizeof *values);
  self->n_days = n_days;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
