"""A scenario and a bundle of runs that are dropped on the window are opened and merged, as they are from the menu."""
from desktop import Desktop
from dragging import drop
from filing import bundle, dialog, scenario
from harness import App, Checks


def takes_files(app, checks):
    checks.that("takes-a-scenario", drop(app, scenario(app, "eight")))
    app.wait(lambda: app.frame().get_name().startswith("eight"), "the title of the scenario that was dropped")
    checks.that("takes-a-bundle", drop(app, bundle(app, "dropped")))
    told = app.find(contains="is new", role="label").get_name()
    checks.equal("dropped-bundle-is-merged", told, "1 run is new.")
    app.press(app.find(name="Close", role="push button", nth=0, root=dialog(app)))
    app.key("alt+5")
    checks.that("dropped-bundle-is-listed", app.find(name="dropped", role="label"))


def main():
    checks = Checks()
    # What ends while the window that is dragged from has the focus is told by the desktop.
    with Desktop(), App() as app:
        takes_files(app, checks)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
