#!/usr/bin/env python3
"""A scaling study has one table: uninterrupted, killed, done by several, and with a cell that failed first.

    check-scale.py PROGRAM [CHECK…]
"""
import csv
import io
import json
import os
import random
import signal
import sqlite3
import sys
import time

from cli import Place, assert_no_complaints, main

STUDY = ["scale", "--agents", "2,4", "--share-params", "both", "--seeds", "1-2", "--iterations", "12",
         "--set", "rollout.environments=4", "--set", "rollout.steps=96", "--set", "policy.hidden=16-16",
         "--set", "ppo.minibatch=64", "--set", "validation.interval=4", "--set", "validation.days=1"]
CELLS = 8
KILLS = 4
TIMINGS = {"iteration_seconds", "steps_per_second", "decision_latency_p50", "decision_latency_p99"}


def table_of(place, name):
    """The rows of a CSV file without the timings, which differ between repetitions."""
    rows = list(csv.DictReader(io.StringIO(place.read(name))))
    assert rows and set(rows[0]) == {"agents", "sharing", "seed", "metric", "unit", "value"}, rows[:1]
    return [row for row in rows if row["metric"] not in TIMINGS]


def uninterrupted(place):
    place.good(*STUDY, "--quiet", "--library", "whole", "--csv", "whole.csv")
    return table_of(place, "whole.csv")


def cells_of(place, library):
    """(state, iteration) of each cell, as the library has them."""
    database = place.path(library, "library.db")
    if not os.path.exists(database):
        return []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute("SELECT c.state, coalesce (r.iteration, 0) FROM study_cell AS c"
                                  " LEFT JOIN run AS r ON r.id = c.run_id ORDER BY c.number").fetchall()
    except sqlite3.OperationalError:
        return []  # not made yet
    finally:
        connection.close()


def wait_for(place, library, condition):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        cells = cells_of(place, library)
        if cells and condition(cells):
            return
        time.sleep(0.02)
    raise AssertionError(cells_of(place, library))


def says_what_it_takes(program):
    with Place(program) as place:
        before = place.files()
        printed = place.good(*STUDY, "--estimate", "--jobs", "2", "--threads", "2", "--library", "lib")
        assert printed.startswith("8 runs · about ") and "on 2 threads" in printed, printed
        assert place.files() == before, "an estimate left something behind"
        place.good(*STUDY, "--quiet", "--library", "lib")
        assert place.good(*STUDY, "--estimate", "--library", "lib").startswith("0 runs"), "nothing is left"


def has_a_table(program):
    with Place(program) as place:
        printed = place.good(*STUDY, "--jobs", "2", "--library", "lib", "--csv", "a.csv", "--json", "a.json",
                             "--figure", "a.svg", "--figure-metric", "stability", "--figure-metric", "iteration_seconds")
        figure = place.read("a.svg")
        assert ">Agents</text>" in figure and "Time per Iteration" in figure and "Independent" in figure, figure[-3000:]
        assert "agents" in printed and "grows as agents^" in printed, printed
        rows = table_of(place, "a.csv")
        assert len(rows) == CELLS * 5, len(rows)
        told = json.loads(place.read("a.json"))
        assert [cell["state"] for cell in told["cells"]] == ["done"] * CELLS
        assert {row["metric"] for row in rows} | TIMINGS == {metric["id"] for metric in told["metrics"]}
        for row in rows:
            cell = next(cell for cell in told["cells"] if cell["agents"] == int(row["agents"]) and
                        cell["sharing"] == row["sharing"] and cell["seed"] == int(row["seed"]))
            value = cell[row["metric"]]
            assert (value is None) == (row["value"] == "") and (value is None or float(row["value"]) == value), row
        # The means are those of the cells; two seeds have no interval.
        for result in told["results"]:
            values = [cell["stability"] for cell in told["cells"] if cell["agents"] == result["agents"] and
                      cell["sharing"] == result["sharing"]]
            assert abs(result["stability"]["mean"] - sum(values) / 2) < 1e-12, result
            assert result["stability"]["n"] == 2 and result["stability"]["low"] is None, result
        # Each cell is a run like any other, with the scores that "compare" finds.
        runs = json.loads(place.good("runs", "list", "--json", "--library", "lib"))
        assert {run["id"] for run in runs} == {cell["run"] for cell in told["cells"]}
        assert len({run["group"] for run in runs}) == 4
        one = told["cells"][0]
        place.good("compare", "--policy", one["run"], "--set", "scenario.nodes=2", "--json", "c.json", "--quiet",
                   "--library", "lib")
        text = place.read("c.json")
        assert repr(one["stability"])[:12] in text, (one["stability"], text[:2000])


def stops_and_goes_on(program):
    with Place(program) as place:
        expected = uninterrupted(place)
        started = place.start(*STUDY, "--jobs", "2", "--library", "lib")
        wait_for(place, "lib", lambda cells: sum(n for _, n in cells) >= 6)
        started.send_signal(signal.SIGTERM)
        _, message = started.communicate(timeout=120)
        assert started.returncode == 130, (started.returncode, message)
        assert_no_complaints(message)
        assert "same command" in message and "stored" in message, message
        assert "running" not in [state for state, _ in cells_of(place, "lib")]
        place.good(*STUDY, "--quiet", "--library", "lib", "--csv", "lib.csv")
        assert table_of(place, "lib.csv") == expected


def survives_kill(program):
    """kill -9 at random moments, each time with other jobs."""
    chance = random.Random(20220131)
    with Place(program) as place:
        begun = time.monotonic()
        expected = uninterrupted(place)
        whole = time.monotonic() - begun
        kills = 0
        for jobs in range(1, 2 * KILLS):
            started = place.start(*STUDY, "--quiet", "--jobs", str(jobs % 3 + 1), "--library", "lib")
            try:
                started.communicate(timeout=chance.uniform(0.15, 0.4) * whole)
            except Exception:  # the time is over
                started.kill()
                started.communicate()
                kills += 1
            if kills == KILLS or started.returncode == 0:
                break
        assert kills > 0, "never killed in time"
        place.good(*STUDY, "--quiet", "--library", "lib", "--csv", "lib.csv")
        assert table_of(place, "lib.csv") == expected
        runs = json.loads(place.good("runs", "list", "--json", "--library", "lib"))
        assert len(runs) == CELLS, "a cell was begun twice"


def two_processes_share_it(program):
    with Place(program) as place:
        expected = uninterrupted(place)
        started = [place.start(*STUDY, "--threads", "1", "--library", "lib", "--csv", f"{n}.csv") for n in range(2)]
        for process in started:
            _, message = process.communicate(timeout=300)
            assert process.returncode == 0, message
            assert_no_complaints(message)
        for n in range(2):
            assert table_of(place, f"{n}.csv") == expected
        runs = json.loads(place.good("runs", "list", "--json", "--library", "lib"))
        assert len(runs) == CELLS and all(run["status"] == "finished" for run in runs)


def trash_an_interrupted_run(place, study):
    """A run of a few milliseconds may be over before it can be interrupted: then the next one is."""
    for _ in range(CELLS):
        started = place.start(*study, "--library", "lib")
        wait_for(place, "lib", lambda cells: any(state == "running" and n >= 1 for state, n in cells)
                 or all(state == "done" for state, _ in cells))
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=120)
        connection = sqlite3.connect(place.path("lib", "library.db"), timeout=10)
        with connection:
            changed = connection.execute("UPDATE run SET trashed_us = 1 WHERE iteration < 60").rowcount
        if changed == 1:
            return connection
        connection.close()
    raise AssertionError("each run was over before it could be interrupted")


def a_failing_cell_leaves_the_others_alone(program):
    """A run in the trash cannot be trained."""
    study = [*STUDY, "--iterations", "60", "--set", "validation.interval=0"]
    with Place(program) as place:
        connection = trash_an_interrupted_run(place, study)
        done = place.run(*study, "--library", "lib", "--csv", "some.csv")
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert_no_complaints(done.stderr)
        assert "1 failed" in done.stderr and "trash" in done.stderr.splitlines()[-1], done.stderr
        some = table_of(place, "some.csv")
        assert len(some) == (CELLS - 1) * 5
        with connection:
            connection.execute("UPDATE run SET trashed_us = 0")
        connection.close()
        place.good(*study, "--quiet", "--library", "lib", "--csv", "all.csv")
        place.good(*study, "--quiet", "--library", "whole", "--csv", "whole.csv")
        everything = table_of(place, "all.csv")
        assert everything == table_of(place, "whole.csv") and all(row in everything for row in some)


def mistakes_are_named(program):
    cases = [
        (["--agents", "3,five"], "--agents", "five"),
        (["--agents", "3,5,3"], "--agents", "3 twice"),
        (["--agents", "5:3"], "--agents", "5:3"),
        (["--share-params", "maybe"], "--share-params", "maybe"),
        (["--seeds", "1-"], "--seeds", "1-"),
        (["--iterations", "0"], "--iterations", "iterations"),
        (["--jobs", "0"], "--jobs", "0"),
        (["--set", "rollout.steps=0"], "rollout.steps", ""),
    ]
    with Place(program) as place:
        before = place.files()
        for arguments, *words in cases:
            done = place.run("scale", *arguments, "--library", "lib")
            assert done.returncode == 2, (arguments, done.returncode, done.stderr)
            assert len(done.stderr.splitlines()) == 1 and all(word in done.stderr for word in words), done.stderr
        assert place.files() == before


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main("scale", [says_what_it_takes, has_a_table, stops_and_goes_on, survives_kill,
                            two_processes_share_it, a_failing_cell_leaves_the_others_alone, mistakes_are_named]))
