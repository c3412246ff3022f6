"""Drives the real window as a person would, through the accessibility bus and the X server.

    from harness import App, Checks

    checks = Checks()
    with App() as app:
        app.press(app.find("Train a Policy", role="push button"))
        checks.that("training-is-shown", app.find("Training", role="page tab"))
        app.shot("training")
    checks.finish()

Run scripts inside with-display --a11y. No sleeps but the pauses that GTK itself needs: wait() polls.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from itertools import islice

import gi
gi.require_version("Atspi", "2.0")
warnings.simplefilter("ignore")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("GRIDMARL_PATIENCE", 20))  # seconds, of every wait; sanitizers need more
REACTIVATION = 0.3  # a button swallows a second activation within 250 ms
# GLib makes a table of names as it is loaded, and leaves it for a larger one when GTK has told it its own. The
# leak sanitizer sees too little of the stack to be told so by tests/lsan.supp.
GLIBS_TABLE = re.compile(r"""
=+
==\d+==ERROR: LeakSanitizer: detected memory leaks

Direct leak of 16384 byte\(s\) in 1 object\(s\) allocated from:
    #0 .* in .*malloc .*
    #1 .* in g_malloc .*

SUMMARY: AddressSanitizer: 16384 byte\(s\) leaked in 1 allocation\(s\)\.
""")
PICTURES = os.path.join(os.environ.get("G_TEST_BUILDDIR", "."), "pictures")


def said(text):
    """What a program said on standard error, but for what is known not to be its own."""
    return GLIBS_TABLE.sub("", text)


def environment(**values):
    """That of a program under test; leaks that a sanitizer finds are told by what it says."""
    return {**os.environ, "G_DEBUG": "fatal-warnings",
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":exitcode=0", **values}


class Missing(Exception):
    """Something did not appear in time."""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def wait(condition, what, patience=PATIENCE):
    """Polls until condition() is true and returns what it returned."""
    end = time.monotonic() + patience
    while True:
        try:
            result = condition()
            if result:
                return result
        except GLib.Error:
            pass  # the widget went away meanwhile
        if time.monotonic() > end:
            raise Missing(what)
        time.sleep(0.04)


def children(node):
    """What is below a node, without what went away while it was asked for."""
    found = []
    try:
        for index in range(node.get_child_count()):
            found.append(node.get_child_at_index(index))
    except GLib.Error:
        pass
    return [child for child in found if child]


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def levels(node):
    """What walk() gives, nearest to node first: what shows for a moment is found before it goes."""
    level = [node]
    while level:
        yield from level
        level = [child for above in level for child in children(above)]


def matches(node, name=None, role=None, contains=None):
    try:
        return ((role is None or node.get_role_name() == role)
                and (name is None or name == node.get_name())
                and (contains is None or contains in (node.get_name() or "")))
    except GLib.Error:
        return False  # it went away


def states(node):
    return {state.value_nick for state in node.get_state_set().get_states()}


def text(node):
    # -1 as the end would give ''.
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


class App:
    """The program with folders of its own (those of with-display), its standard error in .errors()."""

    def __init__(self, *arguments, width=1180, height=760, variables=None, settings=None, text_scale=1,
                 start=True):
        self.folder = tempfile.mkdtemp(prefix="gridmarl-window-")
        self.library = os.path.join(self.folder, "library")
        self.log_path = os.path.join(self.folder, "stderr")
        self.environment = environment(GSETTINGS_BACKEND="keyfile", OPENBLAS_NUM_THREADS="1", **(variables or {}))
        self.command = [os.environ["GRIDMARL"], *arguments]
        if not any(argument.startswith("--library") for argument in arguments):
            self.command += ["--library", self.library]
        self.settings = {"window-width": width, "window-height": height, "hint-shown": True, **(settings or {})}
        self.text_scale = text_scale
        self.starts = start
        self.helpers = []
        self.process = None

    def __enter__(self):
        # Without a compositor the shadows of popovers are black boxes in pictures.
        self._help("xcompmgr")
        if self.text_scale != 1:
            self._help("xsettingsd", "-c", self._write_desktop_settings())
        for key, value in self.settings.items():
            self.set(key, value)
        try:
            if self.starts:
                self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.kill()
        for helper in self.helpers:
            helper.terminate()
            helper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _help(self, *command):
        self.helpers.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def _write_desktop_settings(self):
        """Large text reaches GTK as a resolution, and only through a desktop's settings manager."""
        path = os.path.join(self.folder, "xsettingsd.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'Xft/DPI {int(96 * 1024 * self.text_scale)}\n'
                       'Gtk/FontName "Cantarell 11"\nNet/IconThemeName "Adwaita"\n')
        return path

    # The process

    def start(self):
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(self.command, stderr=self.log, env=self.environment)
        Atspi.init()
        self.root = wait(self._find_root, "the program on the accessibility bus")
        self.window = wait(self._find_window, "the window on the screen")

    def _find_root(self):
        if self.process.poll() is not None:
            raise Missing(f"the program ended with {self.process.returncode}: {self.errors()}")
        for child in children(Atspi.get_desktop(0)):
            # One that was killed may still be listed.
            if child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                return child
        return None

    def _find_window(self):
        found = run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split()
        return found[0] if found else None

    def kill(self, signal=None):
        """Ends the program, at once or with a signal, and waits for it."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal) if signal else self.process.kill()
        if self.process:
            self.process.wait(PATIENCE)
            self.log.close()
            self.process = None

    def leaves(self, patience=PATIENCE):
        """Waits until the program has ended by itself; returns its exit status."""
        status = self.process.wait(patience)
        self.log.close()
        self.process = None
        return status

    def errors(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return said(file.read())

    def set(self, key, value):
        word = str(value).lower() if isinstance(value, bool) else str(value)
        subprocess.run(["gsettings", "set", "io.github.gridmarl.Gridmarl", key, word], check=True,
                       env=self.environment)

    def get(self, key):
        return subprocess.run(["gsettings", "get", "io.github.gridmarl.Gridmarl", key], check=True,
                              env=self.environment, capture_output=True, text=True).stdout.strip()

    # Finding. Only what is on the screen counts, so that views that are not shown are left out.

    def each(self, name=None, role=None, contains=None, root=None):
        return (node for node in walk(root or self.root) if matches(node, name, role, contains))

    def all(self, name=None, role=None, contains=None, root=None):
        return list(self.each(name, role, contains, root))

    def find(self, name=None, role=None, contains=None, nth=0, root=None, patience=PATIENCE):
        what = ", ".join(f"{key} {value!r}" for key, value in
                         (("name", name), ("role", role), ("containing", contains)) if value)
        return wait(lambda: list(islice(self.each(name, role, contains, root), nth, nth + 1)), what,
                    patience)[0]

    def toast(self, words, role="label"):
        """The label or button of a toast, which hangs high in the tree and goes away by itself."""
        return wait(lambda: next((node for node in levels(self.frame()) if node.get_role_name() == role
                                  and words in (node.get_name() or "")), None), f"a toast's {role} “{words}”")

    def has(self, name=None, role=None, contains=None, root=None):
        return any(True for _ in self.each(name, role, contains, root))

    def wait(self, condition, what, patience=PATIENCE):
        return wait(condition, what, patience)

    # Doing

    def press(self, node):
        Atspi.Action.do_action(node, 0)
        time.sleep(REACTIVATION)

    def click(self, node, button=1, repeat=1):
        x, y = self.position(node)
        run("xdotool", "mousemove", "--window", self.window, str(x), str(y), "click",
            "--repeat", str(repeat), str(button))

    def position(self, node, across=0.5, down=0.5):
        """A point of a widget, in pixels of the window. GTK tells places in the window alone."""
        extents = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        frame = Atspi.Component.get_extents(self.frame(), Atspi.CoordType.WINDOW)
        lines = run("xdotool", "getwindowgeometry", "--shell", self.window).split()
        geometry = dict(line.split("=") for line in lines if "=" in line)
        border_x = (int(geometry["WIDTH"]) - frame.width) // 2
        border_y = (int(geometry["HEIGHT"]) - frame.height) // 2
        return (int(extents.x + border_x + extents.width * across),
                int(extents.y + border_y + extents.height * down))

    def frame(self):
        frames = children(self.root)
        if not frames:
            raise Missing(f"the window; standard error: {self.errors()}")
        return frames[0]

    def least_width(self):
        """How narrow the window can be with the view that is shown; the window's frame is part of it."""
        for line in run("xprop", "-id", self.window, "WM_NORMAL_HINTS").splitlines():
            if "minimum size" in line:
                return int(line.split(":")[1].split()[0])
        raise Missing("the least size of the window")

    def key(self, *keys):
        run("xdotool", "windowfocus", "--sync", self.window, "key", "--delay", "30", *keys)
        time.sleep(0.1)

    def type(self, words):
        run("xdotool", "windowfocus", "--sync", self.window, "type", "--delay", "15", words)
        time.sleep(0.1)

    def shot(self, name):
        """Keeps a picture of the screen, cut to what is not empty. Returns its path."""
        os.makedirs(PICTURES, exist_ok=True)
        path = os.path.join(PICTURES, name + ".png")
        time.sleep(0.4)  # a transition may be running
        subprocess.run(["import", "-window", "root", path], check=True)
        subprocess.run(["mogrify", "-trim", "+repage", path], check=True)
        return path


# Pages are on the bus even while they are not shown, and walking all of them takes longer than what is tested.
PAGES = {"GmarlGridPage", "GmarlTrainingPage", "GmarlComparisonPage", "GmarlScalingPage", "GmarlRunsPage"}


class ViewApp(App):
    """What is found is in one view, in front of it, or in the window around it."""

    def __init__(self, page, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.page = page

    def walk(self, node):
        yield node
        if node.get_name() not in PAGES - {self.page}:
            for child in children(node):
                yield from self.walk(child)

    def each(self, name=None, role=None, contains=None, root=None):
        return (node for node in self.walk(root or self.root) if matches(node, name, role, contains))


class Checks:
    """TAP: one line a check, told as soon as it is known."""

    def __init__(self):
        self.count = self.failed = 0

    def that(self, name, truth, why=""):
        self.count += 1
        self.failed += not truth
        print(f"{'ok' if truth else 'not ok'} {self.count} - {name}", flush=True)
        if not truth and why:
            for line in str(why).splitlines():
                print(f"# {line}", flush=True)

    def equal(self, name, got, wanted):
        self.that(name, got == wanted, f"got    {got!r}\nwanted {wanted!r}")

    def finish(self):
        print(f"1..{self.count}")
        sys.exit(self.failed > 0)
