/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-import-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Files are made here, with values known in closed form, and imported with the scale 1 unless a
 * test is about scales.
 */

static const GmarlImportOptions plain = { .scale_to_kind = FALSE, .scale = 1 };

static GmarlScenario *
base_scenario (void)
{
  g_autoptr (GError) error = NULL;
  GmarlScenario *base = gmarl_scenario_new_builtin ("neighbourhood-5", &error);

  g_assert_no_error (error);
  return base;
}

static GmarlImport *
try_import (const char *const *names,
            const char *const *texts,
            gsize n,
            const GmarlImportOptions *options,
            GError **error)
{
  g_autoptr (GmarlScenario) base = base_scenario ();
  g_autofree gsize *lengths = g_new (gsize, n);

  for (gsize k = 0; k < n; k++)
    lengths[k] = strlen (texts[k]);
  return gmarl_import_csv_texts (names, texts, lengths, n, base, options, error);
}

static void
print_findings (const GmarlImport *import)
{
  for (guint k = 0; k < import->findings->len; k++)
    g_test_message ("%s", ((GmarlFinding *) g_ptr_array_index (import->findings, k))->message);
}

/* The import of one text; its energies balance and its scenario reads back. */
static GmarlImport *
import_text (const char *text, const GmarlImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  GmarlImport *import = try_import ((const char *const[]){ "f.csv" }, &text, 1, options, &error);

  g_assert_no_error (error);
  print_findings (import);
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, import->energy_out_kwh,
                                  1e-9 * import->energy_in_kwh);
  g_assert_true (gmarl_scenario_validate (import->scenario, &error));
  return import;
}

static void
assert_refused (const char *text, const GmarlImportOptions *options, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlImport) import =
      try_import ((const char *const[]){ "f.csv" }, &text, 1, options, &error);

  g_assert_null (import);
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” lacks “%s”", error->message, message);
}

static gboolean
has_finding (const GmarlImport *import, GmarlFindingLevel level, const char *text)
{
  for (guint k = 0; k < import->findings->len; k++) {
    const GmarlFinding *finding = g_ptr_array_index (import->findings, k);

    if (finding->level == level && strstr (finding->message, text) != NULL)
      return TRUE;
  }
  return FALSE;
}

static guint
n_warnings (const GmarlImport *import)
{
  guint n = 0;

  for (guint k = 0; k < import->findings->len; k++)
    n += ((GmarlFinding *) g_ptr_array_index (import->findings, k))->level == GMARL_FINDING_WARNING;
  return n;
}

static void
assert_warning (const GmarlImport *import, const char *text)
{
  if (!has_finding (import, GMARL_FINDING_WARNING, text))
    g_error ("no warning says “%s”", text);
}

/* Appends the clock of minute m after 2021-03-01 00:00. */
static void
append_clock (GString *text, gint64 m)
{
  int year, month, day;

  gmarl_day_date (gmarl_day_number (2021, 3, 1) + m / 1440, &year, &month, &day);
  g_string_append_printf (text, "%04d-%02d-%02d %02d:%02d", year, month, day, (int) (m % 1440 / 60),
                          (int) (m % 60));
}

/* Demand in row k of a made file. */
static double
made (gsize k)
{
  return 1 + 0.125 * (double) (k % 29);
}

/* A file of time and load_kwh, rows [from, to) of so many minutes, without the rows [skip, skip +
 * n).
 */
static GString *
make_file (guint minutes, gsize from, gsize to, gsize skip, gsize n)
{
  GString *text = g_string_new ("time,load_kwh\n");

  for (gsize k = from; k < to; k++) {
    if (k >= skip && k < skip + n)
      continue;
    append_clock (text, (gint64) (k * minutes));
    g_string_append_printf (text, ",%.3f\n", made (k));
  }
  return text;
}

/* A whole day an hour a row; value is printed with the format. */
static void
append_day (GString *text, const char *prefix, const char *suffix)
{
  for (guint h = 0; h < 24; h++)
    g_string_append_printf (text, "%s %02u:00%s\n", prefix, h, suffix);
}

static void
test_calendar (void)
{
  for (int k = 0; k < 3000; k++) {
    g_autoptr (GDate) date = g_date_new_julian (1 + 271 * k);
    gint64 number;
    int year, month, day;

    /* GDate counts from 0001-01-01, which is 719162 days before 1970-01-01. */
    number = (gint64) g_date_get_julian (date) - 719163;
    g_assert_cmpint (
        gmarl_day_number (g_date_get_year (date), g_date_get_month (date), g_date_get_day (date)),
        ==, number);
    gmarl_day_date (number, &year, &month, &day);
    g_assert_cmpint (year, ==, g_date_get_year (date));
    g_assert_cmpint (month, ==, (int) g_date_get_month (date));
    g_assert_cmpint (day, ==, g_date_get_day (date));
    g_assert_true (gmarl_day_is_sunday (number) == (g_date_get_weekday (date) == G_DATE_SUNDAY));
  }
}

static void
test_moments (void)
{
  static const struct {
    const char *text;
    gint64 minute; /* of 2021-03-28; -1: not a time */
    gint offset;
  } cases[] = {
    { "2021-03-28 01:30", 90, GMARL_NO_OFFSET },
    { "2021-03-28T01:30:00Z", 90, 0 },
    { "2021-03-28T01:30:00.000+01:00", 90, 3600 },
    { "2021-03-28T01:30-0930", 90, -34200 },
    { "2021-03-28 01:30:00+02", 90, 7200 },
    { "2021/03/28 1:30", 90, GMARL_NO_OFFSET },
    { "28.03.2021 01:30", 90, GMARL_NO_OFFSET },
    { "2021-03-28", 0, GMARL_NO_OFFSET },
    { "2021-03-27 24:00", 0, GMARL_NO_OFFSET },
    { "28/03/2021 01:30", -1, 0 },
    { "3/28/2021 1:30", -1, 0 },
    { "2021-03-28 01:30 AM", -1, 0 },
    { "2021-02-29 00:00", -1, 0 },
    { "2021-13-01 00:00", -1, 0 },
    { "2021-03-28 24:30", -1, 0 },
    { "2021-03-28 01:60", -1, 0 },
    { "2021-03-28 0130", -1, 0 },
    { "2021-03-28x", -1, 0 },
    { "01:30", -1, 0 },
    { "", -1, 0 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    GmarlMoment moment;
    gboolean good = gmarl_moment_parse (cases[k].text, &moment);

    if (good != (cases[k].minute >= 0))
      g_error ("“%s” is %s", cases[k].text, good ? "read" : "refused");
    if (!good)
      continue;
    g_assert_cmpint (moment.clock, ==,
                     gmarl_day_number (2021, 3, 28) * 86400 + cases[k].minute * 60);
    g_assert_cmpint (moment.offset, ==, cases[k].offset);
  }
}

static void
test_column_names (void)
{
  static const struct {
    const char *name;
    GmarlColumnRole role;
    const char *node;
    GmarlEnergyUnit unit;
    double factor;
  } cases[] = {
    { "Timestamp", GMARL_COLUMN_TIME, NULL, 0, 1 },
    { "date", GMARL_COLUMN_DATE, NULL, 0, 1 },
    { "LCLid", GMARL_COLUMN_NODE, NULL, 0, 1 },
    { "load", GMARL_COLUMN_DEMAND, NULL, GMARL_ENERGY_UNIT_AUTO, 1 },
    { "Demand (kW)", GMARL_COLUMN_DEMAND, NULL, GMARL_ENERGY_UNIT_KW, 1 },
    { "KWH/hh (per half hour)", GMARL_COLUMN_DEMAND, NULL, GMARL_ENERGY_UNIT_KWH, 1 },
    { "energy_mwh", GMARL_COLUMN_DEMAND, NULL, GMARL_ENERGY_UNIT_KWH, 1000 },
    { "home_1", GMARL_COLUMN_DEMAND, "home_1", GMARL_ENERGY_UNIT_AUTO, 1 },
    { "Home 1 [W]", GMARL_COLUMN_DEMAND, "Home_1", GMARL_ENERGY_UNIT_W, 1 },
    { "LV12", GMARL_COLUMN_DEMAND, "LV12", GMARL_ENERGY_UNIT_AUTO, 1 },
    { "electricity generation kWh", GMARL_COLUMN_SOLAR, NULL, GMARL_ENERGY_UNIT_KWH, 1 },
    { "load_7", GMARL_COLUMN_DEMAND, "7", GMARL_ENERGY_UNIT_AUTO, 1 },
    { "house_anna", GMARL_COLUMN_DEMAND, "house_anna", GMARL_ENERGY_UNIT_AUTO, 1 },
    { "home_1_solar_kwh", GMARL_COLUMN_SOLAR, "home_1", GMARL_ENERGY_UNIT_KWH, 1 },
    { "home_1_load_wh", GMARL_COLUMN_DEMAND, "home_1", GMARL_ENERGY_UNIT_WH, 1 },
    { "PV power kW", GMARL_COLUMN_SOLAR, NULL, GMARL_ENERGY_UNIT_KW, 1 },
    { "solar_generation", GMARL_COLUMN_SOLAR, NULL, GMARL_ENERGY_UNIT_AUTO, 1 },
    { "price", GMARL_COLUMN_IMPORT_PRICE, NULL, 0, 1 },
    { "import_price_eur_per_mwh", GMARL_COLUMN_IMPORT_PRICE, NULL, 0, 1e-3 },
    { "feed-in tariff ct/kWh", GMARL_COLUMN_EXPORT_PRICE, NULL, 0, 1e-2 },
    { "carbon_g_per_kwh", GMARL_COLUMN_CARBON, NULL, 0, 1e-3 },
    { "carbon_kg_per_kwh", GMARL_COLUMN_CARBON, NULL, 0, 1 },
    { "temperature_1", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
    { "net_load_kwh", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
    { "grid_export_kwh", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
    { "electricity_pricing_predicted_1", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
    { "comment", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
    { "", GMARL_COLUMN_UNKNOWN, NULL, 0, 1 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    GmarlColumn column;

    gmarl_column_classify (cases[k].name, &column);
    if (column.role != cases[k].role || g_strcmp0 (column.node, cases[k].node) != 0 ||
        column.unit != cases[k].unit || fabs (column.factor - cases[k].factor) > 1e-12)
      g_error ("“%s”: role %d, node %s, unit %d, factor %g", cases[k].name, column.role,
               column.node, column.unit, column.factor);
    gmarl_column_clear (&column);
  }
}

static void
test_inferred_steps (void)
{
  static const struct {
    gsize n_rows;
    guint minutes; /* 0: refused */
  } cases[] = {
    { 24, 60 },    { 48, 30 },    { 96, 15 },    { 288, 5 },    { 1440, 1 },
    { 8760, 60 },  { 8784, 60 },  { 17520, 30 }, { 17568, 30 }, { 35040, 15 },
    { 105120, 5 }, { 525600, 1 }, { 72, 60 },    { 168, 60 },   { 240, 0 },
    { 672, 0 },    { 673, 0 },    { 25, 0 },     { 0, 0 },      { 23, 0 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (gmarl_infer_step_minutes (cases[k].n_rows, "f.csv", &error), ==,
                      cases[k].minutes);
    if (cases[k].minutes == 0)
      g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  }
}

/* Whole years at each step: every value is where it belongs. */
static void
test_years (void)
{
  static const struct {
    guint minutes;
    gsize n_days;
  } years[] = { { 60, 365 }, { 60, 366 }, { 30, 365 }, { 15, 365 }, { 5, 10 } };

  for (gsize y = 0; y < G_N_ELEMENTS (years); y++) {
    gsize per_day = 1440 / years[y].minutes, n = years[y].n_days * per_day;
    g_autoptr (GString) text = make_file (years[y].minutes, 0, n, 0, 0);
    g_autoptr (GmarlImport) import = import_text (text->str, &plain);
    const GmarlProfileData *data = import->scenario->data;
    double sum = 0;

    g_assert_cmpint (data->step_minutes, ==, years[y].minutes);
    g_assert_cmpint (data->n_cases, ==, years[y].n_days);
    g_assert_cmpint (data->split, ==, GMARL_SPLIT_DAYS);
    g_assert_cmpint (import->scenario->nodes, ==, 1);
    g_assert_cmpstr (import->scenario->node[0].name, ==, "f");
    g_assert_cmpstr (data->labels[0], ==, "2021-03-01");
    if (years[y].n_days == 366)
      g_assert_cmpstr (data->labels[365], ==, "2022-03-01");
    for (gsize k = 0; k < n; k++) {
      g_assert_cmpfloat (data->demand_kwh[k], ==, made (k));
      sum += made (k);
    }
    g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, sum, 1e-9 * sum);
    g_assert_null (data->solar_kwh);
    g_assert_null (data->import_price);
    g_assert_nonnull (strstr (data->source, "f.csv (sha256 "));
  }
}

static void
test_leap_day (void)
{
  g_autoptr (GString) text = g_string_new ("time,load_kw\n");
  g_autoptr (GmarlImport) import = NULL;

  append_day (text, "2020-02-28", ",1");
  append_day (text, "2020-02-29", ",2");
  append_day (text, "2020-03-01", ",3");
  import = import_text (text->str, &plain);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 3);
  g_assert_cmpstr (import->scenario->data->labels[1], ==, "2020-02-29");
  g_assert_cmpfloat (import->scenario->data->demand_kwh[24], ==, 2);
}

/* 1-minute powers, with prices, become 5-minute energies and mean prices. */
static void
test_one_minute (void)
{
  g_autoptr (GString) text = g_string_new ("time,load_w,price\n");
  g_autoptr (GmarlImport) import = NULL;
  const GmarlProfileData *data;

  for (guint m = 0; m < 1440; m++) {
    append_clock (text, m);
    g_string_append_printf (text, ",%u,0.%02u\n", 60 * m, m % 100);
  }
  import = import_text (text->str, &plain);
  data = import->scenario->data;
  g_assert_cmpint (data->step_minutes, ==, 5);
  for (guint s = 0; s < 288; s++) {
    /* 60 W for a minute are a watt-hour. */
    g_assert_cmpfloat_with_epsilon (data->demand_kwh[s], 5 * (5 * s + 2) / 1000.0, 1e-12);
    g_assert_cmpfloat_with_epsilon (data->import_price[s], (5 * s % 100 + 2) / 100.0, 1e-12);
  }
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, 1440 * 1439 / 2000.0, 1e-9);
}

static void
test_units (void)
{
  static const struct {
    const char *header;
    GmarlEnergyUnit unit;
    double kwh; /* of a 15-minute row of 8 */
  } cases[] = {
    { "load_kwh", 0, 8 },
    { "load_kw", 0, 2 },
    { "load_wh", 0, 0.008 },
    { "load_w", 0, 0.002 },
    { "load_mw", 0, 2000 },
    { "load", GMARL_ENERGY_UNIT_KW, 2 },
    { "load", GMARL_ENERGY_UNIT_WH, 0.008 },
    { "load_mwh", GMARL_ENERGY_UNIT_KWH, 8 },
    { "load_kwh", GMARL_ENERGY_UNIT_KW, 2 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
    GmarlImportOptions options = plain;
    g_autoptr (GString) text = g_string_new ("time,");
    g_autoptr (GmarlImport) import = NULL;

    options.unit = cases[c].unit;
    g_string_append_printf (text, "%s\n", cases[c].header);
    for (guint k = 0; k < 96; k++) {
      append_clock (text, 15 * k);
      g_string_append (text, ",8\n");
    }
    import = import_text (text->str, &options);
    g_assert_cmpfloat_with_epsilon (import->scenario->data->demand_kwh[50], cases[c].kwh, 1e-12);
    g_assert_true (has_finding (import, GMARL_FINDING_WARNING,
                                "the given unit overrules: 1 — f.csv "
                                "column “load_kwh” as kW") == (c == 8));
  }
  assert_refused ("time,load\n2021-03-01 00:00,1\n", &plain,
                  "f.csv, row 1: “load” has no unit. Put kWh");
}

static void
test_decimal_comma (void)
{
  g_autoptr (GString) text = g_string_new ("Zähler 12\nDatum;Zeit\ndate;time;load_kwh;Bemerkung\n");
  g_autoptr (GmarlImport) import = NULL;

  for (guint k = 0; k < 48; k++)
    g_string_append_printf (text, "01.03.2021;%02u:%02u;%u,5;\n", k / 2, 30 * (k % 2), k);
  import = import_text (text->str, &plain);
  g_assert_cmpint (import->scenario->data->step_minutes, ==, 30);
  for (guint k = 0; k < 48; k++)
    g_assert_cmpfloat (import->scenario->data->demand_kwh[k], ==, k + 0.5);
  g_assert_true (has_finding (import, GMARL_FINDING_NOTE,
                              "cells separated by semicolons; decimal commas; 2 lines of comment"));
  assert_warning (import, "not understood, not read: 1 — f.csv “Bemerkung”");
}

/* 2021-03-28 in Berlin: the clock reads 01:59+01:00, then 03:00+02:00. */
static void
test_clocks_go_forward (void)
{
  static const char *const zones[] = { "", "x" };

  for (gsize z = 0; z < G_N_ELEMENTS (zones); z++) {
    g_autoptr (GString) text = g_string_new ("time,load_kwh\n");
    g_autoptr (GmarlImport) import = NULL;
    const double *demand;

    for (guint q = 0; q < 96; q++)
      if (q < 8 || q >= 12)
        g_string_append_printf (text, "2021-03-28T%02u:%02u:00%s,%u\n", q / 4, 15 * (q % 4),
                                zones[z][0] == '\0' ? ""
                                : q < 8             ? "+01:00"
                                                    : "+02:00",
                                q < 8 ? 1 : 6);
    import = import_text (text->str, &plain);
    demand = import->scenario->data->demand_kwh;
    for (guint q = 0; q < 96; q++)
      g_assert_cmpfloat_with_epsilon (demand[q], q < 8 ? 1 : q >= 12 ? 6 : 1 + (q - 7), 1e-12);
    assert_warning (import, "clocks leave out in spring, filled in a straight line (values): 4 — f "
                            "2021-03-28 02:00, f.csv after row 9");
  }
}

/* 2021-10-31: 02:00+02:00 to 02:59+02:00, then 02:00+01:00 again. */
static void
test_clocks_go_back (void)
{
  g_autoptr (GString) text = g_string_new ("time,load_kwh\n");
  g_autoptr (GmarlImport) import = NULL;

  for (guint h = 0; h < 25; h++)
    g_string_append_printf (text, "2021-10-31T%02u:00:00+0%u:00,%u\n", h <= 2 ? h : h - 1,
                            h <= 2 ? 2 : 1, h);
  import = import_text (text->str, &plain);
  for (guint h = 0; h < 24; h++)
    g_assert_cmpfloat (import->scenario->data->demand_kwh[h], ==, h <= 2 ? h : h + 1);
  assert_warning (import, "clocks repeat in autumn; the first is kept: 1 — f.csv row 5");
}

static void
test_utc (void)
{
  g_autoptr (GString) text = g_string_new ("timestamp,load_kwh\n");
  g_autoptr (GmarlImport) import = NULL;

  /* 2021-03-01 00:00 UTC. */
  for (guint h = 0; h < 24; h++)
    g_string_append_printf (text, "%u,1\n", 1614556800 + 3600 * h);
  import = import_text (text->str, &plain);
  g_assert_cmpstr (import->scenario->data->labels[0], ==, "2021-03-01");
  g_assert_true (has_finding (import, GMARL_FINDING_NOTE, "days begin at 00:00 UTC"));
}

/* Rows 47 to 50 of quarter hours are the hour over noon; the first row of data is row 2. */
static void
test_short_gap (void)
{
  g_autoptr (GString) text = make_file (15, 0, 2 * 96, 47, 4);
  g_autoptr (GmarlImport) import = import_text (text->str, &plain);
  const double *demand = import->scenario->data->demand_kwh;

  g_assert_cmpint (import->scenario->data->n_cases, ==, 2);
  for (gsize k = 0; k < 2 * 96; k++) {
    double expected =
        k >= 47 && k < 51 ? made (46) + (made (51) - made (46)) * (double) (k - 46) / 5 : made (k);

    g_assert_cmpfloat_with_epsilon (demand[k], expected, 1e-12);
  }
  assert_warning (import, "(values): 4 — f 2021-03-01 11:45, f.csv after row 48; ");
}

/* A gap over midnight is filled; one of 75 minutes drops its day. */
static void
test_long_gap (void)
{
  g_autoptr (GString) midnight = make_file (15, 0, 3 * 96, 94, 4);
  g_autoptr (GmarlImport) filled = import_text (midnight->str, &plain);
  g_autoptr (GString) longer = make_file (15, 0, 3 * 96, 96 + 40, 5);
  g_autoptr (GmarlImport) dropped = import_text (longer->str, &plain);

  g_assert_cmpint (filled->scenario->data->n_cases, ==, 3);
  g_assert_cmpfloat_with_epsilon (filled->scenario->data->demand_kwh[95],
                                  made (93) + (made (98) - made (93)) * 2 / 5, 1e-12);
  g_assert_cmpint (dropped->scenario->data->n_cases, ==, 2);
  g_assert_cmpstr (dropped->scenario->data->labels[1], ==, "2021-03-03");
  g_assert_cmpfloat (dropped->scenario->data->demand_kwh[96 + 7], ==, made (2 * 96 + 7));
  assert_warning (dropped,
                  "dropped: 1 — f 2021-03-02 10:00, f.csv after row 137 (no value for 75 of "
                  "1440 minutes from there)");
}

/* Three rows short, so that two rows are as far apart as those of an hourly file; the step is what
 * most rows have.
 */
static void
test_gap_of_a_step (void)
{
  g_autoptr (GString) text = make_file (15, 0, 96, 20, 3);
  g_autoptr (GmarlImport) import = import_text (text->str, &plain);

  g_assert_cmpint (import->scenario->data->step_minutes, ==, 15);
}

/* An hour at the beginning or the end, or before a day that is not there, has no value on both
 * sides.
 */
static void
test_gaps_at_ends (void)
{
  g_autoptr (GString) text = make_file (60, 1, 4 * 24 - 1, 2 * 24 - 1, 25);
  g_autoptr (GString) whole = make_file (60, 0, 4 * 24, 2 * 24, 24);
  g_autoptr (GmarlImport) import = NULL;

  assert_refused (text->str, &plain, "no day is whole in every home and series");
  import = import_text (whole->str, &plain);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 3);
}

/* A file that begins in the afternoon and ends in the morning has its two middle days. */
static void
test_partial_days (void)
{
  g_autoptr (GString) text = make_file (60, 15, 24 * 3 + 7, 0, 0);
  g_autoptr (GmarlImport) import = import_text (text->str, &plain);

  g_assert_cmpint (import->scenario->data->n_cases, ==, 2);
  g_assert_cmpstr (import->scenario->data->labels[0], ==, "2021-03-02");
  g_assert_cmpfloat (import->scenario->data->demand_kwh[0], ==, made (24));
  assert_warning (import,
                  "dropped: 2 — f 2021-03-01 00:00, before the first row of f.csv (no value "
                  "for 900 of 1440");
}

static void
test_bad_cells (void)
{
  g_autoptr (GString) text = g_string_new ("time,load_kwh,solar_kwh\n");
  g_autoptr (GmarlImport) import = NULL;
  const GmarlProfileData *data;

  for (guint h = 0; h < 24; h++) {
    const char *load = h == 4 ? "-3" : h == 9 ? "oops" : h == 11 ? "" : h == 12 ? "2" : "4";

    g_string_append_printf (text, "2021-03-01 %02u:00,%s,%s\n", h, load, h == 20 ? "-0.5" : "1");
    if (h == 12)
      g_string_append_printf (text, "2021-03-01 12:00,9,9\n");
  }
  import = import_text (text->str, &plain);
  data = import->scenario->data;
  for (guint h = 0; h < 24; h++) {
    g_assert_cmpfloat (data->demand_kwh[h], ==, h == 4 ? 0 : h == 11 ? 3 : h == 12 ? 2 : 4);
    g_assert_cmpfloat (data->solar_kwh[h], ==, h == 20 ? 0 : 1);
  }
  assert_warning (import, "Negative demand, set to 0");
  assert_warning (import, "own): 1 — f.csv row 6 column 2 (-3 kWh)");
  assert_warning (import, "Negative solar, set to 0: 1 — f.csv row 23 column 3");
  assert_warning (import, "not numbers, taken as missing: 1 — f.csv row 11 column 2 “oops”");
  assert_warning (import, "(values): 2 — f 2021-03-01 09:00, f.csv row 11; f 2021-03-01 11:00");
  assert_warning (import, "the first is kept: 1 — f.csv row 15");
}

/* Long and wide files of the same values give the same profiles. */
static void
test_long_is_wide (void)
{
  g_autoptr (GString) wide = g_string_new ("time,a_load_kwh,a_pv_kwh,b_load_kwh,price,carbon\n");
  g_autoptr (GString) narrow =
      g_string_new ("node,solar_kwh,time,load_kwh,price,carbon_g_per_kwh\n");
  g_autoptr (GmarlImport) one = NULL, other = NULL;
  const GmarlProfileData *x, *y;

  for (guint k = 0; k < 2 * 24; k++) {
    append_clock (wide, 60 * k);
    g_string_append_printf (wide, ",%g,%u,%u,%g,%g\n", made (k), k % 5, k % 7, 0.1 + k % 3,
                            0.2 + 0.001 * k);
    g_string_append_printf (narrow, "a,%u,", k % 5);
    append_clock (narrow, 60 * k);
    g_string_append_printf (narrow, ",%g,%g,%u\nb,0,", made (k), 0.1 + k % 3, 200 + k);
    append_clock (narrow, 60 * k);
    g_string_append_printf (narrow, ",%u,%g,%u\n", k % 7, 0.1 + k % 3, 200 + k);
  }
  one = import_text (wide->str, &plain);
  other = import_text (narrow->str, &plain);
  x = one->scenario->data;
  y = other->scenario->data;
  g_assert_cmpint (one->scenario->nodes, ==, 2);
  g_assert_cmpstr (one->scenario->node[1].name, ==, "b");
  g_assert_cmpint (one->scenario->node[1].kind, ==, GMARL_KIND_COMMERCIAL);
  g_assert_cmpint (y->n_cases, ==, 2);
  g_assert_cmpmem (x->demand_kwh, 96 * sizeof (double), y->demand_kwh, 96 * sizeof (double));
  g_assert_cmpmem (x->solar_kwh, 96 * sizeof (double), y->solar_kwh, 96 * sizeof (double));
  g_assert_cmpmem (x->import_price, 48 * sizeof (double), y->import_price, 48 * sizeof (double));
  for (guint k = 0; k < 48; k++) {
    g_assert_cmpfloat (x->demand_kwh[k / 24 * 48 + k % 24], ==, made (k));
    g_assert_cmpfloat (x->demand_kwh[k / 24 * 48 + 24 + k % 24], ==, k % 7);
    g_assert_cmpfloat (x->solar_kwh[k / 24 * 48 + 24 + k % 24], ==, 0);
    g_assert_cmpfloat_with_epsilon (y->carbon_kg_per_kwh[k], x->carbon_kg_per_kwh[k], 1e-12);
    g_assert_cmpfloat_with_epsilon (x->carbon_kg_per_kwh[k], 0.2 + 0.001 * k, 1e-12);
  }
  g_assert_true (has_finding (one, GMARL_FINDING_NOTE, "Energy in equals energy out"));
}

/* Two homes a file each, in the order given, and hourly prices held over the half hours. */
static void
test_files_are_joined (void)
{
  g_autoptr (GString) first = make_file (30, 0, 96, 0, 0);
  g_autoptr (GString) second = make_file (30, 48, 3 * 48, 0, 0);
  g_autoptr (GString) prices = g_string_new ("time,import_price,export_price\n");
  g_autoptr (GmarlImport) import = NULL;
  g_autoptr (GError) error = NULL;
  const GmarlProfileData *data;

  for (guint h = 0; h < 5 * 24; h++) {
    append_clock (prices, 60 * h);
    g_string_append_printf (prices, ",%g,-0.25\n", 0.01 * h);
  }
  import =
      try_import ((const char *const[]){ "z_2.csv", "z_1.csv", "prices.csv" },
                  (const char *const[]){ second->str, first->str, prices->str }, 3, &plain, &error);
  g_assert_no_error (error);
  data = import->scenario->data;
  /* The homes share the second day alone. */
  g_assert_cmpint (data->n_cases, ==, 1);
  g_assert_cmpstr (data->labels[0], ==, "2021-03-02");
  g_assert_cmpstr (import->scenario->node[0].name, ==, "z_2");
  g_assert_cmpstr (import->scenario->node[1].name, ==, "z_1");
  for (guint k = 0; k < 48; k++) {
    g_assert_cmpfloat (data->demand_kwh[k], ==, made (48 + k));
    g_assert_cmpfloat (data->demand_kwh[48 + k], ==, made (48 + k));
    g_assert_cmpfloat_with_epsilon (data->import_price[k], 0.01 * (24 + k / 2), 1e-12);
    g_assert_cmpfloat (data->export_price[k], ==, -0.25);
  }
  assert_warning (import, "dropped: 2 — z_2 2021-03-01 00:00, before the first row of z_2.csv");
}

/* Homes of one name in two files are one home. */
static void
test_files_are_continued (void)
{
  static const double expected[] = { 2, 1, 4, 3 };
  g_autoptr (GString) january = g_string_new ("time,home_1_kwh,home_2_kwh\n");
  g_autoptr (GString) february = g_string_new ("time,home_2_kwh,home_1_kwh\n");
  g_autoptr (GmarlImport) import = NULL;
  g_autoptr (GError) error = NULL;
  const double *demand;

  append_day (january, "2021-01-31", ",1,2");
  append_day (february, "2021-02-01", ",4,3");
  import = try_import ((const char *const[]){ "feb.csv", "jan.csv" },
                       (const char *const[]){ february->str, january->str }, 2, &plain, &error);
  g_assert_no_error (error);
  g_assert_cmpint (import->scenario->nodes, ==, 2);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 2);
  g_assert_cmpstr (import->scenario->node[0].name, ==, "home_2");
  demand = import->scenario->data->demand_kwh;
  for (guint k = 0; k < 96; k++)
    g_assert_cmpfloat (demand[k], ==, expected[k / 24]);
}

static void
test_joins_refused (void)
{
  g_autoptr (GString) half_hours = make_file (30, 0, 96, 0, 0);
  g_autoptr (GString) hours = make_file (60, 0, 48, 0, 0);
  g_autoptr (GString) later = make_file (60, 48, 96, 0, 0);
  g_autoptr (GString) untimed = g_string_new ("load_kwh\n");
  g_autoptr (GError) error = NULL;

  for (guint h = 0; h < 24; h++)
    g_string_append (untimed, "1\n");
  g_assert_null (try_import ((const char *const[]){ "a.csv", "b.csv" },
                             (const char *const[]){ half_hours->str, hours->str }, 2, &plain,
                             &error));
  g_assert_nonnull (strstr (error->message, "a.csv has rows of 30 minutes, b.csv of 60"));
  g_clear_error (&error);
  g_assert_null (try_import ((const char *const[]){ "a.csv", "b.csv" },
                             (const char *const[]){ hours->str, untimed->str }, 2, &plain, &error));
  g_assert_nonnull (strstr (error->message, "a.csv and b.csv: one has dates"));
  g_clear_error (&error);
  g_assert_null (try_import ((const char *const[]){ "a.csv", "b.csv" },
                             (const char *const[]){ hours->str, later->str }, 2, &plain, &error));
  g_assert_nonnull (strstr (error->message, "no day is whole in every home and series: a "
                                            "2021-03-03 00:00, a.csv after row 49"));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
}

/* Homes of one day, each the constant value of its number, a file each. */
static GmarlImport *
import_homes (guint n, const GmarlImportOptions *options)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GmarlImport *import;

  for (guint i = 0; i < n; i++) {
    GString *text = g_string_new (NULL);

    for (guint k = 0; k < 96; k++)
      g_string_append_printf (text, "%u\r\n", i + 1);
    g_ptr_array_add (names, g_strdup_printf ("home_%u.txt", i + 1));
    g_ptr_array_add (texts, g_string_free (text, FALSE));
  }
  import = try_import ((const char *const *) names->pdata, (const char *const *) texts->pdata, n,
                       options, &error);
  g_assert_no_error (error);
  print_findings (import);
  return import;
}

static void
test_groups (void)
{
  GmarlImportOptions options = { .unit = GMARL_ENERGY_UNIT_KWH,
                                 .scale_to_kind = FALSE,
                                 .scale = 2 };
  g_autoptr (GmarlImport) import = import_homes (23, &options);
  const GmarlProfileData *data = import->scenario->data;

  g_assert_cmpint (data->split, ==, GMARL_SPLIT_GROUPS);
  g_assert_cmpint (data->n_cases, ==, 4);
  g_assert_cmpint (import->scenario->nodes, ==, 5);
  g_assert_cmpstr (data->labels[3], ==, "home_16, home_17, home_18, home_19, home_20");
  g_assert_cmpstr (import->scenario->name, ==, "home");
  for (guint k = 0; k < 20 * 96; k++)
    g_assert_cmpfloat (data->demand_kwh[k], ==, 2 * (k / 96 + 1));
  assert_warning (import,
                  "The last 3 homes do not fill a group and are dropped: home_21 … home_23");
  /* 15 minutes a row, 96 rows: homes 1 to 20 sum to 210. */
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, 2 * 96 * 210, 1e-6);
  g_assert_cmpfloat_with_epsilon (import->energy_out_kwh, 2 * 96 * 210, 1e-6);
}

static void
test_group_size (void)
{
  GmarlImportOptions options = {
    .unit = GMARL_ENERGY_UNIT_KWH, .group_size = 3, .scale_to_kind = FALSE, .scale = 1
  };
  g_autoptr (GmarlImport) grouped = import_homes (9, &options);
  g_autoptr (GmarlImport) whole = NULL;

  g_assert_cmpint (grouped->scenario->nodes, ==, 3);
  g_assert_cmpint (grouped->scenario->data->n_cases, ==, 3);
  /* Too few for three groups of five: nodes of a single day. */
  options.group_size = 0;
  whole = import_homes (14, &options);
  g_assert_cmpint (whole->scenario->nodes, ==, 14);
  g_assert_cmpint (whole->scenario->data->n_cases, ==, 1);
  g_assert_cmpint (whole->scenario->data->split, ==, GMARL_SPLIT_DAYS);
  g_assert_cmpint (whole->scenario->node[6].kind, ==, GMARL_KIND_COMMERCIAL);
  assert_warning (whole, "not every part has a day");
}

static double
kind_mean (gint kind)
{
  double sum = 0;

  for (guint h = 0; h < 24; h++)
    sum += gmarl_kind_defaults[kind].base_demand_kwh[h];
  return sum / 24;
}

/* Lifted homes have their kind's mean; of groups, the positions have it over all homes. */
static void
test_scale_to_kind (void)
{
  GmarlImportOptions options = gmarl_import_defaults;
  g_autoptr (GmarlImport) days = NULL, groups = NULL;

  options.unit = GMARL_ENERGY_UNIT_KWH;
  days = import_homes (4, &options);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (days->scenario->data->demand_kwh[i * 96 + 5],
                                    3 * kind_mean (days->scenario->node[i].kind), 1e-9);
  groups = import_homes (15, &options);
  /* The homes' mean is 8 kWh a quarter hour. */
  for (guint i = 0; i < 15; i++)
    g_assert_cmpfloat_with_epsilon (
        groups->scenario->data->demand_kwh[i * 96 + 5],
        (i + 1) / 8.0 * 3 * kind_mean (groups->scenario->node[i % 5].kind), 1e-9);
}

static void
test_idle_home (void)
{
  g_autoptr (GString) text = g_string_new ("time,home_1_kwh,home_2_solar_kwh\n");
  g_autoptr (GmarlImport) import = NULL;

  append_day (text, "2021-03-01", ",0,1");
  import = import_text (text->str, &gmarl_import_defaults);
  assert_warning (import, "home_1 uses no energy");
  assert_warning (import,
                  "Homes with solar but without a column of demand: taken as 0: 1 — home_2");
  g_assert_cmpfloat (import->scenario->data->solar_kwh[24], ==, 1);
}

static void
test_untimed (void)
{
  GmarlImportOptions options = plain;
  g_autoptr (GString) text = g_string_new ("load_kwh\n\n\n");
  g_autoptr (GmarlImport) import = NULL;

  /* The blank lines are two missing values, so that the first day is dropped. */
  for (guint k = 2; k < 72; k++)
    g_string_append_printf (text, "%u\n", k);
  g_string_append (text, "\n\n");
  import = import_text (text->str, &options);
  g_assert_cmpint (import->scenario->data->n_cases, ==, 2);
  g_assert_cmpstr (import->scenario->data->labels[0], ==, "day 2");
  g_assert_cmpfloat (import->scenario->data->demand_kwh[0], ==, 24);
  assert_refused ("load_kwh\n1\n2\n3\n", &options,
                  "f.csv: 3 rows without times are not whole days");
  options.step_minutes = 60;
  assert_refused ("load_kwh\n1\n2\n3\n", &options, "rows 2–4 cover 3 h 0 min, less than a day");
}

static void
test_numbered_rows (void)
{
  g_autoptr (GString) text = g_string_new ("step,load_kwh\n");
  g_autoptr (GmarlImport) import = NULL;

  for (guint k = 0; k < 288; k++)
    if (k != 100)
      g_string_append_printf (text, "%u,%u\n", k + 1, k);
  import = import_text (text->str, &plain);
  g_assert_cmpint (import->scenario->data->step_minutes, ==, 5);
  for (guint k = 0; k < 288; k++)
    g_assert_cmpfloat (import->scenario->data->demand_kwh[k], ==, k);
  assert_warning (import, "(values): 1 — f day 1 08:20, f.csv after row 101");
}

static void
test_refused (void)
{
  GmarlImportOptions five = plain;
  g_autoptr (GString) half_hours = make_file (30, 0, 96, 0, 0);
  g_autoptr (GString) ten_minutes = make_file (10, 0, 288, 0, 0);
  g_autoptr (GString) half_a_day = make_file (60, 0, 12, 0, 0);
  g_autoptr (GString) twice = make_file (60, 0, 48, 0, 0);

  five.step_minutes = 5;
  assert_refused (half_hours->str, &five, "rows are 30 minutes apart, not 5");
  assert_refused (ten_minutes->str, &plain, "rows 2–289 are mostly 10 minutes apart");
  assert_refused (half_a_day->str, &plain, "f.csv: rows 2–13 cover 12 h 0 min, less than a day");
  assert_refused ("", &plain, "f.csv is empty");
  assert_refused ("\n\n", &plain, "f.csv is empty");
  assert_refused ("time,load_kwh\n", &plain, "no rows");
  assert_refused ("time,comment\n2021-03-01 00:00,x\n", &plain, "row 1: no column is understood");
  assert_refused ("time,price\n2021-03-01 00:00,1\n", &plain, "f.csv: rows 2–2 are too few");
  assert_refused ("1,2\n3,4\n", &plain, "row 1: 2 columns, but no row of names");
  assert_refused ("time,load_kwh,home_1_kwh\n", &plain, "a sum could be taken for a home");
  assert_refused ("time,home_1_kwh,home_1_kw\n", &plain, "columns 2 and 3");
  assert_refused ("time,load_kwh\n3/4/2021 1:00,1\n", &plain,
                  "row 2: column 1: “3/4/2021 1:00” is not a time");
  assert_refused ("time,load_kwh\n2021-03-01 00:00,1\n60,1\n", &plain, "row 3: column 1: “60”");
  assert_refused ("node,time,load_kwh\n,2021-03-01 00:00,1\n", &plain, "row 2: column 1 names no");
  assert_refused ("time,load_kwh\n2021-03-01 00:00\n", &plain, "row 2: 1 cells, but");
  assert_refused ("time,load_kwh\n2021-03-01 00:00,1,2\n", &plain, "row 2: 3 cells, but");
  g_string_append (twice, "2021-03-02 23:00,1e300\n");
  assert_refused (twice->str, &plain, "f.csv, row 50, column 2: 1e+300 is beyond");
  five.step_minutes = 7;
  assert_refused (half_hours->str, &five, "step_minutes cannot be 7");
}

/* Half-hourly rows among hourly ones are too many to be stray ones. */
static void
test_mixed_steps (void)
{
  g_autoptr (GString) text = make_file (60, 0, 72, 0, 0);
  g_autoptr (GString) stray = make_file (60, 0, 480, 0, 0);
  g_autoptr (GmarlImport) import = NULL;

  for (guint k = 0; k < 20; k++) {
    append_clock (text, 72 * 60 + 30 * k);
    g_string_append (text, ",1\n");
  }
  assert_refused (text->str, &plain, "many rows are not at a multiple of 60 minutes");
  g_string_append (stray, "2021-03-05 10:07,1\n");
  import = import_text (stray->str, &plain);
  assert_warning (import, "not at a multiple of the step, dropped: 1 — f.csv row 482");
  g_assert_cmpint (import->scenario->data->n_cases, ==, 20);
}

/* A few rows that ask for a table of gigabytes. */
static void
test_sparse (void)
{
  g_autoptr (GString) text = g_string_new ("node,time,load_kwh\n");

  for (guint i = 0; i < 2000; i++) {
    g_string_append_printf (text, "n%u,", i);
    append_clock (text, (gint64) i * 1440);
    g_string_append_printf (text, ",1\nn%u,", i);
    append_clock (text, (gint64) i * 1440 + 1441);
    g_string_append (text, ",1\n");
    g_string_append_printf (text, "n%u,", i);
    append_clock (text, (gint64) i * 1440 + 1442);
    g_string_append (text, ",1\n");
  }
  assert_refused (text->str, &plain, "2000 homes on 2001 days of 1-minute rows are too many");
}

static void
test_badly_scaled (void)
{
  g_autoptr (GString) text = g_string_new ("time,load_kwh,solar_kwh,price\n");
  g_autoptr (GmarlImport) import = NULL;
  guint expected;

  append_day (text, "2021-03-01", ",0.12,6000,20");
  import = import_text (text->str, &plain);
  assert_warning (import, "demand_reference is 10, but the largest value of the data is 0.01");
  assert_warning (import, "solar_reference is 15, but the largest value of the data is 500");
  assert_warning (import, "price_reference is 0.24, but the largest value of the data is 20");
  expected = 4; /* and that one day is not enough */
  g_assert_cmpuint (n_warnings (import), ==, expected);
}

static void
test_options_refused (void)
{
  GmarlImportOptions options = plain;
  g_autoptr (GString) text = make_file (60, 0, 48, 0, 0);
  g_autoptr (GmarlScenario) base = base_scenario ();
  g_autoptr (GError) error = NULL;
  const char *const none[] = { NULL };

  options.scale = 0;
  assert_refused (text->str, &options, "The scale 0 cannot be used");
  options = plain;
  options.group_size = -1;
  assert_refused (text->str, &options, "A group of -1 homes");
  g_assert_null (gmarl_import_csv (none, base, &plain, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
}

/* From a file: the same as from a text, the base is not changed, and the scenario reads back. */
static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gmarl-import-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "profil_ä.csv", NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GString) text = make_file (60, 0, 10 * 24, 0, 0);
  g_autoptr (GmarlScenario) base = base_scenario (), back = NULL;
  g_autofree char *before = gmarl_scenario_hash (base), *after = NULL, *saved = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GmarlImport) import = NULL, none = NULL;

  g_assert_no_error (error);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  import = gmarl_import_csv (paths, base, &gmarl_import_defaults, NULL, &error);
  g_assert_no_error (error);
  after = gmarl_scenario_hash (base);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (import->scenario->name, ==, "profil_ä");
  g_assert_cmpuint (n_warnings (import), ==, 0);

  saved = gmarl_scenario_to_text (import->scenario);
  back = gmarl_scenario_parse (saved, strlen (saved), "saved", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (back->data->demand_kwh, 240 * sizeof (double),
                   import->scenario->data->demand_kwh, 240 * sizeof (double));
  g_assert_cmpstr (back->data->source, ==, import->scenario->data->source);

  g_cancellable_cancel (cancellable);
  none = gmarl_import_csv (paths, base, &plain, cancellable, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_remove (path);
  g_rmdir (folder);
}

/* The 100 homes of the IEEE European Low Voltage Test Feeder, one day of 1-minute kW, if they are
 * at hand. 842.392533 kWh was summed apart from this program.
 */
static void
test_european_feeder (void)
{
  GmarlImportOptions options = { .unit = GMARL_ENERGY_UNIT_KW, .scale_to_kind = FALSE, .scale = 1 };
  g_autofree char *folder = g_test_build_filename (
      G_TEST_DIST, "..", "..", "shared", "data", "opendss_european_lv_1min", "load_profiles", NULL);
  g_autoptr (GmarlScenario) base = base_scenario ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GmarlImport) import = NULL;
  g_autoptr (GError) error = NULL;
  const GmarlProfileData *data;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip ("the European low-voltage feeder's profiles are not in ../shared/data");
    return;
  }
  for (guint k = 1; k <= 100; k++) {
    g_autofree char *name = g_strdup_printf ("load_profile_%u.txt", k);

    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  }
  g_ptr_array_add (paths, NULL);
  import = gmarl_import_csv ((const char *const *) paths->pdata, base, &options, NULL, &error);
  g_assert_no_error (error);
  print_findings (import);
  data = import->scenario->data;
  g_assert_cmpint (data->n_cases, ==, 20);
  g_assert_cmpint (data->split, ==, GMARL_SPLIT_GROUPS);
  g_assert_cmpint (data->step_minutes, ==, 5);
  g_assert_cmpint (import->scenario->nodes, ==, 5);
  g_assert_cmpfloat_with_epsilon (import->energy_in_kwh, 842.3925333333334, 842.4e-9);
  g_assert_cmpfloat_with_epsilon (import->energy_out_kwh, import->energy_in_kwh, 842.4e-9);
  /* Home 7 is the second of group 1; its 5-minute steps 0, 100 and 287. */
  g_assert_cmpfloat_with_epsilon (data->demand_kwh[6 * 288], 0.004583333333333333, 1e-12);
  g_assert_cmpfloat_with_epsilon (data->demand_kwh[6 * 288 + 100], 0.017416666666666667, 1e-12);
  g_assert_cmpfloat_with_epsilon (data->demand_kwh[6 * 288 + 287], 0.004583333333333333, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/import/calendar", test_calendar);
  g_test_add_func ("/grid/import/moments", test_moments);
  g_test_add_func ("/grid/import/column-names", test_column_names);
  g_test_add_func ("/grid/import/inferred-steps", test_inferred_steps);
  g_test_add_func ("/grid/import/years", test_years);
  g_test_add_func ("/grid/import/leap-day", test_leap_day);
  g_test_add_func ("/grid/import/one-minute", test_one_minute);
  g_test_add_func ("/grid/import/units", test_units);
  g_test_add_func ("/grid/import/decimal-comma", test_decimal_comma);
  g_test_add_func ("/grid/import/clocks-go-forward", test_clocks_go_forward);
  g_test_add_func ("/grid/import/clocks-go-back", test_clocks_go_back);
  g_test_add_func ("/grid/import/utc", test_utc);
  g_test_add_func ("/grid/import/short-gap", test_short_gap);
  g_test_add_func ("/grid/import/long-gap", test_long_gap);
  g_test_add_func ("/grid/import/gap-of-a-step", test_gap_of_a_step);
  g_test_add_func ("/grid/import/gaps-at-ends", test_gaps_at_ends);
  g_test_add_func ("/grid/import/partial-days", test_partial_days);
  g_test_add_func ("/grid/import/bad-cells", test_bad_cells);
  g_test_add_func ("/grid/import/long-is-wide", test_long_is_wide);
  g_test_add_func ("/grid/import/files-are-joined", test_files_are_joined);
  g_test_add_func ("/grid/import/files-are-continued", test_files_are_continued);
  g_test_add_func ("/grid/import/joins-refused", test_joins_refused);
  g_test_add_func ("/grid/import/groups", test_groups);
  g_test_add_func ("/grid/import/group-size", test_group_size);
  g_test_add_func ("/grid/import/scale-to-kind", test_scale_to_kind);
  g_test_add_func ("/grid/import/idle-home", test_idle_home);
  g_test_add_func ("/grid/import/untimed", test_untimed);
  g_test_add_func ("/grid/import/numbered-rows", test_numbered_rows);
  g_test_add_func ("/grid/import/refused", test_refused);
  g_test_add_func ("/grid/import/mixed-steps", test_mixed_steps);
  g_test_add_func ("/grid/import/sparse", test_sparse);
  g_test_add_func ("/grid/import/badly-scaled", test_badly_scaled);
  g_test_add_func ("/grid/import/options-refused", test_options_refused);
  g_test_add_func ("/grid/import/file", test_file);
  g_test_add_func ("/grid/import/european-feeder", test_european_feeder);
  return g_test_run ();
}
