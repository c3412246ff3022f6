/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-document.h"
#include "gmarl-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
set (GmarlDocument *document, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_document_set_option (document, key, value, &error));
  g_assert_no_error (error);
}

static char *
text_of (GmarlDocument *document)
{
  return gmarl_scenario_to_text (gmarl_document_get_scenario (document));
}

/* Every edit can be undone and done again, back to the same text. */
static void
test_undo (void)
{
  static const char *const edits[][2] = {
    { "nodes", "20" },
    { "topology", "star" },
    { "node.7.capacity_kwh", "77.7" },
    { "nodes", "4" },
    { "edges", "0-1; 1-2; 0-3" },
    { "node.2.kind", "suburban" },
    { "name", "A street" },
    { "node.1.base_demand", "1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;2" },
  };
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint changes = 0;

  g_signal_connect_swapped (document, "changed", G_CALLBACK (count_cb), &changes);
  g_ptr_array_add (texts, text_of (document));
  for (gsize k = 0; k < G_N_ELEMENTS (edits); k++) {
    set (document, edits[k][0], edits[k][1]);
    g_ptr_array_add (texts, text_of (document));
    g_assert_cmpstr (texts->pdata[k], !=, texts->pdata[k + 1]);
  }
  g_assert_cmpuint (changes, ==, G_N_ELEMENTS (edits));
  g_assert_true (gmarl_document_get_modified (document));
  g_assert_cmpstr (gmarl_document_get_title (document), ==, "A street");

  for (gsize round = 0; round < 2; round++) {
    for (gsize k = G_N_ELEMENTS (edits); k-- > 0;) {
      g_autofree char *text = NULL;

      g_assert_true (gmarl_document_get_can_undo (document));
      gmarl_document_undo (document);
      text = text_of (document);
      g_assert_cmpstr (text, ==, texts->pdata[k]);
    }
    g_assert_false (gmarl_document_get_can_undo (document));
    g_assert_false (gmarl_document_get_modified (document));
    for (gsize k = 0; k < G_N_ELEMENTS (edits); k++) {
      g_autofree char *text = NULL;

      g_assert_true (gmarl_document_get_can_redo (document));
      gmarl_document_redo (document);
      text = text_of (document);
      g_assert_cmpstr (text, ==, texts->pdata[k + 1]);
    }
    g_assert_false (gmarl_document_get_can_redo (document));
  }

  /* A new edit forgets what was undone. */
  gmarl_document_undo (document);
  set (document, "currency", "CHF");
  g_assert_false (gmarl_document_get_can_redo (document));
  g_assert_cmpstr (gmarl_document_get_undo_label (document), ==, "Currency");
}

/* A spin button held down is one step; another key or a pause begins the next. */
static void
test_burst (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();

  set (document, "nodes", "6");
  set (document, "nodes", "7");
  set (document, "nodes", "8");
  set (document, "line_limit", "30");
  gmarl_document_end_burst (document);
  set (document, "line_limit", "31");
  set (document, "line_limit", "31"); /* nothing new */

  gmarl_document_undo (document);
  g_assert_cmpfloat (gmarl_document_get_scenario (document)->line_limit_kwh, ==, 30);
  gmarl_document_undo (document);
  g_assert_cmpfloat (gmarl_document_get_scenario (document)->line_limit_kwh, ==, 20);
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 8);
  gmarl_document_undo (document);
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 5);
  g_assert_false (gmarl_document_get_can_undo (document));
}

/* What cannot be is refused with the reason and changes nothing. */
static void
test_refused (void)
{
  static const char *const edits[][3] = {
    { "nodes", "0", "nodes" },          { "nodes", "many", "nodes" },
    { "lin_limit", "3", "line_limit" }, { "initial_level_min", "0.9", "initial_level_min" },
    { "node.9.kind", "mixed", "9" },    { "charge_efficiency", "0", "charge_efficiency" },
  };
  const char *const half[] = { "line_limit", "5", "grid_limit", "-1", NULL };
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autofree char *before = text_of (document);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  guint changes = 0;

  g_signal_connect_swapped (document, "changed", G_CALLBACK (count_cb), &changes);
  for (gsize k = 0; k < G_N_ELEMENTS (edits); k++) {
    g_assert_false (gmarl_document_set_option (document, edits[k][0], edits[k][1], &error));
    g_assert_nonnull (strstr (error->message, edits[k][2]));
    g_clear_error (&error);
  }
  g_assert_false (gmarl_document_set_options (document, half, &error));
  g_clear_error (&error);
  g_assert_false (gmarl_document_add_line (document, 0, 1, &error)); /* is there */
  g_clear_error (&error);
  g_assert_false (gmarl_document_add_line (document, 2, 2, &error));
  g_clear_error (&error);
  after = text_of (document);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (changes, ==, 0);
  g_assert_false (gmarl_document_get_can_undo (document));
}

/* A line makes the network custom, with the lines it had; one step. */
static void
test_lines (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GError) error = NULL;
  const GmarlScenario *scenario;

  g_assert_true (gmarl_document_add_line (document, 3, 0, &error));
  scenario = gmarl_document_get_scenario (document);
  g_assert_cmpint (scenario->topology, ==, GMARL_TOPOLOGY_CUSTOM);
  g_assert_cmpuint (scenario->n_edges, ==, 6);
  g_assert_true (gmarl_document_remove_line (document, 0, 1, &error));
  g_assert_cmpuint (gmarl_document_get_scenario (document)->n_edges, ==, 5);
  gmarl_document_undo (document);
  gmarl_document_undo (document);
  scenario = gmarl_document_get_scenario (document);
  g_assert_cmpint (scenario->topology, ==, GMARL_TOPOLOGY_RING);
  g_assert_cmpuint (scenario->n_edges, ==, 0);
}

/* All lines can go, and come back. */
static void
test_last_line (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GError) error = NULL;

  set (document, "nodes", "2");
  g_assert_true (gmarl_document_remove_line (document, 1, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (gmarl_document_get_scenario (document)->n_edges, ==, 0);
  g_assert_true (gmarl_document_add_line (document, 1, 0, &error));
  g_assert_cmpuint (gmarl_document_get_scenario (document)->n_edges, ==, 1);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* What a file holds can be come back to: an edit after saving is a step of its own, also in a
 * burst. */
static void
test_burst_over_save (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "street.gridmarl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GAsyncResult) saved = NULL;

  set (document, "nodes", "6");
  gmarl_document_save_async (document, file, NULL, done_cb, &saved);
  set (document, "nodes", "7");
  g_assert_true (gmarl_document_save_finish (document, wait_for (&saved), NULL));
  set (document, "nodes", "8");
  gmarl_document_undo (document);
  gmarl_document_undo (document);
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 5);

  g_assert_true (gmarl_document_save (document, file, NULL));
  set (document, "nodes", "6");
  g_assert_true (gmarl_document_save (document, file, NULL));
  set (document, "nodes", "7");
  gmarl_document_undo (document);
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 6);
  g_assert_false (gmarl_document_get_modified (document));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Hours of edits do not take more and more memory, however small each is. */
static void
test_many (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  guint steps = 0;

  for (guint k = 0; k < 300; k++) {
    gmarl_document_end_burst (document);
    set (document, "nodes", k % 2 == 0 ? "6" : "7");
  }
  for (; gmarl_document_get_can_undo (document); steps++)
    gmarl_document_undo (document);
  g_assert_cmpuint (steps, >=, 100);
  g_assert_cmpuint (steps, <, 300);
}

/* Saved and opened again is the same; the mark of what is modified follows undo. */
static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "street.gridmarl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GmarlDocument) other = gmarl_document_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *read = NULL;

  set (document, "nodes", "12");
  set (document, "name", "Grüne Straße");
  gmarl_document_save_async (document, file, NULL, done_cb, &saved);
  set (document, "tariff_peak", "0.5"); /* while it is written: not in the file */
  g_assert_true (gmarl_document_save_finish (document, wait_for (&saved), &error));
  g_assert_no_error (error);
  g_assert_true (gmarl_document_get_modified (document));
  gmarl_document_undo (document);
  g_assert_false (gmarl_document_get_modified (document));
  g_assert_true (g_file_equal (gmarl_document_get_file (document), file));

  gmarl_document_load_async (other, file, NULL, done_cb, &loaded);
  g_assert_true (gmarl_document_load_finish (other, wait_for (&loaded), &error));
  text = text_of (document);
  read = text_of (other);
  g_assert_cmpstr (text, ==, read);
  g_assert_false (gmarl_document_get_modified (other));
  g_assert_false (gmarl_document_get_can_undo (other));
  g_assert_cmpstr (gmarl_document_get_title (other), ==, "Grüne Straße");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A file that is broken or not there leaves the document alone and says where and why. */
static void
test_broken_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broken.gridmarl", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such.gridmarl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path (nowhere);
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  set (document, "nodes", "9");
  g_assert_true (g_file_set_contents (path, "[scenario]\nnodes = 3\nlin_limit = 2\n", -1, NULL));
  gmarl_document_load_async (document, file, NULL, done_cb, &loaded);
  g_assert_false (gmarl_document_load_finish (document, wait_for (&loaded), &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  g_assert_nonnull (strstr (error->message, "broken.gridmarl:3: "));
  g_assert_nonnull (strstr (error->message, "did you mean line_limit?"));
  g_clear_error (&error);
  g_assert_false (gmarl_document_load (document, missing, &error));
  g_assert_nonnull (strstr (error->message, "such.gridmarl"));
  g_clear_error (&error);
  g_assert_false (gmarl_document_save (document, missing, &error));
  g_assert_nonnull (strstr (error->message, "such.gridmarl"));
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 9);
  g_assert_null (gmarl_document_get_file (document));
  g_assert_true (gmarl_document_get_can_undo (document));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* On a full disk the file stays what it was: here it is one that takes no byte. */
static void
test_full_disk (void)
{
  static const char before[] = "[scenario]\nname = Our street\nnodes = 4\n";
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "street.gridmarl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GDir) left = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  struct rlimit usual, none;

  g_assert_true (g_file_set_contents (path, before, -1, NULL));
  g_assert_true (gmarl_document_load (document, file, NULL));
  set (document, "nodes", "7");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  none = usual;
  none.rlim_cur = 0;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_false (gmarl_document_save (document, file, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  g_assert_nonnull (strstr (error->message, "street.gridmarl"));
  g_assert_true (gmarl_document_get_modified (document));

  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  left = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (left), ==, "street.gridmarl");
  g_assert_null (g_dir_read_name (left));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static const char measured[] =
    "[scenario]\nname = One home\nnodes = 1\n[data]\nstep_minutes = 60\n"
    "labels = 2024-06-01\ndemand_kwh.0 = 5; 4; 4; 4; 4; 5; 8; 11; 10; 8; 7; "
    "7; 8; 7; 7; 8; 10; 14; 17; 19; 18; 15; 11; 8\n";

/* Measured profiles stay through edits and undo, and go and come back with a whole scenario. */
static void
test_data (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  g_autoptr (GError) error = NULL;
  GmarlScenario *scenario = gmarl_scenario_parse (measured, strlen (measured), "measured", &error);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_true (gmarl_document_open_scenario (document, scenario, &error));
  g_assert_true (gmarl_document_get_modified (document));
  text = text_of (document);
  set (document, "tariff_day", "0.3");
  g_assert_nonnull (gmarl_document_get_scenario (document)->data);
  g_assert_false (gmarl_document_set_option (document, "nodes", "2", &error));
  g_clear_error (&error);
  g_assert_true (gmarl_document_reset (document, &error));
  g_assert_null (gmarl_document_get_scenario (document)->data);
  set (document, "nodes", "3");
  gmarl_document_undo (document);
  gmarl_document_undo (document);
  g_assert_cmpstr (gmarl_document_get_redo_label (document), ==, "Reset to Defaults");
  gmarl_document_undo (document);
  again = text_of (document);
  g_assert_cmpstr (text, ==, again);
  gmarl_document_redo (document);
  gmarl_document_redo (document);
  gmarl_document_redo (document);
  g_assert_null (gmarl_document_get_scenario (document)->data);
  g_assert_cmpint (gmarl_document_get_scenario (document)->nodes, ==, 3);
}

/* Undo keeps to its memory in large scenarios, and the steps it has are right. */
static void
test_large (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  guint steps = 0;

  set (document, "nodes", "10000");
  for (guint k = 0; k < 60; k++) {
    g_autofree char *value = g_strdup_printf ("%u", 100 + k);

    gmarl_document_end_burst (document);
    set (document, "node.9999.capacity_kwh", value);
  }
  while (gmarl_document_get_can_undo (document)) {
    gmarl_document_undo (document);
    steps++;
    if (steps < 10)
      g_assert_cmpfloat (gmarl_document_get_scenario (document)->node[9999].capacity_kwh, ==,
                         159 - steps);
  }
  g_assert_cmpuint (steps, >=, 10);
  g_assert_cmpuint (steps, <, 60);
}

/* Where nodes are drawn is an edit like others, but no change of the world, nor is its undoing. */
static void
test_positions (void)
{
  g_autoptr (GmarlDocument) document = gmarl_document_new ();
  const char *const back[] = { "node.1.position", "auto", "node.2.position", "auto", NULL };
  g_autofree char *before = text_of (document);
  g_autofree char *after = NULL;

  set (document, "node.1.position", "0.1; 0.2");
  g_assert_false (gmarl_document_get_world_changed (document));
  g_assert_cmpstr (gmarl_document_get_undo_label (document), ==, "Commercial: Position");
  gmarl_document_end_burst (document);
  set (document, "node.1.position", "0.3; 0.2");
  set (document, "node.2.position", "0.5; 0.5");
  g_assert_true (gmarl_document_get_modified (document));
  set (document, "line_limit", "7");
  g_assert_true (gmarl_document_get_world_changed (document));
  gmarl_document_undo (document);
  g_assert_true (gmarl_document_get_world_changed (document));
  gmarl_document_undo (document);
  g_assert_false (gmarl_document_get_world_changed (document));
  gmarl_document_redo (document);
  g_assert_false (gmarl_document_get_world_changed (document));
  g_assert_true (gmarl_document_set_options (document, back, NULL));
  g_assert_false (gmarl_document_get_world_changed (document));
  after = text_of (document);
  g_assert_cmpstr (after, ==, before);
  gmarl_document_undo (document);
  for (guint k = 0; k < 3; k++)
    gmarl_document_undo (document);
  g_assert_false (gmarl_document_get_can_undo (document));
  g_assert_false (gmarl_document_get_modified (document));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/undo", test_undo);
  g_test_add_func ("/document/burst", test_burst);
  g_test_add_func ("/document/burst-over-save", test_burst_over_save);
  g_test_add_func ("/document/many", test_many);
  g_test_add_func ("/document/refused", test_refused);
  g_test_add_func ("/document/lines", test_lines);
  g_test_add_func ("/document/last-line", test_last_line);
  g_test_add_func ("/document/file", test_file);
  g_test_add_func ("/document/broken-file", test_broken_file);
  g_test_add_func ("/document/full-disk", test_full_disk);
  g_test_add_func ("/document/positions", test_positions);
  g_test_add_func ("/document/data", test_data);
  g_test_add_func ("/document/large", test_large);
  return g_test_run ();
}
