/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-grid.h"

#define PAGE_ROWS 5
#define FAR       10000 /* more than there are */

struct _GmarlScoreGrid {
  GtkGrid parent_instance;

  /* Where the focus is or was, titles not counted. */
  int column;
  int row;
};

G_DEFINE_FINAL_TYPE (GmarlScoreGrid, gmarl_score_grid, GTK_TYPE_GRID)

static gboolean
is_title (GtkWidget *child)
{
  return !gtk_widget_get_focusable (child);
}

/* The place in the grid of a row of cells, or of the last one before it; -1 where there is none. */
static int
find_row (GtkGrid *grid, int row)
{
  int found = -1;
  GtkWidget *child;

  for (int place = 0; (child = gtk_grid_get_child_at (grid, 0, place)) != NULL; place++) {
    if (is_title (child))
      continue;
    found = place;
    if (row-- <= 0)
      break;
  }
  return found;
}

/* The nearest cell to a place; NULL where there is none at all. */
static GtkWidget *
find_cell (GmarlScoreGrid *self, int column, int row)
{
  GtkGrid *grid = GTK_GRID (self);
  int place = find_row (grid, row);
  int n_columns = 0;

  if (place < 0)
    return NULL;
  while (gtk_grid_get_child_at (grid, n_columns, place) != NULL)
    n_columns++;
  return gtk_grid_get_child_at (grid, CLAMP (column, 0, n_columns - 1), place);
}

static void
move (GmarlScoreGrid *self, int columns, int rows)
{
  GtkWidget *cell;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL && ABS (columns) == 1)
    columns = -columns;
  cell = find_cell (self, self->column + columns, self->row + rows);
  if (cell != NULL)
    gtk_widget_grab_focus (cell);
}

static gboolean
move_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  int columns, rows;

  g_variant_get (arguments, "(ii)", &columns, &rows);
  move (GMARL_SCORE_GRID (widget), columns, rows);
  return TRUE;
}

static gboolean
gmarl_score_grid_grab_focus (GtkWidget *widget)
{
  GtkWidget *cell = gmarl_score_grid_get_current (GMARL_SCORE_GRID (widget));

  return cell != NULL && gtk_widget_grab_focus (cell);
}

/* Tab leaves from any cell; arrows stop at the edges, as those of a table do. */
static gboolean
gmarl_score_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GmarlScoreGrid *self = GMARL_SCORE_GRID (widget);

  if (gtk_widget_get_focus_child (widget) == NULL)
    return gmarl_score_grid_grab_focus (widget);
  switch (direction) {
  case GTK_DIR_LEFT:
    move (self, -1, 0);
    return TRUE;
  case GTK_DIR_RIGHT:
    move (self, 1, 0);
    return TRUE;
  case GTK_DIR_UP:
    move (self, 0, -1);
    return TRUE;
  case GTK_DIR_DOWN:
    move (self, 0, 1);
    return TRUE;
  case GTK_DIR_TAB_FORWARD:
  case GTK_DIR_TAB_BACKWARD:
  default:
    return FALSE;
  }
}

static void
gmarl_score_grid_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  if (child != NULL)
    gmarl_score_grid_set_current (GMARL_SCORE_GRID (widget), child);
  GTK_WIDGET_CLASS (gmarl_score_grid_parent_class)->set_focus_child (widget, child);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    guint keypad;
    GdkModifierType modifiers;
    int columns;
    int rows;
  } keys[] = {
    { GDK_KEY_Home, GDK_KEY_KP_Home, 0, -FAR, 0 },
    { GDK_KEY_End, GDK_KEY_KP_End, 0, FAR, 0 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, -FAR, -FAR },
    { GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, FAR, FAR },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, 0, -PAGE_ROWS },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, 0, PAGE_ROWS },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++) {
    gtk_widget_class_add_binding (widget_class, keys[k].key, keys[k].modifiers, move_cb, "(ii)",
                                  keys[k].columns, keys[k].rows);
    gtk_widget_class_add_binding (widget_class, keys[k].keypad, keys[k].modifiers, move_cb, "(ii)",
                                  keys[k].columns, keys[k].rows);
  }
}

static void
gmarl_score_grid_class_init (GmarlScoreGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = gmarl_score_grid_focus;
  widget_class->grab_focus = gmarl_score_grid_grab_focus;
  widget_class->set_focus_child = gmarl_score_grid_set_focus_child;
  add_keys (widget_class);
}

static void
gmarl_score_grid_init (GmarlScoreGrid *self)
{
}

void
gmarl_score_grid_clear (GmarlScoreGrid *self)
{
  GtkWidget *child;

  g_return_if_fail (GMARL_IS_SCORE_GRID (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
}

GtkWidget *
gmarl_score_grid_get_current (GmarlScoreGrid *self)
{
  g_return_val_if_fail (GMARL_IS_SCORE_GRID (self), NULL);

  return find_cell (self, self->column, self->row);
}

void
gmarl_score_grid_set_current (GmarlScoreGrid *self, GtkWidget *cell)
{
  int place;

  g_return_if_fail (GMARL_IS_SCORE_GRID (self) && gtk_widget_get_parent (cell) == (void *) self);

  gtk_grid_query_child (GTK_GRID (self), cell, &self->column, &place, NULL, NULL);
  self->row = 0;
  for (int above = 0; above < place; above++)
    if (!is_title (gtk_grid_get_child_at (GTK_GRID (self), 0, above)))
      self->row++;
}
