/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-job.h"

G_BEGIN_DECLS

/* Long work on the library, a GmarlJob: a run is verified, runs of another library are taken over,
 * or a damaged database is replaced by what can be read of it. It works on a thread with a
 * connection of its own. Main thread only.
 *
 * Signal "ended": see gmarl_job_get_end() and gmarl_runs_job_describe().
 */
#define GMARL_TYPE_RUNS_JOB (gmarl_runs_job_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunsJob, gmarl_runs_job, GMARL, RUNS_JOB, GObject)

/* Trains the run again and compares every row. name: for people. threads: 0: all. */
GmarlRunsJob *gmarl_runs_job_new_verify (const char *directory,
                                         const char *run_id,
                                         const char *name,
                                         gint64 threads);

/* Takes over what is in paths, libraries' folders or bundles; NULL-terminated. */
GmarlRunsJob *gmarl_runs_job_new_merge (const char *directory, const char *const *paths);

/* Puts what can be read of a damaged database in its place. Until it has ended nothing may have the
 * library open. */
GmarlRunsJob *gmarl_runs_job_new_salvage (const char *directory);

/* Once. */
void gmarl_runs_job_start (GmarlRunsJob *self);

/* What came of it: a heading, and sentences (nullable); both to be freed. */
void gmarl_runs_job_describe (GmarlRunsJob *self, char **heading, char **body);

/* Whether it put something into the library. */
gboolean gmarl_runs_job_has_written (GmarlRunsJob *self);

/* Whether the library has to be opened again. */
gboolean gmarl_runs_job_is_salvage (GmarlRunsJob *self);

G_END_DECLS
