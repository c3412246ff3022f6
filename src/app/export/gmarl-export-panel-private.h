/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-panel.h"

G_BEGIN_DECLS

/* What the files of the panel share: -choice.c has the rows in which is chosen what is written, and
 * gmarl-export-panel.c looks at it, and writes it.
 */
struct _GmarlExportPanel {
  AdwWindow parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkWidget *form;
  GtkWidget *save_button;
  AdwComboRow *what;
  AdwComboRow *format;
  AdwComboRow *scope;
  AdwComboRow *resolution;
  GtkWidget *figure_group;
  AdwComboRow *width;
  AdwComboRow *scale;
  GtkSwitch *transparent;
  GtkSwitch *title;
  GtkWidget *sidecar_group;
  GtkSwitch *sidecar;
  GtkLabel *size;
  GtkSpinner *spinner;
  GtkStack *preview;
  GtkTextBuffer *preview_buffer;
  GtkPicture *preview_picture;
  GtkLabel *preview_message;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkRevealer *progress_revealer;
  GtkProgressBar *progress;

  /* Owned */
  GmarlSession *session;
  GmarlExportSource *source;
  GPtrArray *items;            /* of GmarlExportItem */
  GArray *formats;             /* of GmarlExportFormat: the rows of the format */
  GmarlExportContent *content; /* of the choice; NULL if it cannot be had */
  GCancellable *looking;       /* while the preview is made */
  GCancellable *writing;       /* while a file is written */
  GtkFileChooserNative *chooser;

  gboolean filling; /* the panel itself changes rows */
};

GSettings *gmarl_export_panel_get_settings (GmarlExportPanel *self);

/* -- The choice -- */

/* (nullable) */
const GmarlExportItem *gmarl_export_panel_get_item (GmarlExportPanel *self);
GmarlExportFormat gmarl_export_panel_get_format (GmarlExportPanel *self);

/* Of all rows; there has to be an item. */
GmarlExportChoice gmarl_export_panel_get_choice (GmarlExportPanel *self);

/* Lists the items, wanted (nullable) chosen. */
void gmarl_export_panel_fill_items (GmarlExportPanel *self, const char *wanted);

/* Lists what there is of the item that is chosen, as it was chosen last. */
void gmarl_export_panel_fill (GmarlExportPanel *self);

/* Shows the rows that concern the choice. */
void gmarl_export_panel_show_rows (GmarlExportPanel *self);

G_END_DECLS
