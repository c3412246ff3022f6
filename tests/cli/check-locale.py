#!/usr/bin/env python3
"""Where people write 1,5 the program prints and reads 1.5 all the same: what it prints is read by programs, too.

    check-locale.py PROGRAM [CHECK…]
"""
import os
import re
import subprocess
import sys

from cli import TINY, Place, Skip, main

LIB = ["--library", "lib"]
# Digits, a comma, digits; a list of numbers has a blank behind its commas.
COMMA = re.compile(r"\d,\d")
LOCALE = "de_DE.UTF-8"


def put_commas(place):
    """The place's programs run in a language with decimal commas, which is made for them."""
    path = os.path.join(place.root, "locales")
    os.mkdir(path)
    try:
        done = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(path, LOCALE)],
                              capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise Skip(f"{missing.filename} is missing: run script/setup")
    if not os.path.exists(os.path.join(path, LOCALE, "LC_NUMERIC")):
        raise Skip(f"the sources of locales are missing (package locales), run script/setup: {done.stderr.strip()}")
    place.environment.update(LOCPATH=path, LC_ALL=LOCALE)
    said = subprocess.run(["/usr/bin/printf", "%.1f", "1,5"], capture_output=True, text=True, env=place.environment)
    assert said.stdout == "1,5", said


def words(place, *arguments):
    """What it prints, without a decimal comma, on standard error neither."""
    done = place.run(*arguments)
    assert done.returncode == 0, (arguments, done.stderr)
    for text in (done.stdout, done.stderr):
        found = COMMA.search(text)
        assert not found, (arguments, text[max(0, found.start() - 60):found.end() + 60])
    return done.stdout


def prints_points(program):
    with Place(program) as place:
        put_commas(place)
        train = ("train", "--iterations", "4", "--seeds", "1-3", *LIB, *TINY)
        for text, wanted in (
                (words(place, *train, "--name", "three"), r"reward −?-?\d+\.\d"),
                (words(place, "simulate", "--policy", "three", "--days", "2", *LIB), r"kWh"),
                (words(place, "compare", "--policy", "three", "--policy", "heuristic", "--policy", "no-control",
                       "--days", "6", "--ratios", "--quiet", *LIB), r"\d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]"),
                (words(place, "scale", "--agents", "2,4", "--seeds", "1-3", "--iterations", "2", *LIB, *TINY),
                 r"agents\^-?\d\.\d\d"),
                (words(place, "scale", "--agents", "2,4", "--seeds", "1-3", "--iterations", "2", "--estimate", *TINY),
                 r"\d\.\d s"),
                (words(place, "runs", "list", *LIB), r"\d\.\d"),
                (words(place, "runs", "show", "three", *LIB), r"\d\.\d\d at iteration"),
                (words(place, "runs", "verify", "three", *LIB), r"all 4 rows"),
                (words(place, "scenario", "show", "neighbourhood-5"), r"= \d\.\d"),
                (words(place, "bench", "--rounds", "1"), r"\d\.\d")):
            assert re.search(wanted, text), (wanted, text)


def same_files(program):
    """What is written to files has the same bytes in any language."""
    found = []
    for commas in (False, True):
        with Place(program) as place:
            if commas:
                put_commas(place)
            place.good("train", "--iterations", "2", "--name", "one", "--quiet", *LIB, *TINY)
            place.good("compare", "--policy", "one", "--policy", "heuristic", "--days", "3", "--table", "s.tex",
                       "--figure", "f.svg", "--marl-eval", "m.json", "--quiet", *LIB)
            place.good("simulate", "--policy", "one", "--trace", "t.csv", "--quiet", *LIB)
            found.append({name: place.read(name) for name in ("s.tex", "f.svg", "m.json", "t.csv")})
    for name, text in found[0].items():
        assert text == found[1][name], name


def reads_points(program):
    """What a command line or a file says means the same."""
    with Place(program) as place:
        put_commas(place)
        place.write("half.gridmarl", "[scenario]\nname = Half\nline_limit = 0.5\n")
        assert "line_limit = 0.5" in place.good("scenario", "show", "half.gridmarl")
        refused = place.run("simulate", "--set", "scenario.line_limit=0,5")
        assert refused.returncode == 2 and "line_limit" in refused.stderr, refused


if __name__ == "__main__":
    sys.exit(main("locale", [prints_points, same_files, reads_points]))
