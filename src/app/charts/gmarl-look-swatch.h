/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A short piece of a line with colour, dash and marker of a series, to stand before its name. For a
 * screen reader it is not there: the name says it. Main thread only.
 */
#define GMARL_TYPE_LOOK_SWATCH (gmarl_look_swatch_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLookSwatch, gmarl_look_swatch, GMARL, LOOK_SWATCH, GtkWidget)

GtkWidget *gmarl_look_swatch_new (void);

void gmarl_look_swatch_set_look (GmarlLookSwatch *self, GmarlSeriesLook look);

G_END_DECLS
