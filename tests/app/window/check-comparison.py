"""The Comparison view: rules at once, a trained group beside them with the numbers of the command line, hiding
that changes nothing else, keys, other days, and what is remembered.
"""
import json
import os
import subprocess

from harness import App, Checks, run, wait

TRAIN = ["train", "--iterations", "2", "--seeds", "1-3", "--name", "Mine", "--quiet",
         "--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
         "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]


def cli(*arguments):
    return subprocess.run([os.environ["GRIDMARL_CLI"], *arguments], check=True, capture_output=True,
                          text=True).stdout


def cells(app):
    """The cells of the table, as they are spoken. Only it is looked at: the whole window takes a while."""
    if not hasattr(app, "table"):
        app.table = app.find("Scores", role="panel", nth=1)
    return app.all(contains=": ", role="image", root=app.table)


def cell(app, start):
    """The cell whose name starts like this, once it is there."""
    return wait(lambda: next((node for node in cells(app) if node.get_name().startswith(start)), None), start)


def shown_mean(app, indicator, policy):
    """What the cell says after the colon: "67.39 ± 6.22"."""
    name = cell(app, f"{indicator}, {policy}:").get_name()
    return name.split(": ", 1)[1].strip().replace("−", "-")


def expected_mean(scores, metric, policy, decimals):
    found = next(row for row in scores["metrics"] if row["metric"] == metric)
    for row in found["policies"]:
        if row["policy"] == policy:
            half = (row["high"] - row["low"]) / 2
            return f"{row['mean']:.{decimals}f} ± {half:.{decimals}f}"
    raise KeyError(policy)


def details(app):
    return [node.get_name() for node in app.all(contains="Against", role="label")]


checks = Checks()

# Nobody has trained yet.
with App(settings={"view": "comparison"}) as app:
    cell(app, "Episode reward, Heuristic:")
    checks.that("rules-are-there", cell(app, "Grid import, No control:"))
    checks.that("hint-to-train", app.has(contains="Add your own"))
    app.shot("comparison-first")
    checks.equal("no-warning-at-first", app.errors(), "")

with App(settings={"view": "comparison"}, start=False) as app:
    cli(*TRAIN, "--library", app.library)
    app.start()
    cell(app, "Episode reward, Heuristic:")
    before = cell(app, "Grid stability, No control:").get_name()
    app.click(app.find("Mine", role="check box"))
    cell(app, "Episode reward, Mine:")
    app.shot("comparison-group")

    scores = json.loads(cli("compare", "--policy", "Mine", "--policy", "heuristic", "--policy", "random",
                            "--policy", "no-control", "--library", app.library, "--json", "-", "--quiet"))
    checks.that("has-scores", "metrics" in scores, str(scores)[:300])
    for metric, name, decimals in (("episode_reward", "Episode reward", 2), ("stability", "Grid stability", 4)):
        for policy, shown in (("Mine", "Mine"), ("random", "Random")):
            checks.equal(f"{metric}-of-{policy}-is-that-of-the-command-line", shown_mean(app, name, shown),
                         expected_mean(scores, metric, policy, decimals))

    checks.equal("another-policy-changes-no-number", cell(app, "Grid stability, No control:").get_name(), before)
    app.click(app.find("Random", role="check box"))
    wait(lambda: not any(", Random:" in node.get_name() for node in cells(app)), "Random to go")
    checks.equal("hiding-changes-no-number", cell(app, "Grid stability, No control:").get_name(), before)

    # Keys: a cell, the one right of it, and what it stands for.
    app.click(cell(app, "Grid import, Heuristic:"))
    app.find("Heuristic · Grid import")
    app.key("Right")
    checks.that("arrows-move-among-cells", app.find("No control · Grid import"))
    checks.that("details-compare", any("Against Heuristic" in text for text in details(app)), details(app))
    app.shot("comparison-details")

    # Charts, and the same day side by side.
    app.click(app.find("Charts", role="page tab"))
    checks.that("charts-are-there", app.find(contains="Episode reward: difference to Heuristic"))
    app.shot("comparison-charts")
    app.click(app.find("Side by Side", role="page tab"))
    checks.that("weather-is-the-same", app.find(contains="The same weather, demand and prices"))
    app.press(app.all("One Step", role="push button")[-1])  # the first is that of the Grid view
    checks.that("one-clock", app.find("Day 1 · 00:05", role="label"))
    app.shot("comparison-side-by-side")
    app.click(app.find("Scores", role="page tab"))

    # Other days.
    # In the text of the spin button, not on one of its buttons.
    x, y = app.position(app.find("Days", role="spin button"), 0.15)
    run("xdotool", "mousemove", "--window", app.window, str(x), str(y), "click", "1")
    app.key("ctrl+a")
    app.type("20")
    app.key("Return")
    app.find(contains="20 test days of seed 1")
    checks.that("other-days-other-numbers",
                cell(app, "Grid stability, No control:").get_name() != before)
    checks.equal("no-warning", app.errors(), "")

    app.kill()
    del app.table
    app.start()
    cell(app, "Episode reward, Mine:")
    checks.that("hidden-stays-hidden", not any(", Random:" in node.get_name() for node in cells(app)))
    checks.that("days-are-remembered", app.has(contains="20 test days of seed 1"))

# The look of it.
for width, height, name, environment in (
        (360, 640, "comparison-360", {}),
        (730, 700, "comparison-730-dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
        (1180, 760, "comparison-contrast", {"ADW_DEBUG_HIGH_CONTRAST": "1"})):
    with App(width=width, height=height, settings={"view": "comparison"}, environment=environment) as app:
        cell(app, "Episode reward, Heuristic:")
        app.shot(name)
        checks.equal(f"no-warning-{name}", app.errors(), "")
checks.finish()
