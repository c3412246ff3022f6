/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-source.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* The window that writes what a page shows: what × format × scope × resolution, with the first rows
 * or the picture and the size before anything is written. Choices are remembered. Main thread.
 */
#define GMARL_TYPE_EXPORT_PANEL (gmarl_export_panel_get_type ())
G_DECLARE_FINAL_TYPE (GmarlExportPanel, gmarl_export_panel, GMARL, EXPORT_PANEL, AdwWindow)

/* item (nullable): the id of what to begin with, otherwise what was chosen last. */
GtkWidget *
gmarl_export_panel_new (GmarlSession *session, GmarlExportSource *source, const char *item);

/* Writes the file without asking where; what the file chooser leads to. */
void gmarl_export_panel_write (GmarlExportPanel *self, const char *path);

G_END_DECLS
