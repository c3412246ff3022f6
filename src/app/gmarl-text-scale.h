/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much larger than usual the user wants text, at least 1. Widths in pixels that were chosen for
 * text, such as those at which a layout changes, are multiplied with it.
 */
double gmarl_text_scale (GtkWidget *widget);

/* Calls func (data) when it changes, as long as data (a GObject) is there. */
void gmarl_text_scale_watch (GtkWidget *widget, GCallback func, gpointer data);

G_END_DECLS
