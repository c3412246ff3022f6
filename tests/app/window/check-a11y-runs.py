"""Walks the Runs and the Scaling view with something in them: whatever can be used has a name that can be spoken,
in details, menus and dialogs, too, and is reached by keyboard."""
import os
import subprocess

from harness import Checks, ViewApp, wait
from keyboard import Keyboard
from spoken import complaints, dialog, in_dialog

TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
        "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]

# Stops of the Tab key, in their order; others are between them.
RUNS = ["Search Runs", "Running", "Failed", "Trash", "Columns and Sorting", "Details of the Chosen Run", "Validation Reward",
        "Night", "Rename", "What Can Be Done", "Watch in Grid", "Train Again…", "Verify", "Status", "Colour in Charts",
        "Change the Colour", "Notes", "Show Folder"]
SCALING = ["Policies", "Iterations of each run", "Start", "2 agents, independent, seed 1", "Time per Iteration"]


def cli(app, *arguments):
    subprocess.run([os.environ["GRIDMARL_CLI"], *arguments, "--library", app.library], check=True,
                   capture_output=True, timeout=120, env=app.environment)


def fill(app):
    cli(app, "train", "--iterations", "3", "--seeds", "1-3", "--name", "Night", "--quiet", *TINY)
    cli(app, "train", "--iterations", "3", "--name", "Day", "--quiet", *TINY)
    cli(app, "scale", "--agents", "2,3", "--seeds", "1", "--iterations", "4", "--quiet", *TINY)


def check(app, checks, name, root=None):
    found = complaints(root or app.frame(), app.walk)
    checks.that(name, not found, "\n".join(found))


def reaches(keyboard, checks, name, wanted, most=90):
    """Tab comes to all of them, in this order."""
    left, stops = list(wanted), []
    while left and len(stops) < most and stops[-4:] != [""] * 4:
        stops.append(keyboard.press("Tab"))
        if stops[-1].startswith(left[0]):
            left.pop(0)
    checks.that(name, not left, f"missing {left}\nstops {stops}")


def closes(app, checks, name):
    """A dialog that is open is looked at, and goes away with Escape."""
    with in_dialog(app):
        check(app, checks, name, dialog(app))
        app.key("Escape")
    wait(lambda: app.root.get_child_count() == 1, f"the end of {name}")


def runs(app, keyboard, checks):
    app.find(name="Night", role="label")
    app.key("ctrl+f")
    app.type("name:night")
    keyboard.press("Return")
    app.key("space")
    app.find(contains="Validation Reward", role="image")
    check(app, checks, "runs")
    app.key("F2")
    closes(app, checks, "rename")
    app.key("shift+F10")
    item = app.find(contains="Copy as Command", role="menu item")
    check(app, checks, "context-menu", item.get_parent())
    app.key("Escape")
    app.key("Escape")  # the search
    app.key("F10")
    app.key("Escape")
    reaches(keyboard, checks, "runs-by-keyboard", RUNS)


def trash(app, checks):
    cli(app, "runs", "trash", "Day")
    app.press(app.find(name="Trash"))
    restore = app.find(contains="Restore Day", role="push button")
    check(app, checks, "trash", restore.get_parent().get_parent())
    app.press(app.find(contains="Empty Trash", role="push button"))
    closes(app, checks, "ask-about-the-trash")


def scaling(app, keyboard, checks):
    app.page = "GmarlScalingPage"
    app.key("alt+4")
    app.press(app.find(contains="2 agents, independent, seed 1", role="push button"))
    check(app, checks, "scaling")
    app.key("F10", "Escape")
    reaches(keyboard, checks, "scaling-by-keyboard", SCALING)


def main():
    checks = Checks()
    with ViewApp("GmarlRunsPage", start=False, settings={"view": "runs"}) as app:
        fill(app)
        app.start()
        keyboard = Keyboard(app)
        for _ in app.walk(app.frame()):
            pass  # so that it tells of the focus
        runs(app, keyboard, checks)
        trash(app, checks)
        scaling(app, keyboard, checks)
        checks.equal("every-stop-has-a-name", sorted(keyboard.nameless), [])
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
