"""Measures what the application takes of a core when nothing happens: the grid and a training paused, each view in turn.

    bench-idle.py [--rounds N] [--json]

Run inside with-display --a11y. The library holds a finished training, too, so that no view is empty. What a view
needs to appear is over before the time is read. It judges nothing.
"""
import argparse
import json
import os
import subprocess
import time

from harness import App

VIEWS = ("Grid", "Training", "Comparison", "Scaling", "Runs")
SETTLED = 4  # seconds: toasts, measurements and transitions are over


def processor_seconds(app):
    """What all threads took, also those that have ended: clock_getcpuclockid(3), which Python lacks."""
    return time.clock_gettime(~app.process.pid << 3 | 2)


def share(app, seconds):
    """Of a core, in per cent."""
    before, start = processor_seconds(app), time.monotonic()
    time.sleep(seconds)
    return 100 * (processor_seconds(app) - before) / (time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15, help="of a second, for each view")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    app = App(settings={"view": "'grid'"}, start=False)
    subprocess.run([os.environ["GRIDMARL_CLI"], "train", "--iterations", "20", "--library", app.library],
                   check=True, capture_output=True)
    with app:
        app.start()
        app.press(app.find("Pause", role="push button"))
        app.key("ctrl+t")
        time.sleep(SETTLED)
        app.key("ctrl+shift+space")
        app.find("Resume", role="push button")
        shares = {}
        for number, view in enumerate(VIEWS, 1):
            app.key(f"alt+{number}")
            time.sleep(SETTLED)
            shares[view.lower()] = share(app, arguments.rounds)
        errors = app.errors()
    if arguments.json:
        print(json.dumps({f"{view}_percent": value for view, value in shares.items()}))
    else:
        print("of a core: " + ", ".join(f"{view} {value:.2f} %" for view, value in shares.items())
              + " (wanted: 1 %)")
    if errors:
        print(errors)


main()
