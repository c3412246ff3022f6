/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Opening and closing.
 *
 * A connection for writing uses the write-ahead log with synchronous = NORMAL: a transaction is in
 * the log, and so survives the death of the process, when its call returns; it is on the disk, and
 * so survives a power cut, after the next checkpoint of a run, which is committed with synchronous
 * = FULL (gmarl-library-checkpoint-write.c).
 *
 * Reading a library that others write needs its log and its shared memory, which SQLite makes if
 * they are not there. In a folder that cannot be written and without a log there is no writer
 * either: such a database is opened as one that does not change.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

char *
gmarl_library_default_directory (void)
{
  return g_build_filename (g_get_user_data_dir (), "gridmarl", "library", NULL);
}

const char *
gmarl_library_get_directory (const GmarlLibrary *self)
{
  return self->directory;
}

static gboolean
make_directory (GmarlLibrary *self, GError **error)
{
  if (g_mkdir_with_parents (self->directory, 0755) == 0)
    return TRUE;
  gmarl_library_set_file_error (self->directory, errno, error);
  return FALSE;
}

static gint64
file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_size : -1;
}

static gboolean
has_log (GmarlLibrary *self)
{
  g_autofree char *log = g_strconcat (self->database, "-wal", NULL);

  return file_size (log) > 0;
}

gboolean
gmarl_library_lacks_database (const GmarlLibrary *self)
{
  g_autofree char *runs = gmarl_library_run_path (self, NULL, NULL);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (file_size (self->database) > 0)
    return FALSE;
  folder = g_dir_open (runs, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (gmarl_library_is_id (name))
      return TRUE;
  return FALSE;
}

static gboolean
refuse_lost_database (const GmarlLibrary *self, GError **error)
{
  g_autofree char *database = g_filename_display_name (self->database);
  g_autofree char *directory = g_filename_display_name (self->directory);

  if (!gmarl_library_lacks_database (self))
    return TRUE;
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      file_size (self->database) < 0
          ? _ ("The database “%s” is missing, but there are runs in the folder “%s” beside it. Nothing was changed. "
               "Put it back from a copy, or make a new one of what can be found with “gridmarl-cli runs salvage %s”.")
          : _ ("The database “%s” is damaged: it is empty, but there are runs in the folder “%s” beside it. Nothing "
               "was changed. Put it back from a copy, or make a new one of what can be found with “gridmarl-cli runs "
               "salvage %s”."),
      database, GMARL_LIBRARY_RUNS, directory);
  return FALSE;
}

gboolean
gmarl_library_connect (GmarlLibrary *self, const char *name, gint flags, GError **error)
{
  sqlite3_close (self->db);
  self->db = NULL;
  flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  errno = 0;
  if (sqlite3_open_v2 (name, &self->db, flags, NULL) != SQLITE_OK) {
    gmarl_library_set_error (self, error);
    return FALSE;
  }
  sqlite3_busy_timeout (self->db, GMARL_LIBRARY_BUSY_SECONDS * 1000);
  return gmarl_library_execute (self,
                                "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                "PRAGMA cell_size_check = ON; PRAGMA synchronous = NORMAL",
                                error);
}

static gboolean
open_for_writing (GmarlLibrary *self, GError **error)
{
  if (!make_directory (self, error) || !refuse_lost_database (self, error) ||
      !gmarl_library_connect (self, self->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                              error))
    return FALSE;
  if (sqlite3_db_readonly (self->db, "main") == 1) {
    gmarl_library_set_file_error (self->database, EACCES, error);
    return FALSE;
  }
  return gmarl_library_schema_prepare (self, error);
}

static void
set_no_library_error (GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->directory);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("There is no results library in “%s”. Train a run there first, or choose another folder."),
      shown);
}

static void
set_log_error (GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->directory);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The results library “%s” was not closed and its folder cannot be written, so that its newest rows cannot "
         "be read where they are. Nothing was changed. Copy the whole folder to a disk that can be written and "
         "choose the copy."),
      shown);
}

static gboolean
open_for_reading (GmarlLibrary *self, GmarlLibraryFlags flags, GError **error)
{
  gboolean (*read_schema) (GmarlLibrary * library, GError * *error) =
      (flags & GMARL_LIBRARY_AS_COPY) != 0 ? gmarl_library_read_schema
                                           : gmarl_library_schema_inspect;
  g_autoptr (GError) first = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *frozen = NULL;
  gint reason;

  if (!refuse_lost_database (self, error))
    return FALSE;
  if (file_size (self->database) <= 0) {
    set_no_library_error (self, error);
    return FALSE;
  }
  if (gmarl_library_connect (self, self->database, SQLITE_OPEN_READONLY, &first) &&
      read_schema (self, &first))
    return TRUE;

  reason = sqlite3_errcode (self->db) & 0xff;
  if (reason != SQLITE_CANTOPEN && reason != SQLITE_READONLY) {
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
  }
  if (has_log (self)) {
    set_log_error (self, error);
    return FALSE;
  }
  uri = g_filename_to_uri (self->database, NULL, error);
  if (uri == NULL)
    return FALSE;
  frozen = g_strconcat (uri, "?immutable=1", NULL);
  return gmarl_library_connect (self, frozen, SQLITE_OPEN_READONLY, error) &&
         read_schema (self, error);
}

/* Opened once to write, an older library has the newest schema. */
static gboolean
update (const char *directory)
{
  g_autoptr (GmarlLibrary) writer = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, NULL);

  return writer != NULL;
}

static gboolean
open_updated (GmarlLibrary *self, GmarlLibraryFlags flags, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (open_for_reading (self, flags, &failure))
    return TRUE;
  if (self->is_older && update (self->directory))
    return open_for_reading (self, flags, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

GmarlLibrary *
gmarl_library_open (const char *directory, GmarlLibraryFlags flags, GError **error)
{
  g_autoptr (GmarlLibrary) self = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_new0 (GmarlLibrary, 1);
  self->directory = g_canonicalize_filename (directory, NULL);
  self->database = g_build_filename (self->directory, GMARL_LIBRARY_DATABASE, NULL);
  self->read_only = (flags & GMARL_LIBRARY_READ_ONLY) != 0;
  if (!self->read_only                      ? !open_for_writing (self, error)
      : (flags & GMARL_LIBRARY_UPDATE) != 0 ? !open_updated (self, flags, error)
                                            : !open_for_reading (self, flags, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
gmarl_library_exists (const char *directory)
{
  GmarlLibrary self = { .directory = (char *) directory };
  g_autofree char *database = g_build_filename (directory, GMARL_LIBRARY_DATABASE, NULL);

  self.database = database;
  return file_size (database) >= 0 || gmarl_library_lacks_database (&self);
}

/* The copy of an older database, and what SQLite keeps beside it. */
static void
remove_scratch (GmarlLibrary *self)
{
  static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };

  if (self->scratch == NULL)
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (suffixes); k++) {
    g_autofree char *name = g_strconcat (GMARL_LIBRARY_DATABASE, suffixes[k], NULL);
    g_autofree char *path = g_build_filename (self->scratch, name, NULL);

    g_unlink (path);
  }
  g_rmdir (self->scratch);
  g_free (self->scratch);
}

void
gmarl_library_close (GmarlLibrary *self)
{
  if (self == NULL)
    return;
  sqlite3_close (self->db);
  g_free (self->quantity_columns);
  remove_scratch (self);
  g_free (self->metric_columns);
  g_free (self->database);
  g_free (self->directory);
  g_free (self);
}

gint64
gmarl_library_get_data_version (GmarlLibrary *self)
{
  gint64 version = 0;

  /* A database that cannot be read now has nothing new to show. */
  gmarl_library_query_integer (self, "PRAGMA data_version", &version, NULL);
  return version;
}
