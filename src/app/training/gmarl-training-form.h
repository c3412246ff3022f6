/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"
#include "gmarl-training-presets.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What to train: preset, seeds, iterations and every key of docs/learning.md. While it is on the
 * screen it finds out, on another thread and for half a second, how long an iteration takes here,
 * so that the presets can say how long they take.
 *
 * Its button activates win.train. Main thread.
 */
#define GMARL_TYPE_TRAINING_FORM (gmarl_training_form_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingForm, gmarl_training_form, GMARL, TRAINING_FORM, GtkWidget)

GtkWidget *gmarl_training_form_new (void);

/* The scenario that would be trained on; copied. */
void gmarl_training_form_set_scenario (GmarlTrainingForm *self, const GmarlScenario *scenario);

/* Whether a training is on: then another one cannot begin, and nothing is measured. */
void gmarl_training_form_set_training (GmarlTrainingForm *self, gboolean training);

/* What the preferences say: how many threads train where the row of that key names none; 0: one a
 * core. */
void gmarl_training_form_set_threads (GmarlTrainingForm *self, gint64 threads);

/* Why a training cannot begin, or NULL. Borrowed. */
const char *gmarl_training_form_get_problem (GmarlTrainingForm *self);

void gmarl_training_form_set_preset (GmarlTrainingForm *self, GmarlTrainingPreset preset);

/* Takes what can be set of a configuration, all but the scenario, and as many seeds. What cannot
 * change a bit of the result (threads) stays as it is here.
 */
void gmarl_training_form_set_config (GmarlTrainingForm *self,
                                     const GmarlRunConfig *config,
                                     gsize n_seeds);

/* A run configuration with a copy of the scenario. (transfer full) */
GmarlRunConfig *gmarl_training_form_make_config (GmarlTrainingForm *self);

/* Seconds that are to decide about the iterations, because it is not known yet how many fit; 0: the
 * configuration says. */
double gmarl_training_form_get_time_budget (GmarlTrainingForm *self);

gsize gmarl_training_form_get_n_seeds (GmarlTrainingForm *self);

/* What an iteration takes here, or NaN. */
double gmarl_training_form_get_seconds_per_iteration (GmarlTrainingForm *self);

/* The row of a key of docs/learning.md, or NULL. */
GtkWidget *gmarl_training_form_get_row (GmarlTrainingForm *self, const char *key);

G_END_DECLS
