/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

G_BEGIN_DECLS

/* A policy chooses the actions of all nodes. It is constant once made: any number of threads may
 * act with one policy, each with a scratch area of its own. Rules are in gmarl-rules.c, trained
 * policies in learning/.
 */
typedef struct _GmarlPolicy GmarlPolicy;

typedef struct {
  /* Bytes of scratch that act needs for n_states environments at once. */
  gsize (*scratch_size) (const GmarlPolicy *self, const GmarlGrid *grid, gsize n_states);

  /* actions [n_states] pointers to [N, U]: what every node does in each environment. The result for
   * one environment does not depend on the others. scratch: 64-byte aligned.
   */
  void (*act) (const GmarlPolicy *self,
               const GmarlGrid *grid,
               const GmarlGridState *const *states,
               gsize n_states,
               double *const *actions,
               gpointer scratch);

  void (*free) (GmarlPolicy *self);
} GmarlPolicyClass;

struct _GmarlPolicy {
  const GmarlPolicyClass *klass;
  char *id;   /* "heuristic", or a run's id; owned */
  char *name; /* for people, translated; owned */
};

/* The ids of the policies without learning (section 10), NULL-terminated: random, heuristic, idle,
 * no-control, hold-and-share, daily-path.
 */
const char *const *gmarl_rule_ids (void);

/* (transfer full) (nullable): NULL if there is no rule of this id. */
GmarlPolicy *gmarl_rule_new (const char *id);

gsize gmarl_policy_scratch_size (const GmarlPolicy *self, const GmarlGrid *grid, gsize n_states);
void gmarl_policy_act (const GmarlPolicy *self,
                       const GmarlGrid *grid,
                       const GmarlGridState *const *states,
                       gsize n_states,
                       double *const *actions,
                       gpointer scratch);
void gmarl_policy_free (GmarlPolicy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPolicy, gmarl_policy_free)

G_END_DECLS
