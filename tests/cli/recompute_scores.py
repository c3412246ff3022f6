"""Recomputes what a comparison says from its tidy scores, by evaluation.md alone: means, intervals from
the variance components, paired differences, probabilities of improvement, Holm's correction, verdicts."""
import csv
import io
import math
from collections import OrderedDict

ALPHA = 0.05


def incomplete_beta(a, b, x):
    """I_x(a, b), by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    total = d
    for m in range(1, 2000):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            total *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * total


def two_sided(t, df):
    """P(|T| > |t|) of Student's t."""
    return incomplete_beta(df / 2, 0.5, df / (df + t * t))


def critical(df):
    """The t with two_sided (t) = ALPHA."""
    low, high = 0.0, 1.0
    while two_sided(high, df) > ALPHA:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, df) > ALPHA else (low, middle)
    return (low + high) / 2


def mean(values):
    return math.fsum(values) / len(values) if values else math.nan


def variance(values):
    if len(values) < 2:
        return math.nan
    middle = mean(values)
    return math.fsum((x - middle) ** 2 for x in values) / (len(values) - 1)


class Scores:
    """The rows of one policy and metric: [seed][day], None where undefined."""

    def __init__(self, text):
        self.values = OrderedDict()
        self.units = {}
        for row in csv.DictReader(io.StringIO(text)):
            value = float(row["value"]) if row["value"] else None
            key = row["policy"], row["metric"]
            self.values.setdefault(key, OrderedDict()).setdefault(row["seed"], OrderedDict())[row["day"]] = value
            self.units[row["metric"]] = row["unit"]

    def policies(self):
        return list(OrderedDict.fromkeys(policy for policy, _ in self.values))

    def metrics(self):
        return list(OrderedDict.fromkeys(metric for _, metric in self.values))

    def seeds(self, policy):
        """How many were trained: 0 for a rule."""
        seeds = list(self.values[policy, self.metrics()[0]])
        return 0 if seeds == [""] else len(seeds)

    def matrix(self, policy, metric, others=()):
        """Of the days on which nothing of the policy and the others is undefined."""
        tables = [self.values[one, metric] for one in (policy, *others)]
        days = [day for day in next(iter(tables[0].values()))
                if all(seed[day] is not None for table in tables for seed in table.values())]
        return [[seed[day] for day in days] for seed in tables[0].values()]


def seed_parts(x):
    """(s²_seed/n, df), (s²_e/(nD), df) of a matrix."""
    n, days = len(x), len(x[0])
    if n < 2 or days < 2:
        return (0.0, 0), (0.0, 0)
    rows = [mean(row) for row in x]
    columns = [mean([row[d] for row in x]) for d in range(days)]
    middle = mean(columns)
    squares = math.fsum((x[s][d] - rows[s] - columns[d] + middle) ** 2 for s in range(n) for d in range(days))
    df = (n - 1) * (days - 1)
    return (variance(rows) / n, n - 1), (squares / df / (n * days), df)


def interval(estimate, day_means, *matrices):
    """mean, low, high, df, p by V = seeds + days − residuals, not below the larger of the first two."""
    days = len(day_means)
    if days < 2:
        return dict(estimate=estimate, low=math.nan, high=math.nan, df=math.nan, p=math.nan)
    day = (variance(day_means) / days, days - 1)
    parts = [seed_parts(matrix) for matrix in matrices]
    seeds = sum(seed for (seed, _), _ in parts)
    v = max(day[0] + seeds - sum(rest for _, (rest, _) in parts), day[0], seeds)
    if v <= 0:
        return dict(estimate=estimate, low=estimate, high=estimate, df=math.inf, p=float(estimate == 0))
    below = sum(term * term / df for term, df in [day] + [part for pair in parts for part in pair] if df > 0)
    df = v * v / below
    half = critical(df) * math.sqrt(v)
    return dict(estimate=estimate, low=estimate - half, high=estimate + half, df=df,
                p=two_sided(estimate / math.sqrt(v), df))


def without_interval(result):
    return dict(result, low=math.nan, high=math.nan, df=math.nan, p=math.nan)


def summarise(scores, policy, metric):
    x = scores.matrix(policy, metric)
    days = [mean([row[d] for row in x]) for d in range(len(x[0]))]
    result = interval(mean(days), days, x) if days else dict.fromkeys(("estimate", "low", "high", "df", "p"), math.nan)
    return without_interval(result) if scores.seeds(policy) == 2 else result


def compare(scores, first, second, metric, better):
    x, y = scores.matrix(first, metric, [second]), scores.matrix(second, metric, [first])
    days = len(x[0])
    if days == 0:
        return dict.fromkeys(("estimate", "low", "high", "df", "p", "improvement"), math.nan)
    means = [[mean([row[d] for row in matrix]) for d in range(days)] for matrix in (x, y)]
    differences = [a - b for a, b in zip(*means)]
    estimate = mean(differences)
    if abs(estimate) <= 1e-12 * max(abs(mean(means[0])), abs(mean(means[1]))):
        estimate = 0.0
    result = interval(estimate, differences, x, y)
    if 2 in (scores.seeds(first), scores.seeds(second)):
        result = without_interval(result)
    wins = sum((a[d] > b[d]) + 0.5 * (a[d] == b[d]) for a in x for b in y for d in range(days))
    result["improvement"] = wins / (len(x) * len(y) * days)
    if better == "lower":
        result["improvement"] = 1 - result["improvement"]
    return result


def holm(ps):
    """Adjusted p of each; NaN was not tested."""
    tested = sorted((p, k) for k, p in enumerate(ps) if not math.isnan(p))
    adjusted, largest = [math.nan] * len(ps), 0.0
    for rank, (p, k) in enumerate(tested):
        largest = max(largest, min(1.0, (len(tested) - rank) * p))
        adjusted[k] = largest
    return adjusted


def verdict(estimate, p, better):
    if not p < ALPHA:
        return "no-clear-difference"
    if better == "neither":
        return "different"
    return "better" if (estimate > 0) == (better == "higher") else "worse"


def close(name, found, expected, scale=0.0):
    """Equal to rounding; null stands for what is not defined."""
    if found is None or (isinstance(expected, float) and not math.isfinite(expected)):
        assert found is None and not math.isfinite(expected), f"{name}: {found}, not {expected}"
    else:
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9 * max(1.0, scale)), \
            f"{name}: {found}, not {expected}"


def check_json(text, document):
    """Every number of the comparison's JSON but the bootstrap's."""
    scores = Scores(text)
    policies = scores.policies()
    pairs, found = [], []
    for metric in document["metrics"]:
        name, better = metric["metric"], metric["better"]
        for entry in metric["policies"]:
            result = summarise(scores, entry["policy"], name)
            for key, value in (("mean", "estimate"), ("low", "low"), ("high", "high"), ("degrees_of_freedom", "df")):
                close(f"{name} of {entry['policy']}: {key}", entry[key], result[value], abs(result["estimate"]))
        for entry in metric["pairs"]:
            result = compare(scores, entry["first"], entry["second"], name, better)
            for key, value in (("difference", "estimate"), ("low", "low"), ("high", "high"),
                               ("probability_of_improvement", "improvement")):
                close(f"{name} of {entry['first']} − {entry['second']}: {key}", entry[key], result[value],
                      abs(result["estimate"]))
            pairs.append((entry, result, better))
    for (entry, result, better), p in zip(pairs, holm([result["p"] for _, result, _ in pairs])):
        close("Holm's p", entry["p_holm"], p)
        assert entry["verdict"] == verdict(result["estimate"], p, better), entry
        found.append(entry["verdict"])
    assert document["methods"]["comparisons"] == sum(entry["p"] is not None for entry, _, _ in pairs)
    return policies, found


def shown(value, decimals):
    """As a table shows it."""
    text = f"{value:.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def check_table(text, tsv):
    """Every number of the table for spreadsheets, to its shown digits; returns how many there were."""
    scores = Scores(text)
    rows = list(csv.reader(io.StringIO(tsv.split("\n\n")[0]), delimiter="\t"))
    policies = scores.policies()
    count = 0
    for row, metric in zip(rows[1:], CHIEF):
        factor = 100 if row[1] == "%" else 1
        for place, policy in enumerate(policies):
            cells = row[3 + 3 * place:6 + 3 * place]
            result = summarise(scores, policy, metric)
            wanted = [result["estimate"], result["low"], result["high"]]
            if scores.seeds(policy) == 2:
                matrix = scores.matrix(policy, metric)
                numbers = cells[0].split("; ")
                assert cells[1:] == ["", ""] and len(numbers) == 2, cells
                cells, wanted = numbers, [mean(seed) for seed in matrix]
            for cell, value in zip(cells, wanted):
                if not math.isfinite(value):
                    assert cell == "", (metric, policy, cell)
                    continue
                decimals = len(cell.partition(".")[2])
                # The last place may differ where the value lies between two.
                assert abs(float(cell) - factor * value) <= 0.5000001 * 10 ** -decimals, (metric, policy, cell, value)
                count += 1
    return count


CHIEF = ["episode_reward", "stability", "grid_import", "energy_cost", "adjusted_cost", "solar_utilisation",
         "demand_satisfaction", "self_sufficiency", "peak_import", "energy_shared"]


def load_rliable(document, metric):
    """What rliable takes: for each algorithm a matrix runs × tasks of a score, as marl-eval makes it of
    the absolute metrics."""
    matrices = {}
    for tasks in document.values():
        names = sorted({name for task in tasks.values() for name in task})
        for name in names:
            runs = sorted({run for task in tasks.values() for run in task[name]})
            matrix = []
            for run in runs:
                row = []
                for task in tasks.values():
                    steps = task[name][run]
                    evaluations = [key for key in steps if key != "absolute_metrics"]
                    assert evaluations and all(isinstance(steps[key]["step_count"], int) for key in evaluations)
                    assert all(isinstance(steps[key][metric], list) for key in evaluations)
                    row.append(mean(steps["absolute_metrics"][metric]))
                matrix.append(row)
            matrices[name] = matrix
    return matrices
