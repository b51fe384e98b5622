"""A card sums up the calls of one action and names the rows that it rested on."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from agents import cards
from cdt.calls import Call, Meter
from core.ids import new_id
from domain.maps import Source
from memory import audit
from memory.ctx import Ctx
from prompts.library import Rendered

WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")


def a_call(**more: Any) -> Call:
    """A call of a model."""
    return Call("area/verb", 3, "abc", "openai/a", **more)


async def test_a_card_sums_up_its_calls(ctx: Ctx) -> None:
    meter = Meter(WORDS, ctx.business_id)
    meter.calls += [
        a_call(tokens_in=10, tokens_out=5, usd_micros=3),
        a_call(outcome="Late", settled=False, tokens_estimated=100, usd_micros_estimated=9),
        a_call(outcome="unpaid"),
    ]
    await cards.file_card(ctx, meter, "model", ("a_check",), [{"kind": "vent", "id": "1"}])
    [card] = await audit.cards(ctx)
    assert (card.id, card.prompt_version, card.by) == (meter.action_id, 3, "model")
    assert (card.calls, card.tokens, card.usd_micros) == (3, 115, 12)
    assert (card.models, card.dropped) == (["openai/a"], ["a_check"])
    assert card.evidence == [{"kind": "vent", "id": "1"}]


async def test_a_draft_by_code_has_a_card_without_a_cost(ctx: Ctx) -> None:
    await cards.file_card(ctx, Meter(WORDS, ctx.business_id), "draft")
    [card] = await audit.cards(ctx)
    assert (card.by, card.calls, card.tokens, card.usd_micros) == ("draft", 0, 0, None)


async def test_a_reader_leaves_no_card(ctx: Ctx) -> None:
    reading = Ctx(ctx.actor, ctx.db, read_only=True)
    await cards.file_card(reading, Meter(WORDS, ctx.business_id), "draft")
    assert await audit.cards(ctx) == []


class Held(BaseModel):
    """Something with a source."""

    why: tuple[Source, ...]


@dataclass
class Known:
    """Something that carries others."""

    held: Held
    themes: list[Source]


def test_sources_are_found_wherever_they_stand_and_once() -> None:
    one, two = Source(kind="belief", id=new_id()), Source(kind="theme", id=new_id())
    found = cards.evidence_in({"known": Known(Held(why=(one,)), [two, one])}, [one])
    assert found == [{"kind": each.kind, "id": str(each.id)} for each in (one, two)]
    many = [Source(kind="vent", id=new_id()) for _ in range(cards.MOST_EVIDENCE + 9)]
    assert len(cards.evidence_in(many)) == cards.MOST_EVIDENCE
