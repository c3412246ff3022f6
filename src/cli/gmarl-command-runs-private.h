/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-library.h"

G_BEGIN_DECLS

/* What the commands on runs share. */

/* Parses the options and --library; positional: n_least to n_most. (transfer full) */
char **gmarl_runs_parse (const GmarlCommand *command,
                         const GOptionEntry *entries,
                         char **library,
                         char **arguments,
                         guint n_least,
                         guint n_most,
                         GError **error);

/* The ids of runs (of GmarlRunRecord), ending with NULL; borrowed from them. (transfer
 * container) */
const char **gmarl_runs_ids (const GPtrArray *runs);

/* One file each: gmarl-command-runs-change.c … */
GmarlStatus gmarl_runs_rename (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_tag (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_note (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_trash (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_restore (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_empty_trash (const GmarlCommand *command, char **arguments, GError **error);

/* … gmarl-command-runs-merge.c … */
GmarlStatus gmarl_runs_merge (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_runs_salvage (const GmarlCommand *command, char **arguments, GError **error);

/* … gmarl-command-runs-verify.c */
GmarlStatus gmarl_runs_verify (const GmarlCommand *command, char **arguments, GError **error);

G_END_DECLS
