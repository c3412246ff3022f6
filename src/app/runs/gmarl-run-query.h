/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is typed into the search of the runs: words, and terms such as "tag:paper", "status:failed",
 * "lr>0.001", "nodes=5" or "-seed:3". All of them have to hold. No widgets, no library.
 */
typedef struct _GmarlRunQuery GmarlRunQuery;

/* A term that cannot be understood: GMARL_ERROR_CONFIG, with what would be right. A term whose
 * value is still to come ("tag:") says nothing yet. (transfer full)
 */
GmarlRunQuery *gmarl_run_query_parse (const char *text, GError **error);
void gmarl_run_query_free (GmarlRunQuery *self);

/* Without any term everything matches. */
gboolean gmarl_run_query_is_empty (const GmarlRunQuery *self);

/* What a run has for a key: "text" (all that is searched for words), "name", "tag", "ppo.clip",
 * "scenario.nodes", "reward" …; several values one a line; NULL: nothing. (transfer full)
 */
typedef char *(*GmarlRunLookup) (gpointer run, const char *key);

gboolean gmarl_run_query_matches (const GmarlRunQuery *self, GmarlRunLookup lookup, gpointer run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunQuery, gmarl_run_query_free)

G_END_DECLS
