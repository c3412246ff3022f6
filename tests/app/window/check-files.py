"""A broken scenario file is told of and changes nothing; a good one is opened; bundles of runs are merged."""
import os
import subprocess

from filing import bundle, dialog, scenario
from harness import App, Checks

BROKEN = "[scenario]\nname=broken\nnodes=minus four\n"


def takes_bundles(app, checks):
    """Of two bundles and a scenario each goes where it belongs."""
    bundles = [bundle(app, name) for name in ("one", "other")]
    six = scenario(app, "six")
    subprocess.run([os.environ["GRIDMARL"], *bundles, six], env=app.environment, check=True, timeout=30)
    told = app.find(contains="2 runs are new", role="label").get_name()
    app.shot("bundles-merged")
    checks.equal("bundles-are-merged", told, "2 runs are new.")
    app.press(app.find(name="Close", role="push button", nth=0, root=dialog(app)))
    app.wait(lambda: app.frame().get_name().startswith("six"), "the title of the scenario")
    app.key("alt+5")
    checks.that("bundles-are-listed", app.find(name="one", role="label") and app.find(name="other", role="label"))


def opens_again(app, checks):
    """The file that was open the last time is open again; one that is gone is told of, once."""
    app.start()
    checks.that("opens-what-was-open", app.wait(lambda: app.frame().get_name().startswith("six"), "the scenario again"))
    app.key("ctrl+q")
    app.leaves()
    os.remove(os.path.join(app.folder, "six.gridmarl"))
    app.start()
    checks.that("says-that-it-is-gone", app.find(contains="six.gridmarl, which was open the last time", role="label"))
    app.key("ctrl+q")
    app.leaves()
    checks.equal("forgets-it", app.get("scenario-file"), "''")


def main():
    checks = Checks()
    with App() as app:
        broken = os.path.join(app.folder, "broken.gridmarl")
        with open(broken, "w", encoding="utf-8") as file:
            file.write(BROKEN)
        good = scenario(app, "seven")

        # A second start hands its file to the first and ends.
        title = app.frame().get_name()
        subprocess.run([os.environ["GRIDMARL"], broken], env=app.environment, check=True, timeout=30)
        message = app.find(contains="broken.gridmarl was not opened", role="label").get_name()
        app.shot("broken-file")
        checks.that("says-what-is-wrong", "nodes" in message and "minus four" in message, message)
        checks.that("says-what-is-safe", "the scenario you had is still there" in message, message)
        checks.equal("scenario-stays", app.frame().get_name(), title)

        # Measurements are imported first.
        for name, command in (("homes.CSV", "import-csv"), ("schema.json", "import-citylearn")):
            data = os.path.join(app.folder, "data", name)
            os.makedirs(os.path.dirname(data), exist_ok=True)
            with open(data, "w", encoding="utf-8") as file:
                file.write("time,load_kwh\n")
            subprocess.run([os.environ["GRIDMARL"], data if name.endswith("CSV") else os.path.dirname(data)],
                           env=app.environment, check=True, timeout=30)
            checks.that(f"tells-of-{command}", app.find(contains=f"gridmarl-cli scenario {command}", role="label"))
        checks.equal("scenario-still-stays", app.frame().get_name(), title)

        subprocess.run([os.environ["GRIDMARL"], good], env=app.environment, check=True, timeout=30)
        app.wait(lambda: app.frame().get_name().startswith("seven"), "the title of the other scenario")
        checks.that("good-file-opens", True)
        app.wait(lambda: not app.has(contains="was not opened") or "showing" not in
                 {s.value_nick for s in app.find(contains="was not opened").get_state_set().get_states()},
                 "the message's end")
        takes_bundles(app, checks)
        # Another start with a library, too.
        other = os.path.join(app.folder, "one")
        subprocess.run([os.environ["GRIDMARL"], "--library", other], env=app.environment, check=True, timeout=30)
        checks.that("another-start-opens-its-library", app.find(name="1 group", role="label"))
        app.key("ctrl+q")
        checks.equal("leaves", app.leaves(), 0)
        opens_again(app, checks)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
