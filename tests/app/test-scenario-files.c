/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Opening and saving scenarios, and what is asked and told meanwhile.
 */
#include "config.h"

#include "gmarl-document.h"
#include "gmarl-scenario-files.h"

#include <string.h>

typedef struct {
  char *directory;
  GmarlSession *session;
  GtkWindow *window;
  char *banner; /* what is shown, or NULL */
  char *toast;  /* the last one */
} Fixture;

static void
banner_cb (Fixture *self, const char *text)
{
  g_free (self->banner);
  self->banner = g_strdup (text);
}

static void
toast_cb (Fixture *self, AdwToast *toast)
{
  g_autoptr (GError) error = NULL;

  g_free (self->toast);
  self->toast = NULL;
  /* The title is markup. */
  g_assert_true (
      pango_parse_markup (adw_toast_get_title (toast), -1, 0, NULL, &self->toast, NULL, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *library = NULL;

  self->directory = g_dir_make_tmp ("gridmarl-files-XXXXXX", NULL);
  library = g_build_filename (self->directory, "library", NULL);
  self->session = gmarl_session_new (library);
  self->window = GTK_WINDOW (gtk_window_new ());
  g_signal_connect_swapped (self->session, "banner", G_CALLBACK (banner_cb), self);
  g_signal_connect_swapped (self->session, "toast", G_CALLBACK (toast_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->session);
  g_free (self->directory);
  g_free (self->banner);
  g_free (self->toast);
}

/* A scenario of this name in a file of this one. */
static GFile *
make_file (Fixture *self, const char *file_name, const char *name)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *path = g_build_filename (self->directory, file_name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (gmarl_scenario_set (scenario, "name", name, NULL));
  text = gmarl_scenario_to_text (scenario);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static void
open_file (Fixture *self, GFile *file)
{
  gmarl_scenario_files_open (self->window, self->session, file);
}

static void
wait_for_title (Fixture *self, const char *title)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);

  while (strcmp (gmarl_document_get_title (document), title) != 0)
    g_main_context_iteration (NULL, TRUE);
  /* Whoever waits for the file is told after the document has changed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The questions that are open, the newest last. (transfer container) */
static GPtrArray *
get_questions (void)
{
  GPtrArray *questions = g_ptr_array_new ();
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint k = 0; k < g_list_model_get_n_items (windows); k++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, k);

    if (ADW_IS_MESSAGE_DIALOG (window))
      g_ptr_array_add (questions, window);
  }
  return questions;
}

static void
edit (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  gmarl_document_set_option (gmarl_session_get_document (self->session), "nodes", "7", &error);
  g_assert_no_error (error);
}

/* A second file may come while it is still asked what becomes of the changes. */
static void
test_two_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) first = make_file (self, "first.gridmarl", "first");
  g_autoptr (GFile) second = make_file (self, "second.gridmarl", "second");
  g_autoptr (GPtrArray) questions = NULL;

  edit (self);
  open_file (self, first);
  open_file (self, second);
  questions = get_questions ();
  g_assert_cmpuint (questions->len, ==, 2);
  adw_message_dialog_response (questions->pdata[1], "discard");
  wait_for_title (self, "second");
  adw_message_dialog_response (questions->pdata[0], "discard");
  wait_for_title (self, "first");
}

/* Letters that mean something in markup are letters of a name. */
static void
test_saved (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (self, "a & <b>.gridmarl", "first");

  open_file (self, file);
  wait_for_title (self, "first");
  edit (self);
  gmarl_scenario_files_save (self->window, self->session);
  while (self->toast == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->toast, ==, "Saved a & <b>.gridmarl");
  g_assert_false (gmarl_document_get_modified (gmarl_session_get_document (self->session)));
}

/* What is told of a file goes when the next one is opened; what is told of other things stays. */
static void
test_messages (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) good = make_file (self, "good.gridmarl", "good");
  g_autoptr (GFile) other = make_file (self, "other.gridmarl", "other");
  g_autofree char *path = g_build_filename (self->directory, "broken.gridmarl", NULL);
  g_autoptr (GFile) broken = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "[scenario]\nnodes = many\n", -1, NULL));
  open_file (self, broken);
  while (self->banner == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (self->banner, "broken.gridmarl was not opened"));
  open_file (self, good);
  wait_for_title (self, "good");
  g_assert_null (self->banner);

  gmarl_session_banner (self->session, "A training was interrupted.", NULL, NULL);
  open_file (self, other);
  wait_for_title (self, "other");
  g_assert_cmpstr (self->banner, ==, "A training was interrupted.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/app/scenario-files/two-at-once", Fixture, NULL, set_up, test_two_at_once,
              tear_down);
  g_test_add ("/app/scenario-files/saved", Fixture, NULL, set_up, test_saved, tear_down);
  g_test_add ("/app/scenario-files/messages", Fixture, NULL, set_up, test_messages, tear_down);
  return g_test_run ();
}
