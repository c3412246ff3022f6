/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-study.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* What to study: numbers of agents, sharing, seeds, iterations; and what that will take, measured
 * on a thread of its own while the form is on the screen. Main thread.
 *
 * Signal "start": its button was used.
 */
#define GMARL_TYPE_SCALING_FORM (gmarl_scaling_form_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingForm, gmarl_scaling_form, GMARL, SCALING_FORM, GtkWidget)

GtkWidget *gmarl_scaling_form_new (GmarlSession *session);

/* A copy is taken. */
void gmarl_scaling_form_set_scenario (GmarlScalingForm *self, const GmarlScenario *scenario);

/* While long work of any kind is active nothing can be started, and nothing is measured. */
void gmarl_scaling_form_set_busy (GmarlScalingForm *self, gboolean busy);

/* What the form says, or NULL where something in it is wrong. (transfer full) */
GmarlScalingStudy *gmarl_scaling_form_make_study (GmarlScalingForm *self);

/* Puts 3, 5, 7 and 10 agents, independent and shared, and as many iterations as fit two minutes
 * here into the form.
 */
void gmarl_scaling_form_set_quick (GmarlScalingForm *self);

guint gmarl_scaling_form_get_jobs (GmarlScalingForm *self);
gint64 gmarl_scaling_form_get_threads (GmarlScalingForm *self); /* of each job */

G_END_DECLS
