/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-row.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The runs of a library as a list (element-type GmarlLibraryRow), newest first, that refresh brings
 * up to date: rows stay the same objects, so that selection and scrolling survive. Main thread.
 */
#define GMARL_TYPE_LIBRARY_MODEL (gmarl_library_model_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLibraryModel, gmarl_library_model, GMARL, LIBRARY_MODEL, GObject)

GmarlLibraryModel *gmarl_library_model_new (void);

/* library NULL: the list becomes empty. A list that cannot be read stays as it was. */
gboolean
gmarl_library_model_refresh (GmarlLibraryModel *self, GmarlLibrary *library, GError **error);

/* (transfer none) (element-type GmarlLibraryRow) */
GListModel *gmarl_library_model_get_rows (GmarlLibraryModel *self);

G_END_DECLS
