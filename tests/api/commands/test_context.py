"""`refleqt context`: β for a reader, and clear words about options that do not fit."""

from datetime import date
from uuid import UUID

from api.commands.context import NAMES, lines
from domain.beta import PARTS
from tests.api.commands.running import refleqt
from tools.beta import Known, KnownItem, KnownPart

ID = UUID(int=7)


def known() -> Known:
    """β with one thing that people said, and no belief."""
    item = KnownItem(
        kind="activity", id=ID, text="The export\nnever worked.", said_at=None, learned_at=None,
        since=None, until=None, worth=1, count=1, quotes=[], quote="", confidence=None, state="",
        speaker="Piet", about="retro", why=[],
    )  # fmt: skip
    said = KnownPart(
        part="said", layer="dynamic", coverage=0.5, newest=date(2026, 10, 1), age_days=31,
        verdict="stale", cadence="weekly", wanting=[], known=9, matching=4, left_out=3,
        items=[item],
    )  # fmt: skip
    none = said.model_copy(
        update={"part": "beliefs", "coverage": 0.0, "age_days": None, "verdict": "missing",
                "left_out": 0, "items": []}
    )  # fmt: skip
    return Known(
        question="the export", day=date(2026, 11, 1), parts=[said, none], text="",
        tokens_all=4500, tokens_packed=300, ratio=15.0, said_again=0,
    )  # fmt: skip


def test_each_part_says_how_whole_and_how_fresh_it_is() -> None:
    assert lines(known()) == [
        "What we know about “the export”, as of 1 November 2026",
        "",
        "What people said (50% there, stale, 31 days old)",
        "  Piet: The export never worked.",
        f"    activity {ID}",
        "",
        "Beliefs (0% there, nothing there)",
        "",
        "300 of 4,500 tokens: 15.0 times smaller; 3 further things speak to it and did not fit.",
    ]
    assert set(NAMES) == set(PARTS)


def test_a_day_that_is_none_and_a_question_too_long_are_refused() -> None:
    done = refleqt("context", "ads", "--as-of", "yesterday")
    assert done.code == 2
    assert "2026-01-31" in done.err
    assert refleqt("context", "why " * 600).code == 2
    assert refleqt("context", "ads", "--budget", "3").code == 2
