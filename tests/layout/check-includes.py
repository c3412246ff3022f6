#!/usr/bin/env python3
"""Checks every #include of src/ against the table of who may include whom (src/DESIGN.md).

    check-includes.py ROOT | --self-test

Include paths alone do not keep layers apart: "../" and transitive include folders get around them.
"""
import os
import re
import sys
import tempfile

from layout import read, report, source_files

# Folder: the folders directly below it. What these may include is visible, too, because their headers
# pass it on.
BELOW = {
    "numeric": [],
    "grid": ["numeric"],
    "learning": ["numeric", "grid"],
    "cuda": ["learning"],
    "mpi": ["learning"],
    "experiments": ["learning", "grid"],
    "library": ["experiments"],
    "drawing": [],
    "export": ["library", "drawing"],
    "cli": ["export", "library", "experiments"],
    "app": ["export", "library", "experiments", "drawing"],
}

# Headers of libraries, and the folders that may include them in any file. What is not a library here
# must be a header of the C library.
LIBRARIES = [
    # numeric works on caller memory alone: no GLib, no allocation, no input or output.
    (r"(glib|gobject|gio|gmodule)/.*|(glib|glib-object|glib-unix|gmodule)\.h",
     ["grid", "learning", "cuda", "mpi", "experiments", "library", "drawing", "export", "cli", "app"]),
    (r"cblas\.h|openblas_config\.h|immintrin\.h", ["numeric"]),
    (r"sqlite3\.h", ["library"]),
    (r"json-glib/.*", ["export"]),
    (r"(cairo|cairo-.*)\.h|(pango|pangocairo)/.*", ["drawing"]),
    (r"(gtk|gdk|gsk|graphene|epoxy)/.*|(graphene|adwaita)\.h", ["app"]),
    (r"(cuda|cublas|cudnn).*\.h", ["cuda"]),
    (r"mpi\.h", ["mpi"]),
]

# Deviations: library header, folder, and why. They hold for .c files alone, so that no header passes
# the library on.
DEVIATIONS = [
    (r"json-glib/.*", "grid", "CityLearn describes its data sets in a schema.json"),
    (r"json-glib/.*", "learning", "a checkpoint's header is JSON (safetensors)"),
]

C_LIBRARY = re.compile(
    r"(assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign|"
    r"stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|tgmath|threads|time|"
    r"cpuid|dirent|fcntl|malloc|poll|pthread|sched|semaphore|strings|termios|unistd|"
    r"sys/(file|ioctl|mman|param|random|resource|stat|statvfs|syscall|time|types|utsname|wait))\.h")
NUMERIC_MAY_NOT = re.compile(r"(stdio|fcntl|malloc|unistd|dirent|pthread|threads)\.h|sys/.*")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]*)"|<([^>]*)>|(.*))', re.M)


def visible_folders(folder):
    """The folder itself and all that is below it, directly or not."""
    seen, waiting = set(), [folder]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += BELOW[one]
    return seen


def judge_own(folder, name, owners):
    """Why a quoted include may not be, or None. owners: base name -> folders that have such a file."""
    if "/" in name:
        return f'"{name}" has a path; include by base name'
    if name == "config.h":
        return None
    having = owners.get(name, [])
    if len(having) != 1:
        return f'"{name}" is a file of {", ".join(having) if having else "no folder"} of src/'
    if having[0] not in visible_folders(folder):
        return f'"{name}" is in {having[0]}/, which {folder}/ may not include'
    return None


def judge_system(folder, path, name):
    """Why an include in angle brackets may not be, or None."""
    for pattern, folders in LIBRARIES:
        if re.fullmatch(pattern, name):
            deviates = path.endswith(".c") and any(
                re.fullmatch(header, name) and where == folder for header, where, _ in DEVIATIONS)
            return None if folder in folders or deviates else f"<{name}> may not be included in {folder}/"
    if not C_LIBRARY.fullmatch(name):
        return f"<{name}> is of no library that the table knows"
    if folder == "numeric" and NUMERIC_MAY_NOT.fullmatch(name):
        return f"<{name}> may not be included in numeric/: no input, output or threads there"
    return None


def find_wrong_includes(root):
    """Complaints about the tree, and the number of includes that were looked at."""
    paths = source_files(root, ["src"], [".c", ".h", ".inc", ".cu"])
    owners = {}
    for path in paths:
        owners.setdefault(os.path.basename(path), []).append(path.split(os.sep)[1])
    complaints, count = [], 0
    for path in paths:
        folder = path.split(os.sep)[1]
        if folder not in BELOW:
            complaints.append(f"{path}: {folder} is no folder that the table knows")
            continue
        text = read(root, path)
        for match in INCLUDE.finditer(text):
            count += 1
            own, system, other = match.groups()
            if own is not None:
                why = judge_own(folder, own, owners)
            elif system is not None:
                why = judge_system(folder, path, system)
            else:
                why = f"{other.strip()} cannot be checked: name the header"
            if why:
                line = text.count("\n", 0, match.start()) + 1
                complaints.append(f"{path}:{line}: {why}")
    return complaints, count


MADE_UP = {
    "numeric/gmarl-n.h": '#pragma once\n#include <math.h>\n#include <cblas.h>\n',
    "grid/gmarl-g.c": '#include "config.h"\n#include "gmarl-n.h"\n#include <glib.h>\n'
                      '#include <json-glib/json-glib.h>\n',
    "experiments/gmarl-e.h": '#include "gmarl-n.h"\n#include <gio/gio.h>\n',
    "library/gmarl-l.h": "#include <sqlite3.h>\n",
    "app/gmarl-a.h": '#include "gmarl-g.h"\n#include <gtk/gtk.h>\n#include <adwaita.h>\n',
    "grid/gmarl-g.h": "",
}
MADE_UP_WRONG = [
    ("glib-in-numeric", "numeric/bad.c", "#include <glib.h>\n"),
    ("output-in-numeric", "numeric/bad.c", "#include <stdio.h>\n"),
    ("upwards", "numeric/bad.c", '#include "gmarl-g.h"\n'),
    ("sideways-library", "grid/bad.c", "#include <cblas.h>\n"),
    ("sql-outside-library", "experiments/bad.c", "  # include <sqlite3.h>\n"),
    ("engine-in-drawing", "drawing/bad.c", '#include "gmarl-g.h"\n'),
    ("gtk-in-drawing", "drawing/bad.c", "#include <gtk/gtk.h>\n"),
    ("gtk-in-cli", "cli/bad.c", "#include <gtk/gtk.h>\n"),
    ("library-in-experiments", "experiments/bad.c", '#include "gmarl-l.h"\n'),
    ("deviation-in-a-header", "grid/bad.h", "#include <json-glib/json-glib.h>\n"),
    ("path", "grid/bad.c", '#include "../numeric/gmarl-n.h"\n'),
    ("absent", "grid/bad.c", '#include "gmarl-nowhere.h"\n'),
    ("two-of-a-name", "experiments/gmarl-g.h", '#include "gmarl-g.h"\n'),
    ("unknown-library", "grid/bad.c", "#include <curl/curl.h>\n"),
    ("unknown-folder", "attic/bad.c", ""),
    ("macro", "grid/bad.c", "#include HEADER\n"),
]


def complaints_of(files):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = os.path.join(root, "src", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return find_wrong_includes(root)[0]


def self_test():
    checks = [("nothing-wrong", complaints_of(MADE_UP))]
    for name, path, text in MADE_UP_WRONG:
        found = complaints_of({**MADE_UP, path: text})
        named = any(complaint.startswith(os.path.join("src", path)) for complaint in found)
        checks.append((name, [] if named else [f"not noticed: {text!r} in {path}; found {found}"]))
    return report("includes-self-test", checks)


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    complaints, count = find_wrong_includes(arguments[0])
    if count == 0:
        complaints.append("no include was found: is this the project's root?")
    return report("includes", [("table", complaints)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
