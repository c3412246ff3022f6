/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-node-details.h"

#include "gmarl-node-facts.h"
#include "gmarl-scenario-words.h"
#include "gmarl-sparkline.h"

#include <glib/gi18n-lib.h>

struct _GmarlNodeDetails {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *header;
  GtkLabel *title;
  GmarlSparkline *sparkline;
  GtkGrid *facts;

  /* The labels of the grid, by rows; borrowed from it */
  GPtrArray *names;
  GPtrArray *values;
};

G_DEFINE_FINAL_TYPE (GmarlNodeDetails, gmarl_node_details, GTK_TYPE_WIDGET)

static void
gmarl_node_details_dispose (GObject *object)
{
  GmarlNodeDetails *self = GMARL_NODE_DETAILS (object);

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GMARL_TYPE_NODE_DETAILS);

  G_OBJECT_CLASS (gmarl_node_details_parent_class)->dispose (object);
}

static void
gmarl_node_details_class_init (GmarlNodeDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_node_details_dispose;

  g_type_ensure (GMARL_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-node-details.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlNodeDetails, header);
  gtk_widget_class_bind_template_child (widget_class, GmarlNodeDetails, title);
  gtk_widget_class_bind_template_child (widget_class, GmarlNodeDetails, sparkline);
  gtk_widget_class_bind_template_child (widget_class, GmarlNodeDetails, facts);
  gtk_widget_class_set_css_name (widget_class, "nodedetails");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
gmarl_node_details_init (GmarlNodeDetails *self)
{
  self->names = g_ptr_array_new ();
  self->values = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_sparkline_set_quantity (self->sparkline, GMARL_QUANTITY_STORAGE);
  gmarl_sparkline_set_range (self->sparkline, 0, 1);
}

GtkWidget *
gmarl_node_details_new (void)
{
  return g_object_new (GMARL_TYPE_NODE_DETAILS, NULL);
}

static GtkWidget *
add_label (GmarlNodeDetails *self, int column, int row)
{
  GtkWidget *label = gtk_label_new (NULL);

  if (column == 0) {
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand (label, TRUE);
    gtk_widget_add_css_class (label, "gmarl-secondary");
  } else {
    gtk_label_set_xalign (GTK_LABEL (label), 1);
    gtk_widget_add_css_class (label, "numeric");
  }
  gtk_widget_add_css_class (label, "caption");
  gtk_grid_attach (self->facts, label, column, row, 1, 1);
  return label;
}

/* Labels stay as long as there are facts for them. */
static void
set_n_rows (GmarlNodeDetails *self, guint n_rows)
{
  for (guint row = self->names->len; row < n_rows; row++) {
    g_ptr_array_add (self->names, add_label (self, 0, (int) row));
    g_ptr_array_add (self->values, add_label (self, 1, (int) row));
  }
  for (guint row = self->names->len; row > n_rows; row--)
    gtk_grid_remove_row (self->facts, (int) row - 1);
  g_ptr_array_set_size (self->names, (int) n_rows);
  g_ptr_array_set_size (self->values, (int) n_rows);
}

void
gmarl_node_details_update (GmarlNodeDetails *self,
                           const GmarlGrid *grid,
                           const GmarlGridState *state,
                           const GmarlDayHistory *history,
                           gsize node)
{
  g_autoptr (GPtrArray) facts = NULL;
  double levels[GMARL_STEPS_PER_DAY + 1];
  g_autofree char *name = NULL;
  gsize n;

  g_return_if_fail (GMARL_IS_NODE_DETAILS (self));
  g_return_if_fail (node < grid->n_nodes && history->n_nodes == grid->n_nodes);

  name = gmarl_scenario_word_node (grid->scenario, node);
  gtk_label_set_label (self->title, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  n = MIN (state->step, history->n_steps) + 1;
  for (gsize k = 0; k < n; k++)
    levels[k] = history->level[k * grid->n_nodes + node];
  gmarl_sparkline_set_values (self->sparkline, levels, n, GMARL_STEPS_PER_DAY + 1);

  facts = gmarl_node_facts (grid, state, node);
  set_n_rows (self, facts->len);
  for (guint row = 0; row < facts->len; row++) {
    const GmarlNodeFact *fact = facts->pdata[row];

    gtk_label_set_label (self->names->pdata[row], fact->name);
    gtk_label_set_label (self->values->pdata[row], fact->value);
  }
}
