/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-item.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* The policies that can be compared, in their order: rules, the groups of the library, and files
 * that were added; those that cannot act in the open scenario behind the others. The first one that
 * is shown is the baseline. What is shown and the order are remembered in the settings. Main thread
 * only.
 *
 * Signals:
 *   "shown-changed" ()  an item was shown or hidden, or the order is another one
 *   "facts-changed" ()  the library says something new of an item, or there are others
 */
#define GMARL_TYPE_COMPARISON_LIST (gmarl_comparison_list_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonList, gmarl_comparison_list, GMARL, COMPARISON_LIST, GObject)

GmarlComparisonList *gmarl_comparison_list_new (GmarlSession *session);

/* Looks at the library again. */
void gmarl_comparison_list_refresh (GmarlComparisonList *self);

guint gmarl_comparison_list_get_n_items (GmarlComparisonList *self);

/* (transfer none) */
GmarlComparisonItem *gmarl_comparison_list_get (GmarlComparisonList *self, guint index);

/* (transfer none) (nullable) */
GmarlComparisonItem *gmarl_comparison_list_find (GmarlComparisonList *self, const char *reference);

/* The item of a run's group, shown from now on; NULL if there is none. run: an id or a name.
 * (transfer none)
 */
GmarlComparisonItem *gmarl_comparison_list_show_run (GmarlComparisonList *self, const char *run);

/* Shows the rules that are shown at first. */
void gmarl_comparison_list_show_rules (GmarlComparisonList *self);

/* Adds a checkpoint file, shown. */
void gmarl_comparison_list_add_file (GmarlComparisonList *self, const char *path);

/* Takes an item out of the list: files alone. */
void gmarl_comparison_list_remove (GmarlComparisonList *self, GmarlComparisonItem *item);

/* Moves an item to a place; the first one is the baseline. */
void gmarl_comparison_list_move (GmarlComparisonList *self, GmarlComparisonItem *item, guint place);

G_END_DECLS
