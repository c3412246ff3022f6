/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-text-scale.h"

#define USUAL_DPI (96 * 1024)

double
gmarl_text_scale (GtkWidget *widget)
{
  int dpi;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? MAX ((double) dpi / USUAL_DPI, 1) : 1;
}

void
gmarl_text_scale_watch (GtkWidget *widget, GCallback func, gpointer data)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && G_IS_OBJECT (data));

  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi", func, data,
                           G_CONNECT_SWAPPED);
}
