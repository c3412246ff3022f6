/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-style-watch.h"

struct _GmarlStyleWatch {
  GObject parent_instance;

  /* Owned; NULL: has to be made anew */
  GmarlDrawStyle *style;

  /* Borrowed */
  GtkWidget *widget;
};

enum {
  CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlStyleWatch, gmarl_style_watch, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static GmarlColor
color_from_rgba (const GdkRGBA *rgba)
{
  return (GmarlColor){ rgba->red, rgba->green, rgba->blue, rgba->alpha };
}

/* Paints over an opaque colour. */
static GmarlColor
color_over (GmarlColor top, GmarlColor below)
{
  return (GmarlColor){
    top.alpha * top.red + (1 - top.alpha) * below.red,
    top.alpha * top.green + (1 - top.alpha) * below.green,
    top.alpha * top.blue + (1 - top.alpha) * below.blue,
    1,
  };
}

/* Leaves the colour as it is if the theme has no such name. */
static void
look_up (GtkStyleContext *context, const char *name, GmarlColor *color)
{
  GdkRGBA rgba;

  if (gtk_style_context_lookup_color (context, name, &rgba))
    *color = color_from_rgba (&rgba);
}

static GmarlDrawStyle *
make_style (GmarlStyleWatch *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkStyleContext *context = gtk_widget_get_style_context (self->widget);
  PangoContext *pango = gtk_widget_get_pango_context (self->widget);
  GmarlDrawStyle *style = gmarl_draw_style_new (adw_style_manager_get_dark (manager),
                                                adw_style_manager_get_high_contrast (manager));
  GdkRGBA foreground;

  gtk_style_context_get_color (context, &foreground);
  style->foreground = color_from_rgba (&foreground);
  look_up (context, "window_bg_color", &style->window);
  look_up (context, "view_bg_color", &style->view);
  look_up (context, "card_bg_color", &style->card);
  look_up (context, "accent_color", &style->accent);
  style->card = color_over (style->card, style->window);
  style->animations = adw_get_enable_animations (self->widget);
  style->scale = gtk_widget_get_scale_factor (self->widget);
  gmarl_draw_style_set_font (style, pango_context_get_font_description (pango));
  return style;
}

static void
changed_cb (GmarlStyleWatch *self)
{
  g_clear_pointer (&self->style, gmarl_draw_style_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
gmarl_style_watch_finalize (GObject *object)
{
  GmarlStyleWatch *self = GMARL_STYLE_WATCH (object);

  g_clear_pointer (&self->style, gmarl_draw_style_free);
  G_OBJECT_CLASS (gmarl_style_watch_parent_class)->finalize (object);
}

static void
gmarl_style_watch_class_init (GmarlStyleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_style_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", GMARL_TYPE_STYLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_style_watch_init (GmarlStyleWatch *self)
{
}

GmarlStyleWatch *
gmarl_style_watch_new (GtkWidget *widget)
{
  GmarlStyleWatch *self;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSettings *settings = gtk_widget_get_settings (widget);

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (GMARL_TYPE_STYLE_WATCH, NULL);
  self->widget = widget;
  for (gsize i = 0; i < 2; i++)
    g_signal_connect_object (manager, i == 0 ? "notify::dark" : "notify::high-contrast",
                             G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < 3; i++) {
    static const char *const watched[] = { "notify::gtk-font-name", "notify::gtk-xft-dpi",
                                           "notify::gtk-enable-animations" };

    g_signal_connect_object (settings, watched[i], G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (widget, "notify::scale-factor", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* What a parent's style class makes of it is known only in the tree. */
  g_signal_connect_object (widget, "notify::root", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

const GmarlDrawStyle *
gmarl_style_watch_get (GmarlStyleWatch *self)
{
  g_return_val_if_fail (GMARL_IS_STYLE_WATCH (self), NULL);

  if (self->style == NULL)
    self->style = make_style (self);
  return self->style;
}
