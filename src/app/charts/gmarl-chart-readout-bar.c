/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-readout-bar.h"

#include "gmarl-chart-paint.h"
#include "gmarl-draw-marks.h"

#include <glib/gi18n.h>
#include <math.h>

#define PADDING  16
#define GAP      6
#define COLUMN   18 /* between series */
#define LEADING  1.3
#define RING     3  /* of the focus, at the edge of the chart */
#define LEAST_EM 24 /* height of a line that can be hit */

/* Of a label of the y axis, in ems of the interface's font. */
#define HALF_LABEL 0.55

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
};

G_DEFINE_FINAL_TYPE (GmarlChartReadoutBar, gmarl_chart_readout_bar, GTK_TYPE_WIDGET)

/* A readout that follows the pointer goes away before the pointer is there; a pinned one stays. */
static gboolean
can_be_hit (GmarlChartReadoutBar *self)
{
  return gmarl_chart_axis_get_n_pins (gmarl_chart_plot_get_axis (self->plot)) > 0;
}

static double
line_height (GmarlChartReadoutBar *self)
{
  double height =
      ceil (LEADING * gmarl_draw_style_get_em (gmarl_chart_plot_get_style (self->plot)));

  return can_be_hit (self) ? fmax (LEAST_EM, height) : height;
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

  if (series->drawn == GMARL_CHART_STRIP)
    width += GAP + text_width (self, _ ("quartiles −0.000 to −0.000"), GMARL_TEXT_SECONDARY);
  else if (gmarl_chart_plot_get_scene (self->plot)->state.band == GMARL_CHART_BAND_RANGE)
    width += series->range != NULL
                 ? GAP + text_width (self, _ ("seeds −0.000 to −0.000"), GMARL_TEXT_SECONDARY)
                 : 0;
  else if (gmarl_series_get_lower (series->data) != NULL)
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
heading_width (GmarlChartReadoutBar *self, const GmarlChartReadout *readout)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  double width = text_width (self, readout->x_text, GMARL_TEXT_SMALL_BOLD);
  GmarlChartReadout *newest;

  if (scene->empty)
    return width;
  newest = gmarl_chart_scene_read (scene, scene->x1);
  width = fmax (width, text_width (self, newest->x_text, GMARL_TEXT_SMALL_BOLD));
  gmarl_chart_readout_free (newest);
  return width;
}

static int
count_lines (GmarlChartReadoutBar *self, const GmarlChartReadout *readout, double width)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  Flow flow = { .width = width, .x = PADDING };

  flow_place (&flow, heading_width (self, readout));
  for (guint i = 0; i < readout->rows->len; i++) {
    const GmarlChartReadoutRow *row = g_ptr_array_index (readout->rows, i);

    flow_place (&flow, entry_width (self, gmarl_chart_view_get_series (view, row->index)));
  }
  return flow.line + (self->difference != NULL ? 2 : 1);
}

/* --- Drawing -------------------------------------------------------------------------------- */

static void
draw_row (GmarlChartReadoutBar *self,
          cairo_t *cr,
          const GmarlChartReadoutRow *row,
          Flow *flow,
          double top,
          double height)
{
  const GmarlDrawStyle *style = gmarl_chart_plot_get_style (self->plot);
  const GmarlChartSeries *series =
      gmarl_chart_view_get_series (gmarl_chart_plot_get_view (self->plot), row->index);
  double width = entry_width (self, series);
  double x = flow_place (flow, width);
  double y = top + flow->line * height + height / 2;
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

/* The topmost label of the y axis is either left alone or covered, but not cut through. */
static double
find_bottom (GmarlChartReadoutBar *self, const GmarlChartReadout *readout, double width)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  double height = line_height (self);
  double lines = count_lines (self, readout, width) * height;
  double half = HALF_LABEL * scene->em;
  double needed = scene->title_bottom + lines - fmax (0, height - scene->em) / 2;
  double bottom = scene->title_bottom + lines + GAP;

  if (bottom <= scene->plot.y - half)
    return bottom;
  return needed <= scene->plot.y - half ? scene->plot.y - half
                                        : fmax (bottom, scene->plot.y + half);
}

/* Over the heading, below the title: no room is kept for it, and what is read is not covered. */
static void
draw (GmarlChartReadoutBar *self, cairo_t *cr, const GmarlChartReadout *readout, double width)
{
  const GmarlDrawStyle *style = gmarl_chart_plot_get_style (self->plot);
  Flow flow = { .width = width, .x = PADDING };
  double height = line_height (self);
  double top = gmarl_chart_plot_get_scene (self->plot)->title_bottom;

  gmarl_draw_set_color (cr, style->card);
  cairo_rectangle (cr, RING, top, width - 2 * RING, find_bottom (self, readout, width) - top);
  cairo_fill (cr);
  gmarl_draw_text (cr, style, readout->x_text, GMARL_TEXT_SMALL_BOLD, GMARL_TEXT_LEFT,
                   flow_place (&flow, heading_width (self, readout)), top + height / 2, FALSE);
  for (guint i = 0; i < readout->rows->len; i++)
    draw_row (self, cr, g_ptr_array_index (readout->rows, i), &flow, top, height);
  if (self->difference != NULL)
    gmarl_draw_text (cr, style, self->difference, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT, PADDING,
                     top + (flow.line + 1) * height + height / 2, FALSE);
}

static void
gmarl_chart_readout_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlChartReadoutBar *self = GMARL_CHART_READOUT_BAR (widget);
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);
  double position = get_position (self);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GmarlChartReadout *readout;
  cairo_t *cr;

  g_array_set_size (self->hits, 0);
  if (scene == NULL || isnan (position))
    return;
  readout = gmarl_chart_scene_read (scene, position);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw (self, cr, readout, width);
  cairo_destroy (cr);
  gmarl_chart_readout_free (readout);
}

static const Hit *
find_hit (GmarlChartReadoutBar *self, double x, double y)
{
  for (guint i = 0; i < self->hits->len; i++) {
    const Hit *hit = &g_array_index (self->hits, Hit, i);

    if (x >= hit->area.x && x < hit->area.x + hit->area.width && y >= hit->area.y &&
        y < hit->area.y + hit->area.height)
      return hit;
  }
  return NULL;
}

/* All else belongs to the plot below. */
static gboolean
gmarl_chart_readout_bar_contains (GtkWidget *widget, double x, double y)
{
  GmarlChartReadoutBar *self = GMARL_CHART_READOUT_BAR (widget);

  return can_be_hit (self) && find_hit (self, x, y) != NULL;
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlChartReadoutBar *self)
{
  const Hit *hit = find_hit (self, x, y);

  if (hit != NULL)
    gmarl_chart_plot_toggle (self->plot, hit->index, TRUE);
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
  widget_class->contains = gmarl_chart_readout_bar_contains;
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
  g_return_if_fail (GMARL_IS_CHART_READOUT_BAR (self));
  g_free (self->difference);
  self->difference = make_difference (self);
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

double
gmarl_chart_readout_bar_get_bottom (GmarlChartReadoutBar *self)
{
  const GmarlChartScene *scene;
  g_autoptr (GmarlChartReadout) readout = NULL;
  double position;

  g_return_val_if_fail (GMARL_IS_CHART_READOUT_BAR (self), NAN);
  scene = gmarl_chart_plot_get_scene (self->plot);
  position = get_position (self);
  if (scene == NULL || isnan (position))
    return NAN;
  readout = gmarl_chart_scene_read (scene, position);
  return find_bottom (self, readout, gtk_widget_get_width (GTK_WIDGET (self)));
}
