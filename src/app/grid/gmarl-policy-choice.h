/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-policy.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Which policy is wanted, without the grid it is for: a rule, the best checkpoint of a run, a
 * checkpoint file, or a checkpoint in memory. Constant and reference-counted; any thread.
 */
typedef struct _GmarlPolicyChoice GmarlPolicyChoice;

#define GMARL_TYPE_POLICY_CHOICE (gmarl_policy_choice_get_type ())
GType gmarl_policy_choice_get_type (void);

/* One of gmarl_rule_ids(). (transfer full) */
GmarlPolicyChoice *gmarl_policy_choice_new_rule (const char *id);

/* What --policy means for this library: a run's id, a prefix of one, or a group's name, of which
 * the best seed is taken. (transfer full)
 */
GmarlPolicyChoice *gmarl_policy_choice_new_run (const char *library_directory, const char *run);

/* A checkpoint file. (transfer full) */
GmarlPolicyChoice *gmarl_policy_choice_new_file (const char *path);

/* The bytes of a checkpoint, with the id and name that the policy shall have. (transfer full) */
GmarlPolicyChoice *
gmarl_policy_choice_new_checkpoint (GBytes *bytes, const char *id, const char *name);

GmarlPolicyChoice *gmarl_policy_choice_ref (GmarlPolicyChoice *self);
void gmarl_policy_choice_unref (GmarlPolicyChoice *self);
gboolean gmarl_policy_choice_equal (const GmarlPolicyChoice *self, const GmarlPolicyChoice *other);

/* The rule's id, the run, or the path; NULL for a checkpoint in memory. */
const char *gmarl_policy_choice_get_reference (const GmarlPolicyChoice *self);

/* Opens the policy for a grid, as gridmarl-cli --policy does. The error says what is wrong and what
 * to do. May read files; any thread. (transfer full)
 */
GmarlPolicy *
gmarl_policy_choice_open (const GmarlPolicyChoice *self, const GmarlGrid *grid, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPolicyChoice, gmarl_policy_choice_unref)

G_END_DECLS
