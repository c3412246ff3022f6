"""Every view with something in it, its pages, panels and windows, in the looks of check-pictures.py: nothing is
cut off at the window's edge, the window can be as narrow as a phone, nothing is said on standard error. The
pictures are kept for people to look at.

    check-views.py [LOOK…]
"""
import os
import shutil
import subprocess
import sys
import tempfile

from looks import LOOKS, NARROWEST, size_of
from harness import App, Atspi, Checks, children, run, text, wait

TINY = ["--quiet", "--set", "rollout.environments=4", "--set", "rollout.steps=48", "--set", "policy.hidden=8",
        "--set", "ppo.minibatch=48", "--set", "validation.days=1", "--set", "validation.interval=2"]
NEVER = 1000000  # iterations
DAY_VIEWS = ["Heat Map", "Average Day", "Duration", "Histogram", "Table"]


def fill(library):
    """Two groups of three seeds, and a study."""
    def cli(*arguments):
        subprocess.run([os.environ["GRIDMARL_CLI"], *arguments, *TINY, "--library", library], check=True,
                       stdout=subprocess.DEVNULL, timeout=120)
    cli("train", "--iterations", "20", "--seeds", "1-3", "--name", "Five Neighbourhoods")
    cli("train", "--iterations", "12", "--seeds", "1-3", "--name", "Shared Weights", "--share-params")
    cli("scale", "--agents", "3,5", "--seeds", "1-3", "--share-params", "both", "--iterations", "6")


def page(app, name):
    """A view, looked for level by level: the whole window takes a while to walk through."""
    def search():
        level = [app.root]
        while level:
            for node in level:
                if node.get_name() == name and node.get_role_name() in ("panel", "filler"):
                    return node
            level = [child for node in level for child in children(node)]
        return None
    return wait(search, name)


class Tour:
    """Takes pictures of a window, and remembers how wide they are and could be."""

    def __init__(self, app, look, width, scale):
        self.app, self.look, self.width, self.scale = app, look, width, scale
        self.widths, self.least = {}, {}

    def shot(self, name, alone=True):
        run("xdotool", "mousemove", "1399", "999")  # no tooltips
        width = size_of(self.app.shot(f"view-{name}-{self.look}"))[0]
        if alone:  # a window or a popover in front may be wider
            self.widths[name] = width
            self.least[name] = self.app.least_width()

    def front(self):
        """The window in front of the main one."""
        found = wait(lambda: [window for window in run("xdotool", "search", "--onlyvisible", "--pid",
                                                       str(self.app.process.pid)).split()
                              if window != self.app.window], "a window in front")
        return found[0]

    def window(self, key, name):
        """Opens a window with a key, and closes it."""
        self.app.key(key)
        front = self.front()
        self.shot(name, alone=False)
        run("xdotool", "windowfocus", "--sync", front, "key", "Escape")
        wait(lambda: front not in run("xdotool", "search", "--onlyvisible", "--pid",
                                      str(self.app.process.pid)).split(), "the window to close")

    def scroll(self, notches, across=0.9, down=0.6):
        run("xdotool", "mousemove", "--window", self.app.window, str(int(across * self.width)),
            str(int(down * 760)), "click", "--repeat", str(notches), "--delay", "5", "5")

    def fits(self):
        return {name: width for name, width in self.widths.items() if abs(width - self.width) > 12}

    def too_wide(self):
        return {name: width for name, width in self.least.items() if width > NARROWEST[self.scale]}


def grid(tour, app):
    view = page(app, "GmarlGridPage")
    app.press(app.find("Pause", role="push button", root=view))
    tour.shot("grid")
    if tour.width >= 700 and tour.scale == 1:  # else they are chosen from a list
        for name in DAY_VIEWS:
            app.press(app.find(name, role="push button", root=view))
            tour.shot("grid-" + name.lower().replace(" ", "-"))
    app.key("F9")
    tour.shot("grid-pane" if tour.width < 1100 or tour.scale > 1 else "grid-no-pane")
    app.key("F9")
    tour.window("ctrl+e", "grid-export")


def says(app, root, words):
    """Waits for a label with these words."""
    wait(lambda: any(words in (node.get_name() or text(node)) for node in app.each(role="label", root=root)), words)


def training(tour, app):
    app.key("alt+2")
    view, bar = page(app, "GmarlTrainingPage"), page(app, "GmarlJobBar")
    tour.shot("training")
    Atspi.Value.set_current_value(app.find("Stop at Iteration", role="spin button", root=view), NEVER)
    app.key("ctrl+t")
    says(app, bar, "Training PPO")
    tour.shot("training-running")
    app.key("ctrl+shift+space")
    says(app, bar, "PPO is paused")
    tour.shot("training-paused")
    app.key("ctrl+period")
    says(app, page(app, "GmarlTrainingCard"), "Stopped at iteration")
    tour.shot("training-stopped")


def comparison(tour, app):
    """With what was chosen in the Runs view."""
    app.key("alt+5")
    runs_view = page(app, "GmarlRunsPage")
    app.click(app.find("Five Neighbourhoods", role="label", root=runs_view))
    app.key("ctrl+d")
    wait(lambda: app.get("view") == "'comparison'", "the Comparison view")
    view = page(app, "Comparison")
    app.find(role="image", contains="Episode reward, Five Neighbourhoods:", root=view, patience=60)
    tour.shot("comparison")
    for name in ("Charts", "Side by Side"):
        app.click(app.find(name, role="page tab", root=view))
        tour.shot("comparison-" + name.lower().replace(" ", "-"))


def scaling(tour, app):
    app.key("alt+4")
    view = page(app, "GmarlScalingPage")
    app.find(role="push button", contains=", seed 1", root=view)
    tour.shot("scaling")
    tour.scroll(30)
    tour.shot("scaling-below")


def runs(tour, app):
    app.key("alt+5")
    view = page(app, "GmarlRunsPage")
    app.click(app.find("Shared Weights", role="label", root=view))
    app.key("space")
    tour.shot("runs")
    app.press(app.find("Details of the Chosen Run", root=view))
    tour.shot("runs-details" if tour.width < 1100 else "runs-no-details")
    app.press(app.find("Details of the Chosen Run", root=view))
    app.press(app.find("Trash", root=view))
    tour.shot("runs-trash")


def windows(tour, app):
    tour.window("ctrl+comma", "preferences")
    tour.window("ctrl+question", "shortcuts")
    app.key("F10")
    tour.shot("menu", alone=False)
    app.key("Escape")


def main():
    checks = Checks()
    template = tempfile.mkdtemp(prefix="gridmarl-views-")
    library = os.path.join(template, "library")
    fill(library)
    for look, width, environment, scale in LOOKS:
        if sys.argv[1:] and look not in sys.argv[1:]:
            continue
        with App(width=width, variables=environment, text_scale=scale, start=False,
                 settings={"view": "grid", "comparison-view": "scores", "comparison-days": 5, "speed": 600}) as app:
            shutil.copytree(library, app.library)
            app.start()
            tour = Tour(app, look, width, scale)
            for part in (grid, training, comparison, scaling, runs, windows):
                part(tour, app)
            checks.equal(f"fits-{look}", tour.fits(), {})
            checks.equal(f"can-be-narrow-{look}", tour.too_wide(), {})
            checks.equal(f"says-nothing-{look}", app.errors(), "")
    shutil.rmtree(template)
    checks.finish()


main()
