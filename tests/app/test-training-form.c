/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-option-row.h"
#include "gmarl-training-form.h"
#include "gmarl-training-names.h"

#include <math.h>
#include <string.h>

static GmarlTrainingForm *
form_new (void)
{
  GmarlTrainingForm *form = GMARL_TRAINING_FORM (g_object_ref_sink (gmarl_training_form_new ()));
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

  gmarl_training_form_set_scenario (form, scenario);
  return form;
}

/* What it is, before what is allowed, takes no more than 20 words. */
static void
assert_short (const char *tooltip)
{
  g_auto (GStrv) lines = g_strsplit (tooltip, "\n", 2);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", -1);

  g_assert_cmpuint (g_strv_length (words), <=, 20);
}

/* Every key of docs/learning.md has a row with a name, and no name is without a key. */
static void
test_every_key (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();

  g_assert_cmpuint (gmarl_n_training_names, ==, gmarl_n_learning_options);
  for (gsize k = 0; k < gmarl_n_learning_options; k++) {
    const char *key = gmarl_learning_options[k].key;
    GtkWidget *row = gmarl_training_form_get_row (form, key);
    const char *tooltip;

    g_test_message ("%s", key);
    g_assert_nonnull (row);
    g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), !=, "");
    tooltip = gtk_widget_get_tooltip_text (row);
    assert_short (tooltip);
    g_assert_nonnull (strstr (tooltip, key));
    g_assert_false (gmarl_option_row_is_changed (GMARL_OPTION_ROW (row)));
  }
  g_assert_null (gmarl_training_form_get_problem (form));
  g_assert_finalize_object (g_steal_pointer (&form));
}

/* The defaults of the form are those of the command line. */
static void
test_defaults (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autoptr (GmarlRunConfig) expected =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  g_autofree char *text = NULL;
  g_autofree char *expected_text = gmarl_run_config_to_text (expected);

  gmarl_training_form_set_preset (form, GMARL_TRAINING_PRESET_STANDARD);
  config = gmarl_training_form_make_config (form);
  text = gmarl_run_config_to_text (config);
  g_assert_cmpstr (text, ==, expected_text);
  g_assert_cmpuint (gmarl_training_form_get_n_seeds (form), ==, 3);
  g_assert_cmpfloat (gmarl_training_form_get_time_budget (form), ==, 0);
  gmarl_training_form_set_preset (form, GMARL_TRAINING_PRESET_PUBLICATION);
  g_assert_cmpuint (gmarl_training_form_get_n_seeds (form), ==, 10);
  gmarl_training_form_set_preset (form, GMARL_TRAINING_PRESET_QUICK);
  g_assert_cmpuint (gmarl_training_form_get_n_seeds (form), ==, 1);
  g_assert_cmpfloat (gmarl_training_form_get_time_budget (form), ==, 40);
}

static void
test_edit (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();
  GmarlOptionRow *row = GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "ppo.clip"));
  g_autoptr (GmarlRunConfig) config = NULL;

  gmarl_option_row_set_text (row, "0.1");
  g_assert_true (gmarl_option_row_is_changed (row));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  config = gmarl_training_form_make_config (form);
  g_assert_cmpfloat (config->learning.clip, ==, 0.1);
  gmarl_option_row_reset (row);
  g_assert_false (gmarl_option_row_is_changed (row));
}

/* As the scenario's rows take them. */
static void
test_typed_numbers (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();
  GmarlOptionRow *clip = GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "ppo.clip"));
  GmarlOptionRow *deviation =
      GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "policy.log_std"));
  g_autoptr (GmarlRunConfig) config = NULL;

  gmarl_option_row_set_text (clip, "0,1");
  gmarl_option_row_set_text (deviation, " −0.75 ");
  g_assert_null (gmarl_training_form_get_problem (form));
  config = gmarl_training_form_make_config (form);
  g_assert_cmpfloat (config->learning.clip, ==, 0.1);
  g_assert_cmpfloat (config->learning.log_std, ==, -0.75);
}

/* What is refused says why, in its row and on the button, and is not trained with. */
static void
test_invalid (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();
  GmarlOptionRow *row = GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "ppo.clip"));

  gmarl_option_row_set_text (row, "much");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   gmarl_option_row_get_problem (row));
  g_assert_nonnull (gmarl_training_form_get_problem (form));
  gmarl_option_row_set_text (row, "0.3");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  g_assert_null (gmarl_training_form_get_problem (form));

  /* Each for itself allowed, not together. */
  row = GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "policy.log_std"));
  gmarl_option_row_set_text (row, "-9");
  g_assert_null (gmarl_option_row_get_problem (row));
  g_assert_nonnull (gmarl_training_form_get_problem (form));
  gmarl_option_row_reset (row);
  g_assert_null (gmarl_training_form_get_problem (form));
}

/* The number of threads is a preference, unless it is chosen here. */
static void
test_threads (void)
{
  g_autoptr (GmarlTrainingForm) form = form_new ();
  GmarlOptionRow *row = GMARL_OPTION_ROW (gmarl_training_form_get_row (form, "threads"));
  g_autoptr (GmarlRunConfig) preferred = NULL;
  g_autoptr (GmarlRunConfig) chosen = NULL;

  gmarl_training_form_set_threads (form, 3);
  preferred = gmarl_training_form_make_config (form);
  g_assert_cmpint (preferred->learning.threads, ==, 3);
  g_assert_false (gmarl_option_row_is_changed (row));
  gmarl_option_row_set_text (row, "2");
  chosen = gmarl_training_form_make_config (form);
  g_assert_cmpint (chosen->learning.threads, ==, 2);
}

static void
test_presets (void)
{
  g_assert_cmpint (gmarl_training_preset_iterations (GMARL_TRAINING_PRESET_QUICK, 0.065), ==, 600);
  g_assert_cmpint (gmarl_training_preset_iterations (GMARL_TRAINING_PRESET_STANDARD, 9), ==, 500);
  g_assert_cmpfloat (gmarl_training_preset_seconds (GMARL_TRAINING_PRESET_PUBLICATION, 0.1), ==,
                     500);
  g_assert_true (isnan (gmarl_training_preset_seconds (GMARL_TRAINING_PRESET_STANDARD, NAN)));
}

/* On the screen it finds out how long an iteration takes. */
static void
test_measures (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GmarlTrainingForm) form = form_new ();
  static const char *const small[][2] = { { "rollout.environments", "2" },
                                          { "rollout.steps", "24" },
                                          { "ppo.minibatch", "24" },
                                          { "policy.hidden", "8" },
                                          { "validation.days", "1" } };

  for (gsize k = 0; k < G_N_ELEMENTS (small); k++)
    gmarl_option_row_set_text (GMARL_OPTION_ROW (gmarl_training_form_get_row (form, small[k][0])),
                               small[k][1]);
  gtk_window_set_child (window, GTK_WIDGET (form));
  gtk_window_present (window);
  while (isnan (gmarl_training_form_get_seconds_per_iteration (form)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (gmarl_training_form_get_seconds_per_iteration (form), >, 0);
  g_assert_cmpfloat (gmarl_training_form_get_time_budget (form), ==, 0);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/training-form/every-key", test_every_key);
  g_test_add_func ("/app/training-form/defaults", test_defaults);
  g_test_add_func ("/app/training-form/edit", test_edit);
  g_test_add_func ("/app/training-form/typed-numbers", test_typed_numbers);
  g_test_add_func ("/app/training-form/invalid", test_invalid);
  g_test_add_func ("/app/training-form/presets", test_presets);
  g_test_add_func ("/app/training-form/threads", test_threads);
  g_test_add_func ("/app/training-form/measures", test_measures);
  return g_test_run ();
}
