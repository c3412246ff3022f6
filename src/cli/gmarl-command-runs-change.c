/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Changing what the library says about runs: names, tags, notes, the trash.
 */
#include "config.h"

#include "gmarl-command-runs-private.h"
#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char **
gmarl_runs_parse (const GmarlCommand *command,
                  const GOptionEntry *entries,
                  char **library,
                  char **arguments,
                  guint n_least,
                  guint n_most,
                  GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);

  if (entries != NULL)
    gmarl_parser_add (parser, entries);
  gmarl_cli_add_library_option (parser, library);
  return gmarl_parser_parse (parser, arguments, n_least, n_most, error);
}

GmarlLibrary *
gmarl_runs_open_to_change (const char *directory,
                           const char *reference,
                           GmarlRunsFindFunc find,
                           GPtrArray **runs,
                           GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (directory, GMARL_LIBRARY_READ_ONLY, error);

  *runs = library == NULL ? NULL : find (library, reference, error);
  if (*runs == NULL)
    return NULL;
  return gmarl_cli_open_library (directory, GMARL_LIBRARY_DEFAULT, error);
}

const char **
gmarl_runs_ids (const GPtrArray *runs)
{
  const char **ids = g_new0 (const char *, runs->len + 1);

  for (guint k = 0; k < runs->len; k++)
    ids[k] = ((GmarlRunRecord *) runs->pdata[k])->id;
  return ids;
}

GmarlStatus
gmarl_runs_rename (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) positional = gmarl_runs_parse (command, NULL, &directory, arguments, 2, 2, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  const GmarlRunRecord *run;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (g_strstrip (positional[1])[0] == '\0') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("The new name is empty: give one letter at least"));
    return GMARL_STATUS_USAGE;
  }
  library =
      gmarl_runs_open_to_change (directory, positional[0], gmarl_library_find_runs, &runs, error);
  if (library == NULL)
    return GMARL_STATUS_FAILED;
  run = runs->pdata[0];
  if (!gmarl_library_rename (library, run->id, positional[1], error))
    return GMARL_STATUS_FAILED;
  g_print (_ ("“%s” is now “%s”\n"), run->name, positional[1]);
  return GMARL_STATUS_DONE;
}

/* Takes "+tag" and "-tag" out of the arguments, which the parser would take for options. */
static GPtrArray *
take_changes (char **arguments, GPtrArray *rest)
{
  GPtrArray *changes = g_ptr_array_new ();

  for (gsize k = 0; arguments[k] != NULL; k++) {
    const char *word = arguments[k];
    gboolean is_change = (word[0] == '+' && word[1] != '\0') ||
                         (word[0] == '-' && word[1] != '\0' && word[1] != '-' &&
                          strcmp (word, "-h") != 0 && strcmp (word, "-?") != 0);

    g_ptr_array_add (is_change ? changes : rest, arguments[k]);
  }
  g_ptr_array_add (rest, NULL);
  return changes;
}

static gboolean
has_tag (const GPtrArray *tags, const char *tag, guint *index)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) tags, tag, g_str_equal, index);
}

/* What the group's tags become; borrowed, ending with NULL. (transfer container) */
static GPtrArray *
apply_changes (const GmarlRunRecord *run, const GPtrArray *changes)
{
  GPtrArray *tags = g_ptr_array_new ();
  guint index;

  for (gsize k = 0; run->tags[k] != NULL; k++)
    g_ptr_array_add (tags, run->tags[k]);
  for (guint k = 0; k < changes->len; k++) {
    char *change = changes->pdata[k];

    if (change[0] == '+' && !has_tag (tags, change + 1, NULL))
      g_ptr_array_add (tags, change + 1);
    else if (change[0] == '-' && has_tag (tags, change + 1, &index))
      g_ptr_array_remove_index (tags, index);
  }
  g_ptr_array_add (tags, NULL);
  return tags;
}

static void
print_tags (GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, run_id, NULL);
  const GmarlRunRecord *run = runs == NULL ? NULL : runs->pdata[0];

  for (gsize k = 0; run != NULL && run->tags[k] != NULL; k++)
    g_print ("%s\n", run->tags[k]);
}

GmarlStatus
gmarl_runs_tag (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = take_changes (arguments, rest);
  g_auto (GStrv) positional =
      gmarl_runs_parse (command, NULL, &directory, (char **) rest->pdata, 1, 1, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  const GmarlRunRecord *run;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  if (changes->len == 0) {
    library = gmarl_cli_open_library (directory, GMARL_LIBRARY_READ_ONLY, error);
    runs = library == NULL ? NULL : gmarl_library_find_runs (library, positional[0], error);
  } else {
    library =
        gmarl_runs_open_to_change (directory, positional[0], gmarl_library_find_runs, &runs, error);
  }
  if (library == NULL || runs == NULL)
    return GMARL_STATUS_FAILED;
  run = runs->pdata[0];
  tags = apply_changes (run, changes);
  if (changes->len > 0 &&
      !gmarl_library_set_tags (library, run->id, (const char *const *) tags->pdata, error))
    return GMARL_STATUS_FAILED;
  print_tags (library, run->id);
  return GMARL_STATUS_DONE;
}

GmarlStatus
gmarl_runs_note (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) positional = gmarl_runs_parse (command, NULL, &directory, arguments, 2, 2, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GmarlLibrary) library = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  library =
      gmarl_runs_open_to_change (directory, positional[0], gmarl_library_find_runs, &runs, error);
  if (library == NULL || !gmarl_library_set_notes (library, ((GmarlRunRecord *) runs->pdata[0])->id,
                                                   positional[1], error))
    return GMARL_STATUS_FAILED;
  return GMARL_STATUS_DONE;
}

GmarlStatus
gmarl_runs_trash (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) positional = gmarl_runs_parse (command, NULL, &directory, arguments, 1, 1, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree const char **ids = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  library =
      gmarl_runs_open_to_change (directory, positional[0], gmarl_library_find_runs, &runs, error);
  if (library == NULL)
    return GMARL_STATUS_FAILED;
  ids = gmarl_runs_ids (runs);
  if (!gmarl_library_trash (library, ids, error))
    return GMARL_STATUS_FAILED;
  for (guint k = 0; k < runs->len; k++)
    g_print (_ ("Run %s is in the trash: “gridmarl-cli runs restore %s” takes it out\n"), ids[k],
             ids[k]);
  return GMARL_STATUS_DONE;
}

GmarlStatus
gmarl_runs_restore (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) positional = gmarl_runs_parse (command, NULL, &directory, arguments, 1, 1, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree const char **ids = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  library =
      gmarl_runs_open_to_change (directory, positional[0], gmarl_library_find_trash, &runs, error);
  if (library == NULL)
    return GMARL_STATUS_FAILED;
  ids = gmarl_runs_ids (runs);
  if (!gmarl_library_restore (library, ids, error))
    return GMARL_STATUS_FAILED;
  for (guint k = 0; k < runs->len; k++)
    g_print (_ ("Run %s is back\n"), ids[k]);
  return GMARL_STATUS_DONE;
}

static GPtrArray *
list_trash (GmarlLibrary *library, const char *reference, GError **error)
{
  return gmarl_library_list_trash (library, error);
}

GmarlStatus
gmarl_runs_empty_trash (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) positional = gmarl_runs_parse (command, NULL, &directory, arguments, 0, 0, error);
  g_autoptr (GPtrArray) trash = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree char *size = NULL;
  guint n_removed;
  gint64 bytes;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  library = gmarl_runs_open_to_change (directory, NULL, list_trash, &trash, error);
  if (library == NULL || !gmarl_library_empty_trash (library, &n_removed, &bytes, error))
    return GMARL_STATUS_FAILED;
  size = g_format_size ((guint64) bytes);
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u run was removed for good: %s\n",
                        "%u runs were removed for good: %s\n", n_removed),
           n_removed, size);
  return GMARL_STATUS_DONE;
}
