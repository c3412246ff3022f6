"""Starts, shows a frame and leaves, without a word on standard error."""
import os
import subprocess

from harness import App, Checks

checks = Checks()

done = subprocess.run([os.environ["GRIDMARL"], "--exit-after-startup"], capture_output=True, text=True,
                      env={**os.environ, "G_DEBUG": "fatal-warnings"}, timeout=60)
checks.equal("exit-after-startup", (done.returncode, done.stderr), (0, ""))

with App() as app:
    app.shot("start")
    app.key("ctrl+q")
    checks.equal("leaves", app.leaves(), 0)
    checks.equal("says-nothing", app.errors(), "")

checks.finish()
