/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-columns.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All that is known of one group or run: summary, parameters, tags, notes, colour, files. Tags,
 * notes and colour can be changed here; its buttons activate the page's actions (runs.*). Main
 * thread only.
 */
#define GMARL_TYPE_RUN_DETAILS (gmarl_run_details_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunDetails, gmarl_run_details, GMARL, RUN_DETAILS, GtkWidget)

GtkWidget *gmarl_run_details_new (GmarlSession *session, const GmarlRunColumnContext *context);

/* items: those that are selected; one is told of, of several how many there are. (element-type
 * GmarlRunItem) */
void gmarl_run_details_set_items (GmarlRunDetails *self, const GPtrArray *items);

/* The group whose parameters others are compared with, by its id; NULL: the defaults. */
void gmarl_run_details_set_baseline (GmarlRunDetails *self, const char *group_id);

/* Whether the details lie above the table, so that there is a way back. */
void gmarl_run_details_set_folded (GmarlRunDetails *self, gboolean folded);

/* What can be done with more than a button: a menu. */
void gmarl_run_details_set_menu (GmarlRunDetails *self, GMenuModel *menu);

G_END_DECLS
