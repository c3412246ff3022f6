/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-wrap-box.h"

#define SPACING 6

struct _GmarlWrapBox {
  GtkWidget parent_instance;

  gboolean homogeneous;
};

enum {
  PROP_0,
  PROP_HOMOGENEOUS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GmarlWrapBox, gmarl_wrap_box, GTK_TYPE_WIDGET)

/* One row: from a child up to the one that begins the next. */
typedef struct {
  GtkWidget *end; /* NULL: no other row */
  int width;
  int height;
  int n_expanding;
} Row;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (GmarlWrapBox *self)
{
  return skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum;

  gtk_widget_measure (child, orientation, for_size, &minimum, natural, NULL, NULL);
  return minimum;
}

/* That of each child, if as many as have room fill the width. */
static int
column_width (GmarlWrapBox *self, int width)
{
  int widest = 0, n_children = 0, n_columns;

  for (GtkWidget *child = get_first (self); child != NULL; child = get_next (child), n_children++) {
    int natural;

    measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1, &natural);
    widest = MAX (widest, natural);
  }
  n_columns = CLAMP ((width - widest) / (widest + SPACING) + 1, 1, MAX (n_children, 1));
  return (width - (n_columns - 1) * SPACING) / n_columns;
}

/* As wide as it wants to be, and not wider than there is room. */
static int
child_width (GmarlWrapBox *self, GtkWidget *child, int width)
{
  int natural, minimum = measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1, &natural);

  if (self->homogeneous && width < G_MAXINT)
    return MAX (column_width (self, width), minimum);
  return MAX (MIN (natural, width), minimum);
}

static Row
find_row (GmarlWrapBox *self, GtkWidget *first, int width)
{
  Row row = { .end = first };

  while (row.end != NULL) {
    int own = child_width (self, row.end, width);
    int height;

    if (row.end != first && row.width + SPACING + own > width)
      break;
    measure_child (row.end, GTK_ORIENTATION_VERTICAL, own, &height);
    row.width += (row.end != first ? SPACING : 0) + own;
    row.height = MAX (row.height, height);
    row.n_expanding += gtk_widget_compute_expand (row.end, GTK_ORIENTATION_HORIZONTAL);
    row.end = get_next (row.end);
  }
  return row;
}

static GtkSizeRequestMode
gmarl_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_wrap_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  GmarlWrapBox *self = GMARL_WRAP_BOX (widget);
  GtkWidget *child = get_first (self);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    for (gboolean is_first = TRUE; child != NULL; child = get_next (child), is_first = FALSE) {
      int wanted, least = measure_child (child, orientation, -1, &wanted);

      *minimum = MAX (*minimum, least);
      *natural += (is_first ? 0 : SPACING) + wanted;
    }
    return;
  }
  while (child != NULL) {
    Row row = find_row (self, child, for_size < 0 ? G_MAXINT : for_size);

    *natural += (*natural > 0 ? SPACING : 0) + row.height;
    child = row.end;
  }
  *minimum = *natural;
}

static void
allocate_row (GmarlWrapBox *self, GtkWidget *first, const Row *row, int y, int width)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int rest = MAX (width - row->width, 0);
  int n_expanding = row->n_expanding;
  int x = 0;

  for (GtkWidget *child = first; child != row->end; child = get_next (child)) {
    int own = child_width (self, child, width);

    if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL)) {
      own += rest / n_expanding;
      rest -= rest / n_expanding--;
    }
    gtk_widget_size_allocate (
        child, &(GtkAllocation){ mirrored ? width - x - own : x, y, own, row->height }, -1);
    x += own + SPACING;
  }
}

static void
gmarl_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlWrapBox *self = GMARL_WRAP_BOX (widget);
  GtkWidget *child = get_first (self);
  int y = 0;

  while (child != NULL) {
    Row row = find_row (self, child, width);

    allocate_row (self, child, &row, y, width);
    y += row.height + SPACING;
    child = row.end;
  }
}

static void
gmarl_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (gmarl_wrap_box_parent_class)->dispose (object);
}

static void
gmarl_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_HOMOGENEOUS)
    g_value_set_boolean (value, GMARL_WRAP_BOX (object)->homogeneous);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gmarl_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GmarlWrapBox *self = GMARL_WRAP_BOX (object);

  if (id != PROP_HOMOGENEOUS) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  } else if (self->homogeneous != g_value_get_boolean (value)) {
    self->homogeneous = g_value_get_boolean (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    g_object_notify_by_pspec (object, pspec);
  }
}

static void
gmarl_wrap_box_class_init (GmarlWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_wrap_box_dispose;
  G_OBJECT_CLASS (klass)->get_property = gmarl_wrap_box_get_property;
  G_OBJECT_CLASS (klass)->set_property = gmarl_wrap_box_set_property;
  properties[PROP_HOMOGENEOUS] =
      g_param_spec_boolean ("homogeneous", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  widget_class->get_request_mode = gmarl_wrap_box_get_request_mode;
  widget_class->measure = gmarl_wrap_box_measure;
  widget_class->size_allocate = gmarl_wrap_box_size_allocate;
}

static void
gmarl_wrap_box_init (GmarlWrapBox *self)
{
}
