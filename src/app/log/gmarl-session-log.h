/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-log.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* Notes down what a session tells people and what its long work comes to: toasts, messages, the
 * library that is open, the states and the errors of jobs. Lives as long as it is to do so.
 * Main thread.
 */
#define GMARL_TYPE_SESSION_LOG (gmarl_session_log_get_type ())
G_DECLARE_FINAL_TYPE (GmarlSessionLog, gmarl_session_log, GMARL, SESSION_LOG, GObject)

GmarlSessionLog *gmarl_session_log_new (GmarlSession *session, GmarlLog *log);

G_END_DECLS
