#!/usr/bin/env python3
"""Every command does what docs/command-line.md says.

    check-commands.py PROGRAM [CHECK…]
"""
import csv
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

from cli import TINY, Place, Skip, main
from recompute import check_trace

RULES = ["random", "heuristic", "idle", "no-control", "hold-and-share", "daily-path"]
LIB = ["--library", "lib"]


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def version_and_help(program):
    with Place(program) as place:
        assert place.good("--version").startswith("gridmarl-cli ")
        listed = place.good("--help")
        for command in ("train", "simulate", "compare", "scale", "runs", "scenario", "bench"):
            assert f"\n  {command}" in listed
            text = place.good(command, "--help")
            assert text.startswith(f"Usage:\n  gridmarl-cli {command}"), text
            assert "gridmarl-cli" in text.split("\n", 2)[2], text
        for command, options in {
                "train": "scenario iterations checkpoint-freq seeds share-params no-gpu threads set name "
                         "init-from library quiet json resume",
                "simulate": "scenario policy set days seed episodes trace summary",
                "compare": "scenario policy set days seed episodes csv json table library tidy wide marl-eval",
                "runs list": "trash tag json library",
                "runs export": "csv json bundle library",
                "runs merge": "json quiet library",
                "runs verify": "threads json quiet library",
                "bench": "scenario set threads rounds full json",
                "scenario import-csv": "output"}.items():
            text = place.good(*command.split(), "--help")
            for option in options.split():
                assert f"--{option}" in text, f"{command} --{option}"
        assert place.files() == {"work": None}, "help wrote something"


def traces_recompute(program):
    with Place(program) as place:
        for rule in RULES:
            printed = place.good("simulate", "--policy", rule, "--days", "2", "--seed", "7", "--trace", "t.csv")
            check_trace(place.read("t.csv"), 2, chained=True)
            assert "t.csv" in printed and "to " in printed
        place.good("simulate", "--policy", "daily-path", "--episodes", "960000-960001", "--trace", "t.csv")
        check_trace(place.read("t.csv"), 2, chained=False)
        assert place.good("simulate", "--policy", "daily-path", "--episodes", "960000-960001",
                          "--trace", "-") == place.read("t.csv")
        assert sorted(os.listdir(place.work)) == ["t.csv"], "a temporary file was left"


def simulation_summaries(program):
    with Place(program) as place:
        printed = place.good("simulate", "--policy", "daily-path", "--episodes", "960000-960039",
                             "--summary", "days.csv")
        rows = table(place.read("days.csv"))
        assert [row["episode_seed"] for row in rows] == [str(960000 + day) for day in range(40)]
        # The reference figures of docs/environment.md, section 8.
        for name, expected in {"episode_reward": 121.8855, "stability": 0.9568, "energy_cost_eur": 1179.40}.items():
            mean = sum(float(row[name]) for row in rows) / 40
            assert abs(mean - expected) <= 0.5 * 10 ** -len(str(expected).split(".")[1]) + 1e-3, (name, mean)
        assert rows[0]["carbon_kg"] == ""
        assert "121.89" in printed and "1179.40" in printed

        place.good("simulate", "--policy", "daily-path", "--episodes", "960000-960039", "--summary", "days.json")
        document = json.loads(place.read("days.json"))
        assert [day["episode_reward"] for day in document["days"]] == [float(row["episode_reward"]) for row in rows]
        assert document["days"][0]["carbon"] is None and document["policy"] == "daily-path"
        balance = document["energy_balance"]
        assert math.isclose(balance["in_kwh"], balance["out_kwh"], rel_tol=1e-9)
        assert balance["relative_residual"] < 1e-9

        # --set reaches the scenario; chained days differ from independent ones.
        place.good("simulate", "--set", "scenario.nodes=3", "--set", "scenario.topology=star",
                   "--set", "scenario.currency=kr", "--days", "2", "--summary", "days.csv", "--quiet")
        assert "energy_cost_kr" in table(place.read("days.csv"))[0]
        assert place.good("simulate", "--quiet") == ""


def scenarios(program):
    with Place(program) as place:
        listed = place.good("scenario", "list")
        assert "neighbourhood-5 " in listed
        text = place.good("scenario", "show", "neighbourhood-5")
        place.write("mine.gridmarl", text)
        assert place.good("scenario", "show", "mine.gridmarl") == text
        checked = place.good("scenario", "check", "mine.gridmarl")
        assert "mine.gridmarl is valid" in checked and "5 nodes" in checked
        assert (place.good("simulate", "--scenario", "mine.gridmarl", "--days", "2").split("\n")[1:]
                == place.good("simulate", "--days", "2").split("\n")[1:])
        # A scenario that rewards cheating is simulated, and warned about.
        done = place.run("simulate", "--set", "scenario.weight_unmet=0.1", "--quiet")
        assert done.returncode == 0 and "Warning" in done.stderr, done.stderr


def imports(program):
    with Place(program) as place:
        rows = ["time,load_kwh,solar_kwh"]
        for day in range(1, 11):
            for hour in range(24):
                if (day, hour) != (4, 5):
                    sun = max(0, 6 - abs(hour - 12)) / 10
                    rows.append(f"2023-05-{day:02} {hour:02}:00,{0.3 + 0.01 * hour + 0.001 * day},{sun}")
        for home in "ab":
            place.write(f"home-{home}.csv", "\n".join(rows) + "\n")
        printed = place.good("scenario", "import-csv", "home-a.csv", "home-b.csv", "--output", "homes.gridmarl")
        assert "energy" in printed.lower() and "home-a.csv" in printed
        assert "homes.gridmarl" in printed and "2 nodes" in printed
        assert "is valid" in place.good("scenario", "check", "homes.gridmarl")
        assert "of what flowed" in place.good("simulate", "--scenario", "homes.gridmarl", "--days", "3")
        done = place.run("compare", "--scenario", "homes.gridmarl", "--policy", "heuristic", "--days", "30")
        assert done.returncode == 0 and "distinct test days" in done.stderr, done.stderr

        # Without --output it takes the scenario's name, and never replaces what is there.
        place.good("scenario", "import-csv", "home-a.csv", "--scale", "2", "--unit", "kWh")
        made = [name for name in os.listdir(place.work) if name.endswith(".gridmarl") and name != "homes.gridmarl"]
        assert len(made) == 1, made
        before = place.files()
        done = place.run("scenario", "import-csv", "home-a.csv", "--scale", "3", "--unit", "kWh")
        assert done.returncode == 1 and "--output" in done.stderr and place.files() == before, done.stderr
        place.write("gap.csv", "time,load_kwh\n2023-05-01 00:00,1\nnonsense,2\n")
        before = place.files()
        done = place.run("scenario", "import-csv", "gap.csv", "--output", "gap.gridmarl")
        assert done.returncode == 1 and "gap.csv" in done.stderr and place.files() == before, done.stderr


def training_and_runs(program):
    with Place(program) as place:
        assert "no runs yet" in place.good("runs", "list")
        assert json.loads(place.good("runs", "list", "--json")) == []
        assert place.files() == {"work": None}, "looking created something"

        printed = place.good("train", "--iterations", "8", "--checkpoint-freq", "4", "--seeds", "3,5",
                             "--name", "pair", "--no-gpu", "--quiet", *LIB, *TINY)
        assert printed.count("best validation reward") == 2 and "compare --policy pair" in printed
        runs = json.loads(place.good("runs", "list", "--json", *LIB))
        assert [(run["seed"], run["status"], run["iteration"], run["name"]) for run in runs] == [
            (5, "finished", 8, "pair"), (3, "finished", 8, "pair")]
        assert runs[0]["id"] in place.good("runs", "list", *LIB)

        shown = json.loads(place.good("runs", "show", "pair", "--json", *LIB))
        assert [run["seed"] for run in shown] == [3, 5]
        for run in shown:
            assert "rollout.environments=4\n" in run["configuration"] and "iterations=8\n" in run["configuration"]
            assert run["scenario_text"] == place.good("scenario", "show", "neighbourhood-5")
            assert run["version"] and run["kernel_level"] and len(run["scenario_hash"]) == 64
            kinds = sorted((one["kind"], one["iteration"]) for one in run["checkpoints"])
            assert [kind for kind, _ in kinds] == ["best", "last", "numbered", "numbered"], kinds
            assert [iteration for kind, iteration in kinds if kind == "numbered"] == [4, 8]
            assert all(os.path.getsize(one["path"]) == one["bytes"] for one in run["checkpoints"])
        text = place.good("runs", "show", runs[0]["id"][:6], *LIB)
        for word in (runs[0]["id"], runs[0]["scenario_hash"], runs[0]["kernel_level"], "ppo.clip=0.2"):
            assert word in text, text

        place.good("runs", "export", "pair", "--csv", "rows.csv", "--json", "rows.json", *LIB)
        rows = table(place.read("rows.csv"))
        assert [(row["run"], row["seed"], row["iteration"]) for row in rows] == [
            (run["id"], str(run["seed"]), str(k)) for run in shown for k in range(1, 9)]
        assert rows[0]["validation_reward"] == "" and float(rows[3]["validation_reward"])
        assert "grid_import_kwh" in rows[0] and "energy_cost_eur" in rows[0]
        document = json.loads(place.read("rows.json"))
        assert document[0]["metrics"][3]["validation_reward"] == float(rows[3]["validation_reward"])
        assert document[0]["metrics"][0]["validation_reward"] is None

        place.good("runs", "rename", runs[0]["id"], "a new name", *LIB)
        assert len(json.loads(place.good("runs", "show", "a new name", "--json", *LIB))) == 2

        # Begun from another run, with shared parameters, as JSON.
        begun = json.loads(place.good("train", "--iterations", "2", "--init-from", "a new name", "--json", *LIB, *TINY))
        assert begun[0]["init_from"] in [run["id"] for run in runs]
        shared = json.loads(place.good("train", "--iterations", "2", "--share-params", "--json", *LIB, *TINY))
        assert "share_parameters=yes" in json.loads(
            place.good("runs", "show", shared[0]["id"], "--json", *LIB))[0]["configuration"]
        # Without a name each group gets one of its own.
        assert begun[0]["name"] != shared[0]["name"]
        done = place.run("train", "--iterations", "2", *LIB, *TINY)
        assert "of memory" in done.stderr and "iteration 2 of 2" in done.stderr, done.stderr


def comparisons(program):
    with Place(program) as place:
        done = place.run("compare", "--days", "3")
        assert done.returncode == 0 and "no trained run" in done.stderr, done.stderr
        for rule in ("heuristic", "random", "no-control"):
            assert rule in done.stdout
        assert place.files() == {"work": None}, "comparing rules created something"

        place.good("train", "--iterations", "4", "--seeds", "1-2", "--name", "pair", "--quiet", *LIB, *TINY)
        printed = place.good("compare", "--days", "6", "--policy", "pair", "--policy", "pair", "--policy", "daily-path",
                             "--policy", "idle", "--csv", "s.csv", "--json", "s.json", "--quiet", *LIB)
        assert "no clear difference" in printed and "worse" in printed, printed
        text = place.read("s.csv")
        assert text.startswith("policy,seed,day,metric,unit,value\n")
        rows = table(text)
        assert {(row["policy"], row["seed"]) for row in rows} == {
            ("pair", "1"), ("pair", "2"), ("pair (2)", "1"), ("pair (2)", "2"), ("daily-path", ""), ("idle", "")}
        assert {row["day"] for row in rows} == set(map(str, range(6)))
        one = {row["metric"]: row["unit"] for row in rows}
        assert one["grid_import"] == "kWh" and one["energy_cost"] == "EUR" and "episode_reward" in one
        values = {(row["policy"], row["seed"], row["day"], row["metric"]): row["value"] for row in rows}
        for (policy, seed, day, metric), value in values.items():
            if policy == "pair":
                assert values["pair (2)", seed, day, metric] == value
        json.loads(place.read("s.json"))

        # What the library kept gives the same as computing anew, and so does a checkpoint file.
        again = place.good("compare", "--days", "6", "--policy", "pair", "--policy", "pair", "--policy", "daily-path",
                           "--policy", "idle", "--csv", "again.csv", "--quiet", *LIB)
        assert place.read("again.csv") == text
        assert again.count("\n") == printed.count("\n")
        run = json.loads(place.good("runs", "show", "pair", "--json", *LIB))[0]
        best = next(one["path"] for one in run["checkpoints"] if one["kind"] == "best")
        place.good("compare", "--days", "6", "--policy", best, "--csv", "file.csv", "--quiet")
        rewards = [row["value"] for row in table(place.read("file.csv")) if row["metric"] == "episode_reward"]
        assert rewards == [values["pair", "1", str(day), "episode_reward"] for day in range(6)]
        # A trained policy runs in simulate, too: of a group, the best.
        assert "pair" in place.good("simulate", "--policy", "pair", *LIB)
        assert place.good("simulate", "--policy", best).split("\n")[2:] != []

        # Tables for people: the printed means, in three languages.
        for ending, piece in (("md", "| Grid import (kWh) | lower | "), ("tex", "\\toprule\nMetric & Better & pair"),
                              ("tsv", "Metric\tUnit\tBetter\tpair")):
            shown = place.good("compare", "--days", "6", "--policy", "pair", "--policy", "daily-path", "--policy", "idle",
                               "--table", f"t.{ending}", "--quiet", *LIB)
            text = place.read(f"t.{ending}")
            assert piece in text and "2 seeds: individual values, no interval" in text, text
            line = next(line for line in shown.split("\n") if line.startswith("Grid import"))
            for number in re.findall(r"\d+\.\d+", line.split("]")[1]):
                assert number in text or ending == "tsv", (number, text)
        done = place.run("compare", "--days", "2", "--table", "t.csv")
        assert done.returncode == 2 and "t.csv" in done.stderr and not os.path.exists(place.path("t.csv"))

        # Figures: whole files of their kinds, with the means' policies and what was compared.
        for chart in ("differences", "means", "days", "profile"):
            place.good("compare", "--days", "6", "--policy", "pair", "--policy", "daily-path", "--figure",
                       f"{chart}.svg", "--figure-chart", chart, "--figure-metric", "energy_cost", "--quiet", *LIB)
            root = xml.etree.ElementTree.parse(place.path(f"{chart}.svg")).getroot()
            texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
            assert any("Energy Cost" in text for text in texts), (chart, texts)
            assert any("6 days" in text or "6 paired days" in text for text in texts), (chart, texts)
        place.good("compare", "--days", "6", "--policy", "heuristic", "--policy", "idle", "--figure", "wide.pdf",
                   "--figure-width", "175", "--quiet")
        with open(place.path("wide.pdf"), "rb") as file:
            pdf = file.read()
        assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF") and b"/FontFile" in pdf
        assert b"6 days, Gridmarl" in pdf or b"/Subject <" in pdf
        place.good("compare", "--days", "2", "--policy", "idle", "--figure", "one.PNG", "--quiet")
        with open(place.path("one.PNG"), "rb") as file:
            assert file.read(8) == b"\x89PNG\r\n\x1a\n"
        place.good("compare", "--days", "6", "--policy", "pair", "--policy", "idle", "--report", "report.pdf", "--quiet",
                   *LIB)
        with open(place.path("report.pdf"), "rb") as file:
            pdf = file.read()
        assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF") and b"/FontFile" in pdf
        done = place.run("compare", "--days", "2", "--policy", "idle", "--figure", "no.svg", "--figure-chart", "profile",
                         "--figure-metric", "grid_export")
        assert done.returncode == 2 and "grid_export" in done.stderr and not os.path.exists(place.path("no.svg"))

        # Raw episode seeds are the days' names.
        place.good("compare", "--policy", "heuristic", "--episodes", "960000-960039", "--csv", "ref.csv", "--quiet")
        rows = [row for row in table(place.read("ref.csv")) if row["metric"] == "episode_reward"]
        assert [row["day"] for row in rows] == [str(960000 + k) for k in range(40)]
        assert abs(sum(float(row["value"]) for row in rows) / 40 - 68.0028) < 1e-3
        # By default every policy but the trained one.
        assert "latest" not in place.good("compare", "--days", "2", "--quiet")
        assert json.loads(place.good("runs", "list", "--json", *LIB))[0]["id"] in place.good(
            "compare", "--days", "2", "--quiet", *LIB)


def numbers_do_not_follow_the_locale(program):
    with Place(program) as place:
        place.good("simulate", "--summary", "c.csv", "--trace", "ct.csv", "--quiet")
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", place.path("de_DE.UTF-8")],
                              capture_output=True, check=False) if shutil.which("localedef") else None
        if made is None or not os.path.exists(place.path("de_DE.UTF-8", "LC_NUMERIC")):
            raise Skip("no locale with a decimal comma can be made here")
        place.environment.update(LOCPATH=place.work, LC_ALL="de_DE.UTF-8")
        comma = subprocess.run(["locale", "decimal_point"], capture_output=True, text=True, check=True,
                               env={**os.environ, **place.environment}).stdout
        assert comma == ",\n", "the locale does not work"
        place.good("simulate", "--set", "scenario.line_efficiency=0.98", "--summary", "l.csv",
                   "--trace", "lt.csv", "--quiet")
        assert place.read("l.csv") == place.read("c.csv") and place.read("lt.csv") == place.read("ct.csv")


if __name__ == "__main__":
    sys.exit(main("commands", [version_and_help, traces_recompute, simulation_summaries, scenarios, imports,
                               training_and_runs, comparisons, numbers_do_not_follow_the_locale]))
