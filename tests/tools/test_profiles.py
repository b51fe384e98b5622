"""What was chosen stands over what was read; a guess only where nothing surer was said."""

from types import SimpleNamespace
from typing import Any

from domain.interview import Turn
from domain.language.answers import read
from domain.language.told import GUESS
from memory import people
from memory.ctx import Ctx
from tools.profiles import CHOSEN, GUESSED, keep, merged, typed, volunteered

SAID = read([Turn(question="How far along are you?", answer="We closed our seed round.")])


def row(field: str, value: Any, source: str = CHOSEN, quote: str | None = None) -> Any:
    """A row of choices."""
    return SimpleNamespace(field=field, value=value, source=source, quote=quote)


async def stage(ctx: Ctx) -> str | None:
    """The stage in the business's profile."""
    profile = await people.profile(ctx)
    assert profile is not None
    return profile.stage


def test_a_choice_wins_a_guess_does_not_and_an_empty_choice_takes_away() -> None:
    profile = merged(SAID, [row("stage", "growth")], []).profile
    assert (profile["stage"].value, profile["stage"].confidence) == ("growth", 1.0)
    assert merged(SAID, [row("stage", "growth", GUESSED)], []).profile["stage"].value == "seed"
    assert "stage" not in merged(SAID, [row("stage", None)], []).profile


def test_coverage_and_the_next_question_follow() -> None:
    told = merged(SAID, [row("business_name", "Toffee House")], [])
    assert told.coverage > SAID.coverage
    assert told.next_question is not None
    assert told.next_question.field != "business_name"


async def test_the_profile_is_kept_and_a_field_is_emptied(ctx: Ctx) -> None:
    await keep(ctx, SAID.profile)
    assert await stage(ctx) == "seed"
    await keep(ctx, {}, ["stage", "products"])
    assert await stage(ctx) is None


def test_values_take_the_type_of_their_column() -> None:
    assert typed("products", "A") == ["A"]
    assert typed("voice_formality", 1) == 1.0
    assert typed("size", 4) == "4"


def test_what_is_said_beyond_the_question_is_a_guess_with_its_sentence() -> None:
    turns = [
        Turn(
            question="What is your business called?", answer="Larch. We rent looms by subscription."
        ),
        Turn(
            question="How many are you?", answer="Growing since spring; our rivals are LoomShare."
        ),
        Turn(question="Anything else?", answer=None),
    ]
    found = volunteered(turns)
    (said,) = found["revenue_mechanics"].evidence
    assert (said.turn, said.quote) == (0, "We rent looms by subscription.")
    assert found["competitors_direct"].value == ["LoomShare"]
    assert all(mark.confidence <= GUESS for mark in found.values())
