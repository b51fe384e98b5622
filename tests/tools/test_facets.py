"""A passage's facets come from what was read, who said it and when."""

from domain.language.shapes import Extraction, Topic
from memory import inputs
from memory.ctx import Ctx
from tools import facets
from tools.vents import Vent, submit_vent

READ = Extraction(
    topics=[
        Topic(topic="pricing", p=0.8, quote="", start=0, end=0),
        Topic(topic="churn", p=0.2, quote="", start=0, end=0),
    ],
    channels=["email"], audiences=["agencies"], sentiment=-1.0,
)  # fmt: skip


async def test_all_eight_are_named(ctx: Ctx) -> None:
    vent = await submit_vent(ctx, Vent(text="Agencies leave over the price.", visibility="team"))
    row = await inputs.words_of(ctx, "vent", vent.id)
    found = facets.of_words(row, "vent", ctx.at, READ)
    assert found == {
        "kind": ["vent"], "month": ["2026-11"], "author": [str(ctx.actor.user_id)],
        "visibility": ["team"], "topic": ["pricing"], "channel": ["email"],
        "segment": ["agencies"], "sentiment": ["bad"],
    }  # fmt: skip


async def test_what_nobody_read_yet_has_its_kind_and_month(ctx: Ctx) -> None:
    found = await facets.of_source(ctx, "vent", ctx.business_id, ctx.at)
    assert found == {"kind": ["vent"], "month": ["2026-11"]}
