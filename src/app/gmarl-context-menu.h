/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu at a place of a widget. When it closes, the focus is where it was before, so that the keys
 * of the widget go on working; what an action of the menu gave the focus to keeps it. Main thread
 * only.
 *
 * owner: its parent, which presents it when it is allocated and unparents it when it is disposed
 * of. (transfer none)
 */
GtkWidget *gmarl_context_menu_new (GtkWidget *owner, GMenuModel *model);

/* x, y: in the coordinates of the owner. */
void gmarl_context_menu_popup (GtkWidget *menu, double x, double y);

/* The same at a rectangle. */
void gmarl_context_menu_popup_at (GtkWidget *menu, const GdkRectangle *place);

G_END_DECLS
