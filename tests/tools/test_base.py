"""A tool checks the scope, refuses what it does not know, and counts what came of it."""

import pytest
from pydantic import ValidationError

from core.errors import Conflict
from core.telemetry import tool_calls
from domain.access import Actor, ScopeMissing
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class Word(Ask):
    """What is said."""

    word: str


class Echo(Answer):
    """What comes back."""

    word: str


class WordTaken(Conflict):
    """This word is taken."""


@tool("inputs:write")
async def echo(ctx: Ctx, ask: Word) -> Echo:
    """Say it again.

    More than one line.
    """
    if ask.word == "taken":
        raise WordTaken
    return Echo(word=ask.word)


@tool("inputs:read")
async def hear(ctx: Ctx, ask: Word) -> Echo:
    """Listen."""
    return Echo(word=ask.word)


def counted(outcome: str) -> float:
    """How often the tool ended so."""
    return tool_calls.labels("echo", outcome)._value.get()


def test_a_declaration_says_it_all() -> None:
    assert (echo.name, echo.scope, echo.summary) == ("echo", "inputs:write", "Say it again.")
    assert (echo.takes, echo.gives) == (Word, Echo)
    assert (echo.writes, hear.writes) == (True, False)


async def test_a_call_is_counted_by_its_outcome(ctx: Ctx) -> None:
    done, taken = counted("done"), counted("WordTaken")
    assert (await echo(ctx, Word(word="hello"))).word == "hello"
    with pytest.raises(WordTaken):
        await echo(ctx, Word(word="taken"))
    assert (counted("done") - done, counted("WordTaken") - taken) == (1, 1)


async def test_a_caller_without_the_scope_is_refused(ctx: Ctx) -> None:
    other = Ctx(Actor("evaluator", business_id=ctx.business_id), ctx.db)
    with pytest.raises(ScopeMissing, match="inputs:write"):
        await echo(other, Word(word="hello"))


def test_nobody_slips_a_tenant_in() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Word(word="hello", business_id="another")
