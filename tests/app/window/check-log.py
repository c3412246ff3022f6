"""The log by keyboard: opened, read, searched, copied and closed, while the program goes on behind it."""
import os

from harness import App, Checks, run, text, wait
from spoken import dialog

checks = Checks()


def shown(app):
    """What the log says, or nothing while it says that it is empty."""
    return text(app.find("Log", role="text", root=dialog(app)))


def key(*keys):
    """To whichever window has the focus."""
    run("xdotool", "key", "--delay", "30", *keys)


def is_closed():
    return not run("xdotool", "search", "--onlyvisible", "--name", "^Log$").strip()


with App() as app:
    app.key("ctrl+shift+l")
    wait(lambda: "Opened the library" in shown(app), "the first lines")
    first = shown(app)
    checks.that("tells-the-version-and-the-machine", "Gridmarl" in first and "Kernels:" in first, first)
    checks.that("tells-the-library", app.library in first, first)

    # A file that is no scenario: what is said in the window stands here, too.
    broken = os.path.join(app.folder, "broken.gridmarl")
    with open(broken, "w", encoding="utf-8") as file:
        file.write("[grid]\nnodes = many\n")
    run(app.command[0], broken)
    wait(lambda: "broken.gridmarl was not opened" in shown(app), "the trouble")
    checks.that("tells-troubles", "Warning" in shown(app), shown(app))
    app.shot("log")

    log = run("xdotool", "search", "--onlyvisible", "--name", "^Log$").split()[0]
    run("xdotool", "windowfocus", "--sync", log)
    key("ctrl+f")
    run("xdotool", "type", "WARNING broken")
    wait(lambda: "Kernels:" not in shown(app), "the search")
    checks.that("search-keeps-what-matches", "broken.gridmarl was not opened" in shown(app), shown(app))
    app.press(app.find("Copy What Is Shown", role="push button", root=dialog(app)))
    checks.that("copies", app.find("1 line copied", role="label", root=dialog(app)))
    key("Escape")
    wait(lambda: "Kernels:" in shown(app), "all lines again")
    key("Escape")
    checks.that("escape-closes", wait(is_closed, "the log to close"))
    app.key("ctrl+shift+l")
    wait(lambda: not is_closed(), "the log")
    wait(lambda: "Opened the library" in shown(app), "the lines that were there")
    key("ctrl+shift+l")
    checks.that("its-key-closes", wait(is_closed, "the log to close"))
    app.key("ctrl+q")
    checks.equal("leaves", app.leaves(), 0)
    checks.equal("stderr-is-empty", app.errors(), "")

checks.finish()
