/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "gmarl-error.h"
#include "gmarl-scenario.h"

#include <string.h>

/* What was read can be written and read again, to the same text; what was refused has a message
 * that names a line.
 */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario =
      gmarl_scenario_parse ((const char *) data, size, "input", &error);
  g_autoptr (GmarlScenario) again = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autofree char *text = NULL;
  g_autofree char *second = NULL;

  if (scenario == NULL) {
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_true (g_str_has_prefix (error->message, "input:"));
    g_assert_true (g_ascii_isdigit (error->message[strlen ("input:")]));
    return 0;
  }
  g_assert_no_error (error);
  text = gmarl_scenario_to_text (scenario);
  again = gmarl_scenario_parse (text, strlen (text), "again", &error);
  g_assert_no_error (error);
  second = gmarl_scenario_to_text (again);
  g_assert_cmpstr (second, ==, text);
  warnings = gmarl_scenario_warnings (scenario);
  g_assert_nonnull (warnings);
  return 0;
}
