#!/usr/bin/env python3
"""Checks that clang-format would change nothing.

    check-format.py ROOT | --self-test

Versions of clang-format disagree; .clang-format is written for the one below, Debian 12's.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from layout import report, source_files

VERSION = 14


def complaints_of(root):
    paths = source_files(root, ["src", "tests"], [".c", ".h", ".inc"])
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], cwd=root,
                          capture_output=True, text=True, check=False)
    found = [line for line in done.stderr.splitlines() if ": error:" in line]
    # One line a file is enough to know what to run.
    files = sorted({line.split(":", 1)[0] for line in found})
    if files:
        return [f"{path} is not formatted" for path in files] + ["run: clang-format -i " + " ".join(files)]
    return [] if done.returncode == 0 else [done.stderr.strip() or "clang-format failed"]


def self_test(root):
    with tempfile.TemporaryDirectory() as made_up:
        os.mkdir(os.path.join(made_up, "src"))
        shutil.copy(os.path.join(root, ".clang-format"), made_up)
        path = os.path.join(made_up, "src", "a.c")
        with open(path, "w", encoding="utf-8") as file:
            file.write("int x;\n")
        good = complaints_of(made_up)
        with open(path, "w", encoding="utf-8") as file:
            file.write("int  x ;\n")
        bad = complaints_of(made_up)
    return good + ([] if bad else ["a badly formatted file was not noticed"])


def main(root):
    try:
        text = subprocess.run(["clang-format", "--version"], capture_output=True, text=True,
                              check=True).stdout
    except OSError:
        print(f"1..0 # SKIP clang-format is not installed; script/setup test installs {VERSION}")
        return 0
    match = re.search(r"version (\d+)", text)
    if not match or int(match.group(1)) != VERSION:
        print(f"1..0 # SKIP formatting is defined by clang-format {VERSION}, here is: {text.strip()}")
        return 0
    return report("format", [("self-test", self_test(root)), ("clang-format", complaints_of(root))])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
