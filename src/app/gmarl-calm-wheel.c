/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-calm-wheel.h"

/* GTK has no property for it, but lets the controllers of a widget be found. */
static void
ignore_wheel (GtkWidget *spin)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (spin);
  guint n_controllers = g_list_model_get_n_items (controllers);

  for (guint k = 0; k < n_controllers; k++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, k);

    if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
  }
}

void
gmarl_calm_wheel (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_SPIN_BUTTON (root))
    ignore_wheel (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gmarl_calm_wheel (child);
}
