/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-policy-choice.h"

#include "gmarl-error.h"
#include "gmarl-policy-entry.h"
#include "gmarl-trained-policy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum {
  KIND_RULE,
  KIND_RUN,
  KIND_FILE,
  KIND_CHECKPOINT,
} Kind;

struct _GmarlPolicyChoice {
  gatomicrefcount references;
  Kind kind;
  char *reference; /* or NULL */
  char *library;   /* of a run */
  GBytes *bytes;   /* of a checkpoint in memory */
  char *id;        /* the same */
  char *name;      /* the same */
};

G_DEFINE_BOXED_TYPE (GmarlPolicyChoice,
                     gmarl_policy_choice,
                     gmarl_policy_choice_ref,
                     gmarl_policy_choice_unref)

static GmarlPolicyChoice *
choice_new (Kind kind, const char *reference)
{
  GmarlPolicyChoice *self = g_new0 (GmarlPolicyChoice, 1);

  g_atomic_ref_count_init (&self->references);
  self->kind = kind;
  self->reference = g_strdup (reference);
  return self;
}

GmarlPolicyChoice *
gmarl_policy_choice_new_rule (const char *id)
{
  return choice_new (KIND_RULE, id);
}

GmarlPolicyChoice *
gmarl_policy_choice_new_run (const char *library_directory, const char *run)
{
  GmarlPolicyChoice *self = choice_new (KIND_RUN, run);

  self->library = g_strdup (library_directory);
  return self;
}

GmarlPolicyChoice *
gmarl_policy_choice_new_file (const char *path)
{
  return choice_new (KIND_FILE, path);
}

GmarlPolicyChoice *
gmarl_policy_choice_new_checkpoint (GBytes *bytes, const char *id, const char *name)
{
  GmarlPolicyChoice *self = choice_new (KIND_CHECKPOINT, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

GmarlPolicyChoice *
gmarl_policy_choice_ref (GmarlPolicyChoice *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
gmarl_policy_choice_unref (GmarlPolicyChoice *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->reference);
  g_free (self->library);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

gboolean
gmarl_policy_choice_equal (const GmarlPolicyChoice *self, const GmarlPolicyChoice *other)
{
  return self == other ||
         (self->kind == other->kind && self->bytes == other->bytes &&
          g_strcmp0 (self->reference, other->reference) == 0 &&
          g_strcmp0 (self->library, other->library) == 0 && g_strcmp0 (self->id, other->id) == 0);
}

const char *
gmarl_policy_choice_get_reference (const GmarlPolicyChoice *self)
{
  return self->reference;
}

static GmarlPolicy *
open_rule (const char *id, GError **error)
{
  GmarlPolicy *policy = gmarl_rule_new (id);

  if (policy == NULL) {
    g_autofree char *quoted = gmarl_quote_text (id);
    g_autofree char *all = g_strjoinv (", ", (char **) gmarl_rule_ids ());

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no built-in policy %s: choose one of %s"), quoted, all);
  }
  return policy;
}

static GmarlPolicy *
open_checkpoint (const GmarlPolicyChoice *self, const GmarlGrid *grid, GError **error)
{
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (self->bytes, self->name, error);

  if (checkpoint == NULL)
    return NULL;
  return gmarl_trained_policy_new (checkpoint, grid, GMARL_KERNEL_LEVEL_AUTO, self->id, self->name,
                                   error);
}

static GmarlPolicyEntry *
open_run (const GmarlPolicyChoice *self, const GmarlGrid *grid, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->library, GMARL_LIBRARY_READ_ONLY, error);

  if (library == NULL)
    return NULL;
  return gmarl_policy_entry_open_run (self->reference, grid, GMARL_KERNEL_LEVEL_AUTO, library, TRUE,
                                      error);
}

GmarlPolicy *
gmarl_policy_choice_open (const GmarlPolicyChoice *self, const GmarlGrid *grid, GError **error)
{
  g_autoptr (GmarlPolicyEntry) entry = NULL;

  switch (self->kind) {
  case KIND_RULE:
    return open_rule (self->reference, error);
  case KIND_CHECKPOINT:
    return open_checkpoint (self, grid, error);
  case KIND_RUN:
    entry = open_run (self, grid, error);
    break;
  case KIND_FILE:
    entry = gmarl_policy_entry_open_file (self->reference, grid, GMARL_KERNEL_LEVEL_AUTO, error);
    break;
  }
  return entry == NULL ? NULL : g_steal_pointer (&entry->policy[0]);
}
