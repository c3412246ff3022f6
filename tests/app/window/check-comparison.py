"""The Comparison view: rules at once, a trained group beside them with the numbers of the command line, hiding
that changes nothing else, keys, other days, and what is remembered.
"""
import json
import os
import subprocess

from harness import App, Checks, children, run, wait

TRAIN = ["train", "--iterations", "2", "--seeds", "1-3", "--name", "Mine", "--quiet",
         "--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
         "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]


def cli(*arguments):
    return subprocess.run([os.environ["GRIDMARL_CLI"], *arguments], check=True, capture_output=True,
                          text=True).stdout


def page(app):
    """The view itself, looked for level by level: the whole window takes a while to walk through."""
    def search():
        level = [app.root]
        while level:
            for node in level:
                if node.get_role_name() == "panel" and node.get_name() == "Comparison":
                    return node
            level = [child for node in level for child in children(node)]
        return None

    if not hasattr(app, "page"):
        app.page = wait(search, "the view")
    return app.page


def find(app, name=None, role=None, contains=None):
    return app.find(name, role, contains, root=page(app))


def cells(app):
    """The cells of the table, as they are spoken."""
    if not hasattr(app, "table"):
        app.table = find(app, "Scores", role="panel")
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
    return [node.get_name() for node in app.all(contains="Against", role="label", root=page(app))]


checks = Checks()

# Nobody has trained yet.
with App(settings={"view": "comparison"}) as app:
    cell(app, "Episode reward, Heuristic:")
    checks.that("rules-are-there", cell(app, "Grid import, No control:"))
    checks.that("hint-to-train", find(app, contains="Add your own", role="label"))
    app.shot("comparison-first")
    checks.equal("no-warning-at-first", app.errors(), "")

with App(settings={"view": "comparison"}, start=False) as app:
    cli(*TRAIN, "--library", app.library)
    app.start()
    cell(app, "Episode reward, Heuristic:")
    before = cell(app, "Grid stability, No control:").get_name()
    app.click(find(app, "Mine", role="check box"))
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
    app.click(find(app, "Random", role="check box"))
    wait(lambda: not any(", Random:" in node.get_name() for node in cells(app)), "Random to go")
    checks.equal("hiding-changes-no-number", cell(app, "Grid stability, No control:").get_name(), before)

    # Keys: a cell, the one right of it, and what it stands for.
    app.click(cell(app, "Grid import, Heuristic:"))
    find(app, "Heuristic · Grid Import", role="label")
    app.key("Right")
    checks.that("arrows-move-among-cells", find(app, "No control · Grid Import", role="label"))
    app.key("Home")
    checks.that("home-is-the-first-policy", find(app, "Heuristic · Grid Import", role="label"))
    app.key("ctrl+End")
    checks.that("control-end-is-the-last-cell", find(app, contains="Mine · ", role="label"))
    x, y = app.position(cell(app, "Grid import, No control:"))
    run("xdotool", "mousemove", "--window", app.window, str(x), str(y))
    checks.that("pointing-describes", find(app, "No control · Grid Import", role="label"))
    checks.that("details-compare", any("Against Heuristic" in text for text in details(app)), details(app))
    app.shot("comparison-details")

    # Charts, and the same day side by side.
    app.click(find(app, "Charts", role="page tab"))
    checks.that("charts-are-there", find(app, contains="Episode Reward: Difference to Heuristic"))
    app.shot("comparison-charts")
    app.click(find(app, "Side by Side", role="page tab"))
    checks.that("weather-is-the-same", find(app, contains="The same weather, demand and prices"))
    app.press(find(app, "One Step", role="push button"))
    checks.that("one-clock", find(app, "Day 1 · 00:05", role="label"))
    app.shot("comparison-side-by-side")
    app.click(find(app, "Scores", role="page tab"))

    # Other days.
    # In the text of the spin button, not on one of its buttons.
    x, y = app.position(find(app, "Days", role="spin button"), 0.15)
    run("xdotool", "mousemove", "--window", app.window, str(x), str(y), "click", "1")
    app.key("ctrl+a")
    app.type("20")
    app.key("Return")
    find(app, contains="20 test days of seed 1", role="label")
    checks.that("other-days-other-numbers",
                cell(app, "Grid stability, No control:").get_name() != before)
    checks.equal("no-warning", app.errors(), "")

    app.kill()
    del app.table, app.page
    app.start()
    cell(app, "Episode reward, Mine:")
    checks.that("hidden-stays-hidden", not any(", Random:" in node.get_name() for node in cells(app)))
    checks.that("days-are-remembered", find(app, contains="20 test days of seed 1", role="label"))

# The look of it.
for width, height, name, environment in (
        (360, 640, "comparison-360", {}),
        (730, 700, "comparison-730-dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
        (1180, 760, "comparison-contrast", {"ADW_DEBUG_HIGH_CONTRAST": "1"})):
    with App(width=width, height=height, settings={"view": "comparison"}, variables=environment) as app:
        cell(app, "Episode reward, Heuristic:")
        app.shot(name)
        checks.equal(f"no-warning-{name}", app.errors(), "")
checks.finish()
