/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-parser.h"

#include "gmarl-grid.h"
#include "gmarl-number-lists.h"
#include "gmarl-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _GmarlParser {
  GOptionContext *context;
  GPtrArray *names; /* of "--option", owned */
};

GmarlParser *
gmarl_parser_new (const GmarlCommand *command)
{
  GmarlParser *self = g_new0 (GmarlParser, 1);

  self->context =
      g_option_context_new (command->parameters == NULL ? NULL : _ (command->parameters));
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_option_context_set_summary (self->context, _ (command->summary));
  if (command->examples != NULL)
    g_option_context_set_description (self->context, _ (command->examples));
  /* What it does not know is found among the rest, and answered by the nearest name. */
  g_option_context_set_ignore_unknown_options (self->context, TRUE);
  return self;
}

void
gmarl_parser_free (GmarlParser *self)
{
  if (self == NULL)
    return;
  g_option_context_free (self->context);
  g_ptr_array_unref (self->names);
  g_free (self);
}

void
gmarl_parser_add (GmarlParser *self, const GOptionEntry *entries)
{
  g_option_context_add_main_entries (self->context, entries, GETTEXT_PACKAGE);
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    g_ptr_array_add (self->names, g_strconcat ("--", entry->long_name, NULL));
}

static void
set_unknown_option_error (GmarlParser *self, const char *argument, GError **error)
{
  g_autofree char *name = g_strndup (argument, strcspn (argument, "="));
  g_autofree char *quoted = gmarl_quote_text (name);
  const char *nearest;

  g_ptr_array_add (self->names, NULL);
  nearest = gmarl_nearest_word (name, (const char *const *) self->names->pdata);
  g_ptr_array_set_size (self->names, (gint) self->names->len - 1);

  if (nearest != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 _ ("The option %s is not known: did you mean “%s”?"), quoted, nearest);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 _ ("The option %s is not known: “%s --help” lists the options"), quoted,
                 g_get_prgname ());
}

/* What is left of the arguments once the known options are taken. */
static char **
take_positional (GmarlParser *self, char **rest, GError **error)
{
  g_autoptr (GStrvBuilder) positional = g_strv_builder_new ();
  gboolean options_ended = FALSE;

  for (gsize k = 1; rest[k] != NULL; k++) {
    if (!options_ended && strcmp (rest[k], "--") == 0) {
      options_ended = TRUE;
    } else if (!options_ended && rest[k][0] == '-' && rest[k][1] != '\0') {
      set_unknown_option_error (self, rest[k], error);
      return NULL;
    } else {
      g_strv_builder_add (positional, rest[k]);
    }
  }
  return g_strv_builder_end (positional);
}

char **
gmarl_parser_parse (GmarlParser *self,
                    char **arguments,
                    guint n_least,
                    guint n_most,
                    GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;
  g_auto (GStrv) positional = NULL;
  guint n_positional;

  /* GOption expects the program's name first. */
  g_strv_builder_add (builder, g_get_prgname ());
  g_strv_builder_addv (builder, (const char **) arguments);
  rest = g_strv_builder_end (builder);

  if (!g_option_context_parse_strv (self->context, &rest, error)) {
    if (error != NULL && *error != NULL) {
      g_autofree char *message = g_strdup_printf (_ ("%s: “%s --help” describes the options"),
                                                  (*error)->message, g_get_prgname ());

      g_free ((*error)->message);
      (*error)->message = g_steal_pointer (&message);
    }
    return NULL;
  }
  positional = take_positional (self, rest, error);
  if (positional == NULL)
    return NULL;

  n_positional = g_strv_length (positional);
  if (n_positional < n_least) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("An argument is missing: “%s --help” shows the usage"), g_get_prgname ());
    return NULL;
  }
  if (n_positional > n_most) {
    g_autofree char *quoted = gmarl_quote_text (positional[n_most]);

    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("The argument %s is one too many: “%s --help” shows the usage"), quoted,
                 g_get_prgname ());
    return NULL;
  }
  return g_steal_pointer (&positional);
}

gboolean
gmarl_parse_whole (const char *option,
                   const char *text,
                   gint64 minimum,
                   gint64 maximum,
                   gint64 *value,
                   GError **error)
{
  g_autofree char *quoted = NULL;

  if (text == NULL || g_ascii_string_to_signed (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  quoted = gmarl_quote_text (text);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s is %s: write a whole number from %lld to %lld"), option, quoted,
               (long long) minimum, (long long) maximum);
  return FALSE;
}

gboolean
gmarl_parse_seed (const char *option, const char *text, guint64 *value, GError **error)
{
  g_autofree char *quoted = NULL;

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, GMARL_LARGEST_SEED, value, NULL))
    return TRUE;
  quoted = gmarl_quote_text (text);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s is %s: write a whole number from 0 to %llu"), option, quoted,
               (unsigned long long) GMARL_LARGEST_SEED);
  return FALSE;
}

GArray *
gmarl_parse_seeds (const char *option, const char *text, guint n_most, GError **error)
{
  GArray *seeds = gmarl_parse_seed_list (text, n_most, error);

  if (seeds == NULL)
    g_prefix_error (error, "%s: ", option);
  return seeds;
}

GArray *
gmarl_parse_episodes (const char *option, const char *text, guint n_most, GError **error)
{
  GArray *episodes;
  guint64 first = 0, last = 0;

  if (!gmarl_parse_number_range (text, '-', &first, &last)) {
    g_autofree char *quoted = gmarl_quote_text (text);

    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("%s is %s: write the first and the last episode seed, like 960000-960039"),
                 option, quoted);
    return NULL;
  }
  if (last - first >= n_most) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("%s names more than %u episodes: take fewer"), option, n_most);
    return NULL;
  }
  episodes = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint64 n = 0; n <= last - first; n++) {
    guint64 seed = first + n;

    g_array_append_val (episodes, seed);
  }
  return episodes;
}
