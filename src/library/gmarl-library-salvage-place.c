/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The new database takes the place of the damaged one.
 *
 * At every instant the path has the one or the other. The damaged one gets a second name before,
 * and so does its log: SQLite would play a log into whatever database it lies beside, so that it
 * goes before the new database comes. Killed between the two, the next salvage finds the log by the
 * second name of the database.
 */
#include "config.h"

#include "gmarl-library-salvage-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define KEPT ".damaged"

/* library.db.damaged, library.db.damaged-2 … (transfer full) */
static char *
name_kept (const char *database, guint number)
{
  return number == 1 ? g_strconcat (database, KEPT, NULL)
                     : g_strdup_printf ("%s" KEPT "-%u", database, number);
}

static char *
name_log (const char *database)
{
  return g_strconcat (database, "-wal", NULL);
}

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* SQLite makes an empty one where it only reads. */
static gboolean
has_log (const char *log)
{
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

/* The first name that nothing has, nor anything that of its log. */
static char *
choose_name (const char *database)
{
  for (guint number = 1;; number++) {
    g_autofree char *path = name_kept (database, number);
    g_autofree char *log = name_log (path);

    if (!is_there (path) && !is_there (log))
      return g_steal_pointer (&path);
  }
}

char *
gmarl_salvage_find_log (const char *database)
{
  char *log = name_log (database);

  for (guint number = 1; !has_log (log); number++) {
    g_autofree char *second = name_kept (database, number);
    g_autofree char *second_log = name_log (second);

    if (!is_there (second))
      break;
    if (gmarl_library_is_same_file (database, second) && has_log (second_log)) {
      g_free (log);
      return g_steal_pointer (&second_log);
    }
  }
  return log;
}

typedef struct {
  char *path;
  gint64 time;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  g_free (self->path);
  g_free (self);
}

/* The newest first. */
static gint
compare_copies (gconstpointer a, gconstpointer b)
{
  const Copy *one = *(const Copy *const *) a, *other = *(const Copy *const *) b;

  return one->time != other->time ? (one->time < other->time) - (one->time > other->time)
                                  : strcmp (one->path, other->path);
}

static gboolean
is_copy (const char *name)
{
  const char *rest = name + strlen (GMARL_LIBRARY_DATABASE);

  return g_str_has_prefix (name, GMARL_LIBRARY_DATABASE ".") && !g_str_has_suffix (name, "-wal") &&
         !g_str_has_suffix (name, "-shm") && !g_str_has_suffix (name, ".tmp") &&
         (g_str_has_prefix (rest, KEPT) || g_str_has_prefix (rest, ".schema-"));
}

char **
gmarl_salvage_list_copies (const GmarlLibrary *self)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (copy_free);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->directory, name, NULL);
    GStatBuf info;
    Copy *copy;

    if (!is_copy (name) || g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
      continue;
    copy = g_new (Copy, 1);
    *copy = (Copy){ g_steal_pointer (&path), info.st_mtime };
    g_ptr_array_add (copies, copy);
  }
  g_ptr_array_sort (copies, compare_copies);
  for (guint k = 0; k < copies->len; k++)
    g_strv_builder_add (paths, ((Copy *) copies->pdata[k])->path);
  return g_strv_builder_end (paths);
}

/* A second name or, where a file can have but one, a copy. What is not there is not kept. */
static gboolean
keep (const char *path, const char *second, GError **error)
{
  g_autofree char *contents = NULL;
  gsize length;
  gint code;

  if (link (path, second) == 0 || errno == ENOENT)
    return TRUE;
  code = errno;
  if (g_file_get_contents (path, &contents, &length, NULL) &&
      g_file_set_contents (second, contents, (gssize) length, NULL))
    return gmarl_library_sync (second, error);
  gmarl_library_set_file_error (second, code, error);
  return FALSE;
}

/* Both have their second names. */
static gboolean
replace (const char *database, const char *log, const char *path, GError **error)
{
  g_autofree char *memory = g_strconcat (database, "-shm", NULL);

  if (g_unlink (log) != 0 && errno != ENOENT) {
    gmarl_library_set_file_error (log, errno, error);
    return FALSE;
  }
  g_unlink (memory);
  if (g_rename (path, database) == 0)
    return TRUE;
  gmarl_library_set_file_error (database, errno, error);
  return FALSE;
}

/* As it was before; rather with two copies of the log than with none. */
static void
undo (const char *log, const char *second, const char *second_log)
{
  if (has_log (second_log) && !has_log (log) && g_rename (second_log, log) != 0)
    return;
  g_unlink (second_log);
  g_unlink (second);
}

gboolean
gmarl_salvage_put_in_place (const GmarlLibrary *self, const char *path, char **kept, GError **error)
{
  g_autofree char *log = name_log (self->database);
  g_autofree char *second = choose_name (self->database);
  g_autofree char *second_log = name_log (second);

  if (!gmarl_library_sync (path, error))
    return FALSE;
  if (!keep (self->database, second, error) || (has_log (log) && !keep (log, second_log, error)) ||
      !gmarl_library_sync (self->directory, error) || !replace (self->database, log, path, error)) {
    undo (log, second, second_log);
    return FALSE;
  }
  if (is_there (second))
    *kept = g_steal_pointer (&second);
  /* It is done: a power cut would leave the one or the other. */
  gmarl_library_sync (self->directory, NULL);
  return TRUE;
}
