/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"
#include "gmarl-citylearn-private.h"
#include "gmarl-error.h"

/* Any text is a schema that stays in its folder and range, or an error of its kind. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlCityLearnSchema) schema = NULL;

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';
  schema = gmarl_citylearn_schema_parse (text, size, "schema.json", &error);
  g_assert_true ((schema != NULL) == (error == NULL));
  if (schema == NULL) {
    g_assert_true (error->domain == GMARL_ERROR && g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  g_assert_true (gmarl_is_step_minutes (schema->step_minutes) && schema->first >= 0);
  g_assert_true (schema->buildings->len > 0);
  for (guint k = 0; k < schema->buildings->len; k++) {
    const GmarlCityLearnBuilding *building = g_ptr_array_index (schema->buildings, k);

    g_assert_nonnull (building->energy_simulation);
    g_assert_false (g_path_is_absolute (building->energy_simulation));
    g_assert_false (g_str_has_prefix (building->energy_simulation, "../"));
    g_assert_null (strstr (building->energy_simulation, "/../"));
    g_assert_false (building->pv_kw < 0 || building->capacity_kwh < 0 || building->power_kw < 0);
    g_assert_false (building->efficiency <= 0 || building->efficiency > 1);
  }
  return 0;
}
