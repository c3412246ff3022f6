#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes study-fixtures.h: what numpy says about the numbers of test-study.c.

Run by hand, with numpy installed; the test needs only the header.
    python3 make_study_fixtures.py | clang-format > study-fixtures.h
The bootstrap has random numbers of its own here, so that its bounds agree only within the noise of
the draws.
"""
import numpy as np

SEEDS, DAYS, DRAWS = 5, 12, 200_000
rng = np.random.default_rng(8)


def number(x):
    return "NAN" if np.isnan(x) else "%.17g" % float(x)


def array(name, values):
    print("static const double %s[] = {" % name)
    flat = np.asarray(values, dtype=float).ravel()
    for k in range(0, len(flat), 4):
        print("  " + ", ".join(number(x) for x in flat[k:k + 4]) + ",")
    print("};\n")


def iqm(x):
    """Each value four times, and the middle half of all: exact for any count."""
    many = np.repeat(np.sort(x, axis=-1), 4, axis=-1)
    n = x.shape[-1]
    return many[..., n:3 * n].mean(-1)


def bounds(x):
    return np.percentile(x, 2.5, axis=0), np.percentile(x, 97.5, axis=0)


print("/* Copyright 2026 The Gridmarl developers\n * SPDX-License-Identifier: MIT\n *\n"
      " * Written by make_study_fixtures.py.\n */\n#pragma once\n\n#include <math.h>\n")

# Learning curves: five seeds, which end at iterations 9, 9, 9, 6 and 4; from there on NaN.
ends = [9, 9, 9, 6, 4]
curve = np.cumsum(rng.normal(3, 2, (SEEDS, 9)), 1) + rng.normal(0, 4, (SEEDS, 1))
for seed, end in enumerate(ends):
    curve[seed, end:] = np.nan
array("curve_values", curve)
points = []
for k in range(9):
    there = curve[~np.isnan(curve[:, k]), k]
    drawn = iqm(there[rng.integers(0, len(there), (DRAWS, len(there)))])
    points.append((len(there), iqm(there), *bounds(drawn)))
array("curve_points", points)

# Scores of a group and of its anchor; a cost, so that lower is better.
anchor = rng.normal(200, 30, DAYS)
group = anchor * 0.9 + rng.normal(0, 6, (SEEDS, 1)) + rng.normal(0, 9, (SEEDS, DAYS))
array("anchor_values", anchor)
array("group_values", group)
scores = (anchor - group) / abs(anchor.mean())
array("group_scores", scores)
thresholds = np.linspace(scores.min() - 0.01, scores.max() + 0.01, 9)
array("profile_thresholds", thresholds)
seeds = rng.integers(0, SEEDS, (20_000, SEEDS))
days = rng.integers(0, DAYS, (20_000, DAYS))
drawn = scores[seeds[:, :, None], days[:, None, :]]
profile = []
for tau in thresholds:
    low, high = bounds((drawn > tau).mean((1, 2)))
    profile.append(((scores > tau).mean(), low, high))
array("profile_shares", profile)

# Ratios to the anchor.
cells = group[seeds[:, :, None], days[:, None, :]].mean(1).sum(1)
low, high = bounds(cells / anchor[days].sum(1))
array("ratio_of_sums", (group.mean(0).sum() / anchor.sum(), low, high))
array("ratio_of_largest", (np.mean(group.max(1) / anchor.max()),))
ratios = group / anchor
n, D = ratios.shape
ms_seed = D * ratios.mean(1).var(ddof=1)
ms_day = n * ratios.mean(0).var(ddof=1)
residuals = ratios - ratios.mean(1, keepdims=True) - ratios.mean(0) + ratios.mean()
ms_error = (residuals ** 2).sum() / ((n - 1) * (D - 1))
variance = max(ms_seed + ms_day - ms_error, ms_seed, ms_day) / (n * D)
array("mean_ratio", (ratios.mean(), variance))
