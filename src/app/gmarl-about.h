/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The versions, the machine and the library, a line each: what a report of a problem needs. Not
 * translated, because maintainers read it. (transfer full)
 */
char *gmarl_about_describe_system (GmarlSession *session);

/* Shows who made this and under which licence, and what a report of a problem should contain. */
void gmarl_about_present (GtkWindow *parent, GmarlSession *session);

G_END_DECLS
