/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Evaluations, one row an episode: episodes do not depend on each other, so that a protocol finds
 * what another one has computed. Values hold for the version of the program that computed them, and
 * for the indicators that it knew.
 */
#include "config.h"

#include "gmarl-library-private.h"

enum {
  PARAMETER_POLICY = 1,
  PARAMETER_SCENARIO,
  PARAMETER_VERSION,
  PARAMETER_SEED,
  PARAMETER_INDICATORS,
  PARAMETER_FIRST_VALUE,
};

static char *
make_store_sql (void)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) places = g_string_new (NULL);
  g_autoptr (GString) changes = g_string_new (NULL);

  for (gsize k = 0; k < GMARL_N_INDICATORS; k++) {
    const char *id = gmarl_indicators[k].id;

    g_string_append_printf (columns, ", \"%s\"", id);
    g_string_append (places, ", ?");
    g_string_append_printf (changes, ", \"%s\" = excluded.\"%s\"", id, id);
  }
  return g_strdup_printf (
      "INSERT INTO evaluation (policy, scenario_hash, version, episode_seed, indicators%s)"
      " VALUES (?, ?, ?, ?, ?%s)"
      " ON CONFLICT DO UPDATE SET indicators = excluded.indicators%s"
      " WHERE excluded.indicators > evaluation.indicators",
      columns->str, places->str, changes->str);
}

static void
bind_key (GmarlStatement *statement, const char *policy_key, const char *scenario_hash)
{
  gmarl_statement_bind_text (statement, PARAMETER_POLICY, policy_key);
  gmarl_statement_bind_text (statement, PARAMETER_SCENARIO, scenario_hash);
  gmarl_statement_bind_text (statement, PARAMETER_VERSION, GMARL_VERSION);
  gmarl_statement_bind_integer (statement, PARAMETER_INDICATORS, GMARL_N_INDICATORS);
}

static gboolean
store_episodes (GmarlLibrary *self,
                GmarlStatement *statement,
                const guint64 *episode_seeds,
                gsize n_episodes,
                const double *values,
                GError **error)
{
  for (gsize episode = 0; episode < n_episodes; episode++) {
    const double *value = values + episode * GMARL_N_INDICATORS;

    gmarl_statement_bind_integer (statement, PARAMETER_SEED, (gint64) episode_seeds[episode]);
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      gmarl_statement_bind_real (statement, PARAMETER_FIRST_VALUE + k, value[k]);
    if (!gmarl_library_run (self, statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_library_store_evaluation (GmarlLibrary *self,
                                const char *policy_key,
                                const char *scenario_hash,
                                const guint64 *episode_seeds,
                                gsize n_episodes,
                                const double *values,
                                GError **error)
{
  g_autofree char *sql = make_store_sql ();
  g_autoptr (GmarlStatement) statement = NULL;

  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  statement = gmarl_library_prepare (self, sql, error);
  if (statement == NULL || !gmarl_library_begin (self, error))
    return FALSE;
  bind_key (statement, policy_key, scenario_hash);
  if (!store_episodes (self, statement, episode_seeds, n_episodes, values, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error);
}

static GmarlStatement *
prepare_lookup (GmarlLibrary *self, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (gsize k = 0; k < GMARL_N_INDICATORS; k++)
    g_string_append_printf (sql, "%s\"%s\"", k == 0 ? "" : ", ", gmarl_indicators[k].id);
  g_string_append (sql, " FROM evaluation WHERE policy = ? AND scenario_hash = ? AND version = ?"
                        " AND episode_seed = ? AND indicators >= ?");
  return gmarl_library_prepare (self, sql->str, error);
}

double *
gmarl_library_lookup_evaluation (GmarlLibrary *self,
                                 const char *policy_key,
                                 const char *scenario_hash,
                                 const guint64 *episode_seeds,
                                 gsize n_episodes,
                                 GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;
  g_autofree double *values = NULL;

  g_return_val_if_fail (n_episodes > 0, NULL);

  if (!self->has_all_indicators)
    return NULL;
  statement = prepare_lookup (self, error);
  if (statement == NULL)
    return NULL;
  bind_key (statement, policy_key, scenario_hash);
  values = g_new (double, n_episodes *GMARL_N_INDICATORS);
  for (gsize episode = 0; episode < n_episodes; episode++) {
    double *value = values + episode * GMARL_N_INDICATORS;
    gint result;

    gmarl_statement_bind_integer (statement, PARAMETER_SEED, (gint64) episode_seeds[episode]);
    result = gmarl_library_step (self, statement, error);
    if (result <= 0)
      return NULL;
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      value[k] = gmarl_statement_get_real (statement, k);
    sqlite3_reset (statement);
  }
  return g_steal_pointer (&values);
}
