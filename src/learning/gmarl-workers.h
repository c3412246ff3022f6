/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fixed crew of threads that works off numbered tasks. Tasks are handed out in ascending order to
 * whoever is free; what a task computes must not depend on who computes it.
 */
typedef struct _GmarlWorkers GmarlWorkers;

/* worker: 0 … n_workers - 1, for scratch areas. */
typedef void (*GmarlTask) (gsize task, guint worker, gpointer data);

/* Processors this process may use: affinity and cgroup limits, at least 1. */
guint gmarl_available_threads (void);

/* Lets everything else on the machine go first (nice 5 for this thread alone), where the system
 * allows; the crew's own threads do so by themselves.
 */
void gmarl_lower_thread_priority (void);

/* n_workers 0: as many as gmarl_available_threads. The thread that calls gmarl_workers_run is one
 * of them. (transfer full)
 */
GmarlWorkers *gmarl_workers_new (guint n_workers);
void gmarl_workers_free (GmarlWorkers *self);
guint gmarl_workers_get_count (const GmarlWorkers *self);

/* Runs func for tasks 0 … n_tasks - 1 and returns when all are done. Not reentrant; one caller at a
 * time. */
void gmarl_workers_run (GmarlWorkers *self, gsize n_tasks, GmarlTask func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlWorkers, gmarl_workers_free)

G_END_DECLS
