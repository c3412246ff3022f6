/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The row of a policy: a check, its look, its name and what it is, a menu. Insensitive with the
 * reason where the policy cannot act in the open scenario. Main thread only.
 */
#define GMARL_TYPE_COMPARISON_ROW (gmarl_comparison_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonRow, gmarl_comparison_row, GMARL, COMPARISON_ROW, AdwActionRow)

GtkWidget *gmarl_comparison_row_new (GmarlComparisonList *list, GmarlComparisonItem *item);
GmarlComparisonItem *gmarl_comparison_row_get_item (GmarlComparisonRow *self);

/* Shows what the item says now. */
void gmarl_comparison_row_update (GmarlComparisonRow *self);

G_END_DECLS
