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
import sys

from cli import TINY, Place, Skip, main

FOLDER = os.path.abspath(sys.argv.pop(2))
HOURS, MINUTES = 24, 1440


def data(*parts):
    path = os.path.join(FOLDER, *parts)
    if not os.path.exists(path):
        raise Skip(f"{os.path.join(*parts)} is not on this machine")
    return path


def column(path, name):
    with open(path, encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def energies(text):
    """Demand and solar of a scenario's file, summed over its cases and nodes."""
    sums = {"demand_kwh": 0.0, "solar_kwh": 0.0}
    for line in text.splitlines():
        name, _, values = line.partition(" = ")
        kind = name.split(".")[0]
        if kind in sums and ";" in values:
            sums[kind] += math.fsum(map(float, values.strip(";").split(";")))
    return sums


def train_and_compare(place, scenario):
    place.good("train", "--scenario", scenario, "--iterations", "8", "--name", "real", "--quiet",
               "--library", "lib", *TINY)
    printed = place.good("compare", "--scenario", scenario, "--policy", "real", "--policy", "heuristic",
                         "--days", "6", "--quiet", "--csv", "scores.csv", "--json", "scores.json",
                         "--library", "lib")
    assert "real" in printed
    rows = list(csv.DictReader(io.StringIO(place.read("scores.csv"))))
    assert {row["policy"] for row in rows} == {"real", "heuristic"}
    rewards = [float(row["value"]) for row in rows if row["metric"] == "episode_reward"]
    assert len(rewards) == 12 and all(map(math.isfinite, rewards))
    document = json.loads(place.read("scores.json"))
    assert document["data_checksums"] and all(len(one.rsplit(" ", 1)[1]) == 64
                                              for one in document["data_checksums"]), document["data_checksums"]
    place.good("simulate", "--scenario", scenario, "--days", "2", "--summary", "days.json", "--quiet")
    assert json.loads(place.read("days.json"))["energy_balance"]["relative_residual"] < 1e-9


def homes_of_citylearn(program):
    folder = data("citylearn_2022_phase_1")
    with Place(program) as place:
        printed = place.good("scenario", "import-citylearn", folder, "--output", "homes.gridmarl")
        assert "Energy in equals energy out" in printed and "364 cases" in printed and "dropped: 2" in printed, printed
        text = place.read("homes.gridmarl")
        # Without scaling, what is in the files of the whole days is what is in the scenario.
        place.good("scenario", "import-citylearn", folder, "--scale", "1", "--output", "plain.gridmarl")
        found = energies(place.read("plain.gridmarl"))
        demand = solar = 0.0
        with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
            buildings = json.load(file)["buildings"]
        for building in buildings.values():
            path = os.path.join(folder, building["energy_simulation"])
            power = building["pv"]["attributes"]["nominal_power"]
            whole = slice(1, 1 + 364 * HOURS)
            demand += math.fsum(column(path, "non_shiftable_load")[whole])
            solar += math.fsum(power * value / 1000 for value in column(path, "solar_generation")[whole])
        assert math.isclose(found["demand_kwh"], demand, rel_tol=1e-9), (found, demand)
        assert math.isclose(found["solar_kwh"], solar, rel_tol=1e-9), (found, solar)
        assert energies(text)["demand_kwh"] > 10 * demand
        assert "is valid" in place.good("scenario", "check", "homes.gridmarl")
        train_and_compare(place, "homes.gridmarl")


def homes_of_the_low_voltage_feeder(program):
    folder = data("opendss_european_lv_1min", "load_profiles")
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".txt"))
    with Place(program) as place:
        printed = place.good("scenario", "import-csv", *paths, "--unit", "kW", "--scale", "1",
                             "--output", "homes.gridmarl")
        assert "Energy in equals energy out" in printed and "20 groups of 5" in printed, printed
        found = energies(place.read("homes.gridmarl"))
        demand = 0.0
        for path in paths:
            with open(path, encoding="utf-8") as file:
                powers = [float(word) for word in file.read().split()]
            assert len(powers) == MINUTES
            demand += math.fsum(powers) / 60
        assert math.isclose(found["demand_kwh"], demand, rel_tol=1e-9), (found, demand)
        place.good("scenario", "import-csv", *paths, "--unit", "kW", "--output", "neighbourhoods.gridmarl")
        train_and_compare(place, "neighbourhoods.gridmarl")


if __name__ == "__main__":
    sys.exit(main("real-data", [homes_of_citylearn, homes_of_the_low_voltage_feeder]))
