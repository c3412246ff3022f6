#!/usr/bin/env python3
"""The same seed gives the same files: with any number of threads, and however often it was interrupted.

    check-training.py PROGRAM [CHECK…]
"""
import json
import os
import random
import signal
import subprocess
import sys
import time

from cli import Place, assert_no_complaints, library_files, main

ITERATIONS = 40
# Long enough to be interrupted in the middle, and days end inside it.
RUN = ["train", "--iterations", str(ITERATIONS), "--checkpoint-freq", "10", "--name", "run", "--quiet",
       "--set", "rollout.environments=6", "--set", "rollout.steps=150", "--set", "policy.hidden=32-32",
       "--set", "ppo.minibatch=128", "--set", "validation.interval=5", "--set", "validation.days=2"]
FILES = ["last.safetensors", "best.safetensors", "iteration-000010.safetensors", "iteration-000040.safetensors"]
KILLS = 5


def results(place, library):
    """Checkpoints and metric rows of a library, without what differs between repetitions."""
    rows = []
    place.good("runs", "export", "run", "--json", "rows.json", "--library", library)
    for run in json.loads(place.read("rows.json")):
        for row in run["metrics"]:
            rows.append({name: value for name, value in row.items() if "second" not in name})
    return library_files(place, library, *FILES), rows


def uninterrupted(place, *more):
    place.good(*RUN, "--library", "whole", *more)
    return results(place, "whole")


def assert_same(found, expected):
    assert found[0].keys() == expected[0].keys(), "other files"
    for key, content in expected[0].items():
        assert found[0][key] == content, f"{key} differs"
    assert len(found[1]) == len(expected[1]), f"{len(found[1])} rows, not {len(expected[1])}"
    for row, other in zip(found[1], expected[1]):
        assert row == other, f"{row} is not {other}"


def wait_for_iteration(place, library, iteration):
    """Waits until a run of the library has this many rows, by its own account."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        done = place.run("runs", "list", "--json", "--library", library)
        if done.returncode == 0:
            runs = json.loads(done.stdout)
            if runs and max(run["iteration"] for run in runs) >= iteration:
                return
    raise AssertionError(f"no run reached iteration {iteration}")


def threads_give_the_same_files(program):
    with Place(program) as place:
        expected = uninterrupted(place, "--threads", "1")
        assert len(expected[0]) == len(FILES) and len(expected[1]) == ITERATIONS
        for threads in ("2", "3"):
            place.good(*RUN, "--threads", threads, "--library", "threads-" + threads)
            assert_same(results(place, "threads-" + threads), expected)


def other_seeds_give_other_files(program):
    """So that the comparisons here can fail."""
    with Place(program) as place:
        first = uninterrupted(place)
        place.good(*RUN, "--seeds", "2", "--library", "other")
        other = results(place, "other")
        assert all(other[0][2, name] != first[0][1, name] for name in FILES)
        assert first[1] != other[1]


def an_interrupted_run_resumes(program):
    for sign in (signal.SIGINT, signal.SIGTERM):
        with Place(program) as place:
            expected = uninterrupted(place)
            started = place.start(*RUN, "--library", "my lib")
            wait_for_iteration(place, "my lib", 3)
            started.send_signal(sign)
            _, message = started.communicate(timeout=120)
            assert started.returncode == 130, (started.returncode, message)
            assert_no_complaints(message)
            run = json.loads(place.good("runs", "list", "--json", "--library", "my lib"))[0]
            assert run["status"] == "stopped" and run["iteration"] < ITERATIONS, run
            assert f"gridmarl-cli train --resume {run['id']} --library 'my lib'" in message, message
            place.good("train", "--resume", run["id"], "--quiet", "--threads", "2", "--library", "my lib")
            assert_same(results(place, "my lib"), expected)


def kill_after(started, seconds):
    """Kills the program unless it ends by itself; returns whether it was killed."""
    try:
        started.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        started.kill()
        started.communicate()
    assert started.returncode in (0, -signal.SIGKILL), started.returncode
    return started.returncode != 0


def a_killed_run_resumes(program):
    """kill -9 at random moments; where a run ends before the last of them, another one takes the rest."""
    chance = random.Random(20220131)
    with Place(program) as place:
        begun = time.monotonic()
        expected = uninterrupted(place)
        whole = time.monotonic() - begun
        kills = 0
        for number in range(20):
            library = f"killed-{number}"
            started = place.start(*RUN, "--library", library)
            wait_for_iteration(place, library, 1)
            while kill_after(started, chance.uniform(0.01, 0.15) * whole):
                kills += 1
                run = json.loads(place.good("runs", "list", "--json", "--library", library))[0]
                assert run["status"] == "interrupted", run
                if kills == KILLS:
                    place.good("train", "--resume", "run", "--quiet", "--library", library)
                    break
                started = place.start("train", "--resume", "run", "--quiet", "--library", library)
            assert_same(results(place, library), expected)
            if kills == KILLS:
                break
        assert kills == KILLS, f"killed {kills} times"


def a_group_resumes(program):
    group = ["--seeds", "1-3", "--library", "group"]
    with Place(program) as place:
        place.good(*RUN, "--seeds", "1-3", "--library", "whole")
        expected = results(place, "whole")
        started = place.start(*RUN, *group)
        wait_for_iteration(place, "group", 2)
        started.send_signal(signal.SIGINT)
        _, message = started.communicate(timeout=120)
        assert started.returncode == 130 and "--resume run" in message, message
        runs = json.loads(place.good("runs", "list", "--json", "--library", "group"))
        assert [run["status"] for run in runs] == ["stopped"] * 3 and len(runs) == 3, runs
        # Killed while the second seed waits for the first: each can still be resumed.
        started = place.start("train", "--resume", "run", "--quiet", "--library", "group")
        wait_for_iteration(place, "group", ITERATIONS - 5)
        started.kill()
        started.communicate()
        place.good("train", "--resume", "run", "--quiet", "--library", "group")
        assert_same(results(place, "group"), expected)
        done = place.run("train", "--resume", "run", "--library", "group")
        assert done.returncode == 2 and "finished" in done.stderr, done.stderr


def a_run_that_is_held_is_refused(program):
    with Place(program) as place:
        started = place.start(*RUN, "--library", "lib")
        wait_for_iteration(place, "lib", 1)
        started.send_signal(signal.SIGSTOP)
        try:
            done = place.run("train", "--resume", "run", "--library", "lib")
            assert done.returncode == 1 and str(started.pid) in done.stderr, done.stderr
            assert len(done.stderr.splitlines()) == 1
            # Another one can be trained in the same library meanwhile.
            place.good("train", "--iterations", "1", "--name", "other", "--quiet", "--library", "lib",
                       "--set", "rollout.environments=2", "--set", "rollout.steps=10", "--set", "validation.interval=0")
        finally:
            started.send_signal(signal.SIGCONT)
        _, message = started.communicate(timeout=120)
        assert started.returncode == 0, message


def a_full_disk_fails_and_what_is_saved_stays(program):
    """A limit on the size of files stands in for a full disk."""
    with Place(program) as place:
        import resource

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

        started = place.start(*RUN, "--library", "lib", preexec_fn=limit)
        _, message = started.communicate(timeout=120)
        assert started.returncode == 1, (started.returncode, message)
        assert_no_complaints(message)
        assert message.startswith("gridmarl-cli train: Run "), message
        expected = uninterrupted(place)
        place.good("train", "--resume", "run", "--quiet", "--library", "lib")
        assert_same(results(place, "lib"), expected)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main("training", [threads_give_the_same_files, other_seeds_give_other_files,
                               an_interrupted_run_resumes, a_killed_run_resumes, a_group_resumes,
                               a_run_that_is_held_is_refused, a_full_disk_fails_and_what_is_saved_stays]))
