#!/usr/bin/env python3
"""Checks docs/command-line.md against the program: every command and option of --help is there, and
no other.

    check-command-line.py ROOT PROGRAM
"""
import re
import subprocess
import sys

from layout import read, report


def help_of(program, *command):
    return subprocess.run([program, *command, "--help"], capture_output=True, text=True,
                          check=True).stdout


def commands_of(text):
    """Names in the list of commands of a --help."""
    after = text.partition("\nCommands:\n")[2]
    return re.findall(r"^  ([a-z-]+)", after.partition("\n\n")[0], re.M)


def options_of(text):
    return set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", text, re.M)) - {"--help"}


def program_commands(program):
    """Command words -> options, for commands and commands of commands."""
    found = {}
    for name in commands_of(help_of(program)):
        text = help_of(program, name)
        inner = commands_of(text)
        if not inner:
            found[(name,)] = options_of(text)
        for second in inner:
            found[(name, second)] = options_of(help_of(program, name, second))
    return found


def documented_commands(page, names):
    """The same from the synopses of the page; names: first words that have commands of their own."""
    found, last = {}, set()
    for block in re.findall(r"```\n(gridmarl-cli.*?)```", page, re.S):
        for synopsis in re.split(r"^gridmarl-cli ", block, flags=re.M)[1:]:
            words = synopsis.split()
            key = tuple(words[:2 if words[0] in names else 1])
            options = set(re.findall(r"--[a-z-]+", synopsis))
            if "[the same options]" in synopsis:
                options |= last
            last = options
            found[key] = found.get(key, set()) | options
    return found


def main(root, program):
    page = read(root, "docs/command-line.md")
    real = program_commands(program)
    said = documented_commands(page, {key[0] for key in real if len(key) == 2})
    lacking = [f"{' '.join(key)} is not in docs/command-line.md" for key in real if key not in said]
    invented = [f"docs/command-line.md has {' '.join(key)}, the program has not"
                for key in said if key not in real]
    options = []
    for key in sorted(real.keys() & said.keys()):
        for option in sorted(real[key] ^ said[key]):
            where = "docs/command-line.md" if option in real[key] else "the program"
            options.append(f"{' '.join(key)}: {where} lacks {option}")
    if not real:
        lacking.append(f"{program} --help lists no command")
    return report("command-line", [("commands-documented", lacking), ("commands-real", invented),
                                   ("options", options)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
