/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"
#include "gmarl-run-summary.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A row of the tree of runs: a group (one configuration × seeds) or a run of it (one seed). Main
 * thread only.
 *
 * Signal "changed": what is known of it changed.
 */
#define GMARL_TYPE_RUN_ITEM (gmarl_run_item_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunItem, gmarl_run_item, GMARL, RUN_ITEM, GObject)

/* A group without runs yet. */
GmarlRunItem *gmarl_run_item_new_group (const char *group_id);

gboolean gmarl_run_item_is_group (GmarlRunItem *self);
const char *gmarl_run_item_get_group_id (GmarlRunItem *self);

/* The group of a run; a group itself. Borrowed. */
GmarlRunItem *gmarl_run_item_get_group (GmarlRunItem *self);

/* The runs of a group by seed; NULL for a run. (transfer none) (element-type GmarlRunItem) */
GListModel *gmarl_run_item_get_runs (GmarlRunItem *self);

/* A run's, or that of the first seed of a group that is not empty. Borrowed. */
const GmarlRunRecord *gmarl_run_item_get_record (GmarlRunItem *self);

/* Seeds below a group; 1 for a run. */
guint gmarl_run_item_get_n_runs (GmarlRunItem *self);

/* The n-th run below a group, or the run itself. Borrowed. */
GmarlRunItem *gmarl_run_item_get_run (GmarlRunItem *self, guint n);

/* Puts a run into a group, by its seed; returns it, borrowed. record: (transfer full) */
GmarlRunItem *gmarl_run_item_add_run (GmarlRunItem *self, GmarlRunRecord *record);
void gmarl_run_item_remove_run (GmarlRunItem *self, GmarlRunItem *run);

/* Takes a newer record of the same run; TRUE if it differs. Nothing is emitted, because the group
 * changes with it: call gmarl_run_item_changed() on both. (transfer full)
 */
gboolean gmarl_run_item_update (GmarlRunItem *self, GmarlRunRecord *record);
void gmarl_run_item_changed (GmarlRunItem *self);

/* How a group stands: what goes on comes before what needs a look, and that before what is done. */
GmarlRunStatus gmarl_run_item_get_status (GmarlRunItem *self);

/* Runs of this status. */
guint gmarl_run_item_count (GmarlRunItem *self, GmarlRunStatus status);

/* Computing time of all runs. */
double gmarl_run_item_get_seconds (GmarlRunItem *self);

/* Whether the group's curves are shown. Of a run: its group's. */
gboolean gmarl_run_item_get_shown (GmarlRunItem *self);
void gmarl_run_item_set_shown (GmarlRunItem *self, gboolean shown);

/* The slot of colours of the group: the library's, or else what was set here; -1: none. */
gint gmarl_run_item_get_look (GmarlRunItem *self);
void gmarl_run_item_set_look (GmarlRunItem *self, gint look);

/* What was found out and is kept: the configuration of a group and what is said of it, the metrics
 * of a run as long as it has as many iterations. NULL where nothing is kept.
 */
const GmarlRunConfig *gmarl_run_item_get_config (GmarlRunItem *self);
void gmarl_run_item_take_config (GmarlRunItem *self, GmarlRunConfig *config); /* (transfer full) */
const char *gmarl_run_item_get_changes (GmarlRunItem *self);
void gmarl_run_item_take_changes (GmarlRunItem *self, char *changes); /* (transfer full) */
const GmarlMetricSummary *gmarl_run_item_get_summaries (GmarlRunItem *self);
void gmarl_run_item_take_summaries (GmarlRunItem *self,
                                    GmarlMetricSummary *summaries); /* (transfer full) */

G_END_DECLS
