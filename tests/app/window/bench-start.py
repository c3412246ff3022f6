"""Measures a cold start of the application: to its first frame and its end, and the memory that took.

    bench-start.py [--rounds N] [--json]

Run inside with-display. The time includes ending the program, which takes a few milliseconds. It judges nothing.
"""
import argparse
import json
import os
import statistics
import sys
import tempfile
import time


def start(folder):
    """Seconds from fork to end after the first frame, and the peak of resident memory in megabytes."""
    before = time.monotonic()
    child = os.posix_spawn(os.environ["GRIDMARL"],
                           ["gridmarl", "--exit-after-startup", "--library", folder], os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"gridmarl ended with status {status}")
    return time.monotonic() - before, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = [start(folder) for _ in range(arguments.rounds)]
    times, memories = zip(*rounds)
    result = {"rounds": len(rounds), "seconds_median": statistics.median(times), "seconds_worst": max(times),
              "memory_mb_worst": max(memories)}
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"first frame and end, {len(rounds)} starts: median {1000 * result['seconds_median']:.0f} ms, "
          f"worst {1000 * result['seconds_worst']:.0f} ms; memory {result['memory_mb_worst']:.0f} MB "
          "(wanted: 700 ms, 180 MB)")


main()
