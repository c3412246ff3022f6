/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* How far the session's job is, below every view while it is active. Its buttons call win.pause-job
 * and win.stop-job, its text win.view with the job's view.
 */
#define GMARL_TYPE_JOB_BAR (gmarl_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (GmarlJobBar, gmarl_job_bar, GMARL, JOB_BAR, GtkWidget)

void gmarl_job_bar_set_session (GmarlJobBar *self, GmarlSession *session);

G_END_DECLS
