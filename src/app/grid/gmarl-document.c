/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-document.h"

#include "gmarl-document-private.h"
#include "gmarl-scenario-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Undo keeps whole scenarios: the one at hand and the one of a step change places. They are small
 * but for the data of measured profiles, which no edit changes: these stay with the scenario at
 * hand and move from one to the next. Every scenario has a serial number, so that the document
 * knows when undo has come back to what the file holds.
 */

/* Edits of one key in this time are one undo step: a spin button held down, or typing. */
#define BURST_US (700 * G_TIME_SPAN_MILLISECOND)

/* Older steps are forgotten. */
#define MOST_STEPS 200
#define MOST_BYTES (64 << 20)

typedef struct {
  GmarlScenario *scenario; /* the other side; without its data unless own_data */
  gboolean own_data;
  guint64 serial;
  char *key; /* of a burst; NULL: none */
  char *label;
  gboolean of_positions; /* alone */
} Step;

struct _GmarlDocument {
  GObject parent_instance;

  GmarlScenario *scenario;
  guint64 serial;
  guint64 last_serial;
  guint64 saved_serial;
  GFile *file;

  GQueue undo; /* of Step, the newest first */
  GQueue redo;
  gsize undo_bytes;
  gint64 last_edit_us;
  gboolean in_burst;
  gboolean world_changed;
};

enum {
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_FILE,
  PROP_MODIFIED,
  PROP_TITLE,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlDocument, gmarl_document, G_TYPE_OBJECT)

static void
step_free (Step *self)
{
  gmarl_scenario_free (self->scenario);
  g_free (self->key);
  g_free (self->label);
  g_free (self);
}

static gsize
scenario_bytes (const GmarlScenario *scenario)
{
  return sizeof *scenario + (gsize) scenario->nodes * (sizeof *scenario->node + 32) +
         scenario->n_edges * sizeof *scenario->edge;
}

static void
drop_steps (GQueue *steps)
{
  g_queue_clear_full (steps, (GDestroyNotify) step_free);
}

static void
drop_oldest_steps (GmarlDocument *self)
{
  while (self->undo.length > 1 &&
         (self->undo.length > MOST_STEPS || self->undo_bytes > MOST_BYTES)) {
    Step *oldest = g_queue_pop_tail (&self->undo);

    self->undo_bytes -= scenario_bytes (oldest->scenario);
    step_free (oldest);
  }
}

static void
notify_all (GmarlDocument *self)
{
  for (guint k = 1; k < N_PROPS; k++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[k]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A copy that borrows the data, to be edited. */
static GmarlScenario *
copy_to_edit (GmarlDocument *self)
{
  GmarlProfileData *data = g_steal_pointer (&self->scenario->data);
  GmarlScenario *copy = gmarl_scenario_copy (self->scenario);

  self->scenario->data = data;
  copy->data = data;
  return copy;
}

static void
forget_edit (GmarlScenario *copy)
{
  copy->data = NULL;
  gmarl_scenario_free (copy);
}

static gboolean
continues_burst (GmarlDocument *self, const char *key)
{
  const Step *newest = self->undo.head == NULL ? NULL : self->undo.head->data;

  return self->in_burst && newest != NULL && key != NULL && self->redo.length == 0 &&
         g_strcmp0 (newest->key, key) == 0 &&
         g_get_monotonic_time () - self->last_edit_us < BURST_US;
}

/* Whether all keys, each with a line of its own, are positions of nodes. */
static gboolean
are_positions (const char *keys)
{
  g_auto (GStrv) lines = g_strsplit (keys != NULL ? keys : "", "\n", -1);
  gboolean all = keys != NULL;

  for (guint k = 0; lines[k] != NULL && lines[k + 1] != NULL; k++)
    all = all && g_str_has_suffix (lines[k], ".position");
  return all;
}

/* Puts an edited copy in place. key: NULL ends bursts. label: (transfer full) */
static void
commit_edit (GmarlDocument *self, GmarlScenario *copy, const char *key, char *label)
{
  GmarlScenario *before = self->scenario;
  gboolean own_data = copy->data != before->data;

  self->world_changed = !are_positions (key);

  if (continues_burst (self, key)) {
    g_free (label);
    if (!own_data)
      before->data = NULL;
    gmarl_scenario_free (before);
  } else {
    Step *step = g_new0 (Step, 1);

    if (!own_data)
      before->data = NULL;
    *step = (Step){ .scenario = before,
                    .own_data = own_data,
                    .serial = self->serial,
                    .key = g_strdup (key),
                    .label = label,
                    .of_positions = !self->world_changed };
    self->undo_bytes += scenario_bytes (before);
    g_queue_push_head (&self->undo, step);
    drop_oldest_steps (self);
    drop_steps (&self->redo);
  }
  self->scenario = copy;
  self->serial = ++self->last_serial;
  self->in_burst = key != NULL;
  self->last_edit_us = g_get_monotonic_time ();
  notify_all (self);
}

/* Whether a key has the same value in both. */
static gboolean
same_value (const GmarlScenario *a, const GmarlScenario *b, const char *key)
{
  g_autofree char *x = gmarl_scenario_get (a, key);
  g_autofree char *y = gmarl_scenario_get (b, key);

  return g_strcmp0 (x, y) == 0;
}

gboolean
gmarl_document_set_options (GmarlDocument *self, const char *const *keys_and_values, GError **error)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  GmarlScenario *copy;
  gboolean differs = FALSE;

  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (keys_and_values != NULL && keys_and_values[0] != NULL, FALSE);

  copy = copy_to_edit (self);
  for (const char *const *pair = keys_and_values; pair[0] != NULL; pair += 2) {
    g_return_val_if_fail (pair[1] != NULL, FALSE);
    if (!gmarl_scenario_set (copy, pair[0], pair[1], error)) {
      forget_edit (copy);
      return FALSE;
    }
    differs = differs || !same_value (copy, self->scenario, pair[0]);
    g_string_append_printf (keys, "%s\n", pair[0]);
  }
  if (!differs) {
    forget_edit (copy);
    return TRUE;
  }
  if (!gmarl_scenario_validate (copy, error)) {
    forget_edit (copy);
    return FALSE;
  }
  commit_edit (self, copy, keys->str, gmarl_scenario_word_edit (copy, keys_and_values[0]));
  return TRUE;
}

gboolean
gmarl_document_set_option (GmarlDocument *self, const char *key, const char *value, GError **error)
{
  const char *const pair[] = { key, value, NULL };

  return gmarl_document_set_options (self, pair, error);
}

void
gmarl_document_end_burst (GmarlDocument *self)
{
  g_return_if_fail (GMARL_IS_DOCUMENT (self));

  self->in_burst = FALSE;
}

/* The lines of the custom network with one more or one less. */
static gboolean
change_line (GmarlDocument *self, guint a, guint b, gboolean add, GError **error)
{
  GmarlScenario *copy;
  g_autoptr (GString) edges = g_string_new (NULL);

  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);

  copy = copy_to_edit (self);
  if (!gmarl_scenario_set (copy, "topology", "custom", error)) {
    forget_edit (copy);
    return FALSE;
  }
  for (gsize k = 0; k < copy->n_edges; k++) {
    GmarlEdge edge = copy->edge[k];

    if (add || edge.a != MIN (a, b) || edge.b != MAX (a, b))
      g_string_append_printf (edges, "%s%u-%u", edges->len > 0 ? "; " : "", edge.a, edge.b);
  }
  if (add)
    g_string_append_printf (edges, "%s%u-%u", edges->len > 0 ? "; " : "", MIN (a, b), MAX (a, b));
  if (!gmarl_scenario_set (copy, "edges", edges->str, error) ||
      !gmarl_scenario_validate (copy, error)) {
    forget_edit (copy);
    return FALSE;
  }
  commit_edit (self, copy, NULL, g_strdup (add ? _ ("Add Line") : _ ("Remove Line")));
  return TRUE;
}

gboolean
gmarl_document_add_line (GmarlDocument *self, guint a, guint b, GError **error)
{
  return change_line (self, a, b, TRUE, error);
}

gboolean
gmarl_document_remove_line (GmarlDocument *self, guint a, guint b, GError **error)
{
  return change_line (self, a, b, FALSE, error);
}

gboolean
gmarl_document_replace (GmarlDocument *self,
                        GmarlScenario *scenario,
                        const char *what,
                        GError **error)
{
  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);

  if (!gmarl_scenario_validate (scenario, error)) {
    gmarl_scenario_free (scenario);
    return FALSE;
  }
  commit_edit (self, scenario, NULL, g_strdup (what));
  return TRUE;
}

gboolean
gmarl_document_reset (GmarlDocument *self, GError **error)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], error);

  return scenario != NULL &&
         gmarl_document_replace (self, scenario, _ ("Reset to Defaults"), error);
}

/* Moves the newest step of one queue to the other, changing sides. */
static void
change_sides (GmarlDocument *self, GQueue *from, GQueue *to)
{
  Step *step = g_queue_pop_head (from);
  GmarlScenario *other;
  guint64 serial;

  if (step == NULL)
    return;
  self->world_changed = !step->of_positions;
  other = step->scenario;
  serial = step->serial;
  if (!step->own_data)
    other->data = g_steal_pointer (&self->scenario->data);
  if (to == &self->undo)
    self->undo_bytes += scenario_bytes (self->scenario);
  else
    self->undo_bytes -= scenario_bytes (other);
  step->scenario = self->scenario;
  step->serial = self->serial;
  self->scenario = other;
  self->serial = serial;
  self->in_burst = FALSE;
  g_queue_push_head (to, step);
  notify_all (self);
}

void
gmarl_document_undo (GmarlDocument *self)
{
  g_return_if_fail (GMARL_IS_DOCUMENT (self));

  change_sides (self, &self->undo, &self->redo);
}

void
gmarl_document_redo (GmarlDocument *self)
{
  g_return_if_fail (GMARL_IS_DOCUMENT (self));

  change_sides (self, &self->redo, &self->undo);
}

/* Begins anew. scenario: (transfer full), valid */
void
gmarl_document_begin (GmarlDocument *self, GmarlScenario *scenario, GFile *file, gboolean saved)
{
  drop_steps (&self->undo);
  drop_steps (&self->redo);
  self->undo_bytes = 0;
  self->in_burst = FALSE;
  self->world_changed = TRUE;
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  self->scenario = scenario;
  self->serial = ++self->last_serial;
  if (saved)
    self->saved_serial = self->serial;
  g_set_object (&self->file, file);
  notify_all (self);
}

guint64
gmarl_document_get_serial (GmarlDocument *self)
{
  return self->serial;
}

void
gmarl_document_saved (GmarlDocument *self, GFile *file, guint64 serial)
{
  self->saved_serial = serial;
  self->in_burst = FALSE;
  g_set_object (&self->file, file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

gboolean
gmarl_document_open_builtin (GmarlDocument *self, const char *name, GError **error)
{
  GmarlScenario *scenario;

  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);

  scenario = gmarl_scenario_new_builtin (name, error);
  if (scenario == NULL)
    return FALSE;
  gmarl_document_begin (self, scenario, NULL, TRUE);
  return TRUE;
}

gboolean
gmarl_document_open_scenario (GmarlDocument *self, GmarlScenario *scenario, GError **error)
{
  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);

  if (!gmarl_scenario_validate (scenario, error)) {
    gmarl_scenario_free (scenario);
    return FALSE;
  }
  gmarl_document_begin (self, scenario, NULL, FALSE);
  return TRUE;
}

const GmarlScenario *
gmarl_document_get_scenario (GmarlDocument *self)
{
  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), NULL);

  return self->scenario;
}

const char *
gmarl_document_get_undo_label (GmarlDocument *self)
{
  return self->undo.head == NULL ? NULL : ((const Step *) self->undo.head->data)->label;
}

const char *
gmarl_document_get_redo_label (GmarlDocument *self)
{
  return self->redo.head == NULL ? NULL : ((const Step *) self->redo.head->data)->label;
}

gboolean
gmarl_document_get_can_undo (GmarlDocument *self)
{
  return self->undo.length > 0;
}

gboolean
gmarl_document_get_can_redo (GmarlDocument *self)
{
  return self->redo.length > 0;
}

gboolean
gmarl_document_get_world_changed (GmarlDocument *self)
{
  g_return_val_if_fail (GMARL_IS_DOCUMENT (self), FALSE);

  return self->world_changed;
}

gboolean
gmarl_document_get_modified (GmarlDocument *self)
{
  return self->serial != self->saved_serial;
}

GFile *
gmarl_document_get_file (GmarlDocument *self)
{
  return self->file;
}

const char *
gmarl_document_get_title (GmarlDocument *self)
{
  return self->scenario->name;
}

static void
gmarl_document_finalize (GObject *object)
{
  GmarlDocument *self = GMARL_DOCUMENT (object);

  drop_steps (&self->undo);
  drop_steps (&self->redo);
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (gmarl_document_parent_class)->finalize (object);
}

static void
gmarl_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlDocument *self = GMARL_DOCUMENT (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, gmarl_document_get_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, gmarl_document_get_can_redo (self));
    break;
  case PROP_FILE:
    g_value_set_object (value, self->file);
    break;
  case PROP_MODIFIED:
    g_value_set_boolean (value, gmarl_document_get_modified (self));
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->scenario->name);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_document_class_init (GmarlDocumentClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gmarl_document_finalize;
  object_class->get_property = gmarl_document_get_property;
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_document_init (GmarlDocument *self)
{
  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
  self->scenario = gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], NULL);
  g_assert (self->scenario != NULL);
}

GmarlDocument *
gmarl_document_new (void)
{
  return g_object_new (GMARL_TYPE_DOCUMENT, NULL);
}
