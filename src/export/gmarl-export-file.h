/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file for people, written whole or not at all: what is there stays until the new contents are
 * complete. "-" is standard output; pipes and devices are written as they come.
 */
typedef struct _GmarlExportFile GmarlExportFile;

/* Prepares to write; whatever stands against writing there is said now. (transfer full) */
GmarlExportFile *gmarl_export_file_open (const char *path, GError **error);

/* Whether a file could be written there, without leaving anything; what is written as it comes is
 * not touched.
 */
gboolean gmarl_export_file_check (const char *path, GError **error);

/* Where to write; buffered; borrowed. */
GOutputStream *gmarl_export_file_get_stream (GmarlExportFile *self);

gboolean gmarl_export_file_write (GmarlExportFile *self, const char *text, GError **error);

/* Makes an error of the stream one that names the file and the remedy; other errors, and none,
 * stay. */
void gmarl_export_file_explain (const GmarlExportFile *self, GError **error);

/* Makes sure that everything is on the disk, before the contents of several files are put in place.
 */
gboolean gmarl_export_file_sync (GmarlExportFile *self, GError **error);

/* Puts the contents in place. A sidecar (gmarl-export-sidecar.h) that described what was there
 * goes, or is replaced by the one given (nullable), whose path is that of self with the sidecar's
 * ending: both are put in place, or on failure neither.
 */
gboolean gmarl_export_file_commit (GmarlExportFile *self, GError **error);
gboolean
gmarl_export_file_commit_with (GmarlExportFile *self, GmarlExportFile *sidecar, GError **error);

/* Frees; what was not committed is dropped. */
void gmarl_export_file_free (GmarlExportFile *self);

/* Which of n endings a path has, in whatever case; -1: none. */
gint gmarl_export_file_find_ending (const char *path, const char *const *endings, gsize n);

/* The same, where a path must have one: -1 with an error that lists them. */
gint gmarl_export_file_require_ending (const char *path,
                                       const char *const *endings,
                                       gsize n,
                                       GError **error);

/* Writes a text to a path: open, write, commit. */
gboolean gmarl_export_text (const char *path, const char *text, GError **error);
gboolean gmarl_export_bytes (const char *path, GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlExportFile, gmarl_export_file_free)

G_END_DECLS
