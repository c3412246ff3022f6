/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"

G_BEGIN_DECLS

/* What was measured under one protocol: the table of scores of every policy that could be measured,
 * the comparison of them all, and why the others could not. Constant once made; any thread.
 */
typedef struct {
  gatomicrefcount references;
  GmarlScoreTable *table;      /* owned */
  GmarlComparison *comparison; /* owned */
  char *
      *policies; /* [n] references of the table's policies, in its order, NULL-terminated; owned */
  char **states; /* [n] of the items when they were measured; owned */
  GHashTable *misfits; /* reference -> message; owned */
  guint64 seed;        /* of the days */
} GmarlComparisonResult;

GmarlComparisonResult *gmarl_comparison_result_new (void);
GmarlComparisonResult *gmarl_comparison_result_ref (GmarlComparisonResult *self);
void gmarl_comparison_result_unref (GmarlComparisonResult *self);

/* The place of a policy in the table, or -1: it was not measured. */
gssize gmarl_comparison_result_find (const GmarlComparisonResult *self, const char *reference);

/* How the first of two policies does against the second: the pairing, with its difference, verdict
 * and probability turned round where the comparison has it the other way.
 */
void gmarl_comparison_result_pair (const GmarlComparisonResult *self,
                                   gsize first,
                                   gsize second,
                                   gsize indicator,
                                   GmarlPairing *out);

/* The policy that is clearly better than every other one that was measured, or -1. */
gssize gmarl_comparison_winner (const GmarlComparison *comparison, gsize indicator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparisonResult, gmarl_comparison_result_unref)

G_END_DECLS
