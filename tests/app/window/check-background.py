"""What the desktop learns of a training: the machine stays awake while it goes on, not while it is paused;
its end is told to those who look at something else, and only then; a click on what is told shows the training.
"""
from desktop import LOGOUT, SUSPEND, Desktop
from harness import PATIENCE, App, Atspi, Checks, run, wait

SHORT, NEVER = 40, 1000000  # iterations
TRAINING = 3 * PATIENCE

checks = Checks()


def train(app, iterations):
    Atspi.Value.set_current_value(app.find("Stop at Iteration", role="spin button"), iterations)
    app.key("ctrl+t")


def look_away():
    """As if the desktop had been clicked, beside the window: what is below the pointer may get keys, too."""
    desktop_window = run("xdotool", "search", "--maxdepth", "0", ".*").strip()
    run("xdotool", "mousemove", "1390", "990", "windowfocus", desktop_window)
    wait(lambda: run("xdotool", "getwindowfocus").strip() == desktop_window, "the focus elsewhere")


with Desktop() as desktop, App(settings={"view": "'training'"}) as app:
    train(app, NEVER)
    reason, flags = wait(lambda: list(desktop.inhibitors.values()), "what keeps the machine awake")[0]
    checks.that("stays-awake-and-tells-why", reason, reason)
    checks.equal("neither-sleeps-nor-logs-out", flags, LOGOUT | SUSPEND)
    app.find(contains="Pause", role="push button")
    app.key("ctrl+shift+space")
    checks.that("may-sleep-while-paused", wait(lambda: not desktop.inhibitors, "leave to sleep"))
    app.key("ctrl+shift+space")
    checks.that("stays-awake-again", wait(lambda: len(desktop.inhibitors) == 1, "no sleep again"))
    look_away()
    app.press(app.find("Stop", role="push button"))
    checks.that("may-sleep-afterwards", wait(lambda: not desktop.inhibitors, "leave to sleep", TRAINING))

    train(app, SHORT)
    app.key("alt+1")
    look_away()
    wait(lambda: desktop.notifications, "a notification", TRAINING)
    title, body = desktop.notifications[0]
    # Nothing of the one before, which was stopped by hand.
    checks.that("its-end-is-told", "finished" in title.lower() and "PPO" in body, f"{title}: {body}")
    checks.equal("another-view-is-shown", app.get("view"), "'grid'")
    desktop.press(1)
    checks.that("a-click-shows-the-training", wait(lambda: app.get("view") == "'training'", "the Training view"))

    train(app, SHORT)
    wait(lambda: desktop.cookies == 4 and not desktop.inhibitors, "a training and its end", TRAINING)
    checks.equal("nothing-to-tell-to-who-looks", len(desktop.notifications), 1)
    checks.equal("stderr-is-empty", app.errors(), "")

checks.finish()
