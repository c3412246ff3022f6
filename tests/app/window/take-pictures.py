"""Takes the pictures of README.md and of the software catalogue, light and dark.

    take-pictures.py LIBRARY FOLDER [VIEW…]

Run inside with-display --a11y, with the variables that the build gives to the other scripts. The library is
copied, so that it stays as it is; CONTRIBUTING.md says how the one of the pictures was made. The order of what
is shown is that of a user's steps, and nothing is drawn into a picture afterwards.
"""
import os
import re
import shutil
import subprocess
import sys

from harness import App, Atspi, run, wait

STYLES = ("light", "dark")
GROUP = "PPO, own policies"
ITERATIONS = 100
ITERATION = re.compile(rf"iteration (\d+) of {ITERATIONS}")
SHOWN = 85  # iterations, when the picture of a training is taken


def has_label(app, condition, what, patience=120):
    return wait(lambda: next((node for node in app.each(role="label") if condition(node.get_name() or "")), None),
                what, patience)


def clock(app, condition, what):
    """Waits for a time of the grid; looking for the label anew would take longer than an hour there."""
    label = has_label(app, lambda words: words.startswith("Day "), "the clock")
    wait(lambda: condition(label.get_name()), what, 120)


def grid(app, style):
    clock(app, lambda words: words.startswith(f"Day 3 · {15 if style == 'light' else 20}:"), "the hour")


def days(app, name):
    app.key(*["bracketright"] * 12)
    app.press(app.find(name, role="push button"))
    clock(app, lambda words: int(words.split()[1]) > 366, "a year")
    app.press(app.find("Pause", role="push button"))


def training(app, style):
    app.key("alt+2")
    Atspi.Value.set_current_value(app.find("Stop at Iteration", role="spin button"), ITERATIONS)
    app.key("ctrl+t")
    label = has_label(app, lambda words: ITERATION.search(words), "the bar of the job")
    wait(lambda: int((ITERATION.search(label.get_name()) or [0, "0"])[1]) >= SHOWN, "the iteration", 120)


def search(app, words, told):
    app.key("alt+5")
    app.find("Runs in the Library", role="tree table")
    app.key("ctrl+f")
    app.type(words)
    has_label(app, lambda label: label.startswith(told), "what is found")


def comparison(app, style):
    search(app, "name:own", "1 of ")
    app.key("Return", "ctrl+d")
    app.click(app.find(contains=f", {GROUP}: ", role="image", patience=60))


def scaling(app, style):
    app.key("alt+4")
    has_label(app, lambda words: "runs done" in words, "the study")


def runs(app, style):
    search(app, "name:PPO", "3 of ")
    table = app.find("Runs in the Library", role="tree table")
    for node in app.all(role="label", contains="PPO, ", root=table):
        app.click(node)
        app.key("space")
    app.click(app.find(GROUP, role="label", root=table))


# Name of the picture: what is done, and its styles.
PICTURES = {
    "grid": (grid, STYLES),
    "heat-map": (lambda app, style: days(app, "Heat Map"), ("light",)),
    "average-day": (lambda app, style: days(app, "Average Day"), ("dark",)),
    "training": (training, STYLES),
    "comparison": (comparison, STYLES),
    "scaling": (scaling, STYLES),
    "runs": (runs, STYLES),
}


def take(name, style, library, folder):
    with App(settings={"view": "'grid'", "style": f"'{style}'"}, start=False) as app:
        shutil.copytree(library, app.library)
        app.start()
        PICTURES[name][0](app, style)
        run("xdotool", "mousemove", "1399", "999")  # no tooltips
        shutil.copy(app.shot(f"{name}-{style}"), folder)
        print(f"{name}-{style}.png", app.errors(), flush=True)


def main():
    library, folder, *names = sys.argv[1:]
    for name in names or PICTURES:
        for style in PICTURES[name][1]:
            take(name, style, library, folder)
            # Flat colours: a palette halves the file and changes no pixel that can be seen.
            subprocess.run(["mogrify", "-strip", "-dither", "None", "-colors", "256",
                            os.path.join(folder, f"{name}-{style}.png")], check=True)


main()
