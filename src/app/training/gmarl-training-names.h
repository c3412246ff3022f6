/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-options.h"

G_BEGIN_DECLS

/* What the keys of docs/learning.md are called in a form. */

typedef enum {
  GMARL_TRAINING_TOPIC_MAIN, /* has a row of its own among the first ones */
  GMARL_TRAINING_TOPIC_LEARNING,
  GMARL_TRAINING_TOPIC_NETWORKS,
  GMARL_TRAINING_TOPIC_ROLLOUT,
  GMARL_TRAINING_TOPIC_KEEPING,
  GMARL_TRAINING_TOPIC_COMPUTING,
  GMARL_N_TRAINING_TOPICS,
} GmarlTrainingTopic;

typedef struct {
  const char *key;
  GmarlTrainingTopic topic;
  const char *name;  /* translatable (N_) */
  const char *usual; /* the range that people use, "" where all are as good; not translated */
  const char *unit;  /* of numbers, translatable; "" for none */
} GmarlTrainingName;

extern const GmarlTrainingName gmarl_training_names[];
extern const gsize gmarl_n_training_names;

/* The entry of a key, or NULL. */
const GmarlTrainingName *gmarl_training_name_find (const char *key);

/* A topic's title, translatable. */
extern const char *const gmarl_training_topics[GMARL_N_TRAINING_TOPICS];

/* What a choice is called: "auto" is Automatic; translated. Borrowed. */
const char *gmarl_training_choice_name (const char *id);

/* The option's sentence, its range, what is usual and its key. (transfer full) */
char *gmarl_training_name_describe (const GmarlTrainingName *self, const GmarlOption *option);

G_END_DECLS
