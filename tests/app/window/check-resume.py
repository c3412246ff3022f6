"""A training that was killed is offered at the next start, goes on, and is kept when the window closes."""
import os
import signal
import sqlite3
import subprocess

from harness import App, Checks, wait


def iterations_of(library):
    path = os.path.join(library, "library.db")
    if not os.path.exists(path):
        return 0
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        try:
            return database.execute("SELECT count(*) FROM metric").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def train_and_kill(app):
    trainer = subprocess.Popen([os.environ["GRIDMARL_CLI"], "train", "--iterations", "400", "--library", app.library],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait(lambda: iterations_of(app.library) >= 2, "two iterations of the training")
    trainer.send_signal(signal.SIGKILL)
    trainer.wait()
    return iterations_of(app.library)


def main():
    checks = Checks()
    with App(start=False) as app:
        killed_at = train_and_kill(app)
        app.start()
        message = app.find(contains="was interrupted at iteration", role="label").get_name()
        app.shot("resume-offered")
        checks.that("says-how-far", f"iteration {killed_at} of 400" in message, message)
        checks.that("says-what-is-safe", "is kept" in message, message)

        app.press(app.find("Resume", role="push button"))
        wait(lambda: iterations_of(app.library) > killed_at, "another iteration")
        checks.that("goes-on", True)
        app.shot("resumed")

        app.key("ctrl+q")
        app.press(app.find("Stop and Close", role="push button"))
        checks.equal("leaves", app.leaves(), 0)
        listed = subprocess.run([os.environ["GRIDMARL_CLI"], "runs", "list", "--library", app.library],
                                capture_output=True, text=True, check=True).stdout
        checks.that("is-kept", "stopped" in listed.lower(), listed)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
