/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-item.h"

struct _GmarlRunItem {
  GObject parent_instance;

  /* Of a group */
  char *group_id;
  GListStore *runs;
  GmarlRunConfig *config;
  char *changes;
  gboolean shown;
  gint look; /* while the library has none, or -1 */

  /* Of a run */
  GmarlRunItem *group; /* borrowed */
  GmarlRunRecord *record;
  GmarlMetricSummary *summaries;
  gint64 summarised; /* iterations that the summaries are of */
};

enum {
  CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlRunItem, gmarl_run_item, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
gmarl_run_item_finalize (GObject *object)
{
  GmarlRunItem *self = GMARL_RUN_ITEM (object);

  for (guint k = 0; self->runs != NULL && k < gmarl_run_item_get_n_runs (self); k++)
    gmarl_run_item_get_run (self, k)->group = NULL;
  g_free (self->group_id);
  g_clear_object (&self->runs);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_free (self->changes);
  g_clear_pointer (&self->record, gmarl_run_record_free);
  g_free (self->summaries);
  G_OBJECT_CLASS (gmarl_run_item_parent_class)->finalize (object);
}

static void
gmarl_run_item_class_init (GmarlRunItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_run_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", GMARL_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
gmarl_run_item_init (GmarlRunItem *self)
{
}

GmarlRunItem *
gmarl_run_item_new_group (const char *group_id)
{
  GmarlRunItem *self = g_object_new (GMARL_TYPE_RUN_ITEM, NULL);

  self->group_id = g_strdup (group_id);
  self->look = -1;
  self->runs = g_list_store_new (GMARL_TYPE_RUN_ITEM);
  return self;
}

gboolean
gmarl_run_item_is_group (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), FALSE);
  return self->runs != NULL;
}

const char *
gmarl_run_item_get_group_id (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), NULL);
  return self->runs != NULL ? self->group_id : self->record->group_id;
}

GmarlRunItem *
gmarl_run_item_get_group (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), NULL);
  return self->group != NULL ? self->group : self;
}

GListModel *
gmarl_run_item_get_runs (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), NULL);
  return (GListModel *) self->runs;
}

guint
gmarl_run_item_get_n_runs (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), 0);
  return self->runs != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->runs)) : 1;
}

GmarlRunItem *
gmarl_run_item_get_run (GmarlRunItem *self, guint n)
{
  g_autoptr (GmarlRunItem) run = NULL;

  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), NULL);
  if (self->runs == NULL)
    return self;
  run = g_list_model_get_item (G_LIST_MODEL (self->runs), n);
  return run; /* the list holds it */
}

const GmarlRunRecord *
gmarl_run_item_get_record (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self), NULL);
  return self->runs != NULL ? gmarl_run_item_get_run (self, 0)->record : self->record;
}

static int
compare_seeds (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GmarlRunRecord *one = ((const GmarlRunItem *) a)->record;
  const GmarlRunRecord *other = ((const GmarlRunItem *) b)->record;

  if (one->seed != other->seed)
    return one->seed > other->seed ? 1 : -1;
  return (one->created_us > other->created_us) - (one->created_us < other->created_us);
}

GmarlRunItem *
gmarl_run_item_add_run (GmarlRunItem *self, GmarlRunRecord *record)
{
  g_autoptr (GmarlRunItem) run = g_object_new (GMARL_TYPE_RUN_ITEM, NULL);

  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self) && self->runs != NULL, NULL);

  run->group = self;
  run->record = record;
  g_list_store_insert_sorted (self->runs, run, compare_seeds, NULL);
  return run; /* the list holds it */
}

void
gmarl_run_item_remove_run (GmarlRunItem *self, GmarlRunItem *run)
{
  guint position;

  g_return_if_fail (GMARL_IS_RUN_ITEM (self) && self->runs != NULL);
  if (!g_list_store_find (self->runs, run, &position))
    return;
  run->group = NULL;
  g_list_store_remove (self->runs, position);
}

/* Of the values that change. */
static gboolean
is_same (const GmarlRunRecord *one, const GmarlRunRecord *other)
{
  return one->status == other->status && one->iteration == other->iteration &&
         one->iterations == other->iterations && one->updated_us == other->updated_us &&
         one->best_iteration == other->best_iteration && g_str_equal (one->name, other->name) &&
         one->look == other->look && g_str_equal (one->notes, other->notes) &&
         g_strv_equal ((const char *const *) one->tags, (const char *const *) other->tags);
}

gboolean
gmarl_run_item_update (GmarlRunItem *self, GmarlRunRecord *record)
{
  gboolean changed;

  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self) && self->record != NULL, FALSE);

  changed = !is_same (record, self->record);
  gmarl_run_record_free (self->record);
  self->record = record;
  return changed;
}

void
gmarl_run_item_changed (GmarlRunItem *self)
{
  g_return_if_fail (GMARL_IS_RUN_ITEM (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
gmarl_run_item_count (GmarlRunItem *self, GmarlRunStatus status)
{
  guint count = 0;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (self); k++)
    count += gmarl_run_item_get_run (self, k)->record->status == status;
  return count;
}

GmarlRunStatus
gmarl_run_item_get_status (GmarlRunItem *self)
{
  static const GmarlRunStatus order[] = { GMARL_RUN_RUNNING, GMARL_RUN_PAUSED,
                                          GMARL_RUN_FAILED,  GMARL_RUN_INTERRUPTED,
                                          GMARL_RUN_STOPPED, GMARL_RUN_FINISHED };

  for (gsize k = 0; k < G_N_ELEMENTS (order); k++)
    if (gmarl_run_item_count (self, order[k]) > 0)
      return order[k];
  return GMARL_RUN_FINISHED;
}

double
gmarl_run_item_get_seconds (GmarlRunItem *self)
{
  double seconds = 0;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (self); k++)
    seconds += gmarl_run_item_get_run (self, k)->record->seconds;
  return seconds;
}

gboolean
gmarl_run_item_get_shown (GmarlRunItem *self)
{
  return gmarl_run_item_get_group (self)->shown;
}

void
gmarl_run_item_set_shown (GmarlRunItem *self, gboolean shown)
{
  GmarlRunItem *group = gmarl_run_item_get_group (self);

  if (group->shown == shown)
    return;
  group->shown = shown;
  gmarl_run_item_changed (group);
}

gint
gmarl_run_item_get_look (GmarlRunItem *self)
{
  const GmarlRunRecord *record = gmarl_run_item_get_record (self);

  return record->look >= 0 ? record->look : gmarl_run_item_get_group (self)->look;
}

void
gmarl_run_item_set_look (GmarlRunItem *self, gint look)
{
  gmarl_run_item_get_group (self)->look = look;
}

const GmarlRunConfig *
gmarl_run_item_get_config (GmarlRunItem *self)
{
  return gmarl_run_item_get_group (self)->config;
}

void
gmarl_run_item_take_config (GmarlRunItem *self, GmarlRunConfig *config)
{
  GmarlRunItem *group = gmarl_run_item_get_group (self);

  g_clear_pointer (&group->config, gmarl_run_config_free);
  group->config = config;
}

const char *
gmarl_run_item_get_changes (GmarlRunItem *self)
{
  return gmarl_run_item_get_group (self)->changes;
}

void
gmarl_run_item_take_changes (GmarlRunItem *self, char *changes)
{
  GmarlRunItem *group = gmarl_run_item_get_group (self);

  g_free (group->changes);
  group->changes = changes;
}

const GmarlMetricSummary *
gmarl_run_item_get_summaries (GmarlRunItem *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_ITEM (self) && self->record != NULL, NULL);
  return self->summarised == self->record->iteration ? self->summaries : NULL;
}

void
gmarl_run_item_take_summaries (GmarlRunItem *self, GmarlMetricSummary *summaries)
{
  g_return_if_fail (GMARL_IS_RUN_ITEM (self) && self->record != NULL);
  g_free (self->summaries);
  self->summaries = summaries;
  self->summarised = self->record->iteration;
}
