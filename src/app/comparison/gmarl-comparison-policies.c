/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-policies.h"

#include "gmarl-comparison-row.h"

#include <glib/gi18n-lib.h>

struct _GmarlComparisonPolicies {
  GtkWidget parent_instance;

  GtkWidget *box;
  GmarlComparisonList *list;
};

G_DEFINE_FINAL_TYPE (GmarlComparisonPolicies, gmarl_comparison_policies, GTK_TYPE_WIDGET)

/* Whether the rows are those of the items, in their order. */
static gboolean
is_in_order (GmarlComparisonPolicies *self)
{
  guint count = gmarl_comparison_list_get_n_items (self->list), k = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row), k++)
    if (k >= count || gmarl_comparison_row_get_item (GMARL_COMPARISON_ROW (row)) !=
                          gmarl_comparison_list_get (self->list, k))
      return FALSE;
  return k == count;
}

/* The item whose row has the focus, or NULL. */
static GmarlComparisonItem *
get_focused (GmarlComparisonPolicies *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_focus_child (self->box) == row)
      return gmarl_comparison_row_get_item (GMARL_COMPARISON_ROW (row));
  return NULL;
}

/* The row that shows an item, or NULL. */
static GtkWidget *
find_row (GPtrArray *rows, GmarlComparisonItem *item)
{
  for (guint k = 0; k < rows->len; k++)
    if (gmarl_comparison_row_get_item (rows->pdata[k]) == item)
      return rows->pdata[k];
  return NULL;
}

/* Takes all rows out of the box. (transfer full) */
static GPtrArray *
take_rows (GmarlComparisonPolicies *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->box)) != NULL) {
    g_ptr_array_add (rows, g_object_ref (row));
    gtk_list_box_remove (GTK_LIST_BOX (self->box), row);
  }
  return rows;
}

/* What was there stays, in another place: a row is made once for each item. */
static void
arrange_rows (GmarlComparisonPolicies *self)
{
  GmarlComparisonItem *focused = get_focused (self);
  g_autoptr (GPtrArray) rows = take_rows (self);

  for (guint k = 0; k < gmarl_comparison_list_get_n_items (self->list); k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_get (self->list, k);
    GtkWidget *row = find_row (rows, item);

    if (row == NULL)
      row = gmarl_comparison_row_new (self->list, item);
    else
      gmarl_comparison_row_update (GMARL_COMPARISON_ROW (row));
    gtk_list_box_append (GTK_LIST_BOX (self->box), row);
    if (item == focused)
      gtk_widget_grab_focus (row);
  }
}

static void
facts_changed_cb (GmarlComparisonPolicies *self)
{
  if (!is_in_order (self)) {
    arrange_rows (self);
    return;
  }
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    gmarl_comparison_row_update (GMARL_COMPARISON_ROW (row));
}

static void
gmarl_comparison_policies_dispose (GObject *object)
{
  GmarlComparisonPolicies *self = GMARL_COMPARISON_POLICIES (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_comparison_policies_parent_class)->dispose (object);
}

static void
gmarl_comparison_policies_class_init (GmarlComparisonPoliciesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_comparison_policies_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_comparison_policies_init (GmarlComparisonPolicies *self)
{
  self->box = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->box, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Policies"), -1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_comparison_policies_new (GmarlComparisonList *list)
{
  GmarlComparisonPolicies *self = g_object_new (GMARL_TYPE_COMPARISON_POLICIES, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "facts-changed", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  arrange_rows (self);
  return GTK_WIDGET (self);
}
