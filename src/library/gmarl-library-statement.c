/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Statements and transactions of SQLite, with GError and with NaN for NULL.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <math.h>

void
gmarl_statement_finalize (GmarlStatement *self)
{
  /* Returns the error of the last step, which has been reported there. */
  sqlite3_finalize (self);
}

GmarlStatement *
gmarl_library_prepare (GmarlLibrary *self, const char *sql, GError **error)
{
  GmarlStatement *statement = NULL;

  errno = 0;
  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
    gmarl_library_set_error (self, error);
    return NULL;
  }
  return statement;
}

gboolean
gmarl_library_execute (GmarlLibrary *self, const char *sql, GError **error)
{
  errno = 0;
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  gmarl_library_set_error (self, error);
  return FALSE;
}

gint
gmarl_library_step (GmarlLibrary *self, GmarlStatement *statement, GError **error)
{
  errno = 0;
  switch (sqlite3_step (statement)) {
  case SQLITE_ROW:
    return 1;
  case SQLITE_DONE:
    return 0;
  default:
    gmarl_library_set_error (self, error);
    return -1;
  }
}

gboolean
gmarl_library_run (GmarlLibrary *self, GmarlStatement *statement, GError **error)
{
  gint result = gmarl_library_step (self, statement, error);

  sqlite3_reset (statement);
  return result == 0;
}

gboolean
gmarl_library_execute_for (GmarlLibrary *self,
                           const char *sql,
                           const char *parameter,
                           GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, parameter);
  return gmarl_library_run (self, statement, error);
}

GPtrArray *
gmarl_library_query_records (GmarlLibrary *self,
                             const char *sql,
                             const char *parameter,
                             GmarlRecordFunc read,
                             GDestroyNotify free_record,
                             GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, sql, error);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (free_record);
  gint result;

  if (statement == NULL)
    return NULL;
  if (parameter != NULL)
    gmarl_statement_bind_text (statement, 1, parameter);
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    gpointer record = read (self, statement, error);

    if (record == NULL)
      return NULL;
    g_ptr_array_add (records, record);
  }
  return result < 0 ? NULL : g_steal_pointer (&records);
}

gboolean
gmarl_library_query_integer (GmarlLibrary *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (self, sql, error);
  gint result = statement == NULL ? -1 : gmarl_library_step (self, statement, error);

  if (result < 0)
    return FALSE;
  *value = result == 0 ? 0 : sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/* Binding fails for a wrong parameter number or without memory alone: both are no one's input. */
void
gmarl_statement_bind_text (GmarlStatement *self, gint parameter, const char *value)
{
  gint result = sqlite3_bind_text (self, parameter, value, -1, SQLITE_TRANSIENT);

  g_assert (result == SQLITE_OK);
}

void
gmarl_statement_bind_integer (GmarlStatement *self, gint parameter, gint64 value)
{
  gint result = sqlite3_bind_int64 (self, parameter, value);

  g_assert (result == SQLITE_OK);
}

void
gmarl_statement_bind_real (GmarlStatement *self, gint parameter, double value)
{
  /* SQLite itself makes NULL of a NaN. */
  gint result = sqlite3_bind_double (self, parameter, value);

  g_assert (result == SQLITE_OK);
}

char *
gmarl_statement_get_text (GmarlStatement *self, gint column)
{
  return g_strdup ((const char *) sqlite3_column_text (self, column));
}

double
gmarl_statement_get_real (GmarlStatement *self, gint column)
{
  if (sqlite3_column_type (self, column) == SQLITE_NULL)
    return NAN;
  return sqlite3_column_double (self, column);
}

gboolean
gmarl_library_begin (GmarlLibrary *self, GError **error)
{
  return gmarl_library_require_writable (self, error) &&
         gmarl_library_execute (self, "BEGIN IMMEDIATE", error);
}

gboolean
gmarl_library_commit (GmarlLibrary *self, GError **error)
{
  if (gmarl_library_execute (self, "COMMIT", error))
    return TRUE;
  gmarl_library_rollback (self);
  return FALSE;
}

void
gmarl_library_rollback (GmarlLibrary *self)
{
  /* Some errors have rolled back already. */
  if (sqlite3_get_autocommit (self->db) == 0)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}
