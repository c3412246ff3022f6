/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-columns.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the cells of a column for rows that are GtkTreeListRow of GmarlRunItem; they follow their
 * item. column and context are borrowed and have to outlive the factory. (transfer full)
 */
GtkListItemFactory *gmarl_run_cells_new (const GmarlRunColumn *column,
                                         const GmarlRunColumnContext *context);

/* The item of the row that the widget is in, or NULL. Borrowed. */
GmarlRunItem *gmarl_run_cells_find_item (GtkWidget *widget);

G_END_DECLS
