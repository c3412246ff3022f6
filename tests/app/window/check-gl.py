"""Where OpenGL is done by the processor, frames take long and one is always due: days are played, a training begins
and ends, its run is listed, and its notes are kept all the same.

Run inside with-display --a11y --gl.
"""
import json
import os
import re
import subprocess

from harness import PATIENCE, App, Atspi, Checks, text, wait
from keyboard import Keyboard, says

checks = Checks()


def has_opengl(app):
    """Whether the program has loaded Mesa's OpenGL, which it does before its window is there."""
    with open(f"/proc/{app.process.pid}/maps", encoding="utf-8") as maps:
        return re.search("swrast_dri|libgallium", maps.read()) is not None


def plays(app):
    # Found before it plays: then every question waits for a frame.
    clock = app.find(role="label", contains="Day ", root=app.find("Restart Day", role="push button").get_parent())
    app.key("alt+1")
    told = set()

    def goes_on():
        told.add(text(clock))
        return len(told) > 3

    wait(goes_on, "the clock to go on", 3 * PATIENCE)
    checks.that("clock-goes-on", True)
    app.shot("gl-grid")


def trains(app):
    app.key("alt+2")
    Atspi.Value.set_current_value(app.find("Stop at Iteration", role="spin button"), 3)
    app.key("ctrl+t")
    checks.that("training-ends", says(app, "PPO trained in", patience=3 * PATIENCE))
    app.shot("gl-training")


def library(app):
    return json.loads(subprocess.run([os.environ["GRIDMARL_CLI"], "runs", "list", "--json", "--library", app.library],
                                     check=True, capture_output=True, text=True).stdout)


def keeps(app, keyboard):
    app.key("alt+5")
    name = library(app)[0]["name"]
    table = app.find("Runs in the Library", role="tree table")
    app.click(app.find(name, role="label", root=table))
    checks.that("lists-the-run", app.find("Finished", role="label", root=table))
    keyboard.attend()
    keyboard.go("Notes")
    app.type("slow frames")
    keyboard.press("shift+Tab")
    wait(lambda: library(app)[0]["notes"], "the notes")
    checks.equal("keeps-notes", library(app)[0]["notes"], "slow frames")
    app.shot("gl-runs")


def chooses():
    """By itself the program has Cairo draw, and it can be reached while it plays."""
    with App() as app:
        checks.that("opengl-is-there", has_opengl(app))
        app.find("Pause", role="push button")
        checks.equal("says-nothing-with-cairo", app.errors(), "")


def main():
    # As a user may wish. Not with the Grid view at first: while frames take longer than they are shown, GTK 4.8
    # does not get to tell the accessibility bus of itself.
    with App(variables={"GSK_RENDERER": "gl"}, settings={"view": "'training'"}) as app:
        if not has_opengl(app):
            print("1..0 # SKIP Mesa's OpenGL by the processor is missing (libgl1-mesa-dri): run script/setup")
            return
        keyboard = Keyboard(app)
        plays(app)
        trains(app)
        keeps(app, keyboard)
        checks.equal("says-nothing", app.errors(), "")
    chooses()
    checks.finish()


main()
