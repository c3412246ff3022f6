"""Files for the window to open: scenarios, and bundles of runs."""
import os
import subprocess

from harness import children

TINY = ["--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
        "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]


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
