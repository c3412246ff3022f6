"""Walks all that can be used in every view, menu and window: each has a name that can be spoken."""
from harness import App, Checks, children, states, text, walk

USABLE = {"push button", "toggle button", "check box", "radio button", "combo box", "entry", "text",
          "spin button", "slider", "switch", "menu item", "page tab", "link", "list item", "image"}
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


def is_marked(node):
    return node.get_role_name() in ("push button", "toggle button") and "_" in (node.get_name() or "")


def is_said_twice(node):
    """A label and a name that are the same make one of both: "Seed Seed"."""
    words = node.get_name() or ""
    half = len(words) // 2
    return len(words) > 2 and words[half] == " " and words[:half] == words[half + 1:]


def complaints(root):
    """What has no name, names that are said twice, and buttons with the mark of a mnemonic in theirs, which is
    nothing to say."""
    return sorted({path(node) for node in walk(root)
                   if is_nameless(node) or is_marked(node) or is_said_twice(node)})


def dialog(app):
    """The window in front of the main one, once it is there."""
    return app.wait(lambda: [window for window in children(app.root) if window != app.frame()], "a dialog")[0]


def main():
    checks = Checks()
    with App() as app:
        for number, view in enumerate(("grid", "training", "comparison", "scaling", "runs"), 1):
            app.key(f"alt+{number}")
            found = complaints(app.frame())
            checks.that(f"view-{view}", not found, "\n".join(found))
        for name, key in (("menu", "F10"), ("preferences", "ctrl+comma"), ("shortcuts", "ctrl+question")):
            app.key(key)
            found = complaints(app.frame() if name == "menu" else dialog(app))
            checks.that(name, not found, "\n".join(found))
            app.key("Escape")
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
