"""Cards tell a person what the gate saw, and what a version was made of."""

from datetime import UTC, datetime

from api.cards import Card, dataset, report
from core.ids import new_id
from domain.evaluations import Metric, unmeasured
from tools.datasets import DataCard, SourceLine
from tools.evaluations import Case, Evaluation
from tools.releases import DecisionLine, VersionLine
from tools.training import Run, VersionDetail

AT = datetime(2026, 11, 28, tzinfo=UTC)
LINE = VersionLine(
    id=new_id(), version=2, month="2026-11", adapter=None, verdict="release", live=False,
    reason="Version 2 is released: on 60 items it is 0.100 better.", state="canary",
    released_at=None, held_out=60,
)  # fmt: skip
DATA = DataCard(
    version=2, month="2026-11", pairs=300, trained_on=120, held_out=60, cap=0.35, hidden=4,
    unsound=[], left_out={"held_out": 60}, data_hash="abc",
    sources=[SourceLine(source="performance", weight=2, months=6, cycles=None, half_life_days=None,
                        pairs=120, share=0.35, left_out={"held_out": 60})],
)  # fmt: skip
RUN = Run(
    month="2026-11", started_at=AT, finished_at=AT, pairs=300, trained_on=120, held_out=60,
    shares={"performance": 0.35, "vent": 0.2}, left_out={"held_out": 60}, scores={},
    data_hash="abc", code_hash="def", data=DATA,
)  # fmt: skip
ACCURACY = Metric(
    name="recommendation_accuracy", role="blocks", verdict="pass", why="Evidence 50 of 33 needed.",
    arms={"candidate": 0.7, "incumbent": 0.6}, difference=0.1, low=0.02, high=0.18, n=60,
)  # fmt: skip


def detail(run: Run | None = RUN) -> VersionDetail:
    return VersionDetail(
        line=LINE, name="cdt-x-v2", reasons=["on 60 items it is 0.100 better"], run=run, beliefs=3,
        moved=[], newer=None, older=1,
    )  # fmt: skip


def card() -> Card:
    seen = Evaluation(
        id=new_id(), version=2, month="2026-11", at=AT, decision="release", sentence=LINE.reason,
        incumbent=1, live=False, released_at=None, adapter=None, held_out=60, name="cdt-x-v2",
        reasons=[], alpha=0.03, look=2, metrics=[ACCURACY, unmeasured("brand_voice", "warns", "-")],
        counts={"worse": 1, "better": 2, "same": 3}, live_version=1, data_hash="", code_hash="",
        level="words",
    )  # fmt: skip
    case = Case(
        id=new_id(), key="H-1", kind="holdout", metric="recommendation_accuracy", version=2,
        scores={}, difference=0.1, leaning="better", withheld=False, golden=False, words=None,
        numbers={"outcome": 0.6, "expected by candidate": 0.5}, changed=[],
    )  # fmt: skip
    moved = DecisionLine(
        id=new_id(), number=1, act="release", version=2, gate_said="release", ruling="release",
        reason="Proof enough.", withheld=False, live_before=1, live_after=1, user_id=None, who="",
        role="worker", at=AT, signature="", public_key="", check="valid",
    )  # fmt: skip
    return Card(detail(), seen, [case], [moved])


def test_a_report_card_tells_verdict_arms_metrics_and_history():
    told = report(card())
    for words in (
        "**Verdict: released.**",
        "| candidate | 0.700 |",
        "+0.100 (+0.020 to +0.180)",
        "not measured",
        "2026-11-28: release of version 2; version 1 answered before, version 1 after. Proof",
        "calibration.svg",
        "adapter: none",
    ):
        assert words in told
    assert card().pairs() == [(0.5, 0.6)]


def test_the_best_arm_stands_first():
    told = report(card())
    assert told.index("| candidate |") < told.index("| incumbent |")


def test_a_data_set_card_tells_sources_and_what_stayed_out():
    told = dataset(card())
    row = "| performance | 2 | 6 months | 120 | 35.0% | held out: 60 |"
    for words in ("300 instruction pairs", row, "out of 4 pieces", "`abc`"):
        assert words in told
    assert "No training run" in dataset(Card(detail(None), None, [], []))


def test_a_version_that_was_judged_before_cases_were_kept_still_has_a_card():
    assert "# Report card: version 2" in report(Card(detail(), None, [], []))
