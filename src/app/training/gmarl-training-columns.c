/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-columns.h"

#include "gmarl-text-scale.h"

/* For text of the usual size. */
#define SIDE_WIDTH         380
#define LARGEST_SIDE_WIDTH 420 /* below or above the content */
#define GAP                18

/* Charts need this beside the form. */
#define CONTENT_WIDTH 420

struct _GmarlTrainingColumns {
  GtkWidget parent_instance;

  GtkWidget *side;
  GtkWidget *content;
  gboolean content_first;
};

G_DEFINE_FINAL_TYPE (GmarlTrainingColumns, gmarl_training_columns, GTK_TYPE_WIDGET)

static int
minimum (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int least;

  gtk_widget_measure (widget, orientation, for_size, &least, NULL, NULL, NULL);
  return least;
}

static int
natural (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int wanted;

  gtk_widget_measure (widget, orientation, for_size, NULL, &wanted, NULL, NULL);
  return wanted;
}

/* The width of the side where both fit beside each other, else 0: large text needs more. */
static int
get_side_width (GmarlTrainingColumns *self, int width)
{
  double scale = gmarl_text_scale (GTK_WIDGET (self));
  int side = MAX ((int) (scale * SIDE_WIDTH), minimum (self->side, GTK_ORIENTATION_HORIZONTAL, -1));
  int content =
      MAX ((int) (scale * CONTENT_WIDTH), minimum (self->content, GTK_ORIENTATION_HORIZONTAL, -1));

  return side + GAP + content <= width ? side : 0;
}

/* How wide a widget is where one is below the other: the lines of a form are not as long as a
 * window. */
static int
stacked_width (GmarlTrainingColumns *self, GtkWidget *child, int width)
{
  int largest = (int) (gmarl_text_scale (GTK_WIDGET (self)) * LARGEST_SIDE_WIDTH);

  return child == self->side ? MIN (width, largest) : width;
}

/* Not the least height, at which what scrolls by itself would show nothing. */
static int
stacked_height (GmarlTrainingColumns *self, GtkWidget *child, int width)
{
  return natural (child, GTK_ORIENTATION_VERTICAL, stacked_width (self, child, width));
}

static GtkSizeRequestMode
gmarl_training_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_training_columns_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *least,
                                int *wanted,
                                int *least_baseline,
                                int *wanted_baseline)
{
  GmarlTrainingColumns *self = GMARL_TRAINING_COLUMNS (widget);
  int side;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *least = MAX (minimum (self->side, orientation, -1), minimum (self->content, orientation, -1));
    *wanted = MAX (*least, SIDE_WIDTH + GAP + natural (self->content, orientation, -1));
    return;
  }
  if (for_size < 0)
    for_size = SIDE_WIDTH + GAP + CONTENT_WIDTH;
  side = get_side_width (self, for_size);
  if (side > 0) {
    *least = MAX (minimum (self->side, orientation, side),
                  minimum (self->content, orientation, for_size - side - GAP));
    *wanted = MAX (natural (self->side, orientation, side),
                   natural (self->content, orientation, for_size - side - GAP));
    return;
  }
  *least = *wanted = stacked_height (self, self->side, for_size) + GAP +
                     stacked_height (self, self->content, for_size);
}

static void
allocate (GtkWidget *widget, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, width, height }, -1);
}

/* In the middle. */
static void
allocate_stacked (GmarlTrainingColumns *self, GtkWidget *child, int y, int width, int height)
{
  int own = stacked_width (self, child, width);

  allocate (child, (width - own) / 2, y, own, height);
}

static void
gmarl_training_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlTrainingColumns *self = GMARL_TRAINING_COLUMNS (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = self->content_first ? self->content : self->side;
  GtkWidget *second = self->content_first ? self->side : self->content;
  int side = get_side_width (self, width);
  int above;

  if (side > 0) {
    allocate (self->side, mirrored ? width - side : 0, 0, side, height);
    allocate (self->content, mirrored ? 0 : side + GAP, 0, width - side - GAP, height);
    return;
  }
  above = stacked_height (self, first, width);
  allocate_stacked (self, first, 0, width, above);
  allocate_stacked (self, second, above + GAP, width, height - above - GAP);
}

static void
gmarl_training_columns_dispose (GObject *object)
{
  GmarlTrainingColumns *self = GMARL_TRAINING_COLUMNS (object);

  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_training_columns_parent_class)->dispose (object);
}

static void
gmarl_training_columns_class_init (GmarlTrainingColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_training_columns_dispose;
  widget_class->get_request_mode = gmarl_training_columns_get_request_mode;
  widget_class->measure = gmarl_training_columns_measure;
  widget_class->size_allocate = gmarl_training_columns_size_allocate;
}

static void
gmarl_training_columns_init (GmarlTrainingColumns *self)
{
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_resize), self);
}

GtkWidget *
gmarl_training_columns_new (GtkWidget *side, GtkWidget *content)
{
  GmarlTrainingColumns *self = g_object_new (GMARL_TYPE_TRAINING_COLUMNS, NULL);

  self->side = side;
  self->content = content;
  gtk_widget_set_parent (side, GTK_WIDGET (self));
  gtk_widget_set_parent (content, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
gmarl_training_columns_set_content_first (GmarlTrainingColumns *self, gboolean first)
{
  if (first == self->content_first)
    return;
  self->content_first = first;
  /* The order of the keyboard is that of the eye. */
  if (first)
    gtk_widget_insert_before (self->content, GTK_WIDGET (self), self->side);
  else
    gtk_widget_insert_before (self->side, GTK_WIDGET (self), self->content);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
