#!/usr/bin/env python3
"""Real household data, from the folders as they come to a comparison on their test days.

    check-real-data.py PROGRAM FOLDER [CHECK…]

FOLDER holds citylearn_2022_phase_1 and opendss_european_lv_1min; where it does not, the checks are
skipped.
"""
import csv
import io
import json
import math
import os
import re
import shutil
import sys

from cli import Place, Skip, main

FOLDER = os.path.abspath(sys.argv.pop(2))
HOURS, MINUTES = 24, 1440
NODES = 5
# A second of training. self_weight is 0 because its term divides by the mean demand of all days: without it, a day's
# data can only matter where the day is met.
TRAIN = ["--iterations", "6", "--name", "real", "--quiet", "--threads", "1", "--set", "rollout.environments=8",
         "--set", "rollout.steps=288", "--set", "policy.hidden=16", "--set", "ppo.minibatch=256",
         "--set", "validation.interval=3", "--set", "validation.days=4", "--set", "scenario.self_weight=0"]
POLICIES = ["real", "heuristic", "no-control"]


def data(*parts):
    path = os.path.join(FOLDER, *parts)
    if not os.path.exists(path):
        raise Skip(f"{os.path.join(*parts)} is not on this machine (looked in {FOLDER})")
    return path


def column(path, name):
    with open(path, encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


class Scenario:
    """A scenario's file, of which single cases can be changed."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.labels = next(line for line in self.lines if line.startswith("labels = "))[9:].strip(";").split(";")

    def rows(self, kind):
        """Line number, node and values of a series of the nodes: case after case, step after step."""
        for number, line in enumerate(self.lines):
            name, _, values = line.partition(" = ")
            if name.startswith(kind + "."):
                yield number, int(name.split(".")[1]), values.rstrip(";").split(";")

    def energy(self, kind):
        return math.fsum(float(value) for _, _, values in self.rows(kind) for value in values)

    def with_other_demand(self, cases):
        """The text with demand moved by half a day, so that its sum stays, in these cases."""
        lines = list(self.lines)
        for number, _, values in self.rows("demand_kwh"):
            steps = len(values) // len(self.labels)
            for case in cases:
                first = case * steps
                day = values[first:first + steps]
                values[first:first + steps] = day[steps // 2:] + day[:steps // 2]
            lines[number] = lines[number].partition(" = ")[0] + " = " + ";".join(values)
        return "\n".join(lines) + "\n"


def energy_balance(printed):
    """Both energies and their difference, as an import says them."""
    found = re.search(r"Energy in equals energy out: demand (\S+) kWh and solar (\S+) kWh in the files .* are (\S+) kWh "
                      r"in 5-minute steps, relative difference (\S+)$", printed, re.M)
    assert found, printed
    demand, solar, out, difference = map(float, found.groups())
    assert difference <= 1e-9 and math.isclose(demand + solar, out, rel_tol=1e-8), found.group()
    return out


def networks(place, library):
    """The numbers of the last checkpoint, without its header."""
    run, = json.loads(place.good("runs", "list", "--json", "--library", library))
    with open(place.path(library, "runs", run["id"], "last.safetensors"), "rb") as file:
        content = file.read()
    return content[8 + int.from_bytes(content[:8], "little"):], run


def train(place, scenario, library):
    place.good("train", "--scenario", scenario, "--library", library, *TRAIN)
    tensors, _ = networks(place, library)
    place.good("runs", "export", "real", "--csv", "curve.csv", "--library", library)
    curve = list(csv.DictReader(io.StringIO(place.read("curve.csv"))))
    assert len(curve) == 6 and any(row["validation_reward"] for row in curve)
    return tensors, [row["episode_reward"] for row in curve], [row["validation_reward"] for row in curve]


def compare(place, scenario, days, *policies, library="lib"):
    """The rows of scores.csv by policy, and the labels of the days."""
    named = [word for policy in policies for word in ("--policy", policy)]
    place.good("compare", "--scenario", scenario, *named, "--days", str(days), "--quiet", "--csv", "scores.csv",
               "--json", "scores.json", "--library", library, "--set", "scenario.self_weight=0")
    rows = list(csv.DictReader(io.StringIO(place.read("scores.csv"))))
    document = json.loads(place.read("scores.json"))
    return rows, [day["label"] for day in document["days"]], document


def check_scores(rows, days):
    """One row a policy, day and metric."""
    metrics = {row["metric"] for row in rows}
    assert {"episode_reward", "stability", "grid_import", "energy_cost", "demand_satisfaction", "carbon"} <= metrics
    keys = [(row["policy"], int(row["day"]), row["metric"]) for row in rows]
    assert len(set(keys)) == len(keys), "a row is there twice"
    assert set(keys) == {(policy, day, metric) for policy in POLICIES for day in range(days) for metric in metrics}
    assert {row["seed"] for row in rows if row["policy"] == "real"} == {"1"}
    assert {row["seed"] for row in rows if row["policy"] != "real"} == {""}
    assert all(math.isfinite(float(row["value"])) for row in rows if row["metric"] == "episode_reward")


def check_days(place, name, split):
    """Each part of the split meets its own days alone, by the results when other days change.

    split: the cases that train, validate and test.
    """
    scenario = Scenario(place.read(name))
    training, validation, test = split
    assert sorted(training + validation + test) == list(range(len(scenario.labels)))

    tensors, curve, scores = train(place, name, "lib")
    rows, labels, document = compare(place, name, len(test), *POLICIES)
    check_scores(rows, len(test))
    assert sorted(labels) == sorted(scenario.labels[case] for case in test), labels
    assert all(re.fullmatch(r".* [0-9a-f]{64}", one) for one in document["data_checksums"])
    assert document["data_checksums"]

    place.write("other-test.gridmarl", scenario.with_other_demand(test))
    assert train(place, "other-test.gridmarl", "other-test") == (tensors, curve, scores)
    other, _, _ = compare(place, "other-test.gridmarl", len(test), "heuristic", "no-control")
    mine = [row for row in rows if row["policy"] != "real"]
    assert [row["value"] for row in other] != [row["value"] for row in mine]

    place.write("other-validation.gridmarl", scenario.with_other_demand(validation))
    other = train(place, "other-validation.gridmarl", "other-validation")
    assert other[1] == curve and other[2] != scores

    place.write("other-training.gridmarl", scenario.with_other_demand(training))
    other = train(place, "other-training.gridmarl", "other-training")
    assert other[0] != tensors and other[1] != curve
    place.write("all-but-test.gridmarl", scenario.with_other_demand(training + validation))
    other, _, _ = compare(place, "all-but-test.gridmarl", len(test), "heuristic", "no-control")
    assert other == mine, "the comparison depends on days that are not for tests"


def check_simulation(place, name, carbon):
    """A trace shows the data of the days that the summary names; energy is conserved."""
    scenario = Scenario(place.read(name))
    demand = {node: values for _, node, values in scenario.rows("demand_kwh")}
    place.good("simulate", "--scenario", name, "--policy", "real", "--days", "2", "--trace", "trace.csv",
               "--summary", "days.json", "--quiet", "--library", "lib", "--set", "scenario.self_weight=0")
    summary = json.loads(place.read("days.json"))
    assert 0 <= summary["energy_balance"]["relative_residual"] <= 1e-9
    assert all((day["carbon"] is not None and day["carbon"] > 0) == carbon for day in summary["days"])
    trace = list(csv.DictReader(io.StringIO(place.read("trace.csv"))))
    assert len(trace) == 2 * NODES * 288
    for row in trace:
        case = scenario.labels.index(summary["days"][int(row["day"])]["label"])
        values = demand[int(row["node"])]
        steps = len(values) // len(scenario.labels)
        value = float(values[case * steps + int(row["step"]) * steps // 288]) * steps / 288
        assert math.isclose(float(row["demand_kwh"]), value, rel_tol=1e-12, abs_tol=1e-15), row


def homes_of_citylearn(program):
    folder = data("citylearn_2022_phase_1")
    with Place(program) as place:
        printed = place.good("scenario", "import-citylearn", folder, "--output", "homes.gridmarl")
        assert "before the first row of Building_1.csv" in printed and "Building_1.csv after row 8761" in printed
        assert "dropped: 2" in printed and "364 cases" in printed, printed
        assert "256 days train, 36 validate, 72 test" in printed, printed
        assert re.search(r"largest demand, 63\.9 kWh .* above the grid connection", printed), printed
        scenario = Scenario(place.read("homes.gridmarl"))
        lifted = scenario.energy("demand_kwh") + scenario.energy("solar_kwh")
        assert math.isclose(energy_balance(printed), lifted, rel_tol=1e-9)
        assert (scenario.labels[0], scenario.labels[-1]) == ("08-01 Mon", "07-30 Sun")
        assert "is valid" in place.good("scenario", "check", "homes.gridmarl")
        days = range(364)
        check_days(place, "homes.gridmarl", ([day for day in days if day % 10 < 7],
                                             [day for day in days if day % 10 == 7],
                                             [day for day in days if day % 10 > 7]))
        check_simulation(place, "homes.gridmarl", True)


def energy_of_citylearn(program):
    """Without scaling, what is in the files on whole days is what is in the scenario."""
    folder = data("citylearn_2022_phase_1")
    with Place(program) as place:
        printed = place.good("scenario", "import-citylearn", folder, "--scale", "1", "--output", "plain.gridmarl")
        scenario = Scenario(place.read("plain.gridmarl"))
        demand = solar = 0.0
        with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
            buildings = json.load(file)["buildings"]
        for building in buildings.values():
            path = os.path.join(folder, building["energy_simulation"])
            power = building["pv"]["attributes"]["nominal_power"]
            whole = slice(1, 1 + 364 * HOURS)
            demand += math.fsum(column(path, "non_shiftable_load")[whole])
            solar += math.fsum(power * value / 1000 for value in column(path, "solar_generation")[whole])
        assert math.isclose(scenario.energy("demand_kwh"), demand, rel_tol=1e-9)
        assert math.isclose(scenario.energy("solar_kwh"), solar, rel_tol=1e-9)
        assert math.isclose(energy_balance(printed), demand + solar, rel_tol=1e-9)


def change_cell(path, row, name, value):
    """Writes a value into a row, a line as an editor counts them."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    cells = lines[row - 1].split(",")
    cells[lines[0].strip().split(",").index(name)] = value
    lines[row - 1] = ",".join(cells)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines))


def flaws_of_citylearn(program):
    """Real files with flaws put in: each is reported with its row."""
    folder = data("citylearn_2022_phase_1")
    with Place(program) as place:
        shutil.copytree(folder, place.path("flawed"))
        change_cell(place.path("flawed", "Building_2.csv"), 100, "non_shiftable_load", "-3")
        change_cell(place.path("flawed", "Building_3.csv"), 1000, "non_shiftable_load", "")
        for row in (3000, 3001, 3002):
            change_cell(place.path("flawed", "Building_4.csv"), row, "non_shiftable_load", "")
        printed = place.good("scenario", "import-citylearn", "flawed", "--output", "flawed.gridmarl")
        for said in (r"Negative demand, set to 0: 1 — Building_2\.csv row 100 \(-3 kWh\)", r"Building_3.* row (999|1000|1001)",
                     r"dropped: 3 — .*Building_4.* row (2999|3000|3001)", "363 cases"):
            assert re.search(said, printed), f"no {said} in {printed}"
        energy_balance(printed)


def feeder(place):
    folder = data("opendss_european_lv_1min", "load_profiles")
    paths = [os.path.join(folder, f"load_profile_{home}.txt") for home in range(1, 101)]
    assert all(map(os.path.exists, paths))
    return paths


def homes_of_the_low_voltage_feeder(program):
    with Place(program) as place:
        paths = feeder(place)
        printed = place.good("scenario", "import-csv", *paths, "--unit", "kW", "--output", "homes.gridmarl")
        assert "20 groups of 5" in printed and "20 cases" in printed, printed
        assert "14 groups train, 3 validate, 3 test" in printed, printed
        scenario = Scenario(place.read("homes.gridmarl"))
        assert math.isclose(energy_balance(printed), scenario.energy("demand_kwh"), rel_tol=1e-9)
        assert scenario.labels[17].split(", ") == [f"load_profile_{home}" for home in range(86, 91)]
        assert "is valid" in place.good("scenario", "check", "homes.gridmarl")
        check_days(place, "homes.gridmarl", (list(range(14)), [14, 15, 16], [17, 18, 19]))
        check_simulation(place, "homes.gridmarl", False)


def energy_of_the_low_voltage_feeder(program):
    """Minute by minute; and with flaws put in, each is reported with its row."""
    with Place(program) as place:
        paths = feeder(place)
        printed = place.good("scenario", "import-csv", *paths, "--unit", "kW", "--scale", "1",
                             "--output", "plain.gridmarl")
        homes = []
        for path in paths:
            with open(path, encoding="utf-8") as file:
                homes.append([float(word) / 60 for word in file.read().split()])
            assert len(homes[-1]) == MINUTES
        demand = math.fsum(map(math.fsum, homes))
        assert math.isclose(energy_balance(printed), demand, rel_tol=1e-9)
        for _, node, values in Scenario(place.read("plain.gridmarl")).rows("demand_kwh"):
            expected = [math.fsum(homes[case * NODES + node][5 * step:5 * step + 5])
                        for case in range(20) for step in range(MINUTES // 5)]
            assert all(math.isclose(float(value), energy, rel_tol=1e-12, abs_tol=1e-15)
                       for value, energy in zip(values, expected, strict=True))

        shutil.copytree(os.path.dirname(paths[0]), place.path("flawed"))
        flawed = [place.path("flawed", os.path.basename(path)) for path in paths]
        for home, row, value in ((2, 700, "-1"), (7, 800, "NaN")):
            with open(flawed[home], encoding="utf-8") as file:
                lines = file.read().split("\n")
            lines[row - 1] = value
            with open(flawed[home], "w", encoding="utf-8") as file:
                file.write("\n".join(lines))
        printed = place.good("scenario", "import-csv", *flawed, "--unit", "kW", "--output", "flawed.gridmarl")
        assert re.search(r"Negative demand.*: 1 — .*load_profile_3\.txt row 700", printed), printed
        assert re.search(r"load_profile_8.* row (799|800|801)", printed), printed
        energy_balance(printed)


if __name__ == "__main__":
    sys.exit(main("real-data", [homes_of_citylearn, energy_of_citylearn, flaws_of_citylearn,
                                homes_of_the_low_voltage_feeder, energy_of_the_low_voltage_feeder]))
