/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-context-menu.h"

#define BEFORE "gmarl-focus-before"

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GtkWidget *
get_focus (GtkWidget *menu)
{
  GtkRoot *root = gtk_widget_get_root (menu);

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_within (GtkWidget *widget, GtkWidget *menu)
{
  return widget == menu || gtk_widget_is_ancestor (widget, menu);
}

static void
closed_cb (GtkWidget *menu, gpointer user_data)
{
  GtkWidget *owner = gtk_widget_get_parent (menu), *now = get_focus (menu);
  GWeakRef *before = g_object_get_data (G_OBJECT (menu), BEFORE);
  g_autoptr (GtkWidget) widget = before != NULL ? g_weak_ref_get (before) : NULL;

  /* An action gave it to another widget, or the owner goes away. */
  if (owner == NULL || !gtk_widget_get_mapped (owner) || (now != NULL && !is_within (now, menu)))
    return;
  if (widget == NULL || !gtk_widget_get_mapped (widget) || !gtk_widget_grab_focus (widget))
    gtk_widget_grab_focus (owner);
}

GtkWidget *
gmarl_context_menu_new (GtkWidget *owner, GMenuModel *model)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);

  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_widget_set_parent (menu, owner);
  g_signal_connect (menu, "closed", G_CALLBACK (closed_cb), NULL);
  return menu;
}

void
gmarl_context_menu_popup_at (GtkWidget *menu, const GdkRectangle *place)
{
  GtkWidget *now = get_focus (menu);

  g_return_if_fail (GTK_IS_POPOVER_MENU (menu));
  if (now == NULL || !is_within (now, menu)) {
    GWeakRef *before = g_new (GWeakRef, 1);

    g_weak_ref_init (before, now);
    g_object_set_data_full (G_OBJECT (menu), BEFORE, before, weak_ref_free);
  }
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), place);
  gtk_popover_popup (GTK_POPOVER (menu));
}

void
gmarl_context_menu_popup (GtkWidget *menu, double x, double y)
{
  gmarl_context_menu_popup_at (menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}
