/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-citylearn-private.h"
#include "gmarl-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const GmarlImportOptions plain = { .scale_to_kind = FALSE, .scale = 2 };

/* A data set in a folder of its own. */
typedef struct {
  char *folder;
  GmarlScenario *base;
} Fixture;

static void
write_file (const Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static const char schema[] =
    "{ \"seconds_per_time_step\": 3600, \"simulation_start_time_step\": 0,\n"
    "  \"simulation_end_time_step\": null, \"observations\": {},\n"
    "  \"buildings\": {\n"
    "    \"A\": { \"include\": true, \"energy_simulation\": \"a.csv\", \"pricing\": \"p.csv\",\n"
    "      \"carbon_intensity\": \"c.csv\",\n"
    "      \"electrical_storage\": { \"autosize\": false, \"attributes\": { \"capacity\": 6.4,\n"
    "        \"efficiency\": 0.9, \"nominal_power\": 5, \"loss_coefficient\": 0.0 } },\n"
    "      \"pv\": { \"attributes\": { \"nominal_power\": 4.0 } } },\n"
    "    \"X\": { \"include\": false },\n"
    "    \"B\": { \"energy_simulation\": \"b.csv\", \"pricing\": \"p.csv\",\n"
    "      \"carbon_intensity\": \"c.csv\" } } }\n";

/* Hours k of a month 7 that ends after k = 0, then August; the first of August is a Monday. */
static double
load_of (guint building, guint k)
{
  return building + 0.25 * (k % 11);
}

static double
sun_of (guint k)
{
  return k % 24 > 6 && k % 24 < 18 ? 100.5 * (k % 5) : 0;
}

static void
write_building (const Fixture *f, const char *name, guint building, guint n_rows, double heating)
{
  g_autoptr (GString) text = g_string_new ("month,hour,day_type,indoor,non_shiftable_load,"
                                           "dhw_demand,heating_demand,solar_generation\n");

  for (guint k = 0; k < n_rows; k++) {
    guint day = (k + 23) / 24; /* 0 is the 31st of July, a Sunday */

    g_string_append_printf (text, "%u,%u,%u,,%g,0.0,%g,%g\n", day == 0 ? 7 : 8,
                            day == 0 ? 24 : (k - 1) % 24 + 1, day == 0 ? 7 : (day - 1) % 7 + 1,
                            load_of (building, k), heating, sun_of (k));
  }
  write_file (f, name, text->str);
}

static void
write_shared (const Fixture *f, const char *name, const char *header, guint n_rows)
{
  g_autoptr (GString) text = g_string_new (header);

  g_string_append (text, ",unused\n");
  for (guint k = 0; k < n_rows; k++)
    g_string_append_printf (text, "%g,9\n", 0.125 * (k % 24));
  write_file (f, name, text->str);
}

#define N_ROWS (1 + 10 * 24 + 5)

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("gmarl-citylearn-XXXXXX", &error);
  g_assert_no_error (error);
  f->base = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  g_assert_no_error (error);
  write_file (f, "schema.json", schema);
  write_building (f, "a.csv", 1, N_ROWS, 0);
  write_building (f, "b.csv", 2, N_ROWS, 0);
  write_shared (f, "p.csv", "electricity_pricing", N_ROWS);
  write_shared (f, "c.csv", "carbon_intensity", N_ROWS);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (f->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (f->folder);
  g_free (f->folder);
  gmarl_scenario_free (f->base);
}

static GmarlImport *
import_folder (const Fixture *f, const GmarlImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  GmarlImport *import = gmarl_import_citylearn (f->folder, f->base, options, NULL, &error);

  g_assert_no_error (error);
  for (guint k = 0; k < import->findings->len; k++)
    g_test_message ("%s", ((GmarlFinding *) g_ptr_array_index (import->findings, k))->message);
  return import;
}

static void
assert_finding (const GmarlImport *import, GmarlFindingLevel level, const char *text)
{
  for (guint k = 0; k < import->findings->len; k++) {
    const GmarlFinding *finding = g_ptr_array_index (import->findings, k);

    if (finding->level == level && strstr (finding->message, text) != NULL)
      return;
  }
  g_error ("no finding of level %d says “%s”", level, text);
}

static void
assert_refused (const Fixture *f, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_import_citylearn (f->folder, f->base, &plain, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” lacks “%s”", error->message, message);
}

/* The schema with one text replaced. */
static void
write_schema (const Fixture *f, const char *from, const char *to)
{
  g_autoptr (GString) text = g_string_new (schema);

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  write_file (f, "schema.json", text->str);
}

static void
test_profiles (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = import_folder (f, &plain);
  const GmarlProfileData *data = import->scenario->data;
  double total = 0;

  g_assert_cmpint (import->scenario->nodes, ==, 2);
  g_assert_cmpstr (import->scenario->node[1].name, ==, "B");
  g_assert_cmpint (data->n_cases, ==, 10);
  g_assert_cmpint (data->step_minutes, ==, 60);
  g_assert_cmpstr (data->labels[0], ==, "08-01 Mon");
  g_assert_cmpstr (data->labels[9], ==, "08-10 Wed");
  for (guint k = 1; k < 1 + 240; k++) {
    gsize at = (k - 1) / 24 * 48 + (k - 1) % 24;

    g_assert_cmpfloat (data->demand_kwh[at], ==, 2 * load_of (1, k));
    g_assert_cmpfloat (data->demand_kwh[at + 24], ==, 2 * load_of (2, k));
    /* 4 kW installed, W per kW, an hour; the second building has no PV. */
    g_assert_cmpfloat_with_epsilon (data->solar_kwh[at], 2 * 4 * sun_of (k) / 1000, 1e-12);
    g_assert_cmpfloat (data->solar_kwh[at + 24], ==, 0);
    g_assert_cmpfloat (data->import_price[k - 1], ==, 0.125 * (k % 24));
    g_assert_cmpfloat (data->carbon_kg_per_kwh[k - 1], ==, 0.125 * (k % 24));
    total += 2 * (load_of (1, k) + load_of (2, k) + 4 * sun_of (k) / 1000);
  }
  g_assert_null (data->export_price);
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, total, 1e-9 * total);
  g_assert_cmpfloat_with_epsilon (import->energy_out_kwh, total, 1e-9 * total);
  assert_finding (import, GMARL_FINDING_NOTE,
                  "included buildings: 2 (others: 1), time steps 0–245");
  assert_finding (import, GMARL_FINDING_WARNING, "dropped: 2 — A 07-31 Sun 00:00");
  g_assert_nonnull (strstr (data->source, "schema.json (sha256 "));
  g_assert_nonnull (strstr (data->source, "c.csv (sha256 "));
}

static void
test_storage (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = import_folder (f, &plain);
  const GmarlScenario *scenario = import->scenario;

  g_assert_cmpfloat (scenario->node[0].capacity_kwh, ==, 2 * 6.4);
  g_assert_cmpfloat_with_epsilon (scenario->node[0].power_kwh, 2 * 5.0 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (scenario->charge_efficiency, sqrt (0.9), 1e-15);
  g_assert_cmpfloat (scenario->discharge_efficiency, ==, scenario->charge_efficiency);
  g_assert_cmpfloat (scenario->node[1].capacity_kwh, ==, 300);
  assert_finding (import, GMARL_FINDING_WARNING,
                  "keep the scenario's storage, as the schema gives "
                  "no size: 1 — B");
}

static void
test_storages_differ (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = NULL;

  write_schema (f, "\"B\": {",
                "\"B\": { \"electrical_storage\": { \"attributes\": { \"capacity\": 3.2, "
                "\"efficiency\": 0.6, \"nominal_power\": 1, \"loss_coefficient\": 0.01 } }, ");
  import = import_folder (f, &plain);
  g_assert_cmpfloat_with_epsilon (import->scenario->charge_efficiency, sqrt (0.8), 1e-12);
  assert_finding (import, GMARL_FINDING_WARNING, "efficiencies differ (0.6 to 0.9)");
  assert_finding (import, GMARL_FINDING_NOTE, "ageing and standing losses are not simulated");
}

/* Storage and PV grow with the node. */
static void
test_scale_to_kind (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = import_folder (f, &gmarl_import_defaults);
  const GmarlProfileData *data = import->scenario->data;
  double home = 0, lifted = 0, kind = 0;

  for (guint k = 1; k <= 240; k++) {
    home += load_of (1, k) / 240;
    lifted += data->demand_kwh[(k - 1) / 24 * 48 + (k - 1) % 24] / 240;
  }
  for (guint h = 0; h < 24; h++)
    kind += gmarl_kind_defaults[GMARL_KIND_RESIDENTIAL].base_demand_kwh[h] / 24;
  g_assert_cmpfloat_with_epsilon (lifted / 12, kind, 1e-12);
  g_assert_cmpfloat_with_epsilon (import->scenario->node[0].capacity_kwh, 6.4 * lifted / home,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (data->solar_kwh[12], 4 * sun_of (13) / 1000 * lifted / home,
                                  1e-9);
}

static void
test_not_simulated (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = NULL;

  write_building (f, "b.csv", 2, N_ROWS, 0.5);
  write_schema (f, "\"B\": {", "\"B\": { \"pv\": { \"autosize\": true }, ");
  import = import_folder (f, &plain);
  assert_finding (import, GMARL_FINDING_WARNING, "heating_demand is not simulated: 123 kWh");
  assert_finding (import, GMARL_FINDING_WARNING, "B: the size of its PV is left to CityLearn");
}

/* The period of the schema, counted from 0, both ends included. */
static void
test_period (Fixture *f, gconstpointer unused)
{
  g_autoptr (GmarlImport) import = NULL;

  write_schema (f, "\"simulation_start_time_step\": 0,\n  \"simulation_end_time_step\": null",
                "\"simulation_start_time_step\": 25, \"simulation_end_time_step\": 72");
  import = import_folder (f, &plain);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 2);
  g_assert_cmpfloat (import->scenario->data->demand_kwh[0], ==, 2 * load_of (1, 25));
  /* The month is not seen to change. */
  g_assert_cmpstr (import->scenario->data->labels[0], ==, "day 1 Tue");
}

/* Quarter hours, hours from 0, an hour with rows too many before one that is missing. */
static void
test_quarter_hours (Fixture *f, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new ("month,hour,day_type,non_shiftable_load\n");
  g_autoptr (GString) shared = g_string_new ("electricity_pricing\n");
  g_autoptr (GmarlImport) import = NULL;
  const double *demand;

  for (guint day = 0; day < 3; day++)
    for (guint q = 0; q < 96; q++)
      for (guint copy = 0; copy < (day == 1 && q == 7 ? 5 : 1); copy++) {
        if (day >= 1 && q >= 8 && q < 12)
          continue;
        g_string_append_printf (text, "2,%u,%u,%u\n", q / 4, 5 + day, copy > 0 ? 999 : q);
        g_string_append (shared, "0.25\n");
      }
  write_file (f, "a.csv", text->str);
  write_file (f, "p.csv", shared->str);
  write_file (f, "schema.json",
              "{ \"seconds_per_time_step\": 900, \"buildings\": { \"A\": {\n"
              "  \"energy_simulation\": \"a.csv\", \"pricing\": \"p.csv\" } } }");
  import = import_folder (f, &plain);
  g_assert_cmpint (import->scenario->data->step_minutes, ==, 15);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 3);
  g_assert_cmpstr (import->scenario->data->labels[2], ==, "day 3 Sun");
  g_assert_null (import->scenario->data->solar_kwh);
  demand = import->scenario->data->demand_kwh;
  for (guint day = 0; day < 3; day++)
    for (guint q = 0; q < 96; q++)
      g_assert_cmpfloat_with_epsilon (demand[day * 96 + q], 2 * q, 1e-9);
  assert_finding (import, GMARL_FINDING_WARNING, "the first is kept: 4 — a.csv row 106");
  assert_finding (import, GMARL_FINDING_WARNING, "clocks leave out in spring");
}

static void
test_files_refused (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "b.csv", NULL);

  write_building (f, "b.csv", 2, N_ROWS - 1, 0);
  assert_refused (f, "a.csv has 246 rows, b.csv has 245");
  write_file (f, "b.csv", "month,hour,day_type,load\n7,24,7,1\n");
  assert_refused (f, "b.csv, row 1: no column “non_shiftable_load”");
  write_file (f, "b.csv", "month,hour,day_type,non_shiftable_load\n7,24,7,1\n8,1\n");
  assert_refused (f, "b.csv, row 3: 2 cells, but column 3 is needed");
  write_file (f, "b.csv", "");
  assert_refused (f, "b.csv is empty");
  g_remove (path);
  assert_refused (f, "There is no file");
  assert_refused (f, "b.csv. Check the path");
  write_building (f, "b.csv", 2, N_ROWS, 0);
  write_shared (f, "p.csv", "electricity_pricing", 100);
  assert_refused (f, "a.csv has 246 rows, p.csv has 100");
  write_shared (f, "p.csv", "price", N_ROWS);
  assert_refused (f, "p.csv, row 1: no column “electricity_pricing”");
  write_shared (f, "p.csv", "electricity_pricing", N_ROWS);
  write_schema (f, "null", "300");
  assert_refused (f, "simulates the time steps 0–300, but a.csv has 246 rows");
  write_schema (f, "null", "10");
  assert_refused (f, "no day is whole");
}

static void
test_calendar_refused (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "b.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  g_string_replace (changed, "\n8,3,1,", "\n8,4,1,", 1);
  write_file (f, "b.csv", changed->str);
  assert_refused (f, "b.csv, row 5: hour is 4, but a.csv has 3 there");
  g_string_assign (changed, text);
  g_string_replace (changed, "\n8,3,1,", "\n8,25,1,", 1);
  write_file (f, "a.csv", changed->str);
  write_file (f, "b.csv", changed->str);
  assert_refused (f, "a.csv, row 5: hour is 25; whole numbers from 0 to 24");
  g_string_assign (changed, text);
  g_string_replace (changed, "\n8,3,1,", "\n8,0,1,", 1);
  write_file (f, "a.csv", changed->str);
  write_file (f, "b.csv", changed->str);
  assert_refused (f, "hours 0 and 24 both occur");
}

static void
assert_schema_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_citylearn_schema_parse (text, strlen (text), "schema.json", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” lacks “%s”", error->message, message);
}

static void
test_schemas_refused (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *hidden = g_strdup_printf ("/* \" */ %s", deep);

  assert_schema_refused (deep, "row 1: nested more than 64 levels deep");
  assert_schema_refused (hidden, "row 1: a character that JSON does not have there");
  assert_schema_refused ("", "the top level: not an object");
  assert_schema_refused ("[]", "the top level: not an object");
  assert_schema_refused ("{]", "not JSON");
  assert_schema_refused ("1", "no JSON object");
  assert_schema_refused ("1[]", "no JSON object");
  assert_schema_refused ("\"a\"{}", "no JSON object");
  assert_schema_refused ("{}\n{}", "row 2: more after the end");
  assert_schema_refused ("}", "a bracket too much");
  assert_schema_refused ("{\n\"a", "row 2: a string that does not end");
  assert_schema_refused ("{ \"buildings\": 3 }", "no “buildings”");
  assert_schema_refused ("{ \"buildings\": {} }", "no building is included");
  assert_schema_refused ("{ \"buildings\": { \"A\": [] } }", "building “A”: not an object");
  assert_schema_refused ("{ \"buildings\": { \"A\": {} } }",
                         "building “A”: no “energy_simulation”");
  assert_schema_refused ("{ \"buildings\": { \"A\": { \"energy_simulation\": \"../a\" } } }",
                         "“energy_simulation” names a file outside of the folder");
  assert_schema_refused ("{ \"buildings\": { \"A\": { \"energy_simulation\": \"/a\" } } }",
                         "outside of the folder");
  assert_schema_refused ("{ \"seconds_per_time_step\": 600, \"buildings\": {} }",
                         "is not 60, 300, 900, 1800 or 3600");
  assert_schema_refused ("{ \"seconds_per_time_step\": \"x\", \"buildings\": {} }",
                         "“seconds_per_time_step” is not a number");
  assert_schema_refused ("{ \"simulation_start_time_step\": -1, \"buildings\": {} }", "negative");
  assert_schema_refused ("{ \"buildings\": { \"A\": { \"energy_simulation\": \"a\", "
                         "\"electrical_storage\": { \"attributes\": { \"efficiency\": 0 } } } } }",
                         "“efficiency” is not above 0");
  assert_schema_refused ("{ \"buildings\": { \"A\": { \"energy_simulation\": \"a\", "
                         "\"pv\": { \"attributes\": { \"nominal_power\": -1 } } } } }",
                         "“nominal_power” of pv is negative");
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (gmarl_import_citylearn (f->folder, f->base, &plain, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* CityLearn 2022 phase 1, if it is at hand. The sums were made apart from this program. */
static void
test_citylearn_2022 (void)
{
  static const double load[] = { 10542.958023211, 9317.77310101703, 7148.425253949961,
                                 10744.41711443985, 8765.354897036086 };
  static const double sun[] = { 1797233.44107001, 1350995.40066624, 1449319.95028848,
                                1217670.48825862, 1511758.89288402 };
  static const double pv[] = { 4, 4, 4, 5, 4 };
  const GmarlImportOptions once = { .scale_to_kind = FALSE, .scale = 1 };
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data",
                                                   "citylearn_2022_phase_1", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) base = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  g_autoptr (GmarlImport) import = NULL;
  const GmarlProfileData *data;
  double total = 0;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip ("the CityLearn 2022 data set is not in ../shared/data");
    return;
  }
  import = gmarl_import_citylearn (folder, base, &once, NULL, &error);
  g_assert_no_error (error);
  data = import->scenario->data;
  g_assert_cmpint (data->n_cases, ==, 364);
  g_assert_cmpint (import->scenario->nodes, ==, 5);
  g_assert_cmpstr (import->scenario->name, ==, "citylearn_2022_phase_1");
  g_assert_cmpstr (data->labels[0], ==, "08-01 Mon");
  g_assert_cmpstr (data->labels[100], ==, "11-09 Wed");
  g_assert_cmpstr (data->labels[363], ==, "07-30 Sun");
  for (guint i = 0; i < 5; i++) {
    double demand = 0, solar = 0;

    for (guint k = 0; k < 364 * 24; k++) {
      demand += data->demand_kwh[k / 24 * 120 + i * 24 + k % 24];
      solar += data->solar_kwh[k / 24 * 120 + i * 24 + k % 24];
    }
    g_assert_cmpfloat_with_epsilon (demand, load[i], 1e-9 * load[i]);
    g_assert_cmpfloat_with_epsilon (solar, pv[i] * sun[i] / 1000, 1e-9 * pv[i] * sun[i] / 1000);
    total += load[i] + pv[i] * sun[i] / 1000;
    g_assert_cmpfloat (import->scenario->node[i].capacity_kwh, ==, 6.4);
  }
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, total, 1e-9 * total);
  g_assert_cmpfloat_with_epsilon (import->energy_out_kwh, import->energy_in_kwh, 1e-9 * total);
  g_assert_cmpfloat_with_epsilon (data->demand_kwh[12], 1.4323, 1e-12);
  g_assert_cmpfloat_with_epsilon (data->solar_kwh[12], 4 * 0.7512625, 1e-12);
  g_assert_cmpfloat (data->import_price[12], ==, 0.22);
  g_assert_cmpfloat (data->import_price[18], ==, 0.54);
  g_assert_cmpfloat (data->carbon_kg_per_kwh[12], ==, 0.2428607);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/grid/citylearn/profiles", test_profiles);
  ADD ("/grid/citylearn/storage", test_storage);
  ADD ("/grid/citylearn/storages-differ", test_storages_differ);
  ADD ("/grid/citylearn/scale-to-kind", test_scale_to_kind);
  ADD ("/grid/citylearn/not-simulated", test_not_simulated);
  ADD ("/grid/citylearn/period", test_period);
  ADD ("/grid/citylearn/quarter-hours", test_quarter_hours);
  ADD ("/grid/citylearn/files-refused", test_files_refused);
  ADD ("/grid/citylearn/calendar-refused", test_calendar_refused);
  ADD ("/grid/citylearn/cancelled", test_cancelled);
  g_test_add_func ("/grid/citylearn/schemas-refused", test_schemas_refused);
  g_test_add_func ("/grid/citylearn/citylearn-2022", test_citylearn_2022);
  return g_test_run ();
}
