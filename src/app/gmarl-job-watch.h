/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* What the desktop is told of the session's job: not to suspend the machine while it runs, and
 * that it has ended if no window of the program is looked at. Main thread only.
 */
#define GMARL_TYPE_JOB_WATCH (gmarl_job_watch_get_type ())
G_DECLARE_FINAL_TYPE (GmarlJobWatch, gmarl_job_watch, GMARL, JOB_WATCH, GObject)

/* application is borrowed and outlives the watch. */
GmarlJobWatch *gmarl_job_watch_new (GtkApplication *application, GmarlSession *session);

G_END_DECLS
