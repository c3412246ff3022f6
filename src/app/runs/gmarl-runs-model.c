/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-model.h"

#include "gmarl-palette.h"
#include "gmarl-run-changes.h"
#include "gmarl-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Fewer say too little about how sure a mean is. */
#define FEWEST_FOR_INTERVAL 3
#define ALPHA               0.05

/* Of the changes that a line tells; a scenario of a hundred nodes may have thousands. */
#define MOST_CHANGES 6

const GmarlMetric gmarl_run_metrics[GMARL_N_RUN_METRICS] = {
  GMARL_METRIC_VALIDATION_REWARD,
  GMARL_METRIC_VALIDATION_STABILITY,
  GMARL_METRIC_EPISODE_REWARD,
};

struct _GmarlRunsModel {
  GObject parent_instance;

  /* Owned */
  GmarlSession *session;
  GListStore *groups;
  GHashTable *group_by_id; /* id, item: borrowed from the item */
  GHashTable *run_by_id;   /* id (owned) → item, borrowed */
  GHashTable *usual;       /* name of a scenario → GmarlRunConfig */
};

enum {
  RUNS_CHANGED,
  SHOWN_CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlRunsModel, gmarl_runs_model, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
gmarl_runs_model_finalize (GObject *object)
{
  GmarlRunsModel *self = GMARL_RUNS_MODEL (object);

  g_hash_table_unref (self->group_by_id);
  g_hash_table_unref (self->run_by_id);
  g_hash_table_unref (self->usual);
  g_object_unref (self->groups);
  g_object_unref (self->session);
  G_OBJECT_CLASS (gmarl_runs_model_parent_class)->finalize (object);
}

static void
gmarl_runs_model_class_init (GmarlRunsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_runs_model_finalize;

  signals[RUNS_CHANGED] = g_signal_new ("runs-changed", GMARL_TYPE_RUNS_MODEL, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOWN_CHANGED] = g_signal_new ("shown-changed", GMARL_TYPE_RUNS_MODEL, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_runs_model_init (GmarlRunsModel *self)
{
  self->groups = g_list_store_new (GMARL_TYPE_RUN_ITEM);
  self->group_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->run_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->usual = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) gmarl_run_config_free);
}

GmarlRunsModel *
gmarl_runs_model_new (GmarlSession *session)
{
  GmarlRunsModel *self = g_object_new (GMARL_TYPE_RUNS_MODEL, NULL);

  self->session = g_object_ref (session);
  return self;
}

/* -- Bringing up to date -- */

/* What a refresh finds. */
typedef struct {
  GPtrArray *new_groups; /* owned items */
  GHashTable *changed;   /* set of groups that were there before; borrowed */
  GHashTable *grown;     /* set of those that have another number of runs; borrowed */
  GHashTable *seen;      /* ids of runs; borrowed from the records */
  gboolean removed;      /* a group */
} Refresh;

static GmarlRunItem *
ensure_group (GmarlRunsModel *self, Refresh *refresh, const char *group_id)
{
  GmarlRunItem *group = g_hash_table_lookup (self->group_by_id, group_id);

  if (group == NULL) {
    group = gmarl_run_item_new_group (group_id);
    g_ptr_array_add (refresh->new_groups, group);
    g_hash_table_insert (self->group_by_id, (gpointer) gmarl_run_item_get_group_id (group), group);
  }
  return group;
}

/* record: (transfer full) */
static void
take_record (GmarlRunsModel *self, Refresh *refresh, GmarlRunRecord *record)
{
  GmarlRunItem *run = g_hash_table_lookup (self->run_by_id, record->id);
  GmarlRunItem *group;

  g_hash_table_add (refresh->seen, record->id);
  if (run != NULL) {
    if (gmarl_run_item_update (run, record)) {
      gmarl_run_item_changed (run);
      g_hash_table_add (refresh->changed, gmarl_run_item_get_group (run));
    }
    return;
  }
  group = ensure_group (self, refresh, record->group_id);
  if (gmarl_run_item_get_n_runs (group) > 0) {
    g_hash_table_add (refresh->changed, group);
    g_hash_table_add (refresh->grown, group);
  }
  run = gmarl_run_item_add_run (group, record);
  g_hash_table_insert (self->run_by_id, g_strdup (record->id), run);
}

static void
remove_gone (GmarlRunsModel *self, Refresh *refresh)
{
  GHashTableIter iterator;
  gpointer id, item;

  g_hash_table_iter_init (&iterator, self->run_by_id);
  while (g_hash_table_iter_next (&iterator, &id, &item)) {
    GmarlRunItem *group = gmarl_run_item_get_group (item);
    guint position;

    if (g_hash_table_contains (refresh->seen, id))
      continue;
    gmarl_run_item_remove_run (group, item);
    g_hash_table_iter_remove (&iterator);
    g_hash_table_add (refresh->changed, group);
    g_hash_table_add (refresh->grown, group);
    if (gmarl_run_item_get_n_runs (group) > 0)
      continue;
    refresh->removed = TRUE;
    g_hash_table_remove (refresh->changed, group);
    g_hash_table_remove (refresh->grown, group);
    g_hash_table_remove (self->group_by_id, gmarl_run_item_get_group_id (group));
    if (g_list_store_find (self->groups, group, &position))
      g_list_store_remove (self->groups, position);
  }
}

/* A tree asks once whether an item has something below it; a group that gets its second seed, or is
 * left with one, is put in anew.
 */
static void
tell_changes (GmarlRunsModel *self, Refresh *refresh)
{
  GHashTableIter iterator;
  gpointer group;
  guint position;

  g_hash_table_iter_init (&iterator, refresh->grown);
  while (g_hash_table_iter_next (&iterator, &group, NULL)) {
    g_autoptr (GmarlRunItem) kept = g_object_ref (group); /* while it is out of the list */

    if (gmarl_run_item_get_n_runs (group) <= 2 &&
        g_list_store_find (self->groups, group, &position))
      g_list_store_splice (self->groups, position, 1, &group, 1);
  }
  g_hash_table_iter_init (&iterator, refresh->changed);
  while (g_hash_table_iter_next (&iterator, &group, NULL))
    gmarl_run_item_changed (group);
  g_list_store_splice (self->groups, 0, 0, refresh->new_groups->pdata, refresh->new_groups->len);
}

gboolean
gmarl_runs_model_refresh (GmarlRunsModel *self, GError **error)
{
  GmarlLibrary *library;
  g_autoptr (GPtrArray) records = NULL;
  Refresh refresh = { NULL };
  gboolean changed;

  g_return_val_if_fail (GMARL_IS_RUNS_MODEL (self), FALSE);

  library = gmarl_session_get_library (self->session);
  records = library != NULL ? gmarl_library_list_runs (library, error) : g_ptr_array_new ();
  if (records == NULL)
    return FALSE;
  refresh.new_groups = g_ptr_array_new_with_free_func (g_object_unref);
  refresh.changed = g_hash_table_new (NULL, NULL);
  refresh.grown = g_hash_table_new (NULL, NULL);
  refresh.seen = g_hash_table_new (g_str_hash, g_str_equal);

  /* The records go to the items. */
  g_ptr_array_set_free_func (records, NULL);
  for (guint k = 0; k < records->len; k++)
    take_record (self, &refresh, records->pdata[k]);
  remove_gone (self, &refresh);
  changed =
      refresh.removed || refresh.new_groups->len > 0 || g_hash_table_size (refresh.changed) > 0;
  tell_changes (self, &refresh);

  g_ptr_array_unref (refresh.new_groups);
  g_hash_table_unref (refresh.changed);
  g_hash_table_unref (refresh.grown);
  g_hash_table_unref (refresh.seen);
  if (changed)
    g_signal_emit (self, signals[RUNS_CHANGED], 0);
  return TRUE;
}

GListModel *
gmarl_runs_model_get_groups (GmarlRunsModel *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_MODEL (self), NULL);
  return G_LIST_MODEL (self->groups);
}

GmarlRunItem *
gmarl_runs_model_find_run (GmarlRunsModel *self, const char *run_id)
{
  g_return_val_if_fail (GMARL_IS_RUNS_MODEL (self), NULL);
  return g_hash_table_lookup (self->run_by_id, run_id);
}

GmarlRunItem *
gmarl_runs_model_find_group (GmarlRunsModel *self, const char *group_id)
{
  g_return_val_if_fail (GMARL_IS_RUNS_MODEL (self), NULL);
  return g_hash_table_lookup (self->group_by_id, group_id);
}

/* The rules' looks are kept for the rules. */
static gboolean
is_for_rules (gint look)
{
  return look % GMARL_N_SERIES_SLOTS == 1 || look % GMARL_N_SERIES_SLOTS == 2;
}

/* The first look that no other group has. */
static gint
find_free_look (GmarlRunsModel *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  gint look = 0;

  for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); k++) {
    g_autoptr (GmarlRunItem) group = g_list_model_get_item (G_LIST_MODEL (self->groups), k);

    g_hash_table_add (taken, GINT_TO_POINTER (gmarl_run_item_get_look (group)));
  }
  while (is_for_rules (look) || g_hash_table_contains (taken, GINT_TO_POINTER (look)))
    look++;
  return look;
}

/* What is shown once looks the same from then on, everywhere. */
static void
ensure_look (GmarlRunsModel *self, GmarlRunItem *item)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  gint look = gmarl_run_item_get_look (item);

  if (look < 0)
    gmarl_run_item_set_look (item, look = find_free_look (self));
  if (gmarl_run_item_get_record (item)->look >= 0 || library == NULL)
    return;
  /* Where nothing can be written it stays a look of this window. */
  if (gmarl_library_set_look (library, gmarl_run_item_get_record (item)->id, look, NULL))
    gmarl_session_library_written (self->session);
}

void
gmarl_runs_model_set_shown (GmarlRunsModel *self, GmarlRunItem *item, gboolean shown)
{
  g_return_if_fail (GMARL_IS_RUNS_MODEL (self));
  if (gmarl_run_item_get_shown (item) == shown)
    return;
  if (shown)
    ensure_look (self, item);
  gmarl_run_item_set_shown (item, shown);
  g_signal_emit (self, signals[SHOWN_CHANGED], 0);
}

/* -- What is asked for -- */

const GmarlRunConfig *
gmarl_runs_model_get_config (GmarlRunsModel *self, GmarlRunItem *item)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const GmarlRunConfig *config = gmarl_run_item_get_config (item);

  if (config != NULL || library == NULL)
    return config;
  gmarl_run_item_take_config (
      item, gmarl_library_load_config (library, gmarl_run_item_get_record (item)->id, NULL));
  return gmarl_run_item_get_config (item);
}

/* Made once for each name of a scenario, of which there are few. */
static const GmarlRunConfig *
get_usual (GmarlRunsModel *self, const GmarlRunConfig *config)
{
  GmarlRunConfig *usual = g_hash_table_lookup (self->usual, config->scenario->name);

  if (usual == NULL) {
    usual = gmarl_run_config_new_usual (config);
    g_hash_table_insert (self->usual, g_strdup (config->scenario->name), usual);
  }
  return usual;
}

static char *
describe_changes (GmarlRunsModel *self, const GmarlRunConfig *config)
{
  g_autoptr (GPtrArray) changes =
      gmarl_run_config_list_changes (config, get_usual (self, config), NULL);

  return gmarl_run_changes_describe (changes, MOST_CHANGES);
}

const char *
gmarl_runs_model_get_changes (GmarlRunsModel *self, GmarlRunItem *item)
{
  const char *kept = gmarl_run_item_get_changes (item);
  const GmarlRunConfig *config;

  if (kept != NULL)
    return kept;
  config = gmarl_runs_model_get_config (self, item);
  gmarl_run_item_take_changes (item,
                               config != NULL ? describe_changes (self, config) : g_strdup (""));
  return gmarl_run_item_get_changes (item);
}

static const GmarlMetricSummary *
get_summaries (GmarlRunsModel *self, GmarlRunItem *run)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const GmarlMetricSummary *kept = gmarl_run_item_get_summaries (run);
  g_autofree GmarlMetricSummary *summaries = NULL;

  if (kept != NULL || library == NULL)
    return kept;
  summaries = g_new (GmarlMetricSummary, GMARL_N_RUN_METRICS);
  if (!gmarl_library_summarise_run (library, gmarl_run_item_get_record (run)->id, gmarl_run_metrics,
                                    GMARL_N_RUN_METRICS, summaries, NULL))
    return NULL;
  gmarl_run_item_take_summaries (run, g_steal_pointer (&summaries));
  return gmarl_run_item_get_summaries (run);
}

static double
get_value (GmarlRunsModel *self, GmarlRunItem *run, gsize metric, GmarlRunAggregate aggregate)
{
  const GmarlMetricSummary *summaries = get_summaries (self, run);

  if (summaries == NULL)
    return NAN;
  switch (aggregate) {
  case GMARL_RUN_LAST:
    return summaries[metric].last;
  case GMARL_RUN_BEST:
    return summaries[metric].best;
  default:
    return summaries[metric].tail;
  }
}

/* values: [n_runs]; returns how many there are. */
static guint
get_values (GmarlRunsModel *self,
            GmarlRunItem *item,
            gsize metric,
            GmarlRunAggregate aggregate,
            double *values)
{
  guint count = 0;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (item); k++) {
    double value = get_value (self, gmarl_run_item_get_run (item, k), metric, aggregate);

    if (isfinite (value))
      values[count++] = value;
  }
  return count;
}

double
gmarl_runs_model_get_mean (GmarlRunsModel *self,
                           GmarlRunItem *item,
                           gsize metric,
                           GmarlRunAggregate aggregate)
{
  g_autofree double *values = g_new (double, gmarl_run_item_get_n_runs (item));

  return gmarl_statistics_mean (values, get_values (self, item, metric, aggregate, values));
}

GmarlRunFigure
gmarl_runs_model_get_figure (GmarlRunsModel *self,
                             GmarlRunItem *item,
                             gsize metric,
                             GmarlRunAggregate aggregate)
{
  g_autofree double *values = g_new (double, gmarl_run_item_get_n_runs (item));
  GmarlRunFigure figure = { NAN, NAN, get_values (self, item, metric, aggregate, values) };

  figure.value = gmarl_statistics_mean (values, figure.n);
  if (figure.n >= FEWEST_FOR_INTERVAL) {
    g_autofree double *work = g_new (double, gmarl_statistics_interval_work (1, 0, figure.n));
    GmarlInterval interval;

    gmarl_statistics_interval (values, 1, figure.n, ALPHA, work, &interval);
    figure.half = (interval.high - interval.low) / 2;
  }
  return figure;
}
