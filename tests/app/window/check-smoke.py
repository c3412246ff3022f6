"""Starts, shows its five views, remembers the last one and leaves, without a word on standard error."""
import os
import subprocess

from harness import PATIENCE, App, Checks, environment, said, wait

checks = Checks()

done = subprocess.run([os.environ["GRIDMARL"], "--exit-after-startup"], capture_output=True, text=True,
                      env=environment(), timeout=3 * PATIENCE)
checks.equal("exit-after-startup", (done.returncode, said(done.stderr)), (0, ""))

with App() as app:
    app.shot("start")
    for number, view in enumerate(("grid", "training", "comparison", "scaling", "runs"), 1):
        app.key(f"alt+{number}")
        wait(lambda view=view: app.get("view") == f"'{view}'", f"the view {view}")
        checks.that(f"shows-{view}", True)
    app.key("ctrl+q")
    checks.equal("leaves", app.leaves(), 0)
    app.start()
    checks.equal("remembers-the-view", app.get("view"), "'runs'")
    app.find("No Runs Yet", role="label")
    app.key("ctrl+w")
    checks.equal("leaves-again", app.leaves(), 0)
    checks.equal("says-nothing", app.errors(), "")

checks.finish()
