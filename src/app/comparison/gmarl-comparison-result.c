/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-result.h"

#include "gmarl-score-cells.h"

#include <string.h>

GmarlComparisonResult *
gmarl_comparison_result_new (void)
{
  GmarlComparisonResult *self = g_new0 (GmarlComparisonResult, 1);

  g_atomic_ref_count_init (&self->references);
  self->misfits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

GmarlComparisonResult *
gmarl_comparison_result_ref (GmarlComparisonResult *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
gmarl_comparison_result_unref (GmarlComparisonResult *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->comparison, gmarl_comparison_free);
  g_clear_pointer (&self->table, gmarl_score_table_free);
  g_strfreev (self->policies);
  g_strfreev (self->states);
  g_hash_table_unref (self->misfits);
  g_free (self);
}

gssize
gmarl_comparison_result_find (const GmarlComparisonResult *self, const char *reference)
{
  for (gsize k = 0; self->policies[k] != NULL; k++)
    if (strcmp (self->policies[k], reference) == 0)
      return (gssize) k;
  return -1;
}

/* The place of (low, high) among (0, 1), (0, 2), … (1, 2), …. */
static gsize
pair_place (gsize low, gsize high, gsize n)
{
  return low * n - low * (low + 1) / 2 + (high - low - 1);
}

static GmarlVerdict
turned_verdict (GmarlVerdict verdict)
{
  if (verdict == GMARL_VERDICT_BETTER)
    return GMARL_VERDICT_WORSE;
  return verdict == GMARL_VERDICT_WORSE ? GMARL_VERDICT_BETTER : verdict;
}

void
gmarl_comparison_result_pair (const GmarlComparisonResult *self,
                              gsize first,
                              gsize second,
                              gsize indicator,
                              GmarlPairing *out)
{
  const GmarlComparison *comparison = self->comparison;
  gsize place = pair_place (MIN (first, second), MAX (first, second), comparison->n_policies);
  const GmarlPairing *pairing;

  g_return_if_fail (first != second);

  pairing = gmarl_comparison_pairing (comparison, place, indicator);
  *out = *pairing;
  if (first < second)
    return;
  out->first = first;
  out->second = second;
  out->difference.estimate = -pairing->difference.estimate;
  out->difference.low = -pairing->difference.high;
  out->difference.high = -pairing->difference.low;
  out->improvement = 1 - pairing->improvement;
  out->verdict = turned_verdict (pairing->verdict);
}

gssize
gmarl_comparison_winner (const GmarlComparison *comparison, gsize indicator)
{
  g_autofree gsize *all = g_new (gsize, comparison->n_policies);

  for (gsize k = 0; k < comparison->n_policies; k++)
    all[k] = k;
  return gmarl_score_winner (comparison, indicator, all, comparison->n_policies);
}
