/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"

G_BEGIN_DECLS

/* A scaling study trains one configuration on a scenario with different numbers of nodes, each node
 * an agent, with a policy for each agent or one for all, and with several training seeds. A cell of
 * it is one training. The scenario is resized by its key "nodes": kinds are cycled, the network is
 * made anew by its rule.
 */
typedef enum {
  GMARL_SHARING_INDEPENDENT = 1 << 0, /* a policy for each agent */
  GMARL_SHARING_SHARED = 1 << 1,      /* one policy for all */
  GMARL_SHARING_BOTH = GMARL_SHARING_INDEPENDENT | GMARL_SHARING_SHARED,
} GmarlSharing;

#define GMARL_SCALING_MOST_SIZES 100
#define GMARL_SCALING_MOST_SEEDS 100

typedef struct {
  GmarlRunConfig *config; /* its scenario's nodes and its share_parameters do not count; owned */
  GArray *sizes;          /* of gint64, ascending; owned */
  GArray *seeds;          /* of guint64, ascending; owned */
  GmarlSharing sharing;
} GmarlScalingStudy;

typedef struct {
  gint64 agents;
  gboolean shared;
  guint64 seed;
} GmarlScalingKey;

/* 3, 5, 7 and 10 agents, independent, seeds 1 to 5. config: (transfer full). (transfer full) */
GmarlScalingStudy *gmarl_scaling_study_new (GmarlRunConfig *config);
GmarlScalingStudy *gmarl_scaling_study_copy (const GmarlScalingStudy *self);
void gmarl_scaling_study_free (GmarlScalingStudy *self);

/* As gmarl_parse_size_list and gmarl_parse_seed_list read them. */
gboolean gmarl_scaling_study_set_sizes (GmarlScalingStudy *self, const char *text, GError **error);
gboolean gmarl_scaling_study_set_seeds (GmarlScalingStudy *self, const char *text, GError **error);

/* "no", "yes" or "both": whether parameters are shared. */
gboolean
gmarl_scaling_study_set_sharing (GmarlScalingStudy *self, const char *text, GError **error);
const char *gmarl_sharing_to_id (GmarlSharing sharing);

/* Whether every size can be trained, memory aside; the message begins with the size that cannot. */
gboolean gmarl_scaling_study_validate (const GmarlScalingStudy *self, GError **error);

/* 12 hexadecimal digits of a hash of everything that determines the results: scenario and
 * configuration, sizes, sharing and seeds. The study that is written down again is the same study.
 * (transfer full)
 */
char *gmarl_scaling_study_get_id (const GmarlScalingStudy *self);

/* Cells count from 0: seed by seed, so that all sizes have a first result soon; within a seed size
 * by size, independent before shared.
 */
gsize gmarl_scaling_study_count_cells (const GmarlScalingStudy *self);
GmarlScalingKey gmarl_scaling_study_get_key (const GmarlScalingStudy *self, gsize cell);

/* The configuration of a cell's training. It may not be valid. (transfer full) */
GmarlRunConfig *
gmarl_scaling_study_make_config (const GmarlScalingStudy *self, gint64 agents, gboolean shared);

/* "neighbourhood-5 · 7 agents · shared parameters": what the run group of such cells is called.
 * (transfer full) */
char *gmarl_scaling_study_describe (const GmarlScalingStudy *self, gint64 agents, gboolean shared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScalingStudy, gmarl_scaling_study_free)

G_END_DECLS
