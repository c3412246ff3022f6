/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-network-widget-private.h"

#include "gmarl-context-menu.h"

#include <glib/gi18n.h>

/* The actions of the picture of the network, and the menu of them. */

static const char *const form_ids[] = { "auto", "graph", "matrix" };

static void
zoom_by (GmarlNetworkWidget *self, double factor)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gmarl_network_widget_zoom_about (self, gtk_widget_get_width (widget) / 2.0,
                                   gtk_widget_get_height (widget) / 2.0, self->frame.zoom * factor);
}

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom_by (user_data, 1.25);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom_by (user_data, 0.8);
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom_by (user_data, 0);
}

static void
arrange_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;

  for (gsize i = 0; self->layout != NULL && i < self->layout->n_nodes; i++)
    gmarl_network_layout_restore (self->layout, i);
  gmarl_network_widget_invalidate (self);
  gmarl_network_widget_arranged (self);
}

static void
legend_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gmarl_network_widget_set_legend_visible (user_data, g_variant_get_boolean (value));
}

static void
form_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;

  for (gsize k = 0; k < G_N_ELEMENTS (form_ids); k++) {
    if (g_str_equal (g_variant_get_string (value, NULL), form_ids[k])) {
      self->form = (GmarlNetworkForm) k;
      g_simple_action_set_state (action, value);
      gmarl_network_widget_invalidate (self);
      gmarl_network_widget_update_animation (self);
    }
  }
}

static void
quantity_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;

  for (gsize k = 0; k < GMARL_N_MATRIX_QUANTITIES; k++) {
    if (g_str_equal (g_variant_get_string (value, NULL),
                     gmarl_matrix_quantity_id ((GmarlMatrixQuantity) k))) {
      self->quantity = (GmarlMatrixQuantity) k;
      g_simple_action_set_state (action, value);
      gmarl_network_widget_invalidate (self);
    }
  }
}

static GMenuModel *
new_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) explain = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) forms = g_menu_new ();
  g_autoptr (GMenu) quantities = g_menu_new ();

  g_menu_append (explain, _ ("_What Am I Seeing?"), "network.legend");
  g_menu_append (look, _ ("Zoom _In"), "network.zoom-in");
  g_menu_append (look, _ ("Zoom _Out"), "network.zoom-out");
  g_menu_append (look, _ ("_Fit"), "network.fit");
  g_menu_append (look, _ ("_Arrange Nodes"), "network.arrange");
  g_menu_append (forms, _ ("Automatic"), "network.form::auto");
  g_menu_append (forms, _ ("Graph"), "network.form::graph");
  g_menu_append (forms, _ ("Matrix"), "network.form::matrix");
  for (gsize k = 0; k < GMARL_N_MATRIX_QUANTITIES; k++) {
    g_autofree char *action = g_strdup_printf ("network.quantity::%s",
                                               gmarl_matrix_quantity_id ((GmarlMatrixQuantity) k));

    g_menu_append (quantities, gmarl_matrix_quantity_name ((GmarlMatrixQuantity) k), action);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (explain));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_submenu (menu, _ ("Show as"), G_MENU_MODEL (forms));
  g_menu_append_submenu (menu, _ ("Cells of the Matrix"), G_MENU_MODEL (quantities));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

void
gmarl_network_widget_add_actions (GmarlNetworkWidget *self)
{
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_in_cb, NULL, NULL, NULL, { 0 } },
    { "zoom-out", zoom_out_cb, NULL, NULL, NULL, { 0 } },
    { "fit", fit_cb, NULL, NULL, NULL, { 0 } },
    { "arrange", arrange_cb, NULL, NULL, NULL, { 0 } },
    { "legend", NULL, NULL, "false", legend_cb, { 0 } },
    { "form", NULL, "s", "'auto'", form_cb, { 0 } },
    { "quantity", NULL, "s", "'storage'", quantity_cb, { 0 } },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "network", G_ACTION_GROUP (self->actions));
  self->menu = new_menu ();
}

void
gmarl_network_widget_drop_actions (GmarlNetworkWidget *self)
{
  g_auto (GStrv) names = NULL;

  if (self->actions == NULL)
    return;
  names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));
  for (char **name = names; *name != NULL; name++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), *name);
  g_clear_object (&self->actions);
}

void
gmarl_network_widget_show_menu (GmarlNetworkWidget *self, double x, double y)
{
  if (self->popover == NULL)
    self->popover = gmarl_context_menu_new (GTK_WIDGET (self), self->menu);
  gmarl_context_menu_popup (self->popover, x, y);
}

GMenuModel *
gmarl_network_widget_get_menu (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), NULL);

  return self->menu;
}

GActionGroup *
gmarl_network_widget_get_actions (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
