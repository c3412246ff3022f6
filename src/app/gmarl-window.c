/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window.h"

#include <glib/gi18n-lib.h>

struct _GmarlWindow {
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
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
gmarl_window_dispose (GObject *object)
{
  GmarlWindow *self = GMARL_WINDOW (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_WINDOW);
  G_OBJECT_CLASS (gmarl_window_parent_class)->dispose (object);
}

static void
gmarl_window_class_init (GmarlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, stack);
}

static void
gmarl_window_init (GmarlWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GmarlWindow *
gmarl_window_new (GtkApplication *application, GmarlSession *session)
{
  GmarlWindow *self = g_object_new (GMARL_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  return self;
}
