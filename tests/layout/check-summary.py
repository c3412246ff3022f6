#!/usr/bin/env python3
"""Tests script/test-summary on made-up logs: what it must count, and that nothing hides a failure."""
import json
import os
import subprocess
import sys
import tempfile

SUMMARY = os.path.join(os.path.dirname(__file__), "..", "..", "script", "test-summary")


def entry(result, stdout="", returncode=0, **more):
    return {"name": "made-up", "result": result, "stdout": stdout, "returncode": returncode, **more}


CASES = [
    ("points count one by one", [entry("OK", "1..2\nok 1 /a\nok 2 /b\n")], (2, 0, 0)),
    ("a program without points is one test", [entry("OK"), entry("FAIL", returncode=1)], (1, 1, 0)),
    ("a failed point", [entry("FAIL", "1..2\nok 1 /a\nnot ok 2 /b - why\n")], (1, 1, 0)),
    ("death after good points", [entry("ERROR", "1..3\nok 1 /a\n", -11)], (1, 1, 0)),
    ("death at a failed point", [entry("ERROR", "1..3\nok 1 /a\nnot ok 2 /b\nBail out!\n", -6)], (1, 1, 0)),
    ("death before any point", [entry("ERROR", "1..3\n", -6)], (0, 1, 0)),
    ("time out", [entry("TIMEOUT", "1..3\nok 1 /a\nok 2 /b\n", -15)], (2, 1, 0)),
    ("fewer points than planned", [entry("ERROR", "1..3\nok 1 /a\n", 0)], (1, 1, 0)),
    ("a bad exit status after good points", [entry("FAIL", "1..1\nok 1 /a\n", 1)], (1, 1, 0)),
    ("skipped points", [entry("OK", "1..2\nok 1 /a # SKIP no disk\nok 2 /b\n")], (1, 0, 1)),
    ("an incomplete point", [entry("OK", "1..1\nnot ok 1 /a # TODO later\n")], (0, 0, 1)),
    ("a skipped program", [entry("SKIP", "1..0 # SKIP nothing to test\n")], (0, 0, 1)),
    ("a log without tests", [], (0, 1, 0)),
    ("no log", None, (0, 1, 0)),
]


def run(entries, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "testlog.json")
        if entries is not None:
            with open(path, "w", encoding="utf-8") as log:
                log.writelines(json.dumps(one) + "\n" for one in entries)
        return subprocess.run([sys.executable, SUMMARY, "made up=" + path, *arguments],
                              capture_output=True, text=True, check=False)


def main():
    checks = []
    for name, entries, expected in CASES:
        done = run(entries)
        line = "{} passed, {} failed, {} skipped".format(*expected)
        checks.append((name, done.stdout.splitlines()[-1:] == [line]
                       and done.returncode == (1 if expected[1] else 0)))
    done = run([entry("OK")], "--failed=build")
    checks.append(("a failed step", done.stdout.endswith("\n1 passed, 1 failed, 0 skipped\n")
                   and done.returncode == 1))
    done = run([entry("OK", "1..2\nok 1 /a # SKIP no disk\nok 2 /b\n")])
    checks.append(("reasons are told", "/a: no disk" in done.stdout))
    done = run([entry("FAIL", "1..1\nnot ok 1 /a\n", 1, stderr="it was the cat\n")])
    checks.append(("a failure shows what was printed", "it was the cat" in done.stdout))

    print(f"1..{len(checks)}")
    for number, (name, good) in enumerate(checks, 1):
        print(f"{'ok' if good else 'not ok'} {number} /layout/summary/{name.replace(' ', '-')}")
    return 0 if all(good for _, good in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
