/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"
#include "gmarl-policy.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs policies on the same independent episodes, in parallel over episodes. Results do not depend
 * on the number of threads.
 */
typedef struct {
  const guint64 *episode_seeds; /* [n_episodes] */
  gsize n_episodes;
  gint64 threads; /* 0: as many as the process may use */
} GmarlEvaluationProtocol;

/* done of all episodes are finished; called on any thread, one at a time. */
typedef void (*GmarlEvaluationProgress) (gsize done, gsize all, gpointer user_data);

/* Whether every purpose of the episodes has days: data may leave one without, which must be said
 * before an episode of it begins.
 */
gboolean gmarl_evaluation_check (const GmarlGrid *grid,
                                 const GmarlEvaluationProtocol *protocol,
                                 GError **error);

/* Values [n_episodes, GMARL_N_INDICATORS]; free with g_free. latency: NULL, or [n_episodes]: mean
 * seconds of one decision of all nodes in each episode (timing; not reproducible). NULL with an
 * error if a policy's action is invalid or the cancellable is cancelled. (transfer full)
 */
double *gmarl_evaluate (const GmarlGrid *grid,
                        const GmarlPolicy *policy,
                        const GmarlEvaluationProtocol *protocol,
                        double *latency,
                        GmarlEvaluationProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
