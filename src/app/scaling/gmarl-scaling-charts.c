/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-charts.h"

#include "gmarl-figure-scaling.h"

#define SPACING      18
#define CHART_HEIGHT 260

static const GmarlScalingQuantity quantities[] = {
  GMARL_SCALING_ITERATION_SECONDS, GMARL_SCALING_LATENCY_P99,
  GMARL_SCALING_STABILITY,         GMARL_SCALING_REWARD,
  GMARL_SCALING_ITERATIONS_95,     GMARL_SCALING_ENERGY_SHARED,
  GMARL_SCALING_STEPS_PER_SECOND,  GMARL_SCALING_MEMORY,
};

struct _GmarlScalingCharts {
  GtkWidget parent_instance;

  GtkWidget *box;
  GmarlChart *charts[G_N_ELEMENTS (quantities)];
};

G_DEFINE_FINAL_TYPE (GmarlScalingCharts, gmarl_scaling_charts, GTK_TYPE_WIDGET)

void
gmarl_scaling_charts_set_results (GmarlScalingCharts *self, const GmarlScalingResults *results)
{
  g_return_if_fail (GMARL_IS_SCALING_CHARTS (self));
  for (gsize k = 0; k < G_N_ELEMENTS (quantities); k++) {
    g_autoptr (GmarlChartView) view =
        gmarl_figure_scaling (results, quantities[k], gmarl_figure_scaling_slots, NULL);

    gmarl_chart_set_view (self->charts[k], view);
  }
}

guint
gmarl_scaling_charts_get_n (GmarlScalingCharts *self)
{
  return G_N_ELEMENTS (quantities);
}

GmarlChart *
gmarl_scaling_charts_get (GmarlScalingCharts *self, guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (quantities), NULL);

  return self->charts[index];
}

static void
gmarl_scaling_charts_dispose (GObject *object)
{
  g_clear_pointer (&GMARL_SCALING_CHARTS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_scaling_charts_parent_class)->dispose (object);
}

static void
gmarl_scaling_charts_class_init (GmarlScalingChartsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_charts_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_scaling_charts_init (GmarlScalingCharts *self)
{
  g_autoptr (GmarlChartAxis) axis = gmarl_chart_axis_new ();

  gmarl_chart_axis_set_log (axis, TRUE);
  self->box = g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_add_css_class (self->box, "gmarl-flow");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->box), 1);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->box), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->box), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->box), SPACING);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->box), SPACING);
  for (gsize k = 0; k < G_N_ELEMENTS (quantities); k++) {
    GtkWidget *chart = gmarl_chart_new ();

    self->charts[k] = GMARL_CHART (chart);
    gmarl_chart_set_axis (self->charts[k], axis);
    gmarl_chart_set_file_name (self->charts[k], gmarl_scaling_quantities[quantities[k]].id);
    gtk_widget_set_size_request (chart, -1, CHART_HEIGHT);
    gtk_widget_add_css_class (chart, "card");
    gtk_flow_box_append (GTK_FLOW_BOX (self->box), chart);
    /* What can have the focus is the chart, not its place. */
    gtk_widget_set_focusable (gtk_widget_get_parent (chart), FALSE);
  }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_charts_new (void)
{
  return g_object_new (GMARL_TYPE_SCALING_CHARTS, NULL);
}
