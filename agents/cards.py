"""Audit cards: what a mind did, by which words and models, on what evidence, at what cost.

A card is written for every action, a draft by code too: whoever asks later what was a model's work
must also see what was not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from cdt.calls import Meter, Words
from memory import audit
from memory.ctx import Ctx

MOST_EVIDENCE = 50


async def file_card(
    ctx: Ctx,
    meter: Meter,
    by: Literal["draft", "model"],
    dropped: Sequence[str] = (),
    evidence: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the card of the action whose calls are in `meter`, by the actor of `ctx`.

    `dropped` names what stood against a refinement, without anybody's words; `evidence` is a list
    of `{"kind", "id"}`. A read-only transaction leaves none.
    """
    if not ctx.read_only:
        await audit.keep_cards(ctx, [_card(meter, by, dropped, evidence)])


async def file_drafts(
    ctx: Ctx, words: Words, evidence: Sequence[Sequence[Mapping[str, str]]]
) -> None:
    """Write cards of drafts that no model was there to refine, one for each list of evidence."""
    if not ctx.read_only:
        kept = [_card(Meter(words, ctx.actor.business_id), "draft", (), each) for each in evidence]
        await audit.keep_cards(ctx, kept)


def _card(
    meter: Meter, by: str, dropped: Sequence[str], evidence: Sequence[Mapping[str, str]]
) -> dict[str, object]:
    asked = [call for call in meter.calls if call.outcome == "answered"]
    costs = [call.cost for call in meter.calls if call.cost is not None]
    words = meter.words
    return {
        "id": meter.action_id,
        "prompt_id": words.prompt_id,
        "prompt_version": words.version,
        "prompt_hash": words.hash,
        "by": by,
        "dropped": list(dropped),
        "models": sorted({call.model for call in asked}),
        "adapter": next((call.adapter for call in asked if call.adapter != "none"), "none"),
        "evidence": [*evidence][:MOST_EVIDENCE],
        "calls": len(meter.calls),
        "tokens": sum(call.tokens for call in meter.calls),
        "usd_micros": sum(costs) if costs else None,
        "run_id": meter.run_id,
    }


def evidence_in(*values: object) -> list[dict[str, str]]:
    """Every `{"kind", "id"}` that stands in models, mappings and lists; each once, in order."""
    found: dict[tuple[str, str], None] = {}
    for value in values:
        for kind, one in _sources(value):
            found.setdefault((kind, str(one)))
            if len(found) >= MOST_EVIDENCE:
                break
    return [{"kind": kind, "id": one} for kind, one in found]


def _sources(value: object) -> Iterator[tuple[str, UUID]]:
    if isinstance(value, BaseModel):
        value = vars(value)
    elif is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        kind, one = value.get("kind"), value.get("id")
        if isinstance(kind, str) and isinstance(one, UUID):
            yield kind, one
        for each in value.values():
            yield from _sources(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _sources(each)
