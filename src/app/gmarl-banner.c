/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-banner.h"

struct _GmarlBanner {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (GmarlBanner, gmarl_banner, GTK_TYPE_WIDGET)

static void
close_cb (GmarlBanner *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
gmarl_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GMARL_TYPE_BANNER);
  G_OBJECT_CLASS (gmarl_banner_parent_class)->dispose (object);
}

static void
gmarl_banner_class_init (GmarlBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_banner_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, GmarlBanner, label);
  gtk_widget_class_bind_template_child (widget_class, GmarlBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
gmarl_banner_init (GmarlBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Name and target are never seen apart, because GTK warns of a pair that does not fit. */
static void
set_action (GtkActionable *button, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, &error)) {
    g_critical ("%s", error->message);
    return;
  }
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

void
gmarl_banner_show (GmarlBanner *self, const char *text, const char *label, const char *action)
{
  g_return_if_fail (GMARL_IS_BANNER (self));
  g_return_if_fail ((label == NULL) == (action == NULL));

  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label != NULL) {
    gtk_button_set_label (self->button, label);
    set_action (GTK_ACTIONABLE (self->button), action);
  }
}
