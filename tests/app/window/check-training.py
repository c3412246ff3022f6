"""From launch to a trained policy with one click; pause, resume, stop and keep; kill and resume."""
import signal

from harness import App, Atspi, Checks, text

checks = Checks()


def button(app, label):
    return app.find(contains=label, role="push button")


def says(app, words, patience=20.0):
    """Waits for a text on the screen, and gives it."""
    def look():
        for node in app.all(role="label"):
            if words in (node.get_name() or "") or words in text(node):
                return node.get_name() or text(node)
        return None
    return app.wait(look, f"“{words}”", patience)


with App(settings={"view": "'runs'"}) as app:
    app.key("ctrl+t")
    says(app, "Training PPO · iteration")
    checks.that("one-click-trains", app.has(contains="Stop", role="push button"))
    app.shot("training-during")
    result = says(app, "PPO trained in", patience=120)
    checks.that("result-is-told", "reward" in result and "heuristic" in result, result)
    app.shot("training-after")
    app.press(button(app, "Use in Grid"))
    checks.that("policy-runs-the-grid", app.wait(lambda: app.get("view") == "'grid'", "the Grid view"))
    checks.equal("stderr-is-empty", app.errors(), "")

with App(settings={"view": "'training'"}) as app:
    # Long enough to be still under way whenever this script gets to it.
    Atspi.Value.set_current_value(app.find("Stop at iteration", role="spin button"), 2000)
    app.key("ctrl+t")
    says(app, "Training PPO · iteration")
    app.key("ctrl+shift+space")
    says(app, "PPO is paused")
    checks.that("paused", app.has(contains="Resume", role="push button"))
    app.key("ctrl+shift+space")
    says(app, "Training PPO · iteration")
    app.key("ctrl+period")
    stopped = says(app, "Stopped at iteration")
    checks.that("stopped-and-kept", "kept" in says(app, "is kept"), stopped)
    app.press(button(app, "Continue"))
    says(app, "Training PPO · iteration")
    checks.that("continues", app.has(contains="Stop", role="push button"))

    app.kill(signal.SIGKILL)
    app.start()
    told = says(app, "was interrupted at iteration")
    checks.that("offers-to-resume", "is kept" in told, told)
    app.shot("training-offers-to-resume")
    app.press(button(app, "Resume"))
    says(app, "Training PPO · iteration")
    checks.that("resumes", app.has(contains="Stop", role="push button"))
    app.key("ctrl+period")
    says(app, "Stopped at iteration")
    checks.equal("stderr-is-empty-after-all", app.errors(), "")

checks.finish()
