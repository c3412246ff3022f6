/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-results.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The means over seeds of a scaling study, a row for each number of agents and sharing. Main
 * thread. */
#define GMARL_TYPE_SCALING_TABLE (gmarl_scaling_table_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingTable, gmarl_scaling_table, GMARL, SCALING_TABLE, GtkWidget)

GtkWidget *gmarl_scaling_table_new (void);
void gmarl_scaling_table_set_results (GmarlScalingTable *self, const GmarlScalingResults *results);

G_END_DECLS
