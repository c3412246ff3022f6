"""The researcher's story by keyboard alone: train three seeds, compare them with rules on the same days, read the
table, hide and show a policy, export scores and a figure, then find, tag, trash and restore the runs.

What the table shows is computed again from the exported file, with nothing of the program's.
"""
import csv
import json
import os
import re
import subprocess
from statistics import mean

from exporting import Panel
from harness import App, Checks, run, wait
from keyboard import Keyboard, says

ITERATIONS = 3
DAYS = 5
TABLE = {"Episode reward": ("episode_reward", 1), "Grid stability": ("stability", 1),
         "Grid import": ("grid_import", 1), "Solar utilisation": ("solar_utilisation", 100),
         "Demand satisfaction": ("demand_satisfaction", 100)}
OTHER = ["train", "--iterations", "2", "--seeds", "1", "--name", "Night shift", "--quiet",
         "--set", "rollout.environments=4", "--set", "rollout.steps=24", "--set", "ppo.minibatch=24",
         "--set", "policy.hidden=8", "--set", "validation.interval=1", "--set", "validation.days=1"]


def runs(app):
    """What the command line says of the library, of each run."""
    found = subprocess.run([os.environ["GRIDMARL_CLI"], "runs", "list", "--library", app.library, "--json"],
                           check=True, capture_output=True, text=True, env=app.environment)
    return json.loads(found.stdout)


def trains(app, keyboard, checks):
    app.key("alt+2")
    keyboard.attend()
    keyboard.press("alt+s")
    checks.equal("reaches-the-seeds", keyboard.last, "Seeds")
    keyboard.write("3")
    keyboard.press("alt+i")
    checks.equal("reaches-the-iterations", keyboard.last, "Stop at Iteration")
    keyboard.write(str(ITERATIONS))
    app.key("ctrl+t")  # with what was typed last, though the focus is still there
    told = says(app, "trained in", patience=300)
    checks.that("tells-the-end", "PPO" in told, told)
    trained = [row for row in runs(app) if row["name"] != "Night shift"]
    checks.equal("trains-three-seeds", [(row["seed"], row["status"], row["iteration"]) for row in trained],
                 [(seed, "finished", ITERATIONS) for seed in (3, 2, 1)])
    app.shot("story-trained")
    return trained[0]["name"]


def cells(app):
    """What the cells of the table say: (indicator, policy) to "1.00 ± 0.10"."""
    found = {}
    for node in app.all(contains=": ", role="image", root=app.find("Scores", role="panel", nth=1)):
        who, value = node.get_name().split(": ", 1)
        found[tuple(who.split(", ", 1))] = value.strip()
    return found


def shows(app, name, shown):
    """Waits until a policy is in the table, or is not; what the cells say."""
    def look():
        found = cells(app)
        return found if found and any(policy == name for _, policy in found) == shown else None
    return wait(look, f"{name} to be {'shown' if shown else 'hidden'}", 120)


def compares(app, keyboard, checks, name):
    app.key("alt+3")
    keyboard.attend()
    shows(app, "Heuristic", True)
    keyboard.press("alt+d")
    checks.equal("reaches-the-days", keyboard.last, "Days")
    keyboard.write(str(DAYS))
    app.key("Return")
    says(app, f"{DAYS} test days of seed 1")
    keyboard.go(name, "check box", "shift+Tab")
    app.key("space")
    table = shows(app, name, True)
    checks.that("has-mean-and-interval", re.fullmatch(r"(★ )?[−\d.]+ ± [\d.]+", table["Episode reward", name]),
                table["Episode reward", name])
    return table


def reads_the_difference(app, keyboard, checks, name):
    keyboard.go("Scores", "page tab")
    keyboard.go("Episode reward, ", "image")
    for _ in range(6):
        if keyboard.last.startswith(f"Episode reward, {name}:"):
            break
        keyboard.press("Right")
    told = says(app, "Against Heuristic:")
    checks.that("reads-n", f"(3 seeds × {DAYS} days)" in told, told)
    checks.that("reads-the-difference", re.search(r"95 % interval .*\nAgainst Heuristic: .*, [+−]?[\d.]+.* \(.* to .*\)", told),
                told)
    app.shot("story-difference")


def hides_and_shows(app, keyboard, checks, table):
    keyboard.press("alt+d")
    keyboard.go("Random", "check box", "shift+Tab")
    app.key("space")
    hidden = shows(app, "Random", False)
    checks.equal("hiding-changes-no-other-number", hidden,
                 {cell: value for cell, value in table.items() if cell[1] != "Random"})
    app.key("space")
    checks.equal("showing-brings-it-back", shows(app, "Random", True), table)


def recompute(path, table):
    """The means of the table from the file: over days, then over seeds; those that differ."""
    values = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                seeds = values.setdefault((row["metric"], row["policy"]), {})
                seeds.setdefault(row["seed"], []).append(float(row["value"]))
    ids = {policy for _, policy in values}
    rules = {"Heuristic": "heuristic", "Random": "random", "No control": "no-control"}
    trained = (ids - set(rules.values())).pop()
    wrong, compared = [], 0
    for (indicator, policy), shown in table.items():
        if indicator not in TABLE:
            continue
        metric, factor = TABLE[indicator]
        got = factor * mean(mean(days) for days in values[metric, rules.get(policy, trained)].values())
        number = shown.replace("★ ", "").replace("−", "-").split(" ")[0]
        decimals = len(number.partition(".")[2])
        compared += 1
        if f"{got:.{decimals}f}" != number:
            wrong.append((indicator, policy, number, got))
    return compared, wrong


def exports(app, keyboard, checks, table):
    folder = os.path.join(app.folder, "paper")
    os.mkdir(folder)
    scores, figure = os.path.join(folder, "scores.csv"), os.path.join(folder, "figure.pdf")
    panel = Panel(app)
    panel.choose("alt+w", "What", "Scores of All Policies and Days")
    panel.choose("alt+f", "Format", "CSV, One Value a Row")
    panel.save(scores)
    compared, wrong = recompute(scores, table)
    checks.equal("file-has-the-means-of-the-table", (compared, wrong), (5 * 4, []))

    panel = Panel(app)
    panel.choose("alt+w", "What", "Chart: Episode Reward: Difference to Heuristic")
    panel.choose("alt+f", "Format", "PDF")
    app.shot("story-figure")
    panel.save(figure)
    words = run("pdftotext", "-layout", figure, "-")
    checks.that("figure-has-text", "Episode Reward" in words and "Random" in words, words)
    fonts = run("pdffonts", figure).splitlines()[2:]
    checks.that("figure-has-its-fonts", fonts and all(" yes " in font for font in fonts), fonts)


def tidies_up(app, keyboard, checks, name):
    app.key("alt+5")
    keyboard.attend()
    says(app, "2 groups")
    app.key("ctrl+f")
    app.type(name)
    says(app, "1 of 2")
    keyboard.go(name, "panel")
    app.key("Home")
    app.shot("story-found")
    keyboard.go("Colour in Charts", "list item")
    app.key("shift+Tab")  # a row for an entry does not tell that it has the focus
    app.type("paper")
    app.key("Return")
    wait(lambda: all("paper" in row["tags"] for row in runs(app) if row["name"] == name), "the tag")
    checks.that("is-tagged", app.find("Remove Tag “paper”"))
    app.shot("story-tagged")

    keyboard.go(name, "panel", "shift+Tab")
    app.key("Delete")
    # Not looked for on the screen: it takes longer than the message is there on a slow machine.
    wait(lambda: {row["name"] for row in runs(app)} == {"Night shift"}, "the runs to go to the trash")
    app.key("alt+u")
    wait(lambda: len(runs(app)) == 4, "the runs to come back")
    checks.equal("undo-brings-it-back", [row["tags"] for row in runs(app) if row["name"] == name], [["paper"]] * 3)


def main():
    checks = Checks()
    with App(start=False) as app:
        subprocess.run([os.environ["GRIDMARL_CLI"], *OTHER, "--library", app.library], check=True, timeout=60,
                       env=app.environment, stdout=subprocess.DEVNULL)
        app.start()
        keyboard = Keyboard(app)
        name = trains(app, keyboard, checks)
        table = compares(app, keyboard, checks, name)
        reads_the_difference(app, keyboard, checks, name)
        hides_and_shows(app, keyboard, checks, table)
        exports(app, keyboard, checks, table)
        tidies_up(app, keyboard, checks, name)
        checks.equal("every-stop-has-a-name", sorted(keyboard.nameless), [])
        app.key("ctrl+q")
        checks.equal("leaves", app.leaves(), 0)
        checks.equal("says-nothing", app.errors(), "")
    checks.finish()


main()
