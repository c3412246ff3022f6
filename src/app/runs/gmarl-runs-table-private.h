/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-runs-table.h"

G_BEGIN_DECLS

/* What the files of the table share. */
struct _GmarlRunsTable {
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget *scroller;
  GmarlRunsModel *model;
  GSettings *settings;
  GListModel *found; /* the groups that are */
  GtkSliceListModel *slice;
  GtkMultiSelection *selection;
  GtkCustomFilter *filter;
  GmarlRunQuery *query;
  GSimpleActionGroup *actions;
  GMenu *columns_menu;
  GtkWidget *context_menu; /* a popover; NULL: none */

  /* Within the scroller */
  GtkColumnView *view;
  GtkColumnViewColumn *columns[GMARL_N_RUN_COLUMNS];

  guint growing; /* idle */

  GmarlRunColumnContext context;
  guint statuses;

  /* Sorting */
  gsize sort_column;
  gboolean descending;
  gsize probed; /* the column that was asked first, while probing; see find_sorting */
  gboolean is_probing;
};

/* -- Choices of columns (gmarl-runs-table-choices.c) -- */

/* Adds the columns, with their sorters and menus, as the settings say. */
void gmarl_runs_table_add_columns (GmarlRunsTable *self);

/* Sorts as the settings say, and follows what the user sorts by from now on. */
void gmarl_runs_table_restore_sorting (GmarlRunsTable *self);

G_END_DECLS
