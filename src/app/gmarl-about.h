/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* Shows who made this and under which licence, and what a report of a problem should contain. */
void gmarl_about_present (GtkWindow *parent, GmarlSession *session);

G_END_DECLS
