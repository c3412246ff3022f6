/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-changes.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define SCENARIO_PREFIX "scenario."

/* Of the changes that a name tells. */
#define MOST_IN_NAME 3

void
gmarl_run_change_free (GmarlRunChange *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->value);
  g_free (self->other);
  g_free (self);
}

/* key, value, other: (transfer full) */
static void
add_change (GPtrArray *changes, char *key, char *value, char *other)
{
  GmarlRunChange *change = g_new (GmarlRunChange, 1);

  change->key = key;
  change->value = value;
  change->other = other;
  g_ptr_array_add (changes, change);
}

static void
compare_learning (GPtrArray *changes, const GmarlRunConfig *self, const GmarlRunConfig *other)
{
  if (self->iterations != other->iterations)
    add_change (changes, g_strdup ("iterations"), g_strdup_printf ("%" PRId64, self->iterations),
                g_strdup_printf ("%" PRId64, other->iterations));
  for (gsize k = 0; k < gmarl_n_learning_options; k++) {
    const GmarlOption *option = &gmarl_learning_options[k];
    g_autofree char *value = gmarl_option_get (option, &self->learning);
    g_autofree char *there = gmarl_option_get (option, &other->learning);

    if (!gmarl_learning_option_is_free (option) && strcmp (value, there) != 0)
      add_change (changes, g_strdup (option->key), g_steal_pointer (&value),
                  g_steal_pointer (&there));
  }
}

/* Compares a key, and takes the change over to what the next keys are compared with: more nodes
 * bring default ones, another kind brings its own defaults.
 */
static void
compare_key (GPtrArray *changes,
             const GmarlScenario *scenario,
             GmarlScenario *other,
             const char *key)
{
  g_autofree char *value = gmarl_scenario_get (scenario, key);
  g_autofree char *there = gmarl_scenario_get (other, key);

  if (g_strcmp0 (value, there) == 0 || value == NULL)
    return;
  /* Where it cannot be set the data decide, which have no keys. */
  if (!gmarl_scenario_set (other, key, value, NULL))
    return;
  add_change (changes, g_strconcat (SCENARIO_PREFIX, key, NULL), g_steal_pointer (&value),
              g_steal_pointer (&there));
}

static void
compare_node (GPtrArray *changes, const GmarlScenario *scenario, GmarlScenario *other, gint64 node)
{
  g_autofree char *demand = g_strdup_printf ("node.%" PRId64 ".base_demand", node);

  for (gsize k = 0; k < gmarl_n_node_options; k++) {
    g_autofree char *key = g_strdup_printf ("node.%" PRId64 ".%s", node, gmarl_node_options[k].key);

    compare_key (changes, scenario, other, key);
  }
  compare_key (changes, scenario, other, demand);
}

GPtrArray *
gmarl_run_config_list_changes (const GmarlRunConfig *self,
                               const GmarlRunConfig *other,
                               gboolean *data_differ)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_change_free);
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_copy (other->scenario);

  compare_learning (changes, self, other);
  for (gsize k = 0; k < gmarl_n_scenario_options; k++)
    compare_key (changes, self->scenario, scenario, gmarl_scenario_options[k].key);
  for (gint64 node = 0; node < MIN (self->scenario->nodes, scenario->nodes); node++)
    compare_node (changes, self->scenario, scenario, node);
  compare_key (changes, self->scenario, scenario, "edges");
  if (data_differ != NULL) {
    g_autofree char *hash = gmarl_scenario_hash (self->scenario);
    g_autofree char *there = gmarl_scenario_hash (scenario);

    *data_differ = strcmp (hash, there) != 0;
  }
  return changes;
}

GmarlRunConfig *
gmarl_run_config_new_usual (const GmarlRunConfig *self)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin (self->scenario->name, NULL);

  if (scenario == NULL)
    scenario = gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], NULL);
  return gmarl_run_config_new (scenario);
}

char *
gmarl_run_change_get_short_key (const GmarlRunChange *self)
{
  const char *dot = strrchr (self->key, '.');

  return g_strdelimit (g_strdup (dot != NULL ? dot + 1 : self->key), "_", ' ');
}

static void
append_change (GString *text, const GmarlRunChange *change)
{
  g_autofree char *key = gmarl_run_change_get_short_key (change);

  g_string_append (text, text->len > 0 ? " · " : "");
  if (strcmp (change->key, "share_parameters") == 0 && strcmp (change->value, "yes") == 0)
    g_string_append (text, _ ("shared parameters"));
  else if (strcmp (change->key, "iterations") == 0)
    /* translators: how long a training is */
    g_string_append_printf (text, _ ("%s iterations"), change->value);
  else
    g_string_append_printf (text, "%s %s", key, change->value);
}

char *
gmarl_run_changes_describe (const GPtrArray *changes, guint most)
{
  GString *text = g_string_new (NULL);
  guint told = 0;
  guint left = 0;

  for (guint k = 0; k < changes->len; k++) {
    const GmarlRunChange *change = changes->pdata[k];

    if (strcmp (change->key, SCENARIO_PREFIX "name") == 0)
      continue;
    if (told++ < most)
      append_change (text, change);
    else
      left++;
  }
  if (left > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %u more", " · %u more", left),
                            left);
  return g_string_free (text, FALSE);
}

char *
gmarl_run_config_describe (const GmarlRunConfig *self)
{
  g_autoptr (GmarlRunConfig) usual = gmarl_run_config_new_usual (self);
  g_autoptr (GPtrArray) changes = gmarl_run_config_list_changes (self, usual, NULL);
  g_autofree char *told = NULL;

  if (strcmp (usual->scenario->name, self->scenario->name) != 0)
    for (guint k = changes->len; k-- > 0;)
      if (g_str_has_prefix (((GmarlRunChange *) changes->pdata[k])->key, SCENARIO_PREFIX))
        g_ptr_array_remove_index (changes, k);
  told = gmarl_run_changes_describe (changes, MOST_IN_NAME);
  return g_strconcat (self->scenario->name, " · PPO", told[0] != '\0' ? " · " : "", told, NULL);
}
