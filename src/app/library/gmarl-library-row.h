/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A row of a table of the library: what is known of a run. The values change while the run goes on;
 * signal "changed" tells.
 */
#define GMARL_TYPE_LIBRARY_ROW (gmarl_library_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLibraryRow, gmarl_library_row, GMARL, LIBRARY_ROW, GObject)

/* record: (transfer full); n_agents: of its scenario, or 0 if that could not be read */
GmarlLibraryRow *gmarl_library_row_new (GmarlRunRecord *record, gint64 n_agents);

const GmarlRunRecord *gmarl_library_row_get_record (GmarlLibraryRow *self);
gint64 gmarl_library_row_get_n_agents (GmarlLibraryRow *self);

/* Takes a newer record of the same run; "changed" is emitted if it differs. (transfer full) */
void gmarl_library_row_update (GmarlLibraryRow *self, GmarlRunRecord *record);

G_END_DECLS
