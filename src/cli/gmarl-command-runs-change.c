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

const char **
gmarl_runs_ids (const GPtrArray *runs)
{
  const char **ids = g_new0 (const char *, runs->len + 1);

  for (guint k = 0; k < runs->len; k++)
    ids[k] = ((GmarlRunRecord *) runs->pdata[k])->id;
  return ids;
}

/* A command that changes what a library says of runs. */
typedef struct {
  char *directory; /* as given */
  char **positional;
  GPtrArray *runs;       /* of GmarlRunRecord: those that the first argument means */
  GmarlLibrary *library; /* to write */
} Change;

static void
change_clear (Change *self)
{
  g_free (self->directory);
  g_strfreev (self->positional);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->library, gmarl_library_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

typedef GPtrArray *(*FindFunc) (GmarlLibrary *self, const char *reference, GError **error);

static gboolean
change_parse (Change *self,
              const GmarlCommand *command,
              char **arguments,
              guint n_arguments,
              GError **error)
{
  self->positional = gmarl_runs_parse (command, NULL, &self->directory, arguments, n_arguments,
                                       n_arguments, error);
  return self->positional != NULL;
}

/* Opens the library to write once the runs are found, so that a wrong reference creates nothing. */
static gboolean
change_open (Change *self, FindFunc find, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->directory, GMARL_LIBRARY_READ_ONLY, error);

  self->runs = library == NULL ? NULL : find (library, self->positional[0], error);
  if (self->runs != NULL)
    self->library = gmarl_cli_open_library (self->directory, GMARL_LIBRARY_DEFAULT, error);
  return self->library != NULL;
}

static const GmarlRunRecord *
change_first (const Change *self)
{
  return self->runs->pdata[0];
}

GmarlStatus
gmarl_runs_rename (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Change) self = { NULL };
  const char *name;

  if (!change_parse (&self, command, arguments, 2, error))
    return GMARL_STATUS_USAGE;
  name = g_strstrip (self.positional[1]);
  if (name[0] == '\0') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("The new name is empty: give one letter at least"));
    return GMARL_STATUS_USAGE;
  }
  if (!change_open (&self, gmarl_library_find_runs, error) ||
      !gmarl_library_rename (self.library, change_first (&self)->id, name, error))
    return GMARL_STATUS_FAILED;
  g_print (_ ("“%s” is now “%s”\n"), change_first (&self)->name, name);
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

/* Without changes it only reads. */
static gboolean
open_for_tags (Change *self, gboolean changes, GError **error)
{
  if (changes)
    return change_open (self, gmarl_library_find_runs, error);
  self->library = gmarl_cli_open_library (self->directory, GMARL_LIBRARY_READ_ONLY, error);
  if (self->library != NULL)
    self->runs = gmarl_library_find_runs (self->library, self->positional[0], error);
  return self->runs != NULL;
}

GmarlStatus
gmarl_runs_tag (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Change) self = { NULL };
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = take_changes (arguments, rest);
  g_autoptr (GPtrArray) tags = NULL;

  if (!change_parse (&self, command, (char **) rest->pdata, 1, error))
    return GMARL_STATUS_USAGE;
  if (!open_for_tags (&self, changes->len > 0, error))
    return GMARL_STATUS_FAILED;
  tags = apply_changes (change_first (&self), changes);
  if (changes->len > 0 && !gmarl_library_set_tags (self.library, change_first (&self)->id,
                                                   (const char *const *) tags->pdata, error))
    return GMARL_STATUS_FAILED;
  print_tags (self.library, change_first (&self)->id);
  return GMARL_STATUS_DONE;
}

GmarlStatus
gmarl_runs_note (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Change) self = { NULL };

  if (!change_parse (&self, command, arguments, 2, error))
    return GMARL_STATUS_USAGE;
  return change_open (&self, gmarl_library_find_runs, error) &&
                 gmarl_library_set_notes (self.library, change_first (&self)->id,
                                          self.positional[1], error)
             ? GMARL_STATUS_DONE
             : GMARL_STATUS_FAILED;
}

/* Puts all runs that the argument means into the trash, or takes them out of it. */
static GmarlStatus
move_runs (const GmarlCommand *command,
           char **arguments,
           FindFunc find,
           gboolean (*move) (GmarlLibrary *self, const char *const *run_ids, GError **error),
           void (*tell) (const char *run_id),
           GError **error)
{
  g_auto (Change) self = { NULL };
  g_autofree const char **ids = NULL;

  if (!change_parse (&self, command, arguments, 1, error))
    return GMARL_STATUS_USAGE;
  if (!change_open (&self, find, error))
    return GMARL_STATUS_FAILED;
  ids = gmarl_runs_ids (self.runs);
  if (!move (self.library, ids, error))
    return GMARL_STATUS_FAILED;
  for (gsize k = 0; ids[k] != NULL; k++)
    tell (ids[k]);
  return GMARL_STATUS_DONE;
}

static void
tell_trashed (const char *run_id)
{
  g_print (_ ("Run %s is in the trash: “gridmarl-cli runs restore %s” takes it out\n"), run_id,
           run_id);
}

static void
tell_restored (const char *run_id)
{
  g_print (_ ("Run %s is back\n"), run_id);
}

GmarlStatus
gmarl_runs_trash (const GmarlCommand *command, char **arguments, GError **error)
{
  return move_runs (command, arguments, gmarl_library_find_runs, gmarl_library_trash, tell_trashed,
                    error);
}

GmarlStatus
gmarl_runs_restore (const GmarlCommand *command, char **arguments, GError **error)
{
  return move_runs (command, arguments, gmarl_library_find_trash, gmarl_library_restore,
                    tell_restored, error);
}

static GPtrArray *
list_trash (GmarlLibrary *library, const char *reference, GError **error)
{
  return gmarl_library_list_trash (library, error);
}

GmarlStatus
gmarl_runs_empty_trash (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Change) self = { NULL };
  g_autofree char *size = NULL;
  guint n_removed;
  gint64 bytes;

  if (!change_parse (&self, command, arguments, 0, error))
    return GMARL_STATUS_USAGE;
  if (!change_open (&self, list_trash, error) ||
      !gmarl_library_empty_trash (self.library, &n_removed, &bytes, error))
    return GMARL_STATUS_FAILED;
  size = g_format_size ((guint64) bytes);
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u run was removed for good: %s\n",
                        "%u runs were removed for good: %s\n", n_removed),
           n_removed, size);
  return GMARL_STATUS_DONE;
}
