/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-source.h"
#include "gmarl-run-curves.h"
#include "gmarl-run-details.h"
#include "gmarl-run-trash.h"
#include "gmarl-runs-page.h"
#include "gmarl-runs-table.h"
#include "gmarl-trash-history.h"

G_BEGIN_DECLS

/* What the files of the page share. */
struct _GmarlRunsPage {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GmarlRunsModel *model;
  GmarlTrashHistory *history;
  AdwToast *undo_toast; /* that offers to take back undo_step, while it is there */
  guint undo_step;

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkWidget *salvage_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkToggleButton *search_button;
  GtkLabel *search_problem;
  GtkBox *chips;
  GtkWidget *chips_scroller;
  AdwBin *chips_beside;
  AdwBin *chips_below;
  GtkMenuButton *columns_button;
  GtkLabel *count;
  GtkToggleButton *trash_button;
  GtkStack *list_stack;
  GtkBox *table_place;
  AdwFlap *flap;
  AdwBin *details_place;
  AdwBin *curves_place;
  AdwBin *trash_place;
  GMenuModel *context_menu;

  /* Within the template */
  GmarlRunsTable *table;
  GmarlRunDetails *details;
  GmarlRunCurves *curves;

  guint statuses;     /* bits 1 << GmarlRunStatus of the chips that are on */
  gboolean is_stale;  /* something changed while it was not shown */
  gboolean has_begun; /* the first row was chosen, so that the details have something to show */
  gboolean is_narrow; /* details lie above the table */
  gboolean chips_are_below; /* not beside the other buttons */
  guint layout_idle;
};

/* Tells the details and the actions what is selected. */
void gmarl_runs_page_follow_selection (GmarlRunsPage *self);

/* -- Search (gmarl-runs-page-search.c) -- */

void gmarl_runs_page_install_search (GtkWidgetClass *widget_class);
void gmarl_runs_page_add_search (GmarlRunsPage *self);

/* -- Work in the background (gmarl-runs-page-work.c) -- */

/* Trains the first run that is selected again, to see whether it comes out the same. */
gboolean gmarl_runs_page_can_verify (GmarlRunsPage *self);
void gmarl_runs_page_verify (GmarlRunsPage *self);

/* Asks whether a damaged library may be replaced by what can be read of it, and does it. */
void gmarl_runs_page_ask_salvage (GmarlRunsPage *self);

/* -- Actions (gmarl-runs-page-actions.c) -- */

void gmarl_runs_page_install_actions (GtkWidgetClass *widget_class);

/* The ids of all runs that are selected, by themselves or with their group; NULL-terminated.
 * (transfer full) (element-type char)
 */
GPtrArray *gmarl_runs_page_get_selected_ids (GmarlRunsPage *self);

/* The keys of the table. */
void gmarl_runs_page_add_keys (GmarlRunsPage *self);

/* Switches actions on and off for what is selected. */
void gmarl_runs_page_update_actions (GmarlRunsPage *self);

/* Tells something that needs no answer. */
void gmarl_runs_page_tell (GmarlRunsPage *self, const char *text);

/* -- The trash (gmarl-runs-page-trash.c) -- */

void gmarl_runs_page_init_history (GmarlRunsPage *self);
void gmarl_runs_page_clear_history (GmarlRunsPage *self);

/* Moves what is selected there, with a message that offers to take it back. */
void gmarl_runs_page_trash_selected (GmarlRunsPage *self);

/* -- Export (gmarl-runs-page-export.c) -- */

void gmarl_runs_page_init_export (GmarlExportSourceInterface *iface);

G_END_DECLS
