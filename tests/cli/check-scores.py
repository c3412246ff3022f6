#!/usr/bin/env python3
"""What compare exports, read back by code that shares none with the writers.

    check-scores.py PROGRAM [CHECK…]
"""
import csv
import io
import json
import sys
from statistics import median

from cli import TINY, Place, main
from recompute_scores import Scores, check_json, check_table, load_rliable, mean

LIB = ["--library", "lib"]


def compared(place, *policies):
    """The files of one comparison."""
    arguments = [word for policy in policies for word in ("--policy", policy)]
    place.good("compare", "--days", "12", *arguments, "--csv", "s.csv", "--json", "s.json", "--table", "s.tsv",
               "--marl-eval", "m.json", "--quiet", *LIB)
    return place.read("s.csv"), json.loads(place.read("s.json")), place.read("s.tsv"), json.loads(place.read("m.json"))


def numbers(program):
    with Place(program) as place:
        place.good("train", "--iterations", "4", "--seeds", "1-4", "--name", "four", "--quiet", *LIB, *TINY)
        place.good("train", "--iterations", "4", "--seeds", "1-2", "--name", "two", "--quiet", *LIB, *TINY)
        place.good("train", "--iterations", "4", "--seeds", "9", "--name", "one", "--quiet", *LIB, *TINY)
        text, document, tsv, marl_eval = compared(place, "four", "two", "one", "heuristic", "idle")

        policies, verdicts = check_json(text, document)
        assert policies == ["four", "two", "one", "heuristic", "idle"], policies
        assert {"better", "worse", "no-clear-difference"} <= set(verdicts), verdicts
        assert check_table(text, tsv) >= 10 * 14

        # marl-eval's layout gives the same means of days a run.
        scores = Scores(text)
        for metric in ("episode_reward", "grid_import"):
            matrices = load_rliable(marl_eval, metric)
            assert sorted(matrices) == sorted(policies)
            for policy in policies:
                wanted = [mean(row) for row in scores.matrix(policy, metric)]
                if policy in ("heuristic", "idle"):
                    wanted *= 4  # as marl-eval wants the same runs of all
                assert [row[0] for row in matrices[policy]] == wanted, (policy, metric)


def formats(program):
    """The tidy file of all exports and the wide one have the same values as the scores."""
    with Place(program) as place:
        place.good("compare", "--days", "3", "--policy", "heuristic", "--policy", "random", "--csv", "s.csv",
                   "--wide", "w.csv", "--tidy", "t.csv", "--quiet")
        scores = list(csv.DictReader(io.StringIO(place.read("s.csv"))))
        tidy = list(csv.DictReader(io.StringIO(place.read("t.csv"))))
        wide = list(csv.DictReader(io.StringIO(place.read("w.csv"))))
        assert len(tidy) == len(scores) and len(wide) == 6
        for old, new in zip(scores, tidy):
            assert all(new[key] == old[key] for key in old), (old, new)
            assert new["scenario"] and new["step"] == new["node"] == new["run"] == ""
            row = next(row for row in wide if (row["policy"], row["day"]) == (old["policy"], old["day"]))
            column = next(name for name in row if name in (old["metric"], f"{old['metric']}_{old['unit'].lower()}"))
            assert row[column] == old["value"], (old, column)


def interquartile_mean(values):
    """Of a number of values that four divides."""
    ordered, cut = sorted(values), len(values) // 4
    return mean(ordered[cut:len(ordered) - cut])


def statistics(program):
    """The statistic that is asked for, in the table and in what is printed."""
    rows = {"Grid import": ("grid_import", 1), "Episode reward": ("episode_reward", 1),
            "Demand satisfaction": ("demand_satisfaction", 100)}
    with Place(program) as place:
        for statistic, expected in (("median", median), ("iqm", interquartile_mean),
                                    ("cvar", None), ("mean", mean)):
            printed = place.good("compare", "--days", "12", "--policy", "heuristic", "--policy", "random", "--csv",
                                 "s.csv", "--table", "s.tsv", "--statistic", statistic, "--quiet")
            scores = Scores(place.read("s.csv"))
            table = list(csv.DictReader(io.StringIO(place.read("s.tsv")), delimiter="\t"))
            for name, (metric, factor) in rows.items():
                shown = next(row for row in table if row["Metric"] == name)
                for policy, column in (("heuristic", "Heuristic"), ("random", "Random")):
                    values = [factor * value for value in scores.matrix(policy, metric)[0]]
                    decimals = len(shown[column].partition(".")[2])
                    # The worst one of twelve is more than 5 % of them.
                    best = min if name == "Grid import" else max
                    wanted = expected(values) if expected else (max if best is min else min)(values)
                    assert abs(float(shown[column]) - wanted) <= 0.51 * 10 ** -decimals, (statistic, name, policy)
                    assert shown[column] in printed, (statistic, shown[column], printed)
            assert statistic == "mean" or not any(row["Best"] for row in table)
        assert place.run("compare", "--statistic", "mode").returncode == 2


if __name__ == "__main__":
    sys.exit(main("scores", [numbers, formats, statistics]))
