/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"
#include "gmarl-policy-choice.h"

G_BEGIN_DECLS

/* The policies that can be chosen, as a menu whose items call "grid.policy" with a target: the
 * built-in rules, the trained runs of the library, a file. Main thread only.
 *
 * Targets are "rule:" with its id, "best:" with the id of a run group (its best seed by
 * validation), "run:" with the id of a run, "file:" with a path.
 */

/* Of trained runs only so many groups are listed, the newest. */
#define GMARL_POLICY_MENU_MOST_GROUPS 15

/* The section "Trained" is left out where the library is NULL or has nothing that can act. file:
 * the target of a file that was chosen, or NULL. (transfer full)
 */
GMenuModel *gmarl_policy_menu_new (GmarlLibrary *library, const char *file);

/* What a target means; NULL if it means nothing. (transfer full) */
GmarlPolicyChoice *gmarl_policy_menu_choose (const char *target, GmarlLibrary *library);

/* The target of what --policy means: a rule, a run or group, or a path. (transfer full) */
char *gmarl_policy_menu_target (const char *reference, GmarlLibrary *library);

/* A rule in at most 20 words, translated; NULL if there is none of this id. */
const char *gmarl_policy_menu_describe_rule (const char *id);

/* The same of any policy by its id or reference: what is no rule is trained. */
const char *gmarl_policy_menu_describe (const char *reference);

G_END_DECLS
