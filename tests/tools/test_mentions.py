"""Mentions are counted over what the asking person may read, and no further."""

from core.ids import new_id
from domain.access import Actor
from memory.ctx import Ctx, acting, as_worker
from tests import worlds
from tools.mentions import (
    AboutAsk,
    RecentAsk,
    SinceAsk,
    count_mentions,
    first_and_last_mention,
    mention_trend,
    new_concerns,
    share_of_voice,
)
from tools.vents import Vent, submit_vent


async def test_what_is_said_of_late_is_said_to_be_more(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.notes(worker)
    trend = await mention_trend(ctx, AboutAsk(about="hiring"))
    assert "more often than before" in trend.said
    ends = await first_and_last_mention(ctx, AboutAsk(about="hire an engineer"))
    assert ends.value == 6
    rivals = await share_of_voice(ctx, SinceAsk())
    assert [part.name for part in rivals.parts] == ["Brasswick"]
    fresh = await new_concerns(ctx, RecentAsk(days=60))
    assert fresh.n == 31


async def test_nobody_learns_of_another_s_private_note(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="I fear that Zephyrine buys us.", visibility="private"))
    await submit_vent(ctx, Vent(text="Zephyrine called again today.", visibility="team"))
    mine = await count_mentions(ctx, AboutAsk(about="Zephyrine"))
    assert (mine.value, mine.n) == (2, 2)
    async with acting(ctx.db, Actor("team", new_id(), ctx.business_id)) as other:
        theirs = await count_mentions(other, AboutAsk(about="Zephyrine"))
        none = await count_mentions(other, AboutAsk(about="fear"))
    assert (theirs.value, theirs.n, len(theirs.evidence)) == (1, 1, 1)
    assert not none.enough
    assert "fear that" not in f"{theirs.said} {none.said}"
