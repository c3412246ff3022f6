/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-look-swatch.h"

#include "gmarl-draw-marks.h"

#include <adwaita.h>

#define WIDTH         30
#define HEIGHT        16
#define LINE_WIDTH    2.0
#define MARKER_RADIUS 4.0

struct _GmarlLookSwatch {
  GtkWidget parent_instance;

  GmarlSeriesLook look;
};

G_DEFINE_FINAL_TYPE (GmarlLookSwatch, gmarl_look_swatch, GTK_TYPE_WIDGET)

static void
gmarl_look_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlLookSwatch *self = GMARL_LOOK_SWATCH (widget);
  double width = gtk_widget_get_width (widget);
  double middle = gtk_widget_get_height (widget) / 2.0;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GmarlColor color = gmarl_look_get_color (self->look, dark);
  const double *dash = NULL;
  gsize n_dashes = gmarl_look_get_dash (self->look, &dash);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) middle * 2));

  gmarl_draw_set_color (cr, color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_dash (cr, dash, (int) n_dashes, 0);
  cairo_move_to (cr, 0, middle);
  cairo_line_to (cr, width, middle);
  cairo_stroke (cr);
  gmarl_draw_marker (cr, gmarl_look_get_marker (self->look), width / 2, middle, MARKER_RADIUS,
                     color, color, 0);
  cairo_destroy (cr);
}

static void
gmarl_look_swatch_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
gmarl_look_swatch_class_init (GmarlLookSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = gmarl_look_swatch_snapshot;
  widget_class->measure = gmarl_look_swatch_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gmarl_look_swatch_init (GmarlLookSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_look_swatch_new (void)
{
  return g_object_new (GMARL_TYPE_LOOK_SWATCH, NULL);
}

void
gmarl_look_swatch_set_look (GmarlLookSwatch *self, GmarlSeriesLook look)
{
  g_return_if_fail (GMARL_IS_LOOK_SWATCH (self));
  self->look = look;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
