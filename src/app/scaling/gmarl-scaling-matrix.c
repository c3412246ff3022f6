/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-matrix.h"

#include "gmarl-scaling-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* More buttons than this make the page slow to open. */
#define MOST_BUTTONS 1000

#define GAP 6

struct _GmarlScalingMatrix {
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *box;
  GtkGrid *grid;
  GtkLabel *details;

  GmarlScalingStudy *study; /* owned; what the grid is for */
  GPtrArray *buttons;       /* by number of the cell; borrowed; empty: rows are counted */
  GPtrArray *counters;      /* by row; borrowed */
  GtkWidget *told;          /* the button whose cell the details tell of; borrowed */
};

G_DEFINE_FINAL_TYPE (GmarlScalingMatrix, gmarl_scaling_matrix, GTK_TYPE_WIDGET)

static const char *
state_class (GmarlCellState state)
{
  switch (state) {
  case GMARL_CELL_FAILED:
    return "error";
  case GMARL_CELL_DONE:
    return "success";
  default:
    return NULL;
  }
}

static void
tell (GmarlScalingMatrix *self, GtkWidget *button)
{
  self->told = button;
  gtk_label_set_text (self->details, gtk_widget_get_tooltip_text (button));
}

static void
focus_cb (GtkEventControllerFocus *focus, GmarlScalingMatrix *self)
{
  tell (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus)));
}

static void
clicked_cb (GtkWidget *button, GmarlScalingMatrix *self)
{
  tell (self, button);
}

static GtkWidget *
make_button (GmarlScalingMatrix *self)
{
  GtkWidget *button = gtk_button_new_with_label ("");
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "gmarl-cell");
  gtk_widget_add_css_class (button, "numeric");
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, 0);
  gtk_widget_add_controller (button, focus);
  return button;
}

static GtkWidget *
make_heading (const char *text, gfloat xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, "gmarl-secondary");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
clear (GmarlScalingMatrix *self)
{
  GtkWidget *child;

  self->told = NULL;
  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->counters, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/* Rows and columns of a cell: numbers go seed by seed. */
static guint
count_rows (const GmarlScalingStudy *study)
{
  return (guint) (gmarl_scaling_study_count_cells (study) / study->seeds->len);
}

static void
add_headings (GmarlScalingMatrix *self, gboolean is_counted)
{
  guint n_rows = count_rows (self->study);

  for (guint row = 0; row < n_rows; row++) {
    GmarlScalingKey key = gmarl_scaling_study_get_key (self->study, row);
    g_autofree char *text = gmarl_scaling_text_row (key.agents, key.shared);

    gtk_grid_attach (self->grid, make_heading (text, 0), 0, (int) row + 1, 1, 1);
  }
  for (guint column = 0; !is_counted && column < self->study->seeds->len; column++) {
    guint64 seed = g_array_index (self->study->seeds, guint64, column);
    g_autofree char *text = g_strdup_printf (_ ("Seed %" PRIu64), seed);

    gtk_grid_attach (self->grid, make_heading (text, 0.5f), (int) column + 1, 0, 1, 1);
  }
}

static void
rebuild (GmarlScalingMatrix *self, const GmarlScalingStudy *study)
{
  gsize n_cells = gmarl_scaling_study_count_cells (study);
  guint n_rows = count_rows (study);
  gboolean is_counted = n_cells > MOST_BUTTONS;

  clear (self);
  g_clear_pointer (&self->study, gmarl_scaling_study_free);
  self->study = gmarl_scaling_study_copy (study);
  add_headings (self, is_counted);
  for (guint number = 0; !is_counted && number < n_cells; number++) {
    GtkWidget *button = make_button (self);

    gtk_grid_attach (self->grid, button, (int) (number / n_rows) + 1, (int) (number % n_rows) + 1,
                     1, 1);
    g_ptr_array_add (self->buttons, button);
  }
  for (guint row = 0; is_counted && row < n_rows; row++) {
    GtkWidget *label = make_heading ("", 0);

    gtk_grid_attach (self->grid, label, 1, (int) row + 1, 1, 1);
    g_ptr_array_add (self->counters, label);
  }
  gtk_label_set_text (self->details, "");
}

static void
show_cell (GmarlScalingMatrix *self, GtkWidget *button, const GmarlScalingCell *cell)
{
  static const char *const classes[] = { "error", "success" };
  g_autofree char *text = gmarl_scaling_text_cell (cell);
  g_autofree char *said = gmarl_scaling_text_describe_cell (cell);
  const char *class = state_class (cell->state);

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (button), text);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), said) == 0)
    return;
  gtk_widget_set_tooltip_text (button, said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  for (gsize k = 0; k < G_N_ELEMENTS (classes); k++)
    if (g_strcmp0 (classes[k], class) != 0)
      gtk_widget_remove_css_class (button, classes[k]);
  if (class != NULL)
    gtk_widget_add_css_class (button, class);
  if (button == self->told)
    tell (self, button);
}

static void
show_row (GmarlScalingMatrix *self, guint row, const GPtrArray *cells)
{
  g_autoptr (GPtrArray) in_row = g_ptr_array_new ();
  g_autofree char *text = NULL;
  GmarlScalingCounts counts;

  for (guint number = row; number < cells->len; number += self->counters->len)
    g_ptr_array_add (in_row, cells->pdata[number]);
  counts = gmarl_scaling_count (in_row);
  text = gmarl_scaling_text_counts (&counts, NAN);
  gtk_label_set_text (self->counters->pdata[row], text);
}

void
gmarl_scaling_matrix_set_cells (GmarlScalingMatrix *self,
                                const GmarlScalingStudy *study,
                                const GPtrArray *cells)
{
  g_autofree char *wanted = gmarl_scaling_study_get_id (study);
  g_autofree char *present = self->study == NULL ? NULL : gmarl_scaling_study_get_id (self->study);

  g_return_if_fail (GMARL_IS_SCALING_MATRIX (self));
  if (g_strcmp0 (wanted, present) != 0)
    rebuild (self, study);
  for (guint number = 0; number < MIN (cells->len, self->buttons->len); number++)
    show_cell (self, self->buttons->pdata[number], cells->pdata[number]);
  for (guint row = 0; row < self->counters->len; row++)
    show_row (self, row, cells);
}

static void
gmarl_scaling_matrix_dispose (GObject *object)
{
  GmarlScalingMatrix *self = GMARL_SCALING_MATRIX (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->study, gmarl_scaling_study_free);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->counters, g_ptr_array_unref);
  G_OBJECT_CLASS (gmarl_scaling_matrix_parent_class)->dispose (object);
}

static void
gmarl_scaling_matrix_class_init (GmarlScalingMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_matrix_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_scaling_matrix_init (GmarlScalingMatrix *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->buttons = g_ptr_array_new ();
  self->counters = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, GAP);
  gtk_widget_set_halign (GTK_WIDGET (self->grid), GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->grid));

  self->details = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->details, 0);
  gtk_label_set_wrap (self->details, TRUE);
  gtk_label_set_wrap_mode (self->details, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "gmarl-secondary");

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->details));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_matrix_new (void)
{
  return g_object_new (GMARL_TYPE_SCALING_MATRIX, NULL);
}
