/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit status of gridmarl-cli. */
typedef enum {
  GMARL_STATUS_DONE = 0,
  GMARL_STATUS_FAILED = 1,
  GMARL_STATUS_USAGE = 2,
  GMARL_STATUS_INTERRUPTED = 130,
} GmarlStatus;

typedef struct _GmarlCommand GmarlCommand;

/* Runs a command. arguments: after the command's name, NULL-terminated. A failure sets error, which
 * main prints and turns into the exit status; what is returned counts only without one.
 */
typedef GmarlStatus (*GmarlCommandFunc) (const GmarlCommand *command,
                                         char **arguments,
                                         GError **error);

struct _GmarlCommand {
  const char *name;
  const char *parameters; /* what follows the options in its usage line (N_), or NULL */
  const char *summary;    /* a line for the list of commands and the head of its help (N_) */
  const char *examples;   /* the end of its help (N_) */
  GmarlCommandFunc run;
};

/* Runs the one of commands (ending with a NULL name) that arguments[0] names; "--help" prints the
 * list. what: what they are called in messages, "command". The program's name grows by the
 * command's.
 */
GmarlStatus gmarl_cli_run_command (const GmarlCommand *commands,
                                   const char *summary,
                                   char **arguments,
                                   GError **error);

/* Prints "gridmarl-cli train: message" on standard error. */
void gmarl_cli_print_error (const GError *error);

/* The exit status that an error stands for. */
GmarlStatus gmarl_cli_status_of (const GError *error);

/* One file each. */
GmarlStatus gmarl_command_train (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_compare (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_scale (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_simulate (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_bench (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_runs (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus gmarl_command_scenario (const GmarlCommand *command, char **arguments, GError **error);

G_END_DECLS
