/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-columns.h"
#include "gmarl-run-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The groups and runs of a model as a tree with columns. Which columns there are, what metrics are
 * told by and what the rows are sorted by are choices, kept in the settings; they are actions of
 * the group "columns". Main thread only.
 *
 * Signals: "selection-changed"; "activated" (GmarlRunItem) on Enter or a double click;
 * "rows-changed" when other rows are shown.
 */
#define GMARL_TYPE_RUNS_TABLE (gmarl_runs_table_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunsTable, gmarl_runs_table, GMARL, RUNS_TABLE, GtkWidget)

/* The session is borrowed for its settings; the model gets a reference. */
GtkWidget *gmarl_runs_table_new (GmarlRunsModel *model, GSettings *settings);

/* Shows only what matches the query and has one of the statuses, bits 1 << GmarlRunStatus; 0: any
 * status. query: (transfer full) (nullable)
 */
void gmarl_runs_table_set_filter (GmarlRunsTable *self, GmarlRunQuery *query, guint statuses);

/* Groups that are shown. */
guint gmarl_runs_table_get_n_groups (GmarlRunsTable *self);

/* (transfer full) (element-type GmarlRunItem) In the order of the table. */
GPtrArray *gmarl_runs_table_get_selected (GmarlRunsTable *self);

/* The first row that is selected, or GTK_INVALID_LIST_POSITION. */
guint gmarl_runs_table_get_position (GmarlRunsTable *self);

/* Selects a row alone, or the last one if it is behind it, and gives it the focus. FALSE: there are
 * none.
 */
gboolean gmarl_runs_table_go_to (GmarlRunsTable *self, guint position);

/* The same with the row of a run, or of its group while that is not expanded. */
gboolean gmarl_runs_table_go_to_run (GmarlRunsTable *self, GmarlRunItem *run);

/* Selects the row at the top, if there is one. */
void gmarl_runs_table_select_first (GmarlRunsTable *self);

/* (transfer none) Columns, aggregates, sorting. */
GMenuModel *gmarl_runs_table_get_columns_menu (GmarlRunsTable *self);
GActionGroup *gmarl_runs_table_get_columns_actions (GmarlRunsTable *self);

/* What rows offer on a right click or on the menu key. */
void gmarl_runs_table_set_context_menu (GmarlRunsTable *self, GMenuModel *menu);

/* (transfer none) What has the focus. */
GtkWidget *gmarl_runs_table_get_view (GmarlRunsTable *self);

const GmarlRunColumnContext *gmarl_runs_table_get_context (GmarlRunsTable *self);

G_END_DECLS
