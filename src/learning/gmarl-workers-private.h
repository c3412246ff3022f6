/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whole processors that the quotas of control groups leave to a process, or 0 where there is none:
 * the least of its own group and of those above it. root: where the groups are mounted
 * (/sys/fs/cgroup); membership: the text of /proc/self/cgroup, of version 1 or 2.
 */
guint gmarl_cgroup_processors (const char *root, const char *membership);

G_END_DECLS
