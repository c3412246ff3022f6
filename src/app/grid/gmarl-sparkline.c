/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-sparkline.h"

#include <adwaita.h>
#include <math.h>

#define MIN_WIDTH  40
#define MIN_HEIGHT 22
#define LINE_WIDTH 1.5
#define FILL_ALPHA 0.15
/* The newest point is a disc of this radius. */
#define DISC_RADIUS 2.5

struct _GmarlSparkline {
  GtkWidget parent_instance;

  GmarlQuantity quantity;
  double lower;
  double upper;
  double *values; /* [n_values] owned */
  gsize n_values;
  gsize n_slots;
};

G_DEFINE_FINAL_TYPE (GmarlSparkline, gmarl_sparkline, GTK_TYPE_WIDGET)

/* What maps values into the widget. */
typedef struct {
  double width, height;
  double lower, upper;
  gsize n_slots;
} Frame;

static double
frame_x (const Frame *frame, gsize index)
{
  double room = frame->width - 2 * DISC_RADIUS;

  return DISC_RADIUS + room * ((double) index + 0.5) / (double) MAX (frame->n_slots, 1);
}

static double
frame_y (const Frame *frame, double value)
{
  double room = frame->height - 2 * DISC_RADIUS;

  return DISC_RADIUS + room * (frame->upper - value) / (frame->upper - frame->lower);
}

static Frame
make_frame (GmarlSparkline *self, double width, double height)
{
  Frame frame = { width, height, self->lower, self->upper, self->n_slots };

  for (gsize k = 0; k < self->n_values; k++) {
    if (!isfinite (self->values[k]))
      continue;
    frame.lower = isnan (frame.lower) ? self->values[k] : MIN (frame.lower, self->values[k]);
    frame.upper = isnan (frame.upper) ? self->values[k] : MAX (frame.upper, self->values[k]);
  }
  /* A constant is a line through the middle. */
  if (!(frame.upper > frame.lower)) {
    frame.lower -= 1;
    frame.upper += 1;
  }
  return frame;
}

static void
set_source (cairo_t *cr, GmarlColor color, double alpha)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * alpha);
}

/* From first to before the next gap; returns where that is. */
static gsize
trace_piece (GmarlSparkline *self, cairo_t *cr, const Frame *frame, gsize first)
{
  gsize k = first;

  cairo_new_path (cr);
  for (; k < self->n_values && isfinite (self->values[k]); k++)
    cairo_line_to (cr, frame_x (frame, k), frame_y (frame, self->values[k]));
  return k;
}

static void
paint (GmarlSparkline *self, cairo_t *cr, double width, double height)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GmarlColor color =
      gmarl_palette_quantity_color (self->quantity, adw_style_manager_get_dark (manager));
  Frame frame = make_frame (self, width, height);
  double base = frame_y (&frame, CLAMP (0, frame.lower, frame.upper));

  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  for (gsize first = 0; first < self->n_values;) {
    gsize end;
    cairo_path_t *path;

    if (!isfinite (self->values[first])) {
      first++;
      continue;
    }
    end = trace_piece (self, cr, &frame, first);
    path = cairo_copy_path (cr);
    cairo_line_to (cr, frame_x (&frame, end - 1), base);
    cairo_line_to (cr, frame_x (&frame, first), base);
    cairo_close_path (cr);
    set_source (cr, color, FILL_ALPHA);
    cairo_fill (cr);

    cairo_append_path (cr, path);
    cairo_path_destroy (path);
    set_source (cr, color, 1);
    cairo_stroke (cr);
    if (end == self->n_values) {
      cairo_arc (cr, frame_x (&frame, end - 1), frame_y (&frame, self->values[end - 1]),
                 DISC_RADIUS, 0, 2 * G_PI);
      cairo_fill (cr);
    }
    first = end;
  }
}

static void
gmarl_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlSparkline *self = GMARL_SPARKLINE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr;

  if (self->n_values == 0 || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  paint (self, cr, width, height);
  cairo_destroy (cr);
}

static void
gmarl_sparkline_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = *minimum;
}

static void
gmarl_sparkline_finalize (GObject *object)
{
  g_free (GMARL_SPARKLINE (object)->values);

  G_OBJECT_CLASS (gmarl_sparkline_parent_class)->finalize (object);
}

static void
gmarl_sparkline_class_init (GmarlSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gmarl_sparkline_finalize;
  widget_class->measure = gmarl_sparkline_measure;
  widget_class->snapshot = gmarl_sparkline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gmarl_sparkline_init (GmarlSparkline *self)
{
  self->lower = NAN;
  self->upper = NAN;
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_sparkline_new (GmarlQuantity quantity)
{
  GmarlSparkline *self = g_object_new (GMARL_TYPE_SPARKLINE, NULL);

  self->quantity = quantity;
  return GTK_WIDGET (self);
}

void
gmarl_sparkline_set_quantity (GmarlSparkline *self, GmarlQuantity quantity)
{
  g_return_if_fail (GMARL_IS_SPARKLINE (self));

  self->quantity = quantity;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gmarl_sparkline_set_range (GmarlSparkline *self, double lower, double upper)
{
  g_return_if_fail (GMARL_IS_SPARKLINE (self));

  self->lower = lower;
  self->upper = upper;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gmarl_sparkline_set_values (GmarlSparkline *self, const double *values, gsize n, gsize n_slots)
{
  g_return_if_fail (GMARL_IS_SPARKLINE (self));
  g_return_if_fail (values != NULL || n == 0);

  if (n > self->n_slots || self->values == NULL)
    self->values = g_renew (double, self->values, MAX (n, n_slots));
  if (n > 0)
    memcpy (self->values, values, n * sizeof *values);
  self->n_values = n;
  self->n_slots = n_slots;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
