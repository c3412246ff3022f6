/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learning-config.h"
#include "gmarl-scenario.h"

G_BEGIN_DECLS

/* Everything that determines a training run but its seed: what is stored, and what repeats it. */
typedef struct {
  GmarlScenario *scenario; /* owned */
  GmarlLearningConfig learning;
  gint64 iterations; /* also fixes the learning-rate schedule */
} GmarlRunConfig;

/* Defaults on this scenario. scenario: (transfer full). (transfer full) */
GmarlRunConfig *gmarl_run_config_new (GmarlScenario *scenario);
GmarlRunConfig *gmarl_run_config_copy (const GmarlRunConfig *self);
void gmarl_run_config_free (GmarlRunConfig *self);

/* Sets "ppo.clip", "scenario.nodes", "iterations", …; an unknown key is refused with the nearest
 * match. */
gboolean
gmarl_run_config_set (GmarlRunConfig *self, const char *key, const char *value, GError **error);

/* Applies "KEY=VALUE". */
gboolean
gmarl_run_config_set_assignment (GmarlRunConfig *self, const char *assignment, GError **error);

/* Whether scenario, learning and iterations are allowed. */
gboolean gmarl_run_config_validate_values (const GmarlRunConfig *self, GError **error);

/* The same, and that the memory it needs is there. */
gboolean gmarl_run_config_validate (const GmarlRunConfig *self, GError **error);

/* The learning part as text: one "key=value" a line, every key, in the order of the table,
 * iterations first; the scenario's text is stored beside it. Options that cannot change a bit
 * (threads) are left out. (transfer full)
 */
char *gmarl_run_config_to_text (const GmarlRunConfig *self);

/* Reads that text back onto a scenario. scenario: (transfer full). (transfer full) */
GmarlRunConfig *gmarl_run_config_parse (const char *text, GmarlScenario *scenario, GError **error);

/* Bytes that training with this configuration will hold at once, about. */
guint64 gmarl_run_config_estimate_memory (const GmarlRunConfig *self);

/* Bytes that a run with this configuration will have written to disk in the end, about. */
guint64 gmarl_run_config_estimate_disk (const GmarlRunConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunConfig, gmarl_run_config_free)

G_END_DECLS
