/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Files that are dropped on the window, or opened with it: scenarios, and runs to take over.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window-private.h"

#include "gmarl-scenario-files.h"

#include <glib/gi18n-lib.h>

/* A bundle, or a folder, which is taken for that of a library. */
static gboolean
has_runs (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, GMARL_BUNDLE_SUFFIX) ||
         g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY;
}

/* Tables of measurements are no scenarios yet. (transfer full) What to do with one, or NULL. */
static char *
explain_measurements (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GFile) schema = g_file_get_child (file, "schema.json");

  if (g_str_has_suffix (lower, ".csv"))
    return g_strdup_printf (
        _ ("“%s” holds measurements and was not opened; the scenario you had is still there. "
           "“gridmarl-cli scenario import-csv” makes a scenario of it, which you can open here."),
        shown);
  if (g_file_query_exists (schema, NULL))
    return g_strdup_printf (
        _ ("“%s” holds CityLearn data and was not opened; the scenario you had is still there. "
           "“gridmarl-cli scenario import-citylearn” makes a scenario of it, which you can open here."),
        shown);
  return NULL;
}

/* SQLite reads files of this computer alone. */
static void
take_path (GmarlWindow *self, GPtrArray *paths, GFile *file)
{
  char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *text = NULL;

  if (path != NULL) {
    g_ptr_array_add (paths, path);
    return;
  }
  text = g_strdup_printf (_ ("The runs in “%s” were not taken over, because the file is on another "
                             "computer; copy it to this one."),
                          name);
  gmarl_session_banner (self->session, text, NULL, NULL);
}

void
gmarl_window_open (GmarlWindow *self, GFile *const *files, gsize n_files)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GFile *scenario = NULL;

  g_return_if_fail (GMARL_IS_WINDOW (self));

  for (gsize k = 0; k < n_files; k++) {
    g_autofree char *explanation = explain_measurements (files[k]);

    if (explanation != NULL)
      gmarl_session_banner (self->session, explanation, NULL, NULL);
    else if (has_runs (files[k]))
      take_path (self, paths, files[k]);
    else
      scenario = files[k];
  }
  if (paths->len > 0) {
    g_ptr_array_add (paths, NULL);
    gmarl_window_show_view (self, "runs");
    gmarl_runs_page_merge (self->runs_page, (const char *const *) paths->pdata);
  }
  if (scenario != NULL)
    gmarl_scenario_files_open (GTK_WINDOW (self), self->session, scenario);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, GmarlWindow *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *each = g_value_get_boxed (value); each != NULL; each = each->next)
    g_ptr_array_add (files, each->data);
  gmarl_window_open (self, (GFile *const *) files->pdata, files->len);
  return files->len > 0;
}

void
gmarl_window_accept_files (GmarlWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  /* Before entries, which would take the name of the file as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
