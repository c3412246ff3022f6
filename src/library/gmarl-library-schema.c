/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * How an older database becomes a newer one (gmarl-library-migrations.c has the schemas).
 *
 * PRAGMA user_version holds the schema's number. All migrations run in one transaction, so that a
 * database has its old schema or the new one, whenever the process dies. Before the first one a
 * copy of the database is kept beside it.
 *
 * Metrics and indicators are columns named by their registries. A registry that grew needs no new
 * version: the missing columns are added in the same manner, and programs that do not know them go
 * on working beside.
 *
 * Numbers that must come back with the same bits are in columns of type ANY, checked to hold reals:
 * SQLite stores -0.0 in a REAL column as 0.0. NaN is NULL. Unsigned 64-bit seeds are stored as the
 * signed integers of the same bits.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

#define REAL_TYPE "ANY CHECK (typeof (\"%s\") IN ('real', 'null'))"

static gint
application_id (const GmarlLibrary *self)
{
  return self->is_bundle ? GMARL_LIBRARY_BUNDLE_ID : GMARL_LIBRARY_APPLICATION_ID;
}

/* The number of the newest schema. */
static gint64
newest_schema (void)
{
  gint64 schema = 0;

  while (gmarl_library_migration ((gsize) schema) != NULL)
    schema++;
  return schema;
}

static const char *
metric_id (gsize k)
{
  return gmarl_training_metrics[k].id;
}

static const char *
indicator_id (gsize k)
{
  return gmarl_indicators[k].id;
}

static const char *
quantity_id (gsize k)
{
  return gmarl_scaling_quantities[k].id;
}

/* The tables with one column for each entry of a registry. The iteration is a key of its own. */
static const struct {
  const char *table;
  const char *(*id) (gsize k);
  gsize first;
  gsize count;
} registries[] = {
  { "metric", metric_id, GMARL_METRIC_ITERATION + 1, GMARL_N_METRICS },
  { "evaluation", indicator_id, 0, GMARL_N_INDICATORS },
  { "study_cell", quantity_id, 0, GMARL_N_SCALING },
};

enum {
  METRICS,
  INDICATORS,
  QUANTITIES,
};

G_STATIC_ASSERT (GMARL_METRIC_ITERATION == 0);

GHashTable *
gmarl_library_load_columns (GmarlLibrary *self, const char *table, GError **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self, "SELECT name FROM pragma_table_info (?)", error);
  gint result;

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, table);
  while ((result = gmarl_library_step (self, statement, error)) > 0)
    g_hash_table_add (columns, gmarl_statement_get_text (statement, 0));
  return result < 0 ? NULL : g_steal_pointer (&columns);
}

/* How many entries of the registries have no column. */
static gboolean
count_missing_columns (GmarlLibrary *self, gsize *missing, GError **error)
{
  *missing = 0;
  for (gsize r = 0; r < G_N_ELEMENTS (registries); r++) {
    g_autoptr (GHashTable) columns = gmarl_library_load_columns (self, registries[r].table, error);

    if (columns == NULL)
      return FALSE;
    for (gsize k = registries[r].first; k < registries[r].count; k++)
      *missing += !g_hash_table_contains (columns, registries[r].id (k));
  }
  return TRUE;
}

static gboolean
add_missing_columns (GmarlLibrary *self, GError **error)
{
  for (gsize r = 0; r < G_N_ELEMENTS (registries); r++) {
    g_autoptr (GHashTable) columns = gmarl_library_load_columns (self, registries[r].table, error);

    if (columns == NULL)
      return FALSE;
    for (gsize k = registries[r].first; k < registries[r].count; k++) {
      const char *id = registries[r].id (k);
      g_autofree char *sql = NULL;

      if (g_hash_table_contains (columns, id))
        continue;
      sql = g_strdup_printf ("ALTER TABLE %s ADD COLUMN \"%s\" " REAL_TYPE, registries[r].table, id,
                             id);
      if (!gmarl_library_execute (self, sql, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* The columns of a registry in its order, for SELECT; NULL with an error. (transfer full) */
static char *
list_columns (GmarlLibrary *self, gsize registry, gboolean *has_all, GError **error)
{
  g_autoptr (GHashTable) columns =
      gmarl_library_load_columns (self, registries[registry].table, error);
  GString *list;

  if (columns == NULL)
    return NULL;
  *has_all = TRUE;
  list = g_string_new (NULL);
  for (gsize k = registries[registry].first; k < registries[registry].count; k++) {
    const char *id = registries[registry].id (k);
    gboolean has = g_hash_table_contains (columns, id);

    g_string_append_printf (list, has ? "%s\"%s\"" : "%sNULL", list->len == 0 ? "" : ", ", id);
    *has_all &= has;
  }
  return g_string_free (list, FALSE);
}

/* Fills in what depends on the columns. */
static gboolean
inspect_columns (GmarlLibrary *self, GError **error)
{
  g_autofree char *metrics = NULL;
  g_autofree char *indicators = NULL;
  g_autofree char *quantities = NULL;
  gboolean has_all;

  metrics = list_columns (self, METRICS, &has_all, error);
  quantities = metrics == NULL ? NULL : list_columns (self, QUANTITIES, &has_all, error);
  indicators =
      quantities == NULL ? NULL : list_columns (self, INDICATORS, &self->has_all_indicators, error);
  if (indicators == NULL)
    return FALSE;
  g_free (self->metric_columns);
  self->metric_columns = g_steal_pointer (&metrics);
  g_free (self->quantity_columns);
  self->quantity_columns = g_steal_pointer (&quantities);
  return TRUE;
}

static void
set_newer_error (GmarlLibrary *self, gint64 schema, GError **error)
{
  g_autofree char *database = g_filename_display_name (self->database);

  g_set_error (error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
               _ ("The database “%s” was made by a newer Gridmarl: its schema is %" PRId64
                  ", and Gridmarl %s knows schemas up to %" PRId64
                  ". Nothing was changed. Update Gridmarl, or choose another library."),
               database, schema, GMARL_VERSION, newest_schema ());
}

static void
set_foreign_error (GmarlLibrary *self, GError **error)
{
  g_autofree char *database = g_filename_display_name (self->database);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("“%s” is a SQLite database of another program. Nothing was changed. Choose another "
         "folder."),
      database);
}

typedef struct {
  gint64 schema;
  gboolean empty; /* no tables at all */
  gboolean write_ahead;
  gsize missing_columns;
} Found;

static gboolean
find_journal_mode (GmarlLibrary *self, const char *sql, gboolean *write_ahead, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, sql, error);
  g_autofree char *mode = NULL;

  if (statement == NULL || gmarl_library_step (self, statement, error) < 0)
    return FALSE;
  mode = gmarl_statement_get_text (statement, 0);
  *write_ahead = g_strcmp0 (mode, "wal") == 0;
  return TRUE;
}

/* Reads what is there; fails where it cannot be ours. */
static gboolean
find_out (GmarlLibrary *self, Found *found, GError **error)
{
  gint64 application, objects;

  if (!gmarl_library_query_integer (self, "PRAGMA application_id", &application, error) ||
      !gmarl_library_query_integer (self, "PRAGMA user_version", &found->schema, error) ||
      !gmarl_library_query_integer (self, "SELECT count (*) FROM sqlite_schema", &objects, error))
    return FALSE;

  found->empty = objects == 0;
  if (application != application_id (self) && !(found->empty && application == 0)) {
    set_foreign_error (self, error);
    return FALSE;
  }
  if (found->schema < 0) {
    gmarl_library_set_damage_error (self, _ ("the number of its schema is not one"), error);
    return FALSE;
  }
  if (found->schema > newest_schema ()) {
    set_newer_error (self, found->schema, error);
    return FALSE;
  }
  return find_journal_mode (self, "PRAGMA journal_mode", &found->write_ahead, error) &&
         count_missing_columns (self, &found->missing_columns, error);
}

static gboolean
is_newest (const Found *found)
{
  return found->schema == newest_schema () && found->missing_columns == 0;
}

/* A name that nothing has yet: library.db.schema-1.backup, then library.db.schema-1.backup-2 … */
static char *
make_backup_path (GmarlLibrary *self, gint64 schema)
{
  g_autofree char *first = g_strdup_printf ("%s.schema-%" PRId64 ".backup", self->database, schema);

  if (!g_file_test (first, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&first);
  for (guint number = 2;; number++) {
    g_autofree char *path = g_strdup_printf ("%s-%u", first, number);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
}

/* VACUUM INTO copies a consistent state, the write-ahead log included, and reads every page. */
static gboolean
keep_backup (GmarlLibrary *self, gint64 schema, GError **error)
{
  g_autofree char *path = make_backup_path (self, schema);
  g_autofree char *temporary = g_strconcat (path, ".tmp", NULL);
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, "VACUUM INTO ?", error);

  if (statement == NULL)
    return FALSE;
  g_unlink (temporary);
  gmarl_statement_bind_text (statement, 1, temporary);
  if (!gmarl_library_run (self, statement, error) || !gmarl_library_sync (temporary, error)) {
    g_unlink (temporary);
    return FALSE;
  }
  if (g_rename (temporary, path) != 0) {
    gmarl_library_set_file_error (path, errno, error);
    g_unlink (temporary);
    return FALSE;
  }
  return gmarl_library_sync (self->directory, error);
}

static gboolean
migrate_in_transaction (GmarlLibrary *self, GError **error)
{
  g_autofree char *header =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %" PRId64,
                       application_id (self), newest_schema ());
  Found found;

  /* Again, now that nobody else can write. */
  if (!find_out (self, &found, error))
    return FALSE;
  for (gint64 schema = found.schema; schema < newest_schema (); schema++)
    if (!gmarl_library_execute (self, gmarl_library_migration ((gsize) schema), error))
      return FALSE;
  return add_missing_columns (self, error) && gmarl_library_execute (self, header, error);
}

gboolean
gmarl_library_migrate (GmarlLibrary *self, GError **error)
{
  if (!gmarl_library_begin (self, error))
    return FALSE;
  if (!migrate_in_transaction (self, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error);
}

gboolean
gmarl_library_create_schema (GmarlLibrary *self, GError **error)
{
  return gmarl_library_migrate (self, error) && inspect_columns (self, error);
}

static gboolean
migrate (GmarlLibrary *self, GError **error)
{
  Found found;

  if (!find_out (self, &found, error))
    return FALSE;
  if (is_newest (&found))
    return TRUE; /* another process was quicker */
  if (!found.empty && !keep_backup (self, found.schema, error)) {
    g_prefix_error (error,
                    _ ("The results library needs a newer schema and could not be copied first: "));
    return FALSE;
  }
  return gmarl_library_migrate (self, error);
}

/* Write-ahead logging is a property of the file, set once. */
static gboolean
require_write_ahead_log (GmarlLibrary *self, GError **error)
{
  gboolean write_ahead;
  g_autofree char *shown = NULL;

  if (!find_journal_mode (self, "PRAGMA journal_mode = WAL", &write_ahead, error))
    return FALSE;
  if (write_ahead)
    return TRUE;
  shown = g_filename_display_name (self->directory);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The folder “%s” is on a file system that cannot share memory between programs (a network file "
         "system?), which the results library needs. Nothing was changed. Choose a folder on a local "
         "disk."),
      shown);
  return FALSE;
}

gboolean
gmarl_library_schema_prepare (GmarlLibrary *self, GError **error)
{
  Found found;
  gboolean done;
  gint fd;

  if (!find_out (self, &found, error))
    return FALSE;
  if (!is_newest (&found) || !found.write_ahead) {
    /* One process at a time: two that switched a new database to the write-ahead log at once would
     * get in each other's way. Where a folder cannot be locked the transaction protects alone. */
    fd = g_open (self->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd >= 0)
      while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
    done = require_write_ahead_log (self, error) && migrate (self, error);
    if (fd >= 0)
      close (fd);
    if (!done)
      return FALSE;
  }
  return inspect_columns (self, error);
}

gboolean
gmarl_library_schema_inspect (GmarlLibrary *self, GError **error)
{
  g_autofree char *database = NULL;
  Found found;

  if (!find_out (self, &found, error))
    return FALSE;
  if (found.schema == newest_schema ())
    return inspect_columns (self, error);
  self->is_older = TRUE;
  database = g_filename_display_name (self->database);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The database “%s” has the schema %" PRId64
         " of an older Gridmarl; this one reads schema %" PRId64
         ". Nothing was changed. Copy the folder to a disk that can be written and open it there, "
         "which brings it up to date and keeps a copy."),
      database, found.schema, newest_schema ());
  return FALSE;
}

gboolean
gmarl_library_check_objects (GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = NULL;
  gint64 strange = 0;

  /* Columns that are computed would run it too: "hidden" is 2 or 3. */
  if (!gmarl_library_query_integer (
          self,
          "SELECT count (*) FROM sqlite_schema AS o WHERE type NOT IN ('table', 'index')"
          " OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%')"
          " OR EXISTS (SELECT 1 FROM pragma_table_xinfo (o.name) WHERE hidden != 0)",
          &strange, error))
    return FALSE;
  if (strange == 0)
    return TRUE;
  shown = g_filename_display_name (self->database);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("“%s” holds more than tables, which no library and no bundle does. Nothing was read "
         "from it and nothing was changed."),
      shown);
  return FALSE;
}

/* A copy of what is connected, in a folder of its own. */
static gboolean
copy_database (GmarlLibrary *self, char **path, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  self->scratch = g_dir_make_tmp ("gridmarl-XXXXXX", &failure);
  if (self->scratch == NULL) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        _ ("An older library is read from a copy, which could not be made (%s). Nothing was changed; "
           "free some space in the folder for temporary files."),
        failure->message);
    return FALSE;
  }
  *path = g_build_filename (self->scratch, GMARL_LIBRARY_DATABASE, NULL);
  statement = gmarl_library_prepare (self, "VACUUM INTO ?", error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, *path);
  return gmarl_library_run (self, statement, error);
}

/* The copy is nobody else's, so that it is migrated without keeping another one. */
static gboolean
read_copy (GmarlLibrary *self, GError **error)
{
  g_autofree char *path = NULL;
  gboolean done;

  if (!copy_database (self, &path, error) ||
      !gmarl_library_connect (self, path, SQLITE_OPEN_READWRITE, error))
    return FALSE;
  self->read_only = FALSE;
  done = gmarl_library_create_schema (self, error);
  self->read_only = TRUE;
  return done;
}

gboolean
gmarl_library_read_schema (GmarlLibrary *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (gmarl_library_schema_inspect (self, &failure))
    return TRUE;
  if (self->is_older)
    return read_copy (self, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
