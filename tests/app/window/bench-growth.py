"""Measures how much memory a session gains: Grid played as fast as it goes, every view in turn, a training.

    bench-growth.py [--rounds N] [--json]

Run inside with-display --a11y. Resident memory is read after some rounds of everything, a whole training among
it, when caches are full, and at the end, each time while nothing is trained: a training takes some 20 MB as long
as it runs. How many were trained meanwhile is told, as each stays in the lists. It judges nothing.
"""
import argparse
import json
import os
import subprocess
import time

from harness import App

WARM_UP = 4  # rounds after the end of the first training, which show what it came to
PATIENCE = 40  # rounds until that


def resident_mb(app):
    with open(f"/proc/{app.process.pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def count_runs(app, status=""):
    """Those in the library, or those that have a status, too."""
    listed = subprocess.run([os.environ["GRIDMARL_CLI"], "runs", "list", "--json", "--library", app.library],
                            check=True, capture_output=True).stdout
    return sum(status in run["status"] for run in json.loads(listed))


def warm_up(app):
    for _ in range(PATIENCE):
        use(app, 1)
        if count_runs(app, "finished"):
            break
    use(app, WARM_UP)


def go_round(app):
    """Each view for some seconds; the grid plays on meanwhile."""
    for number in (2, 3, 4, 5, 1):
        app.key(f"alt+{number}")
        time.sleep(2)


def use(app, rounds):
    """Gives the minutes that it took."""
    start = time.monotonic()
    for _ in range(rounds):
        # A training begins each time the last one has ended; while one runs, the key does nothing.
        app.key("ctrl+t")
        go_round(app)
    return (time.monotonic() - start) / 60


def at_rest_mb(app):
    """Stops the training, and gives the least of what is taken until that has had its time."""
    app.key("ctrl+period")
    least = resident_mb(app)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        time.sleep(0.2)
        least = min(least, resident_mb(app))
    return least


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50, help="of the views, each some twelve seconds")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with App(settings={"view": "'grid'"}) as app:
        app.key(*["bracketright"] * 12)  # faster and faster, until nothing holds it
        app.wait(lambda: float(app.get("speed")) == 0, "the grid as fast as possible")
        warm_up(app)
        before, runs = at_rest_mb(app), count_runs(app)
        minutes = use(app, arguments.rounds)
        after, runs = at_rest_mb(app), count_runs(app) - runs
        errors = app.errors()
    result = {"minutes": minutes, "rounds": arguments.rounds, "before_mb": before, "after_mb": after,
              "growth_mb": after - before, "trainings": runs}
    if arguments.json:
        print(json.dumps(result))
    else:
        print(f"{arguments.rounds} rounds in {minutes:.1f} minutes: {before:.1f} MB, then {after:.1f} MB; grown by "
              f"{after - before:.1f} MB with {runs} trainings (wanted: 5 MB in 10 minutes)")
    if errors:
        print(errors)


main()
