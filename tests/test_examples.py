"""The bundled business is complete, is built again byte for byte, and its truths can be found."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

HERE = Path(__file__).resolve().parents[1] / "examples" / "gaugewren"
BUILT = ("calendar.csv", "performance.csv", "journeys.csv", "metrics.csv")
CHANNELS = {"linkedin", "email", "seo", "google_ads", "webinars", "youtube", "community"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def records(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    assert at.tzinfo is not None
    return at.astimezone(UTC)


@pytest.fixture(scope="module")
def plan() -> dict:
    return tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> dict:
    return tomllib.loads((HERE / "grammar.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gaugewren_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its own module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured(plan: dict) -> list[dict]:
    """Published artifacts with the score that their counts show, as a reader would work it out."""
    sums: dict[str, Counter] = defaultdict(Counter)
    for row in table("performance.csv"):
        sums[row["artifact_id"]][row["metric"]] += int(row["value"])
    shape, found = plan["score"], []
    for row in table("calendar.csv"):
        total = sums.get(row["id"])
        if total:
            rate = total["clicks"] / total["impressions"]
            score = (rate - shape["ctr_floor"]) / shape["ctr_span"]
            found.append({**row, "on": date.fromisoformat(row["publish_on"]), "y": score})
    return found


def fitted(rows: list[dict], names: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Least squares with one column a level, each factor's effects centred on its own mean."""
    levels = [(n, v) for n in names for v in sorted({r[n] for r in rows})]
    design = np.array([[1.0] + [float(r[n] == v) for n, v in levels] for r in rows])
    found = np.linalg.lstsq(design, np.array([r["y"] for r in rows]), rcond=None)[0][1:]
    effect = dict(zip(levels, found.tolist(), strict=True))
    means = {n: np.mean([e for (m, _), e in effect.items() if m == n]) for n in names}
    return {(n, v): e - float(means[n]) for (n, v), e in effect.items()}


def test_building_again_gives_the_same_bytes(build: ModuleType, tmp_path: Path) -> None:
    build.build(tmp_path)
    made = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    kept = [Path(n) for n in BUILT] + [Path("pulls") / p.name for p in HERE.glob("pulls/*.json")]
    assert made == sorted(kept)
    for name in made:
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes(), name


def test_there_is_enough_of_everything(plan: dict, words: dict) -> None:
    turns = json.loads((HERE / "interview.json").read_text(encoding="utf-8"))["turns"]
    assert len(turns) >= 25
    refused = [
        t for t in turns if t["answer"] is None or t["answer"].startswith(("Dunno", "Not sure"))
    ]
    assert len(refused) == 3
    vents = records("vents.jsonl")
    assert len(vents) >= 66
    assert Counter(v["visibility"] for v in vents)["off_record"] == 2
    stems = {line for group in words["stems"] for line in group["lines"]}
    assert len(stems) >= 200
    rows = table("calendar.csv")
    assert len(rows) >= 700
    assert Counter(r["status"] for r in rows)["published"] == 14 * 56
    assert len({r["title"] for r in rows}) == len(rows)
    journeys = Counter(r["journey_id"] for r in table("journeys.csv"))
    assert len(journeys) == plan["journeys"]["count"]
    assert min(journeys.values()) >= 1
    assert max(journeys.values()) <= 7
    won = [r for r in table("journeys.csv") if r["converted_at"]]
    assert 0.30 <= len(won) / len(journeys) <= 0.40
    assert len({r["month"] for r in table("metrics.csv")}) == 14
    assert len(list(HERE.glob("pulls/*.json"))) == 8
    assert len(records("creators.jsonl")) == 12


def test_any_three_months_hold_enough_to_hold_a_fifth_back(
    measured: list[dict], build: ModuleType, plan: dict
) -> None:
    names = build.months(plan)
    for first in range(len(names) - 2):
        window = set(names[first : first + 3])
        assert sum(r["publish_on"][:7] in window for r in measured) >= 150


def test_every_id_leads_somewhere_except_the_planted_ones(plan: dict) -> None:
    rows = table("calendar.csv")
    ids = {r["id"] for r in rows}
    assert len(ids) == len(rows)
    assert all(r["utm_content"] == r["id"] for r in rows)
    assert {r["artifact_id"] for r in table("performance.csv")} <= ids
    touched = {r["artifact_id"] for r in table("journeys.csv")}
    assert touched - ids == {"", *plan["journeys"]["unknown_ids"]}
    assert set(plan["recurring"]["vents"]) <= {v["id"] for v in records("vents.jsonl")}
    for gap in plan["alignment_gaps"]:
        note = (HERE / "activities" / gap["activity"]).read_text(encoding="utf-8")
        assert all(f"{name}:" in note for name in gap["sides"])


def test_dates_parse_and_stay_in_the_period(plan: dict) -> None:
    first, last = (date.fromisoformat(plan["period"][k]) for k in ("first", "last"))
    times = [moment(v["at"]) for v in records("vents.jsonl")]
    assert times == sorted(times)
    assert first <= times[0].date() <= times[-1].date() <= last
    for row in table("calendar.csv"):
        on = date.fromisoformat(row["publish_on"])
        assert (row["status"] == "published") == (first <= on <= last)
    assert max(r["date"] for r in table("performance.csv")) <= plan["period"]["last"]
    before: dict[str, datetime] = {}
    published = {r["id"]: date.fromisoformat(r["publish_on"]) for r in table("calendar.csv")}
    for row in table("journeys.csv"):
        at = moment(row["touch_at"])
        assert at >= before.get(row["journey_id"], at)
        assert published.get(row["artifact_id"], first) <= at.date()
        assert not row["converted_at"] or moment(row["converted_at"]) > at
        before[row["journey_id"]] = at


def test_values_are_the_formats_own(words: dict) -> None:
    for row in table("calendar.csv"):
        assert row["channel"] in CHANNELS
        assert row["segment"] in words["segments"]
        for name in ("utm_source", "utm_medium", "utm_campaign", "utm_content"):
            assert re.fullmatch(r"[a-z0-9-]+", row[name]), (row["id"], name)
        assert row["cost_cents"] == "" or int(row["cost_cents"]) > 0
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in table("performance.csv"):
        sums[row["artifact_id"], row["date"]][row["metric"]] = int(row["value"])
    assert all(s["impressions"] >= s["clicks"] >= s["conversions"] >= 0 for s in sums.values())


def test_segments_come_back_in_their_order(measured: list[dict], plan: dict) -> None:
    found = fitted(measured, ("segment", "channel", "angle"))
    true = plan["effects"]["segment"]
    assert sorted(true, key=lambda s: found["segment", s]) == sorted(true, key=lambda s: true[s])
    assert found["segment", "quality_manager"] > 0 > found["segment", "shop_owner"]


def test_channels_come_back_and_linkedin_turns(measured: list[dict], plan: dict) -> None:
    turn = date.fromisoformat(next(d["on"] for d in plan["drifts"] if "channel" in d))
    before = fitted([r for r in measured if r["on"] < turn], ("segment", "channel", "angle"))
    after = fitted([r for r in measured if r["on"] >= turn], ("segment", "channel", "angle"))
    true = plan["effects"]["channel"]
    steady = [c for c in sorted(true, key=lambda c: -true[c]) if c != "linkedin"]
    whole = fitted(measured, ("segment", "channel", "angle"))
    ranks = [sorted(steady, key=lambda c: -whole["channel", c]).index(c) for c in steady]
    assert np.corrcoef(ranks, range(len(steady)))[0, 1] >= 0.8
    assert whole["channel", "webinars"] > 0.05
    assert whole["channel", "google_ads"] < -0.05
    assert before["channel", "linkedin"] > 0.0 > after["channel", "linkedin"]


def cell(rows: list[dict], segment: str, angle: str) -> float:
    """How far one angle lies over its segment's other angles, channels taken out."""
    found = fitted(rows, ("segment", "channel"))
    left = [(r["angle"], r["y"] - found["channel", r["channel"]]) for r in rows]
    mine = [
        y for (a, y), r in zip(left, rows, strict=True) if r["segment"] == segment and a == angle
    ]
    rest = [
        y for (a, y), r in zip(left, rows, strict=True) if r["segment"] == segment and a != angle
    ]
    return float(np.mean(mine) - np.mean(rest))


def test_strong_angles_come_back_with_their_sign(measured: list[dict], plan: dict) -> None:
    for segment, cells in plan["effects"]["segment_angle"].items():
        if segment == "quality_manager":
            continue
        for angle, true in cells.items():
            if abs(true) >= 0.1:
                assert cell(measured, segment, angle) * true > 0, (segment, angle)


def test_quality_managers_turn_from_time_to_risk(measured: list[dict], plan: dict) -> None:
    turn = date.fromisoformat(next(d["on"] for d in plan["drifts"] if "segment_angle" in d))
    before = [r for r in measured if r["on"] < turn]
    after = [r for r in measured if r["on"] >= turn]
    for angle in ("time_saved", "risk"):
        assert (cell(after, "quality_manager", angle) - cell(before, "quality_manager", angle)) * (
            1 if angle == "risk" else -1
        ) > 0.1
    assert cell(after, "quality_manager", "risk") > 0.1
    assert cell(before, "quality_manager", "time_saved") > 0.1


def test_tuesdays_and_wednesdays_do_better(measured: list[dict]) -> None:
    days = [(r["on"].weekday(), r["y"]) for r in measured]
    middle = np.mean([y for d, y in days if d in {1, 2}])
    assert middle > np.mean([y for d, y in days if d in {0, 4}])


def test_level_shifts_stand_out(plan: dict) -> None:
    rows = table("metrics.csv")
    shifts = [m for m in plan["metrics"] if "shift" in m]
    assert len(shifts) == 2
    for line in plan["metrics"]:
        series = {r["month"]: float(r["value"]) for r in rows if r["metric"] == line["metric"]}
        steps = np.abs(np.diff(np.log(list(series.values()))))
        largest = sorted(series)[1:][int(np.argmax(steps))]
        if "shift" in line:
            assert largest == line["shift"]["month"]
            assert steps.max() > 0.25
        else:
            assert steps.max() < 0.3, line["metric"]


def test_the_complaint_returns_months_apart_in_other_words(plan: dict) -> None:
    vents = {v["id"]: v for v in records("vents.jsonl")}
    told = [vents[i] for i in plan["recurring"]["vents"]]
    assert len(told) == 5
    times = [moment(v["at"]) for v in told]
    assert all(b - a > timedelta(days=45) for a, b in pairwise(times))
    bags = [set(re.findall(r"[a-z]{4,}", v["text"].lower())) for v in told]
    for i, one in enumerate(bags):
        assert all(len(one & two) / len(one | two) < 0.2 for two in bags[i + 1 :])


def test_creators_and_deliverables_carry_what_was_planted(plan: dict) -> None:
    creators = {c["id"]: c for c in records("creators.jsonl")}
    planned = plan["creators"]
    assert [i for i, c in creators.items() if not c["history"]] == planned["newcomers"]
    best = max(
        creators.values(),
        key=lambda c: np.mean([h["quality"] for h in c["history"] or [{"quality": 0}]]),
    )
    assert best["id"] == planned["first_choice"]
    assert best["behaviour"]["answers"] == planned["first_choice_answers"]
    for one in creators.values():
        assert set(one["price_cents"]) == set(one["artifact_types"])
        assert one["active_briefs"] <= one["capacity"]
    handed = json.loads((HERE / "deliverables.json").read_text(encoding="utf-8"))
    missing = [kind for kind, pieces in handed.items() if pieces[0]["misses"]]
    assert missing == [plan["deliverables"]["misses_first"]]
    assert set(handed) == {r["artifact_type"] for r in table("calendar.csv")}


def test_handed_in_work_never_names_the_business() -> None:
    tenant = json.loads((HERE / "business.json").read_text(encoding="utf-8"))["tenant"]
    text = (HERE / "deliverables.json").read_text(encoding="utf-8").lower()
    portfolios = " ".join(c["portfolio"] for c in records("creators.jsonl")).lower()
    names = [tenant["name"], tenant["legal"], *tenant["aliases"], *tenant["people"]]
    for name in [*names, *tenant["customers"], *tenant["domains"], *tenant["handles"]]:
        assert name.lower() not in text
        assert name.lower() not in portfolios


def test_words_are_ours_and_lead_nowhere_else(words: dict) -> None:
    written = {
        p: p.read_text(encoding="utf-8")
        for p in HERE.rglob("*")
        if p.suffix != ".pyc" and p.is_file()
    }
    for path, text in written.items():
        assert not re.search(r"https?://|www\.|lorem ipsum|/(?:home|tmp|root)/", text), path.name
    stems = {line for group in words["stems"] for line in group["lines"]}
    bare = {s.replace("{who}", w) for s in stems for w in words["segments"].values()}
    future = {f["title"] for f in words["future"]}
    for row in table("calendar.csv"):
        title = row["title"]
        assert title in future or any(title.endswith(s) for s in bare), title
    texts = [v["text"] for v in records("vents.jsonl")]
    runs = Counter(
        " ".join(ws[i : i + 7])
        for ws in (t.lower().split() for t in texts)
        for i in range(len(ws) - 6)
    )
    assert max(runs.values()) == 1
