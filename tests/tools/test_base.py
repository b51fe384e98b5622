"""A tool checks the scope, cleans what it takes, refuses what it does not know, and is counted."""

import pytest
from pydantic import ValidationError

from core.telemetry import tool_calls
from domain.access import Actor, ScopeMissing
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class Said(Ask):
    """Some words."""

    text: str
    more: list[dict[str, str]] = []


class Heard(Answer):
    """The words again."""

    text: str


@tool("inputs:write")
async def hear(ctx: Ctx, ask: Said) -> Heard:
    """Hear some words."""
    return Heard(text=ask.text)


def test_a_tool_knows_its_name_scope_summary_and_types() -> None:
    assert (hear.name, hear.scope, hear.summary) == ("hear", "inputs:write", "Hear some words.")
    assert (hear.takes, hear.gives, hear.writes) == (Said, Heard, True)


async def test_a_tool_is_closed_to_whoever_lacks_its_scope(ctx: Ctx) -> None:
    with pytest.raises(ScopeMissing, match="inputs:write"):
        await hear(Ctx(Actor("evaluator"), ctx.db), Said(text="hello"))


async def test_a_call_is_counted(ctx: Ctx) -> None:
    before = tool_calls.labels("hear", "done")._value.get()
    await hear(ctx, Said(text="hello"))
    assert tool_calls.labels("hear", "done")._value.get() == before + 1


def test_words_are_cleaned_however_deep_they_lie() -> None:
    said = Said(text="a\x00b\ud800", more=[{"k\x00": "e\u0301"}])
    assert (said.text, said.more) == ("ab\ufffd", [{"k": "é"}])


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Said.model_validate({"text": "hello", "business_id": "mine"})
