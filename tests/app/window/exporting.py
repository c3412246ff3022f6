"""The panel that exports, by keyboard: used by several scripts."""
import os
import time

from harness import children, run, states, text, wait

UNITS = ("kB", "bytes", "MB")


def windows(app):
    """The windows of the panel and its file chooser."""
    found = run("xdotool", "search", "--onlyvisible", "--name", "^Export$").split()
    return [window for window in found if window != app.window]


def keys(window, *names):
    run("xdotool", "windowfocus", "--sync", window, "key", "--delay", "40", *names)
    time.sleep(0.3)


def find_panel(app):
    return next((frame for frame in children(app.root) if frame.get_name() == "Export"), None)


def labels(panel, app):
    return [(node.get_name() or "").replace("\u00a0", " ") for node in app.each(role="label", root=panel)]


def get_size(app, panel):
    """The size that is shown, once it is known."""
    return next((label for label in labels(panel, app) if label.endswith(UNITS)), None)


class Panel:
    def __init__(self, app):
        app.key("ctrl+e")
        self.app = app
        self.node = wait(lambda: find_panel(app), "the panel")
        self.window = wait(lambda: windows(app), "the panel's window")[0]
        self.settle()

    def settle(self):
        return wait(lambda: get_size(self.app, self.node), "the size")

    def chosen(self, row):
        combo = self.app.find(row, role="combo box", root=self.node)
        return [name for name in labels(combo, self.app) if name != row][0]

    def choose(self, key, row, name):
        """With the row's mnemonic and the arrow keys."""
        keys(self.window, key, "Home", "Return")
        for _ in range(20):
            if self.chosen(row) == name:
                return self.settle()
            keys(self.window, key, "Down", "Return")
        raise AssertionError(f"no {name} in {row}")

    def head(self):
        return text(self.app.find("The first lines of the file", root=self.node))

    def save(self, path):
        """With the file chooser, until the panel is gone."""
        wait(lambda: "sensitive" in states(self.app.find("Save…", role="push button", root=self.node)), "content")
        keys(self.window, "alt+s")
        chooser = wait(lambda: [w for w in windows(self.app) if w != self.window], "the file chooser")[0]
        keys(chooser, "ctrl+a")
        run("xdotool", "windowfocus", "--sync", chooser, "type", "--delay", "10", path)
        time.sleep(0.3)
        keys(chooser, "Return")
        wait(lambda: not windows(self.app) and os.path.exists(path), "the file")
