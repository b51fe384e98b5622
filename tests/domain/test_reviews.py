"""A review sees what code can see, says what to change, and is lenient about shades."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import briefer
from core.ids import derived_id
from domain.anonymity import Leak
from domain.briefs import Brief
from domain.reviews import Judgement, Point, Seen, copied, judge, judge_file
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


def judged(words: str, likeness: float = 0.5, **more: Any) -> Judgement:
    """A review of `words`, whose messages are all as like."""
    return judge(BRIEF, words, Seen([likeness] * len(BRIEF.messages), **more))


def missed(judgement: Judgement) -> list[str]:
    """The checks that are not met and stand in the way."""
    return [point.check for point in judgement.points if not point.met and point.blocking]


def found(judgement: Judgement, check: str) -> Point:
    """What was found by one check."""
    return next(point for point in judgement.points if point.check == check)


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
    assert missed(judgement) == ["on its topic"]
    assert any(message.text in judgement.notes[0] for message in BRIEF.messages)


def test_names_and_copies_are_found_with_their_place() -> None:
    words = fitting().replace("record7 ", "Gaugewren ", 1)
    leak = Leak(rule="name", text="Gaugewren", where="line 1", points_to="Gaugewren")
    judgement = judged(words, leaked=[leak])
    assert missed(judgement) == ["names"]
    names = found(judgement, "names")
    assert (names.rule, names.fault) == ("name", "work")
    assert [words[one.start :][: len(one.text)] for one in names.marks] == ["Gaugewren"]
    copy = judged(fitting(), earlier=[f"Before. {fitting()}"])
    assert missed(copy) == ["own words"]
    assert found(copy, "own words").marks[0].text in fitting()


def test_what_the_brief_gave_away_is_not_the_creators_fault() -> None:
    said = BRIEF.messages[0].text.split()[0]
    leak = Leak(rule="city", text=said, where="line 1", points_to="Dayton")
    judgement = judged(f"{said} {fitting()}", leaked=[leak])
    names = found(judgement, "names")
    assert (names.met, names.fault, names.blocking, judgement.passed) == (
        False, "brief", False, True,
    )  # fmt: skip


def test_a_sentence_of_the_business_advises_and_does_not_tell_whose_it_is() -> None:
    leak = Leak(rule="corpus", text="record1 record2", where="line 1", points_to="I told them so.")
    judgement = judged(fitting(), leaked=[leak])
    assert judgement.passed
    (advice,) = [one for one in judgement.advice if one.check == "sayings"]
    assert "told them" not in advice.model_dump_json()


@pytest.mark.parametrize("claim", [
    "It saves 37% of the time.", "According to Brasswick Research, records get lost.",
    "It costs $4,100 a year.", "It is 12 times faster.",
])  # fmt: skip
def test_a_claim_that_the_brief_does_not_make_blocks_until_it_is_marked(claim: str) -> None:
    judgement = judged(f"{claim} {fitting()}")
    assert missed(judgement) == ["claims"]
    assert found(judgement, "claims").marks[0].text in claim
    assert judged(f"{claim[:-1]} [unknown]. {fitting()}").passed


def test_advice_costs_neither_money_nor_rank() -> None:
    long = " ".join(f"word{n}" for n in range(60))
    words = f"{long}. See https://elsewhere.example/page. It took 4711 days. {fitting()}"
    judgement = judged(words, kind="docx")
    assert {one.check for one in judgement.advice} >= {"readability", "links", "figures", "file"}
    assert (judgement.passed, judgement.score) == (True, 1.0)
    assert all(one.rule or one.note for one in judgement.advice)


def test_only_what_the_briefs_own_list_names_may_block() -> None:
    short = BRIEF.model_copy(update={"acceptance": ("It pleases the reader.",)})
    judgement = judge(short, "Too short. TODO", Seen([0.0] * len(short.messages)))
    assert judgement.passed
    assert {"length", "finished"} <= {one.check for one in judgement.advice}


def test_a_picture_is_held_against_its_dimensions() -> None:
    technical = BRIEF.technical.model_copy(update={"dimensions": "1200 x 628"})
    brief = BRIEF.model_copy(update={"technical": technical})
    wrong = judge_file(brief, Seen(kind="png", pixels=(600, 600)))
    assert [one.check for one in wrong.advice] == ["file", "dimensions"]
    right = judge_file(brief, Seen(kind="png", pixels=(1200, 628)))
    assert [one.check for one in right.advice] == ["file"]


def test_what_was_sold_to_others_before_is_pointed_at_and_left_to_people() -> None:
    judgement = judged(fitting(), elsewhere=[fitting()])
    assert judgement.passed
    assert "sold before" in [one.check for one in judgement.advice]


def test_who_wrote_it_is_no_point_of_review() -> None:
    said = " ".join(point.model_dump_json() for point in judged(fitting()).points).casefold()
    assert not any(word in said for word in ("detector", "machine-written", "ai-written"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_copied_share_is_a_share(one: str, other: str) -> None:
    assert 0 <= copied(one, other) <= 1
    assert copied(one, one) in (0, 1)


@given(st.text(max_size=500), st.floats(0, 1))
def test_the_score_is_the_share_of_what_blocks(words: str, likeness: float) -> None:
    judgement = judged(words, likeness)
    held = [point.met for point in judgement.points if point.blocking]
    assert judgement.score == pytest.approx(sum(held) / len(held))
    assert judgement.passed == all(held)
    assert all(mark.text in words for point in judgement.points for mark in point.marks)
