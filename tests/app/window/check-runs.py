"""The Runs view by keyboard: what another process trains appears at once; it is searched, renamed, moved
to the trash and taken back, tagged and noted on; what a dead process left can be resumed."""
import json
import os
import subprocess

from harness import Checks, ViewApp, states, text, wait
from keyboard import Keyboard
from spoken import in_dialog

TRAIN = ["train", "--quiet", "--set", "rollout.environments=4", "--set", "rollout.steps=24",
         "--set", "ppo.minibatch=24", "--set", "policy.hidden=8", "--set", "validation.interval=5",
         "--set", "validation.days=1"]

def cli(app, *arguments, **keywords):
    return subprocess.Popen([os.environ["GRIDMARL_CLI"], *arguments, "--library", app.library],
                            stdout=subprocess.PIPE, text=True, **keywords)


def train(app, *arguments):
    process = cli(app, *TRAIN, *arguments)
    assert process.wait(60) == 0


def runs(app):
    process = cli(app, "runs", "list", "--json")
    return json.loads(process.communicate(timeout=30)[0])


def groups(app):
    return {each["name"] for each in runs(app)}


def go_to(app, name):
    """Chooses a row and gives it the focus."""
    app.click(app.find(name=name, role="label", root=table(app)))


def table(app):
    if not hasattr(app, "table"):
        app.table = app.find(name="Runs in the Library", role="tree table")
    return app.table


def appears(app, checks):
    """Two processes write while the window looks; nothing is reloaded."""
    both = [cli(app, *TRAIN, "--iterations", "10", "--seeds", "1-2", "--name", "First"),
            cli(app, *TRAIN, "--iterations", "10", "--set", "ppo.learning_rate=0.001", "--name", "Second")]
    app.find(name="First", role="label", root=table(app))
    app.find(name="Second", role="label", root=table(app))
    checks.that("appear-without-a-reload", True)
    for process in both:
        checks.equal("trains", process.wait(60), 0)
    app.find(name="2 groups", role="label")
    wait(lambda: len(app.all(name="Finished", role="label", root=table(app))) >= 2, "both finished")
    checks.that("finish-without-a-reload", True)


def search(app, checks):
    app.key("ctrl+f")
    app.type("lr>=0.001")
    app.find(name="1 of 2", role="label")
    checks.that("finds-by-parameter", app.has(name="Second", root=table(app))
                and not app.has(name="First", role="label", root=table(app)))
    app.key("ctrl+a")
    app.type("learnin_rate>1")
    complaint = app.find(contains="did you mean", role="label").get_name()
    checks.that("says-what-is-meant", "learning_rate" in complaint, complaint)
    app.shot("runs-search-problem")
    app.key("ctrl+a")
    app.type("no such words")
    app.find(name="0 of 2", role="label")
    app.shot("runs-nothing-found")
    app.press(app.find(name="Show All Runs", role="push button"))
    app.find(name="2 groups", role="label")
    checks.that("shows-all-again", app.has(name="First", role="label", root=table(app)))


def rename(app, checks):
    go_to(app, "First")
    app.key("F2")
    wait(lambda: any(text(entry) == "First" for entry in app.all(name="Name", role="text")), "the name in the entry")
    with in_dialog(app):
        app.key("ctrl+a")
        app.type("Night Tariff")
        app.key("Return")
    app.find(name="Night Tariff", role="label", root=table(app))
    wait(lambda: "Night Tariff" in groups(app), "the name in the library")
    checks.that("renames", "First" not in groups(app), groups(app))


def searches_by_keyboard(app, keyboard, checks):
    """Typing on the list starts the search; Down and Enter go to what is found, Escape back to all."""
    go_to(app, "Night Tariff")
    keyboard.listen()
    app.type("sec")
    app.find(name="1 of 2", role="label")
    checks.that("down-goes-to-the-first-row", keyboard.press("Down").startswith("Second"), keyboard.last)
    app.key("Escape")
    app.find(name="2 groups", role="label")
    app.key("ctrl+f")
    app.type("name:night")
    checks.that("enter-goes-to-the-first-row", keyboard.press("Return").startswith("Night Tariff"), keyboard.last)
    app.key("ctrl+f")
    checks.that("escape-goes-back-to-the-list", keyboard.press("Escape").startswith("Night Tariff"), keyboard.last)
    app.find(name="2 groups", role="label")


def has_second(app):
    return wait(lambda: "Second" in groups(app), "the run out of the trash")


def has_no_second(app):
    return wait(lambda: "Second" not in groups(app), "the run in the trash")


def trash(app, checks):
    go_to(app, "Second")
    app.key("Delete")
    # First, as it goes away by itself.
    undo = app.toast("Undo", role="push button")
    checks.that("trashes", not app.has(name="Second", role="label", root=table(app)))
    app.press(undo)
    app.find(name="Second", role="label", root=table(app))
    checks.that("undoes", has_second(app))
    app.key("ctrl+shift+z")
    checks.that("redoes-by-key", has_no_second(app))
    app.key("ctrl+z")
    checks.that("undoes-by-key", has_second(app))
    app.key("Delete")
    checks.that("trashes-again", has_no_second(app))
    app.key("ctrl+z")
    has_second(app)


def tags_and_notes(app, keyboard, checks):
    """By keyboard. Undo in the notes is of what was typed there, not of the trash."""
    go_to(app, "Night Tariff")
    app.key("Delete")
    wait(lambda: "Night Tariff" not in groups(app), "something to undo")
    go_to(app, "Second")
    keyboard.go("Colour in Charts", "list item")
    app.key("shift+Tab")  # a row for an entry does not tell that it has the focus
    app.type("paper")
    app.key("Return")
    app.type("draft")
    app.key("Return")
    wait(lambda: [each["tags"] for each in runs(app)] == [["draft", "paper"]], "the tags")
    app.find(name="Remove Tag “draft”", role="push button")
    app.shot("runs-tags")
    keyboard.go("Remove Tag “draft”", "push button", "shift+Tab")
    app.key("space")
    wait(lambda: [each["tags"] for each in runs(app)] == [["paper"]], "the tag that stays")
    checks.that("tags-by-keyboard", True)
    keyboard.go("Notes")
    app.type("slow")
    app.key("ctrl+z")
    app.type("good at night")
    keyboard.press("shift+Tab")
    wait(lambda: runs(app)[0]["notes"], "the notes")
    checks.equal("notes-by-keyboard", (runs(app)[0]["notes"], groups(app)), ("good at night", {"Second"}))
    go_to(app, "Second")
    app.key("ctrl+z")
    wait(lambda: "Night Tariff" in groups(app), "the other run out of the trash")
    app.find(name="2 groups", role="label")
    app.key("ctrl+f")
    app.type("tag:paper notes:good")
    app.find(name="1 of 2", role="label")
    app.key("Escape")
    app.find(name="2 groups", role="label")
    checks.that("finds-by-tag-and-notes", True)


def trash_view(app, checks):
    go_to(app, "Second")
    app.key("Delete")
    wait(lambda: "Second" not in groups(app), "the run in the trash again")
    app.press(app.find(name="Trash"))
    restore = app.find(name="Restore Second, seed 1", role="push button")
    app.shot("runs-trash")
    app.press(restore)
    wait(lambda: "Second" in groups(app), "the run taken out of the trash")
    app.press(app.find(name="Trash"))
    app.find(name="2 groups", role="label")
    checks.that("restores", app.has(name="Second", role="label", root=table(app)))


def interrupted(app, checks):
    process = cli(app, *TRAIN, "--iterations", "50000", "--name", "Cut Off")
    app.find(name="Cut Off", role="label", root=table(app))
    process.kill()
    process.wait()
    go_to(app, "Cut Off")
    app.find(name="Interrupted", role="label", root=table(app))
    resume = app.find(name="Resume", role="push button")
    wait(lambda: "sensitive" in states(resume), "a button to resume")
    checks.that("offers-to-resume", True)
    app.shot("runs-interrupted")


def main():
    checks = Checks()
    with ViewApp("GmarlRunsPage", settings={"view": "runs"}) as app:
        keyboard = Keyboard(app)
        appears(app, checks)
        search(app, checks)
        rename(app, checks)
        searches_by_keyboard(app, keyboard, checks)
        trash(app, checks)
        tags_and_notes(app, keyboard, checks)
        trash_view(app, checks)
        interrupted(app, checks)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
