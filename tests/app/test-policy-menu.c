/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-policy-menu.h"
#include "temporary-folder.h"

#include <math.h>
#include <string.h>

/* A library with groups of runs that have a row and a checkpoint each. */
typedef struct {
  char *directory;
  GmarlLibrary *library;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->directory = temporary_folder_new ();
  self->library = gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  gmarl_library_close (self->library);
  temporary_folder_remove (self->directory);
  g_free (self->directory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static char *
begin_group (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  char *group = gmarl_library_begin_group (self->library, config, name, &error);

  g_assert_no_error (error);
  return group;
}

static char *
add_run (Fixture *self, const char *group, guint64 seed, double score)
{
  g_autoptr (GError) error = NULL;
  char *run = gmarl_library_begin_run (self->library, group, seed, "baseline", NULL, &error);
  g_autoptr (GmarlRunSink) sink = gmarl_library_open_sink (self->library, run, &error);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("weights", 7);
  GmarlTrainingMetrics row = { .value = { [GMARL_METRIC_ITERATION] = 1 } };

  g_assert_no_error (error);
  gmarl_run_sink_iteration (sink, &row, &error);
  g_assert_no_error (error);
  gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_BEST, 1, score, bytes, 0, &error);
  g_assert_no_error (error);
  return run;
}

static GMenuModel *
get_section (GMenuModel *menu, const char *label)
{
  for (int k = 0; k < g_menu_model_get_n_items (menu); k++) {
    g_autofree char *found = NULL;

    g_menu_model_get_item_attribute (menu, k, G_MENU_ATTRIBUTE_LABEL, "s", &found);
    if (g_strcmp0 (found, label) == 0)
      return g_menu_model_get_item_link (menu, k, G_MENU_LINK_SECTION);
  }
  return NULL;
}

static void
assert_item (GMenuModel *menu, int index, const char *label, const char *target)
{
  g_autofree char *found_label = NULL;
  g_autofree char *found_target = NULL;

  g_assert_cmpint (index, <, g_menu_model_get_n_items (menu));
  g_menu_model_get_item_attribute (menu, index, G_MENU_ATTRIBUTE_LABEL, "s", &found_label);
  g_menu_model_get_item_attribute (menu, index, G_MENU_ATTRIBUTE_TARGET, "s", &found_target);
  g_assert_cmpstr (found_label, ==, label);
  g_assert_cmpstr (found_target, ==, target);
}

static void
assert_choice (const char *target, GmarlLibrary *library, const char *reference)
{
  g_autoptr (GmarlPolicyChoice) choice = gmarl_policy_menu_choose (target, library);

  if (reference == NULL) {
    g_assert_null (choice);
    return;
  }
  g_assert_nonnull (choice);
  g_assert_cmpstr (gmarl_policy_choice_get_reference (choice), ==, reference);
}

static void
assert_few_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  g_assert_cmpuint (g_strv_length (words), >, 3);
  g_assert_cmpuint (g_strv_length (words), <=, 20);
}

/* Every rule is there and has its sentence. */
static void
test_rules (void)
{
  g_autoptr (GMenuModel) menu = gmarl_policy_menu_new (NULL, NULL);
  g_autoptr (GMenuModel) section = get_section (menu, "Rules");

  g_assert_nonnull (section);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==,
                   (int) g_strv_length ((char **) gmarl_rule_ids ()));
  for (guint k = 0; gmarl_rule_ids ()[k] != NULL; k++) {
    const char *id = gmarl_rule_ids ()[k];
    g_autoptr (GmarlPolicy) rule = gmarl_rule_new (id);
    g_autofree char *target = g_strconcat ("rule:", id, NULL);

    assert_item (section, (int) k, rule->name, target);
    g_assert_nonnull (gmarl_policy_menu_describe_rule (id));
    assert_few_words (gmarl_policy_menu_describe (id));
    assert_choice (target, NULL, id);
  }
  g_assert_null (get_section (menu, "Trained"));
  g_assert_nonnull (strstr (gmarl_policy_menu_describe ("4f2a00000000"), "PPO"));
  assert_few_words (gmarl_policy_menu_describe ("4f2a00000000"));
}

static void
test_trained (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autofree char *several = NULL, *single = NULL, *empty = NULL;
  g_autofree char *one = NULL, *two = NULL, *three = NULL, *alone = NULL;
  g_autofree char *best_target = NULL, *two_target = NULL, *single_target = NULL;
  g_autoptr (GMenuModel) menu = NULL, section = NULL, seeds = NULL;

  fixture_init (&fixture);
  several = begin_group (&fixture, "PPO");
  one = add_run (&fixture, several, 1, NAN);
  three = add_run (&fixture, several, 3, 70);
  two = add_run (&fixture, several, 2, 90);
  single = begin_group (&fixture, "Shared");
  alone = add_run (&fixture, single, 1, 50);
  empty = begin_group (&fixture, "Just begun");
  g_free (gmarl_library_begin_run (fixture.library, empty, 1, "baseline", NULL, NULL));

  menu = gmarl_policy_menu_new (fixture.library, NULL);
  section = get_section (menu, "Trained");
  g_assert_nonnull (section);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 2);
  best_target = g_strconcat ("best:", several, NULL);
  two_target = g_strconcat ("run:", two, NULL);
  single_target = g_strconcat ("best:", single, NULL);
  assert_item (section, 0, "Shared", single_target);
  seeds = g_menu_model_get_item_link (section, 1, G_MENU_LINK_SUBMENU);
  g_assert_nonnull (seeds);
  assert_item (seeds, 0, "Best of 3 Seeds by Validation", best_target);
  assert_item (seeds, 2, "Seed 2", two_target);

  assert_choice (best_target, fixture.library, two);
  assert_choice (single_target, fixture.library, alone);
  assert_choice ("best:000000000000", fixture.library, NULL);
}

static void
test_target (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autofree char *group = NULL, *run = NULL;
  g_autofree char *of_rule = NULL, *of_run = NULL, *of_name = NULL, *of_file = NULL;
  g_autofree char *run_target = NULL, *group_target = NULL;

  fixture_init (&fixture);
  group = begin_group (&fixture, "PPO at night");
  run = add_run (&fixture, group, 1, 1);
  run_target = g_strconcat ("run:", run, NULL);
  group_target = g_strconcat ("best:", group, NULL);
  of_rule = gmarl_policy_menu_target ("idle", fixture.library);
  of_run = gmarl_policy_menu_target (run, fixture.library);
  of_name = gmarl_policy_menu_target ("PPO at night", fixture.library);
  of_file = gmarl_policy_menu_target ("/tmp/policy.safetensors", fixture.library);
  g_assert_cmpstr (of_rule, ==, "rule:idle");
  g_assert_cmpstr (of_run, ==, run_target);
  g_assert_cmpstr (of_name, ==, group_target);
  g_assert_cmpstr (of_file, ==, "file:/tmp/policy.safetensors");
}

static void
test_nonsense (void)
{
  assert_choice ("", NULL, NULL);
  assert_choice ("rule:", NULL, NULL);
  assert_choice ("rule:nothing", NULL, NULL);
  assert_choice ("run:abc", NULL, NULL);
  assert_choice ("other:abc", NULL, NULL);
}

static void
test_file (void)
{
  g_autoptr (GMenuModel) menu = gmarl_policy_menu_new (NULL, "file:/tmp/a/policy.safetensors");
  g_autoptr (GMenuModel) section =
      g_menu_model_get_item_link (menu, g_menu_model_get_n_items (menu) - 1, G_MENU_LINK_SECTION);

  assert_item (section, 0, "policy.safetensors", "file:/tmp/a/policy.safetensors");
  assert_item (section, 1, "_Checkpoint File…", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/policy-menu/rules", test_rules);
  g_test_add_func ("/app/policy-menu/trained", test_trained);
  g_test_add_func ("/app/policy-menu/target", test_target);
  g_test_add_func ("/app/policy-menu/nonsense", test_nonsense);
  g_test_add_func ("/app/policy-menu/file", test_file);
  return g_test_run ();
}
