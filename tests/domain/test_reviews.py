"""A review sees what code can see, says what to change, and is lenient about shades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import briefer
from core.ids import derived_id
from domain.briefs import Brief
from domain.reviews import Judgement, copied, judge
from tests.conftest import START
from tests.worlds import plan

ONE = plan(START.date(), derived_id("theme"))
BRIEF = briefer.draft(briefer.Known("b1", ONE, ONE.artifacts[0], {}))
CLOSE = "\n\nBook a call and look at it together with us."


def text(words: int) -> str:
    """As many words of its own, and a next step at the end."""
    body = " ".join(f"record{n}" for n in range(max(0, words - len(CLOSE.split()))))
    return body + CLOSE


def fitting(brief: Brief = BRIEF) -> str:
    """A text in the middle of the range asked for."""
    return text((brief.format.length_low + brief.format.length_high) // 2)


def judged(words: str, likeness: float = 0.5, **more: object) -> Judgement:
    """A review of `words`, whose messages are all as like."""
    return judge(BRIEF, words, [likeness] * len(BRIEF.messages), **more)


def missed(judgement: Judgement) -> list[str]:
    """The checks that are not met."""
    return [point.check for point in judgement.points if not point.met]


def test_a_fitting_text_passes_without_a_note() -> None:
    assert (judged(fitting()).passed, judged(fitting()).notes) == (True, ())


@pytest.mark.parametrize(
    ("words", "check"),
    [
        (text(12), "length"),
        (text(BRIEF.format.length_high * 2), "length"),
        (fitting().replace(CLOSE, " record" * 9), "call to action"),
        (fitting() + " TODO", "finished"),
        (fitting() + " Our world-class tool.", "plain words"),
    ],
)
def test_what_is_missing_is_noted(words: str, check: str) -> None:
    judgement = judged(words)
    assert check in missed(judgement)
    assert not judgement.passed
    assert all(judgement.notes)


def test_work_about_something_else_names_the_message_to_begin_with() -> None:
    judgement = judged(fitting(), likeness=0.05)
    assert missed(judgement) == ["key messages"]
    assert any(message.text in judgement.notes[0] for message in BRIEF.messages)


def test_names_and_copies_are_found() -> None:
    assert missed(judged(fitting(), named=["Gaugewren"])) == ["names"]
    assert missed(judged(fitting(), earlier=[fitting()])) == ["own words"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_copied_share_is_a_share(one: str, other: str) -> None:
    assert 0 <= copied(one, other) <= 1
    assert copied(one, one) in (0, 1)


@given(st.text(max_size=500), st.floats(0, 1))
def test_the_score_is_the_share_of_points_met(words: str, likeness: float) -> None:
    judgement = judged(words, likeness)
    met = sum(point.met for point in judgement.points)
    assert judgement.score == pytest.approx(met / len(judgement.points))
    assert judgement.passed == (met == len(judgement.points))
