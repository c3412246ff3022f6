/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The scenario that is edited, with undo, redo and its file. Always valid: an edit that would make
 * it invalid is refused with the reason, and changes nothing. Main thread only.
 *
 * Properties:
 *   "can-undo", "can-redo"  gboolean, read-only
 *   "file"      GFile, read-only: where it was opened from or saved to; NULL: nowhere yet
 *   "modified"  gboolean, read-only: differs from what the file, or the built-in scenario, holds
 *   "title"     char *, read-only: the scenario's name
 *
 * Signals:
 *   "changed" ()  the scenario is another one: forget the old pointer;
 *                 gmarl_document_get_world_changed() says whether what is simulated is
 */
#define GMARL_TYPE_DOCUMENT (gmarl_document_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDocument, gmarl_document, GMARL, DOCUMENT, GObject)

/* The first built-in scenario. (transfer full) */
GmarlDocument *gmarl_document_new (void);

/* Never NULL; valid until "changed": copy what is kept longer or goes to another thread. */
const GmarlScenario *gmarl_document_get_scenario (GmarlDocument *self);

/* Sets a value by its key, as after --set scenario. on the command line: one undo step, unless it
 * follows another edit of the same key within a moment.
 */
gboolean
gmarl_document_set_option (GmarlDocument *self, const char *key, const char *value, GError **error);

/* Sets several values as one undo step, all or none: key, value, key, value, …, NULL. */
gboolean gmarl_document_set_options (GmarlDocument *self,
                                     const char *const *keys_and_values,
                                     GError **error);

/* Whether the last change was one of the world; otherwise nodes are drawn elsewhere alone. */
gboolean gmarl_document_get_world_changed (GmarlDocument *self);

/* Ends a burst: the next edit is an undo step of its own whatever its key. */
void gmarl_document_end_burst (GmarlDocument *self);

/* Adds or removes the line between two nodes, one undo step. A network that is not custom yet
 * becomes so, with the lines that it has.
 */
gboolean gmarl_document_add_line (GmarlDocument *self, guint a, guint b, GError **error);
gboolean gmarl_document_remove_line (GmarlDocument *self, guint a, guint b, GError **error);

/* Puts another scenario in place as one undo step; it must be valid. what: for undo ("Reset to
 * Defaults"). scenario: (transfer full)
 */
gboolean gmarl_document_replace (GmarlDocument *self,
                                 GmarlScenario *scenario,
                                 const char *what,
                                 GError **error);

/* The values of the first built-in scenario, one undo step. */
gboolean gmarl_document_reset (GmarlDocument *self, GError **error);

/* Also end a burst. They do nothing when there is nothing to undo or redo. */
void gmarl_document_undo (GmarlDocument *self);
void gmarl_document_redo (GmarlDocument *self);

/* What undo would undo and redo would do again, for people; NULL: nothing. Borrowed. */
const char *gmarl_document_get_undo_label (GmarlDocument *self);
const char *gmarl_document_get_redo_label (GmarlDocument *self);

gboolean gmarl_document_get_can_undo (GmarlDocument *self);
gboolean gmarl_document_get_can_redo (GmarlDocument *self);
gboolean gmarl_document_get_modified (GmarlDocument *self);
GFile *gmarl_document_get_file (GmarlDocument *self);
const char *gmarl_document_get_title (GmarlDocument *self);

/* Begins anew with a built-in scenario: no file, nothing to undo. */
gboolean gmarl_document_open_builtin (GmarlDocument *self, const char *name, GError **error);

/* Begins anew with a scenario from elsewhere (an import, a run), not saved yet. (transfer full) */
gboolean
gmarl_document_open_scenario (GmarlDocument *self, GmarlScenario *scenario, GError **error);

/* Reads a scenario file without blocking; on failure the document is as before, and the error names
 * file, line, reason and remedy. A load that another load, save or edit overtakes wins: the last to
 * finish is what the document holds.
 */
void gmarl_document_load_async (GmarlDocument *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gmarl_document_load_finish (GmarlDocument *self, GAsyncResult *result, GError **error);

/* Writes the scenario as it is now, whole or not at all; then this is its file. */
void gmarl_document_save_async (GmarlDocument *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gmarl_document_save_finish (GmarlDocument *self, GAsyncResult *result, GError **error);

/* The same in one call, for the start and for the end of the program. */
gboolean gmarl_document_load (GmarlDocument *self, GFile *file, GError **error);
gboolean gmarl_document_save (GmarlDocument *self, GFile *file, GError **error);

G_END_DECLS
