/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-library-model.h"

struct _GmarlLibraryModel {
  GObject parent_instance;

  /* Owned */
  GListStore *rows;
  GHashTable *agents; /* group id (owned) -> number of agents + 1 */
};

G_DEFINE_FINAL_TYPE (GmarlLibraryModel, gmarl_library_model, G_TYPE_OBJECT)

static void
gmarl_library_model_finalize (GObject *object)
{
  GmarlLibraryModel *self = GMARL_LIBRARY_MODEL (object);

  g_object_unref (self->rows);
  g_hash_table_unref (self->agents);
  G_OBJECT_CLASS (gmarl_library_model_parent_class)->finalize (object);
}

static void
gmarl_library_model_class_init (GmarlLibraryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_library_model_finalize;
}

static void
gmarl_library_model_init (GmarlLibraryModel *self)
{
  self->rows = g_list_store_new (GMARL_TYPE_LIBRARY_ROW);
  self->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GmarlLibraryModel *
gmarl_library_model_new (void)
{
  return g_object_new (GMARL_TYPE_LIBRARY_MODEL, NULL);
}

/* A group's configuration never changes, so it is read once. */
static gint64
find_n_agents (GmarlLibraryModel *self, GmarlLibrary *library, const GmarlRunRecord *record)
{
  gpointer known = g_hash_table_lookup (self->agents, record->group_id);

  if (known == NULL) {
    g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, record->id, NULL);

    known = GSIZE_TO_POINTER (config != NULL ? config->scenario->nodes + 1 : 1);
    g_hash_table_insert (self->agents, g_strdup (record->group_id), known);
  }
  return (gint64) GPOINTER_TO_SIZE (known) - 1;
}

static const char *
get_id (GmarlLibraryModel *self, guint index)
{
  g_autoptr (GmarlLibraryRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), index);

  return row != NULL ? gmarl_library_row_get_record (row)->id : NULL;
}

/* Takes the record to its place in the list: most are where they were, new ones come at the top. */
static void
place (GmarlLibraryModel *self, GmarlLibrary *library, GmarlRunRecord *record, guint index)
{
  const char *there = get_id (self, index);
  g_autoptr (GmarlLibraryRow) row = NULL;

  if (there != NULL && g_str_equal (there, record->id)) {
    row = g_list_model_get_item (G_LIST_MODEL (self->rows), index);
    gmarl_library_row_update (row, record);
  } else {
    row = gmarl_library_row_new (record, find_n_agents (self, library, record));
    g_list_store_insert (self->rows, index, row);
  }
}

/* Removes what the library has no more; what stays is in the same order there and here. */
static void
remove_gone (GmarlLibraryModel *self, const GPtrArray *records)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint index = 0;
  const char *id;

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (ids, ((GmarlRunRecord *) records->pdata[i])->id);
  while ((id = get_id (self, index)) != NULL) {
    if (g_hash_table_contains (ids, id))
      index++;
    else
      g_list_store_remove (self->rows, index);
  }
}

gboolean
gmarl_library_model_refresh (GmarlLibraryModel *self, GmarlLibrary *library, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (GMARL_IS_LIBRARY_MODEL (self), FALSE);

  if (library == NULL) {
    g_list_store_remove_all (self->rows);
    return TRUE;
  }
  records = gmarl_library_list_runs (library, error);
  if (records == NULL)
    return FALSE;
  remove_gone (self, records);
  /* The records go to the rows. */
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    place (self, library, records->pdata[i], i);
  return TRUE;
}

GListModel *
gmarl_library_model_get_rows (GmarlLibraryModel *self)
{
  g_return_val_if_fail (GMARL_IS_LIBRARY_MODEL (self), NULL);
  return G_LIST_MODEL (self->rows);
}
