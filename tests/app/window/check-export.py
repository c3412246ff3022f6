"""The panel that exports: by keyboard from the Grid view to files, which are read back."""
import hashlib
import json
import os
import subprocess

from exporting import Panel, keys, windows
from harness import App, Checks


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_sidecar(checks, path):
    """What lies beside a file, which names it, its size and its contents."""
    meta = json.loads(read(path + ".meta.json"))
    contents = read(path)
    checks.equal("sidecar-of-" + os.path.basename(path),
                 (meta["file"], meta["bytes"], meta["sha256"]),
                 (os.path.basename(path), len(contents), hashlib.sha256(contents).hexdigest()))
    return meta


def simulate(app, meta, option):
    """The same from the command line; its bytes."""
    path = os.path.join(app.folder, "simulated.csv")
    subprocess.run([os.environ["GRIDMARL_CLI"], "simulate", "--quiet", "--policy", meta["simulation"]["policy"],
                    "--seed", str(meta["simulation"]["seed"]), "--days", str(meta["simulation"]["days"]),
                    option, path], check=True, env=app.environment, timeout=60)
    return read(path)


def check_days(app, checks, folder):
    panel = Panel(app)
    checks.that("opens-with-a-preview", panel.head().count("\n") >= 9, panel.head())
    app.shot("export-steps")
    panel.choose("alt+w", "What", "Summary of Days")
    panel.choose("alt+f", "Format", "CSV, a Column for Each Quantity")
    head, size = panel.head(), panel.settle()
    path = os.path.join(folder, "days.csv")
    panel.save(path)
    app.shot("export-saved")
    meta = read_sidecar(checks, path)
    checks.equal("days-are-those-of-the-command-line", read(path), simulate(app, meta, "--summary"))
    checks.that("preview-is-the-file", read(path).decode().startswith(head), head)
    # Below a thousand bytes they are counted.
    amount, unit = size.split()
    factor = {"bytes": 1, "kB": 1e3, "MB": 1e6}[unit]
    checks.that("size-is-the-file's", abs(float(amount) * factor - len(read(path))) <= 0.05 * factor, size)


def check_steps(app, checks, folder):
    panel = Panel(app)
    checks.equal("remembers-what", panel.chosen("What"), "Summary of Days")
    panel.choose("alt+w", "What", "Every Step")
    panel.choose("alt+f", "Format", "CSV Trace, All Digits")
    path = os.path.join(folder, "steps.csv")
    panel.save(path)
    meta = read_sidecar(checks, path)
    checks.equal("steps-are-those-of-the-command-line", read(path), simulate(app, meta, "--trace"))


def check_figure(app, checks, folder):
    panel = Panel(app)
    panel.choose("alt+w", "What", "Picture of the Network")
    panel.choose("alt+f", "Format", "PDF")
    app.wait(lambda: app.has("The figure as it will be", root=panel.node), "the picture")
    app.shot("export-figure")
    path = os.path.join(folder, "network.pdf")
    panel.save(path)
    read_sidecar(checks, path)
    checks.that("figure-is-a-pdf", read(path).startswith(b"%PDF"))


def check_chart(app, checks, folder):
    """Its rows are those of the panel, and there is one for every five minutes that were played."""
    panel = Panel(app)
    panel.choose("alt+w", "What", "Chart: Energy Flows")
    app.shot("export-chart")
    panel.choose("alt+f", "Format", "CSV, a Column for Each Quantity")
    head = panel.head()
    path = os.path.join(folder, "chart.csv")
    panel.save(path)
    meta = read_sidecar(checks, path)
    checks.that("chart-has-its-rows", read(path).decode().startswith(head) and head.count("\n") > 2, head)
    checks.equal("sidecar-says-how", (meta["filter"]["resolution"], meta["statistics"]["smoothing"]), ("full", "none"))


def check_leaving(app, checks, folder):
    panel = Panel(app)
    keys(panel.window, "Escape")
    app.wait(lambda: not windows(app), "the panel's end")
    checks.that("escape-leaves-nothing", len(os.listdir(folder)) == 8, os.listdir(folder))


def main():
    checks = Checks()
    with App() as app:
        folder = os.path.join(app.folder, "out")
        os.mkdir(folder)
        app.wait(lambda: app.has(contains="Day ", role="label"), "the clock")
        for check in (check_days, check_steps, check_figure, check_chart, check_leaving):
            check(app, checks, folder)
        app.key("ctrl+q")
        checks.equal("leaves", app.leaves(), 0)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
