/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-style.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The style that a widget draws with, taken from its style context, the preference for dark and
 * high contrast, the font, the size of text and the scale of the screen. Main thread only.
 *
 * Signal "changed": gmarl_style_watch_get() gives another style; queue a redraw.
 */
#define GMARL_TYPE_STYLE_WATCH (gmarl_style_watch_get_type ())
G_DECLARE_FINAL_TYPE (GmarlStyleWatch, gmarl_style_watch, GMARL, STYLE_WATCH, GObject)

/* The widget is borrowed and has to outlive the watch: make it in init, drop it in dispose. */
GmarlStyleWatch *gmarl_style_watch_new (GtkWidget *widget);

/* Valid until "changed" or the end of the watch. */
const GmarlDrawStyle *gmarl_style_watch_get (GmarlStyleWatch *self);

G_END_DECLS
