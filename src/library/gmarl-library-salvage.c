/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A damaged database: what can be read of it goes into a new one; where it is missing, or cut to
 * nothing, of the newest copy of it that lies beside it.
 *
 * Only copies are read, because SQLite repairs what it opens: the first is the file as it is, the
 * others have a header, and a kind of the first page, as a database of ours has them.
 */
#include "config.h"

#include "gmarl-library-salvage-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define HEADER_BYTES    100
#define PAGE_BYTES      4096
#define LEAF_OF_TABLE   0x0d
#define BRANCH_OF_TABLE 0x05
#define SCRATCH         "salvage-" /* begins the name of the folder in which the new one is made */

void
gmarl_salvage_result_clear (GmarlSalvageResult *self)
{
  g_clear_pointer (&self->kept, g_free);
  g_clear_pointer (&self->lost, g_ptr_array_unref);
}

void
gmarl_salvage_add_loss (GmarlSalvageResult *result, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (result->lost, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* -- Whether there is something to do -- */

/* A connection to a file that is not to be made a library. (transfer full) */
static GmarlLibrary *
connect_to (const char *directory, const char *database, gint flags, GError **error)
{
  g_autoptr (GmarlLibrary) self = g_new0 (GmarlLibrary, 1);

  self->directory = g_strdup (directory);
  self->database = g_strdup (database);
  return gmarl_library_connect (self, database, flags, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
has_whole_pages (GmarlLibrary *library)
{
  g_autoptr (GString) damage = g_string_new (NULL);

  return library != NULL && gmarl_library_quick_check (library, damage, NULL) && damage->len == 0;
}

static gboolean
is_whole (GmarlLibrary *library)
{
  g_autoptr (GPtrArray) runs =
      has_whole_pages (library) ? gmarl_library_query_runs (library, "", NULL, NULL) : NULL;

  return runs != NULL;
}

/* A newer schema, or another program's database, is not damage. */
static gboolean
check_damaged (const GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->database);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GmarlLibrary) library = gmarl_library_open (
      self->directory, GMARL_LIBRARY_READ_ONLY | GMARL_LIBRARY_AS_COPY, &failure);
  g_autoptr (GmarlLibrary) plain =
      library != NULL ? NULL
                      : connect_to (self->directory, self->database, SQLITE_OPEN_READONLY, NULL);

  if (gmarl_library_lacks_database (self))
    return TRUE;
  if (!g_file_test (self->database, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no database “%s”. Nothing was changed."), shown);
    return FALSE;
  }
  if (library == NULL && has_whole_pages (plain)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (is_whole (library)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("The database “%s” is whole: there is nothing to save. Nothing was changed."),
                 shown);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_free (const GmarlLibrary *self, GError **error)
{
  g_autofree char *runs = gmarl_library_run_path (self, NULL, NULL);
  g_autoptr (GDir) dir = g_dir_open (runs, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (gmarl_library_is_run_held (self, name)) {
      g_set_error (
          error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
          _ ("Run %s is being trained. Nothing was changed. Stop it, close whatever has the library "
             "open, and try again."),
          name);
      return FALSE;
    }
  return TRUE;
}

/* -- Reading what is damaged -- */

/* What SQLite refuses to read out of caution it reads with a schema that may be written. */
static GmarlLibrary *
open_damaged (const char *directory, const char *database)
{
  g_autoptr (GmarlLibrary) self = connect_to (directory, database, SQLITE_OPEN_READWRITE, NULL);
  gint64 n = 0;

  if (self == NULL ||
      !gmarl_library_execute (self,
                              "PRAGMA writable_schema = ON; PRAGMA cell_size_check = OFF;"
                              "PRAGMA foreign_keys = OFF",
                              NULL) ||
      !gmarl_library_query_integer (
          self, "SELECT count (*) FROM sqlite_schema WHERE name IN ('run', 'metric', 'run_group')",
          &n, NULL) ||
      n < 3)
    return NULL;
  return g_steal_pointer (&self);
}

/* The header that a database of ours has, for one of so many bytes. */
static void
mend_header (char *contents, gsize length, const char *header, gint kind)
{
  guint32 pages = GUINT32_TO_BE ((guint32) (length / PAGE_BYTES));

  memcpy (contents, header, HEADER_BYTES);
  memcpy (contents + 28, &pages, sizeof pages);
  memset (contents + 32, 0, 8); /* the list of free pages */
  if (kind != 0)
    contents[HEADER_BYTES] = (char) kind;
}

static void
set_nothing_error (const GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->database);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("No run can be read from the database “%s”. Nothing was changed. The checkpoints in the folder "
         "“%s” beside it are files of their own, which “--policy FILE” takes."),
      shown, GMARL_LIBRARY_RUNS);
}

/* Copies a database and tries the copy as it is, then mended in one manner after the other. header:
 * of a new database. (transfer full) */
static GmarlLibrary *
open_copy (const GmarlLibrary *self,
           const char *database,
           const char *copy,
           const char *header,
           GError **error)
{
  static const gint kinds[] = { 0, BRANCH_OF_TABLE, LEAF_OF_TABLE };
  g_autofree char *log = gmarl_salvage_find_log (database);
  g_autofree char *log_copy = g_strconcat (copy, "-wal", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *log_contents = NULL;
  gsize length, log_length;

  if (!g_file_get_contents (database, &contents, &length, error))
    return NULL;
  /* The missing half of a page would be read as zeros, and its rows as other ones. */
  length -= length % PAGE_BYTES;
  if (!g_file_get_contents (log, &log_contents, &log_length, NULL))
    log_length = 0;
  for (gint attempt = -1; attempt < (gint) G_N_ELEMENTS (kinds); attempt++) {
    GmarlLibrary *opened;

    if (attempt >= 0 && length > HEADER_BYTES)
      mend_header (contents, length, header, kinds[attempt]);
    if (!g_file_set_contents (copy, contents, (gssize) length, error) ||
        !g_file_set_contents (log_copy, log_contents == NULL ? "" : log_contents,
                              (gssize) log_length, error))
      return NULL;
    opened = open_damaged (self->directory, copy);
    if (opened != NULL)
      return opened;
  }
  set_nothing_error (self, error);
  return NULL;
}

/* -- The new database -- */

static GmarlLibrary *
create_new (const GmarlLibrary *self, const char *path, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      connect_to (self->directory, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  if (library == NULL ||
      !gmarl_library_execute (library, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY",
                              error) ||
      !gmarl_library_create_schema (library, error))
    return NULL;
  return g_steal_pointer (&library);
}

/* Of a library without a database: NULL if there is no copy of it that can be read. (transfer full)
 */
static GmarlLibrary *
open_substitute (const GmarlLibrary *self,
                 const char *copy,
                 const char *header,
                 GmarlSalvageResult *result)
{
  g_auto (GStrv) copies = gmarl_salvage_list_copies (self);

  for (gsize k = 0; copies[k] != NULL; k++) {
    g_autofree char *shown = g_filename_display_name (copies[k]);
    GmarlLibrary *opened = open_copy (self, copies[k], copy, header, NULL);

    if (opened == NULL)
      continue;
    gmarl_salvage_add_loss (
        result,
        _ ("The database was missing or empty: what is saved is from its copy “%s”, which may be "
           "older."),
        shown);
    return opened;
  }
  gmarl_salvage_add_loss (
      result,
      _ ("The database was missing or empty, and there is no copy of it that can be read."));
  return NULL;
}

static gboolean
fill (const GmarlLibrary *self,
      const char *scratch,
      const char *path,
      GCancellable *cancellable,
      GmarlSalvageResult *result,
      GError **error)
{
  g_autoptr (GmarlLibrary) to = create_new (self, path, error);
  g_autoptr (GmarlLibrary) from = NULL;
  g_autofree char *copy = g_build_filename (scratch, "copy.db", NULL);
  g_autofree char *header = NULL;
  gboolean is_lost = gmarl_library_lacks_database (self);
  gsize length;

  if (to == NULL || !g_file_get_contents (path, &header, &length, error))
    return FALSE;
  from = is_lost ? open_substitute (self, copy, header, result)
                 : open_copy (self, self->database, copy, header, error);
  if (from != NULL ? !gmarl_salvage_copy_rows (from, to, cancellable, result, error) : !is_lost)
    return FALSE;
  if (result->n_runs > 0 || is_lost)
    return gmarl_salvage_find_checkpoints (to, result, error);
  set_nothing_error (self, error);
  return FALSE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

/* What a salvage left that was killed. */
static void
remove_left_folders (const GmarlLibrary *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->directory, name, NULL);

    if (g_pattern_match_simple (SCRATCH "??????", name))
      remove_folder (path);
  }
}

/* The folder is locked: nobody else makes or migrates the library. */
static gboolean
salvage_locked (const GmarlLibrary *self,
                GCancellable *cancellable,
                GmarlSalvageResult *result,
                GError **error)
{
  g_autofree char *scratch = g_build_filename (self->directory, SCRATCH "XXXXXX", NULL);
  g_autofree char *path = NULL;
  gboolean done;

  if (!check_damaged (self, error) || !check_free (self, error))
    return FALSE;
  remove_left_folders (self);
  if (g_mkdtemp (scratch) == NULL) {
    gmarl_library_set_file_error (self->directory, errno, error);
    return FALSE;
  }
  path = g_build_filename (scratch, "new.db", NULL);
  done = fill (self, scratch, path, cancellable, result, error) &&
         gmarl_salvage_put_in_place (self, path, &result->kept, error);
  remove_folder (scratch);
  return done;
}

/* Without a connection. (transfer full) */
static GmarlLibrary *
name_library (const char *directory)
{
  GmarlLibrary *self = g_new0 (GmarlLibrary, 1);

  self->directory = g_canonicalize_filename (directory, NULL);
  self->database = g_build_filename (self->directory, GMARL_LIBRARY_DATABASE, NULL);
  return self;
}

gboolean
gmarl_library_is_damaged (const char *directory)
{
  g_autoptr (GmarlLibrary) self = name_library (directory);

  return check_damaged (self, NULL);
}

gboolean
gmarl_library_salvage (const char *directory,
                       GCancellable *cancellable,
                       GmarlSalvageResult *result,
                       GError **error)
{
  g_autoptr (GmarlLibrary) self = name_library (directory);
  gboolean done;
  gint fd;

  *result = (GmarlSalvageResult){ .lost = g_ptr_array_new_with_free_func (g_free) };
  fd = g_open (self->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0) {
    gmarl_library_set_file_error (self->directory, errno, error);
    return FALSE;
  }
  while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
    continue;
  done = salvage_locked (self, cancellable, result, error);
  close (fd);
  return done;
}
