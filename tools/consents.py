"""Consent to training, by source: a person decides on their own words, the founder on the rest."""

from pydantic import Field

from domain.consent import SOURCES, TITLES, WORDS, Source, may_train
from memory import consents
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class Choice(Ask):
    """Whether a source may be used for training; with `everybody`, the word of the business.

    A no of the business counts for all; its yes stands in for nobody's own words.
    """

    source: Source
    allowed: bool
    everybody: bool = Field(False, description="Decide for the business; founders alone may")


class ConsentLine(Answer):
    """A source, what the business said, what you said of your own words, and what follows for
    what you put in."""

    source: Source
    what: str
    words: bool
    business: bool | None
    mine: bool | None
    used: bool


class Consents(Answer):
    """Every source, and what is decided of it."""

    items: list[ConsentLine]


@tool("data:read")
async def read_consents(ctx: Ctx, ask: Nothing) -> Consents:
    """What may be used for training, by source."""
    known = await consents.decisions(ctx)
    me = ctx.actor.user_id
    return Consents(
        items=[
            ConsentLine(
                source=source, what=TITLES[source], words=source in WORDS,
                business=known.get((source, None)),
                mine=known.get((source, me)) if me and source in WORDS else None,
                used=may_train(known, source, me),
            )
            for source in SOURCES
        ]
    )  # fmt: skip


@tool("words:write")
async def set_consent(ctx: Ctx, ask: Choice) -> Consents:
    """Say whether a source may be used for training; the next training heeds it."""
    whole = ask.everybody or ask.source not in WORDS or ctx.actor.user_id is None
    if whole:
        ctx.actor.must("data:write")
    await consents.keep(ctx, ask.source, None if whole else ctx.actor.user_id, ask.allowed)
    return await read_consents(ctx, Nothing())
