/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-options.h"

#include "gmarl-error.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

typedef struct {
  gboolean flag;
  gint64 count;
  guint64 seed;
  double share;
  double price;
  gint colour;
  char *name;
  GmarlSizes hidden;
} Thing;

static const char *const colours[] = { "red", "green", "light-blue", NULL };

static const GmarlOption options[] = {
  { "flag", GMARL_OPTION_BOOLEAN, G_STRUCT_OFFSET (Thing, flag), 0, 0, 0, NULL, "", "" },
  { "count", GMARL_OPTION_INTEGER, G_STRUCT_OFFSET (Thing, count), 1, 100, 0, NULL, "", "" },
  { "seed", GMARL_OPTION_SEED, G_STRUCT_OFFSET (Thing, seed), 0, 0, 0, NULL, "", "" },
  { "share", GMARL_OPTION_REAL, G_STRUCT_OFFSET (Thing, share), 0, 1,
    GMARL_OPTION_ABOVE_MINIMUM | GMARL_OPTION_BELOW_MAXIMUM, NULL, "", "" },
  { "price", GMARL_OPTION_REAL, G_STRUCT_OFFSET (Thing, price), -DBL_MAX, DBL_MAX, 0, NULL, "",
    "" },
  { "colour", GMARL_OPTION_CHOICE, G_STRUCT_OFFSET (Thing, colour), 0, 0, 0, colours, "", "" },
  { "name", GMARL_OPTION_STRING, G_STRUCT_OFFSET (Thing, name), 1, 5, 0, NULL, "", "" },
  { "hidden", GMARL_OPTION_SIZES, G_STRUCT_OFFSET (Thing, hidden), 1, 512, 0, NULL, "", "" },
};

static const GmarlOption *
find (const char *key)
{
  const GmarlOption *option = gmarl_option_find (options, G_N_ELEMENTS (options), key);

  g_assert_nonnull (option);
  g_assert_cmpstr (option->key, ==, key);
  return option;
}

static void
test_accepted (void)
{
  static const struct {
    const char *key, *value, *text;
  } cases[] = {
    { "flag", "yes", "yes" },
    { "flag", "TRUE", "yes" },
    { "flag", "1", "yes" },
    { "flag", " on ", "yes" },
    { "flag", "no", "no" },
    { "flag", "False", "no" },
    { "flag", "0", "no" },
    { "flag", "off", "no" },
    { "count", "1", "1" },
    { "count", " 100\t", "100" },
    { "seed", "0", "0" },
    { "seed", "18446744073709551615", "18446744073709551615" },
    { "share", "5e-324", "5e-324" },
    { "share", "0.99999999999999989", "0.9999999999999999" },
    { "share", ".5", "0.5" },
    { "price", "-1.5E3", "-1500" },
    { "price", "1.7976931348623157e308", "1.7976931348623157e+308" },
    { "price", "-0", "-0" },
    { "colour", "light-blue", "light-blue" },
    { "colour", "GREEN", "green" },
    { "name", "äöüß€", "äöüß€" },
    { "name", " a ", " a " },
    { "hidden", "64", "64" },
    { "hidden", "1-2-3-512", "1-2-3-512" },
    { "hidden", "64 - 32", "64-32" },
  };
  Thing thing = { 0 };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    g_assert_true (gmarl_option_set (find (cases[k].key), &thing, cases[k].value, &error));
    g_assert_no_error (error);
    text = gmarl_option_get (find (cases[k].key), &thing);
    g_assert_cmpstr (text, ==, cases[k].text);
    g_assert_true (gmarl_option_check (find (cases[k].key), &thing, NULL));
  }
  g_free (thing.name);
}

static void
test_refused (void)
{
  static const struct {
    const char *key, *value, *said;
  } cases[] = {
    { "flag", "maybe", "yes or no" },
    { "flag", "", "yes or no" },
    { "count", "0", "a whole number from 1 to 100" },
    { "count", "101", "a whole number from 1 to 100" },
    { "count", "5.0", "a whole number from 1 to 100" },
    { "count", "99999999999999999999", "a whole number from 1 to 100" },
    { "seed", "-1", "from 0 to 18446744073709551615" },
    { "seed", "18446744073709551616", "from 0 to 18446744073709551615" },
    { "share", "0", "a number above 0 and below 1" },
    { "share", "1", "a number above 0 and below 1" },
    { "share", "nan", "a number above 0 and below 1" },
    { "share", "0,5", "decimal point" },
    { "share", "0x1p-1", "a number above 0 and below 1" },
    { "share", "0.5 kWh", "a number above 0 and below 1" },
    { "share", "", "a number above 0 and below 1" },
    { "price", "inf", "a finite number" },
    { "price", "0x10", "a finite number" },
    { "price", "1e999", "a finite number" },
    { "colour", "lightblue", "did you mean light-blue?" },
    { "colour", "qwertyuiop", "one of red, green, light-blue" },
    { "name", "", "1 to 5 characters" },
    { "name", "abcdef", "1 to 5 characters" },
    { "name", "a\nb", "control characters" },
    { "name", "\xff", "control characters" },
    { "hidden", "", "1 to 4 whole numbers from 1 to 512" },
    { "hidden", "1-2-3-4-5", "1 to 4 whole numbers" },
    { "hidden", "64-0", "1 to 4 whole numbers" },
    { "hidden", "64--64", "1 to 4 whole numbers" },
  };
  Thing thing = { TRUE, 7, 9, 0.25, 2.5, 1, g_strdup ("old"), { 2, { 8, 4 } } };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (gmarl_option_set (find (cases[k].key), &thing, cases[k].value, &error));
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
    g_assert_true (g_str_has_prefix (error->message, cases[k].key));
    if (strstr (error->message, cases[k].said) == NULL)
      g_test_fail_printf ("'%s' does not say '%s'", error->message, cases[k].said);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }

  g_assert_true (thing.flag);
  g_assert_cmpint (thing.count, ==, 7);
  g_assert_cmpuint (thing.seed, ==, 9);
  g_assert_cmpfloat (thing.share, ==, 0.25);
  g_assert_cmpfloat (thing.price, ==, 2.5);
  g_assert_cmpint (thing.colour, ==, 1);
  g_assert_cmpstr (thing.name, ==, "old");
  g_assert_cmpint (thing.hidden.count, ==, 2);
  g_free (thing.name);
}

/* A field that came from elsewhere than text. */
static void
test_check (void)
{
  Thing thing = { TRUE, 7, 9, 0.25, 2.5, 1, g_strdup ("old"), { 2, { 8, 4 } } };
  const char *bad[] = { "count", "share", "price", "colour", "name", "hidden" };

  for (gsize k = 0; k < G_N_ELEMENTS (options); k++)
    g_assert_true (gmarl_option_check (&options[k], &thing, NULL));
  thing.count = 0;
  thing.share = NAN;
  thing.price = -INFINITY;
  thing.colour = 3;
  thing.hidden.count = 5;
  g_clear_pointer (&thing.name, g_free);
  for (gsize k = 0; k < G_N_ELEMENTS (bad); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (gmarl_option_check (find (bad[k]), &thing, &error));
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
    g_assert_true (g_str_has_prefix (error->message, bad[k]));
  }
  thing.colour = -1;
  g_assert_false (gmarl_option_check (find ("colour"), &thing, NULL));
}

static void
test_ranges (void)
{
  static const struct {
    double minimum, maximum;
    GmarlOptionFlags flags;
    const char *unit, *text;
  } cases[] = {
    { 0, 1, 0, "", "a number from 0 to 1" },
    { 0, 1, GMARL_OPTION_ABOVE_MINIMUM, "", "a number above 0, at most 1" },
    { 0, 1, GMARL_OPTION_BELOW_MAXIMUM, "", "a number of at least 0 and below 1" },
    { 0, DBL_MAX, GMARL_OPTION_ABOVE_MINIMUM, "kWh", "a number above 0, in kWh" },
    { 0.25, DBL_MAX, 0, "", "a number of at least 0.25" },
    { -DBL_MAX, 2, GMARL_OPTION_BELOW_MAXIMUM, "", "a number below 2" },
    { -DBL_MAX, 2, 0, NULL, "a number of at most 2" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    GmarlOption option = {
      "x",  GMARL_OPTION_REAL, 0, cases[k].minimum, cases[k].maximum, cases[k].flags,
      NULL, cases[k].unit,     ""
    };
    g_autofree char *text = gmarl_option_describe_range (&option);

    g_assert_cmpstr (text, ==, cases[k].text);
  }
}

static void
test_nearest_word (void)
{
  static const char *const words[] = { "line_limit", "grid_limit", "nodes", "ring", NULL };
  static const struct {
    const char *word, *nearest;
  } cases[] = {
    { "lin_limit", "line_limit" },
    { "lien_limit", "line_limit" },
    { "GRID_LIMIT", "grid_limit" },
    { "node", "nodes" },
    { "ndoes", "nodes" },
    { "rnig", "ring" },
    { "grid", "grid_limit" },
    { "zebra", NULL },
    { "", NULL },
    { "xyzw", NULL },
    { "n", NULL },
  };
  g_autofree char *huge = g_strnfill (100000, 'n');

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    g_assert_cmpstr (gmarl_nearest_word (cases[k].word, words), ==, cases[k].nearest);
  g_assert_null (gmarl_nearest_word (huge, words));
}

static guint64
bits_of (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* The reader here is strtod of the C library, in the C locale. */
static void
test_double_round_trip (void)
{
  static const struct {
    double value;
    const char *text;
  } known[] = {
    { 0.1, "0.1" },
    { 9.95, "9.95" },
    { 0, "0" },
    { -0.0, "-0" },
    { 1e22, "1e+22" },
    { 5e-324, "5e-324" },
    { 1.0 / 3, "0.3333333333333333" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 2.2250738585072014e-308, "2.2250738585072014e-308" },
    { 123456789012345680.0, "1.2345678901234568e+17" },
    { 1000000, "1000000" },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize k = 0; k < G_N_ELEMENTS (known); k++) {
    g_autofree char *text = gmarl_format_double (known[k].value);

    g_assert_cmpstr (text, ==, known[k].text);
  }
  for (gsize k = 0; k < 20000; k++) {
    guint64 bits = ((guint64) g_rand_int (random) << 32) | g_rand_int (random);
    g_autofree char *text = NULL;
    double value, parsed;

    memcpy (&value, &bits, sizeof value);
    if (!isfinite (value))
      continue;
    text = gmarl_format_double (value);
    g_assert_cmphex (bits_of (strtod (text, NULL)), ==, bits);
    g_assert_true (gmarl_parse_double (text, &parsed));
    g_assert_cmphex (bits_of (parsed), ==, bits);
  }
}

/* With a decimal comma in the C library, a file must read and be written as ever. */
static void
test_locale (void)
{
  static const char *const commas[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "pl_PL.UTF-8" };
  Thing thing = { 0 };
  g_autofree char *text = NULL;
  gsize k = 0;

  while (k < G_N_ELEMENTS (commas) && setlocale (LC_NUMERIC, commas[k]) == NULL)
    k++;
  if (k == G_N_ELEMENTS (commas)) {
    g_test_skip ("no locale with a decimal comma is installed");
    return;
  }
  g_assert_true (gmarl_option_set (find ("share"), &thing, "0.25", NULL));
  text = gmarl_option_get (find ("share"), &thing);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpfloat (thing.share, ==, 0.25);
  g_assert_cmpstr (text, ==, "0.25");
}

static void
test_quote (void)
{
  g_autofree char *broken = gmarl_quote_text ("a\xff\n\x1b[31m");
  g_autofree char *huge = g_strnfill (100000, 'x');
  g_autofree char *cut = gmarl_quote_text (huge);

  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_null (strpbrk (broken, "\n\x1b"));
  g_assert_cmpuint (strlen (cut), <, 100);
  g_assert_true (g_str_has_suffix (cut, "...\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/options/accepted", test_accepted);
  g_test_add_func ("/grid/options/refused", test_refused);
  g_test_add_func ("/grid/options/check", test_check);
  g_test_add_func ("/grid/options/ranges", test_ranges);
  g_test_add_func ("/grid/options/nearest-word", test_nearest_word);
  g_test_add_func ("/grid/options/double-round-trip", test_double_round_trip);
  g_test_add_func ("/grid/options/locale", test_locale);
  g_test_add_func ("/grid/options/quote", test_quote);
  return g_test_run ();
}
