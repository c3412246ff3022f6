/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-command.h"

#include "gmarl-error.h"
#include "gmarl-run-changes.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

char *
gmarl_run_command_quote (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_./=,", *p) == NULL)
      return g_shell_quote (text);
  return text[0] == '\0' ? g_shell_quote (text) : g_strdup (text);
}

static void
append_option (GString *command, const char *option, const char *value)
{
  g_autofree char *word = gmarl_run_command_quote (value);

  g_string_append_printf (command, " %s %s", option, word);
}

/* The built-in scenario from which the fewest changes lead to the configuration. changes: what they
 * are; NULL is returned where none does. */
static const char *
find_base (const GmarlRunConfig *config, GPtrArray **changes)
{
  const char *const *names = gmarl_scenario_builtin_names ();
  const char *base = NULL;

  *changes = NULL;
  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlRunConfig) usual =
        gmarl_run_config_new (gmarl_scenario_new_builtin (names[k], NULL));
    gboolean data_differ;
    g_autoptr (GPtrArray) own = gmarl_run_config_list_changes (config, usual, &data_differ);

    if (data_differ || (*changes != NULL && (*changes)->len <= own->len))
      continue;
    g_clear_pointer (changes, g_ptr_array_unref);
    *changes = g_steal_pointer (&own);
    base = names[k];
  }
  return base;
}

static void
append_changes (GString *command, const GPtrArray *changes)
{
  for (guint k = 0; k < changes->len; k++) {
    const GmarlRunChange *change = changes->pdata[k];
    g_autofree char *assignment = g_strconcat (change->key, "=", change->value, NULL);

    if (strcmp (change->key, "iterations") == 0)
      append_option (command, "--iterations", change->value);
    else
      append_option (command, "--set", assignment);
  }
}

/* "1-3,7" */
static char *
format_seeds (const guint64 *seeds, gsize n_seeds)
{
  GString *text = g_string_new (NULL);

  for (gsize k = 0; k < n_seeds;) {
    gsize first = k++;

    while (k < n_seeds && seeds[k] == seeds[k - 1] + 1)
      k++;
    g_string_append_printf (text, "%s%" PRIu64, text->len > 0 ? "," : "", seeds[first]);
    if (k - first > 1)
      g_string_append_printf (text, "-%" PRIu64, seeds[k - 1]);
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_run_command_format (const GmarlRunCommand *self, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  const char *base = find_base (self->config, &changes);
  g_autofree char *seeds = format_seeds (self->seeds, self->n_seeds);
  GString *command;

  if (base == NULL) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("The profiles of “%s” come from data, which a command line cannot hold. "
           "Open its scenario with Train Again, save it, and name the file after --scenario."),
        self->config->scenario->name);
    return NULL;
  }
  command = g_string_new ("gridmarl-cli train");
  append_option (command, "--scenario", base);
  append_changes (command, changes);
  append_option (command, "--seeds", seeds);
  append_option (command, "--name", self->name);
  if (self->init_from != NULL)
    append_option (command, "--init-from", self->init_from);
  if (self->library != NULL)
    append_option (command, "--library", self->library);
  return g_string_free (command, FALSE);
}
