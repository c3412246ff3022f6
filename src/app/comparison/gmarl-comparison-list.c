/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-list.h"

#include "gmarl-document.h"
#include "gmarl-policy.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define SHOWN_KEY "comparison-shown"
#define ORDER_KEY "comparison-order"

/* A group's configuration never changes, so what is asked of it is kept. */
typedef struct {
  gint64 nodes; /* 0: it cannot be read */
  gboolean shares;
} GroupFacts;

struct _GmarlComparisonList {
  GObject parent_instance;

  /* Owned */
  GmarlSession *session;
  GPtrArray *items;       /* of GmarlComparisonItem, in the user's order */
  GPtrArray *sorted;      /* the same, borrowed: those that cannot act here behind the others */
  GHashTable *groups;     /* group id (owned) -> GroupFacts (owned) */
  GSignalGroup *document; /* of the session */
  char **remembered;      /* references that were shown when the program ended, to be found yet */

  gboolean is_saving;
  gboolean is_refreshing; /* one signal for all that changes */
};

enum {
  SIGNAL_SHOWN_CHANGED,
  SIGNAL_FACTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlComparisonList, gmarl_comparison_list, G_TYPE_OBJECT)

/* Of a large library the newest; others are shown from the Runs view. */
#define MOST_GROUPS 60

/* Behind those that groups have as long as there are few. */
#define FIRST_FILE_SLOT 7

/* What is shown first: the rules that say what a policy has to be better than. */
static const char *const shown_at_first[] = { "heuristic", "random", "no-control", NULL };

static void
save (GmarlComparisonList *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (guint k = 0; k < self->items->len; k++) {
    GmarlComparisonItem *item = self->items->pdata[k];
    gpointer reference = (gpointer) gmarl_comparison_item_get_reference (item);

    g_ptr_array_add (order, reference);
    if (gmarl_comparison_item_get_shown (item))
      g_ptr_array_add (shown, reference);
  }
  g_ptr_array_add (shown, NULL);
  g_ptr_array_add (order, NULL);
  g_settings_set_strv (settings, SHOWN_KEY, (const char *const *) shown->pdata);
  g_settings_set_strv (settings, ORDER_KEY, (const char *const *) order->pdata);
}

static void
append_fitting (GmarlComparisonList *self, gboolean fits)
{
  for (guint k = 0; k < self->items->len; k++)
    if ((gmarl_comparison_item_get_misfit (self->items->pdata[k]) == NULL) == fits)
      g_ptr_array_add (self->sorted, self->items->pdata[k]);
}

/* The first one that is shown. */
static void
mark_baseline (GmarlComparisonList *self)
{
  gboolean found = FALSE;

  for (guint k = 0; k < self->sorted->len; k++) {
    GmarlComparisonItem *item = self->sorted->pdata[k];
    gboolean is_baseline = !found && gmarl_comparison_item_get_shown (item) &&
                           gmarl_comparison_item_get_misfit (item) == NULL;

    gmarl_comparison_item_set_baseline (item, is_baseline);
    found = found || is_baseline;
  }
}

/* What cannot act here comes last, but keeps its place for the scenario in which it can. */
static void
sort_items (GmarlComparisonList *self)
{
  g_ptr_array_set_size (self->sorted, 0);
  append_fitting (self, TRUE);
  append_fitting (self, FALSE);
  mark_baseline (self);
}

static void
item_shown_cb (GmarlComparisonList *self)
{
  mark_baseline (self);
  if (self->is_saving)
    save (self);
  g_signal_emit (self, signals[SIGNAL_SHOWN_CHANGED], 0);
}

static void
item_misfit_cb (GmarlComparisonList *self)
{
  if (self->is_refreshing)
    return;
  sort_items (self);
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
}

static void
insert (GmarlComparisonList *self, GmarlComparisonItem *item, guint place)
{
  g_signal_connect_object (item, "notify::shown", G_CALLBACK (item_shown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::misfit", G_CALLBACK (item_misfit_cb), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_insert (self->items, (int) place, item);
}

static gboolean
has_text (const char *const *list, const char *text)
{
  return list != NULL && g_strv_contains (list, text);
}

static void
add_rule (GmarlComparisonList *self, const char *id)
{
  g_autoptr (GmarlPolicy) rule = gmarl_rule_new (id);
  GmarlComparisonItem *item = gmarl_comparison_item_new (GMARL_COMPARISON_RULE, id);
  const GmarlComparisonFacts facts = { .name = rule->name,
                                       .detail = _ ("Built-in rule"),
                                       .state = "",
                                       .slot = gmarl_comparison_rule_slot (id) };

  gmarl_comparison_item_set_facts (item, &facts);
  insert (self, item, self->items->len);
}

static void
add_rules (GmarlComparisonList *self)
{
  for (gsize k = 0; shown_at_first[k] != NULL; k++)
    add_rule (self, shown_at_first[k]);
  for (const char *const *id = gmarl_rule_ids (); *id != NULL; id++)
    if (!has_text (shown_at_first, *id))
      add_rule (self, *id);
}

/* The hues of the rules are theirs. */
static gboolean
is_for_rules (gint slot)
{
  return slot % GMARL_N_SERIES_SLOTS == 1 || slot % GMARL_N_SERIES_SLOTS == 2;
}

/* From first on; runs (nullable) have theirs. */
static gint
find_free_slot (GmarlComparisonList *self, const GPtrArray *runs, gint first)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  gint slot = first;

  for (guint k = 0; runs != NULL && k < runs->len; k++)
    g_hash_table_add (taken, GINT_TO_POINTER (((const GmarlRunRecord *) runs->pdata[k])->look));
  for (guint k = 0; k < self->items->len; k++)
    g_hash_table_add (
        taken, GINT_TO_POINTER (gmarl_comparison_item_get_look (self->items->pdata[k]).slot));
  while (is_for_rules (slot) || g_hash_table_contains (taken, GINT_TO_POINTER (slot)))
    slot++;
  return slot;
}

static void
add_file (GmarlComparisonList *self, const char *path)
{
  GmarlComparisonItem *item = gmarl_comparison_item_new (GMARL_COMPARISON_FILE, path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);
  const GmarlComparisonFacts facts = {
    .name = name,
    .detail = shown,
    .state = "",
    .slot = (guint) find_free_slot (self, NULL, FIRST_FILE_SLOT),
  };

  gmarl_comparison_item_set_facts (item, &facts);
  insert (self, item, self->items->len);
}

/* -- Groups of the library -- */

static const GroupFacts *
get_group_facts (GmarlComparisonList *self, const GmarlRunRecord *run)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  GroupFacts *facts = g_hash_table_lookup (self->groups, run->group_id);
  g_autoptr (GmarlRunConfig) config = NULL;

  if (facts != NULL)
    return facts;
  facts = g_new0 (GroupFacts, 1);
  config = gmarl_library_load_config (library, run->id, NULL);
  if (config != NULL) {
    facts->nodes = config->scenario->nodes;
    facts->shares = config->learning.share_parameters;
  }
  g_hash_table_insert (self->groups, g_strdup (run->group_id), facts);
  return facts;
}

static char *
describe_misfit (GmarlComparisonList *self, const GroupFacts *facts)
{
  const GmarlScenario *scenario =
      gmarl_document_get_scenario (gmarl_session_get_document (self->session));

  if (facts->nodes == 0 || facts->nodes == scenario->nodes || facts->shares)
    return NULL;
  return g_strdup_printf (
      _ ("Trained for %" PRId64 " agents without shared parameters; this scenario has %" PRId64),
      facts->nodes, scenario->nodes);
}

/* The runs of a group that can act, from place first on. */
typedef struct {
  const GmarlRunRecord *newest;
  guint n_seeds;
  gboolean training;
  GString *state;
} Group;

static void
gather_group (const GPtrArray *runs, guint first, Group *group)
{
  const char *id = ((const GmarlRunRecord *) runs->pdata[first])->group_id;

  *group = (Group){ .newest = runs->pdata[first], .state = g_string_new (NULL) };
  for (guint k = first; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    if (strcmp (run->group_id, id) != 0)
      continue;
    group->training |= run->status == GMARL_RUN_RUNNING;
    if (run->iteration == 0)
      continue;
    group->n_seeds++;
    g_string_append_printf (group->state, "%s %" PRId64 ";", run->id, run->best_iteration);
  }
}

/* Of a new group: before the rules that nobody looks at. */
static guint
find_place (GmarlComparisonList *self)
{
  for (guint k = 0; k < self->items->len; k++) {
    GmarlComparisonItem *item = self->items->pdata[k];

    if (gmarl_comparison_item_get_kind (item) == GMARL_COMPARISON_RULE &&
        !has_text (shown_at_first, gmarl_comparison_item_get_reference (item)) &&
        !gmarl_comparison_item_get_shown (item))
      return k;
  }
  return self->items->len;
}

static void
update_group (GmarlComparisonList *self, const GPtrArray *runs, Group *group)
{
  const GmarlRunRecord *run = group->newest;
  GmarlComparisonItem *item = gmarl_comparison_list_find (self, run->group_id);
  const GroupFacts *known = get_group_facts (self, run);
  g_autofree char *misfit = describe_misfit (self, known);
  g_autofree char *detail = NULL;
  GmarlComparisonFacts facts = { .name = run->name,
                                 .state = group->state->str,
                                 .n_seeds = group->n_seeds,
                                 .training = group->training };
  gboolean same_state =
      item != NULL && strcmp (gmarl_comparison_item_get_state (item), facts.state) == 0;

  detail = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u seed · %s", "%u seeds · %s", group->n_seeds),
      group->n_seeds, run->scenario_name);
  facts.detail = detail;
  facts.slot = (guint) (run->look >= 0 ? run->look
                        : item != NULL ? (gint) gmarl_comparison_item_get_look (item).slot
                                       : find_free_slot (self, runs, 0));
  if (item == NULL) {
    item = gmarl_comparison_item_new (GMARL_COMPARISON_GROUP, run->group_id);
    insert (self, item, find_place (self));
  }
  gmarl_comparison_item_set_facts (item, &facts);
  /* What an evaluation found out holds until something is another. */
  if (misfit != NULL || !same_state)
    gmarl_comparison_item_set_misfit (item, misfit);
}

static void
remove_lost_groups (GmarlComparisonList *self, GHashTable *seen)
{
  for (guint k = self->items->len; k > 0; k--) {
    GmarlComparisonItem *item = self->items->pdata[k - 1];

    if (gmarl_comparison_item_get_kind (item) == GMARL_COMPARISON_GROUP &&
        !g_hash_table_contains (seen, gmarl_comparison_item_get_reference (item)))
      g_ptr_array_remove_index (self->items, k - 1);
  }
}

static void
refresh_groups (GmarlComparisonList *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) runs = library != NULL ? gmarl_library_list_runs (library, NULL) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint k = 0; runs != NULL && k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    Group group;

    if (g_hash_table_contains (seen, run->group_id))
      continue;
    gather_group (runs, k, &group);
    if (group.n_seeds > 0 && (g_hash_table_size (seen) < MOST_GROUPS ||
                              gmarl_comparison_list_find (self, run->group_id) != NULL ||
                              has_text ((const char *const *) self->remembered, run->group_id))) {
      g_hash_table_add (seen, g_strdup (run->group_id));
      update_group (self, runs, &group);
    }
    g_string_free (group.state, TRUE);
  }
  remove_lost_groups (self, seen);
}

/* -- Order -- */

static gint
place_of (const char *const *order, const char *reference)
{
  for (gint k = 0; order[k] != NULL; k++)
    if (strcmp (order[k], reference) == 0)
      return k;
  return G_MAXINT;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer order)
{
  gint one = place_of (order, gmarl_comparison_item_get_reference (*(gpointer *) a));
  gint other = place_of (order, gmarl_comparison_item_get_reference (*(gpointer *) b));

  return (one > other) - (one < other);
}

/* What was shown or added before is so again, as soon as it is there. */
static void
restore (GmarlComparisonList *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_auto (GStrv) order = g_settings_get_strv (settings, ORDER_KEY);

  for (guint k = 0; k < self->items->len; k++) {
    GmarlComparisonItem *item = self->items->pdata[k];

    if (has_text ((const char *const *) self->remembered,
                  gmarl_comparison_item_get_reference (item)))
      gmarl_comparison_item_set_shown (item, TRUE);
  }
  g_clear_pointer (&self->remembered, g_strfreev);
  /* A stable sort: what has no place stays behind, in the order in which it came. */
  g_ptr_array_sort_with_data (self->items, compare_places, order);
}

void
gmarl_comparison_list_refresh (GmarlComparisonList *self)
{
  g_return_if_fail (GMARL_IS_COMPARISON_LIST (self));

  self->is_refreshing = TRUE;
  refresh_groups (self);
  if (self->remembered != NULL) {
    restore (self);
    self->is_saving = TRUE;
  }
  self->is_refreshing = FALSE;
  sort_items (self);
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
}

static void
scenario_changed_cb (GmarlComparisonList *self)
{
  /* What did not fit may fit now: the library's facts and the next evaluation say. */
  self->is_refreshing = TRUE;
  for (guint k = 0; k < self->items->len; k++)
    gmarl_comparison_item_set_misfit (self->items->pdata[k], NULL);
  gmarl_comparison_list_refresh (self);
}

static void
gmarl_comparison_list_finalize (GObject *object)
{
  GmarlComparisonList *self = GMARL_COMPARISON_LIST (object);

  g_clear_object (&self->document);
  g_ptr_array_unref (self->sorted);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->groups);
  g_strfreev (self->remembered);
  g_object_unref (self->session);
  G_OBJECT_CLASS (gmarl_comparison_list_parent_class)->finalize (object);
}

static void
gmarl_comparison_list_class_init (GmarlComparisonListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_comparison_list_finalize;
  signals[SIGNAL_SHOWN_CHANGED] =
      g_signal_new ("shown-changed", GMARL_TYPE_COMPARISON_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FACTS_CHANGED] =
      g_signal_new ("facts-changed", GMARL_TYPE_COMPARISON_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
gmarl_comparison_list_init (GmarlComparisonList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->sorted = g_ptr_array_new ();
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
take_remembered (GmarlComparisonList *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_auto (GStrv) order = g_settings_get_strv (settings, ORDER_KEY);

  self->remembered = g_settings_get_strv (settings, SHOWN_KEY);
  for (gsize k = 0; order[k] != NULL; k++)
    if (g_path_is_absolute (order[k]))
      add_file (self, order[k]);
  if (order[0] == NULL) {
    g_strfreev (self->remembered);
    self->remembered = g_strdupv ((char **) shown_at_first);
  }
}

GmarlComparisonList *
gmarl_comparison_list_new (GmarlSession *session)
{
  GmarlComparisonList *self = g_object_new (GMARL_TYPE_COMPARISON_LIST, NULL);

  self->session = g_object_ref (session);
  add_rules (self);
  take_remembered (self);
  sort_items (self);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (scenario_changed_cb),
                                  self);
  g_object_bind_property (session, "document", self->document, "target", G_BINDING_SYNC_CREATE);
  return self;
}

guint
gmarl_comparison_list_get_n_items (GmarlComparisonList *self)
{
  return self->sorted->len;
}

GmarlComparisonItem *
gmarl_comparison_list_get (GmarlComparisonList *self, guint index)
{
  return self->sorted->pdata[index];
}

GmarlComparisonItem *
gmarl_comparison_list_find (GmarlComparisonList *self, const char *reference)
{
  for (guint k = 0; k < self->items->len; k++)
    if (strcmp (gmarl_comparison_item_get_reference (self->items->pdata[k]), reference) == 0)
      return self->items->pdata[k];
  return NULL;
}

/* The next look at the library shows it, however old it is. */
static void
remember (GmarlComparisonList *self, const char *reference)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->remembered != NULL)
    g_strv_builder_addv (builder, (const char **) self->remembered);
  g_strv_builder_add (builder, reference);
  g_strfreev (self->remembered);
  self->remembered = g_strv_builder_end (builder);
}

void
gmarl_comparison_list_show_rules (GmarlComparisonList *self)
{
  g_return_if_fail (GMARL_IS_COMPARISON_LIST (self));

  for (gsize k = 0; shown_at_first[k] != NULL; k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self, shown_at_first[k]);

    if (item != NULL)
      gmarl_comparison_item_set_shown (item, TRUE);
  }
}

GmarlComparisonItem *
gmarl_comparison_list_show_run (GmarlComparisonList *self, const char *run)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) runs =
      library != NULL ? gmarl_library_find_runs (library, run, NULL) : NULL;

  if (runs == NULL || runs->len == 0)
    return NULL;
  remember (self, ((const GmarlRunRecord *) runs->pdata[0])->group_id);
  gmarl_comparison_list_refresh (self);
  return gmarl_comparison_list_find (self, ((const GmarlRunRecord *) runs->pdata[0])->group_id);
}

void
gmarl_comparison_list_add_file (GmarlComparisonList *self, const char *path)
{
  GmarlComparisonItem *item = gmarl_comparison_list_find (self, path);

  if (item == NULL) {
    add_file (self, path);
    item = self->items->pdata[self->items->len - 1];
    sort_items (self);
    g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
  }
  gmarl_comparison_item_set_shown (item, TRUE);
}

void
gmarl_comparison_list_remove (GmarlComparisonList *self, GmarlComparisonItem *item)
{
  g_return_if_fail (gmarl_comparison_item_get_kind (item) == GMARL_COMPARISON_FILE);

  g_ptr_array_remove (self->items, item);
  sort_items (self);
  save (self);
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_SHOWN_CHANGED], 0);
}

void
gmarl_comparison_list_move (GmarlComparisonList *self, GmarlComparisonItem *item, guint place)
{
  guint from, to;

  if (!g_ptr_array_find (self->items, item, &from) || place >= self->sorted->len ||
      !g_ptr_array_find (self->items, self->sorted->pdata[place], &to) || from == to)
    return;
  g_object_ref (item);
  g_ptr_array_remove_index (self->items, from);
  g_ptr_array_insert (self->items, (int) to, item);
  sort_items (self);
  save (self);
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_SHOWN_CHANGED], 0);
}
