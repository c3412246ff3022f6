"""Every view narrow and wide, light, dark, in high contrast and with large text: nothing is cut off at the
window's edge, no view needs more than a phone is wide, nothing is said on standard error. The pictures are
kept for people to look at.
"""
from harness import App, Checks
from looks import LOOKS, NARROWEST, size_of

VIEWS = ["grid", "training", "comparison", "scaling", "runs"]


def main():
    checks = Checks()
    for look, width, environment, scale in LOOKS:
        with App(width=width, variables=environment, text_scale=scale) as app:
            widths = []
            least = {}
            for number, view in enumerate(VIEWS, 1):
                app.key(f"alt+{number}")
                widths.append(size_of(app.shot(f"{view}-{look}"))[0])
                least[view] = app.least_width()
            print(f"# least widths, {look}: {least}", flush=True)
            checks.that(f"can-be-narrow-{look}", max(least.values()) <= NARROWEST[scale], f"{least}")
            # Wider than asked would be a view that does not fit. The compositor's shadow is some pixels.
            checks.that(f"fits-{look}", all(abs(got - width) <= 12 for got in widths), f"widths {widths}")
            app.key("ctrl+q")
            checks.equal(f"leaves-{look}", app.leaves(), 0)
            checks.equal(f"says-nothing-{look}", app.errors(), "")
    checks.finish()


main()
