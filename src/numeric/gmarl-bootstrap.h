/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Bootstrap over training seeds and test days: both are drawn with replacement, independently of
 * each other. The draws are functions of (seed, draw, place) alone: all policies meet the same
 * draw of days, and a policy's interval does not depend on which others are shown.
 */
enum {
  GMARL_STREAM_BOOTSTRAP_DAYS = 400,  /* counter: draw × D + place */
  GMARL_STREAM_BOOTSTRAP_SEEDS = 401, /* counter: draw × n + place */
};

enum {
  GMARL_ROBUST_IQM,       /* mean of the middle half of all seeds × days */
  GMARL_ROBUST_MEDIAN,    /* median of all seeds × days */
  GMARL_ROBUST_LOW_TAIL,  /* CVaR: mean of the lowest 5 % */
  GMARL_ROBUST_HIGH_TAIL, /* mean of the highest 5 % */
  GMARL_N_ROBUST,
};

typedef struct {
  double estimate;
  double low; /* percentiles of the draws */
  double high;
} GmarlBootstrapInterval;

/* Memory lent by the caller. */
typedef struct {
  double *sorted;  /* [n × D] */
  uint32_t *row;   /* [n × D] */
  uint32_t *day;   /* [n × D] */
  double *weight;  /* [n × D + 1] */
  double *sum;     /* [n × D + 1] */
  size_t *order;   /* [max (n × D, draws)] */
  double *counts;  /* [n + D] */
  double *results; /* [GMARL_N_ROBUST, draws] */
  double *column;  /* [draws] */
} GmarlBootstrapWork;

/* counts [count]: how often each of count things is in this draw of count with replacement. */
void gmarl_bootstrap_counts (uint64_t seed,
                             uint64_t stream,
                             uint64_t draw,
                             size_t count,
                             double *counts);

/* low and high of out: the percentiles of results [draws], linear between them, of probability
 * 1 − alpha. order and sorted [draws]: work areas.
 */
void gmarl_bootstrap_percentiles (const double *results,
                                  size_t draws,
                                  double alpha,
                                  size_t *order,
                                  double *sorted,
                                  GmarlBootstrapInterval *out);

/* The robust statistics of x [n, D], finite values, with percentile intervals of probability
 * 1 − alpha; out [GMARL_N_ROBUST]; n × D is below 2³² and not 0. With n = 1 only days are drawn.
 * draws 0: estimates only.
 */
void gmarl_bootstrap_robust (const double *x,
                             size_t n,
                             size_t D,
                             size_t draws,
                             uint64_t seed,
                             double alpha,
                             const GmarlBootstrapWork *work,
                             GmarlBootstrapInterval *out);
