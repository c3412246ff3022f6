/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Comparisons that are remembered.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <glib/gi18n-lib.h>

void
gmarl_comparison_record_free (GmarlComparisonRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->definition);
  g_free (self);
}

static void
set_unknown_error (const char *id, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("The results library has no comparison “%s” any more. Nothing was changed."), id);
}

static char *
add_comparison (GmarlLibrary *self, const char *name, const char *definition, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self, "INSERT INTO comparison (id, name, definition, created_us) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 2, name);
  gmarl_statement_bind_text (statement, 3, definition);
  gmarl_statement_bind_integer (statement, 4, g_get_real_time ());
  return gmarl_library_insert_with_new_id (self, statement, error);
}

static char *
change_comparison (GmarlLibrary *self,
                   const char *id,
                   const char *name,
                   const char *definition,
                   GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self, "UPDATE comparison SET name = ?2, definition = ?3 WHERE id = ?1", error);

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, id);
  gmarl_statement_bind_text (statement, 2, name);
  gmarl_statement_bind_text (statement, 3, definition);
  if (!gmarl_library_run (self, statement, error))
    return NULL;
  if (sqlite3_changes (self->db) > 0)
    return g_strdup (id);
  set_unknown_error (id, error);
  return NULL;
}

char *
gmarl_library_store_comparison (GmarlLibrary *self,
                                const char *id,
                                const char *name,
                                const char *definition,
                                GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  if (!gmarl_library_require_writable (self, error) || !gmarl_library_check_name (stripped, error))
    return NULL;
  return id == NULL ? add_comparison (self, stripped, definition, error)
                    : change_comparison (self, id, stripped, definition, error);
}

GPtrArray *
gmarl_library_list_comparisons (GmarlLibrary *self, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self,
                             "SELECT id, name, created_us, definition FROM comparison"
                             " ORDER BY created_us DESC, id",
                             error);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_comparison_record_free);
  gint result;

  if (statement == NULL)
    return NULL;
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    GmarlComparisonRecord *record = g_new0 (GmarlComparisonRecord, 1);

    g_ptr_array_add (records, record);
    record->id = gmarl_statement_get_text (statement, 0);
    record->name = gmarl_statement_get_text (statement, 1);
    record->created_us = sqlite3_column_int64 (statement, 2);
    record->definition = gmarl_statement_get_text (statement, 3);
    if (record->id == NULL || record->name == NULL || record->definition == NULL) {
      gmarl_library_set_damage_error (self, _ ("a comparison lacks what every comparison has"),
                                      error);
      return NULL;
    }
  }
  return result < 0 ? NULL : g_steal_pointer (&records);
}

gboolean
gmarl_library_remove_comparison (GmarlLibrary *self, const char *id, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;

  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  statement = gmarl_library_prepare (self, "DELETE FROM comparison WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, id);
  if (!gmarl_library_run (self, statement, error))
    return FALSE;
  if (sqlite3_changes (self->db) > 0)
    return TRUE;
  set_unknown_error (id, error);
  return FALSE;
}
