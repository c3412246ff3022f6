/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-readout-bar.h"

#include "gmarl-chart-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define PADDING  16
#define GAP      6
#define COLUMN   18 /* between series */
#define LEADING  1.6
#define LEAST_EM 24 /* height of a line that can be hit */

/* Where the entry of a series is. */
typedef struct {
  guint index;
  GmarlRectangle area;
} Hit;

struct _GmarlChartReadoutBar {
  GtkWidget parent_instance;

  /* Owned */
  GArray *hits;
  char *difference; /* NULL: one crosshair, or none */

  /* Borrowed */
  GmarlChartPlot *plot;

  int lines; /* as measured last, for a width of */
  int lines_width;
};

G_DEFINE_FINAL_TYPE (GmarlChartReadoutBar, gmarl_chart_readout_bar, GTK_TYPE_WIDGET)

static double
line_height (GmarlChartReadoutBar *self)
{
  return fmax (LEAST_EM,
               ceil (LEADING * gmarl_draw_style_get_em (gmarl_chart_plot_get_style (self->plot))));
}

static double
text_width (GmarlChartReadoutBar *self, const char *text, GmarlTextRole role)
{
  double width, height;

  gmarl_draw_text_measure (gmarl_chart_plot_get_style (self->plot), text, role, &width, &height);
  return ceil (width);
}

/* Where it reads: the crosshair if it is on this chart, or else what is pinned; NaN for nowhere. */
static double
get_position (GmarlChartReadoutBar *self)
{
  GmarlChartAxis *axis = gmarl_chart_plot_get_axis (self->plot);
  guint n_pins = gmarl_chart_axis_get_n_pins (axis);

  if (gmarl_chart_axis_get_cursor_owner (axis) == self->plot)
    return gmarl_chart_axis_get_cursor (axis);
  return n_pins > 0 ? gmarl_chart_axis_get_pin (axis, n_pins - 1) : NAN;
}

/* --- Layout --------------------------------------------------------------------------------- */

typedef struct {
  double width;
  double x;
  int line;
} Flow;

/* Places one more piece of a width; goes to the next line if there is no room for it. */
static double
flow_place (Flow *flow, double width)
{
  double x;

  if (flow->x > PADDING && flow->x + width > flow->width - PADDING) {
    flow->x = PADDING;
    flow->line++;
  }
  x = flow->x;
  flow->x += width + COLUMN;
  return x;
}

static double
value_width (GmarlChartReadoutBar *self, const GmarlChartSeries *series)
{
  double width = text_width (self, "−0.0000", GMARL_TEXT_SMALL_BOLD);

  if (gmarl_series_get_lower (series->data) != NULL)
    width += GAP + text_width (self, _ ("−0.000 to −0.000"), GMARL_TEXT_SECONDARY);
  return width;
}

/* A place for each series keeps its width, so that digits do not push their neighbours. */
static double
entry_width (GmarlChartReadoutBar *self, const GmarlChartSeries *series)
{
  return GMARL_CHART_SWATCH_WIDTH + GAP + text_width (self, series->name, GMARL_TEXT_SMALL) + GAP +
         value_width (self, series);
}

/* "Iteration 499": as wide as the newest position that can be read. */
static double
heading_width (GmarlChartReadoutBar *self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  GmarlChartReadout *readout;
  double width;

  if (scene == NULL || scene->empty)
    return 0;
  readout = gmarl_chart_scene_read (scene, scene->x1);
  width = text_width (self, readout->x_text, GMARL_TEXT_SMALL_BOLD);
  gmarl_chart_readout_free (readout);
  return width;
}

static int
count_lines (GmarlChartReadoutBar *self, double width)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  Flow flow = { .width = width, .x = PADDING };

  if (view == NULL)
    return 1;
  flow_place (&flow, heading_width (self));
  for (guint i = 0; i < gmarl_chart_view_get_n_series (view); i++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (view, i);

    if (!series->thin && !series->raw && series->parent < 0)
      flow_place (&flow, entry_width (self, series));
  }
  return flow.line + 1;
}

static GtkSizeRequestMode
gmarl_chart_readout_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_chart_readout_bar_measure (GtkWidget *widget,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural,
                                 int *minimum_baseline,
                                 int *natural_baseline)
{
  GmarlChartReadoutBar *self = GMARL_CHART_READOUT_BAR (widget);
  int lines;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  lines = count_lines (self, for_size > 0 ? for_size : G_MAXINT);
  if (self->difference != NULL)
    lines++;
  *minimum = *natural = lines * (int) line_height (self) + GAP;
}

/* --- Drawing -------------------------------------------------------------------------------- */

static void
draw_row (GmarlChartReadoutBar *self,
          cairo_t *cr,
          const GmarlChartReadoutRow *row,
          Flow *flow,
          double height)
{
  const GmarlDrawStyle *style = gmarl_chart_plot_get_style (self->plot);
  const GmarlChartSeries *series =
      gmarl_chart_view_get_series (gmarl_chart_plot_get_view (self->plot), row->index);
  double width = entry_width (self, series);
  double x = flow_place (flow, width);
  double y = flow->line * height + height / 2;
  Hit hit = { row->index, { x, y - height / 2, width, height } };

  g_array_append_val (self->hits, hit);
  gmarl_chart_paint_swatch (cr, series->look, style, x, y);
  x += GMARL_CHART_SWATCH_WIDTH + GAP;
  gmarl_draw_text (cr, style, row->name, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT, x, y, FALSE);
  x += text_width (self, row->name, GMARL_TEXT_SMALL) + GAP;
  gmarl_draw_text (cr, style, row->value_text, GMARL_TEXT_SMALL_BOLD, GMARL_TEXT_LEFT, x, y, FALSE);
  x += text_width (self, row->value_text, GMARL_TEXT_SMALL_BOLD) + GAP;
  if (row->interval_text != NULL)
    gmarl_draw_text (cr, style, row->interval_text, GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x, y,
                     FALSE);
}

static void
gmarl_chart_readout_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlChartReadoutBar *self = GMARL_CHART_READOUT_BAR (widget);
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  const GmarlDrawStyle *style = gmarl_chart_plot_get_style (self->plot);
  Flow flow = { .width = gtk_widget_get_width (widget), .x = PADDING };
  double height = line_height (self);
  double position = get_position (self);
  GmarlChartReadout *readout;
  cairo_t *cr;

  g_array_set_size (self->hits, 0);
  if (scene == NULL || isnan (position))
    return;
  readout = gmarl_chart_scene_read (scene, position);
  cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, (float) flow.width, (float) gtk_widget_get_height (widget)));
  gmarl_draw_text (
      cr, style, readout->x_text, GMARL_TEXT_SMALL_BOLD, GMARL_TEXT_LEFT,
      flow_place (&flow, fmax (heading_width (self),
                               text_width (self, readout->x_text, GMARL_TEXT_SMALL_BOLD))),
      height / 2, FALSE);
  for (guint i = 0; i < readout->rows->len; i++)
    draw_row (self, cr, g_ptr_array_index (readout->rows, i), &flow, height);
  if (self->difference != NULL)
    gmarl_draw_text (cr, style, self->difference, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT, PADDING,
                     (flow.line + 1) * height + height / 2, FALSE);
  cairo_destroy (cr);
  gmarl_chart_readout_free (readout);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlChartReadoutBar *self)
{
  for (guint i = 0; i < self->hits->len; i++) {
    const Hit *hit = &g_array_index (self->hits, Hit, i);

    if (x >= hit->area.x && x < hit->area.x + hit->area.width && y >= hit->area.y &&
        y < hit->area.y + hit->area.height) {
      gmarl_chart_plot_toggle (self->plot, hit->index, TRUE);
      return;
    }
  }
}

static void
gmarl_chart_readout_bar_finalize (GObject *object)
{
  GmarlChartReadoutBar *self = GMARL_CHART_READOUT_BAR (object);

  g_array_unref (self->hits);
  g_free (self->difference);
  G_OBJECT_CLASS (gmarl_chart_readout_bar_parent_class)->finalize (object);
}

static void
gmarl_chart_readout_bar_class_init (GmarlChartReadoutBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gmarl_chart_readout_bar_finalize;
  widget_class->get_request_mode = gmarl_chart_readout_bar_get_request_mode;
  widget_class->measure = gmarl_chart_readout_bar_measure;
  widget_class->snapshot = gmarl_chart_readout_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chartreadout");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gmarl_chart_readout_bar_init (GmarlChartReadoutBar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
gmarl_chart_readout_bar_new (GmarlChartPlot *plot)
{
  GmarlChartReadoutBar *self = g_object_new (GMARL_TYPE_CHART_READOUT_BAR, NULL);

  self->plot = plot;
  return GTK_WIDGET (self);
}

/* From the pin to the crosshair, or to the second pin. */
static char *
make_difference (GmarlChartReadoutBar *self)
{
  GmarlChartAxis *axis = gmarl_chart_plot_get_axis (self->plot);
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  guint n_pins = gmarl_chart_axis_get_n_pins (axis);
  double from, to;

  if (scene == NULL || n_pins == 0)
    return NULL;
  from = gmarl_chart_axis_get_pin (axis, 0);
  to = n_pins > 1 ? gmarl_chart_axis_get_pin (axis, 1) : gmarl_chart_axis_get_cursor (axis);
  return isnan (to) ? g_strdup ("") : gmarl_chart_scene_describe_difference (scene, from, to);
}

void
gmarl_chart_readout_bar_update (GmarlChartReadoutBar *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean had_difference, other_size;

  g_return_if_fail (GMARL_IS_CHART_READOUT_BAR (self));
  had_difference = self->difference != NULL;
  g_free (self->difference);
  self->difference = make_difference (self);
  other_size = had_difference != (self->difference != NULL);
  if (width > 0 && isnan (gmarl_chart_axis_get_cursor (gmarl_chart_plot_get_axis (self->plot)))) {
    int lines = count_lines (self, width);

    other_size |= width == self->lines_width && lines != self->lines;
    self->lines = lines;
    self->lines_width = width;
  }
  if (other_size)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

char *
gmarl_chart_readout_bar_get_text (GmarlChartReadoutBar *self)
{
  const GmarlChartScene *scene;
  GmarlChartReadout *readout;
  double position;
  char *text;

  g_return_val_if_fail (GMARL_IS_CHART_READOUT_BAR (self), NULL);
  scene = gmarl_chart_plot_get_scene (self->plot);
  position = get_position (self);
  if (scene == NULL || isnan (position))
    return NULL;
  readout = gmarl_chart_scene_read (scene, position);
  text = gmarl_chart_readout_to_text (readout, scene);
  gmarl_chart_readout_free (readout);
  return text;
}
