#!/usr/bin/env python3
"""Measures gridmarl-cli as a whole: its start, its memory, training from start to end, and comparisons.

    bench-program.py PROGRAM [--rounds N] [--json]

A ratio is taken within one run of the program. Memory is the peak resident size of the process; that of a sample and of
an agent is what two runs that differ in their number differ by.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time


class Program:
    """Runs the program in a library of its own, and keeps the time and the memory of the last run."""

    def __init__(self, path, folder):
        self.path = path
        self.library = os.path.join(folder, "library")
        self.seconds = self.peak_bytes = None

    def run(self, *arguments):
        start = time.perf_counter()
        child = subprocess.Popen([self.path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True)
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        self.seconds = time.perf_counter() - start
        self.peak_bytes = usage.ru_maxrss * 1024
        child.returncode = os.waitstatus_to_exitcode(status)
        child.stderr.close()
        if child.returncode != 0:
            sys.exit(f"gridmarl-cli {' '.join(arguments)}: status {child.returncode}\n{said}")

    def train(self, iterations, *assignments):
        self.run("train", "--quiet", "--iterations", str(iterations), "--library", self.library,
                 *[word for assignment in assignments for word in ("--set", assignment)])

    def compare(self, days, *arguments):
        self.run("compare", "--days", str(days), "--policy", "latest", "--policy", "heuristic", "--policy", "random",
                 "--library", self.library, *arguments)

    def iteration_seconds(self):
        """Computing time of all iterations of the latest run, without validation, library and checkpoints."""
        path = os.path.join(os.path.dirname(self.library), "rows.csv")
        self.run("runs", "export", "latest", "--library", self.library, "--csv", path)
        with open(path, newline="", encoding="utf-8") as file:
            return sum(float(row["seconds"]) for row in csv.DictReader(file))


def start(program, rounds):
    seconds = []
    for _ in range(5 * rounds):
        program.run("--version")
        seconds.append(program.seconds)
    yield "gridmarl-cli --version", 1e3 * min(seconds), "ms"


def training(program, rounds):
    iterations = 500 if rounds > 1 else 50
    program.train(iterations)
    seconds, peak_bytes = program.seconds, program.peak_bytes
    yield f"train --iterations {iterations}", seconds, "s"
    yield "the same over its iterations alone", seconds / program.iteration_seconds(), "×"
    yield "the same: peak memory", peak_bytes / 1e6, "MB"
    program.compare(320)
    yield "compare --days 320, 3 policies, 5 nodes", program.seconds, "s"


def memory(program, _rounds):
    peaks = {}
    for environments in (80, 320):
        program.train(1, f"rollout.environments={environments}", "validation.interval=0")
        peaks[environments] = program.peak_bytes
    yield "memory of a sample", (peaks[320] - peaks[80]) / (240 * 200 * 5), "bytes"
    # Few samples, so that what grows with the agents is theirs; no checkpoint is made while they train.
    for nodes in (500, 1000):
        program.train(1, f"scenario.nodes={nodes}", "rollout.environments=1", "rollout.steps=16", "ppo.epochs=1",
                      "validation.interval=0")
        peaks[nodes] = program.peak_bytes
    yield "memory of an agent, checkpoints included", (peaks[1000] - peaks[500]) / 500 / 1e3, "KB"


def large_grid(program, _rounds):
    program.train(1, "scenario.nodes=1000", "rollout.environments=8", "ppo.epochs=1", "validation.interval=0")
    program.compare(100, "--set", "scenario.nodes=1000")
    yield "compare --days 100, 3 policies, 1000 nodes", program.seconds, "s"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program, folder)
        if not options.json:
            print("program")
        for part in (start, training, memory, large_grid):
            for name, value, unit in part(program, options.rounds):
                if options.json:
                    print(json.dumps({"suite": "program", "name": name, "value": value, "unit": unit}))
                else:
                    print(f"  {name:<44} {value:14.5g} {unit}", flush=True)


if __name__ == "__main__":
    main()
