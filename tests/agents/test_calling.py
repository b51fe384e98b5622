"""A model's call of a tool is done all or nothing, and a wrong one comes back as words."""

import pytest
from pydantic import Field

from agents.calling import WRONG, called, correction, reason
from cdt.calls import Meter
from core.errors import Conflict, Unavailable
from core.ids import new_id
from memory.ctx import Ctx
from prompts import library
from tests.agents.test_base import DRAFT, INPUTS, PROMPT
from tools.base import Answer, Ask, tool
from tools.receipts import read_receipt
from tools.vents import Listing, Vent, list_vents, submit_vent


class Taken(Conflict):
    """It is taken."""


class Away(Unavailable):
    """Nobody is there."""


class Count(Ask):
    """How often."""

    times: int = Field(ge=0)


class Counted(Answer):
    """How often it was."""

    times: int


@tool("inputs:write")
async def write_and_fail(ctx: Ctx, ask: Count) -> Counted:
    """Keep a note and fail."""
    await submit_vent(ctx, Vent(text="Kept for nobody."))
    raise Taken(f"{ask.times} times.")


@tool("inputs:read")
async def count_up(ctx: Ctx, ask: Count) -> Counted:
    """One more."""
    return Counted(times=ask.times + 1)


async def test_a_call_answers_as_json(ctx: Ctx) -> None:
    assert await called(ctx, count_up, {"times": 2}) == '{"times":3}'


async def test_a_call_that_fails_leaves_nothing_behind_and_the_rest_stands(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="Churn worries me."))
    with pytest.raises(Taken):
        await called(ctx, write_and_fail, {"times": 1})
    assert [each.text for each in (await list_vents(ctx, Listing())).items] == ["Churn worries me."]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"times": -1, "business_id": "x"}, "These arguments do not fit: times, business_id."),
        ({"times": 5}, "It is taken. 5 times."),
    ],
)
async def test_a_wrong_call_is_told_in_words(
    ctx: Ctx, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(WRONG) as wrong:
        await called(ctx, write_and_fail, arguments)
    assert correction(wrong.value) == words


async def test_the_way_out_is_told_too(ctx: Ctx) -> None:
    with pytest.raises(WRONG) as wrong:
        await called(ctx, read_receipt, {"id": f"{new_id()}"})
    assert "Take an id from any output" in correction(wrong.value)


def test_what_no_field_can_hold_is_said_plainly() -> None:
    assert correction(OverflowError()) == "An argument holds what no field can hold."


def test_an_outage_is_no_fault_of_the_call() -> None:
    with pytest.raises(Away):
        correction(Away())


def test_the_reason_is_the_error_where_no_call_failed() -> None:
    meter = Meter(library.render(PROMPT, {**INPUTS, "draft": DRAFT}))
    assert reason(Taken(), meter) == "Taken"
