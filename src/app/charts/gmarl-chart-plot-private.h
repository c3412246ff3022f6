/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-paint.h"
#include "gmarl-chart-plot.h"
#include "gmarl-style-watch.h"

G_BEGIN_DECLS

struct _GmarlChartPlot {
  GtkWidget parent_instance;

  /* Owned */
  GmarlChartView *view;
  GmarlChartAxis *axis;
  GSignalGroup *axis_signals;
  GmarlStyleWatch *style_watch;
  GmarlChartScene *scene; /* NULL: has to be made */
  GskRenderNode *node;    /* NULL: has to be painted */
  GmarlChartChoices choices;

  /* Live data */
  gboolean in_sight;   /* not scrolled away */
  gboolean stale;      /* data came that the scene does not show */
  gint64 updated;      /* when data were last taken */
  guint update_source; /* takes them later */

  /* The reader's words */
  guint label_source;
  gint64 labelled;
  guint description_source;

  /* Pointer */
  double pointer_x, pointer_y;
  GmarlRectangle selection; /* while dragging; no width: none */
  gboolean selection_with_y;
  double drag_x, drag_y;
  double panned;  /* of the drag that pans, in pixels */
  double pinched; /* scale of the pinch so far */
};

/* Adds gestures, keys and scrolling. */
void gmarl_chart_plot_add_controllers (GmarlChartPlot *self);
void gmarl_chart_plot_class_add_keys (GtkWidgetClass *widget_class);

/* The crosshair was moved by the user: the accessible label says where it is, soon. */
void gmarl_chart_plot_say_point (GmarlChartPlot *self);
void gmarl_chart_plot_say_point_now (GmarlChartPlot *self);

/* The accessible description says what there is to see, once data are at rest. */
void gmarl_chart_plot_say_summary (GmarlChartPlot *self);
void gmarl_chart_plot_say_summary_now (GmarlChartPlot *self);

void gmarl_chart_plot_stop_saying (GmarlChartPlot *self);

G_END_DECLS
