#!/usr/bin/env python3
"""What people do with runs on the command line: labels, the trash, merging, bundles, verifying.

    check-runs.py PROGRAM [CHECK…]
"""
import json
import os
import shutil
import sqlite3
import sys

from cli import TINY, Place, main

LIB = ["--library", "lib"]


def train(place, name, seeds, library="lib"):
    place.good("train", "--iterations", "4", "--checkpoint-freq", "2", "--seeds", seeds, "--name", name,
               "--library", library, "--quiet", *TINY)


def listed(place, *arguments):
    return json.loads(place.good("runs", "list", "--json", *arguments))


def refused(place, status, words, *arguments):
    done = place.run(*arguments)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    for word in words:
        assert word in done.stderr, (word, done.stderr)
    return done


def labels(program):
    with Place(program) as place:
        train(place, "one", "1-2")
        train(place, "two", "1")
        assert place.good("runs", "tag", "one", *LIB) == ""
        assert place.good("runs", "tag", "one", "+paper", "+first try", "+-odd", *LIB) == "-odd\nfirst try\npaper\n"
        assert place.good("runs", "tag", *LIB, "one", "-paper", "-unknown", "+new") == "-odd\nfirst try\nnew\n"
        refused(place, 2, ["tag", "Nothing was changed"], "runs", "tag", "one", "+a,b", *LIB)
        assert [run["name"] for run in listed(place, "--tag", "new", *LIB)] == ["one", "one"]
        assert listed(place, "--tag", "paper", *LIB) == []
        assert "No run has the tag “paper”" in place.good("runs", "list", "--tag", "paper", *LIB)
        place.good("runs", "note", "one", "smaller steps,\nbetter start", *LIB)
        shown = json.loads(place.good("runs", "show", "one", "--json", *LIB))
        assert [(run["notes"], run["tags"], run["trashed"]) for run in shown] == [
            ("smaller steps,\nbetter start", ["-odd", "first try", "new"], None)] * 2
        text = place.good("runs", "show", "one", *LIB)
        assert "first try" in text and "better start" in text
        place.good("runs", "note", "one", "", *LIB)
        assert json.loads(place.good("runs", "show", "one", "--json", *LIB))[0]["notes"] == ""


def names(program):
    """Runs that nobody names are told apart, also where the table cuts them."""
    with Place(program) as place:
        for changes in ((), ("--set", "ppo.clip=0.1"), ("--set", "ppo.clip=0.1")):
            place.good("train", "--iterations", "4", *LIB, "--quiet", *TINY, *changes)
        called = [run["name"] for run in listed(place, *LIB)]
        assert len(set(called)) == 3 and called[0] == called[1] + " (2)", called
        assert all(name.startswith("neighbourhood-5 · PPO · 4 iterations") for name in called), called
        table = place.good("runs", "list", *LIB).splitlines()[1:]
        shown = [line[14:56] for line in table]
        assert len(set(shown)) == 3 and all("…" in name for name in shown), table


def trash(program):
    with Place(program) as place:
        train(place, "pair", "1-2")
        train(place, "single", "1")
        ids = [run["id"] for run in listed(place, *LIB)]
        printed = place.good("runs", "trash", "pair", *LIB)
        assert printed.count("is in the trash") == 2 and f"runs restore {ids[1]}" in printed, printed
        assert [run["name"] for run in listed(place, *LIB)] == ["single"]
        assert {run["name"] for run in listed(place, "--trash", *LIB)} == {"pair"}
        refused(place, 2, ["pair"], "runs", "show", "pair", *LIB)
        refused(place, 2, ["no run “single” in the trash"], "runs", "restore", "single", *LIB)
        place.good("runs", "restore", ids[1], *LIB)
        assert len(listed(place, *LIB)) == 2
        place.good("runs", "restore", "pair", *LIB)
        assert {run["id"] for run in listed(place, *LIB)} == set(ids)
        assert "trash is empty" in place.good("runs", "list", "--trash", *LIB)

        place.good("runs", "trash", ids[2], *LIB)
        assert "1 run was removed for good" in place.good("runs", "empty-trash", *LIB)
        assert not os.path.exists(place.path("lib", "runs", ids[2]))
        assert len(listed(place, *LIB)) == 2 and listed(place, "--trash", *LIB) == []
        assert "0 runs were removed" in place.good("runs", "empty-trash", *LIB)


def merging(program):
    with Place(program) as place:
        train(place, "here", "1")
        train(place, "there", "3-4", "other")
        place.good("runs", "tag", "there", "+far", "--library", "other")
        before = place.files()
        merged = json.loads(place.good("runs", "merge", "other", "--json", "--quiet", *LIB))
        assert merged["bytes"] > 0 and merged == {
            "added": 2, "extended": 0, "same": 0, "bytes": merged["bytes"], "refused": []}, merged
        assert {name: digest for name, digest in place.files().items() if name.startswith("work/other/")} == {
            name: digest for name, digest in before.items() if name.startswith("work/other/")}
        assert [run["tags"] for run in listed(place, "--tag", "far", *LIB)] == [["far"]] * 2
        ours, theirs = (json.loads(place.good("runs", "show", "there", "--json", "--library", library))
                        for library in ("lib", "other"))
        for a, b in zip(ours, theirs):
            assert {key: a[key] for key in a if key != "checkpoints"} == {
                key: b[key] for key in b if key != "checkpoints"}
            assert [one["sha256"] for one in a["checkpoints"]] == [one["sha256"] for one in b["checkpoints"]]
        for library in ("lib", "other"):
            place.good("runs", "export", "there", "--csv", f"{library}.csv", "--library", library)
        assert place.read("lib.csv") == place.read("other.csv")
        assert "0 new, 0 went on, 2 already here" in place.good("runs", "merge", "other", *LIB)
        assert "there" in place.good("simulate", "--policy", "there", *LIB)

        # A run that both have and that differs is left alone, and the status says so.
        with sqlite3.connect(place.path("other", "library.db")) as database:
            database.execute("UPDATE metric SET kl = 5.0 WHERE iteration = 2")
        database.close()
        done = refused(place, 1, [ours[0]["id"], ours[1]["id"], "kl in iteration 2"], "runs", "merge", "other", *LIB)
        assert "0 new" in done.stdout
        place.good("runs", "verify", "there", "--quiet", *LIB)
        refused(place, 2, ["lib", "itself"], "runs", "merge", "lib", *LIB)
        place.write("note.txt", "mine")
        refused(place, 1, ["note.txt", "Nothing was changed"], "runs", "merge", "note.txt", *LIB)


def bundles(program):
    with Place(program) as place:
        train(place, "pair", "1-2")
        train(place, "left", "1")
        place.good("runs", "export", "pair", "--bundle", "pair.gridmarl-runs", "--csv", "pair.csv", *LIB)
        printed = place.good("runs", "merge", "pair.gridmarl-runs", "--library", "new")
        assert "2 new" in printed, printed
        assert sorted(os.listdir(place.work)) == ["lib", "new", "pair.csv", "pair.gridmarl-runs"]
        assert {run["name"] for run in listed(place, "--library", "new")} == {"pair"}
        place.good("runs", "export", "pair", "--csv", "again.csv", "--library", "new")
        assert place.read("again.csv") == place.read("pair.csv")

        # A sidecar of what was there before goes with it, that of another program stays.
        for contents, remains in ('{"format": "gridmarl-sidecar"}', False), ('{"format": "other"}', True):
            place.write("pair.gridmarl-runs.meta.json", contents)
            place.good("runs", "export", "pair", "--bundle", "pair.gridmarl-runs", *LIB)
            assert os.path.exists(place.path("pair.gridmarl-runs.meta.json")) == remains, contents

        # Half of a bundle is none, and takes nothing with it.
        with open(place.path("pair.gridmarl-runs"), "rb") as file:
            contents = file.read()
        with open(place.path("half.gridmarl-runs"), "wb") as file:
            file.write(contents[:len(contents) // 2])
        refused(place, 1, ["half.gridmarl-runs", "Nothing was changed"],
                "runs", "merge", "half.gridmarl-runs", "--library", "new")
        assert len(listed(place, "--library", "new")) == 2


def verifying(program):
    with Place(program) as place:
        train(place, "pair", "1-2")
        printed = place.good("runs", "verify", "pair", "--threads", "2", *LIB)
        assert printed.count("all 4 rows have the same bits") == 2, printed
        before = place.files()
        verdicts = json.loads(place.good("runs", "verify", "pair", "--json", "--quiet", *LIB))
        assert [(one["verdict"], one["rows"], one["same"]) for one in verdicts] == [("same", 4, 4)] * 2
        assert place.files() == before, "verifying wrote something"
        with sqlite3.connect(place.path("lib", "library.db")) as database:
            database.execute("UPDATE metric SET policy_loss = -policy_loss WHERE iteration = 3")
        database.close()
        done = place.run("runs", "verify", "pair", "--json", "--quiet", *LIB)
        assert done.returncode == 1
        verdict = json.loads(done.stdout)[0]
        assert (verdict["verdict"], verdict["same"], verdict["iteration"], verdict["metric"]) == (
            "different", 2, 3, "policy_loss"), verdict
        assert verdict["stored"] == -verdict["computed"]
        done = place.run("runs", "verify", "pair", "--quiet", *LIB)
        assert done.returncode == 1 and "iteration 3 policy_loss" in done.stdout, done.stdout


def salvaging(program):
    with Place(program) as place:
        train(place, "pair", "1-2")
        refused(place, 2, ["whole", "Nothing was changed"], "runs", "salvage", "lib")
        before = json.loads(place.good("runs", "show", "pair", "--json", *LIB))
        with open(place.path("lib", "library.db"), "r+b") as file:
            file.write(b"garbage")
        for name in ("library.db-wal", "library.db-shm"):
            if os.path.exists(place.path("lib", name)):
                os.remove(place.path("lib", name))
        refused(place, 1, ["damaged", "gridmarl-cli runs salvage", place.path("lib")], "runs", "list", *LIB)
        printed = place.good("runs", "salvage", "lib")
        assert "Saved: 2 runs, 8 rows, 8 checkpoints" in printed and "library.db.damaged" in printed, printed
        assert json.loads(place.good("runs", "show", "pair", "--json", *LIB)) == before
        assert os.path.exists(place.path("lib", "library.db.damaged"))
        place.good("runs", "verify", "pair", "--quiet", *LIB)


def without_database(program):
    with Place(program) as place:
        train(place, "pair", "1-2")
        ids = [run["id"] for run in listed(place, *LIB)]
        copy = place.path("lib", "library.db.schema-1.backup")
        shutil.copy(place.path("lib", "library.db"), copy)
        os.remove(place.path("lib", "library.db"))
        for command in (["runs", "list"], ["runs", "empty-trash"], ["runs", "merge", "lib"],
                        ["simulate", "--policy", "pair"], ["compare", "--policy", "pair"], ["compare", "--quiet"]):
            refused(place, 1, ["missing", "runs", "gridmarl-cli runs salvage", place.path("lib")], *command, *LIB)
        assert not os.path.exists(place.path("lib", "library.db"))
        done = place.run("runs", "salvage", "lib")
        assert done.returncode == 0 and "Saved: 2 runs, 8 rows, 8 checkpoints" in done.stdout, done
        assert "schema-1.backup" in done.stderr and "damaged" not in done.stdout, done
        assert {run["id"] for run in listed(place, *LIB)} == set(ids)

        os.remove(copy)
        os.remove(place.path("lib", "library.db"))
        done = place.run("runs", "salvage", "lib")
        assert done.returncode == 0 and "Saved: 0 runs" in done.stdout, done
        assert all(run in done.stderr for run in ids), done.stderr
        assert listed(place, *LIB) == []
        best = place.path("lib", "runs", ids[0], "best.safetensors")
        place.good("simulate", "--policy", best, "--days", "1")


if __name__ == "__main__":
    sys.exit(main("runs", [labels, names, trash, merging, bundles, verifying, salvaging, without_database]))
