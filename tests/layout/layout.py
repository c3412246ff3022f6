"""What the checks of the source tree share: finding files and reporting as TAP."""
import os
import sys

IGNORED_FOLDERS = {".git", "results", "__pycache__"}


def source_files(root, folders, suffixes):
    """Paths relative to root, sorted, of the files below these folders with one of the suffixes."""
    found = []
    for folder in folders:
        for parent, inner, names in os.walk(os.path.join(root, folder)):
            inner[:] = [name for name in inner
                        if name not in IGNORED_FOLDERS and not name.startswith("build")]
            found += [os.path.relpath(os.path.join(parent, name), root)
                      for name in names if name.endswith(tuple(suffixes))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def report(area, checks):
    """Prints checks, a list of (name, complaints), as TAP; returns the exit status.

    Complaints go to standard error: Meson shows that of a failed test, and keeps TAP to itself.
    """
    print(f"1..{len(checks)}")
    for number, (name, complaints) in enumerate(checks, 1):
        for complaint in complaints:
            print(complaint, file=sys.stderr)
        print(f"{'not ok' if complaints else 'ok'} {number} /layout/{area}/{name}")
    return 1 if any(complaints for _, complaints in checks) else 0
