/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Reading checkpoints: which row of the database describes a file.
 *
 * A file and its row cannot change in one step. The writer (gmarl-library-checkpoint-write.c) adds
 * the new row before it renames the new file over the old one, and removes the old row afterwards.
 * So a file that is whole always has a row with its SHA-256: for the time of a writing, or for ever
 * if the writer died in it, "last" or "best" has two rows, and the file's own contents say which of
 * them is true.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* A reader begins again if a writer replaced the file and its row meanwhile. */
#define READ_ATTEMPTS 20

static const char *const kind_ids[] = {
  [GMARL_CHECKPOINT_LAST] = "last",
  [GMARL_CHECKPOINT_BEST] = "best",
  [GMARL_CHECKPOINT_NUMBERED] = "numbered",
};

const char *
gmarl_checkpoint_kind_to_id (GmarlCheckpointKind kind)
{
  return kind_ids[kind];
}

static gint
kind_from_id (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (kind_ids); k++)
    if (g_strcmp0 (kind_ids[k], id) == 0)
      return (gint) k;
  return -1;
}

char *
gmarl_checkpoint_file_name (GmarlCheckpointKind kind, gint64 iteration)
{
  if (kind == GMARL_CHECKPOINT_NUMBERED)
    return g_strdup_printf ("iteration-%06" PRId64 ".safetensors", iteration);
  return g_strconcat (kind_ids[kind], ".safetensors", NULL);
}

static void
clear_record (GmarlCheckpointRecord *record)
{
  g_free (record->sha256);
  g_free (record->path);
}

void
gmarl_checkpoint_record_free (GmarlCheckpointRecord *self)
{
  if (self == NULL)
    return;
  clear_record (self);
  g_free (self);
}

static void
row_free (gpointer data)
{
  GmarlCheckpointRow *row = data;

  clear_record (&row->record);
  g_free (row);
}

static void
copy_record (const GmarlCheckpointRecord *from, GmarlCheckpointRecord *to)
{
  *to = *from;
  to->sha256 = g_strdup (from->sha256);
  to->path = g_strdup (from->path);
}

GPtrArray *
gmarl_library_load_checkpoint_rows (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "SELECT kind, iteration, score, bytes, sha256, state = 'writing' FROM checkpoint"
      " WHERE run_id = ? AND state != 'removing'"
      " ORDER BY kind = 'numbered', kind = 'best', iteration, written_us",
      error);
  gint result;

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, run_id);
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    GmarlCheckpointRow *row = g_new0 (GmarlCheckpointRow, 1);
    gint kind = kind_from_id ((const char *) sqlite3_column_text (statement, 0));
    g_autofree char *name = NULL;

    g_ptr_array_add (rows, row);
    row->record.sha256 = gmarl_statement_get_text (statement, 4);
    if (kind < 0 || row->record.sha256 == NULL) {
      gmarl_library_set_damage_error (self, _ ("a checkpoint lacks what every checkpoint has"),
                                      error);
      return NULL;
    }
    row->record.kind = (GmarlCheckpointKind) kind;
    row->record.iteration = sqlite3_column_int64 (statement, 1);
    row->record.score = gmarl_statement_get_real (statement, 2);
    row->record.bytes = sqlite3_column_int64 (statement, 3);
    row->state =
        sqlite3_column_int (statement, 5) ? GMARL_CHECKPOINT_WRITING : GMARL_CHECKPOINT_CURRENT;
    name = gmarl_checkpoint_file_name (row->record.kind, row->record.iteration);
    row->record.path = gmarl_library_run_path (self, run_id, name);
  }
  return result < 0 ? NULL : g_steal_pointer (&rows);
}

static GBytes *
read_file (const char *path, char **sha256)
{
  g_autoptr (GBytes) bytes = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (contents, length);
  *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return g_steal_pointer (&bytes);
}

/* Of the rows first … end - 1, all of one file, the one that describes it, or NULL: there never was
 * a file. Where no row fits, the file is damaged, and the row that it had is given.
 */
static const GmarlCheckpointRow *
choose_row (const GPtrArray *rows, guint first, guint end)
{
  const GmarlCheckpointRow *current = NULL;
  const GmarlCheckpointRow *row = rows->pdata[first];
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;

  if (end - first == 1 && row->state == GMARL_CHECKPOINT_CURRENT)
    return row;
  bytes = read_file (row->record.path, &sha256);
  for (guint k = first; k < end; k++) {
    row = rows->pdata[k];
    if (sha256 != NULL && strcmp (row->record.sha256, sha256) == 0)
      return row;
    if (row->state == GMARL_CHECKPOINT_CURRENT)
      current = row;
  }
  return current;
}

GPtrArray *
gmarl_checkpoint_rows_resolve (const GPtrArray *rows)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (row_free);

  for (guint first = 0, end; first < rows->len; first = end) {
    const GmarlCheckpointRow *row = rows->pdata[first];
    const char *path = row->record.path;

    for (end = first + 1; end < rows->len; end++)
      if (strcmp (((GmarlCheckpointRow *) rows->pdata[end])->record.path, path) != 0)
        break;
    row = choose_row (rows, first, end);
    if (row != NULL) {
      GmarlCheckpointRow *copy = g_new0 (GmarlCheckpointRow, 1);

      copy_record (&row->record, &copy->record);
      copy->state = row->state;
      g_ptr_array_add (chosen, copy);
    }
  }
  return chosen;
}

GPtrArray *
gmarl_library_list_checkpoints (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  GPtrArray *records;

  if (!gmarl_library_require_run (self, run_id, error))
    return NULL;
  rows = gmarl_library_load_checkpoint_rows (self, run_id, error);
  if (rows == NULL)
    return NULL;
  chosen = gmarl_checkpoint_rows_resolve (rows);
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_checkpoint_record_free);
  for (guint k = 0; k < chosen->len; k++) {
    GmarlCheckpointRecord *record = g_new0 (GmarlCheckpointRecord, 1);

    copy_record (&((GmarlCheckpointRow *) chosen->pdata[k])->record, record);
    g_ptr_array_add (records, record);
  }
  return records;
}

/* The row of a kind (and iteration, if it is numbered), or NULL. */
static const GmarlCheckpointRow *
find_row (const GPtrArray *rows, GmarlCheckpointKind kind, gint64 iteration)
{
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRow *row = rows->pdata[k];

    if (row->record.kind == kind &&
        (kind != GMARL_CHECKPOINT_NUMBERED || row->record.iteration == iteration))
      return row;
  }
  return NULL;
}

static gboolean
are_equal (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint k = 0; k < a->len; k++) {
    const GmarlCheckpointRow *x = a->pdata[k];
    const GmarlCheckpointRow *y = b->pdata[k];

    if (x->state != y->state || strcmp (x->record.path, y->record.path) != 0 ||
        strcmp (x->record.sha256, y->record.sha256) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
set_missing_error (const char *run_id,
                   const GPtrArray *rows,
                   GmarlCheckpointKind kind,
                   gint64 iteration,
                   GError **error)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  if (kind != GMARL_CHECKPOINT_NUMBERED) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
        _ ("Run %s has no checkpoint yet: its training ended before the first one. Train it again."),
        run_id);
    return;
  }
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;

    if (record->kind == GMARL_CHECKPOINT_NUMBERED)
      g_string_append_printf (numbers, "%s%" PRId64, numbers->len == 0 ? "" : ", ",
                              record->iteration);
  }
  if (numbers->len == 0)
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
        _ ("Run %s has no checkpoint of iteration %" PRId64
           ", nor of any other: checkpoint.interval makes them. Its last or its best one may do."),
        run_id, iteration);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("Run %s has no checkpoint of iteration %" PRId64 "; it has those of %s."),
                 run_id, iteration, numbers->str);
}

static void
set_damaged_error (const GmarlCheckpointRecord *record, const char *sha256, GError **error)
{
  g_autofree char *shown = g_filename_display_name (record->path);

  if (sha256 == NULL)
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
        _ ("The checkpoint “%s” is missing or cannot be read. The run's rows and its other checkpoints are safe. "
           "Restore the file from a copy, or use another checkpoint of the run."),
        shown);
  else
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
        _ ("The checkpoint “%s” is damaged: its SHA-256 is %.12s…, and %.12s… was written. The run's rows and its other "
           "checkpoints are safe. Restore the file from a copy, or use another checkpoint of the run."),
        shown, sha256, record->sha256);
}

/* The contents that one of the rows of this file describes, or NULL with the file's hash (NULL: no
 * file). */
static GBytes *
read_verified (const GPtrArray *rows, const GmarlCheckpointRow *one, char **sha256)
{
  g_autoptr (GBytes) bytes = read_file (one->record.path, sha256);

  for (guint k = 0; bytes != NULL && k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;

    if (strcmp (record->path, one->record.path) == 0 && strcmp (record->sha256, *sha256) == 0)
      return g_steal_pointer (&bytes);
  }
  return NULL;
}

/* NULL without an error: a writer changed the rows meanwhile. */
static GBytes *
try_load (GmarlLibrary *self,
          const char *run_id,
          GmarlCheckpointKind kind,
          gint64 iteration,
          GmarlCheckpointKind *kind_out,
          GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (self, run_id, error);
  g_autoptr (GPtrArray) chosen = rows == NULL ? NULL : gmarl_checkpoint_rows_resolve (rows);
  g_autoptr (GPtrArray) after = NULL;
  g_autofree char *sha256 = NULL;
  const GmarlCheckpointRow *row;
  GBytes *bytes = NULL;

  if (rows == NULL)
    return NULL;
  row = find_row (chosen, kind, iteration);
  if (row == NULL && kind == GMARL_CHECKPOINT_BEST)
    row = find_row (chosen, GMARL_CHECKPOINT_LAST, -1);
  if (row != NULL) {
    bytes = read_verified (rows, row, &sha256);
    if (kind_out != NULL)
      *kind_out = row->record.kind;
    if (bytes != NULL)
      return bytes;
  }

  after = gmarl_library_load_checkpoint_rows (self, run_id, error);
  if (after == NULL || !are_equal (rows, after))
    return NULL;
  if (row == NULL)
    set_missing_error (run_id, chosen, kind, iteration, error);
  else
    set_damaged_error (&row->record, sha256, error);
  return NULL;
}

GBytes *
gmarl_library_load_checkpoint (GmarlLibrary *self,
                               const char *run_id,
                               GmarlCheckpointKind kind,
                               gint64 iteration,
                               GmarlCheckpointKind *kind_out,
                               GError **error)
{
  if (!gmarl_library_require_run (self, run_id, error))
    return NULL;
  for (gint attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    g_autoptr (GError) failure = NULL;
    GBytes *bytes = try_load (self, run_id, kind, iteration, kind_out, &failure);

    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    else if (bytes == NULL)
      continue;
    return bytes;
  }
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("Run %s writes its checkpoints faster than they can be read. Nothing was changed; try again."),
      run_id);
  return NULL;
}

/* One line for every checkpoint that is not what was written. */
static gboolean
describe_damage (GmarlLibrary *self, const char *run_id, GString *damage, GError **error)
{
  g_autoptr (GPtrArray) records = gmarl_library_list_checkpoints (self, run_id, error);

  if (records == NULL)
    return FALSE;
  for (guint k = 0; k < records->len; k++) {
    const GmarlCheckpointRecord *record = records->pdata[k];
    g_autoptr (GError) failure = NULL;
    g_autoptr (GBytes) bytes = gmarl_library_load_checkpoint (self, run_id, record->kind,
                                                              record->iteration, NULL, &failure);

    if (bytes == NULL)
      g_string_append_printf (damage, "\n%s", failure->message);
  }
  return TRUE;
}

gboolean
gmarl_library_quick_check (GmarlLibrary *self, GString *damage, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, "PRAGMA quick_check", error);
  gint result;

  if (statement == NULL)
    return FALSE;
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    g_autofree char *line = gmarl_statement_get_text (statement, 0);

    if (g_strcmp0 (line, "ok") != 0) {
      g_autofree char *valid = g_utf8_make_valid (line == NULL ? "" : line, -1);

      g_string_append_printf (damage, "%s%s", damage->len == 0 ? "" : "; ", valid);
    }
  }
  return result == 0;
}

gboolean
gmarl_library_check (GmarlLibrary *self, GError **error)
{
  g_autoptr (GString) damage = g_string_new (NULL);
  g_autoptr (GPtrArray) runs = NULL;

  if (!gmarl_library_quick_check (self, damage, error))
    return FALSE;
  if (damage->len > 0) {
    gmarl_library_set_damage_error (self, damage->str, error);
    return FALSE;
  }
  runs = gmarl_library_list_runs (self, error);
  if (runs == NULL)
    return FALSE;
  for (guint k = 0; k < runs->len; k++)
    if (!describe_damage (self, ((GmarlRunRecord *) runs->pdata[k])->id, damage, error))
      return FALSE;
  if (damage->len == 0)
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
               _ ("The database is whole, but not every checkpoint:%s"), damage->str);
  return FALSE;
}
