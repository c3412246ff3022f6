/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-speed-scale.h"

#include "gmarl-grid-speed.h"

void
gmarl_speed_scale_add_marks (GtkScale *scale, guint first)
{
  g_return_if_fail (GTK_IS_SCALE (scale));

  for (guint mark = first; mark < GMARL_GRID_N_SPEED_MARKS; mark++) {
    g_autofree char *markup =
        g_strdup_printf ("<small>%s</small>", gmarl_grid_speed_mark_text (mark));

    gtk_scale_add_mark (scale, gmarl_grid_speed_mark_position (mark), GTK_POS_BOTTOM, markup);
  }
}

void
gmarl_speed_scale_say (GtkScale *scale, double steps_per_second)
{
  g_autofree char *text = gmarl_grid_speed_text (steps_per_second);

  g_return_if_fail (GTK_IS_SCALE (scale));

  gtk_widget_set_tooltip_text (GTK_WIDGET (scale), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}
