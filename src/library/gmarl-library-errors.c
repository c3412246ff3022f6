/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The library's errors: each says what happened, what is safe and what to do.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

static gboolean
is_no_space (gint code)
{
  return code == ENOSPC || code == EDQUOT;
}

static gboolean
is_not_permitted (gint code)
{
  return code == EACCES || code == EPERM || code == EROFS;
}

static void
set_full_error (const char *path, GError **error)
{
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The disk that holds “%s” is full. Everything saved before is safe. Free some space and try "
         "again; a training can be resumed where it was."),
      path);
}

static void
set_permission_error (const char *path, const char *reason, GError **error)
{
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("“%s” cannot be written (%s). Everything saved before is safe. Make the folder writable, or "
         "choose another library."),
      path, reason);
}

void
gmarl_library_set_file_error (const char *path, gint code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (is_no_space (code))
    set_full_error (shown, error);
  else if (is_not_permitted (code))
    set_permission_error (shown, g_strerror (code), error);
  else
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        _ ("“%s” could not be written (%s). Everything saved before is safe. Check the disk and the path, or "
           "choose another library."),
        shown, g_strerror (code));
}

void
gmarl_library_set_damage_error (GmarlLibrary *self, const char *reason, GError **error)
{
  g_autofree char *database = g_filename_display_name (self->database);
  g_autofree char *directory = g_filename_display_name (self->directory);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The database “%s” is damaged (%s). It was left as it is, and the checkpoints in the folder “%s” beside "
         "it are files of their own. Restore it from a copy, or save what can be read with “gridmarl-cli runs "
         "salvage %s”."),
      database, reason, GMARL_LIBRARY_RUNS, directory);
}

/* SQLite reports most failures of the system as SQLITE_IOERR_*: the system's own code tells more.
 */
static void
set_system_error (const char *database, const char *reason, gint code, GError **error)
{
  if (is_no_space (code))
    set_full_error (database, error);
  else if (is_not_permitted (code))
    set_permission_error (database, g_strerror (code), error);
  else
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        _ ("Reading or writing the database “%s” failed (%s; %s). What was saved before is safe. Check the disk "
           "and try again."),
        database, reason, code == 0 ? _ ("no reason given") : g_strerror (code));
}

void
gmarl_library_set_error (GmarlLibrary *self, GError **error)
{
  /* SQLite does not note it in every case, but does nothing after a failure that changes it. */
  gint code = errno;
  g_autofree char *database = g_filename_display_name (self->database);
  /* A damaged schema puts anything into it. */
  g_autofree char *reason = g_utf8_make_valid (sqlite3_errmsg (self->db), -1);

  switch (sqlite3_extended_errcode (self->db) & 0xff) {
  case SQLITE_FULL:
    set_full_error (database, error);
    break;
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
    set_permission_error (database, reason, error);
    break;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    gmarl_library_set_damage_error (self, reason, error);
    break;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        _ ("Another program has kept the database “%s” locked for %d seconds. Everything saved before is safe. "
           "Close that program, or try again when it is done."),
        database, GMARL_LIBRARY_BUSY_SECONDS);
    break;
  case SQLITE_IOERR:
    set_system_error (database, reason, code, error);
    break;
  default:
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        _ ("The database “%s” refused a request (%s). Everything saved before is safe. Check it with "
           "“sqlite3 FILE 'PRAGMA integrity_check'”."),
        database, reason);
  }
}

gboolean
gmarl_library_require_writable (GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = NULL;

  if (!self->read_only)
    return TRUE;
  shown = g_filename_display_name (self->directory);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The results library “%s” is open for reading only, and nothing was changed. Choose another "
         "one."),
      shown);
  return FALSE;
}

void
gmarl_library_set_unknown_run_error (const char *run_id, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("The results library has no run “%s”. “gridmarl-cli runs list” shows its runs."),
               run_id);
}
