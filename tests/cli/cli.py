"""What the tests of gridmarl-cli share: running it in a folder of its own, and reporting as TAP."""
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import traceback

# A training that takes a blink: four environments, a few iterations.
TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=48", "--set", "policy.hidden=16",
        "--set", "ppo.minibatch=64", "--set", "validation.interval=4", "--set", "validation.days=1"]


class Skip(Exception):
    """What this machine lacks for a check."""


class Place:
    """A temporary folder in which the program runs, with a user's data directory inside."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.keeper = tempfile.TemporaryDirectory(prefix="gridmarl-cli-")
        self.root = self.keeper.name
        self.work = os.path.join(self.root, "work")
        os.mkdir(self.work)
        self.environment = dict(os.environ, HOME=self.root, LC_ALL="C.UTF-8", LANGUAGE="",
                                XDG_DATA_HOME=os.path.join(self.root, "data"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.keeper.cleanup()

    def path(self, *parts):
        return os.path.join(self.work, *parts)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def start(self, *arguments, **more):
        return subprocess.Popen([self.program, *arguments], cwd=self.work, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **more)

    def run(self, *arguments):
        """Runs to the end, whatever comes of it."""
        return subprocess.run([self.program, *arguments], cwd=self.work, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              timeout=600)

    def good(self, *arguments):
        """Runs what must succeed; returns standard output."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"{arguments} ended with {done.returncode}: {done.stderr}"
        assert_no_complaints(done.stderr)
        return done.stdout

    def files(self):
        """Every path below with the hash of its contents.

        Left out: what SQLite keeps beside a database while somebody reads it.
        """
        found = {}
        for parent, folders, names in os.walk(self.root):
            for name in folders:
                found[os.path.relpath(os.path.join(parent, name), self.root)] = None
            for name in names:
                path = os.path.join(parent, name)
                if name.endswith(".db-shm") or (name.endswith(".db-wal") and not os.path.getsize(path)):
                    continue
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.root)] = hashlib.sha256(file.read()).hexdigest()
        return found


def assert_no_complaints(text):
    """Neither GLib nor a sanitizer has something to say."""
    for word in ("CRITICAL", "-WARNING **", "ERROR: ", "runtime error"):
        assert word not in text, text


def library_files(place, library, *names):
    """The bytes of these checkpoints of every run, by (seed, name)."""
    import json
    found = {}
    for run in json.loads(place.good("runs", "list", "--json", "--library", library)):
        for name in names:
            with open(place.path(library, "runs", run["id"], name), "rb") as file:
                found[run["seed"], name] = file.read()
    return found


def main(area, checks):
    """Runs checks, functions of the program's path; the last argument given is that path."""
    program = sys.argv[1]
    wanted = sys.argv[2:]
    chosen = [check for check in checks if not wanted or check.__name__ in wanted]
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    print(f"1..{len(chosen)}")
    failed = False
    for number, check in enumerate(chosen, 1):
        name = f"/cli/{area}/{check.__name__.replace('_', '-')}"
        try:
            check(program)
            print(f"ok {number} {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}", flush=True)
        except Exception:  # whatever it is, the other checks are still worth running
            traceback.print_exc()
            print(f"not ok {number} {name}", flush=True)
            failed = True
    return 1 if failed else 0
