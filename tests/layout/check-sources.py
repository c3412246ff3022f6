#!/usr/bin/env python3
"""Checks what holds for every file of the project: licence, guards, length, no marks of unfinished
work, no path of a developer's machine.

    check-sources.py ROOT | --self-test
"""
import os
import re
import sys
import tempfile

from layout import read, report, source_files

CODE = [".c", ".h", ".inc"]
TEXT = CODE + [".py", ".md", ".build", ".txt", ".in", ".ui", ".css", ".gridmarl", ".sh"]
FOLDERS = ["src", "tests", "ui", "data", "po", "script", "docs", ".ci"]
LONGEST = 1000  # lines of a file in src/

HEAD = "/* Copyright 2026 The Gridmarl developers\n * SPDX-License-Identifier: MIT\n"
MARK = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# A directive of TAP is spelled like a mark; this file has examples of both.
MAY_HAVE_MARKS = {"test-summary", "check-summary.py", "check-sources.py"}
MAY_HAVE_PATHS = {"check-sources.py"}
LOCAL_PATH = re.compile(r"(?<![\w.}/*<>-])/(home|root|Users|work|mnt)/[\w.]")


def numbered(text, pattern):
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def check_tree(root):
    licence, guard, length, marks, paths = [], [], [], [], []
    for path in source_files(root, ["src", "tests"], CODE):
        text = read(root, path)
        if not text.startswith(HEAD):
            licence.append(f"{path}: does not begin with the copyright and SPDX lines")
        if path.endswith(".h") and "\n#pragma once\n" not in text:
            guard.append(f"{path}: has no #pragma once")
        if path.startswith("src" + os.sep) and text.count("\n") > LONGEST:
            length.append(f"{path}: has {text.count(chr(10))} lines; {LONGEST} at most, split it")
    top = [name for name in sorted(os.listdir(root)) if name.endswith(tuple(TEXT))]
    scripts = [os.path.join(folder, name) for folder in ("script", ".ci")
               if os.path.isdir(os.path.join(root, folder))
               for name in sorted(os.listdir(os.path.join(root, folder))) if "." not in name]
    for path in source_files(root, FOLDERS, TEXT) + top + scripts:
        text = read(root, path)
        name = os.path.basename(path)
        if name not in MAY_HAVE_MARKS:
            marks += [f"{path}:{line}: a mark of unfinished work" for line in numbered(text, MARK)]
        if name not in MAY_HAVE_PATHS:
            paths += [f"{path}:{line}: a path of one machine" for line in numbered(text, LOCAL_PATH)]
    return [("licence", licence), ("pragma-once", guard), ("length", length), ("marks", marks),
            ("local-paths", paths)]


MADE_UP_WRONG = [
    ("licence", "src/grid/bad.c", "int x;\n"),
    ("licence", "tests/grid/bad.c", "int x;\n"),
    ("pragma-once", "src/grid/bad.h", HEAD + " */\n"),
    ("length", "src/grid/bad.c", HEAD + " */\n" + "\n" * LONGEST),
    ("marks", "src/grid/bad.c", HEAD + " */\n/* TODO: later */\n"),
    ("marks", "script/bad", "# FIXME\n"),
    ("local-paths", "docs/bad.md", "see /home/someone/notes\n"),
    ("local-paths", "script/bad", "cd /root/project\n"),
]


def self_test():
    checks = []
    for check, path, text in MADE_UP_WRONG:
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "src", "grid"))
            with open(os.path.join(root, "src", "grid", "good.h"), "w", encoding="utf-8") as file:
                file.write(HEAD + " */\n#pragma once\n")
            good = [name for name, complaints in check_tree(root) if complaints]
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
            bad = [name for name, complaints in check_tree(root) if complaints]
        missed = [] if (good, bad) == ([], [check]) else [f"before {good}, with {text!r:.60} {bad}"]
        checks.append((f"{check}-in-{path.replace('/', '-')}", missed))
    return report("sources-self-test", checks)


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    return report("sources", check_tree(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
