/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"

G_BEGIN_DECLS

/* What tells one run configuration from another. */
typedef struct {
  char *key; /* as --set takes it: "ppo.clip", "scenario.nodes", "scenario.node.2.solar_peak_kwh" */
  char *value; /* here, as --set takes it */
  char *other; /* there, after the changes before this one */
} GmarlRunChange;

void gmarl_run_change_free (GmarlRunChange *self);

/* The keys that differ, iterations and learning first, then the scenario; options that cannot
 * change a bit of the result (threads) are left out. Setting them on a copy of other in this order
 * gives self again, if data_differ (nullable) becomes FALSE: profiles from data have no keys.
 * (transfer full) (element-type GmarlRunChange)
 */
GPtrArray *gmarl_run_config_list_changes (const GmarlRunConfig *self,
                                          const GmarlRunConfig *other,
                                          gboolean *data_differ);

/* The default configuration that a run is best described by: on the built-in scenario of the same
 * name, else on the default one. (transfer full)
 */
GmarlRunConfig *gmarl_run_config_new_usual (const GmarlRunConfig *self);

/* "learning rate 0.001 · shared parameters · 2 more": the first ones, in one line. The name of a
 * scenario is left out, which is told elsewhere. (transfer full)
 */
char *gmarl_run_changes_describe (const GPtrArray *changes, guint most);

/* What runs are called that nobody gave a name: the scenario's name and the first changes against
 * the usual configuration, "neighbourhood-5 · PPO · learning rate 0.001 · 120 iterations". What a
 * scenario of one's own differs in is what its name is for. (transfer full)
 */
char *gmarl_run_config_describe (const GmarlRunConfig *self);

/* The last part of a key in words: "ppo.learning_rate" is "learning rate". (transfer full) */
char *gmarl_run_change_get_short_key (const GmarlRunChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunChange, gmarl_run_change_free)

G_END_DECLS
