"""What assistive technology says of the window: finds what it has nothing to say about."""
from contextlib import contextmanager

from harness import Atspi, children, run, states, text, wait, walk

USABLE = {"push button", "toggle button", "check box", "radio button", "combo box", "entry", "text",
          "spin button", "slider", "switch", "menu item", "page tab", "link", "list item", "image"}
# What is told of on the way to something that can be used.
TOLD = {"alert", "list", "page tab", "page tab list", "progress bar", "table", "table row", "tree table"}
# What is inside of something with a name, and is spoken with it.
INNER = {"image", "text", "entry", "push button", "toggle button", "list item", "label", "filler"}


def has_own_name(node):
    if node.get_name() or node.get_description():
        return True
    return node.get_role_name() in ("text", "entry") and node.get_text_iface() and bool(text(node))


def path(node):
    words = []
    while node and node.get_role_name() != "application":
        words.append(f"{node.get_role_name()} {node.get_name()!r}")
        node = node.get_parent()
    return " < ".join(words[:6])


def has_named_content(node):
    """A row is spoken as what is in it."""
    return node.get_role_name() == "list item" and any(inner.get_name() for inner in walk(node))


def has_named_owner(node):
    """Of a part of a widget: GTK gives parts of spin buttons and drop downs no names of their own."""
    owner = node.get_parent()
    for _ in range(3):
        if owner is None:
            return False
        if owner.get_role_name() in USABLE and owner.get_name():
            return node.get_role_name() in INNER
        owner = owner.get_parent()
    return False


def is_nameless(node):
    usable = node.get_role_name() in USABLE and node.get_role_name() != "image"
    focusable = "focusable" in states(node) and node.get_role_name() not in (
        "frame", "filler", "panel", "list", "table", "tree", "tree table", "scroll pane", "table cell",
        "list item", "dialog", "popup menu", "table row", "column header", "label")
    return (usable or focusable) and not (
        has_own_name(node) or has_named_content(node) or has_named_owner(node))


def is_type_name(node):
    """What GTK says of something that nobody named. What cannot be used and what is not there is not spoken."""
    if not (node.get_name() or "").startswith(("Gtk", "Adw", "Gmarl")):
        return False
    role = node.get_role_name()
    spoken = role in TOLD or "focusable" in states(node) and role not in ("label", "filler", "panel")
    return spoken and Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).width > 0


def is_marked(node):
    return node.get_role_name() in ("push button", "toggle button") and "_" in (node.get_name() or "")


def is_said_twice(node):
    """A label and a name that are the same make one of both: "Seed Seed"."""
    words = node.get_name() or ""
    half = len(words) // 2
    return len(words) > 2 and words[half] == " " and words[:half] == words[half + 1:]


def complaints(root, walk=walk):
    """What has no name, names that are those of types or are said twice, and buttons with the mark of a mnemonic
    in theirs, which is nothing to say."""
    return sorted({path(node) for node in walk(root)
                   if is_nameless(node) or is_type_name(node) or is_marked(node) or is_said_twice(node)})


def dialog(app):
    """The window in front of the main one, once it is there."""
    return app.wait(lambda: [window for window in children(app.root) if window != app.frame()], "a dialog")[0]


@contextmanager
def in_dialog(app):
    """Keys go to the window in front of the main one, as a window manager would have them."""
    main = app.window
    app.window = wait(lambda: [window for window in run("xdotool", "search", "--onlyvisible", "--pid",
                                                        str(app.process.pid)).split() if window != main],
                      "the dialog on the screen")[0]
    yield
    app.window = main
