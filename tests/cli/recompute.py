"""Recomputes a trace of the default scenario from its demand, solar energy, prices and actions, by the
formulas of docs/environment.md alone."""
import csv
import io
import math

KINDS = [(200, 12), (300, 16), (400, 20), (250, 14), (200, 12)]  # capacity, power
NODES, LIMIT, ETA, LINE = 5, 20.0, 0.95, 0.98
STEPS = 288
HEADER = ("day,step,node,level_before,demand_kwh,solar_kwh,import_price,export_price,action_grid,"
          "action_transfer_0,action_transfer_1,buy_kwh,sell_kwh,sent_kwh,received_kwh,charge_kwh,"
          "discharge_kwh,unmet_kwh,curtailed_kwh,level_after,stability,reward,reward_stability,"
          "reward_efficiency,reward_cost,reward_cooperation,reward_unmet")
WEIGHTS = {"stability": 1, "efficiency": 0.5, "cost": 1, "cooperation": 0.05, "unmet": 10}
NEIGHBOURS = [sorted(((i - 1) % NODES, (i + 1) % NODES)) for i in range(NODES)]


def positive(x):
    return max(x, 0.0)


def close(name, found, expected):
    assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9), f"{name}: {found}, not {expected}"


def settle(rows, mean_demand):
    """The step's outcome a node, from levels before, demand, solar, prices and actions."""
    capacity = [c for c, _ in KINDS]
    power = [p for _, p in KINDS]
    energy = [row["level_before"] * capacity[i] for i, row in enumerate(rows)]
    demand = [row["demand_kwh"] for row in rows]
    solar = [row["solar_kwh"] for row in rows]
    dischargeable = [min(ETA * e, p) for e, p in zip(energy, power)]
    chargeable = [min((c - e) / ETA, p) for c, e, p in zip(capacity, energy, power)]

    flow = [[0.0] * NODES for _ in range(NODES)]
    for i in range(NODES):
        for slot, j in enumerate(NEIGHBOURS[i]):
            x = rows[i][f"action_transfer_{slot}"]
            y = rows[j][f"action_transfer_{NEIGHBOURS[j].index(i)}"]
            if x > 0 > y:
                flow[i][j] = LIMIT * min(x, -y)
    buy = [LIMIT * positive(row["action_grid"]) for row in rows]
    sell = [LIMIT * positive(-row["action_grid"]) for row in rows]
    for i in range(NODES):
        wanted = sell[i] + sum(flow[i])
        have = positive(dischargeable[i] + solar[i] - demand[i])
        share = min(1.0, have / wanted) if wanted > 0 else 1.0
        sell[i] *= share
        flow[i] = [share * f for f in flow[i]]
    for i in range(NODES):
        wanted = buy[i] + sum(LINE * flow[j][i] for j in range(NODES))
        have = positive(chargeable[i] + demand[i] - solar[i])
        share = min(1.0, have / wanted) if wanted > 0 else 1.0
        buy[i] *= share
        for j in range(NODES):
            flow[j][i] *= share

    out = []
    for i in range(NODES):
        sent, received = sum(flow[i]), LINE * sum(flow[j][i] for j in range(NODES))
        balance = solar[i] + buy[i] - sell[i] + received - sent - demand[i]
        charge = min(positive(balance), chargeable[i])
        discharge = min(positive(-balance), dischargeable[i])
        out.append({"buy_kwh": buy[i], "sell_kwh": sell[i], "sent_kwh": sent, "received_kwh": received,
                    "charge_kwh": charge, "discharge_kwh": discharge,
                    "curtailed_kwh": positive(balance) - charge, "unmet_kwh": positive(-balance) - discharge,
                    "level_after": (energy[i] + ETA * charge - discharge / ETA) / capacity[i]})
    add_rewards(rows, out, flow, capacity, mean_demand)
    return out


def add_rewards(rows, out, flow, capacity, mean_demand):
    levels = [one["level_after"] for one in out]
    mean = sum(levels) / NODES
    stability = 1 - (0.25 * abs(mean - 0.5) / 0.5 + 0.35 * sum((l - mean) ** 2 for l in levels) / NODES / 0.25
                     + 0.25 * sum(positive(0.2 - l) / 0.2 for l in levels) / NODES
                     + 0.15 * sum(positive(l - 0.9) / 0.1 for l in levels) / NODES)
    own = []
    for i, one in enumerate(out):
        row = rows[i]
        p, q = row["import_price"], row["export_price"]
        useful = 0.0
        for a in range(NODES):
            for b in (j for j in range(NODES) if flow[a][j] > 0 and i in (a, j)):
                gap = row_gap = rows[a]["level_before"] - rows[b]["level_before"]
                if row_gap > 0.05:
                    h = gap * capacity[a] * capacity[b] / (capacity[a] + capacity[b])
                    own_energy = positive(out[a]["sent_kwh"] - out[a]["buy_kwh"]) / out[a]["sent_kwh"]
                    useful += positive(min(flow[a][b], 2 * h - flow[a][b])) * own_energy
        one["reward_stability"] = stability
        one["reward_efficiency"] = -(2 * one["level_after"] - 1) ** 2
        one["reward_cost"] = (0.1 * (1 - one["buy_kwh"] / mean_demand[i])
                              - (p * one["buy_kwh"] - q * one["sell_kwh"]
                                 + (q + 0.5 * (p - q)) * (one["received_kwh"] - LINE * one["sent_kwh"])) / 1.5)
        one["reward_cooperation"] = useful / (2 * LIMIT)
        one["reward_unmet"] = -one["unmet_kwh"] / max(row["demand_kwh"], 0.1)
        one["stability"] = stability
        own.append(sum(weight * one["reward_" + term] for term, weight in WEIGHTS.items()))
    for i, one in enumerate(out):
        one["reward"] = 0.5 * own[i] + 0.5 * sum(own) / NODES


# Mean of the 24 base-demand values of each kind (docs/environment.md, section 8).
MEAN_DEMAND = [
    sum(map(float, values.split())) / 24 for values in (
        "2.4 2.1 1.9 1.8 1.9 2.3 3.4 4.8 4.6 3.8 3.4 3.3 3.5 3.4 3.3 3.6 4.4 5.8 7.2 7.8 7.4 6.4 4.8 3.4",
        "2.4 2.3 2.2 2.2 2.3 2.8 4.2 6.4 8.6 9.8 10.4 10.6 10.4 10.2 10.2 10.0 9.6 9.0 7.8 6.2 4.6 3.4 2.8 2.5",
        "5.6 5.4 5.4 5.4 5.6 6.6 8.6 10.4 11.4 11.8 11.8 11.4 10.8 11.4 11.6 11.4 10.6 9.6 8.4 7.4 6.8 6.4 6.0 5.8",
        "3.2 3.0 2.9 2.8 2.9 3.4 4.6 5.8 6.4 6.6 6.6 6.6 6.6 6.4 6.2 6.2 6.4 7.0 7.6 7.6 7.0 6.0 4.8 3.8",
        "3.4 3.0 2.6 2.4 2.4 2.8 4.2 5.4 4.4 3.4 3.0 3.0 3.1 3.0 3.2 3.8 5.0 6.6 8.0 8.4 7.8 6.8 5.4 4.2")
]


def check_trace(text, days, chained):
    """Asserts that every column of every row recomputes."""
    lines = text.split("\n")
    assert lines[0] == HEADER, lines[0]
    assert lines[-1] == "" and "\r" not in text
    rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text))]
    assert all(math.isfinite(value) for row in rows for value in row.values())
    assert [(row["day"], row["step"], row["node"]) for row in rows] == [
        (day, step, node) for day in range(days) for step in range(STEPS) for node in range(NODES)]

    levels = None
    for first in range(0, len(rows), NODES):
        step = rows[first:first + NODES]
        assert all(-1 <= row[name] <= 1 for row in step
                   for name in ("action_grid", "action_transfer_0", "action_transfer_1"))
        if step[0]["step"] > 0 or (chained and levels):
            for row, level in zip(step, levels):
                close("level_before", row["level_before"], level)
        for row, expected in zip(step, settle(step, MEAN_DEMAND)):
            for name, value in expected.items():
                close(f"day {row['day']}, step {row['step']}, node {row['node']}, {name}", row[name], value)
        levels = [row["level_after"] for row in step]
