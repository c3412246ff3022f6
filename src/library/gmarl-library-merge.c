/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Taking over what another library, or a bundle, has.
 */
#include "config.h"

#include "gmarl-library-merge.h"

#include "gmarl-library-copy.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

void
gmarl_merge_result_clear (GmarlMergeResult *self)
{
  g_clear_pointer (&self->refused, g_ptr_array_unref);
}

static void
set_itself_error (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("“%s” is this library itself. Nothing was changed; name another one."), shown);
}

static GmarlLibrary *
open_source (GmarlLibrary *self, const char *path, GError **error)
{
  g_autoptr (GmarlLibrary) source = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return gmarl_library_open_bundle (path, error);
  source = gmarl_library_open (path, GMARL_LIBRARY_READ_ONLY | GMARL_LIBRARY_AS_COPY, error);
  if (source == NULL)
    return NULL;
  if (!gmarl_library_check_objects (source, error))
    return NULL;
  if (!gmarl_library_is_same_file (source->database, self->database))
    return g_steal_pointer (&source);
  set_itself_error (path, error);
  return NULL;
}

/* Ids become names of folders: a file with one that is not an id is no library. */
static char **
list_ids (GmarlLibrary *source, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      source, "SELECT id FROM run WHERE trashed_us = 0 ORDER BY number", error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  gint result;

  if (statement == NULL)
    return NULL;
  while ((result = gmarl_library_step (source, statement, error)) > 0) {
    const char *id = (const char *) sqlite3_column_text (statement, 0);

    if (!gmarl_library_is_id (id)) {
      gmarl_library_set_damage_error (source, _ ("an id in it is not one"), error);
      return NULL;
    }
    g_strv_builder_add (ids, id);
  }
  return result < 0 ? NULL : g_strv_builder_end (ids);
}

static gboolean
merge_run (GmarlLibrary *self,
           GmarlLibrary *source,
           const char *run_id,
           GmarlMergeResult *result,
           GError **error)
{
  g_autoptr (GError) failure = NULL;
  GmarlCopyOutcome outcome;

  if (gmarl_library_copy_run (source, self, run_id, &outcome, &result->bytes, result->refused,
                              &failure)) {
    result->n_added += outcome == GMARL_COPY_ADDED;
    result->n_extended += outcome == GMARL_COPY_EXTENDED;
    result->n_same += outcome == GMARL_COPY_SAME;
    return TRUE;
  }
  /* Removed there meanwhile. */
  if (g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_CONFIG)) {
    g_ptr_array_add (result->refused, g_strdup (failure->message));
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
gmarl_library_merge (GmarlLibrary *self,
                     const char *path,
                     GmarlLibraryProgress progress,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GmarlMergeResult *result,
                     GError **error)
{
  g_autoptr (GmarlLibrary) source = NULL;
  g_auto (GStrv) ids = NULL;
  guint total;

  *result = (GmarlMergeResult){ .refused = g_ptr_array_new_with_free_func (g_free) };
  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  source = open_source (self, path, error);
  ids = source == NULL ? NULL : list_ids (source, error);
  if (ids == NULL)
    return FALSE;

  total = g_strv_length (ids);
  for (guint k = 0; k < total; k++) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !merge_run (self, source, ids[k], result, error))
      return FALSE;
    if (progress != NULL)
      progress (k + 1, total, user_data);
  }
  /* What a stranger says of scores and studies is not taken: scores are measured here. */
  return source->is_bundle || gmarl_library_copy_tables (source, self, error);
}
