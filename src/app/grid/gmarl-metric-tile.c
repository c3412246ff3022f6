/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-metric-tile.h"

#include "gmarl-sparkline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _GmarlMetricTile {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkWidget *row;
  GtkLabel *value;
  GtkLabel *unit;
  GtkLabel *detail;
  GmarlSparkline *sparkline;

  GmarlGridMetric metric;
};

G_DEFINE_FINAL_TYPE (GmarlMetricTile, gmarl_metric_tile, GTK_TYPE_WIDGET)

static const GmarlQuantity quantities[GMARL_N_GRID_METRICS] = {
  [GMARL_GRID_METRIC_STABILITY] = GMARL_QUANTITY_STABILITY,
  [GMARL_GRID_METRIC_IMPORT] = GMARL_QUANTITY_GRID,
  [GMARL_GRID_METRIC_COST] = GMARL_QUANTITY_PRICE,
  [GMARL_GRID_METRIC_SATISFACTION] = GMARL_QUANTITY_DEMAND,
  [GMARL_GRID_METRIC_SOLAR] = GMARL_QUANTITY_SOLAR,
  [GMARL_GRID_METRIC_REWARD] = GMARL_QUANTITY_STABILITY,
};

/* What the line covers at least, so that small changes look small. */
static const struct {
  double lower, upper;
} ranges[GMARL_N_GRID_METRICS] = {
  [GMARL_GRID_METRIC_STABILITY] = { 0.5, 1 }, [GMARL_GRID_METRIC_IMPORT] = { 0, 1 },
  [GMARL_GRID_METRIC_COST] = { 0, 0.1 },      [GMARL_GRID_METRIC_SATISFACTION] = { 0.5, 1 },
  [GMARL_GRID_METRIC_SOLAR] = { 0.5, 1 },     [GMARL_GRID_METRIC_REWARD] = { -0.1, 0.5 },
};

static void
gmarl_metric_tile_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GMARL_TYPE_METRIC_TILE);

  G_OBJECT_CLASS (gmarl_metric_tile_parent_class)->dispose (object);
}

static void
gmarl_metric_tile_class_init (GmarlMetricTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_metric_tile_dispose;

  g_type_ensure (GMARL_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-metric-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, title);
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, row);
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, value);
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, unit);
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, detail);
  gtk_widget_class_bind_template_child (widget_class, GmarlMetricTile, sparkline);
  gtk_widget_class_set_css_name (widget_class, "metrictile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
gmarl_metric_tile_init (GmarlMetricTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gmarl_metric_tile_new (GmarlGridMetric metric)
{
  GmarlMetricTile *self = g_object_new (GMARL_TYPE_METRIC_TILE, NULL);
  const char *title = gmarl_grid_metric_title (metric);

  self->metric = metric;
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), gmarl_grid_metric_definition (metric));
  gmarl_sparkline_set_quantity (self->sparkline, quantities[metric]);
  gmarl_sparkline_set_range (self->sparkline, ranges[metric].lower, ranges[metric].upper);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gmarl_grid_metric_definition (metric), -1);
  return GTK_WIDGET (self);
}

void
gmarl_metric_tile_update (GmarlMetricTile *self,
                          const GmarlDayHistory *history,
                          guint step,
                          const char *currency)
{
  GmarlMetricValue value = { NAN, NAN, NAN };
  g_auto (GmarlMetricText) text = { NULL, NULL, NULL };
  double course[GMARL_STEPS_PER_DAY];
  gsize n = 0;

  g_return_if_fail (GMARL_IS_METRIC_TILE (self));

  if (history != NULL) {
    value = gmarl_grid_metric (self->metric, history, step);
    n = gmarl_grid_metric_course (self->metric, history, step, course);
  }
  text = gmarl_grid_metric_text (self->metric, value, currency);
  gtk_label_set_label (self->value, text.value);
  gtk_label_set_label (self->unit, text.unit);
  gtk_label_set_label (self->detail, text.detail);
  gmarl_sparkline_set_values (self->sparkline, course, n, GMARL_STEPS_PER_DAY);
}
