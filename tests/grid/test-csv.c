/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-csv.h"
#include "gmarl-error.h"
#include "gmarl-random.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GmarlCsv *
open_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  GmarlCsv *csv = gmarl_csv_new (text, strlen (text), "t.csv", &error);

  g_assert_no_error (error);
  return csv;
}

/* The record as "row: cell|cell". */
static void
assert_record (GmarlCsv *csv, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_true (gmarl_csv_next (csv, &error));
  g_assert_no_error (error);
  g_string_printf (text, "%u: ", gmarl_csv_row (csv));
  for (gsize c = 0; c < gmarl_csv_n_cells (csv); c++)
    g_string_append_printf (text, "%s%s", c > 0 ? "|" : "", gmarl_csv_cell (csv, c));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_end (GmarlCsv *csv)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gmarl_csv_next (csv, &error));
  g_assert_no_error (error);
}

/* Reading to the end gives this message. */
static void
assert_refused (const char *text, gssize length, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlCsv) csv =
      gmarl_csv_new (text, length < 0 ? strlen (text) : (gsize) length, "t.csv", &error);

  while (csv != NULL && gmarl_csv_next (csv, &error))
    ;
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” lacks “%s”", error->message, message);
}

/* The examples of RFC 4180 section 2, and a quoted line end that moves the count of rows. */
static void
test_quotes (void)
{
  g_autoptr (GmarlCsv) csv = open_text ("aaa,bbb,ccc\r\n\"zzz\",\"y,y\",\"x\"\"x\"\r\n"
                                        "\"line\nbreak\",\"\", 3 \r\nlast,,\r\n");

  assert_record (csv, "1: aaa|bbb|ccc");
  assert_record (csv, "2: zzz|y,y|x\"x");
  assert_record (csv, "3: line\nbreak||3");
  assert_record (csv, "5: last||");
  assert_end (csv);
  assert_end (csv);
}

static void
test_line_ends (void)
{
  static const char *const ends[] = { "\n", "\r\n", "\r" };

  for (gsize k = 0; k < G_N_ELEMENTS (ends); k++) {
    g_autofree char *text = g_strdup_printf ("\xEF\xBB\xBF"
                                             "a,b%s1,2%s%s3,4",
                                             ends[k], ends[k], ends[k]);
    g_autoptr (GmarlCsv) csv = open_text (text);

    assert_record (csv, "1: a|b");
    assert_record (csv, "2: 1|2");
    assert_record (csv, "3: ");
    g_assert_true (gmarl_csv_is_blank (csv));
    assert_record (csv, "4: 3|4");
    assert_end (csv);
  }
}

static void
test_dialects (void)
{
  g_autoptr (GmarlCsv) semicolons = open_text ("time;load\n1,5;2,5\n1,0;3,5\n");
  g_autoptr (GmarlCsv) tabs = open_text ("time\tload\n1,5\t2,5\n");
  g_autoptr (GmarlCsv) quoted = open_text ("a,\"b;b\"\n1,\"2;2\"\n1,\"2;2\"\n");
  g_autoptr (GmarlCsv) single = open_text ("0.5\r\n0.25\r\n");

  g_assert_cmpint (gmarl_csv_delimiter (semicolons), ==, ';');
  g_assert_cmpint (gmarl_csv_delimiter (tabs), ==, '\t');
  g_assert_cmpint (gmarl_csv_delimiter (quoted), ==, ',');
  assert_record (single, "1: 0.5");
  assert_record (single, "2: 0.25");
  assert_end (single);
}

static void
test_preamble (void)
{
  g_autoptr (GmarlCsv) csv = open_text ("# made by hand, with care, and commas\nMeter 12\n\n"
                                        "time,load,solar\n1,2,3\n# a remark\n4,5,6\n");

  assert_record (csv, "4: time|load|solar");
  g_assert_cmpuint (gmarl_csv_n_skipped (csv), ==, 3);
  assert_record (csv, "5: 1|2|3");
  assert_record (csv, "7: 4|5|6");
  g_assert_cmpuint (gmarl_csv_n_skipped (csv), ==, 4);
  assert_end (csv);
}

static void
test_refused (void)
{
  assert_refused ("a,b\n1,\"2", -1, "row 2, column 2: the quotation mark that opens here");
  assert_refused ("a,b\n1,2\n3,4\"5\"\n", -1, "row 3, column 2: a quotation mark inside a cell");
  assert_refused ("a,b\n\"1\"x,2\n", -1, "row 2, column 1: a quotation mark inside a cell");
  assert_refused ("a,b\n1,\0002\n", 8, "row 2, character 3: a NUL byte");
  assert_refused ("a,b\n\xC3\xA4,\xFF\n", -1, "row 2, character 3: not valid UTF-8");
  assert_refused ("a,b\n1,\xC3", -1, "row 2, character 3: not valid UTF-8");
  assert_refused ("\xFF\xFE"
                  "a\0,\0",
                  6, "UTF-16");
}

static void
test_too_many_columns (void)
{
  g_autofree char *text = g_strnfill (GMARL_CSV_MAX_COLUMNS, ',');

  assert_refused (text, -1, "too many columns");
}

static GmarlCsvCell
read_number (const char *cell, const char *delimiter, double *value)
{
  g_autofree char *text = g_strdup_printf ("a%sb\n%s%s0\n", delimiter, cell, delimiter);
  g_autoptr (GmarlCsv) csv = open_text (text);
  g_autoptr (GError) error = NULL;
  GmarlCsvCell kind;

  g_assert_true (gmarl_csv_next (csv, &error));
  g_assert_true (gmarl_csv_next (csv, &error));
  g_assert_true (gmarl_csv_number (csv, 0, &kind, value, &error));
  g_assert_no_error (error);
  g_assert_true ((kind == GMARL_CSV_NUMBER) == !isnan (*value) || isinf (*value));
  return kind;
}

static void
test_kinds_of_cells (void)
{
  static const char *const missing[] = { "", "NA", "n/a", "NaN", "null", "None", "-", "missing" };
  static const char *const text[] = { "abc",   "1.2.3", "1 2", "0x10", "inf", "1e",      "e5",
                                      "1e999", ".",     "+",   "--1",  "12h", "1.234,5", "-inf" };
  double value;

  for (gsize k = 0; k < G_N_ELEMENTS (missing); k++)
    g_assert_cmpint (read_number (missing[k], ";", &value), ==, GMARL_CSV_MISSING);
  for (gsize k = 0; k < G_N_ELEMENTS (text); k++)
    g_assert_cmpint (read_number (text[k], ";", &value), ==, GMARL_CSV_TEXT);
  g_assert_cmpint (read_number ("\"1,5\"", ",", &value), ==, GMARL_CSV_TEXT);
  g_assert_cmpint (read_number ("1,5", ";", &value), ==, GMARL_CSV_NUMBER);
  g_assert_cmpfloat (value, ==, 1.5);
  g_assert_cmpint (read_number ("-,5e1", "\t", &value), ==, GMARL_CSV_NUMBER);
  g_assert_cmpfloat (value, ==, -5);
}

/* The fast path and the slow one give the same double as the C library. */
static void
test_numbers_are_exact (void)
{
  static const char *const formats[] = { "%.17g", "%.15g", "%.6f", "%.3e", "%.25f", "%.0f" };

  for (guint k = 0; k < 3000; k++) {
    double made =
        gmarl_random_normal (5, 1, k) * pow (10, 40 * (gmarl_random_uniform (5, 2, k) - 0.5));
    char cell[128];
    double value;

    g_ascii_formatd (cell, sizeof cell, formats[k % G_N_ELEMENTS (formats)], made);
    g_assert_cmpint (read_number (cell, ",", &value), ==, GMARL_CSV_NUMBER);
    if (memcmp (&value, &(double){ g_ascii_strtod (cell, NULL) }, sizeof value) != 0)
      g_error ("“%s” is read as %.17g", cell, value);
  }
}

static void
test_mixed_decimal_marks (void)
{
  g_autoptr (GmarlCsv) csv = open_text ("a;b\n1.5;0\n1,5;0\n");
  g_autoptr (GError) error = NULL;
  GmarlCsvCell kind;
  double value;

  for (guint k = 0; k < 2; k++)
    g_assert_true (gmarl_csv_next (csv, NULL));
  g_assert_true (gmarl_csv_number (csv, 0, &kind, &value, NULL));
  g_assert_true (gmarl_csv_next (csv, NULL));
  g_assert_false (gmarl_csv_number (csv, 0, &kind, &value, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "t.csv, row 3, column 1: “1,5”"));
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gmarl-csv-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GmarlCsv) csv = NULL;
  gsize length;

  g_assert_no_error (error);
  g_assert_null (gmarl_csv_open (path, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "There is no file"));
  g_clear_error (&error);
  g_assert_null (gmarl_csv_open (folder, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "is a folder"));
  g_clear_error (&error);

  g_file_set_contents (path, "abc", -1, &error);
  g_assert_no_error (error);
  csv = gmarl_csv_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gmarl_csv_name (csv), ==, "a.csv");
  /* FIPS 180-2, appendix B.1. */
  g_assert_cmpstr (gmarl_csv_sha256 (csv), ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_null (gmarl_read_data_file (path, 2, &length, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (gmarl_csv_open (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/csv/quotes", test_quotes);
  g_test_add_func ("/grid/csv/line-ends", test_line_ends);
  g_test_add_func ("/grid/csv/dialects", test_dialects);
  g_test_add_func ("/grid/csv/preamble", test_preamble);
  g_test_add_func ("/grid/csv/refused", test_refused);
  g_test_add_func ("/grid/csv/too-many-columns", test_too_many_columns);
  g_test_add_func ("/grid/csv/kinds-of-cells", test_kinds_of_cells);
  g_test_add_func ("/grid/csv/numbers-are-exact", test_numbers_are_exact);
  g_test_add_func ("/grid/csv/mixed-decimal-marks", test_mixed_decimal_marks);
  g_test_add_func ("/grid/csv/files", test_files);
  return g_test_run ();
}
