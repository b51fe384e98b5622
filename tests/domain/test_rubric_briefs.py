"""A sound brief scores high; fourteen ways to spoil one each cost it, and some cap it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from agents import briefer, cartographer
from agents.hearing import Paraphrase
from domain.brief_text import render
from domain.briefs import Brief
from domain.rubric_briefs import CRITERIA, score_of
from domain.rubrics import GOOD
from tests.agents.plans import TENANT, known_well

Spoil = Callable[[Brief, str], tuple[Brief, str]]


def the_brief() -> Brief:
    """The brief of the first piece of a map that rests on results."""
    plan = cartographer.draft(known_well()).maps[0]
    known = briefer.Known("b1", plan, plan.artifacts[0], {"boldness": 0.6}, 0.85, 6)
    heard = replace(
        known,
        heard=Paraphrase(
            "I only hear of a slip when somebody else has found it", "vent", UUID(int=2)
        ),
    )
    return briefer.draft(heard)


BRIEF = the_brief()
IDS = frozenset(each for one in BRIEF.messages for each in one.evidence)
IDS |= frozenset(BRIEF.audience.evidence)


def judged(brief: Brief, text: str = "") -> Any:
    return score_of(brief, text, ids=IDS, tenant=TENANT)


def the_record(**changes: Any) -> Spoil:
    """A record that is rendered as it is, with changes."""

    def spoil(brief: Brief, _text: str) -> tuple[Brief, str]:
        spoilt = brief.model_copy(update=changes)
        return spoilt, render(spoilt)

    return spoil


def in_text(old: str, new: str) -> Spoil:
    """A text that does not say what the record holds."""
    return lambda brief, text: (brief, text.replace(old, new))


def messages(**changes: Any) -> tuple[Any, ...]:
    first, *rest = BRIEF.messages
    return (first.model_copy(update=changes), *rest)


EIGHT = tuple(
    BRIEF.messages[0].model_copy(update={"text": f"Point {word} stands alone"})
    for word in ("red", "blue", "green", "brown", "black", "white", "grey", "pink")
)
SPOILT: dict[str, tuple[Spoil, int]] = {
    "leak": (the_record(takeaway="Quillmark shows that nothing was overlooked."), 49),
    "invented number": (the_record(messages=messages(text="It saves 38 percent of the time")), 49),
    "placeholder": (the_record(call_to_action="See {{OFFER}} now"), 49),
    "vague audience": (
        the_record(audience=BRIEF.audience.model_copy(update={"role": "Everyone who reads"})), 64,
    ),
    "no metric": (
        the_record(success=BRIEF.success.model_copy(update={"metric": "awareness", "target": 0})),
        64,
    ),
    "no proof": (the_record(messages=messages(proof="-")), 64),
    "one message": (the_record(messages=BRIEF.messages[:1]), 74),
    "eight messages": (the_record(messages=EIGHT), 74),
    "no baseline": (
        the_record(success=BRIEF.success.model_copy(update={"baseline": None})), 100,
    ),
    "nothing asked": (the_record(call_to_action=" "), 100),
    "nothing to avoid": (the_record(avoid=()), 100),
    "jargon": (the_record(takeaway="A holistic paradigm of nothing overlooked, seamlessly."), 100),
    "bad rendering": (in_text("## Voice", "## Tone"), 100),
    "one long sentence": (lambda brief, text: (brief, text.replace(". ", ", and ")), 100),
}  # fmt: skip


def test_there_are_twenty_eight_criteria_with_their_weights() -> None:
    assert [one.id for one in CRITERIA] == [f"B{n:02}" for n in range(1, 29)]
    assert sum(one.weight for one in CRITERIA) == 117


def test_a_sound_brief_is_good_and_what_has_no_context_is_not_held_against_it() -> None:
    card = judged(BRIEF)
    assert card.score == 100, card.missing
    assert [one.id for one in card.unchecked] == ["B18"]
    bare = score_of(BRIEF)
    assert bare.score >= GOOD
    assert {one.id for one in bare.unchecked} == {"B12", "B18", "B21"}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_brief_scores_lower(name: str) -> None:
    spoil, cap = SPOILT[name]
    card = judged(*spoil(BRIEF, render(BRIEF)))
    assert card.score < judged(BRIEF).score
    assert card.score <= cap
    if cap < 100:
        assert (card.score, card.cap) == (cap, cap)


def test_evidence_that_leads_nowhere_is_told() -> None:
    card = score_of(BRIEF, ids=frozenset({"another"}), tenant=TENANT)
    assert [one.id for one in card.missing] == ["B12"]
