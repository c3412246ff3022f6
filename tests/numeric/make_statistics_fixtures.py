#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes statistics-fixtures.h: what scipy and mpmath say about the numbers of test-statistics.c.

Run by hand, with scipy, numpy and mpmath installed; the tests need only the header.
    python3 make_statistics_fixtures.py | clang-format > statistics-fixtures.h
"""
import numpy as np
from mpmath import betainc, findroot, mp, mpf
from scipy import stats

mp.dps = 40


def two_sided(t, df):
    t, df = mpf(t), mpf(df)
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def critical(p, df):
    start = stats.t.isf(p / 2, df)
    return findroot(lambda t: two_sided(t, df) - mpf(p), (start * 0.999, start * 1.001))


def number(x):
    return "%.17g" % float(x)


def table(name, struct, rows):
    print("static const struct {\n  double %s;\n} %s[] = {" % (struct, name))
    for row in rows:
        print("  { %s }," % ", ".join(number(x) for x in row))
    print("};\n")


def interval_fixture(name, fields):
    print("static const GmarlInterval %s = {" % name)
    print("  %s" % ", ".join(number(x) for x in fields))
    print("};\n")


def array(name, values):
    print("static const double %s[] = {" % name)
    flat = np.asarray(values, dtype=float).ravel()
    for k in range(0, len(flat), 4):
        print("  " + ", ".join(number(x) for x in flat[k:k + 4]) + ",")
    print("};\n")


def mean_squares(x):
    """Two-way analysis of variance without replication, the textbook way."""
    n, D = x.shape
    grand = x.mean()
    ss_seed = D * ((x.mean(1) - grand) ** 2).sum()
    ss_day = n * ((x.mean(0) - grand) ** 2).sum()
    ss_error = ((x - grand) ** 2).sum() - ss_seed - ss_day
    return ss_seed / (n - 1), ss_day / (D - 1), ss_error / ((n - 1) * (D - 1))


def interval(estimate, terms, floor):
    """terms: (signed term of V, its degrees of freedom)."""
    V = max(sum(t for t, _ in terms), floor)
    df = V ** 2 / sum(t ** 2 / f for t, f in terms)
    low, high = stats.t.interval(0.95, df, loc=estimate, scale=V ** 0.5)
    p = 2 * stats.t.sf(abs(estimate) / V ** 0.5, df)
    return estimate, V, df, low, high, p


def crossed(x):
    n, D = x.shape
    seed, day, error = (m / (n * D) for m in mean_squares(x))
    return interval(x.mean(), [(seed, n - 1), (day, D - 1), (-error, (n - 1) * (D - 1))],
                    max(seed, day))


def difference(x, y):
    (n, D), m = x.shape, len(y)
    seed_x, _, error_x = (v / (n * D) for v in mean_squares(x))
    seed_y, _, error_y = (v / (m * D) for v in mean_squares(y))
    day = (x.mean(0) - y.mean(0)).var(ddof=1) / D
    return interval(x.mean() - y.mean(),
                    [(seed_x, n - 1), (seed_y, m - 1), (day, D - 1),
                     (-error_x, (n - 1) * (D - 1)), (-error_y, (m - 1) * (D - 1))],
                    max(seed_x + seed_y, day))


def paired(x, y):
    result = stats.ttest_rel(x, y)
    d = x - y
    low, high = result.confidence_interval(0.95)
    return d.mean(), d.var(ddof=1) / len(d), len(d) - 1, low, high, result.pvalue


def improvement(x, y):
    n, D = x.shape
    wins = [stats.mannwhitneyu(x[:, d], y[:, d]).statistic / (n * len(y)) for d in range(D)]
    return np.mean(wins)


def holm(p):
    order = np.argsort(p)
    steps = np.minimum(1, p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(steps)
    return adjusted


rng = np.random.default_rng(20260)
print("/* Copyright 2026 The Gridmarl developers\n * SPDX-License-Identifier: MIT\n *\n"
      " * Written by make_statistics_fixtures.py.\n */\n#pragma once\n\n#include \"gmarl-statistics.h\"\n")

points = [(t, df) for df in (0.7, 1, 1.5, 2, 3.7, 9, 29.3, 41, 99, 1234.5, 98765.4, 3e6)
          for t in (1e-4, 0.3, 1, 1.9, 4.5, 30)]
table("student_tails", "t, df, p", [(t, df, two_sided(t, df)) for t, df in points])
table("student_critical", "p, df, t",
      [(p, df, critical(p, df)) for df in (0.7, 1, 2, 3.7, 9, 29.3, 99, 1234.5, 98765.4)
       for p in (0.9, 0.5, 0.05, 0.01, 1e-4, 1e-9)])
table("normal_quantiles", "p, z",
      [(p, stats.norm.ppf(p)) for p in (1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.6, 0.975, 1 - 1e-9)])

x = rng.normal(120, 3, (5, 1)) + rng.normal(0, 9, (1, 12)) + rng.normal(0, 2, (5, 12))
y = rng.normal(118, 2, (3, 1)) + (x.mean(0) - 119) + rng.normal(0, 3, (3, 12))
y[1, 3] = x[2, 3]  # a tie
rule = y[2]
array("group_x", x)
array("group_y", y)
interval_fixture("interval_x", crossed(x))
interval_fixture("interval_x_floor", crossed(np.sin(np.arange(12)).reshape(3, 4)))
interval_fixture("interval_rule", (
    rule.mean(), rule.var(ddof=1) / 12, 11,
    *stats.t.interval(0.95, 11, loc=rule.mean(), scale=stats.sem(rule)),
    stats.ttest_1samp(rule, 0).pvalue))
interval_fixture("difference_groups", difference(x, y))
interval_fixture("difference_rule", crossed(x - rule))
interval_fixture("difference_rows", paired(x[0], rule))
table("improvement_groups", "p", [(improvement(x, y),)])
table("moments", "population, sample, iqm, median",
      [(x.var(), x.var(ddof=1), stats.trim_mean(x.ravel(), 0.25), np.median(x))])
raw = np.array([0.012, 0.2, 0.0005, 0.04, 0.012, 0.9, 0.03, 0.013])
array("holm_raw", raw)
array("holm_adjusted", holm(raw))
