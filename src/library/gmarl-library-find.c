/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What a reference to runs means.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define SHORTEST_PREFIX 3
#define ID_LENGTH       12
#define MOST_LISTED     12 /* ids in the message of an ambiguous reference */

static void
set_no_runs_error (GmarlLibrary *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->directory);

  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("The results library “%s” has no runs yet: begin one with “gridmarl-cli train”."),
               shown);
}

/* All names and ids, to find the one that was meant. */
static void
set_unknown_error (GmarlLibrary *self, const char *reference, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (self, error);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *nearest;

  if (runs == NULL)
    return;
  if (runs->len == 0) {
    set_no_runs_error (self, error);
    return;
  }
  g_ptr_array_add (words, (gpointer) "latest");
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    g_ptr_array_add (words, run->name);
    g_ptr_array_add (words, run->id);
  }
  g_ptr_array_add (words, NULL);

  nearest = gmarl_nearest_word (reference, (const char *const *) words->pdata);
  if (nearest != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no run “%s”: did you mean “%s”?"), reference, nearest);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no run “%s”: “gridmarl-cli runs list” shows the ids and names."),
                 reference);
}

static void
set_ambiguous_error (const char *reference, const GPtrArray *runs, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint k = 0; k < runs->len && k < MOST_LISTED; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    /* translators: a run in a list of runs: id, name, seed */
    g_string_append_printf (list, _ ("\n  %s  %s, seed %" PRIu64), run->id, run->name, run->seed);
  }
  if (runs->len > MOST_LISTED)
    g_string_append_printf (list, _ ("\n  and %u more"), runs->len - MOST_LISTED);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("“%s” can mean several runs; name one by its id:%s"), reference, list->str);
}

static GPtrArray *
find_latest (GmarlLibrary *self, GError **error)
{
  g_autoptr (GPtrArray) runs =
      gmarl_library_query_runs (self,
                                "WHERE r.trashed_us = 0 AND"
                                " EXISTS (SELECT 1 FROM checkpoint AS k WHERE k.run_id = r.id)"
                                " ORDER BY r.created_us DESC, r.number DESC",
                                NULL, error);

  if (runs == NULL)
    return NULL;
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    g_autoptr (GPtrArray) checkpoints = gmarl_library_list_checkpoints (self, run->id, error);

    if (checkpoints == NULL)
      return NULL;
    if (checkpoints->len > 0)
      return gmarl_library_query_runs (self, "WHERE r.id = ?", run->id, error);
  }
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("No run has a checkpoint yet: begin one with “gridmarl-cli train”."));
  return NULL;
}

static gboolean
is_hexadecimal (const char *reference)
{
  return strspn (reference, "0123456789abcdef") == strlen (reference);
}

static gboolean
is_whole_id (const char *reference)
{
  return strlen (reference) == ID_LENGTH && is_hexadecimal (reference);
}

static gboolean
can_be_prefix (const char *reference)
{
  gsize length = strlen (reference);

  return length >= SHORTEST_PREFIX && length < ID_LENGTH && is_hexadecimal (reference);
}

static gboolean
are_of_one_group (const GPtrArray *runs)
{
  for (guint k = 1; k < runs->len; k++)
    if (strcmp (((GmarlRunRecord *) runs->pdata[k])->group_id,
                ((GmarlRunRecord *) runs->pdata[0])->group_id) != 0)
      return FALSE;
  return TRUE;
}

/* A name or the prefix of an id; where: the condition on the runs that are looked at. */
static GPtrArray *
find_among (GmarlLibrary *self, const char *reference, const char *where, GError **error)
{
  g_autoptr (GPtrArray) by_id =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_record_free);
  g_autoptr (GPtrArray) by_name = NULL;
  g_autofree char *by_prefix_sql =
      /* "g" sorts after every hexadecimal digit. */
      g_strdup_printf ("WHERE %s AND r.id >= ?1 AND r.id < ?1 || 'g' ORDER BY r.id", where);
  g_autofree char *by_name_sql =
      g_strdup_printf ("WHERE g.name = ? AND %s ORDER BY r.seed < 0, r.seed, r.number", where);
  g_autofree char *by_group_sql =
      g_strdup_printf ("WHERE g.id = ? AND %s ORDER BY r.seed < 0, r.seed, r.number", where);

  if (is_whole_id (reference)) {
    g_ptr_array_unref (by_id);
    by_id = gmarl_library_query_runs (self, by_group_sql, reference, error);
    if (by_id == NULL || by_id->len > 0)
      return g_steal_pointer (&by_id);
  }
  if (can_be_prefix (reference)) {
    g_ptr_array_unref (by_id);
    by_id = gmarl_library_query_runs (self, by_prefix_sql, reference, error);
    if (by_id == NULL)
      return NULL;
  }
  by_name = gmarl_library_query_runs (self, by_name_sql, reference, error);
  if (by_name == NULL)
    return NULL;

  if (by_id->len <= 1 && by_name->len == 0)
    return g_steal_pointer (&by_id);
  if (by_id->len == 0 && are_of_one_group (by_name))
    return g_steal_pointer (&by_name);

  g_ptr_array_extend_and_steal (by_id, g_steal_pointer (&by_name));
  set_ambiguous_error (reference, by_id, error);
  return NULL;
}

GPtrArray *
gmarl_library_find_runs (GmarlLibrary *self, const char *reference, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  if (strcmp (reference, "latest") == 0)
    return find_latest (self, error);

  runs = gmarl_library_query_runs (self, "WHERE r.id = ?", reference, error);
  if (runs == NULL || runs->len == 1)
    return g_steal_pointer (&runs);
  g_ptr_array_unref (runs);
  runs = find_among (self, reference, "r.trashed_us = 0", error);
  if (runs == NULL || runs->len > 0)
    return g_steal_pointer (&runs);
  set_unknown_error (self, reference, error);
  return NULL;
}

GPtrArray *
gmarl_library_find_trash (GmarlLibrary *self, const char *reference, GError **error)
{
  g_autoptr (GPtrArray) runs =
      gmarl_library_query_runs (self, "WHERE r.id = ? AND r.trashed_us != 0", reference, error);

  if (runs == NULL || runs->len == 1)
    return g_steal_pointer (&runs);
  g_ptr_array_unref (runs);
  runs = find_among (self, reference, "r.trashed_us != 0", error);
  if (runs == NULL || runs->len > 0)
    return g_steal_pointer (&runs);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("There is no run “%s” in the trash: “gridmarl-cli runs list --trash” shows what "
                  "is. Nothing was changed."),
               reference);
  return NULL;
}
