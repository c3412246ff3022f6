/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-days-view.h"

#include "gmarl-chart.h"
#include "gmarl-heat-map.h"

struct _GmarlDaysView {
  GtkWidget parent_instance;

  /* Children */
  GtkStack *stack;
  GmarlHeatMap *heat_map;
  GmarlChart *charts[GMARL_N_DAY_FIGURES]; /* the heat map is none */

  GmarlDayFigure figure;
  GmarlDayQuantity quantity;
  gboolean stale; /* whatever the stamp says */
  GmarlDayStamp stamp;
};

enum {
  DAY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlDaysView, gmarl_days_view, GTK_TYPE_WIDGET)

static const char *const names[GMARL_N_DAY_FIGURES] = { "heat", "average", "duration",
                                                        "histogram" };

static void
day_activated_cb (GmarlDaysView *self, guint64 day)
{
  g_signal_emit (self, signals[DAY_ACTIVATED], 0, day);
}

static void
gmarl_days_view_dispose (GObject *object)
{
  GmarlDaysView *self = GMARL_DAYS_VIEW (object);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  G_OBJECT_CLASS (gmarl_days_view_parent_class)->dispose (object);
}

static void
gmarl_days_view_class_init (GmarlDaysViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_days_view_dispose;
  signals[DAY_ACTIVATED] =
      g_signal_new ("day-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "daysview");
}

static void
gmarl_days_view_init (GmarlDaysView *self)
{
  self->stale = TRUE;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  self->heat_map = GMARL_HEAT_MAP (gmarl_heat_map_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->heat_map), names[GMARL_DAY_FIGURE_HEAT_MAP]);
  g_signal_connect_object (self->heat_map, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint figure = GMARL_DAY_FIGURE_AVERAGE; figure < GMARL_N_DAY_FIGURES; figure++) {
    self->charts[figure] = GMARL_CHART (gmarl_chart_new ());
    gtk_stack_add_named (self->stack, GTK_WIDGET (self->charts[figure]), names[figure]);
  }
}

GtkWidget *
gmarl_days_view_new (void)
{
  return g_object_new (GMARL_TYPE_DAYS_VIEW, NULL);
}

void
gmarl_days_view_set_figure (GmarlDaysView *self, GmarlDayFigure figure)
{
  g_return_if_fail (GMARL_IS_DAYS_VIEW (self) && figure < GMARL_N_DAY_FIGURES);

  self->figure = figure;
  self->stale = TRUE;
  gtk_stack_set_visible_child_name (self->stack, names[figure]);
}

void
gmarl_days_view_set_quantity (GmarlDaysView *self, GmarlDayQuantity quantity)
{
  g_return_if_fail (GMARL_IS_DAYS_VIEW (self) && quantity < GMARL_N_DAY_QUANTITIES);

  self->quantity = quantity;
  self->stale = TRUE;
}

void
gmarl_days_view_forget (GmarlDaysView *self)
{
  g_return_if_fail (GMARL_IS_DAYS_VIEW (self));

  self->stale = TRUE;
}

void
gmarl_days_view_update (GmarlDaysView *self, const GmarlDaySource *source)
{
  GmarlDayStamp stamp;

  g_return_if_fail (GMARL_IS_DAYS_VIEW (self) && source != NULL);

  stamp = gmarl_day_source_get_stamp (source);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      (!self->stale && stamp.n_days == self->stamp.n_days && stamp.n_steps == self->stamp.n_steps))
    return;
  self->stale = FALSE;
  self->stamp = stamp;
  if (self->figure == GMARL_DAY_FIGURE_HEAT_MAP) {
    gmarl_heat_map_set_view (self->heat_map,
                             gmarl_day_figure_new_heat_map (self->quantity, source));
  } else {
    g_autoptr (GmarlChartView) view =
        gmarl_day_figure_new_chart (self->figure, self->quantity, source);

    gmarl_chart_set_view (self->charts[self->figure], view);
  }
}
