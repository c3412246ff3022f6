/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-score-table.h"

#include <math.h>
#include <string.h>

static void
score_policy_free (gpointer data)
{
  GmarlScorePolicy *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->configuration);
  g_free (self->seeds);
  g_strfreev (self->checkpoints);
  g_free (self->group);
  g_strfreev (self->runs);
  g_free (self->values);
  g_free (self);
}

GmarlScoreTable *
gmarl_score_table_new (const guint64 *episode_seeds, const guint64 *days, gsize n_days)
{
  GmarlScoreTable *self;

  g_return_val_if_fail (episode_seeds != NULL && n_days > 0, NULL);

  self = g_new0 (GmarlScoreTable, 1);
  self->n_days = n_days;
  self->episode_seeds = g_memdup2 (episode_seeds, n_days * sizeof *episode_seeds);
  self->days = g_new (guint64, n_days);
  for (gsize k = 0; k < n_days; k++)
    self->days[k] = days != NULL ? days[k] : k;
  self->policies = g_ptr_array_new_with_free_func (score_policy_free);
  return self;
}

void
gmarl_score_table_free (GmarlScoreTable *self)
{
  if (self == NULL)
    return;
  g_free (self->days);
  g_free (self->episode_seeds);
  g_strfreev (self->labels);
  g_ptr_array_unref (self->policies);
  g_free (self->scenario_name);
  g_free (self->scenario_hash);
  g_free (self->scenario_text);
  g_free (self->currency);
  g_strfreev (self->data_checksums);
  g_free (self);
}

GmarlScorePolicy *
gmarl_score_table_add (GmarlScoreTable *self,
                       const char *id,
                       const char *name,
                       const guint64 *seeds,
                       gsize n_seeds)
{
  GmarlScorePolicy *policy;
  gsize n_values;

  g_return_val_if_fail (self != NULL && id != NULL && name != NULL, NULL);
  g_return_val_if_fail (n_seeds == 0 || seeds != NULL, NULL);

  policy = g_new0 (GmarlScorePolicy, 1);
  policy->id = g_strdup (id);
  policy->name = g_strdup (name);
  policy->seeds = g_memdup2 (seeds, n_seeds * sizeof *seeds);
  policy->n_seeds = n_seeds;
  policy->n_rows = MAX (1, n_seeds);
  n_values = policy->n_rows * self->n_days * GMARL_N_INDICATORS;
  policy->values = g_new (double, n_values);
  for (gsize k = 0; k < n_values; k++)
    policy->values[k] = NAN;
  g_ptr_array_add (self->policies, policy);
  return policy;
}

void
gmarl_score_table_set_row (GmarlScoreTable *self,
                           GmarlScorePolicy *policy,
                           gsize row,
                           const double *values)
{
  gsize n_values = self->n_days * GMARL_N_INDICATORS;

  g_return_if_fail (row < policy->n_rows);
  memcpy (policy->values + row * n_values, values, n_values * sizeof *values);
}

double
gmarl_score_table_get (const GmarlScoreTable *self,
                       const GmarlScorePolicy *policy,
                       gsize row,
                       gsize day,
                       GmarlIndicator indicator)
{
  return policy->values[(row * self->n_days + day) * GMARL_N_INDICATORS + indicator];
}

const GmarlScorePolicy *
gmarl_score_table_find (const GmarlScoreTable *self, const char *id)
{
  for (guint k = 0; k < self->policies->len; k++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (self->policies, k);

    if (strcmp (policy->id, id) == 0)
      return policy;
  }
  return NULL;
}

const char *
gmarl_score_table_unit (const GmarlScoreTable *self, GmarlIndicator indicator)
{
  const char *unit = gmarl_indicators[indicator].unit;

  return self->currency != NULL && strcmp (unit, "currency") == 0 ? self->currency : unit;
}
