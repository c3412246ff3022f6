/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-policy-menu.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ACTION      "grid.policy"
#define FILE_ACTION "grid.policy-file"

static const struct {
  const char *id;
  const char *description;
} rules[] = {
  { "random", N_ ("Acts by chance: what anything else has to beat.") },
  { "heuristic", N_ ("Shares and sells above 60 % storage, asks and buys below 40 %.") },
  { "idle", N_ ("Does nothing: batteries alone balance solar and demand.") },
  { "no-control", N_ ("Buys what is missing and sells what is left over, without sharing.") },
  { "hold-and-share", N_ ("Holds batteries at half and evens levels out among neighbours.") },
  { "daily-path", N_ ("Follows a daily path of storage made for this tariff.") },
};

const char *
gmarl_policy_menu_describe_rule (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint k = 0; k < G_N_ELEMENTS (rules); k++)
    if (strcmp (rules[k].id, id) == 0)
      return _ (rules[k].description);
  return NULL;
}

const char *
gmarl_policy_menu_describe (const char *reference)
{
  const char *rule = gmarl_policy_menu_describe_rule (reference);

  return rule != NULL
             ? rule
             : _ ("Neural networks that learned by trial and error what earns reward (PPO).");
}

/* Appends an item that is chosen when the action's state is this target. */
static void
append_item (GMenu *menu, const char *label, const char *kind, const char *reference)
{
  g_autofree char *target = g_strconcat (kind, ":", reference, NULL);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, ACTION, "s", target);
  g_menu_append_item (menu, item);
}

static void
append_rules (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (const char *const *id = gmarl_rule_ids (); *id != NULL; id++) {
    g_autoptr (GmarlPolicy) rule = gmarl_rule_new (*id);

    append_item (section, rule->name, "rule", *id);
  }
  g_menu_append_section (menu, _ ("Rules"), G_MENU_MODEL (section));
}

/* A run without a row has no checkpoint. */
static gboolean
can_act (const GmarlRunRecord *run)
{
  return run->iteration > 0;
}

static gboolean
is_better (const GmarlRunRecord *run, const GmarlRunRecord *best)
{
  return best == NULL || (!isnan (run->best_score) && !(run->best_score <= best->best_score));
}

static const GmarlRunRecord *
best_of_group (const GPtrArray *runs, const char *group_id)
{
  const GmarlRunRecord *best = NULL;

  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    if (strcmp (run->group_id, group_id) == 0 && can_act (run) && is_better (run, best))
      best = run;
  }
  return best;
}

static int
compare_seeds (gconstpointer a, gconstpointer b)
{
  const GmarlRunRecord *one = *(const GmarlRunRecord *const *) a;
  const GmarlRunRecord *other = *(const GmarlRunRecord *const *) b;

  return one->seed < other->seed ? -1 : one->seed > other->seed;
}

/* One seed is an item; several are a submenu, the best first. */
static void
append_group (GMenu *section, const GPtrArray *runs, const GmarlRunRecord *first)
{
  g_autoptr (GPtrArray) seeds = g_ptr_array_new ();
  g_autoptr (GMenu) submenu = g_menu_new ();
  g_autofree char *best = NULL;

  for (guint k = 0; k < runs->len; k++) {
    GmarlRunRecord *run = runs->pdata[k];

    if (strcmp (run->group_id, first->group_id) == 0 && can_act (run))
      g_ptr_array_add (seeds, run);
  }
  if (seeds->len == 1) {
    append_item (section, first->name, "best", first->group_id);
    return;
  }
  g_ptr_array_sort (seeds, compare_seeds);
  best = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Best of %u Seed by Validation",
                                       "Best of %u Seeds by Validation", seeds->len),
                          seeds->len);
  append_item (submenu, best, "best", first->group_id);
  for (guint k = 0; k < seeds->len; k++) {
    const GmarlRunRecord *run = seeds->pdata[k];
    g_autofree char *label = g_strdup_printf (_ ("Seed %" PRIu64), run->seed);

    append_item (submenu, label, "run", run->id);
  }
  g_menu_append_submenu (section, first->name, G_MENU_MODEL (submenu));
}

static void
append_trained (GMenu *menu, GmarlLibrary *library)
{
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (library, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint k = 0; runs != NULL && k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    if (!can_act (run) || g_hash_table_size (seen) == GMARL_POLICY_MENU_MOST_GROUPS ||
        !g_hash_table_add (seen, run->group_id))
      continue;
    append_group (section, runs, run);
  }
  if (g_hash_table_size (seen) > 0)
    g_menu_append_section (menu, _ ("Trained"), G_MENU_MODEL (section));
}

static void
append_file (GMenu *menu, const char *file)
{
  g_autoptr (GMenu) section = g_menu_new ();

  if (file != NULL) {
    const char *path = strchr (file, ':') + 1;
    g_autofree char *name = g_filename_display_basename (path);

    append_item (section, name, "file", path);
  }
  g_menu_append (section, _ ("_Checkpoint File…"), FILE_ACTION);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

GMenuModel *
gmarl_policy_menu_new (GmarlLibrary *library, const char *file)
{
  GMenu *menu = g_menu_new ();

  append_rules (menu);
  if (library != NULL)
    append_trained (menu, library);
  append_file (menu, file);
  return G_MENU_MODEL (menu);
}

static GmarlPolicyChoice *
choose_best (const char *group_id, GmarlLibrary *library)
{
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (library, NULL);
  const GmarlRunRecord *best = runs == NULL ? NULL : best_of_group (runs, group_id);

  if (best == NULL)
    return NULL;
  return gmarl_policy_choice_new_run (gmarl_library_get_directory (library), best->id);
}

GmarlPolicyChoice *
gmarl_policy_menu_choose (const char *target, GmarlLibrary *library)
{
  const char *reference;

  g_return_val_if_fail (target != NULL, NULL);

  reference = strchr (target, ':');
  if (reference == NULL || reference[1] == '\0')
    return NULL;
  reference++;
  if (g_str_has_prefix (target, "rule:"))
    return gmarl_policy_menu_describe_rule (reference) == NULL
               ? NULL
               : gmarl_policy_choice_new_rule (reference);
  if (g_str_has_prefix (target, "file:"))
    return gmarl_policy_choice_new_file (reference);
  if (library == NULL)
    return NULL;
  if (g_str_has_prefix (target, "run:"))
    return gmarl_policy_choice_new_run (gmarl_library_get_directory (library), reference);
  return g_str_has_prefix (target, "best:") ? choose_best (reference, library) : NULL;
}

char *
gmarl_policy_menu_target (const char *reference, GmarlLibrary *library)
{
  g_autoptr (GPtrArray) runs = NULL;
  const GmarlRunRecord *run;

  g_return_val_if_fail (reference != NULL, NULL);

  if (gmarl_policy_menu_describe_rule (reference) != NULL)
    return g_strconcat ("rule:", reference, NULL);
  if (library != NULL && strchr (reference, G_DIR_SEPARATOR) == NULL)
    runs = gmarl_library_find_runs (library, reference, NULL);
  if (runs == NULL || runs->len == 0)
    return g_strconcat ("file:", reference, NULL);
  run = runs->pdata[0];
  /* The name of a group means its best seed; an id means that run. */
  return g_str_has_prefix (run->id, reference) ? g_strconcat ("run:", run->id, NULL)
                                               : g_strconcat ("best:", run->group_id, NULL);
}
