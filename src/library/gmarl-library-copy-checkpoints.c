/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The checkpoints of a run from one library into another one.
 *
 * They are read before the rows: whoever trains the source meanwhile writes a row before the
 * checkpoint that follows from it, so that a copy never has a state to resume from whose rows it
 * lacks. They are put in place after the rows are stored, by the stages of
 * gmarl-library-checkpoint-write.c.
 */
#include "config.h"

#include "gmarl-library-copy.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#define LATEST_ITERATION 1000000000000 /* more is nobody's */

typedef struct {
  GmarlCheckpointWrite write;
  gboolean staged; /* something is beside the target's file */
} Copy;

struct _GmarlCheckpointCopies {
  GmarlLibrary *to; /* borrowed */
  char *run_id;
  GPtrArray *copies; /* of Copy */
};

static void
copy_free (gpointer data)
{
  Copy *self = data;

  if (self->staged)
    g_unlink (self->write.temporary);
  g_clear_pointer (&self->write.bytes, g_bytes_unref);
  gmarl_checkpoint_write_clear (&self->write);
  g_free (self);
}

void
gmarl_checkpoint_copies_free (GmarlCheckpointCopies *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->copies);
  g_free (self->run_id);
  g_free (self);
}

/* The source's checkpoints: those that a writer is about to replace or remove left out. */
static GPtrArray *
load_rows (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (self, run_id, error);
  GPtrArray *chosen;

  if (rows == NULL)
    return NULL;
  if (!self->is_bundle) {
    chosen = gmarl_checkpoint_rows_resolve (rows);
    return chosen;
  }
  /* A bundle has no files that could say which of two rows is true. */
  for (guint k = rows->len; k > 0; k--)
    if (((GmarlCheckpointRow *) rows->pdata[k - 1])->state != GMARL_CHECKPOINT_CURRENT)
      g_ptr_array_remove_index (rows, k - 1);
  return g_steal_pointer (&rows);
}

static gboolean
is_there (GmarlLibrary *to, const GmarlCheckpointRecord *record)
{
  GStatBuf info;

  return to->is_bundle || (g_stat (record->path, &info) == 0 && info.st_size == record->bytes);
}

/* Whether the target has it, or a later one of its kind. */
static gboolean
is_wanted (GmarlLibrary *to, const GPtrArray *ours, const GmarlCheckpointRecord *theirs)
{
  for (guint k = 0; k < ours->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) ours->pdata[k])->record;

    if (record->kind != theirs->kind || !is_there (to, record))
      continue;
    if (theirs->kind == GMARL_CHECKPOINT_NUMBERED ? record->iteration == theirs->iteration
                                                  : record->iteration >= theirs->iteration)
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_checkpoint_copies_are_wanted (GmarlLibrary *from,
                                    GmarlLibrary *to,
                                    const char *run_id,
                                    gboolean *wanted,
                                    GError **error)
{
  g_autoptr (GPtrArray) theirs = load_rows (from, run_id, error);
  g_autoptr (GPtrArray) ours = theirs == NULL ? NULL : load_rows (to, run_id, error);

  *wanted = FALSE;
  if (ours == NULL)
    return FALSE;
  for (guint k = 0; k < theirs->len; k++)
    *wanted |= is_wanted (to, ours, &((GmarlCheckpointRow *) theirs->pdata[k])->record);
  return TRUE;
}

static GBytes *
load_bytes (GmarlLibrary *from,
            const char *run_id,
            const GmarlCheckpointRecord *record,
            GError **error)
{
  GmarlCheckpointKind kind = record->kind;

  if (record->iteration < 0 || record->iteration > LATEST_ITERATION) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                 _ ("The checkpoint of iteration %" PRId64 " of run %s cannot be one."),
                 record->iteration, run_id);
    return NULL;
  }
  if (from->is_bundle)
    return gmarl_library_get_bundled (from, record->sha256, error);
  return gmarl_library_load_checkpoint (from, run_id, kind, record->iteration, &kind, error);
}

/* The row may have been replaced together with the file: the newest describes it. */
static gboolean
describe (GmarlLibrary *from,
          const char *run_id,
          const char *sha256,
          GmarlCheckpointKind kind,
          gint64 *iteration,
          double *score,
          GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (from, run_id, error);

  if (rows == NULL)
    return FALSE;
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;

    if (record->kind != kind || strcmp (record->sha256, sha256) != 0)
      continue;
    *iteration = record->iteration;
    *score = record->score;
  }
  return TRUE;
}

static gboolean
stage_one (GmarlCheckpointCopies *self,
           GmarlLibrary *from,
           const GmarlCheckpointRecord *record,
           GBytes *bytes,
           GError **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gint64 iteration = record->iteration;
  double score = record->score;
  Copy *copy;

  if (!describe (from, self->run_id, sha256, record->kind, &iteration, &score, error))
    return FALSE;
  copy = g_new0 (Copy, 1);
  g_ptr_array_add (self->copies, copy);
  gmarl_checkpoint_write_init (&copy->write, self->to, self->run_id, record->kind, iteration, score,
                               bytes, 0);
  if (self->to->is_bundle) {
    copy->write.bytes = NULL;
    return gmarl_library_put_bundled (self->to, sha256, bytes, error);
  }
  copy->staged = TRUE;
  if (!gmarl_checkpoint_write_stage (&copy->write, error)) {
    copy->write.bytes = NULL;
    return FALSE;
  }
  /* It is on the disk: the memory is for the next one. */
  copy->write.bytes = NULL;
  return TRUE;
}

GmarlCheckpointCopies *
gmarl_checkpoint_copies_stage (GmarlLibrary *from,
                               GmarlLibrary *to,
                               const char *run_id,
                               GPtrArray *refused,
                               GError **error)
{
  g_autoptr (GPtrArray) theirs = load_rows (from, run_id, error);
  g_autoptr (GPtrArray) ours = theirs == NULL ? NULL : load_rows (to, run_id, error);
  g_autoptr (GmarlCheckpointCopies) self = g_new0 (GmarlCheckpointCopies, 1);

  self->to = to;
  self->run_id = g_strdup (run_id);
  self->copies = g_ptr_array_new_with_free_func (copy_free);
  if (ours == NULL)
    return NULL;
  for (guint k = 0; k < theirs->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) theirs->pdata[k])->record;
    g_autoptr (GError) failure = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (!is_wanted (to, ours, record))
      continue;
    bytes = load_bytes (from, run_id, record, &failure);
    if (bytes == NULL && g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))
      continue; /* its writer has removed it meanwhile */
    if (bytes == NULL) {
      g_ptr_array_add (refused, g_strdup (failure->message));
      continue;
    }
    if (!stage_one (self, from, record, bytes, error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

static gboolean
finish_in_bundle (GmarlCheckpointWrite *write, GError **error)
{
  return gmarl_checkpoint_write_announce (write, error) &&
         gmarl_checkpoint_write_settle (write, error);
}

gboolean
gmarl_checkpoint_copies_finish (GmarlCheckpointCopies *self, gint64 *bytes, GError **error)
{
  for (guint k = 0; k < self->copies->len; k++) {
    Copy *copy = self->copies->pdata[k];
    GmarlCheckpointWrite *write = &copy->write;

    if (self->to->is_bundle ? !finish_in_bundle (write, error)
                            : !gmarl_checkpoint_write_announce (write, error) ||
                                  !gmarl_checkpoint_write_publish (write, error) ||
                                  !gmarl_checkpoint_write_settle (write, error))
      return FALSE;
    copy->staged = FALSE;
    *bytes += (gint64) write->size;
  }
  return TRUE;
}
