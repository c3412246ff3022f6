"""Plays, pauses, steps, seeks, edits with undo, and plays a trained policy whose days are those of the
command line, digit for digit."""
import os
import re
import subprocess

from harness import App, Atspi, Checks, run, text, wait

DAYS = 3
checks = Checks()
app = App()


def cli(*arguments):
    done = subprocess.run([os.environ["GRIDMARL_CLI"], *arguments], capture_output=True, text=True,
                          env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def train():
    """A short training of two seeds, in the library that the window opens."""
    cli("train", "--iterations", "2", "--seeds", "1,2", "--name", "Window test", "--quiet", "--threads", "1",
        "--library", app.library)


def printed_days():
    """The table that the command line prints for the group's best seed, with the window's minus: a list of cells a
    day."""
    lines = cli("simulate", "--policy", "Window test", "--days", str(DAYS), "--seed", "7", "--library",
                app.library).replace("-", "−").splitlines()
    rows = [line.split() for line in lines]
    return [row[1:] for row in rows if row and re.fullmatch(r"\d+", row[0]) and len(row) == 8]


def minutes():
    """What the clock says, read anew."""
    day, hour, minute = map(int, re.findall(r"\d+", text(clock)))
    return ((day - 1) * 24 + hour) * 60 + minute


def rest():
    """The minute at which the clock stands still; it is drawn a moment after the steps."""
    read = []

    def still():
        read.append(minutes())
        return len(read) >= 12 and len(set(read[-12:])) == 1

    wait(still, "the clock to stand still")
    return read[-1]


def left(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).x


def enter(node, words):
    """Types into an entry or a spin button as a person does."""
    app.click(node)
    app.key("ctrl+a")
    app.type(words)
    app.key("Return")


def click_at(node, across):
    x, y = app.position(node, across, 0.3)
    run("xdotool", "mousemove", "--window", app.window, str(x), str(y), "click", "1")


def value(node):
    return Atspi.Value.get_current_value(node)


def shown_days():
    """The same of the window's table, whose cells are labels in the order of rows and columns."""
    table = app.find("Finished Days", role="tree table", root=page)
    cells = [node.get_name() for node in app.all(role="label", root=table)]
    rows = []
    for number in range(1, DAYS + 1):
        if f"Day {number}" not in cells:
            return []
        first = cells.index(f"Day {number}") + 1
        rows.append(cells[first:first + 7])
    return rows


train()
with app:
    # Searches below these alone: what is hidden is in the tree, too, and takes time.
    toolbar = app.find("Restart Day", role="push button").get_parent()
    pane = app.find("Search Parameters", role="entry").get_parent()
    page = toolbar.get_parent().get_parent()
    clock = app.find(role="label", contains="Day ", root=toolbar)
    policy = app.find("Policy", role="push button", nth=1, root=toolbar)
    checks.that("plays-the-heuristic", app.has("Heuristic", role="label", root=policy))
    first = minutes()
    checks.that("begins-at-dawn", first >= 6 * 60, text(clock))
    wait(lambda: minutes() > first, "the clock to move")
    checks.that("plays-at-once", True)

    app.press(app.find("Pause", role="push button", root=toolbar))
    app.find("Play", role="push button", root=toolbar)
    stopped = rest()
    for turn in range(1, 3):
        app.press(app.find("One Step", role="push button", root=toolbar))
        wait(lambda: minutes() != stopped, "one step")
        after = rest()
        checks.equal(f"step-{turn}", after - stopped, 5)
        stopped = after

    slider = app.find("Time of Day", role="slider", root=page)
    click_at(slider, 0.1)
    wait(lambda: minutes() % 1440 < 4 * 60, "an hour that is over")
    checks.that("seeks-back", True)
    click_at(slider, 0.95)
    wait(lambda: minutes() % 1440 > 20 * 60, "an hour that is to come")
    checks.that("seeks-forth", True)

    play = app.find("Play", role="push button", root=toolbar)
    beside = left(play)
    app.key("F9")
    wait(lambda: left(play) < beside - 200, "the pane to go")
    checks.equal("pane-goes", app.get("side-pane"), "false")
    app.key("F9")
    wait(lambda: left(play) == beside, "the pane to come")
    checks.equal("pane-comes", app.get("side-pane"), "true")

    nodes = app.find("Nodes", role="spin button", root=pane)
    enter(nodes, "20")
    # First, as it goes away by itself.
    checks.that("says-what-happened", app.toast("Scenario changed, day restarted"))
    picture = app.find(role="image", contains="Network, 20 nodes", root=page)
    checks.equal("twenty-nodes", value(nodes), 20)
    wait(lambda: minutes() % 1440 == 0, "the day to begin again")
    checks.that("restarts-the-day", True)
    app.shot("grid-20")
    app.key("ctrl+z")
    app.find(role="image", contains="Network, 5 nodes", root=picture.get_parent())
    checks.equal("undo", value(nodes), 5)

    app.press(policy)
    app.press(app.find("Idle", role="menu item", root=toolbar))
    app.find("Idle", role="label", root=policy)
    checks.that("another-rule", True)
    app.press(policy)
    app.press(app.find("Window test", role="menu item", root=toolbar))
    app.press(app.find("Best of 2 Seeds by Validation", role="menu item", root=toolbar))
    app.find(role="label", contains="Window test", root=policy)
    checks.that("trained-policy", True)

    enter(app.find("Seed", role="text", root=toolbar), "7")
    wait(lambda: text(clock) == "Day 1 · 00:00", "the days of another seed")
    checks.that("another-seed", True)
    app.press(app.find("Run Days", role="push button", root=toolbar))
    days = app.find("Days", role="spin button", root=toolbar)
    app.key("ctrl+a")  # it has the focus
    app.type(str(DAYS))
    app.key("Tab")
    wait(lambda: value(days) == DAYS, "the number of days")
    app.press(app.find("Run", role="push button", root=toolbar))
    wait(shown_days, "the table of days", 60)
    app.shot("grid-days")
    wait(lambda: text(clock) == f"Day {DAYS} · 24:00", "the end of the days")
    checks.that("no-other-days", not app.has(f"Day {DAYS + 1}", role="label", root=page))
    printed = printed_days()
    checks.equal("as-many-days", len(printed), DAYS)
    checks.equal("days-of-the-command-line", shown_days(), printed)

    app.press(app.find("Heat Map", role="push button", root=page))
    heat = app.find("Storage", role="image", nth=1, root=page)  # after the chart of the day
    app.click(heat)  # beside the few days
    app.key("Left")
    app.find(role="image", contains=f"Day {DAYS}, 12:00 to 13:00. ", root=page)
    app.key("Home", "Up")
    app.find(role="image", contains="Day 1, 13:00 to 14:00. ", root=page)
    checks.that("heat-map-has-keys", True)
    app.shot("grid-heat-map")
    app.key("t")
    checks.that("heat-map-is-a-table", app.find("Numbers of the chart", role="tree table", root=page))
    app.press(app.find("Average Day", role="push button", root=page))
    checks.that("average-day", app.find(role="image", contains="Storage", root=page))
    app.shot("grid-average-day")
    checks.equal("says-nothing", app.errors(), "")

checks.finish()
