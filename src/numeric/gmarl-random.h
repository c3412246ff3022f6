/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Counter-based random numbers: every value is a pure function of (seed, stream, counter), so
 * results do not depend on the order in which they are drawn, nor on the number of threads.
 *
 * Streams of the environment (environment.md, section 8); the learning streams are listed in
 * learning/gmarl-streams.h.
 */
enum {
  GMARL_STREAM_INITIAL_LEVEL = 0, /* counter: node */
  GMARL_STREAM_DAY_FACTOR = 1,    /* counter: 0 common, 1 + node */
  GMARL_STREAM_CLOUD_MEAN = 2,    /* counter: 0 */
  GMARL_STREAM_CLOUD = 3,         /* counter: step */
  GMARL_STREAM_PRICE = 4,         /* counter: step */
  GMARL_STREAM_SMALL_WORLD = 5,   /* seed: topology seed; counter: 2 × line (+ 1) */
  GMARL_STREAM_DEMAND = 100,      /* + node, for nodes below 100; counter: step */
  GMARL_STREAM_OWN_CLOUD = 200,   /* + node, for nodes below 100; counter: step */
  GMARL_STREAM_RANDOM_POLICY = 300,
  GMARL_STREAM_MANY_NODES = 1000, /* + 2 (node - 100) demand, + 1 own cloud, for nodes from 100 */
};

/* SplitMix64's output function (Steele et al. 2014). */
uint64_t gmarl_random_mix (uint64_t x);

/* 64 random bits for (seed, stream, counter). */
uint64_t gmarl_random_bits (uint64_t seed, uint64_t stream, uint64_t counter);

/* Uniform on [0, 1), 53 bits. */
double gmarl_random_uniform (uint64_t seed, uint64_t stream, uint64_t counter);

/* Standard normal by Box and Muller (1958), from the uniforms 2 counter and 2 counter + 1. */
double gmarl_random_normal (uint64_t seed, uint64_t stream, uint64_t counter);

/* out [count]: gmarl_random_uniform (seed, stream, first + k) for k = 0 … count - 1. */
void
gmarl_random_uniforms (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out);

/* out [count]: gmarl_random_normal (seed, stream, first + k) for k = 0 … count - 1. */
void
gmarl_random_normals (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out);

/* The key of a stream of a seed: random bits are mix (key ^ counter). */
uint64_t gmarl_random_key (uint64_t seed, uint64_t stream);

/* Many streams at once: out [count]: the normal numbers first + counters[k] of the streams with
 * keys[k]. Every function here gives the same bits for the same stream and counter, on every
 * machine.
 */
void gmarl_random_normals_keyed (const uint64_t *keys,
                                 const uint64_t *counters,
                                 uint64_t first,
                                 size_t count,
                                 double *out);
