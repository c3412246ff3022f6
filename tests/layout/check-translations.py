#!/usr/bin/env python3
"""Checks that po/POTFILES.in names exactly the files with translatable strings, and that xgettext can read them.

    check-translations.py ROOT             checks
    check-translations.py ROOT --update    writes po/POTFILES.in anew
"""
import os
import re
import subprocess
import sys

from layout import read, report, source_files

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "Q_", "ngettext:1,2", "g_dngettext:2,3"]


def files_with_strings(root):
    paths = source_files(root, ["src"], [".c", ".h"])
    done = subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--language=C", "--output=-", "--keyword",
         *["--keyword=" + keyword for keyword in KEYWORDS], *paths],
        cwd=root, capture_output=True, text=True, check=True)
    places = re.findall(r"^#: (.*)", done.stdout, re.M)
    code = {place.rsplit(":", 1)[0] for line in places for place in line.split()}
    return sorted(code | set(descriptions_with_strings(root)))


def descriptions_with_strings(root):
    """Windows, launcher, settings and the text for software centres: gettext knows these formats itself."""
    return [path for path in source_files(root, ["ui", "data"], [".ui", ".desktop.in", ".metainfo.xml.in", ".gschema.xml"])
            if any(mark in read(root, path) for mark in
                   (' translatable="yes"', "\nName=", "<summary>", "<summary "))]


def unreadable_formats(root):
    """GLib's format macros cut a string in two for xgettext, which knows those of <inttypes.h>."""
    return [f"{path}:{number}: {macro} cannot be translated: write PRId64, PRIu64, %zu or %zd"
            for path in source_files(root, ["src"], [".c", ".h"])
            for number, line in enumerate(read(root, path).splitlines(), 1)
            for macro in re.findall(r"\bG_G\w+_FORMAT\b", line)]


def main(root, update):
    found = files_with_strings(root)
    if update:
        with open(os.path.join(root, "po", "POTFILES.in"), "w", encoding="utf-8") as file:
            file.writelines(path + "\n" for path in found)
        return 0
    listed = read(root, "po/POTFILES.in").split()
    remedy = "run: tests/layout/check-translations.py . --update"
    missing = [f"po/POTFILES.in lacks {path}; {remedy}" for path in found if path not in listed]
    needless = [f"po/POTFILES.in names {path}, which has no translatable string; {remedy}"
                for path in listed if path not in found]
    unsorted = [f"po/POTFILES.in is not sorted; {remedy}"] if listed != sorted(listed) else []
    return report("translations", [("listed", missing), ("needed", needless), ("sorted", unsorted),
                                   ("formats", unreadable_formats(root))])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--update" in sys.argv[2:]))
