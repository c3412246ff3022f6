/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"

G_BEGIN_DECLS

/* The command line that trains a run group again. */
typedef struct {
  const GmarlRunConfig *config;
  const char *name;
  const guint64 *seeds; /* [n_seeds], ascending */
  gsize n_seeds;
  const char *init_from; /* run id to begin with, or NULL */
  const char *library;   /* directory; NULL: the usual one */
} GmarlRunCommand;

/* "gridmarl-cli train …", quoted for a shell: it stores the same runs but ids and times. Fails for
 * a scenario with profiles from data that is not built in, which no command line can hold
 * (GMARL_ERROR_CONFIG). (transfer full)
 */
char *gmarl_run_command_format (const GmarlRunCommand *self, GError **error);

/* The text as a shell takes it for one word. (transfer full) */
char *gmarl_run_command_quote (const char *text);

G_END_DECLS
