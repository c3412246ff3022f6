"""A broken scenario file is told of and changes nothing; a good one is opened; bundles of runs are merged; both can be
dropped on the window."""
import os
import subprocess

from desktop import Desktop
from dragging import drop
from harness import App, Checks, children

TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
        "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]
BROKEN = "[scenario]\nname=broken\nnodes=minus four\n"


def dialog(app):
    return app.wait(lambda: [window for window in children(app.root) if window != app.frame()], "a dialog")[0]


def cli(app, *arguments):
    return subprocess.run([os.environ["GRIDMARL_CLI"], *arguments], check=True, capture_output=True, text=True,
                          env=app.environment, timeout=60).stdout


def bundle(app, name):
    """A bundle of one run of this name."""
    library = os.path.join(app.folder, name)
    path = library + ".gridmarl-runs"
    cli(app, "train", "--quiet", "--iterations", "2", "--name", name, "--library", library, *TINY)
    cli(app, "runs", "export", name, "--bundle", path, "--library", library)
    return path


def scenario(app, name):
    path = os.path.join(app.folder, name + ".gridmarl")
    with open(path, "w", encoding="utf-8") as file:
        file.write(cli(app, "scenario", "show", "neighbourhood-5").replace("name = neighbourhood-5", f"name = {name}"))
    return path


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


def takes_what_is_dropped(app, checks):
    checks.that("takes-a-scenario", drop(app, scenario(app, "eight")))
    app.wait(lambda: app.frame().get_name().startswith("eight"), "the title of the scenario that was dropped")
    checks.that("takes-a-bundle", drop(app, bundle(app, "dropped")))
    told = app.find(contains="is new", role="label").get_name()
    checks.equal("dropped-bundle-is-merged", told, "1 run is new.")
    app.press(app.find(name="Close", role="push button", nth=0, root=dialog(app)))
    app.key("alt+5")
    checks.that("dropped-bundle-is-listed", app.find(name="dropped", role="label"))


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
    # What ends while another window has the focus, as one that is dragged from, is told by the desktop.
    with Desktop(), App() as app:
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
        takes_what_is_dropped(app, checks)
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
