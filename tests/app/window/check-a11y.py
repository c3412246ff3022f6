"""Walks all that can be used in every view, menu and window: each has a name that can be spoken."""
from harness import App, Checks
from spoken import complaints, dialog


def main():
    checks = Checks()
    with App() as app:
        for number, view in enumerate(("grid", "training", "comparison", "scaling", "runs"), 1):
            app.key(f"alt+{number}")
            found = complaints(app.frame())
            checks.that(f"view-{view}", not found, "\n".join(found))
        for name, key in (("menu", "F10"), ("preferences", "ctrl+comma"), ("shortcuts", "ctrl+question"),
                          ("log", "ctrl+shift+l")):
            app.key(key)
            found = complaints(app.frame() if name == "menu" else dialog(app))
            checks.that(name, not found, "\n".join(found))
            app.key("Escape")
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
