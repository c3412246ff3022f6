/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-policies.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>

static void
set_unknown_error (const char *reference, GError **error)
{
  g_autofree char *quoted = gmarl_quote_text (reference);
  const char *nearest = gmarl_nearest_word (reference, gmarl_rule_ids ());
  g_autofree char *all = g_strjoinv (", ", (char **) gmarl_rule_ids ());

  if (nearest != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("The policy %s is not known: did you mean “%s”?"), quoted, nearest);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("The policy %s is not known: name one of %s"), quoted, all);
}

GmarlPolicy *
gmarl_cli_open_policy (const char *reference, GError **error)
{
  GmarlPolicy *policy = gmarl_rule_new (reference == NULL ? "heuristic" : reference);

  if (policy == NULL)
    set_unknown_error (reference, error);
  return policy;
}
