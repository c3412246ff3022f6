/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-kernels.h"

/* What the kernels should compute, in double precision and in the plainest loops: the oracle of
 * their tests. Arrays have the shapes of gmarl-kernels.h without padding: input [R, I], activation
 * [R, H_l] for each layer in turn, output, mean, action and their gradients [U, R].
 */
void reference_forward (const GmarlNetworkShape *shape,
                        const double *parameters,
                        const double *input,
                        size_t rows,
                        double *activation,
                        double *output);

/* Adds to gradient. d_activation: scratch of 2 max (H_l) numbers. */
void reference_backward (const GmarlNetworkShape *shape,
                         const double *parameters,
                         const double *input,
                         size_t rows,
                         const double *activation,
                         const double *d_output,
                         double *d_activation,
                         double *gradient);

double reference_log_probability (size_t rows,
                                  size_t row,
                                  size_t n_actions,
                                  const double *mean,
                                  const double *action,
                                  const double *log_std);

/* The loss, -scale Σ weight min (ratio A, clip (ratio) A). d_mean [U, R] is set and d_log_std [U]
 * is added to; both may be NULL.
 */
double reference_policy_loss (size_t rows,
                              size_t n_actions,
                              const double *mean,
                              const double *action,
                              const double *log_std,
                              const double *old_log_probability,
                              const double *advantage,
                              const double *weight,
                              double clip,
                              double scale,
                              double *d_mean,
                              double *d_log_std,
                              GmarlPolicySums *sums);

/* The loss, scale Σ weight huber (value - target). d_value [R] is set; may be NULL. */
double reference_value_loss (size_t rows,
                             const double *value,
                             const double *target,
                             const double *weight,
                             double delta,
                             double scale,
                             double *d_value);

void reference_adam (size_t count,
                     double step_size,
                     double epsilon,
                     double gradient_scale,
                     double *parameters,
                     const double *gradient,
                     double *first_moment,
                     double *second_moment);
