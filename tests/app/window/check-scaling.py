"""Scaling studies: one of another program is seen live; one is started here, killed, and goes on to its end."""
import os
import signal
import sqlite3
import subprocess

from harness import App, Checks, text

checks = Checks()
TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=96", "--set", "policy.hidden=16-16",
        "--set", "ppo.minibatch=64", "--set", "validation.days=1"]


def begun(app, least=1):
    """Iterations of the cells that are not done, by the library's own account."""
    path = os.path.join(app.library, "library.db")
    if not os.path.exists(path):
        return False
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        found = database.execute("SELECT count(*) FROM study_cell AS c JOIN run AS r ON r.id = c.run_id"
                                 " WHERE c.state = 'running' AND r.iteration >= ?", (least,)).fetchone()
        return found[0] > 0
    except sqlite3.OperationalError:
        return False  # not made yet
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


def says(app, words, patience=60.0):
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
    app.wait(lambda: begun(app), "a run of the other program", 60)
    other.send_signal(signal.SIGSTOP)
    app.wait(lambda: cells(app, "running"), "the run on the screen", 30)
    checks.that("sees-another-program", "another program works on it" in says(app, "another program"))
    app.shot("scaling-elsewhere")
    other.send_signal(signal.SIGCONT)
    checks.equal("other-program-ends", other.wait(120), 0)
    app.wait(lambda: len(cells(app, "done")) == 4, "the study of the other program to be done", 30)
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
    app.wait(lambda: begun(app), "a run", 60)
    app.key("ctrl+shift+space")
    says(app, "Scaling study is paused")
    checks.that("shows-what-is-paused", app.wait(lambda: cells(app, "paused"), "a paused run", 30))
    app.shot("scaling-paused")
    app.press(app.find("Resume", role="push button", root=page(app)))
    says(app, "Scaling study ·")


def goes_on_after_a_kill(app):
    app.wait(lambda: begun(app), "a run", 60)
    app.kill(signal.SIGKILL)
    app.start()
    told = says(app, "was interrupted with")
    checks.that("offers-to-go-on", "2, 3 agents" in told and "is kept" in told, told)
    app.shot("scaling-interrupted")
    app.press(app.find("Resume", role="push button", root=page(app)))
    app.wait(lambda: len(cells(app, "done")) == 4, "the study to be done", 180)
    checks.that("tells-how-it-ended", says(app, "Scaling study finished"))
    checks.that("tells-the-slope", says(app, "grows as agents^"))
    app.shot("scaling-after")


with App(settings={"view": "'scaling'"}) as app:
    checks.that("empty-state", app.has(contains="How Far Does It Scale?"))
    sees_another_program(app)
    fills_the_form(app)
    runs_and_pauses(app)
    goes_on_after_a_kill(app)
    checks.equal("stderr-is-empty", app.errors(), "")

checks.finish()
