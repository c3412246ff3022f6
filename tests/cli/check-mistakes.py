#!/usr/bin/env python3
"""Bad input gets one clear sentence with the remedy and status 1 or 2, and changes nothing on disk.

    check-mistakes.py PROGRAM [CHECK…]
"""
import os
import sys

from cli import TINY, Place, assert_no_complaints, main

BROKEN = "[scenario]\nname = broken\nnodes = 3\nline_efficency = 0.9\n"
BAD_VALUE = "[scenario]\nname = bad\nnodes = three\n"

# Arguments, exit status, and what the message must contain.
WITHOUT_LIBRARY = [
    # commands and options
    ([], 2, ["--help"]),
    (["simulat"], 2, ["simulat", "“simulate”"]),
    (["sclae"], 2, ["sclae", "“scale”"]),
    (["--colour"], 2, ["--colour", "not known"]),
    (["runs"], 2, ["--help"]),
    (["runs", "lst"], 2, ["“list”"]),
    (["runs", "trash"], 2, ["missing"]),
    (["runs", "trash", "latest"], 1, ["no results library"]),
    (["runs", "restore", "latest"], 1, ["no results library"]),
    (["runs", "empty-trash"], 1, ["no results library"]),
    (["runs", "tag", "latest", "+a"], 1, ["no results library"]),
    (["runs", "tag", "+a"], 2, ["missing"]),
    (["runs", "note", "latest"], 2, ["missing"]),
    (["runs", "verify", "latest"], 1, ["no results library"]),
    (["runs", "verify", "latest", "--threads", "0"], 2, ["--threads", "from 1"]),
    (["runs", "merge", "elsewhere"], 2, ["elsewhere", "Nothing was changed"]),
    (["runs", "export", "latest", "--bundle", "x"], 1, ["no results library"]),
    (["compare", "--figure", "x.jpg"], 2, ["x.jpg", ".png, .svg, .pdf"]),
    (["compare", "--figure", "x.svg", "--figure-width", "5"], 2, ["--figure-width", "from 60"]),
    (["compare", "--figure", "x.svg", "--figure-chart", "pie"], 2, ["pie", "differences"]),
    (["compare", "--figure", "x.svg", "--figure-metric", "cost"], 2, ["cost", "ids"]),
    (["compare", "--report", "x.doc"], 2, ["x.doc", ".pdf"]),
    (["scale", "--figure", "x.bmp"], 2, ["x.bmp", ".png, .svg, .pdf"]),
    (["scale", "--figure", "x.svg", "--figure-metric", "speed"], 2, ["speed", "iteration_seconds"]),
    (["scale", "--figure-width", "120"], 2, ["--figure-width", "--figure FILE.svg"]),
    (["compare", "--figure-width", "120"], 2, ["--figure-width", "--figure FILE.svg"]),
    (["compare", "--figure", "nowhere/x.svg", "--days", "2"], 1, ["nowhere/x.svg"]),
    (["scenario", "import-cvs", "x.csv"], 2, ["“import-csv”"]),
    (["simulate", "--polcy", "idle"], 2, ["--polcy", "“--policy”"]),
    (["simulate", "--polcy=idle"], 2, ["--polcy", "“--policy”"]),
    (["simulate", "-z"], 2, ["-z", "--help"]),
    (["simulate", "now"], 2, ["now", "too many"]),
    (["simulate", "--", "--days"], 2, ["--days", "too many"]),
    (["scenario", "check"], 2, ["missing"]),
    (["scenario", "show", "a", "b"], 2, ["b", "too many"]),
    (["runs", "rename", "latest"], 2, ["missing"]),
    (["runs", "rename", "latest", " "], 2, ["empty"]),
    (["runs", "export", "latest"], 2, ["--csv"]),
    # numbers
    (["simulate", "--days"], 2, ["--days"]),
    (["simulate", "--days", "0"], 2, ["--days", "0", "from 1"]),
    (["simulate", "--days", "ten"], 2, ["--days", "ten"]),
    (["simulate", "--days", "1e3"], 2, ["--days", "1e3"]),
    (["simulate", "--days", "99999999999999999999"], 2, ["--days", "from 1"]),
    (["simulate", "--seed", "-1"], 2, ["--seed", "-1"]),
    (["simulate", "--seed", "18446744073709551616"], 2, ["--seed"]),
    (["simulate", "--episodes", "9-2"], 2, ["--episodes", "9-2"]),
    (["simulate", "--episodes", "1,2"], 2, ["--episodes", "1,2"]),
    (["simulate", "--episodes", "0-18446744073709551615"], 2, ["--episodes", "more than"]),
    (["simulate", "--episodes", "1-2", "--days", "3"], 2, ["--episodes", "--days"]),
    (["compare", "--days", "0"], 2, ["--days"]),
    (["train", "--iterations", "0"], 2, ["--iterations", "iterations"]),
    (["train", "--iterations", "many"], 2, ["--iterations", "many"]),
    (["train", "--checkpoint-freq", "-3"], 2, ["--checkpoint-freq", "-3"]),
    (["train", "--threads", "-1"], 2, ["--threads", "-1"]),
    (["train", "--seeds", ""], 2, ["--seeds", "1-10"]),
    (["train", "--seeds", "one"], 2, ["--seeds", "one"]),
    (["train", "--seeds", "1,,2"], 2, ["--seeds"]),
    (["train", "--seeds", "3-1"], 2, ["--seeds", "3-1"]),
    (["train", "--seeds", "1-"], 2, ["--seeds"]),
    (["train", "--seeds", "-1"], 2, ["--seeds"]),
    (["train", "--seeds", "1-3,2"], 2, ["--seeds", "seed 2 twice"]),
    (["train", "--seeds", "1-1000000000000"], 2, ["--seeds", "more than"]),
    (["train", "--seeds", "0-18446744073709551615"], 2, ["--seeds", "1000000000000"]),
    (["train", "--seeds", "0-1000000000000"], 2, ["--seeds", "more than"]),
    (["simulate", "--seed", "1000000000001"], 2, ["--seed", "1000000000000"]),
    # keys
    (["simulate", "--set", "scenario.node=3"], 2, ["--set", "node", "did you mean nodes"]),
    (["simulate", "--set", "ppo.clop=0.1"], 2, ["ppo.clop", "“ppo.clip”"]),
    (["train", "--set", "nodes=3"], 2, ["nodes"]),
    (["train", "--set", "ppo.clip"], 2, ["ppo.clip", "KEY=VALUE"]),
    (["train", "--set", "=3"], 2, ["KEY=VALUE"]),
    (["train", "--set", "ppo.clip=-1"], 2, ["ppo.clip", "-1"]),
    (["train", "--set", "ppo.clip=nan"], 2, ["ppo.clip", "nan"]),
    (["train", "--set", "policy.hidden=0"], 2, ["policy.hidden"]),
    (["train", "--set", "policy.log_std_min=2"], 2, ["policy.log_std"]),
    (["train", "--set", "kernel_level=sse9"], 2, ["kernel_level", "sse9"]),
    (["simulate", "--set", "scenario.nodes=0"], 2, ["nodes"]),
    (["simulate", "--set", "scenario.nodes=10001"], 2, ["nodes"]),
    (["simulate", "--set", "scenario.topology=mesh"], 2, ["topology", "mesh"]),
    (["simulate", "--set", "scenario.charge_efficiency=0"], 2, ["charge_efficiency"]),
    (["simulate", "--set", "scenario.nodes=1000", "--set", "scenario.topology=complete"], 2, ["200"]),
    (["train", "--set", "rollout.environments=65536", "--set", "rollout.steps=65536"], 2, ["memory"]),
    # names and files
    (["simulate", "--policy", "heurstic"], 2, ["heurstic", "“heuristic”"]),
    (["simulate", "--policy", "zebra"], 2, ["zebra", "no-control"]),
    (["simulate", "--policy", "missing.safetensors"], 2, ["missing.safetensors", "not there"]),
    (["simulate", "--policy", "broken.safetensors"], 1, ["broken.safetensors"]),
    (["simulate", "--policy", "./"], 1, ["no checkpoint"]),
    (["simulate", "--scenario", "neighborhood-5"], 2, ["did you mean", "neighbourhood-5"]),
    (["simulate", "--scenario", "missing.gridmarl"], 2, ["missing.gridmarl"]),
    (["simulate", "--scenario", "broken.gridmarl"], 1, ["broken.gridmarl", ":4", "line_efficiency"]),
    (["scenario", "check", "broken.gridmarl"], 1, ["broken.gridmarl", ":4", "line_efficiency"]),
    (["scenario", "check", "bad.gridmarl"], 1, ["bad.gridmarl", "3", "three"]),
    (["scenario", "check", "missing.gridmarl"], 1, ["missing.gridmarl"]),
    (["scenario", "show", "neighbourhood5"], 2, ["did you mean", "neighbourhood-5"]),
    (["scenario", "import-csv", "missing.csv", "--output", "out.gridmarl"], 1, ["missing.csv"]),
    (["scenario", "import-csv", "broken.gridmarl", "--output", "out.gridmarl"], 1, ["broken.gridmarl"]),
    (["scenario", "import-csv", "x.csv", "--unit", "joule"], 2, ["--unit", "joule"]),
    (["scenario", "import-csv", "x.csv", "--scale", "0"], 2, ["--scale", "0"]),
    (["scenario", "import-csv", "x.csv", "--step-minutes", "61"], 2, ["--step-minutes"]),
    (["scenario", "import-citylearn", "missing", "--output", "out.gridmarl"], 1, ["missing"]),
    (["simulate", "--trace", "no/where.csv"], 1, ["no/where.csv", "nothing was changed"]),
    (["simulate", "--trace", "/dev/full"], 1, ["/dev/full", "No space left", "make room"]),
    (["simulate", "--days", "9", "--trace", "/dev/full"], 1, ["/dev/full", "No space left", "make room"]),
    (["simulate", "--summary", "/dev/full"], 2, ["--summary"]),
    (["compare", "--days", "2", "--policy", "idle", "--quiet", "--csv", "/dev/full"], 1, ["/dev/full", "make room"]),
    (["simulate", "--trace", "."], 1, ["nothing was changed"]),
    (["simulate", "--summary", "days.txt"], 2, ["--summary", ".json"]),
    (["simulate", "--summary", "no/where.csv"], 1, ["no/where.csv"]),
    (["simulate", "--trace", "t.csv", "--summary", "no/where.csv"], 1, ["no/where.csv"]),
    (["compare", "--csv", "no/where.csv"], 1, ["no/where.csv"]),
    # runs, where there is no library
    (["compare", "--policy", "latest"], 2, ["latest"]),
    (["runs", "show", "latest"], 1, []),
    (["runs", "list", "--library", "nowhere"], 1, ["nowhere"]),
    (["train", "--resume", "latest"], 1, []),
    (["train", "--init-from", "latest"], 1, []),
    (["train", "--resume", "x", "--set", "ppo.clip=0.1"], 2, ["--resume", "--set"]),
    (["train", "--resume", "x", "--seeds", "1-2"], 2, ["--resume", "--seeds"]),
]


def check_table(place, table):
    before = place.files()
    wrong = []
    for arguments, status, words in table:
        done = place.run(*arguments)
        message = done.stderr
        missing = [word for word in words if word not in message]
        lines = message.rstrip("\n").split("\n")
        if done.returncode != status:
            wrong.append(f"{arguments}: status {done.returncode}, not {status}: {message}")
        elif missing:
            wrong.append(f"{arguments}: lacks {missing}: {message}")
        elif len(lines) != 1 or not lines[0].startswith("gridmarl-cli") or len(lines[0]) > 600:
            wrong.append(f"{arguments}: not one sentence: {message}")
        elif done.stdout:
            wrong.append(f"{arguments}: printed {done.stdout!r}")
        assert_no_complaints(message)
        after = place.files()
        if after != before:
            changed = sorted(set(after.items()) ^ set(before.items()))
            wrong.append(f"{arguments}: changed {changed}")
            before = after
    assert not wrong, "\n".join(wrong)


def without_a_library(program):
    with Place(program) as place:
        place.write("broken.gridmarl", BROKEN)
        place.write("bad.gridmarl", BAD_VALUE)
        place.write("broken.safetensors", "this is no checkpoint")
        check_table(place, WITHOUT_LIBRARY)


def with_a_library(program):
    with Place(program) as place:
        for name in ("one", "twice", "twice"):
            place.good("train", "--iterations", "2", "--name", name, "--library", "lib", *TINY)
        place.good("train", "--iterations", "2", "--name", "six", "--library", "lib", *TINY,
                   "--set", "scenario.nodes=6", "--set", "scenario.topology=star")
        lib = ["--library", "lib"]
        check_table(place, [
            (["runs", "show", "onne", *lib], 2, ["“one”"]),
            (["runs", "show", "zebra", *lib], 2, ["zebra", "runs list"]),
            (["runs", "rename", "zebra", "horse", *lib], 2, ["zebra"]),
            (["runs", "export", "zebra", "--csv", "x.csv", *lib], 2, ["zebra"]),
            (["runs", "export", "one", "--csv", "no/where.csv", *lib], 1, ["no/where.csv"]),
            (["train", "--resume", "one", *lib], 2, ["finished", "--init-from"]),
            (["train", "--resume", "zebra", *lib], 2, ["zebra"]),
            (["train", "--init-from", "zebra", *lib], 2, ["zebra"]),
            (["train", "--init-from", "six", *lib], 1, ["--init-from"]),
            (["train", "--init-from", "one", "--share-params", *lib], 1, ["--init-from"]),
            (["simulate", "--policy", "six", *lib], 1, ["6", "5"]),
            (["compare", "--policy", "six", "--policy", "idle", *lib], 1, ["6", "5"]),
            (["simulate", "--policy", "zebra", *lib], 2, ["zebra"]),
            (["simulate", "--policy", "heurstic", *lib], 2, ["“heuristic”"]),
        ])
        # An ambiguous name lists the ids.
        for arguments in (["runs", "show", "twice"], ["compare", "--policy", "twice"],
                          ["train", "--resume", "twice"]):
            done = place.run(*arguments, *lib)
            assert done.returncode == 2, done
            assert len(done.stderr.splitlines()) == 3, done.stderr


def files_of_a_full_disk(program):
    with Place(program) as place:
        # So short that only its end does not fit.
        refused = place.run("simulate", "--set", "scenario.nodes=1", "--trace", "/dev/full", "--summary", "days.csv")
        assert refused.returncode == 1 and "make room" in refused.stderr, refused
        assert not os.path.exists(place.path("days.csv")), "half of the files were written"


def damaged_and_unwritable_libraries(program):
    with Place(program) as place:
        place.good("train", "--iterations", "2", "--name", "one", "--library", "lib", *TINY)
        run = os.listdir(place.path("lib", "runs"))[0]
        best = os.path.join("lib", "runs", run, "best.safetensors")
        with open(place.path(best), "r+b") as file:
            file.seek(-1, os.SEEK_END)
            last = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last[0] ^ 1]))
        lib = ["--library", "lib"]
        check_table(place, [
            (["simulate", "--policy", "one", *lib], 1, ["best.safetensors"]),
            (["simulate", "--policy", best], 1, ["best.safetensors"]),
        ])
        place.write("work-is-a-file", "")
        check_table(place, [(["train", "--quiet", "--library", "work-is-a-file"], 1, ["work-is-a-file"]),
                            (["runs", "list", "--library", "work-is-a-file"], 1, ["work-is-a-file"])])
        if os.geteuid() != 0:
            for parent, _, names in os.walk(place.path("lib"), topdown=False):
                for name in names:
                    os.chmod(os.path.join(parent, name), 0o444)
                os.chmod(parent, 0o555)
            check_table(place, [(["train", "--quiet", *lib], 1, ["lib"]),
                                (["runs", "rename", "one", "two", *lib], 1, ["lib"])])
            for parent, folders, _ in os.walk(place.path("lib")):
                os.chmod(parent, 0o755)


if __name__ == "__main__":
    sys.exit(main("mistakes", [without_a_library, with_a_library, files_of_a_full_disk,
                               damaged_and_unwritable_libraries]))
