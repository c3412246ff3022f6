/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-flow.h"

#define COLUMN_WIDTH 360
#define MAX_COLUMNS  3
#define SPACING      8

struct _GmarlChartFlow {
  GtkWidget parent_instance;

  int single;
};

G_DEFINE_FINAL_TYPE (GmarlChartFlow, gmarl_chart_flow, GTK_TYPE_WIDGET)

/* How the children are laid out at a width. */
typedef struct {
  int count;
  int columns;
  int rows;
  int minimum_width; /* of the widest child */
  int row_height;    /* of the highest child at its width */
  int column_width;
} Table;

static void
measure_children (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *least,
                  int *count)
{
  *least = 0;
  *count = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, for_size, &minimum, NULL, NULL, NULL);
    *least = MAX (*least, minimum);
    (*count)++;
  }
}

static Table
make_table (GmarlChartFlow *self, int width)
{
  Table table = { 0 };
  int fitting;

  measure_children (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &table.minimum_width,
                    &table.count);
  fitting = (width + SPACING) / (MAX (COLUMN_WIDTH, table.minimum_width) + SPACING);
  table.columns = CLAMP (fitting, 1, MIN (MAX_COLUMNS, MAX (table.count, 1)));
  table.rows = (table.count + table.columns - 1) / table.columns;
  table.column_width =
      MAX ((width - (table.columns - 1) * SPACING) / table.columns, table.minimum_width);
  measure_children (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, table.column_width,
                    &table.row_height, &table.count);
  return table;
}

static GtkSizeRequestMode
gmarl_chart_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_chart_flow_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  Table table = make_table (GMARL_CHART_FLOW (widget),
                            orientation == GTK_ORIENTATION_VERTICAL && for_size > 0 ? for_size
                                                                                    : COLUMN_WIDTH);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = table.minimum_width;
  else
    *minimum = *natural = MAX (table.rows * table.row_height + (table.rows - 1) * SPACING, 0);
}

static void
gmarl_chart_flow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  Table table = make_table (GMARL_CHART_FLOW (widget), width);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  /* What is higher than needed is shared by the rows. */
  int row_height =
      MAX ((height - (table.rows - 1) * SPACING) / MAX (table.rows, 1), table.row_height);
  int index = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int column = index % table.columns;
    GtkAllocation place;

    if (!gtk_widget_should_layout (child))
      continue;
    if (rtl)
      column = table.columns - 1 - column;
    place = (GtkAllocation){ column * (table.column_width + SPACING),
                             index / table.columns * (row_height + SPACING), table.column_width,
                             row_height };
    gtk_widget_size_allocate (child, &place, -1);
    index++;
  }
}

static void
gmarl_chart_flow_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (gmarl_chart_flow_parent_class)->dispose (object);
}

static void
gmarl_chart_flow_class_init (GmarlChartFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_chart_flow_dispose;
  widget_class->get_request_mode = gmarl_chart_flow_get_request_mode;
  widget_class->measure = gmarl_chart_flow_measure;
  widget_class->size_allocate = gmarl_chart_flow_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "chartflow");
}

static void
gmarl_chart_flow_init (GmarlChartFlow *self)
{
  self->single = -1;
}

GtkWidget *
gmarl_chart_flow_new (void)
{
  return g_object_new (GMARL_TYPE_CHART_FLOW, NULL);
}

static void
show_children (GmarlChartFlow *self)
{
  int index = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child), index++)
    gtk_widget_set_visible (child, self->single < 0 || index == self->single);
}

void
gmarl_chart_flow_append (GmarlChartFlow *self, GtkWidget *child)
{
  g_return_if_fail (GMARL_IS_CHART_FLOW (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
  show_children (self);
}

void
gmarl_chart_flow_set_single (GmarlChartFlow *self, int index)
{
  g_return_if_fail (GMARL_IS_CHART_FLOW (self));

  if (self->single == index)
    return;
  self->single = index;
  show_children (self);
}
