/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Has Cairo draw the windows of a display where OpenGL would be done by the processor, which takes
 * ten times as much of it. GTK 4.8 takes OpenGL wherever there is any. GSK_RENDERER, the user's own
 * choice, stays as it is. Call it before the display's first window is realized.
 */
void gmarl_renderer_choose (GdkDisplay *display);

/* Whether OpenGL's renderer of this name is a program. */
gboolean gmarl_renderer_is_software (const char *name);

G_END_DECLS
