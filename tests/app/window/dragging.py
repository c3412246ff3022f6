"""Drags files onto the window as from a file manager, with X11's own protocol.

    from dragging import drop

    drop(app, "one.gridmarl")
"""
import os
import subprocess
import time

from harness import PATIENCE, environment, run, wait


def drop(app, *files):
    """Takes the files from a window beside that of the program, and lets them go over its middle. Returns whether
    they were taken."""
    left, top, width, height = place(app.window)
    source = subprocess.Popen([os.environ["DRAG_SOURCE"], *files], stdout=subprocess.PIPE, text=True,
                              env=environment())
    try:
        source.stdout.readline()  # it is drawn
        window = wait(lambda: run("xdotool", "search", "--onlyvisible", "--pid", str(source.pid)).split(),
                      "what is dragged from")[0]
        run("xdotool", "windowmove", "--sync", window, str(left + width + 10), str(top))
        x, y, source_width, source_height = place(window)
        x += source_width // 2
        y += source_height // 2
        run("xdotool", "mousemove", str(x), str(y), "mousedown", "1")
        for part in range(1, 21):  # a hand's way
            run("xdotool", "mousemove", str(x + (left + width // 2 - x) * part // 20),
                str(y + (top + height // 2 - y) * part // 20))
            time.sleep(0.02)
        time.sleep(0.3)  # the window answers whether it takes them
        run("xdotool", "mouseup", "1")
        return source.wait(PATIENCE) == 0
    finally:
        source.kill()
        source.wait()
        source.stdout.close()


def place(window):
    """Its left, top, width and height on the screen."""
    lines = run("xdotool", "getwindowgeometry", "--shell", window).split()
    geometry = dict(line.split("=") for line in lines if "=" in line)
    return tuple(int(geometry[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
