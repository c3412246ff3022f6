/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A policy that can be compared, as the list of the Comparison view shows it. Main thread only.
 *
 * Properties:
 *   "shown"    gboolean, read-write: whether table and charts show it
 *   "misfit"   char *, read-write: why it cannot act in the open scenario; NULL: nothing known
 *   "baseline" gboolean, read-write: whether differences are taken to it
 */
#define GMARL_TYPE_COMPARISON_ITEM (gmarl_comparison_item_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonItem, gmarl_comparison_item, GMARL, COMPARISON_ITEM, GObject)

typedef enum {
  GMARL_COMPARISON_RULE,
  GMARL_COMPARISON_GROUP, /* of training seeds */
  GMARL_COMPARISON_FILE,  /* a checkpoint */
} GmarlComparisonKind;

/* reference: what gmarl_policy_entry_open() is given, and what tells items apart. (transfer full)
 */
GmarlComparisonItem *gmarl_comparison_item_new (GmarlComparisonKind kind, const char *reference);

GmarlComparisonKind gmarl_comparison_item_get_kind (GmarlComparisonItem *self);
const char *gmarl_comparison_item_get_reference (GmarlComparisonItem *self);

/* For people. */
const char *gmarl_comparison_item_get_name (GmarlComparisonItem *self);

/* "3 seeds · neighbourhood-5", "Built-in rule", a folder: what stands below the name. */
const char *gmarl_comparison_item_get_detail (GmarlComparisonItem *self);

/* Training seeds; 0 for what has none. */
guint gmarl_comparison_item_get_n_seeds (GmarlComparisonItem *self);
GmarlSeriesLook gmarl_comparison_item_get_look (GmarlComparisonItem *self);

/* Changes when other values would be measured: another best checkpoint, another seed. */
const char *gmarl_comparison_item_get_state (GmarlComparisonItem *self);

/* A seed of it is being trained, so that its state changes all the time. */
gboolean gmarl_comparison_item_get_training (GmarlComparisonItem *self);

/* What the library says of it; texts are copied. */
typedef struct {
  const char *name;
  const char *detail;
  const char *state;
  guint n_seeds;
  guint slot;
  gboolean training;
} GmarlComparisonFacts;

/* Returns whether anything is another than before. */
gboolean gmarl_comparison_item_set_facts (GmarlComparisonItem *self,
                                          const GmarlComparisonFacts *facts);

gboolean gmarl_comparison_item_get_shown (GmarlComparisonItem *self);
void gmarl_comparison_item_set_shown (GmarlComparisonItem *self, gboolean shown);
const char *gmarl_comparison_item_get_misfit (GmarlComparisonItem *self);
void gmarl_comparison_item_set_misfit (GmarlComparisonItem *self, const char *misfit);
gboolean gmarl_comparison_item_get_baseline (GmarlComparisonItem *self);
void gmarl_comparison_item_set_baseline (GmarlComparisonItem *self, gboolean baseline);

/* The slot of colours of a rule, the same on every page. */
guint gmarl_comparison_rule_slot (const char *id);

G_END_DECLS
