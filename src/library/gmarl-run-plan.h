/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"
#include "gmarl-trainer.h"

G_BEGIN_DECLS

/* A run of the library that is to be trained, or to be gone on with: everything that its trainer
 * needs. It holds the run (the sink's lock) until it is freed or its trainer ends.
 */
typedef struct {
  char *run_id;           /* owned */
  guint64 seed;           /* of the training */
  GmarlRunConfig *config; /* owned */
  GBytes *resume;         /* the state to go on from, or NULL; owned */
  GBytes *init_from;      /* the checkpoint whose networks to begin with, or NULL; owned */
  GmarlRunSink *sink;     /* given to the trainer; NULL afterwards */
} GmarlRunPlan;

void gmarl_run_plan_free (GmarlRunPlan *self);

/* The networks of a run's best checkpoint for another run to begin with. They must fit config,
 * which is found out here, before anything is stored. (transfer full)
 */
GBytes *gmarl_run_plan_load_networks (GmarlLibrary *library,
                                      const char *run_id,
                                      const GmarlRunConfig *config,
                                      GError **error);

/* The networks that a run began with: the checkpoint of the run that it names, found by its hash;
 * of a run that has noted no hash, that run's best one. Fails if that run, or the checkpoint, is
 * there no more. (transfer full)
 */
GBytes *
gmarl_run_plan_load_origin (GmarlLibrary *library, const GmarlRunRecord *run, GError **error);

typedef struct {
  const GmarlRunConfig *config;
  const char *name;         /* of the group; NULL: described, and not used by another group yet */
  const guint64 *seeds;     /* [n_seeds] */
  gsize n_seeds;            /* each holds its run, with a few open files, from the beginning */
  GBytes *init_from;        /* networks to begin with, or NULL */
  const char *init_from_id; /* the run they are from, or NULL */
} GmarlRunGroupPlan;

/* base, or "base (2)" …: a name that no other run group has yet, so that it means this one alone.
 * (transfer full) */
char *gmarl_run_plans_choose_name (GmarlLibrary *library, const char *base);

/* Begins a group with a run for each seed at once, so that each can be resumed whenever this
 * process ends. name_out (nullable) gets the group's name. (transfer full) (element-type
 * GmarlRunPlan) */
GPtrArray *gmarl_run_plans_begin (GmarlLibrary *library,
                                  const GmarlRunGroupPlan *group,
                                  char **name_out,
                                  GError **error);

/* Takes up the runs (element-type GmarlRunRecord) that are not finished, each with what it was
 * begun with; none may be left. (transfer full) (element-type GmarlRunPlan) */
GPtrArray *gmarl_run_plans_resume (GmarlLibrary *library, const GPtrArray *runs, GError **error);

/* The trainer of a run, not started; it takes the sink. (transfer full) */
GmarlTrainer *gmarl_run_plan_make_trainer (GmarlRunPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunPlan, gmarl_run_plan_free)

G_END_DECLS
