"""The window by keyboard alone: where the focus is, and the way to something with Tab.

The focus is what the program tells of it on the accessibility bus. Each stop has to have a name that can be
spoken; those that have none are kept in .nameless. Of an AdwEntryRow nothing is told.
"""
import time

from harness import Atspi, GLib, Missing, wait, walk

TOLD = 3.0  # seconds until something with the focus counts as one that does not tell


class Keyboard:
    def __init__(self, app):
        self.app = app
        self.node = None
        self.told = 0
        self.nameless = set()
        self.last = ""
        self.listener = Atspi.EventListener.new(self._focused)
        self.listener.register("object:state-changed:focused")

    def _focused(self, event):
        try:
            if event.detail1 and event.source.get_role_name() != "frame":
                self.node = event.source
                self.told += 1
        except GLib.Error:
            pass  # it went away

    def listen(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return self.told

    def attend(self):
        """What is new on the screen tells of the focus once it was looked at."""
        for _ in walk(self.app.frame()):
            pass

    def settle(self, before):
        """The name of what has the focus after a key that moves it; '' if nothing told."""
        end = time.monotonic() + TOLD
        while self.listen() == before and time.monotonic() < end:
            time.sleep(0.02)
        if self.told == before:
            self.node = None
        name = self.node.get_name() if self.node else ""
        if self.node and not name.strip():
            self.nameless.add(f"{self.node.get_role_name()} after {self.last}")
        self.last = name
        return name

    def press(self, key):
        """A key that moves the focus; returns the name of what has it then."""
        before = self.listen()
        self.app.key(key)
        return self.settle(before)

    def go(self, name, role=None, key="Tab", most=80):
        """Presses a key until what is called so has the focus."""
        seen = []
        for _ in range(most):
            found = self.press(key)
            if found.startswith(name) and (role is None or self.node.get_role_name() == role):
                return self.node
            seen.append(found)
            if len(seen) > 3 and len(set(seen[-4:])) == 1:
                raise Missing(f"a way on from {found!r} to {name!r} with {key}")
        raise Missing(f"a way to {name!r} with {key}; passed {seen}")

    def write(self, words):
        """Into the entry with the focus, in place of what is there."""
        self.app.key("ctrl+a")
        self.app.type(words)


def says(app, words, root=None, patience=60):
    """Waits for a label with these words; returns all of them."""
    return wait(lambda: next((node.get_name() for node in app.each(role="label", root=root)
                              if words in (node.get_name() or "")), None), f"“{words}”", patience)
