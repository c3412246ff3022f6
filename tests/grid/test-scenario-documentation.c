/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-scenario.h"

#include <string.h>

/* docs/scenario-files.md against the program. */

#define LARGEST 1e9

static char *
read_page (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "docs", "scenario-files.md", NULL);
  g_autoptr (GError) error = NULL;
  char *page = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  return page;
}

static GmarlScenario *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GmarlScenario *scenario = gmarl_scenario_parse (text, strlen (text), "example", &error);

  g_assert_no_error (error);
  return scenario;
}

static char *
allowed_number (const GmarlOption *option)
{
  const char *below = option->flags & GMARL_OPTION_BELOW_MAXIMUM ? "<" : "≤";

  if (option->minimum == -LARGEST && option->maximum == LARGEST)
    return g_strdup ("any number");
  if (option->maximum == LARGEST)
    return g_strdup_printf ("%s %g", option->flags & GMARL_OPTION_ABOVE_MINIMUM ? ">" : "≥",
                            option->minimum);
  return g_strdup_printf ("%s %g, %s %g", option->flags & GMARL_OPTION_ABOVE_MINIMUM ? ">" : "≥",
                          option->minimum, below, option->maximum);
}

/* The column "allowed" as the page writes it. */
static char *
allowed (const GmarlOption *option)
{
  g_autofree char *words = NULL;

  switch (option->type) {
  case GMARL_OPTION_STRING:
    return g_strdup_printf ("%g … %g characters", option->minimum, option->maximum);
  case GMARL_OPTION_CHOICE:
    words = g_strjoinv ("`, `", (char **) option->choices);
    return g_strdup_printf ("one of `%s`", words);
  case GMARL_OPTION_INTEGER:
    return g_strdup_printf ("%g … %g", option->minimum, option->maximum);
  case GMARL_OPTION_SEED:
    return g_strdup ("0 … 2⁶⁴ − 1");
  case GMARL_OPTION_REAL:
  default:
    return allowed_number (option);
  }
}

static void
expect_row (const char *page, const GmarlOption *option, const char *usual)
{
  g_autofree char *range = allowed (option);
  g_autofree char *row = g_strdup_printf ("\n| `%s` | %s | %s | %s | ", option->key, usual, range,
                                          option->unit[0] != '\0' ? option->unit : "–");

  if (strstr (page, row) == NULL)
    g_test_fail_printf ("docs/scenario-files.md lacks the row%s", row);
}

static void
test_keys (void)
{
  g_autofree char *page = read_page ();
  g_autoptr (GmarlScenario) scenario = parse ("[scenario]\n");
  g_auto (GStrv) rows = g_strsplit (page, "\n| `", -1);
  const char *const *names = gmarl_scenario_builtin_names ();
  gsize n_builtins = g_strv_length ((char **) names), n_data_keys = 9;

  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    g_autofree char *value = gmarl_option_get (&gmarl_scenario_options[k], scenario);
    g_autofree char *usual = g_strdup_printf ("`%s`", value);

    expect_row (page, &gmarl_scenario_options[k], usual);
  }
  for (gsize k = 0; k < gmarl_n_node_options; k++) {
    static const struct {
      const char *key, *usual;
    } usual[] = {
      { "name", "`Node N`" },
      { "kind", "cycled" },
      { "capacity_kwh", "of the kind" },
      { "power_kwh", "of the kind" },
      { "solar_peak_kwh", "of the kind" },
      { "demand_scale", "`1`" },
    };

    g_assert_cmpstr (gmarl_node_options[k].key, ==, usual[k].key);
    expect_row (page, &gmarl_node_options[k], usual[k].usual);
  }

  /* No row is left over: base_demand, position and edges are the keys without an option. */
  g_assert_cmpuint (g_strv_length (rows) - 1, ==,
                    gmarl_n_scenario_options + gmarl_n_node_options + 3 + n_data_keys + n_builtins);
}

static void
test_builtins (void)
{
  g_autofree char *page = read_page ();
  const char *const *names = gmarl_scenario_builtin_names ();

  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin (names[k], NULL);
    g_autofree char *topology = gmarl_option_get (
        gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, "topology"), scenario);
    g_autofree char *row = g_strdup_printf ("\n| `%s` | %" G_GINT64_FORMAT " | %s | ", names[k],
                                            scenario->nodes, topology);

    if (strstr (page, row) == NULL)
      g_test_fail_printf ("docs/scenario-files.md lacks the row%s", row);
  }
}

/* Every example is a valid scenario that gives no warning. */
static void
test_examples (void)
{
  g_autofree char *page = read_page ();
  g_auto (GStrv) parts = g_strsplit (page, "```ini\n", -1);
  gsize count = 0;

  for (gsize k = 1; parts[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = NULL;
    g_autoptr (GPtrArray) warnings = NULL;
    char *end = strstr (parts[k], "```");

    g_assert_nonnull (end);
    *end = '\0';
    scenario = parse (parts[k]);
    warnings = gmarl_scenario_warnings (scenario);
    g_assert_cmpuint (warnings->len, ==, 0);
    count++;
  }
  g_assert_cmpuint (count, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/scenario-documentation/keys", test_keys);
  g_test_add_func ("/grid/scenario-documentation/builtins", test_builtins);
  g_test_add_func ("/grid/scenario-documentation/examples", test_examples);
  return g_test_run ();
}
