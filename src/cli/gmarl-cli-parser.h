/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli.h"

G_BEGIN_DECLS

/* The options of one command: GOptionContext, with unknown options answered by the nearest one. */
typedef struct _GmarlParser GmarlParser;

/* (transfer full) */
GmarlParser *gmarl_parser_new (const GmarlCommand *command);
void gmarl_parser_free (GmarlParser *self);

/* Adds options; entries (ending with a NULL name) and what they point to stay until it has parsed.
 */
void gmarl_parser_add (GmarlParser *self, const GOptionEntry *entries);

/* Parses arguments (after the command's name). Anything that is no option is positional: n_least to
 * n_most of them are wanted, and returned (transfer full). "--help" prints the help and ends the
 * program. Errors are G_OPTION_ERROR.
 */
char **gmarl_parser_parse (GmarlParser *self,
                           char **arguments,
                           guint n_least,
                           guint n_most,
                           GError **error);

/* Reads the value of an option as a whole number from minimum to maximum; text NULL leaves value.
 * The message names the option and the range (G_OPTION_ERROR).
 */
gboolean gmarl_parse_whole (const char *option,
                            const char *text,
                            gint64 minimum,
                            gint64 maximum,
                            gint64 *value,
                            GError **error);

/* Reads a seed, 0 … GMARL_LARGEST_SEED; text NULL leaves value. */
gboolean gmarl_parse_seed (const char *option, const char *text, guint64 *value, GError **error);

/* Reads "1", "1,2,3", "1-10" or a mixture into seeds (guint64), in the order given; at most n_most
 * of them, none twice and none above GMARL_LARGEST_SEED. (transfer full)
 */
GArray *gmarl_parse_seeds (const char *option, const char *text, guint n_most, GError **error);

/* Reads "A-B", or one number, into episode seeds (guint64). (transfer full) */
GArray *gmarl_parse_episodes (const char *option, const char *text, guint n_most, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlParser, gmarl_parser_free)

G_END_DECLS
