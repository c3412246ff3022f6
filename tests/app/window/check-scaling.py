"""Scaling studies: one of another program is seen live; one is started here, killed, and goes on to its end; of one a
run fails and is tried again, and others are skipped."""
import os
import shutil
import signal
import sqlite3
import subprocess

from harness import PATIENCE, App, Checks, text

checks = Checks()
TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=96", "--set", "policy.hidden=16-16",
        "--set", "ppo.minibatch=64", "--set", "validation.days=1"]


def begun(app):
    """The run of a cell that has begun and is not done, by the library's own account, or None."""
    path = os.path.join(app.library, "library.db")
    if not os.path.exists(path):
        return None
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        found = database.execute("SELECT r.id FROM study_cell AS c JOIN run AS r ON r.id = c.run_id"
                                 " WHERE c.state = 'running' AND r.iteration >= 1").fetchone()
        return found and found[0]
    except sqlite3.OperationalError:
        return None  # not made yet
    finally:
        database.close()


def cells(app, contains):
    """The buttons of the matrix that are told of so."""
    return [node for node in app.all(role="push button", contains=", seed ") if contains in node.get_name()]


def page(app):
    """What the matrix and the form are both in: other views have buttons of the same names."""
    node = app.find(contains=", seed ", role="push button")
    while not app.has("Start", role="push button", root=node):
        node = node.get_parent()
    return node


def says(app, words, patience=3 * PATIENCE):
    def look():
        return [node for node in app.all(role="label") if words in (node.get_name() or "") or words in text(node)]
    node = app.wait(look, f"“{words}”", patience)[0]
    return node.get_name() or text(node)


def write(app, name, words, role="text"):
    """Types into the row of this name."""
    app.click(app.find(contains=name, role=role, root=page(app)))
    app.key("ctrl+a")
    app.type(words)


def sees_another_program(app):
    other = subprocess.Popen([os.environ["GRIDMARL_CLI"], "scale", "--agents", "2,4", "--seeds", "1-2",
                              "--iterations", "400", "--quiet", "--library", app.library, *TINY],
                             stdout=subprocess.DEVNULL)
    app.wait(lambda: begun(app), "a run of the other program", 3 * PATIENCE)
    other.send_signal(signal.SIGSTOP)
    app.wait(lambda: cells(app, "running"), "the run on the screen", 2 * PATIENCE)
    checks.that("sees-another-program", "another program works on it" in says(app, "another program"))
    app.shot("scaling-elsewhere")
    other.send_signal(signal.SIGCONT)
    checks.equal("other-program-ends", other.wait(6 * PATIENCE), 0)
    app.wait(lambda: len(cells(app, "done")) == 4, "the study of the other program to be done", 2 * PATIENCE)
    app.shot("scaling-done")


def fills_the_form(app):
    write(app, "Agents", "2, three")
    checks.that("names-what-is-wrong", "three" in says(app, "is no number of agents"))
    write(app, "Agents", "2:3")
    write(app, "Seeds", "1, 2")
    write(app, "Iterations of each run", "40", role="spin button")
    app.key("Tab")
    checks.that("says-what-it-takes", "about" in says(app, "4 runs · about"))


def runs_and_pauses(app):
    app.press(app.find("Start", role="push button", root=page(app)))
    app.wait(lambda: begun(app), "a run", 3 * PATIENCE)
    app.key("ctrl+shift+space")
    says(app, "Scaling study is paused")
    checks.that("shows-what-is-paused", app.wait(lambda: cells(app, "paused"), "a paused run", 2 * PATIENCE))
    app.shot("scaling-paused")
    app.press(app.find("Resume", role="push button", root=page(app)))
    says(app, "Scaling study ·")


def goes_on_after_a_kill(app):
    app.wait(lambda: begun(app), "a run", 3 * PATIENCE)
    app.kill(signal.SIGKILL)
    app.start()
    told = says(app, "was interrupted with")
    checks.that("offers-to-go-on", "2, 3 agents" in told and "is kept" in told, told)
    app.shot("scaling-interrupted")
    app.press(app.find("Resume", role="push button", root=page(app)))
    app.wait(lambda: len(cells(app, "done")) == 4, "the study to be done", 9 * PATIENCE)
    checks.that("tells-how-it-ended", says(app, "Scaling study finished"))
    checks.that("tells-the-slope", says(app, "grows as agents^"))
    app.shot("scaling-after")


def fails_skips_and_tries_again(app):
    write(app, "Agents", "2:4")
    write(app, "Seeds", "1, 2")
    write(app, "Iterations of each run", "30", role="spin button")
    app.key("Tab")
    says(app, "6 runs · about")
    app.press(app.find("Start", role="push button", root=page(app)))
    run = app.wait(lambda: begun(app), "a run", 3 * PATIENCE)
    app.key("ctrl+shift+space")
    app.wait(lambda: cells(app, "paused"), "a paused run", 3 * PATIENCE)

    # A checkpoint that cannot be replaced, whoever may write what.
    checkpoint = os.path.join(app.library, "runs", run, "last.safetensors")
    kept = os.path.join(app.folder, "kept")
    app.wait(lambda: os.path.exists(checkpoint), "the checkpoint of the pause", 3 * PATIENCE)
    shutil.move(checkpoint, kept)
    os.makedirs(os.path.join(checkpoint, "in the way"))
    app.press(app.find("Resume", role="push button", root=page(app)))
    failed = app.wait(lambda: cells(app, "failed"), "a run that failed", 6 * PATIENCE)[0]
    told = failed.get_name()
    checks.that("fails-with-its-reason", "2 agents" in told and "last.safetensors" in told, told)
    checks.that("shows-what-failed", app.has(contains="✕ Failed", root=failed), [node.get_name() for node in
                                                                              app.all(root=failed)])
    app.press(failed)
    checks.that("says-why", says(app, told.split("failed. ")[1]))
    app.shot("scaling-failed")

    # Those that wait while it stands still; the run that has begun is not among them.
    app.key("ctrl+shift+space")
    app.wait(lambda: cells(app, "paused"), "another paused run", 3 * PATIENCE)
    waiting = len(cells(app, "queued"))
    app.press(app.find("Skip Remaining", role="push button", root=page(app)))
    checks.that("skips", app.wait(lambda: len(cells(app, "skipped")) == waiting, "the runs that are skipped",
                                  2 * PATIENCE))
    app.press(app.find("Resume", role="push button", root=page(app)))
    checks.that("tells-what-was-left-out",
                says(app, f"{5 - waiting} of 6 runs done · 1 failed · {waiting} skipped", 6 * PATIENCE))
    app.shot("scaling-skipped")

    os.rmdir(os.path.join(checkpoint, "in the way"))
    os.rmdir(checkpoint)
    shutil.move(kept, checkpoint)
    app.press(app.find("Retry Failed", role="push button", root=page(app)))
    checks.that("tries-again", says(app, f"{6 - waiting} of 6 runs done · {waiting} skipped", 6 * PATIENCE))
    app.wait(lambda: not app.has("Retry Failed", role="push button", root=page(app)), "nothing to try again")
    checks.that("leaves-out-what-was-skipped", len(cells(app, "skipped")) == waiting)
    app.shot("scaling-tried-again")


with App(settings={"view": "'scaling'"}) as app:
    checks.that("empty-state", app.has(contains="How Far Does It Scale?"))
    sees_another_program(app)
    fills_the_form(app)
    runs_and_pauses(app)
    goes_on_after_a_kill(app)
    fails_skips_and_tries_again(app)
    checks.equal("stderr-is-empty", app.errors(), "")

checks.finish()
