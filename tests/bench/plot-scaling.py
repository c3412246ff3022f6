#!/usr/bin/env python3
"""Draws the plots of docs/performance.md from what bench-scaling wrote.

    bench-scaling --data DIR && plot-scaling.py DIR OUTPUT-DIR
"""
import csv
import math
import os
import sys

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 48
COST = "microseconds an agent’s sample"
PLOTS = {  # file: title, x axis, column of y, y axis, logarithmic x
    "agents": ("Cost by the number of agents", "agents (8 environments, 64-64, 1 thread)", 1, COST, True),
    "hidden": ("Cost by the hidden width", "width of both hidden layers (5 agents, 1 thread)", 1, COST, True),
    "environments": ("Cost by the number of environments", "environments (5 agents, 64-64, 1 thread)", 1, COST, True),
    "threads": ("Speed-up by threads", "threads (5 agents, 64-64)", 2, "times as fast as one", False),
}


def ticks(highest):
    """Round steps from 0 to the first beyond the highest."""
    step = 10 ** math.floor(math.log10(highest / 2))
    step = next(step * m for m in (1, 2, 5, 10) if highest / (step * m) <= 4)
    return [k * step for k in range(math.ceil(highest / step) + 1)]


def plot(rows, title, x_axis, column, y_axis, logarithmic):
    xs = [float(row[0].split("-")[0]) for row in rows]
    ys = [float(row[column]) for row in rows]
    marks = ticks(max(ys))
    scale = math.log if logarithmic else float
    low, high = scale(xs[0]), scale(xs[-1])

    def at_x(x):
        return LEFT + 12 + (scale(x) - low) / ((high - low) or 1) * (WIDTH - LEFT - RIGHT - 24)

    def at_y(y):
        return HEIGHT - BOTTOM - y / marks[-1] * (HEIGHT - TOP - BOTTOM)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
           'font-family="Cantarell, sans-serif" font-size="12">',
           f'<title>{title}</title>',
           f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
           f'<text x="16" y="24" font-weight="bold">{title}</text>',
           f'<text x="{WIDTH - RIGHT}" y="24" text-anchor="end" fill="#505050">{y_axis}</text>']
    for mark in marks:
        y = at_y(mark)
        out += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#000000" '
                f'stroke-opacity="{0.45 if mark == 0 else 0.12}"/>',
                f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>']
    points = [(at_x(x), at_y(y)) for x, y in zip(xs, ys)]
    out.append('<polyline fill="none" stroke="#0556AA" stroke-width="2" points="'
               + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + '"/>')
    for row, (x, y) in zip(rows, points):
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#0556AA"/>',
                f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{row[0].split("-")[0]}</text>']
    out += [f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle" fill="#505050">{x_axis}</text>',
            "</svg>"]
    return "\n".join(out) + "\n"


def main(data, output):
    for name, how in PLOTS.items():
        with open(os.path.join(data, name + ".csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        with open(os.path.join(output, f"performance-{name}.svg"), "w", encoding="utf-8") as file:
            file.write(plot(rows, *how))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
