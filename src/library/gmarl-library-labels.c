/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What people write on run groups: name, tags, notes, look.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_TAG   100   /* bytes */
#define LONGEST_NOTES 65536 /* bytes */

/* A statement with the run as its first parameter. */
static GmarlStatement *
prepare_for_run (GmarlLibrary *self, const char *sql, const char *run_id, GError **error)
{
  GmarlStatement *statement = gmarl_library_prepare (self, sql, error);

  if (statement != NULL)
    gmarl_statement_bind_text (statement, 1, run_id);
  return statement;
}

static gboolean
can_change (GmarlLibrary *self, const char *run_id, GError **error)
{
  return gmarl_library_require_writable (self, error) &&
         gmarl_library_require_run (self, run_id, error);
}

gboolean
gmarl_library_rename (GmarlLibrary *self, const char *run_id, const char *name, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  g_autoptr (GmarlStatement) statement = NULL;

  if (!gmarl_library_check_name (stripped, error) || !can_change (self, run_id, error))
    return FALSE;
  statement = prepare_for_run (
      self, "UPDATE run_group SET name = ?2 WHERE id = (SELECT group_id FROM run WHERE id = ?1)",
      run_id, error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 2, stripped);
  return gmarl_library_run (self, statement, error);
}

gboolean
gmarl_library_set_notes (GmarlLibrary *self, const char *run_id, const char *notes, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;

  if (!g_utf8_validate (notes, -1, NULL) || strlen (notes) > LONGEST_NOTES) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("Notes are a text of at most %d bytes. Nothing was changed; shorten them."),
                 LONGEST_NOTES);
    return FALSE;
  }
  if (!can_change (self, run_id, error))
    return FALSE;
  statement = prepare_for_run (
      self, "UPDATE run_group SET notes = ?2 WHERE id = (SELECT group_id FROM run WHERE id = ?1)",
      run_id, error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 2, notes);
  return gmarl_library_run (self, statement, error);
}

gboolean
gmarl_library_set_look (GmarlLibrary *self, const char *run_id, gint look, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;

  g_return_val_if_fail (look >= -1, FALSE);

  if (!can_change (self, run_id, error))
    return FALSE;
  statement = prepare_for_run (
      self, "UPDATE run_group SET look = ?2 WHERE id = (SELECT group_id FROM run WHERE id = ?1)",
      run_id, error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_integer (statement, 2, look);
  return gmarl_library_run (self, statement, error);
}

gboolean
gmarl_library_check_tag (const char *tag, GError **error)
{
  gboolean good = tag[0] != '\0' && strlen (tag) <= LONGEST_TAG && g_utf8_validate (tag, -1, NULL);

  for (const char *p = tag; good && *p != '\0'; p = g_utf8_next_char (p))
    good = *p != ',' && !g_unichar_iscntrl (g_utf8_get_char (p));
  if (!good)
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("A tag is a short text on one line, without commas and not empty. Nothing was changed."));
  return good;
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
check_tags (const char *const *tags, GError **error)
{
  g_autoptr (GPtrArray) checked = g_ptr_array_new_with_free_func (g_free);

  for (gsize k = 0; tags[k] != NULL; k++) {
    g_ptr_array_add (checked, g_strstrip (g_strdup (tags[k])));
    if (!gmarl_library_check_tag (checked->pdata[k], error))
      return NULL;
  }
  return g_steal_pointer (&checked);
}

/* In a transaction. */
static gboolean
replace_tags (GmarlLibrary *self, const char *run_id, const GPtrArray *tags, GError **error)
{
  g_autoptr (GmarlStatement) removal = prepare_for_run (
      self, "DELETE FROM tag WHERE group_id = (SELECT group_id FROM run WHERE id = ?1)", run_id,
      error);
  g_autoptr (GmarlStatement) insertion = NULL;

  if (removal == NULL || !gmarl_library_run (self, removal, error))
    return FALSE;
  insertion = prepare_for_run (self,
                               "INSERT INTO tag (group_id, name)"
                               " SELECT group_id, ?2 FROM run WHERE id = ?1 ON CONFLICT DO NOTHING",
                               run_id, error);
  if (insertion == NULL)
    return FALSE;
  for (guint k = 0; k < tags->len; k++) {
    gmarl_statement_bind_text (insertion, 2, tags->pdata[k]);
    if (!gmarl_library_run (self, insertion, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_library_set_tags (GmarlLibrary *self,
                        const char *run_id,
                        const char *const *tags,
                        GError **error)
{
  g_autoptr (GPtrArray) checked = check_tags (tags, error);

  if (checked == NULL || !can_change (self, run_id, error) || !gmarl_library_begin (self, error))
    return FALSE;
  if (!replace_tags (self, run_id, checked, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error);
}

char **
gmarl_library_list_tags (GmarlLibrary *self, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "SELECT DISTINCT name FROM tag WHERE EXISTS"
      " (SELECT 1 FROM run AS r WHERE r.group_id = tag.group_id AND r.trashed_us = 0)"
      " ORDER BY name",
      error);
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  gint result;

  if (statement == NULL)
    return NULL;
  while ((result = gmarl_library_step (self, statement, error)) > 0)
    g_strv_builder_add (tags, (const char *) sqlite3_column_text (statement, 0));
  return result < 0 ? NULL : g_strv_builder_end (tags);
}
