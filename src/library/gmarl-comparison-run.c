/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-run.h"

#include "gmarl-evaluation.h"

#include <string.h>

struct _GmarlComparisonRun {
  const GmarlGrid *grid;
  GmarlComparisonProtocol protocol; /* with episode seeds of its own */
  GmarlLibrary *library;            /* or NULL */
  char *scenario_hash;
  GPtrArray *entries; /* of GmarlPolicyEntry */
  GmarlScoreTable *table;
};

/* "a.csv (sha256 0f…), b.csv (sha256 …)" as "a.csv 0f…" and so on. */
static char **
split_source (const char *source)
{
  g_autoptr (GString) text = g_string_new (source);

  g_string_replace (text, "), ", "\n", 0);
  g_string_replace (text, " (sha256 ", " ", 0);
  if (text->len > 0 && text->str[text->len - 1] == ')')
    g_string_truncate (text, text->len - 1);
  return g_strsplit (text->str, "\n", -1);
}

static GmarlScoreTable *
make_table (const GmarlComparisonRun *self)
{
  const GmarlScenario *scenario = self->grid->scenario;
  const GmarlComparisonProtocol *protocol = &self->protocol;
  GmarlScoreTable *table =
      gmarl_score_table_new (protocol->episode_seeds,
                             protocol->raw_days ? protocol->episode_seeds : NULL, protocol->n_days);

  table->scenario_name = g_strdup (scenario->name);
  table->scenario_hash = g_strdup (self->scenario_hash);
  table->currency = g_strdup (scenario->currency);
  if (scenario->data == NULL)
    table->scenario_text = gmarl_scenario_to_text (scenario);
  else if (scenario->data->source != NULL)
    table->data_checksums = split_source (scenario->data->source);
  return table;
}

GmarlComparisonRun *
gmarl_comparison_run_new (const GmarlGrid *grid,
                          const GmarlComparisonProtocol *protocol,
                          GmarlLibrary *library)
{
  GmarlComparisonRun *self;

  g_return_val_if_fail (grid != NULL && protocol->n_days > 0, NULL);

  self = g_new0 (GmarlComparisonRun, 1);
  self->grid = grid;
  self->protocol = *protocol;
  self->protocol.episode_seeds =
      g_memdup2 (protocol->episode_seeds, protocol->n_days * sizeof (guint64));
  self->library = library;
  self->scenario_hash = gmarl_scenario_hash (grid->scenario);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_policy_entry_free);
  self->table = make_table (self);
  return self;
}

void
gmarl_comparison_run_free (GmarlComparisonRun *self)
{
  if (self == NULL)
    return;
  g_free ((gpointer) self->protocol.episode_seeds);
  g_free (self->scenario_hash);
  g_ptr_array_unref (self->entries);
  g_clear_pointer (&self->table, gmarl_score_table_free);
  g_free (self);
}

static gboolean
has_entry (const GmarlComparisonRun *self, const char *id)
{
  for (guint k = 0; k < self->entries->len; k++)
    if (strcmp (((GmarlPolicyEntry *) self->entries->pdata[k])->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Files name a policy by its id: the same policy named twice gets two. */
static void
make_id_unique (const GmarlComparisonRun *self, GmarlPolicyEntry *entry)
{
  g_autofree char *id = g_strdup (entry->id);

  for (guint n = 2; has_entry (self, entry->id); n++) {
    g_free (entry->id);
    entry->id = g_strdup_printf ("%s (%u)", id, n);
  }
}

const GmarlPolicyEntry *
gmarl_comparison_run_add (GmarlComparisonRun *self, const char *reference, GError **error)
{
  GmarlPolicyEntry *entry = gmarl_policy_entry_open (reference, self->grid, self->protocol.level,
                                                     self->library, FALSE, error);

  if (entry == NULL)
    return NULL;
  make_id_unique (self, entry);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

gboolean
gmarl_comparison_run_is_foreign (const GmarlComparisonRun *self, const GmarlPolicyEntry *entry)
{
  return entry->scenario_hash != NULL && strcmp (entry->scenario_hash, self->scenario_hash) != 0;
}

typedef struct {
  const GmarlPolicyEntry *entry;
  GmarlComparisonRunProgress progress;
  gpointer user_data;
} Watch;

static void
evaluated_cb (gsize done, gsize all, gpointer user_data)
{
  const Watch *watch = user_data;

  if (watch->progress != NULL)
    watch->progress (watch->entry, done, all, watch->user_data);
}

static double *
evaluate_seed (GmarlComparisonRun *self,
               const GmarlPolicyEntry *entry,
               gsize k,
               Watch *watch,
               GCancellable *cancellable,
               GError **error)
{
  const guint64 *episode_seeds = self->protocol.episode_seeds;
  gsize n_days = self->protocol.n_days;
  GmarlEvaluationProtocol protocol = { episode_seeds, n_days, self->protocol.threads };
  const char *key = entry->evaluation_key[k];
  double *values = NULL;

  if (self->library != NULL)
    values = gmarl_library_lookup_evaluation (self->library, key, self->scenario_hash,
                                              episode_seeds, n_days, NULL);
  if (values != NULL)
    return values;
  values = gmarl_evaluate (self->grid, entry->policy[k], &protocol, NULL, evaluated_cb, watch,
                           cancellable, error);
  /* It only saves time: a library that cannot take it does not stand in the way of the result. */
  if (values != NULL && self->library != NULL)
    gmarl_library_store_evaluation (self->library, key, self->scenario_hash, episode_seeds, n_days,
                                    values, NULL);
  return values;
}

static void
add_to_table (GmarlComparisonRun *self, const GmarlPolicyEntry *entry, double *const *values)
{
  GmarlScorePolicy *policy =
      gmarl_score_table_add (self->table, entry->id, entry->name, entry->seed,
                             entry->seed == NULL ? 0 : entry->n_policies);

  policy->configuration = g_strdup (entry->configuration);
  if (entry->seed != NULL)
    policy->checkpoints = g_strdupv (entry->sha256);
  policy->group = g_strdup (entry->group);
  policy->runs = g_strdupv (entry->runs);
  for (gsize k = 0; k < entry->n_policies; k++)
    gmarl_score_table_set_row (self->table, policy, k, values[k]);
}

gboolean
gmarl_comparison_run_evaluate (GmarlComparisonRun *self,
                               const GmarlPolicyEntry *entry,
                               GmarlComparisonRunProgress progress,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Watch watch = { entry, progress, user_data };

  g_return_val_if_fail (self->table != NULL, FALSE);

  for (gsize k = 0; k < entry->n_policies; k++) {
    double *row;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    row = evaluate_seed (self, entry, k, &watch, cancellable, error);
    if (row == NULL)
      return FALSE;
    g_ptr_array_add (values, row);
  }
  add_to_table (self, entry, (double *const *) values->pdata);
  return TRUE;
}

gboolean
gmarl_comparison_run_evaluate_all (GmarlComparisonRun *self,
                                   GmarlComparisonRunProgress progress,
                                   gpointer user_data,
                                   GCancellable *cancellable,
                                   GError **error)
{
  for (guint k = 0; k < self->entries->len; k++)
    if (!gmarl_comparison_run_evaluate (self, self->entries->pdata[k], progress, user_data,
                                        cancellable, error))
      return FALSE;
  return TRUE;
}

GmarlScoreTable *
gmarl_comparison_run_steal_table (GmarlComparisonRun *self)
{
  g_return_val_if_fail (self->table != NULL, NULL);

  self->table->labels =
      gmarl_grid_case_labels (self->grid, self->protocol.episode_seeds, self->protocol.n_days);
  return g_steal_pointer (&self->table);
}
