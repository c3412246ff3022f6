/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learning-config.h"
#include "gmarl-library.h"
#include "gmarl-policy.h"

G_BEGIN_DECLS

/* What a name of a policy means: a rule, or trained policies, one a training seed. */
typedef struct {
  char *id;   /* for files: a rule's id, a run's id, a group's name, a file's name; owned */
  char *name; /* for people; owned */
  char *configuration;  /* of the training, or NULL; owned */
  char *scenario_name;  /* of the training, or NULL; owned */
  char *scenario_hash;  /* of the training, or NULL; owned */
  char *group;          /* id of the run group, or NULL; owned */
  char **runs;          /* [n_policies] ids, or NULL; owned, NULL-terminated */
  gsize n_policies;     /* at least 1 */
  GmarlPolicy **policy; /* [n_policies], owned */
  guint64 *seed;        /* [n_policies] of the training; owned; NULL: none is known */
  char **sha256; /* [n_policies] of the checkpoint; owned, NULL-terminated; NULL for a rule */
  /* [n_policies] what the library keeps evaluations under: a rule's id, or the SHA-256 and the
   * level of the kernels, which change the last bits: "2f9c…/avx2"; owned, NULL-terminated */
  char **evaluation_key;
} GmarlPolicyEntry;

void gmarl_policy_entry_free (GmarlPolicyEntry *self);

/* Opens what reference means, for this grid; level is for trained policies. A rule comes before a
 * run, a run before a file, unless the reference looks like a path. library: NULL if there is none.
 * best: of a group, only the seed that is best by validation. (transfer full)
 */
GmarlPolicyEntry *gmarl_policy_entry_open (const char *reference,
                                           const GmarlGrid *grid,
                                           GmarlKernelLevelChoice level,
                                           GmarlLibrary *library,
                                           gboolean best,
                                           GError **error);

/* The same where the reference can only be a run or a group of them. (transfer full) */
GmarlPolicyEntry *gmarl_policy_entry_open_run (const char *reference,
                                               const GmarlGrid *grid,
                                               GmarlKernelLevelChoice level,
                                               GmarlLibrary *library,
                                               gboolean best,
                                               GError **error);

/* The same for a checkpoint file. (transfer full) */
GmarlPolicyEntry *gmarl_policy_entry_open_file (const char *path,
                                                const GmarlGrid *grid,
                                                GmarlKernelLevelChoice level,
                                                GError **error);

/* The run with the highest validation score; the first without any score. Borrowed. */
const GmarlRunRecord *gmarl_library_best_run (const GPtrArray *runs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPolicyEntry, gmarl_policy_entry_free)

G_END_DECLS
