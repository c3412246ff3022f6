/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"

#include <glib.h>

G_BEGIN_DECLS

/* A policy in a table of scores. A rule has no training seeds and one row of values; a trained
 * group has a row a training seed.
 */
typedef struct {
  char *id;            /* "heuristic", or what names the run or the group in files; owned */
  char *name;          /* for people; owned */
  char *configuration; /* text of the run configuration, or NULL; owned */
  guint64 *seeds;      /* [n_seeds] training seeds; owned */
  char **checkpoints; /* [n_seeds] SHA-256 of what was evaluated, or NULL; owned, NULL-terminated */
  char *group;        /* id of the run group, or NULL; owned */
  char **runs;        /* [n_seeds] ids, or NULL; owned, NULL-terminated */
  gsize n_seeds;      /* 0 for a rule */
  gsize n_rows;       /* max (1, n_seeds) */
  double *values;     /* [n_rows, n_days, GMARL_N_INDICATORS]; NaN: undefined; owned */
} GmarlScorePolicy;

/* What every policy scored on the same independent test days. */
typedef struct {
  gsize n_days;
  guint64 *days;          /* [n_days] as in files: 0, 1, … or raw episode seeds; owned */
  guint64 *episode_seeds; /* [n_days]; owned */
  char **labels; /* [n_days] with data: their days or groups, NULL-terminated; else NULL; owned */
  GPtrArray *policies; /* (element-type GmarlScorePolicy) */

  /* The protocol, for the files; all owned, NULL where it does not apply. */
  char *scenario_name;
  char *scenario_hash;
  char *scenario_text;
  char *currency;
  char **data_checksums; /* "name sha256", NULL-terminated */
} GmarlScoreTable;

/* A table without policies. episode_seeds [n_days], n_days ≥ 1; days [n_days], or NULL for
 * 0, 1, …. (transfer full)
 */
GmarlScoreTable *
gmarl_score_table_new (const guint64 *episode_seeds, const guint64 *days, gsize n_days);
void gmarl_score_table_free (GmarlScoreTable *self);

/* Adds a policy whose values are all undefined yet; seeds [n_seeds] (NULL for a rule). The policy
 * is the table's; its other fields may be set.
 */
GmarlScorePolicy *gmarl_score_table_add (GmarlScoreTable *self,
                                         const char *id,
                                         const char *name,
                                         const guint64 *seeds,
                                         gsize n_seeds);

/* Copies the values [n_days, GMARL_N_INDICATORS] of one row, as gmarl_evaluate gives them. */
void gmarl_score_table_set_row (GmarlScoreTable *self,
                                GmarlScorePolicy *policy,
                                gsize row,
                                const double *values);

/* One value; NaN if it is undefined. */
double gmarl_score_table_get (const GmarlScoreTable *self,
                              const GmarlScorePolicy *policy,
                              gsize row,
                              gsize day,
                              GmarlIndicator indicator);

/* The policy of this id, or NULL. */
const GmarlScorePolicy *gmarl_score_table_find (const GmarlScoreTable *self, const char *id);

/* The indicator's unit as in files and tables: the scenario's currency stands for "currency".
 * Borrowed.
 */
const char *gmarl_score_table_unit (const GmarlScoreTable *self, GmarlIndicator indicator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScoreTable, gmarl_score_table_free)

G_END_DECLS
