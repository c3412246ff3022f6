/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-run-changes.h"

static GmarlRunConfig *
make_config (const char *scenario)
{
  return gmarl_run_config_new (gmarl_scenario_new_builtin (scenario, NULL));
}

static void
set (GmarlRunConfig *config, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  gmarl_run_config_set (config, key, value, &error);
  g_assert_no_error (error);
}

/* Sets the changes on a copy of the base; fails unless that gives the configuration. */
static void
assert_repeats (const GmarlRunConfig *config, const GmarlRunConfig *base, GPtrArray *changes)
{
  g_autoptr (GmarlRunConfig) copy = gmarl_run_config_copy (base);
  g_autofree char *scenario = gmarl_scenario_to_text (config->scenario);
  g_autofree char *text = gmarl_run_config_to_text (config);
  g_autofree char *scenario_again = NULL;
  g_autofree char *text_again = NULL;

  for (guint k = 0; k < changes->len; k++) {
    const GmarlRunChange *change = changes->pdata[k];

    set (copy, change->key, change->value);
  }
  scenario_again = gmarl_scenario_to_text (copy->scenario);
  text_again = gmarl_run_config_to_text (copy);
  g_assert_cmpstr (scenario_again, ==, scenario);
  g_assert_cmpstr (text_again, ==, text);
}

static void
test_none (void)
{
  g_autoptr (GmarlRunConfig) config = make_config ("neighbourhood-5");
  g_autoptr (GmarlRunConfig) usual = gmarl_run_config_new_usual (config);
  gboolean data_differ = TRUE;
  g_autoptr (GPtrArray) changes = gmarl_run_config_list_changes (config, usual, &data_differ);

  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_false (data_differ);
  set (config, "threads", "2"); /* changes no bit */
  g_ptr_array_unref (changes);
  changes = gmarl_run_config_list_changes (config, usual, NULL);
  g_assert_cmpuint (changes->len, ==, 0);
}

static void
test_learning (void)
{
  g_autoptr (GmarlRunConfig) config = make_config ("neighbourhood-5");
  g_autoptr (GmarlRunConfig) usual = gmarl_run_config_new_usual (config);
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *key = NULL;
  const GmarlRunChange *change;

  set (config, "iterations", "120");
  set (config, "ppo.learning_rate", "0.001");
  changes = gmarl_run_config_list_changes (config, usual, NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  change = changes->pdata[0];
  g_assert_cmpstr (change->key, ==, "iterations");
  g_assert_cmpstr (change->value, ==, "120");
  g_assert_cmpstr (change->other, ==, "500");
  key = gmarl_run_change_get_short_key (changes->pdata[1]);
  g_assert_cmpstr (key, ==, "learning rate");
  assert_repeats (config, usual, changes);
}

/* Changes that bring others with them: nodes, kinds, custom lines. */
static void
test_scenario (void)
{
  g_autoptr (GmarlRunConfig) config = make_config ("neighbourhood-5");
  g_autoptr (GmarlRunConfig) usual = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gboolean data_differ = TRUE;

  set (config, "scenario.name", "my own");
  set (config, "scenario.nodes", "7");
  set (config, "scenario.topology", "custom");
  set (config, "scenario.edges", "0-1; 1-2; 2-6");
  set (config, "scenario.node.6.kind", "industrial");
  set (config, "scenario.node.6.solar_peak_kwh", "3.25");
  set (config, "scenario.node.0.name", "Hill Road");
  usual = gmarl_run_config_new_usual (config);
  changes = gmarl_run_config_list_changes (config, usual, &data_differ);
  g_assert_false (data_differ);
  assert_repeats (config, usual, changes);
}

static void
test_between_builtins (void)
{
  const char *const *names = gmarl_scenario_builtin_names ();

  for (gsize a = 0; names[a] != NULL; a++)
    for (gsize b = 0; names[b] != NULL; b++) {
      g_autoptr (GmarlRunConfig) config = make_config (names[a]);
      g_autoptr (GmarlRunConfig) base = make_config (names[b]);
      gboolean data_differ;
      g_autoptr (GPtrArray) changes = gmarl_run_config_list_changes (config, base, &data_differ);

      g_assert_true ((changes->len == 0 && !data_differ) == (a == b));
      if (!data_differ)
        assert_repeats (config, base, changes);
    }
}

static void
assert_name (const GmarlRunConfig *config, const char *wanted)
{
  g_autofree char *name = gmarl_run_config_describe (config);

  g_assert_cmpstr (name, ==, wanted);
}

/* Names tell trainings apart in a line that can be read. */
static void
test_names (void)
{
  g_autoptr (GmarlRunConfig) config = make_config ("neighbourhood-5");
  g_autoptr (GmarlRunConfig) own = make_config ("neighbourhood-5");

  assert_name (config, "neighbourhood-5 · PPO");
  set (config, "iterations", "120");
  assert_name (config, "neighbourhood-5 · PPO · 120 iterations");
  set (config, "share_parameters", "yes");
  set (config, "scenario.nodes", "7");
  assert_name (config, "neighbourhood-5 · PPO · 120 iterations · shared parameters · nodes 7");
  set (config, "ppo.learning_rate", "0.001");
  set (config, "threads", "2"); /* changes no bit */
  assert_name (config, "neighbourhood-5 · PPO · 120 iterations · learning rate 0.001 · "
                       "shared parameters · 1 more");

  set (own, "scenario.name", "my street");
  set (own, "scenario.nodes", "7");
  set (own, "ppo.clip", "0.1");
  assert_name (own, "my street · PPO · clip 0.1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/run-changes/none", test_none);
  g_test_add_func ("/experiments/run-changes/learning", test_learning);
  g_test_add_func ("/experiments/run-changes/scenario", test_scenario);
  g_test_add_func ("/experiments/run-changes/between-builtins", test_between_builtins);
  g_test_add_func ("/experiments/run-changes/names", test_names);
  return g_test_run ();
}
