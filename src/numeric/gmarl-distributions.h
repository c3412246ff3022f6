/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

/* Distributions that intervals need. Pure functions, any thread. NaN in, NaN out. */

/* The z with Φ(z) = p, 0 < p < 1, to full double precision (Wichura 1988, AS 241). */
double gmarl_normal_quantile (double p);

/* P(T ≤ t) for Student's T with df > 0 degrees of freedom, not necessarily whole. */
double gmarl_student_cdf (double t, double df);

/* P(|T| ≥ |t|): the two-sided p-value of t. Relative error below 1e-8, far out in the
 * tail too.
 */
double gmarl_student_two_sided (double t, double df);

/* The t ≥ 0 with P(|T| ≥ t) = p, 0 < p ≤ 1: p = 0.05 gives the factor of a 95 % interval. Relative
 * error below 1e-8; infinite where t would pass 1e150.
 */
double gmarl_student_critical (double p, double df);
