/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-library-row.h"

struct _GmarlLibraryRow {
  GObject parent_instance;

  GmarlRunRecord *record;
  gint64 n_agents;
};

enum {
  CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlLibraryRow, gmarl_library_row, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
gmarl_library_row_finalize (GObject *object)
{
  gmarl_run_record_free (GMARL_LIBRARY_ROW (object)->record);
  G_OBJECT_CLASS (gmarl_library_row_parent_class)->finalize (object);
}

static void
gmarl_library_row_class_init (GmarlLibraryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_library_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", GMARL_TYPE_LIBRARY_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_library_row_init (GmarlLibraryRow *self)
{
}

GmarlLibraryRow *
gmarl_library_row_new (GmarlRunRecord *record, gint64 n_agents)
{
  GmarlLibraryRow *self = g_object_new (GMARL_TYPE_LIBRARY_ROW, NULL);

  self->record = record;
  self->n_agents = n_agents;
  return self;
}

const GmarlRunRecord *
gmarl_library_row_get_record (GmarlLibraryRow *self)
{
  g_return_val_if_fail (GMARL_IS_LIBRARY_ROW (self), NULL);
  return self->record;
}

gint64
gmarl_library_row_get_n_agents (GmarlLibraryRow *self)
{
  g_return_val_if_fail (GMARL_IS_LIBRARY_ROW (self), 0);
  return self->n_agents;
}

/* Of the values that change. */
static gboolean
is_same (const GmarlRunRecord *one, const GmarlRunRecord *other)
{
  return one->status == other->status && one->iteration == other->iteration &&
         one->iterations == other->iterations && one->updated_us == other->updated_us &&
         one->best_iteration == other->best_iteration && g_str_equal (one->name, other->name);
}

void
gmarl_library_row_update (GmarlLibraryRow *self, GmarlRunRecord *record)
{
  gboolean changed;

  g_return_if_fail (GMARL_IS_LIBRARY_ROW (self));
  g_return_if_fail (g_str_equal (record->id, self->record->id));

  changed = !is_same (record, self->record);
  gmarl_run_record_free (self->record);
  self->record = record;
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}
