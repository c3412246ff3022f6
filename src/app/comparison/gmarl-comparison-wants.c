/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-wants.h"

#include <string.h>

/* Days × agents × seeds that take about two seconds on two cores. */
#define CHEAP_AGENT_DAYS 6000

/* Measured whatever is shown: what a policy has to be better than, and the anchor of ratios. */
static const char *const always[] = { "heuristic", "random", "no-control", NULL };

static gboolean
is_same_protocol (const GmarlComparisonWants *self, const GmarlComparisonResult *result)
{
  return result != NULL && result->seed == self->seed && result->table->n_days == self->n_days &&
         strcmp (result->table->scenario_hash, self->scenario_hash) == 0;
}

/* Whether the result has it as it is now. While it is being trained any of its checkpoints will do.
 */
static gboolean
is_measured (const GmarlComparisonResult *result, GmarlComparisonItem *item)
{
  const char *reference = gmarl_comparison_item_get_reference (item);
  gssize place = gmarl_comparison_result_find (result, reference);

  if (place < 0)
    return g_hash_table_contains (result->misfits, reference);
  return gmarl_comparison_item_get_training (item) ||
         strcmp (result->states[place], gmarl_comparison_item_get_state (item)) == 0;
}

static gboolean
is_wanted (GmarlComparisonItem *item, const GmarlComparisonResult *same)
{
  const char *reference = gmarl_comparison_item_get_reference (item);

  if (gmarl_comparison_item_get_misfit (item) != NULL)
    return FALSE;
  return gmarl_comparison_item_get_shown (item) || g_strv_contains (always, reference) ||
         (same != NULL && gmarl_comparison_result_find (same, reference) >= 0);
}

GmarlComparisonWants *
gmarl_comparison_wants_new (GmarlComparisonList *list,
                            const GmarlScenario *scenario,
                            guint64 seed,
                            gsize n_days,
                            const GmarlComparisonResult *result)
{
  GmarlComparisonWants *self = g_new0 (GmarlComparisonWants, 1);
  g_autoptr (GStrvBuilder) policies = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) states = g_strv_builder_new ();
  const GmarlComparisonResult *same;
  gsize work = 0;

  self->scenario_hash = gmarl_scenario_hash (scenario);
  self->seed = seed;
  self->n_days = n_days;
  same = is_same_protocol (self, result) ? result : NULL;
  for (guint k = 0; k < gmarl_comparison_list_get_n_items (list); k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_get (list, k);

    if (!is_wanted (item, same))
      continue;
    g_strv_builder_add (policies, gmarl_comparison_item_get_reference (item));
    g_strv_builder_add (names, gmarl_comparison_item_get_name (item));
    g_strv_builder_add (states, gmarl_comparison_item_get_state (item));
    if (same != NULL && is_measured (same, item))
      continue;
    self->is_missing = TRUE;
    work += MAX (gmarl_comparison_item_get_n_seeds (item), 1) * n_days * (gsize) scenario->nodes;
  }
  self->policies = g_strv_builder_end (policies);
  self->names = g_strv_builder_end (names);
  self->states = g_strv_builder_end (states);
  self->is_outdated = result != NULL && same == NULL;
  self->is_cheap = work <= CHEAP_AGENT_DAYS;
  return self;
}

void
gmarl_comparison_wants_free (GmarlComparisonWants *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->policies);
  g_strfreev (self->names);
  g_strfreev (self->states);
  g_free (self->scenario_hash);
  g_free (self);
}

gboolean
gmarl_comparison_wants_equal (const GmarlComparisonWants *self, const GmarlComparisonWants *other)
{
  return other != NULL && self->seed == other->seed && self->n_days == other->n_days &&
         strcmp (self->scenario_hash, other->scenario_hash) == 0 &&
         g_strv_equal ((const char *const *) self->policies,
                       (const char *const *) other->policies) &&
         g_strv_equal ((const char *const *) self->states, (const char *const *) other->states);
}
