/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-style-watch.h"

G_BEGIN_DECLS

/* What the widgets have in common that show a plot: they take the focus and all room, follow the
 * style, and show a ring while the keyboard is in use. Main thread only.
 */

/* For the instance's init. changed (widget) is called when the style is another one. (transfer
 * full)
 */
GmarlStyleWatch *gmarl_plot_widget_init (GtkWidget *widget, GCallback changed);

/* Whether it shows a ring. */
gboolean gmarl_plot_widget_has_ring (GtkWidget *widget);

/* For state_flags_changed, after the parent's: draws anew if the ring came or went, and says so. */
gboolean gmarl_plot_widget_ring_changed (GtkWidget *widget, GtkStateFlags before);

G_END_DECLS
