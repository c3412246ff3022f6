/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-row.h"

#include "gmarl-look-swatch.h"
#include "gmarl-policy-menu.h"

#include <glib/gi18n-lib.h>

struct _GmarlComparisonRow {
  AdwActionRow parent_instance;

  GtkWidget *check;
  GtkWidget *swatch;
  GtkWidget *menu;
  GmarlComparisonList *list;
  GmarlComparisonItem *item;
};

G_DEFINE_FINAL_TYPE (GmarlComparisonRow, gmarl_comparison_row, ADW_TYPE_ACTION_ROW)

/* -- Actions -- */

static guint
get_place (GmarlComparisonRow *self)
{
  guint place = 0;

  while (place < gmarl_comparison_list_get_n_items (self->list) &&
         gmarl_comparison_list_get (self->list, place) != self->item)
    place++;
  return place;
}

static void
baseline_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (widget);

  gmarl_comparison_item_set_shown (self->item, TRUE);
  gmarl_comparison_list_move (self->list, self->item, 0);
}

static void
up_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (widget);
  guint place = get_place (self);

  if (place > 0)
    gmarl_comparison_list_move (self->list, self->item, place - 1);
}

static void
down_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (widget);

  gmarl_comparison_list_move (self->list, self->item, get_place (self) + 1);
}

static void
watch_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (widget);

  gtk_widget_activate_action (widget, "win.watch-run", "s",
                              gmarl_comparison_item_get_reference (self->item));
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (widget);

  gmarl_comparison_list_remove (self->list, self->item);
}

/* -- Dragging -- */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, GmarlComparisonRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (GMARL_TYPE_COMPARISON_ITEM, self->item);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, GmarlComparisonRow *self)
{
  gmarl_comparison_list_move (self->list, g_value_get_object (value), get_place (self));
  return TRUE;
}

static void
add_dragging (GmarlComparisonRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (GMARL_TYPE_COMPARISON_ITEM, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* -- The object -- */

void
gmarl_comparison_row_update (GmarlComparisonRow *self)
{
  const char *misfit = gmarl_comparison_item_get_misfit (self->item);
  const char *name = gmarl_comparison_item_get_name (self->item);
  const char *detail = gmarl_comparison_item_get_detail (self->item);
  g_autofree char *baseline =
      g_strdup_printf (_ ("Baseline · %s"), gmarl_comparison_item_get_detail (self->item));
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), name);
  g_autofree char *tooltip = g_strdup_printf (
      "%s\n%s", name,
      gmarl_policy_menu_describe (gmarl_comparison_item_get_reference (self->item)));

  if (gmarl_comparison_item_get_baseline (self->item))
    detail = baseline;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), misfit != NULL ? misfit : detail);
  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (self->swatch),
                              gmarl_comparison_item_get_look (self->item));
  gtk_widget_set_sensitive (self->check, misfit == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), misfit != NULL ? misfit : tooltip);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "policy.remove",
                                 gmarl_comparison_item_get_kind (self->item) ==
                                     GMARL_COMPARISON_FILE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "policy.watch", misfit == NULL);
}

static void
gmarl_comparison_row_dispose (GObject *object)
{
  GmarlComparisonRow *self = GMARL_COMPARISON_ROW (object);

  g_clear_object (&self->list);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gmarl_comparison_row_parent_class)->dispose (object);
}

static void
add_move_key (GtkWidgetClass *klass, guint key, const char *action)
{
  gtk_widget_class_add_binding_action (klass, key, GDK_ALT_MASK, action, NULL);
}

static void
gmarl_comparison_row_class_init (GmarlComparisonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_comparison_row_dispose;
  gtk_widget_class_install_action (widget_class, "policy.baseline", NULL, baseline_cb);
  gtk_widget_class_install_action (widget_class, "policy.up", NULL, up_cb);
  gtk_widget_class_install_action (widget_class, "policy.down", NULL, down_cb);
  gtk_widget_class_install_action (widget_class, "policy.watch", NULL, watch_cb);
  gtk_widget_class_install_action (widget_class, "policy.remove", NULL, remove_cb);
  add_move_key (widget_class, GDK_KEY_Up, "policy.up");
  add_move_key (widget_class, GDK_KEY_Down, "policy.down");
  add_move_key (widget_class, GDK_KEY_Home, "policy.baseline");
}

/* Made when it is first wanted: a menu takes ten times as much memory as the rest of a row, and
 * there is a row for every group of the library.
 */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) order = g_menu_new ();
  g_autoptr (GMenu) other = g_menu_new ();
  g_autoptr (GMenuItem) remove = g_menu_item_new (_ ("_Remove from List"), "policy.remove");

  g_menu_append (order, _ ("Set as _Baseline"), "policy.baseline");
  g_menu_append (order, _ ("Move _Up"), "policy.up");
  g_menu_append (order, _ ("Move _Down"), "policy.down");
  g_menu_append (other, _ ("_Watch in Grid"), "policy.watch");
  g_menu_item_set_attribute (remove, "hidden-when", "s", "action-disabled");
  g_menu_append_item (other, remove);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
}

static void
gmarl_comparison_row_init (GmarlComparisonRow *self)
{
  self->check = gtk_check_button_new ();
  self->swatch = gmarl_look_swatch_new ();
  self->menu = gtk_menu_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu), make_menu, NULL, NULL);
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->menu, _ ("Baseline, Order and More"));
  gtk_widget_add_css_class (self->menu, "flat");

  /* Prefixes are added before each other. */
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->swatch);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->menu);
  /* The row's title is its name, too. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->check);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  add_dragging (self);
}

GtkWidget *
gmarl_comparison_row_new (GmarlComparisonList *list, GmarlComparisonItem *item)
{
  GmarlComparisonRow *self = g_object_new (GMARL_TYPE_COMPARISON_ROW, NULL);

  self->list = g_object_ref (list);
  self->item = g_object_ref (item);
  g_object_bind_property (item, "shown", self->check, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (item, "notify", G_CALLBACK (gmarl_comparison_row_update), self,
                           G_CONNECT_SWAPPED);
  gmarl_comparison_row_update (self);
  return GTK_WIDGET (self);
}

GmarlComparisonItem *
gmarl_comparison_row_get_item (GmarlComparisonRow *self)
{
  return self->item;
}
