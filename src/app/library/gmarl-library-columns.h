/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a table shows of a run, one entry a column. */
typedef struct {
  const char *title;                           /* to be translated */
  char *(*make_text) (GmarlLibraryRow *self);  /* (transfer full) */
  const char *(*get_icon) (GmarlLibraryRow *); /* or NULL: no icon */
  int (*compare) (GmarlLibraryRow *, GmarlLibraryRow *);
  gboolean is_number; /* to the right, with digits of one width */
  gboolean expand;
} GmarlLibraryColumn;

/* Of trained policies; ends with a title NULL. */
extern const GmarlLibraryColumn gmarl_library_policy_columns[];

/* Adds the columns to a view; its sorter sorts by them. */
void gmarl_library_columns_add (GtkColumnView *view, const GmarlLibraryColumn *columns);

G_END_DECLS
