/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a file in the file manager, selected where the file manager can do that. */
void gmarl_show_folder (GtkWindow *window, const char *uri);

G_END_DECLS
