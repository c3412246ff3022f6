/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-history.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card about one node: its storage through the day, and what flows in and out of it now. Its
 * buttons call "grid.edit-node" and "grid.deselect". Main thread only.
 */
#define GMARL_TYPE_NODE_DETAILS (gmarl_node_details_get_type ())
G_DECLARE_FINAL_TYPE (GmarlNodeDetails, gmarl_node_details, GMARL, NODE_DETAILS, GtkWidget)

GtkWidget *gmarl_node_details_new (void);

void gmarl_node_details_update (GmarlNodeDetails *self,
                                const GmarlGrid *grid,
                                const GmarlGridState *state,
                                const GmarlDayHistory *history,
                                gsize node);

G_END_DECLS
