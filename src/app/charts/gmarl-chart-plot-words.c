/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What a screen reader hears. Label and description of a focusable widget are announced when they
 * change, which nothing else here is; so the label is where the crosshair is. It follows the user
 * alone, never live data, and not faster than it can be spoken of.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-plot-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MILLISECONDS_BETWEEN_LABELS 150
#define MILLISECONDS_AT_REST        1000

static char *
make_label (GmarlChartPlot *self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  double cursor = gmarl_chart_axis_get_cursor (self->axis);
  guint n_pins = gmarl_chart_axis_get_n_pins (self->axis);
  g_autofree char *point = NULL;
  g_autofree char *difference = NULL;

  if (scene == NULL || isnan (cursor))
    return g_strdup (self->view != NULL && self->view->title != NULL ? self->view->title
                                                                     : _ ("Chart"));
  point = gmarl_chart_scene_describe_point (scene, cursor);
  if (n_pins < GMARL_CHART_AXIS_MAX_PINS)
    return g_steal_pointer (&point);
  difference = gmarl_chart_scene_describe_difference (
      scene, gmarl_chart_axis_get_pin (self->axis, 0), gmarl_chart_axis_get_pin (self->axis, 1));
  return g_strconcat (point, " ", difference, NULL);
}

static gboolean
label_cb (gpointer user_data)
{
  GmarlChartPlot *self = user_data;
  g_autofree char *label = make_label (self);

  self->label_source = 0;
  self->labelled = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return G_SOURCE_REMOVE;
}

void
gmarl_chart_plot_say_point (GmarlChartPlot *self)
{
  gint64 since = (g_get_monotonic_time () - self->labelled) / 1000;

  if (self->label_source != 0)
    return;
  if (since >= MILLISECONDS_BETWEEN_LABELS)
    label_cb (self);
  else
    self->label_source =
        g_timeout_add ((guint) (MILLISECONDS_BETWEEN_LABELS - since), label_cb, self);
}

void
gmarl_chart_plot_say_point_now (GmarlChartPlot *self)
{
  g_clear_handle_id (&self->label_source, g_source_remove);
  label_cb (self);
}

static gboolean
description_cb (gpointer user_data)
{
  GmarlChartPlot *self = user_data;
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  g_autofree char *description = NULL;

  self->description_source = 0;
  if (scene == NULL)
    return G_SOURCE_REMOVE;
  description = gmarl_chart_scene_describe (scene);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  return G_SOURCE_REMOVE;
}

void
gmarl_chart_plot_say_summary (GmarlChartPlot *self)
{
  g_clear_handle_id (&self->description_source, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->description_source = g_timeout_add (MILLISECONDS_AT_REST, description_cb, self);
}

void
gmarl_chart_plot_say_summary_now (GmarlChartPlot *self)
{
  g_clear_handle_id (&self->description_source, g_source_remove);
  description_cb (self);
}

void
gmarl_chart_plot_stop_saying (GmarlChartPlot *self)
{
  g_clear_handle_id (&self->label_source, g_source_remove);
  g_clear_handle_id (&self->description_source, g_source_remove);
}
