/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Bundles: one file with runs and all that belongs to them. It is a database of the library's
 * schema with a mark of its own and one table more, which holds the checkpoints by their SHA-256.
 *
 * A bundle can come from anywhere. It is opened as a file that does not change, so that SQLite
 * makes nothing beside it; it must consist of plain tables and indices, since views and triggers
 * would run what its author wrote; and its pages are checked before anything else is read.
 */
#include "config.h"

#include "gmarl-library-copy.h"
#include "gmarl-library-merge.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const char bundle_schema[] = "CREATE TABLE bundle_file ("
                                    "  sha256 TEXT PRIMARY KEY,"
                                    "  contents BLOB NOT NULL"
                                    ") STRICT";

/* -- Checkpoints inside -- */

gboolean
gmarl_library_put_bundled (GmarlLibrary *self, const char *sha256, GBytes *bytes, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self, "INSERT INTO bundle_file (sha256, contents) VALUES (?, ?) ON CONFLICT DO NOTHING",
      error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, sha256);
  if (sqlite3_bind_blob64 (statement, 2, size == 0 ? "" : data, size, SQLITE_STATIC) != SQLITE_OK) {
    gmarl_library_set_error (self, error);
    return FALSE;
  }
  return gmarl_library_run (self, statement, error);
}

GBytes *
gmarl_library_get_bundled (GmarlLibrary *self, const char *sha256, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self, "SELECT contents FROM bundle_file WHERE sha256 = ?", error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  gint result;

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, sha256);
  result = gmarl_library_step (self, statement, error);
  if (result < 0)
    return NULL;
  if (result > 0) {
    gconstpointer data = sqlite3_column_blob (statement, 0);

    bytes = g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, 0));
    found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  }
  if (found != NULL && strcmp (found, sha256) == 0)
    return g_steal_pointer (&bytes);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
      _ ("The checkpoint with the SHA-256 %.12s… is missing in the bundle, or damaged. It was left out."),
      sha256);
  return NULL;
}

/* -- Reading -- */

static void
set_no_bundle_error (const char *path, const char *reason, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("“%s” is no bundle of runs, or it is damaged: %s. Nothing was changed. Write it again with "
         "“gridmarl-cli runs export RUN --bundle FILE”."),
      shown, reason);
}

/* The mark in the header of the file, so that nothing else is handed to SQLite. */
static gboolean
check_mark (const char *path, GError **error)
{
  static const guint8 mark[] = { 'G', 'M', 'R', 'B' };
  guint8 header[100];
  gint fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize length = fd < 0 ? -1 : read (fd, header, sizeof header);
  gint code = errno;

  if (fd >= 0)
    close (fd);
  if (length < 0)
    set_no_bundle_error (path, g_strerror (code), error);
  else if (length < (gssize) sizeof header || memcmp (header, "SQLite format 3", 16) != 0 ||
           memcmp (header + 68, mark, sizeof mark) != 0)
    set_no_bundle_error (path, _ ("it does not begin like one"), error);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_pages (GmarlLibrary *self, GError **error)
{
  g_autoptr (GString) damage = g_string_new (NULL);

  if (!gmarl_library_quick_check (self, damage, error))
    return FALSE;
  if (damage->len == 0)
    return TRUE;
  set_no_bundle_error (self->database, damage->str, error);
  return FALSE;
}

/* The mark of a bundle promises nothing about what is in it. */
static gboolean
open_bundle (GmarlLibrary *self, GError **error)
{
  g_autofree char *uri = g_filename_to_uri (self->database, NULL, error);
  g_autofree char *frozen = uri == NULL ? NULL : g_strconcat (uri, "?immutable=1", NULL);

  return frozen != NULL && gmarl_library_connect (self, frozen, SQLITE_OPEN_READONLY, error) &&
         gmarl_library_check_objects (self, error) && check_pages (self, error) &&
         gmarl_library_read_schema (self, error);
}

GmarlLibrary *
gmarl_library_open_bundle (const char *path, GError **error)
{
  g_autoptr (GmarlLibrary) self = g_new0 (GmarlLibrary, 1);
  g_autoptr (GError) failure = NULL;

  self->database = g_canonicalize_filename (path, NULL);
  self->directory = g_path_get_dirname (self->database);
  self->read_only = TRUE;
  self->is_bundle = TRUE;
  if (!check_mark (self->database, error))
    return NULL;
  if (open_bundle (self, &failure))
    return g_steal_pointer (&self);
  if (self->db != NULL && (sqlite3_errcode (self->db) & 0xff) != SQLITE_OK &&
      (sqlite3_errcode (self->db) & 0xff) != SQLITE_DONE) {
    g_autofree char *reason = g_utf8_make_valid (sqlite3_errmsg (self->db), -1);

    set_no_bundle_error (self->database, reason, error);
  } else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* -- Writing -- */

static GmarlLibrary *
create_bundle (const char *path, GError **error)
{
  g_autoptr (GmarlLibrary) self = g_new0 (GmarlLibrary, 1);

  self->database = g_canonicalize_filename (path, NULL);
  self->directory = g_path_get_dirname (self->database);
  self->is_bundle = TRUE;
  /* Nobody sees the file before it is whole and on the disk. */
  if (!gmarl_library_connect (self, self->database, SQLITE_OPEN_READWRITE, error) ||
      !gmarl_library_execute (self, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF",
                              error) ||
      !gmarl_library_create_schema (self, error) ||
      !gmarl_library_execute (self, bundle_schema, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
fill_bundle (GmarlLibrary *self,
             GmarlLibrary *bundle,
             const char *const *run_ids,
             GmarlLibraryProgress progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  guint total = g_strv_length ((char **) run_ids);
  gint64 bytes = 0;

  for (guint k = 0; k < total; k++) {
    g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_free);
    GmarlCopyOutcome outcome;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !gmarl_library_copy_run (self, bundle, run_ids[k], &outcome, &bytes, refused, error))
      return FALSE;
    if (refused->len > 0) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT, _ ("No bundle was written. %s"),
                   (const char *) refused->pdata[0]);
      return FALSE;
    }
    if (progress != NULL)
      progress (k + 1, total, user_data);
  }
  return TRUE;
}

static gboolean
write_bundle (GmarlLibrary *self,
              const char *const *run_ids,
              const char *path,
              GmarlLibraryProgress progress,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GmarlLibrary) bundle = create_bundle (path, error);

  return bundle != NULL &&
         fill_bundle (self, bundle, run_ids, progress, user_data, cancellable, error);
}

gboolean
gmarl_library_write_bundle (GmarlLibrary *self,
                            const char *const *run_ids,
                            const char *path,
                            GmarlLibraryProgress progress,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *target = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = g_strconcat (target, ".XXXXXX", NULL);
  gint fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0644);
  gboolean done;

  if (fd < 0) {
    gmarl_library_set_file_error (target, errno, error);
    return FALSE;
  }
  close (fd);
  done = write_bundle (self, run_ids, temporary, progress, user_data, cancellable, error) &&
         gmarl_library_sync (temporary, error);
  if (done && g_rename (temporary, target) != 0) {
    gmarl_library_set_file_error (target, errno, error);
    done = FALSE;
  }
  if (!done)
    g_unlink (temporary);
  return done && gmarl_library_sync (folder, error);
}
