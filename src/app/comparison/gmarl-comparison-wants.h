/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-list.h"
#include "gmarl-comparison-result.h"

G_BEGIN_DECLS

/* What is to be measured: the rules that every comparison has, what is shown, and, while the
 * protocol is the same, what was measured already, so that hiding a policy takes no verdict back.
 */
typedef struct {
  char **policies; /* references; owned, NULL-terminated like the next two */
  char **names;
  char **states;
  char *scenario_hash;
  guint64 seed;
  gsize n_days;

  gboolean is_missing;  /* the result does not have all of it */
  gboolean is_outdated; /* … and is of another protocol or scenario */
  gboolean is_cheap;    /* what is missing takes a few seconds at the most */
} GmarlComparisonWants;

/* result: what there is, or NULL. (transfer full) */
GmarlComparisonWants *gmarl_comparison_wants_new (GmarlComparisonList *list,
                                                  const GmarlScenario *scenario,
                                                  guint64 seed,
                                                  gsize n_days,
                                                  const GmarlComparisonResult *result);
void gmarl_comparison_wants_free (GmarlComparisonWants *self);

/* Whether the same would be measured; FALSE where other is NULL. */
gboolean gmarl_comparison_wants_equal (const GmarlComparisonWants *self,
                                       const GmarlComparisonWants *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparisonWants, gmarl_comparison_wants_free)

G_END_DECLS
