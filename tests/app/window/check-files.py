"""A broken scenario file is told of and changes nothing; a good one is opened; changes are asked about."""
import os
import subprocess

from harness import App, Checks

BROKEN = "[scenario]\nname=broken\nnodes=minus four\n"


def main():
    checks = Checks()
    with App() as app:
        broken = os.path.join(app.folder, "broken.gridmarl")
        with open(broken, "w", encoding="utf-8") as file:
            file.write(BROKEN)
        good = os.path.join(app.folder, "seven.gridmarl")
        text = subprocess.run([os.environ["GRIDMARL_CLI"], "scenario", "show", "neighbourhood-5"],
                              capture_output=True, text=True, check=True).stdout
        with open(good, "w", encoding="utf-8") as file:
            file.write(text.replace("name = neighbourhood-5", "name = seven"))

        # A second start hands its file to the first and ends.
        title = app.frame().get_name()
        subprocess.run([os.environ["GRIDMARL"], broken], env=app.environment, check=True, timeout=30)
        message = app.find(contains="broken.gridmarl was not opened", role="label").get_name()
        app.shot("broken-file")
        checks.that("says-what-is-wrong", "nodes" in message and "minus four" in message, message)
        checks.that("says-what-is-safe", "the scenario you had is still there" in message, message)
        checks.equal("scenario-stays", app.frame().get_name(), title)

        subprocess.run([os.environ["GRIDMARL"], good], env=app.environment, check=True, timeout=30)
        app.wait(lambda: app.frame().get_name().startswith("seven"), "the title of the other scenario")
        checks.that("good-file-opens", True)
        app.wait(lambda: not app.has(contains="was not opened") or "showing" not in
                 {s.value_nick for s in app.find(contains="was not opened").get_state_set().get_states()},
                 "the message's end")
        app.key("ctrl+q")
        checks.equal("leaves", app.leaves(), 0)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
