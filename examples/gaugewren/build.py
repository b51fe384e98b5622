"""Builds the example's tables from plan.toml (what is true) and grammar.toml (hand-written words).

Run `python build.py [FOLDER]`; without a folder the files beside this one are rewritten. The same
plan gives the same bytes, so a diff of the tables is always a diff of the plan.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
CALENDAR = [
    "id",
    "title",
    "artifact_type",
    "status",
    "publish_on",
    "channel",
    "campaign",
    "funnel_stage",
    "segment",
    "angle",
    "primary_keyword",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_content",
    "cost_cents",
    "owner",
    "strategic_intent",
]
PERFORMANCE = ["date", "artifact_id", "channel", "metric", "value", "unit", "source"]
JOURNEYS = [
    "journey_id",
    "touch_at",
    "channel",
    "artifact_id",
    "converted_at",
    "value_cents",
    "currency",
]
METRICS = ["month", "project", "metric", "unit", "value"]
SEARCHED = {"blog_post", "landing_page", "case_study"}


@dataclass(frozen=True)
class Artifact:
    """One published thing: its calendar row, its day and the score (0..1) that it truly earned."""

    row: dict[str, object]
    on: date
    score: float


def read(name: str) -> dict:
    """A TOML file that lies beside this one."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, as UTM values are written."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """One key, drawn by its weight."""
    names = list(weights)
    shares = np.array([weights[n] for n in names], dtype=float)
    return names[int(rng.choice(len(names), p=shares / shares.sum()))]


def months(plan: dict) -> list[str]:
    """Every month of the period as YYYY-MM."""
    first, last = (date.fromisoformat(plan["period"][k]) for k in ("first", "last"))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    marks = [first.year * 12 + first.month - 1 + i for i in range(count)]
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in marks]


def weekdays(month: str) -> list[date]:
    """The Mondays to Fridays of a month."""
    day = date.fromisoformat(f"{month}-01")
    days = (day + timedelta(days=i) for i in range(31))
    return [d for d in days if d.month == day.month and d.weekday() < 5]


def expected(plan: dict, kind: dict[str, str], on: date) -> float:
    """The planted score before noise: base, segment, channel, segment x angle, weekday, drifts.

    `kind` has segment, channel and angle. From its day on, a drift replaces what it names.
    """
    effects = plan["effects"]
    channel = effects["channel"][kind["channel"]]
    cells = effects["segment_angle"][kind["segment"]]
    for drift in plan["drifts"]:
        if on >= date.fromisoformat(drift["on"]):
            channel = drift.get("channel", {}).get(kind["channel"], channel)
            cells = drift.get("segment_angle", {}).get(kind["segment"], cells)
    return (
        plan["score"]["base"]
        + effects["segment"][kind["segment"]]
        + channel
        + cells.get(kind["angle"], 0.0)
        + effects["weekday"][str(on.weekday())]
    )


class Titles:
    """Hand-written stems, dealt so that each angle uses all of its stems before repeating."""

    def __init__(self, rng: np.random.Generator, words: dict) -> None:
        self.rng, self.words = rng, words
        self.used: set[str] = set()
        self.stock: dict[str, list[tuple[str, str]]] = {}
        for group in words["stems"]:
            pairs = [(line, group["keyword"]) for line in group["lines"]]
            self.stock.setdefault(group["angle"], []).extend(pairs)
        self.decks: dict[str, list[tuple[str, str]]] = {angle: [] for angle in self.stock}

    def deal(self, kind: dict[str, str]) -> tuple[str, str]:
        """(title, keyword) not used before, for a kind with angle, segment and artifact_type."""
        deck = self.decks[kind["angle"]]
        for _ in range(2 * len(self.stock[kind["angle"]])):
            if not deck:
                whole = self.stock[kind["angle"]]
                deck.extend(whole[i] for i in self.rng.permutation(len(whole)))
            stem, keyword = deck.pop()
            for title in self.forms(stem, kind):
                if title not in self.used:
                    self.used.add(title)
                    return title, keyword
        raise ValueError(f"No unused title is left for {kind}; write more stems in grammar.toml.")

    def forms(self, stem: str, kind: dict[str, str]) -> list[str]:
        """Every way in which a stem may be put for this type, in drawn order."""
        stem = stem.replace("{who}", self.words["segments"][kind["segment"]])
        frames = self.words["types"][kind["artifact_type"]]["frames"]
        customers = self.words["names"]["customers"]
        wide = "{customer}" in frames[0]
        forms = [
            frame.format(stem=stem, customer=customer)
            for frame in frames
            for customer in (customers if wide else [""])
        ]
        return [forms[i] for i in self.rng.permutation(len(forms))]


def campaign(rng: np.random.Generator, words: dict, month: str) -> str:
    """One of the campaigns that run in this month."""
    running = [c["name"] for c in words["campaigns"] if c["first"] <= month <= c["last"]]
    return running[int(rng.integers(len(running)))]


def calendar_row(words: dict, key: str, kind: dict[str, str]) -> dict[str, object]:
    """The columns that follow from the kind: UTM values, owner and the rest as given."""
    source, medium = words["channels"][kind["channel"]]["utm"]
    made = words["types"][kind["artifact_type"]]
    return {
        "id": key,
        "utm_source": source,
        "utm_medium": medium,
        "utm_campaign": slug(kind["campaign"]),
        "utm_content": key,
        "owner": made["owner"],
        **kind,
    }


def draw_artifact(
    rng: np.random.Generator, plan: dict, words: dict, titles: Titles, slot: tuple[str, date]
) -> Artifact:
    """One published artifact for `slot` (id, day), its score with noise, cut to 0..1."""
    key, on = slot
    kind = {name: pick(rng, plan["habits"][name]) for name in ("segment", "angle", "channel")}
    kind["artifact_type"] = pick(rng, words["channels"][kind["channel"]]["types"])
    made = words["types"][kind["artifact_type"]]
    kind["funnel_stage"] = pick(rng, made["funnel"])
    kind["campaign"] = campaign(rng, words, f"{on:%Y-%m}")
    kind["title"], keyword = titles.deal(kind)
    searched = kind["artifact_type"] in SEARCHED or kind["channel"] == "google_ads"
    intents = words["intents"][kind["funnel_stage"]]
    low, high = made["cents"]
    row = calendar_row(words, key, kind) | {
        "status": "published",
        "publish_on": on.isoformat(),
        "primary_keyword": keyword if searched else "",
        "cost_cents": int(rng.integers(low // 500, high // 500 + 1)) * 500,
        "strategic_intent": intents[int(rng.integers(len(intents)))].replace(
            "{who}", words["segments"][kind["segment"]]
        ),
    }
    score = expected(plan, kind, on) + rng.normal(0.0, plan["score"]["noise"])
    return Artifact(row, on, float(np.clip(score, 0.0, 1.0)))


def artifacts(rng: np.random.Generator, plan: dict, words: dict) -> list[Artifact]:
    """All published artifacts, oldest first, numbered gw-0001 onward."""
    titles = Titles(rng, words)
    days: list[date] = []
    for month in months(plan):
        open_days = weekdays(month)
        drawn = rng.integers(0, len(open_days), plan["period"]["artifacts_per_month"])
        days.extend(open_days[i] for i in sorted(drawn.tolist()))
    slots = [(f"gw-{i:04d}", day) for i, day in enumerate(days, start=1)]
    return [draw_artifact(rng, plan, words, titles, slot) for slot in slots]


def future_rows(words: dict, start: int) -> list[dict[str, object]]:
    """The hand-written rows that lie ahead, numbered from `start`."""
    rows = []
    for number, entry in enumerate(words["future"], start=start):
        kind = {k: v for k, v in entry.items() if k != "keyword"} | {"campaign": "Always on"}
        row = calendar_row(words, f"gw-{number:04d}", kind)
        rows.append(row | {"primary_keyword": entry.get("keyword", "")})
    return rows


def counts(rng: np.random.Generator, plan: dict, thing: Artifact) -> dict[str, int]:
    """Impressions, clicks, conversions (and cents spent on ads) that show a score."""
    shape, channel = plan["score"], str(thing.row["channel"])
    seen = round(plan["impressions"][channel] * float(rng.lognormal(0.0, 0.3)))
    clicks = int(rng.binomial(seen, shape["ctr_floor"] + shape["ctr_span"] * thing.score))
    rate = shape["conversion_floor"] + shape["conversion_span"] * thing.score
    found = {"impressions": seen, "clicks": clicks, "conversions": int(rng.binomial(clicks, rate))}
    if thing.row["utm_medium"] == "cpc" or thing.row["artifact_type"] == "ad_copy":
        found["spend"] = clicks * int(rng.integers(140, 260))
    return found


def performance_rows(
    rng: np.random.Generator, plan: dict, made: Iterable[Artifact]
) -> Iterable[dict[str, object]]:
    """What came in the first 7 days and in the 23 after; nothing dated past the period."""
    last = date.fromisoformat(plan["period"]["last"])
    for thing in made:
        total = counts(rng, plan, thing)
        early = {k: round(v * 0.6) for k, v in total.items()}
        late = {k: v - early[k] for k, v in total.items()}
        for wait, part in ((7, early), (30, late)):
            day = thing.on + timedelta(days=wait)
            for metric, value in part.items() if day <= last else ():
                yield {
                    "date": day.isoformat(),
                    "artifact_id": thing.row["id"],
                    "channel": thing.row["channel"],
                    "metric": metric,
                    "value": value,
                    "unit": "cents" if metric == "spend" else "count",
                    "source": thing.row["utm_source"],
                }


def stamp(moment: datetime) -> str:
    """ISO time in UTC with a Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def touch(
    rng: np.random.Generator, plan: dict, made: list[Artifact], at: tuple[datetime, str]
) -> tuple[str, str, float]:
    """(channel, artifact id, score) of one touch at (moment, segment), direct and unknown too."""
    moment, segment = at
    rules = plan["journeys"]
    chance = rng.random()
    if chance < rules["direct_share"]:
        return "direct", "", plan["score"]["base"]
    since = moment.date() - timedelta(days=rules["lookback_days"])
    near = [a for a in made if since <= a.on < moment.date()]
    pull = np.array([(0.15 + a.score) * (3.0 if a.row["segment"] == segment else 1) for a in near])
    thing = near[int(rng.choice(len(near), p=pull / pull.sum()))]
    if chance < rules["direct_share"] + rules["unknown_share"]:
        ids = rules["unknown_ids"]
        return str(thing.row["channel"]), ids[int(rng.integers(len(ids)))], thing.score
    return str(thing.row["channel"]), str(thing.row["id"]), thing.score


def journey_rows(
    rng: np.random.Generator, plan: dict, made: list[Artifact]
) -> Iterable[dict[str, object]]:
    """Paths of one to seven touches; about a third end in a yearly plan."""
    rules = plan["journeys"]
    first = datetime.fromisoformat(plan["period"]["first"]).replace(tzinfo=UTC)
    last = datetime.fromisoformat(plan["period"]["last"]).replace(tzinfo=UTC)
    starts = np.sort(rng.integers(14 * 1440, ((last - first).days - 25) * 1440, rules["count"]))
    for number, minutes in enumerate(starts.tolist(), start=1):
        moment, segment = first + timedelta(minutes=minutes), pick(rng, plan["habits"]["segment"])
        rows, scores = [], []
        for _ in range(int(np.clip(1 + rng.poisson(2.2), 1, 7))):
            channel, key, score = touch(rng, plan, made, (moment, segment))
            scores.append(score)
            rows.append(
                dict.fromkeys(JOURNEYS, "")
                | {"journey_id": f"j{number:04d}", "touch_at": stamp(moment)}
                | {"channel": channel, "artifact_id": key}
            )
            moment += timedelta(minutes=int(rng.integers(600, 4700)))
        chance = rules["target_share"] + 0.8 * (float(np.mean(scores)) - 0.55)
        if rng.random() < chance + 0.02 * (len(rows) - 3):
            won = datetime.fromisoformat(str(rows[-1]["touch_at"]))
            won += timedelta(minutes=int(rng.integers(20, 2800)))
            name = pick(rng, {p["name"]: p["weight"] for p in rules["plans"]})
            cents = next(p["cents"] for p in rules["plans"] if p["name"] == name)
            rows[-1] |= {"converted_at": stamp(won), "value_cents": cents, "currency": "USD"}
        yield from rows


def metric_rows(rng: np.random.Generator, plan: dict) -> Iterable[dict[str, object]]:
    """One figure a month and metric: growth, noise, and the planted level shifts."""
    for index, month in enumerate(months(plan)):
        for line in plan["metrics"]:
            value = line["start"] * (1 + line["growth"]) ** index
            value *= 1 + float(rng.normal(0.0, line["noise"]))
            shift = line.get("shift")
            if shift and month >= shift["month"]:
                value *= shift["factor"]
            whole = line["unit"] in {"count", "USD"}
            yield {
                "month": month,
                "project": "Gaugewren",
                "metric": line["metric"],
                "unit": line["unit"],
                "value": round(value) if whole else f"{value:.1f}",
            }


def pull_documents(rng: np.random.Generator, plan: dict) -> Iterable[tuple[str, dict]]:
    """(file name, document) of each tool's weekly figures, for each pulled month."""
    asked = plan["pull_months"]
    for month in asked["months"]:
        for tool in plan["pulls"]:
            rows = []
            for day in (7, 14, 21, 28):
                for metric, middle in tool["metrics"].items():
                    late = asked["october"].get(metric, 1.0) if month == asked["months"][-1] else 1
                    value = middle * late * (1 + float(rng.normal(0.0, 0.06)))
                    unit = tool["units"].get(metric, "count")
                    value = round(value, 1) if unit == "percent" else round(value)
                    rows.append(
                        {
                            "metric": metric,
                            "date": f"{month}-{day:02d}",
                            "value": value,
                            "unit": unit,
                        }
                    )
            head = {"tool": tool["tool"], "category": tool["category"], "month": month}
            yield f"{month}-{tool['category']}.json", head | {"rows": rows}


def write_csv(path: Path, columns: list[str], rows: Iterable[dict[str, object]]) -> None:
    """Writes rows under their header with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def build(folder: Path) -> None:
    """Writes the four tables and the pulls into `folder`. Each has its own stream of chance."""
    plan, words = read("plan.toml"), read("grammar.toml")
    streams = [np.random.default_rng([plan["seed"], i]) for i in range(5)]
    made = artifacts(streams[0], plan, words)
    rows = [a.row for a in made] + future_rows(words, len(made) + 1)
    write_csv(folder / "calendar.csv", CALENDAR, rows)
    write_csv(folder / "performance.csv", PERFORMANCE, performance_rows(streams[1], plan, made))
    write_csv(folder / "journeys.csv", JOURNEYS, journey_rows(streams[2], plan, made))
    write_csv(folder / "metrics.csv", METRICS, metric_rows(streams[3], plan))
    pulls = folder / "pulls"
    pulls.mkdir(parents=True, exist_ok=True)
    for name, document in pull_documents(streams[4], plan):
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        (pulls / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
