/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "chart-samples.h"
#include "gmarl-draw-document.h"

#include <string.h>

/* Seven pixels a character, fourteen high: a line of text has 91, a page 55 lines of 18.2. */
static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

static const GmarlTextMeasure ruler = { measure, NULL };

static char *
repeat (const char *word, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < n; k++)
    g_string_append_printf (out, "%s%s", k > 0 ? " " : "", word);
  return g_string_free (out, FALSE);
}

static void
test_words (void)
{
  g_autoptr (GmarlDrawDocument) document = gmarl_draw_document_new (NULL, "foot", &ruler);
  g_autofree char *words = repeat ("nine-char", 20);
  g_autofree char *text = NULL;
  g_autofree char *line = repeat ("nine-char", 9);
  g_autofree char *last = repeat ("nine-char", 2);
  g_autofree char *expected = NULL;
  char long_word[200];

  gmarl_draw_document_add_text (document, words);
  memset (long_word, 'x', sizeof long_word - 1);
  long_word[sizeof long_word - 1] = '\0';
  gmarl_draw_document_add_listing (document, long_word);
  text = gmarl_draw_document_get_text (document, 0);
  /* Nine words have 89 characters, ten 99; 199 letters have no space to break at. */
  expected = g_strdup_printf ("%s\n%s\n%s\n%.91s\n%.91s\n%.17s\n", line, line, last, long_word,
                              long_word, long_word);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (gmarl_draw_document_get_n_pages (document), ==, 1);
}

/* Text goes on where the page ends; a heading does not stay behind alone. */
static void
test_pages (void)
{
  for (guint lines = 40; lines < 60; lines++) {
    g_autoptr (GmarlDrawDocument) document = gmarl_draw_document_new (NULL, "foot", &ruler);
    g_autofree char *first = NULL, *second = NULL;

    for (guint k = 0; k < lines; k++)
      gmarl_draw_document_add_listing (document, "line");
    gmarl_draw_document_add_heading (document, "Heading");
    gmarl_draw_document_add_text (document, "Below");
    first = gmarl_draw_document_get_text (document, 0);
    second = gmarl_draw_document_get_text (document, 1);
    g_assert_true ((strstr (first, "Heading") != NULL) == (strstr (first, "Below") != NULL));
    if (strstr (first, "Below") == NULL)
      g_assert_true (g_str_has_suffix (second, "Heading\nBelow\n"));
  }
}

/* Short lines stand in columns, as many as have room, and go on in columns on the next page. */
static void
test_columns (void)
{
  g_autoptr (GmarlDrawDocument) document = gmarl_draw_document_new (NULL, "foot", &ruler);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *first = NULL, *second = NULL;

  for (guint k = 0; k < 180; k++)
    g_string_append_printf (lines, "key.%03u = value\n", k);
  gmarl_draw_document_add_listing (document, lines->str);
  g_assert_cmpuint (gmarl_draw_document_get_n_pages (document), ==, 2);
  first = gmarl_draw_document_get_text (document, 0);
  second = gmarl_draw_document_get_text (document, 1);
  g_assert_true (g_str_has_prefix (first, "key.000 = value\nkey.001"));
  g_assert_true (g_str_has_suffix (second, "key.179 = value\n"));
  /* (297 − 40) mm have 53 lines of 18.2 px, and so three columns of them. */
  g_assert_true (g_str_has_prefix (second, "key.159 = value\n"));
}

static void
test_table (void)
{
  g_autoptr (GmarlDrawDocument) document = gmarl_draw_document_new (NULL, "foot", &ruler);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = NULL, *second = NULL;
  static const char *const wide[] = {
    "Metric",
    "A column of about sixty characters, or some less, of no meaning",
    "B column of about sixty characters, or some less, of no meaning",
    "a1",
    "★ b1",
    "c1",
  };

  for (guint k = 0; k <= 100; k++) {
    g_ptr_array_add (cells, k == 0 ? g_strdup ("Metric") : g_strdup_printf ("row %u", k));
    g_ptr_array_add (cells, k == 0 ? g_strdup ("Value") : g_strdup_printf ("%u", k));
  }
  gmarl_draw_document_add_table (document, (const char *const *) cells->pdata, 101, 2, FALSE);
  g_assert_cmpuint (gmarl_draw_document_get_n_pages (document), ==, 2);
  first = gmarl_draw_document_get_text (document, 0);
  second = gmarl_draw_document_get_text (document, 1);
  g_assert_true (g_str_has_prefix (first, "Metric\nValue\nrow 1\n1\n"));
  g_assert_true (g_str_has_prefix (second, "Metric\nValue\nrow "));
  g_assert_true (g_str_has_suffix (second, "row 100\n100\n"));

  /* Two columns of 60 letters have no room beside the first, even if they get smaller. */
  gmarl_draw_document_break_page (document);
  gmarl_draw_document_add_table (document, wide, 2, 3, FALSE);
  g_free (second);
  second = gmarl_draw_document_get_text (document, 2);
  g_assert_cmpstr (
      second, ==,
      "Metric\nA column of about sixty characters, or some less, of no meaning\na1\n★ b1\n"
      "Metric\nB column of about sixty characters, or some less, of no meaning\na1\nc1\n");
}

static void
test_pdf (void)
{
  g_autoptr (GmarlDrawDocument) document = gmarl_draw_document_new (NULL, "Scenario five", NULL);
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GmarlChartState state;
  const char *data;
  gsize size;

  gmarl_chart_state_init (&state);
  view = chart_samples[0].make (&state);
  gmarl_draw_document_add_title (document, "Report");
  gmarl_draw_document_add_figure (document, &view, 1);
  gmarl_draw_document_break_page (document);
  gmarl_draw_document_break_page (document);
  gmarl_draw_document_add_note (document, "The end");
  g_assert_cmpuint (gmarl_draw_document_get_n_pages (document), ==, 2);
  bytes = gmarl_draw_document_to_pdf (document, "Report", "Scenario five", &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  g_assert_nonnull (memmem (data, size, "/Count 2", 8));
  g_assert_nonnull (memmem (data, size, "/Title (Report)", 15));
  g_assert_nonnull (memmem (data, size, "/FontFile", 9));
  /* A4 */
  g_assert_nonnull (memmem (data, size, "/MediaBox [ 0 0 595.27", 22));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/document/words", test_words);
  g_test_add_func ("/drawing/document/pages", test_pages);
  g_test_add_func ("/drawing/document/columns", test_columns);
  g_test_add_func ("/drawing/document/table", test_table);
  g_test_add_func ("/drawing/document/pdf", test_pdf);
  return g_test_run ();
}
