"""From launch to a trained policy with one click; pause, resume, stop and keep; kill and resume.

Each step waits for what the window says, however long that takes, so that slow machines change nothing. The
second training cannot end by itself.
"""
import signal

from harness import PATIENCE, App, Atspi, Checks, GLib, levels, states, text, wait

TRAINING = 6 * PATIENCE  # of a whole training of the quick preset
NEVER = 1000000  # iterations

checks = Checks()
places = []  # where something was said last: to look there first spares slow machines the rest of the window


def words_of(label):
    """Nothing if it went away meanwhile, as labels do while a training goes on."""
    try:
        return label.get_name() or text(label)
    except GLib.Error:
        return ""


def find_words(app, words, also=""):
    for root in [place for place in places if "showing" in states(place)] + [app.root]:
        for label in app.each(role="label", root=root):
            said = words_of(label)
            if words in said and also in said:
                places[:] = [label.get_parent().get_parent()]
                return said
    return None


def says(app, words, patience=PATIENCE, also=""):
    """Waits for a text on the screen, and gives it."""
    return app.wait(lambda: find_words(app, words, also), f"“{words}”", patience)


def button(app, label):
    return app.find(contains=label, role="push button")


def trains(app, check):
    """Training, and offering to stop it."""
    says(app, "Training PPO · iteration")
    checks.that(check, button(app, "Stop"))


with App(settings={"view": "'runs'", "hint-shown": False}) as app:
    checks.that("hints-at-training", app.toast("Agents can learn"))
    checks.equal("hints-once", app.get("hint-shown"), "true")
    app.press(button(app, "Train a Policy"))
    checks.that("hint-makes-room", wait(lambda: not any("Agents can learn" in (node.get_name() or "")
                                                        for node in levels(app.frame())), "the hint to go", 6))
    # It may have ended before anybody looked.
    result = says(app, "PPO trained in", TRAINING, also="reward")
    checks.that("one-click-trains-and-tells-the-result", "heuristic" in result, result)
    app.shot("training-after")
    app.press(button(app, "Use in Grid"))
    checks.that("policy-runs-the-grid", app.wait(lambda: app.get("view") == "'grid'", "the Grid view"))

    # What was trained stands beside the baseline, already checked.
    app.key("alt+2")
    app.press(button(app, "Compare"))
    checks.that("compares", app.wait(lambda: app.get("view") == "'comparison'", "the Comparison view"))
    boxes = {box.get_name(): "checked" in states(box) for box in app.all(role="check box")}
    trained = [name for name in boxes if " · PPO" in name]
    checks.that("trained-group-is-checked", len(trained) == 1 and boxes[trained[0]], boxes)
    checks.that("beside-the-baseline", boxes.get("Heuristic"), boxes)
    checks.that("and-measured", app.find(contains=f"Episode reward, {trained[0]}:", role="image"))
    app.shot("training-compared")
    checks.equal("stderr-is-empty", app.errors(), "")

places.clear()
with App(settings={"view": "'training'"}) as app:
    Atspi.Value.set_current_value(app.find("Stop at Iteration", role="spin button"), NEVER)
    app.key("ctrl+t")
    trains(app, "trains")
    app.shot("training-during")
    app.key("ctrl+shift+space")
    says(app, "PPO is paused")
    checks.that("paused", button(app, "Resume"))
    app.key("ctrl+shift+space")
    trains(app, "goes-on")
    app.key("ctrl+period")
    stopped = says(app, "Stopped at iteration")
    checks.that("stopped-and-kept", "kept" in says(app, "is kept"), stopped)
    app.press(button(app, "Continue"))
    trains(app, "continues")

    app.kill(signal.SIGKILL)
    places.clear()
    app.start()
    told = says(app, "was interrupted at iteration")
    checks.that("offers-to-resume", "is kept" in told, told)
    app.shot("training-offers-to-resume")
    app.press(button(app, "Resume"))
    trains(app, "resumes")
    app.key("ctrl+period")
    says(app, "Stopped at iteration")
    checks.equal("stderr-is-empty-after-all", app.errors(), "")

checks.finish()
