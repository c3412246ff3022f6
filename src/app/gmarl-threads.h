/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Work on threads that the program waits for before it ends: libraries take their memory away as
 * the process is torn down, under whoever still computes. Main thread only.
 */

/* From now on the application, the default one, knows what runs. */
void gmarl_threads_follow (GApplication *application);

/* As g_task_run_in_thread(); known to the default application if that follows. */
void gmarl_threads_run (GTask *task, GTaskThreadFunc func);

/* Blocks until nothing runs any more, which was told to stop before; FALSE: not within the time. */
gboolean gmarl_threads_wait (GApplication *application, gint64 longest_us);

G_END_DECLS
