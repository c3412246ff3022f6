/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-query.h"

#include "gmarl-error.h"

#include <string.h>

/* A run as pairs of key and value. */
static const char *const run[][2] = {
  { "text", "Night Tariff · clip 0.1\npaper\nThe first that works" },
  { "name", "Night Tariff" },
  { "tag", "paper\nfigure-3" },
  { "status", "failed" },
  { "seed", "13" },
  { "ppo.learning_rate", "0.003" },
  { "scenario.nodes", "5" },
  { "scenario.topology", "ring" },
  { "share_parameters", "yes" },
  { "reward", "-12.5" },
};

static char *
lookup (gpointer user_data, const char *key)
{
  for (gsize k = 0; k < G_N_ELEMENTS (run); k++)
    if (g_str_equal (run[k][0], key))
      return g_strdup (run[k][1]);
  return NULL;
}

static gboolean
matches (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunQuery) query = gmarl_run_query_parse (text, &error);

  g_assert_no_error (error);
  return gmarl_run_query_matches (query, lookup, NULL);
}

static void
test_matches (void)
{
  static const char *const yes[] = {
    "",
    "   ",
    "night",
    "NIGHT works",
    "tag:paper",
    "tag:fig",
    "tag:",
    "status:failed",
    "seed:13",
    "lr>0.001",
    "lr=0.0030",
    "lr<=0.003",
    "nodes=5",
    "nodes:5",
    "scenario.nodes>=5",
    "agents<6",
    "shared=yes",
    "topology=ring",
    "-tag:draft",
    "-seed:1",
    "seed!=1",
    "reward<-12",
    "\"night tariff\"",
    "name:tariff",
    "name:\"night t\"",
    "learning_rate≥0.003",
    "12.5-3 -12.5-3 -night night",
  };
  static const char *const no[] = {
    "day",          "tag:aper", "status:finished", "seed:1",   "lr>0.003",    "nodes!=5",
    "-night",       "nodes>5",  "shared=no",       "reward>0", "stability>0", "tag:paper tag:draft",
    "kernels:avx2",
  };

  /* The last one of the first list contradicts itself; it is there for its hyphens. */
  for (gsize k = 0; k + 1 < G_N_ELEMENTS (yes); k++)
    if (!matches (yes[k]))
      g_error ("“%s” does not match", yes[k]);
  g_assert_false (matches (yes[G_N_ELEMENTS (yes) - 1]));
  for (gsize k = 0; k < G_N_ELEMENTS (no); k++)
    if (matches (no[k]))
      g_error ("“%s” matches", no[k]);
}

static void
assert_error (const char *text, const char *wanted)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_run_query_parse (text, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
  if (strstr (error->message, wanted) == NULL)
    g_error ("“%s” does not say “%s”", error->message, wanted);
}

static void
test_errors (void)
{
  assert_error ("learnin_rate>1", "did you mean “learning_rate”");
  assert_error ("zebra:crossing", "put quotes around text");
  assert_error ("lr>fast", "“fast” is no number");
  assert_error ("tag>paper", "write tag:paper");
}

static void
test_empty (void)
{
  g_autoptr (GmarlRunQuery) empty = gmarl_run_query_parse (" status: ", NULL);
  g_autoptr (GmarlRunQuery) full = gmarl_run_query_parse ("x", NULL);

  g_assert_true (gmarl_run_query_is_empty (empty));
  g_assert_false (gmarl_run_query_is_empty (full));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/run-query/matches", test_matches);
  g_test_add_func ("/app/run-query/errors", test_errors);
  g_test_add_func ("/app/run-query/empty", test_empty);
  return g_test_run ();
}
