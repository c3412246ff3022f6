/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid-private.h"

G_BEGIN_DECLS

/* The inputs of the steps of one episode (environment.md sections 8 and 11), generated a block of
 * steps at a time, so that memory is O(nodes) and a step costs O(nodes).
 */

/* Steps that a window of this many nodes holds. */
gsize gmarl_profiles_block_steps (const GmarlScenario *scenario);

/* Takes the window's arrays from the arena. A NULL window is only counted. */
GmarlProfileWindow *gmarl_profiles_take (const GmarlGridModel *model, GmarlArena *arena);

/* Begins the episode's profiles and points the state at the input of start_step (0…T). Uses the
 * state's seed and case.
 */
void gmarl_profiles_begin (const GmarlGridModel *model, GmarlGridState *state, guint start_step);

/* Points the state at the input of state->step, the step after the one it points at. */
void gmarl_profiles_advance (const GmarlGridModel *model, GmarlGridState *state);

G_END_DECLS
