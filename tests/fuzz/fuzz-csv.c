/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"
#include "gmarl-error.h"
#include "gmarl-import-private.h"

#include <math.h>

/* Any text imports to a valid scenario whose energies balance, or to an error of its kind. It is
 * read twice: as it is, and as the second file after a good one.
 */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const GmarlImportOptions options = { .unit = GMARL_ENERGY_UNIT_KWH, .scale_to_kind = TRUE };
  g_autoptr (GmarlScenario) base = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GString) good = g_string_new ("time,load_kwh,price\n");

  for (guint h = 0; h < 24; h++)
    g_string_append_printf (good, "2021-03-01 %02u:00,1,0.2\n", h);
  for (gsize n = 1; n <= 2; n++) {
    const char *const names[] = { "good.csv", "input.csv" };
    const char *const texts[] = { good->str, size > 0 ? (const char *) data : "" };
    const gsize lengths[] = { good->len, size };
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlImport) import =
        gmarl_import_csv_texts (names + 2 - n, texts + 2 - n, lengths + 2 - n, n, base,
                                n == 1 ? &options : &gmarl_import_defaults, &error);

    g_assert_true ((import != NULL) == (error == NULL));
    if (import == NULL) {
      g_assert_true (error->domain == GMARL_ERROR && g_utf8_validate (error->message, -1, NULL));
      continue;
    }
    g_assert_true (gmarl_scenario_validate (import->scenario, NULL));
    g_assert_true (fabs (import->energy_in_kwh - import->energy_out_kwh) <=
                   1e-9 * import->energy_in_kwh);
    for (guint k = 0; k < import->findings->len; k++)
      g_assert_true (g_utf8_validate (
          ((GmarlFinding *) g_ptr_array_index (import->findings, k))->message, -1, NULL));
  }
  return 0;
}
