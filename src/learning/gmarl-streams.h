/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* clang-format off */
/* Random streams of learning, for gmarl-random.h. Their seed is gmarl_learning_seed (seed of the
 * run), which no episode has: the top bit of an episode's seed is never set.
 *
 * | numbers              | stream                                  | counter                           |
 * |----------------------|-----------------------------------------|-----------------------------------|
 * | initial weights      | GMARL_STREAM_INITIAL (set, network)     | place in the order of filling     |
 * | noise of the actions | GMARL_STREAM_NOISE (environment, agent) | step since the start × U + action |
 * | order of the samples | GMARL_STREAM_ORDER (set, network)       | iteration × epochs + epoch        |
 *
 * A set is a policy and a value network: one a node, or one for all. The networks are 0 policy, 1
 * value.
 */
/* clang-format on */
static inline guint64
gmarl_learning_seed (guint64 seed)
{
  return (G_GUINT64_CONSTANT (1) << 63) + seed;
}

static inline guint64
gmarl_learning_stream (guint64 family, guint64 first, guint64 second)
{
  return family << 56 | first << 24 | second;
}

enum {
  GMARL_STREAM_INITIAL = 1,
  GMARL_STREAM_NOISE = 2,
  GMARL_STREAM_ORDER = 3,
};

G_END_DECLS
