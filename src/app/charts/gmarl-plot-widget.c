/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-plot-widget.h"

GmarlStyleWatch *
gmarl_plot_widget_init (GtkWidget *widget, GCallback changed)
{
  GmarlStyleWatch *watch = gmarl_style_watch_new (widget);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  g_signal_connect_object (watch, "changed", changed, widget, G_CONNECT_SWAPPED);
  return watch;
}

gboolean
gmarl_plot_widget_has_ring (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0 &&
         gtk_widget_has_focus (widget);
}

gboolean
gmarl_plot_widget_ring_changed (GtkWidget *widget, GtkStateFlags before)
{
  GtkStateFlags changed = before ^ gtk_widget_get_state_flags (widget);

  if ((changed & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE)) == 0)
    return FALSE;
  gtk_widget_queue_draw (widget);
  return TRUE;
}
