/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

G_BEGIN_DECLS

/* Does the cells of a study that is in the library, several at a time, each on a thread of its own
 * with a trainer and a connection of its own. Other processes may do the same with the same study
 * at once: every cell is done by one of them. How far it is, is in the library
 * (gmarl_library_list_cells). What is done is kept whenever the process ends, and a later runner
 * goes on from there. Functions are for one thread, which owns the runner.
 */
typedef struct _GmarlScalingRunner GmarlScalingRunner;

/* jobs: cells at a time, at least 1; threads: of each. (transfer full) */
GmarlScalingRunner *gmarl_scaling_runner_new (const char *directory,
                                              const GmarlStudyRecord *study,
                                              guint jobs,
                                              gint64 threads);

/* Stops and waits. */
void gmarl_scaling_runner_free (GmarlScalingRunner *self);

/* Begins to work: cells that are queued, or that a process left behind. */
void gmarl_scaling_runner_start (GmarlScalingRunner *self);

/* Running cells complete their iteration, write a checkpoint and sleep; no other one is begun. */
void gmarl_scaling_runner_pause (GmarlScalingRunner *self);
void gmarl_scaling_runner_resume (GmarlScalingRunner *self);

/* Ends it within a step of a rollout, or after the update under way; all is kept and resumable. */
void gmarl_scaling_runner_stop (GmarlScalingRunner *self);

/* Whether no thread works any more: everything is done, by this process or another, or it was
 * stopped. */
gboolean gmarl_scaling_runner_is_ended (GmarlScalingRunner *self);

/* Waits for the end. FALSE with an error if the library could not be read or written; that a cell
 * failed is no error here. */
gboolean gmarl_scaling_runner_wait (GmarlScalingRunner *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScalingRunner, gmarl_scaling_runner_free)

G_END_DECLS
