/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-document.h"

G_BEGIN_DECLS

/* Between the document and its files. */

/* Begins anew: nothing to undo. saved: the file, or the built-in scenario, holds just this.
 * scenario: (transfer full), valid. file: NULL if there is none.
 */
void
gmarl_document_begin (GmarlDocument *self, GmarlScenario *scenario, GFile *file, gboolean saved);

/* Tells scenarios of this document apart. */
guint64 gmarl_document_get_serial (GmarlDocument *self);

/* The file now holds the scenario of this serial. */
void gmarl_document_saved (GmarlDocument *self, GFile *file, guint64 serial);

G_END_DECLS
