/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window.h"

#include "gmarl-banner.h"
#include "gmarl-library-list.h"

#include <glib/gi18n-lib.h>

struct _GmarlWindow {
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  GmarlBanner *banner;
  AdwViewStack *stack;

  /* Owned */
  GmarlSession *session;
};

G_DEFINE_FINAL_TYPE (GmarlWindow, gmarl_window, ADW_TYPE_APPLICATION_WINDOW)

static void
toast_cb (GmarlWindow *self, AdwToast *toast, GmarlSession *session)
{
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
banner_cb (GmarlWindow *self, const char *text, const char *label, const char *action)
{
  gmarl_banner_show (self->banner, text, label, action);
}

static void
remember_size (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
}

static gboolean
gmarl_window_close_request (GtkWindow *window)
{
  GmarlWindow *self = GMARL_WINDOW (window);

  remember_size (self);
  return GTK_WINDOW_CLASS (gmarl_window_parent_class)->close_request (window);
}

static void
gmarl_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_window_parent_class)->map (widget);
  gmarl_session_set_watching (GMARL_WINDOW (widget)->session, TRUE);
}

static void
gmarl_window_unmap (GtkWidget *widget)
{
  gmarl_session_set_watching (GMARL_WINDOW (widget)->session, FALSE);
  GTK_WIDGET_CLASS (gmarl_window_parent_class)->unmap (widget);
}

static void
gmarl_window_dispose (GObject *object)
{
  GmarlWindow *self = GMARL_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_WINDOW);
  G_OBJECT_CLASS (gmarl_window_parent_class)->dispose (object);
}

static void
gmarl_window_finalize (GObject *object)
{
  g_clear_object (&GMARL_WINDOW (object)->session);
  G_OBJECT_CLASS (gmarl_window_parent_class)->finalize (object);
}

static void
gmarl_window_class_init (GmarlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_window_dispose;
  object_class->finalize = gmarl_window_finalize;
  widget_class->map = gmarl_window_map;
  widget_class->unmap = gmarl_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = gmarl_window_close_request;

  g_type_ensure (GMARL_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, stack);
}

static void
gmarl_window_init (GmarlWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_views (GmarlWindow *self)
{
  const struct {
    GtkWidget *page;
    const char *name;
    const char *title;
    const char *icon;
  } views[] = {
    { gmarl_library_list_new (self->session, GMARL_LIBRARY_LIST_POLICIES), "comparison",
      _ ("Comparison"), "gmarl-comparison-symbolic" },
    { gmarl_library_list_new (self->session, GMARL_LIBRARY_LIST_SIZES), "scaling", _ ("Scaling"),
      "gmarl-scaling-symbolic" },
    { gmarl_library_list_new (self->session, GMARL_LIBRARY_LIST_RUNS), "runs", _ ("Runs"),
      "gmarl-runs-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    adw_view_stack_add_titled_with_icon (self->stack, views[i].page, views[i].name, views[i].title,
                                         views[i].icon);
}

/* The view that was shown last, and the action that chooses one. */
static void
restore_view (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_autofree char *view = g_settings_get_string (settings, "view");
  g_autoptr (GPropertyAction) action =
      g_property_action_new ("view", self->stack, "visible-child-name");

  if (adw_view_stack_get_child_by_name (self->stack, view) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, view);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_settings_bind (settings, "view", self->stack, "visible-child-name", G_SETTINGS_BIND_SET);
}

static void
restore_size (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

GmarlWindow *
gmarl_window_new (GtkApplication *application, GmarlSession *session)
{
  GmarlWindow *self = g_object_new (GMARL_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "banner", G_CALLBACK (banner_cb), self, G_CONNECT_SWAPPED);
  add_views (self);
  restore_view (self);
  restore_size (self);
  return self;
}
