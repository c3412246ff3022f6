/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The scale of speeds (gmarl-grid-speed.h), wherever something is played. Main thread only. */

/* From a mark on: 0 with "paused", 1 without it. */
void gmarl_speed_scale_add_marks (GtkScale *scale, guint first);

/* The speed in words, for who points at the scale and for who hears it. */
void gmarl_speed_scale_say (GtkScale *scale, double steps_per_second);

G_END_DECLS
