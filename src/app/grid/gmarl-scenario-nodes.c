/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scenario-nodes.h"

#include "gmarl-grid-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* One expander row. Its rows are made when it is opened first. */
typedef struct {
  AdwExpanderRow *expander; /* borrowed from the group */
  gint kind;                /* of all its nodes, or -1: a single node */
  GArray *node;             /* of guint */
  GPtrArray *rows;          /* of GmarlScenarioRow, borrowed from their widgets */
  GmarlDocument *document;  /* borrowed */
} Part;

struct _GmarlScenarioNodes {
  AdwPreferencesGroup parent_instance;

  GmarlDocument *document;
  GPtrArray *parts;
  gboolean by_kind;
};

G_DEFINE_FINAL_TYPE (GmarlScenarioNodes, gmarl_scenario_nodes, ADW_TYPE_PREFERENCES_GROUP)

static void
part_free (Part *self)
{
  g_array_unref (self->node);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
add_row (Part *self, const GmarlOption *option)
{
  const GmarlScenarioTarget target = { option, (const guint *) self->node->data, self->node->len };
  GmarlScenarioRow *row = gmarl_scenario_row_new (self->document, &target);

  g_ptr_array_add (self->rows, row);
  adw_expander_row_add_row (self->expander, gmarl_scenario_row_get_widget (row));
}

static void
fill (Part *self)
{
  for (gsize k = 0; k < gmarl_n_node_options; k++) {
    const char *key = gmarl_node_options[k].key;

    /* What makes the nodes one kind, and tells them apart. */
    if (self->kind >= 0 && (strcmp (key, "name") == 0 || strcmp (key, "kind") == 0))
      continue;
    add_row (self, &gmarl_node_options[k]);
  }
  add_row (self, &gmarl_scenario_base_demand_option);
}

static void
expanded_cb (Part *self)
{
  if (adw_expander_row_get_expanded (self->expander) && self->rows->len == 0 && self->node->len > 0)
    fill (self);
}

static void
empty (Part *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    adw_expander_row_remove (self->expander, gmarl_scenario_row_get_widget (self->rows->pdata[k]));
  g_ptr_array_set_size (self->rows, 0);
}

static Part *
add_part (GmarlScenarioNodes *self, gint kind)
{
  Part *part = g_new0 (Part, 1);

  part->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  part->kind = kind;
  part->node = g_array_new (FALSE, FALSE, sizeof (guint));
  part->rows = g_ptr_array_new ();
  part->document = self->document;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (part->expander), FALSE);
  g_signal_connect_swapped (part->expander, "notify::expanded", G_CALLBACK (expanded_cb), part);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (part->expander));
  g_ptr_array_add (self->parts, part);
  return part;
}

static void
remove_parts (GmarlScenarioNodes *self, guint from)
{
  for (guint k = from; k < self->parts->len; k++) {
    Part *part = self->parts->pdata[k];

    g_signal_handlers_disconnect_by_data (part->expander, part);
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (part->expander));
  }
  g_ptr_array_set_size (self->parts, (gint) from);
}

/* Gives a part its nodes; rows of other nodes go. */
static void
set_nodes (Part *self, GArray *node)
{
  gboolean same =
      node->len == self->node->len &&
      (node->len == 0 || memcmp (node->data, self->node->data, node->len * sizeof (guint)) == 0);

  if (!same) {
    g_array_unref (self->node);
    self->node = g_array_ref (node);
    empty (self);
    expanded_cb (self);
  } else {
    for (guint k = 0; k < self->rows->len; k++)
      gmarl_scenario_row_sync (self->rows->pdata[k]);
  }
}

static void
set_single (Part *self, guint i)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  const GmarlNodeSpec *node = &scenario->node[i];
  g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *capacity = gmarl_grid_text_quantity (node->capacity_kwh, "kWh");
  g_autofree char *name = gmarl_scenario_word_node (scenario, i);
  g_autofree char *subtitle = NULL;

  g_array_append_val (one, i);
  if (gmarl_scenario_word_has_name (scenario, i))
    /* translators: a kind of neighbourhood and its battery: "Residential · Battery 200 kWh" */
    subtitle =
        g_strdup_printf (_ ("%s · Battery %s"), _ (gmarl_kind_defaults[node->kind].name), capacity);
  else
    subtitle = g_strdup_printf (_ ("Battery %s"), capacity);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), name);
  adw_expander_row_set_subtitle (self->expander, subtitle);
  set_nodes (self, one);
}

static void
set_kind (Part *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  g_autoptr (GArray) of_kind = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *subtitle = NULL;

  for (guint i = 0; i < scenario->nodes; i++)
    if (scenario->node[i].kind == self->kind)
      g_array_append_val (of_kind, i);
  subtitle = g_strdup_printf (ngettext ("%u neighbourhood", "%u neighbourhoods", of_kind->len),
                              of_kind->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander),
                                 _ (gmarl_kind_defaults[self->kind].name));
  adw_expander_row_set_subtitle (self->expander, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), of_kind->len > 0);
  set_nodes (self, of_kind);
}

void
gmarl_scenario_nodes_sync (GmarlScenarioNodes *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  gboolean by_kind = scenario->nodes > GMARL_SCENARIO_MOST_NODE_ROWS;

  if (by_kind != self->by_kind)
    remove_parts (self, 0);
  self->by_kind = by_kind;
  if (!by_kind && self->parts->len > scenario->nodes)
    remove_parts (self, (guint) scenario->nodes);
  while (self->parts->len < (by_kind ? GMARL_N_KINDS : scenario->nodes))
    add_part (self, by_kind ? (gint) self->parts->len : -1);
  for (guint k = 0; k < self->parts->len; k++) {
    Part *part = self->parts->pdata[k];

    if (part->kind >= 0)
      set_kind (part);
    else if (!by_kind)
      set_single (part, k);
    else if (g_array_index (part->node, guint, 0) < scenario->nodes)
      set_single (part, g_array_index (part->node, guint, 0));
  }
  /* The single node that was shown besides the kinds may be gone. */
  if (by_kind && self->parts->len > GMARL_N_KINDS) {
    const Part *single = self->parts->pdata[GMARL_N_KINDS];

    if (g_array_index (single->node, guint, 0) >= scenario->nodes)
      remove_parts (self, GMARL_N_KINDS);
  }
}

GtkWidget *
gmarl_scenario_nodes_show (GmarlScenarioNodes *self, guint node)
{
  Part *part;

  g_return_val_if_fail (GMARL_IS_SCENARIO_NODES (self), NULL);
  g_return_val_if_fail (node < gmarl_document_get_scenario (self->document)->nodes, NULL);

  if (!self->by_kind) {
    part = self->parts->pdata[node];
  } else {
    part =
        self->parts->len > GMARL_N_KINDS ? self->parts->pdata[GMARL_N_KINDS] : add_part (self, -1);
    set_single (part, node);
  }
  adw_expander_row_set_expanded (part->expander, TRUE);
  return GTK_WIDGET (part->expander);
}

static void
gmarl_scenario_nodes_dispose (GObject *object)
{
  GmarlScenarioNodes *self = GMARL_SCENARIO_NODES (object);

  if (self->parts->len > 0)
    remove_parts (self, 0);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (gmarl_scenario_nodes_parent_class)->dispose (object);
}

static void
gmarl_scenario_nodes_finalize (GObject *object)
{
  g_ptr_array_unref (GMARL_SCENARIO_NODES (object)->parts);
  G_OBJECT_CLASS (gmarl_scenario_nodes_parent_class)->finalize (object);
}

static void
gmarl_scenario_nodes_class_init (GmarlScenarioNodesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_scenario_nodes_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_scenario_nodes_finalize;
}

static void
gmarl_scenario_nodes_init (GmarlScenarioNodes *self)
{
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Neighbourhoods"));
}

GtkWidget *
gmarl_scenario_nodes_new (GmarlDocument *document)
{
  GmarlScenarioNodes *self = g_object_new (GMARL_TYPE_SCENARIO_NODES, NULL);

  self->document = g_object_ref (document);
  gmarl_scenario_nodes_sync (self);
  return GTK_WIDGET (self);
}
