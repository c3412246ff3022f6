/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-details.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the files of the details share. */
struct _GmarlRunDetails {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GmarlRunItem *item;
  GSignalGroup *item_signals;
  char *baseline;
  GPtrArray *rows; /* of GtkWidget, borrowed: those that were added to the lists */
  guint n_rows;    /* of them, that have been told so far */

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkWidget *back;
  GtkLabel *name;
  GtkLabel *message;
  GtkWidget *resume;
  GtkMenuButton *menu_button;
  AdwPreferencesGroup *summary;
  AdwPreferencesGroup *parameters;
  AdwActionRow *look_row;
  GtkMenuButton *look_button;
  GtkFlowBox *looks;
  GtkFlowBox *tags;
  AdwEntryRow *tag_entry;
  GtkTextView *notes;
  AdwPreferencesGroup *files;

  const GmarlRunColumnContext *context; /* borrowed */
  gboolean notes_dirty;
  guint notes_idle;
};

/* -- What can be changed (gmarl-run-details-labels.c) -- */

void gmarl_run_details_show_labels (GmarlRunDetails *self);
void gmarl_run_details_init_labels (GmarlRunDetails *self);

/* Stores notes that were typed. */
void gmarl_run_details_keep_notes (GmarlRunDetails *self);

G_END_DECLS
