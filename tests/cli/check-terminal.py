#!/usr/bin/env python3
"""On a terminal progress is one line that is written over; elsewhere it is plain lines.

    check-terminal.py PROGRAM [CHECK…]
"""
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

from cli import TINY, Place, main

ERASE = "\r\x1b[K"
RUN = ["train", "--iterations", "40", "--library", "lib", *TINY]
LONG = ["train", "--iterations", "100000", "--library", "lib", *TINY]


class Terminal:
    """The program with standard error on a terminal of this many columns."""

    def __init__(self, place, columns, *arguments, **variables):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.text = ""
        reading, writing = os.pipe()
        environment = {**place.environment, "TERM": "xterm", **variables}
        self.process = os.fork()
        if self.process == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            os.dup2(slave, 0)
            os.dup2(writing, 1)
            os.dup2(slave, 2)
            os.chdir(place.work)
            os.closerange(3, 64)
            os.execve(place.program, [place.program, *arguments], environment)
        os.close(slave)
        os.close(writing)
        self.results = reading

    def read_some(self, timeout):
        """Takes what is there; FALSE at the end."""
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return True
        try:
            piece = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        self.text += piece.decode()
        return bool(piece)

    def read_until(self, word, timeout=60):
        deadline = time.monotonic() + timeout
        while word not in self.text and time.monotonic() < deadline and self.read_some(1):
            pass
        assert word in self.text, repr(self.text)

    def finish(self):
        while self.read_some(60):
            pass
        _, status = os.waitpid(self.process, 0)
        with os.fdopen(self.results) as file:
            printed = file.read()
        os.close(self.master)
        return os.waitstatus_to_exitcode(status), printed


def a_terminal_gets_one_line(program):
    with Place(program) as place:
        terminal = Terminal(place, 200, *RUN, "--seeds", "1-2")
        status, printed = terminal.finish()
        assert status == 0, terminal.text
        shown = terminal.text.split(ERASE)
        assert len(shown) > 3, repr(terminal.text)
        assert "seed 2 (2 of 2)" in terminal.text
        for word in ("iteration", "of 40", "reward", "stability", "steps/s", "left"):
            assert any(word in line for line in shown), (word, shown)
        # Nothing but the line about memory stays, and nothing is left on the screen in the end.
        assert terminal.text.count("\n") == 1 and terminal.text.endswith(ERASE), repr(terminal.text)
        assert printed.count("best validation reward") == 2 and "\x1b" not in printed


def a_line_never_wraps(program):
    with Place(program) as place:
        terminal = Terminal(place, 30, *RUN)
        status, _ = terminal.finish()
        assert status == 0
        lines = terminal.text.split(ERASE)[1:]
        assert lines and max(len(line) for line in lines) <= 29, lines


def elsewhere_lines_are_plain(program):
    with Place(program) as place:
        done = place.run(*RUN)
        assert done.returncode == 0
        lines = done.stderr.splitlines()
        assert "\x1b" not in done.stderr and "\r" not in done.stderr
        # After memory: the first iteration, one every 25 or every few seconds, and the last.
        shown = [line.split(" · ")[1] for line in lines[1:]]
        assert all(one.startswith("iteration ") for one in shown) and shown[-1] == "iteration 40 of 40", lines
        assert 2 <= len(shown) < 15, lines
        assert place.run(*RUN, "--quiet").stderr == ""


def a_dumb_terminal_and_quiet(program):
    with Place(program) as place:
        terminal = Terminal(place, 80, *RUN, "--quiet")
        assert terminal.finish()[0] == 0 and terminal.text == "", repr(terminal.text)
        terminal = Terminal(place, 80, *RUN, TERM="dumb")
        assert terminal.finish()[0] == 0 and "\x1b" not in terminal.text


def keys_interrupt(program):
    with Place(program) as place:
        terminal = Terminal(place, 120, *LONG)
        terminal.read_until("iteration")
        os.write(terminal.master, b"\x03")
        status, printed = terminal.finish()
        assert status == 130, (status, terminal.text)
        assert "gridmarl-cli train --resume " in terminal.text and "--library lib" in terminal.text
        assert printed == ""


def asked_twice_it_ends_at_once(program):
    with Place(program) as place:
        # A single iteration of this takes far longer than the test.
        terminal = Terminal(place, 120, "train", "--library", "lib", "--set", "rollout.steps=100",
                            "--set", "ppo.epochs=1000", "--set", "policy.hidden=256-256")
        terminal.read_until("of memory")
        deadline = time.monotonic() + 60
        while not os.path.isdir(place.path("lib", "runs")) or not any(
                "last.safetensors" in names for _, _, names in os.walk(place.path("lib", "runs"))):
            assert time.monotonic() < deadline
            terminal.read_some(0.05)
        os.kill(terminal.process, signal.SIGTERM)
        terminal.read_until("checkpoint")
        os.kill(terminal.process, signal.SIGTERM)
        status, _ = terminal.finish()
        assert status == 130, (status, terminal.text)
        assert "gridmarl-cli train --resume " in terminal.text


if __name__ == "__main__":
    sys.exit(main("terminal", [a_terminal_gets_one_line, a_line_never_wraps, elsewhere_lines_are_plain,
                               a_dumb_terminal_and_quiet, keys_interrupt, asked_twice_it_ends_at_once]))
