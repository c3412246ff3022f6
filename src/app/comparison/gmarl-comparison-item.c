/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-item.h"

#include <string.h>

struct _GmarlComparisonItem {
  GObject parent_instance;

  /* Owned */
  char *reference;
  char *name;
  char *detail;
  char *state;
  char *misfit;

  GmarlComparisonKind kind;
  guint n_seeds;
  guint slot;
  gboolean training;
  gboolean shown;
  gboolean baseline;
};

enum {
  PROP_0,
  PROP_SHOWN,
  PROP_MISFIT,
  PROP_BASELINE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GmarlComparisonItem, gmarl_comparison_item, G_TYPE_OBJECT)

/* Hues 1 and 2 are the rules' (the next groups go round them); each rule has a dash of its own. */
static const struct {
  const char *id;
  guint slot;
} rule_slots[] = {
  { "heuristic", 1 },  { "random", 2 },          { "no-control", 9 },
  { "daily-path", 8 }, { "hold-and-share", 15 }, { "idle", 16 },
};

guint
gmarl_comparison_rule_slot (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (rule_slots); k++)
    if (strcmp (rule_slots[k].id, id) == 0)
      return rule_slots[k].slot;
  return 1;
}

static void
gmarl_comparison_item_finalize (GObject *object)
{
  GmarlComparisonItem *self = GMARL_COMPARISON_ITEM (object);

  g_free (self->reference);
  g_free (self->name);
  g_free (self->detail);
  g_free (self->state);
  g_free (self->misfit);
  G_OBJECT_CLASS (gmarl_comparison_item_parent_class)->finalize (object);
}

static void
gmarl_comparison_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlComparisonItem *self = GMARL_COMPARISON_ITEM (object);

  switch (id) {
  case PROP_SHOWN:
    g_value_set_boolean (value, self->shown);
    break;
  case PROP_MISFIT:
    g_value_set_string (value, self->misfit);
    break;
  case PROP_BASELINE:
    g_value_set_boolean (value, self->baseline);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_comparison_item_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  GmarlComparisonItem *self = GMARL_COMPARISON_ITEM (object);

  switch (id) {
  case PROP_SHOWN:
    gmarl_comparison_item_set_shown (self, g_value_get_boolean (value));
    break;
  case PROP_MISFIT:
    gmarl_comparison_item_set_misfit (self, g_value_get_string (value));
    break;
  case PROP_BASELINE:
    gmarl_comparison_item_set_baseline (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_comparison_item_class_init (GmarlComparisonItemClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gmarl_comparison_item_finalize;
  object_class->get_property = gmarl_comparison_item_get_property;
  object_class->set_property = gmarl_comparison_item_set_property;

  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE, flags);
  properties[PROP_MISFIT] = g_param_spec_string ("misfit", NULL, NULL, NULL, flags);
  properties[PROP_BASELINE] = g_param_spec_boolean ("baseline", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gmarl_comparison_item_init (GmarlComparisonItem *self)
{
}

GmarlComparisonItem *
gmarl_comparison_item_new (GmarlComparisonKind kind, const char *reference)
{
  GmarlComparisonItem *self = g_object_new (GMARL_TYPE_COMPARISON_ITEM, NULL);

  self->kind = kind;
  self->reference = g_strdup (reference);
  self->name = g_strdup (reference);
  self->detail = g_strdup ("");
  self->state = g_strdup ("");
  return self;
}

GmarlComparisonKind
gmarl_comparison_item_get_kind (GmarlComparisonItem *self)
{
  return self->kind;
}

const char *
gmarl_comparison_item_get_reference (GmarlComparisonItem *self)
{
  return self->reference;
}

const char *
gmarl_comparison_item_get_name (GmarlComparisonItem *self)
{
  return self->name;
}

const char *
gmarl_comparison_item_get_detail (GmarlComparisonItem *self)
{
  return self->detail;
}

guint
gmarl_comparison_item_get_n_seeds (GmarlComparisonItem *self)
{
  return self->n_seeds;
}

GmarlSeriesLook
gmarl_comparison_item_get_look (GmarlComparisonItem *self)
{
  return (GmarlSeriesLook){ GMARL_LOOK_SERIES, self->slot };
}

const char *
gmarl_comparison_item_get_state (GmarlComparisonItem *self)
{
  return self->state;
}

gboolean
gmarl_comparison_item_get_training (GmarlComparisonItem *self)
{
  return self->training;
}

static gboolean
replace_text (char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

gboolean
gmarl_comparison_item_set_facts (GmarlComparisonItem *self, const GmarlComparisonFacts *facts)
{
  gboolean changed = replace_text (&self->name, facts->name);

  changed |= replace_text (&self->detail, facts->detail);
  changed |= replace_text (&self->state, facts->state);
  changed |= self->n_seeds != facts->n_seeds || self->slot != facts->slot ||
             self->training != facts->training;
  self->n_seeds = facts->n_seeds;
  self->slot = facts->slot;
  self->training = facts->training;
  return changed;
}

gboolean
gmarl_comparison_item_get_shown (GmarlComparisonItem *self)
{
  return self->shown;
}

void
gmarl_comparison_item_set_shown (GmarlComparisonItem *self, gboolean shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

const char *
gmarl_comparison_item_get_misfit (GmarlComparisonItem *self)
{
  return self->misfit;
}

void
gmarl_comparison_item_set_misfit (GmarlComparisonItem *self, const char *misfit)
{
  if (replace_text (&self->misfit, misfit))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISFIT]);
}

gboolean
gmarl_comparison_item_get_baseline (GmarlComparisonItem *self)
{
  return self->baseline;
}

void
gmarl_comparison_item_set_baseline (GmarlComparisonItem *self, gboolean baseline)
{
  if (self->baseline == baseline)
    return;
  self->baseline = baseline;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASELINE]);
}
