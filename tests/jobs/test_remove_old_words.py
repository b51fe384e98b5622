"""Every night what is past its window loses its words, and that is told in numbers."""

from datetime import timedelta

from core import clock
from domain.work import RemoveOldWords
from jobs import remove_old_words
from memory import blobs, inputs, retention, words
from memory.ctx import Ctx
from tools.activities import Activity, submit_activity
from tools.vents import Vent, submit_vent

NIGHT = RemoveOldWords(day="2026-11-20")


async def told(ctx: Ctx) -> dict[str, int]:
    """Kind → how much was removed."""
    return {row.kind: row.count for row in await retention.told(ctx)}


async def test_without_a_window_nothing_goes(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="Nobody answers the phone here."))
    await remove_old_words.run(ctx, NIGHT)
    assert await told(ctx) == {}


async def test_old_words_go_and_young_ones_stay(ctx: Ctx, simulated: clock.SimulatedClock) -> None:
    old = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    await submit_activity(ctx, Activity(kind="Rant Round", notes="Theo: it rains.", at=ctx.at))
    simulated.move_to(ctx.at + timedelta(days=20))
    young = (await submit_vent(ctx, Vent(text="The printer is out of ink again."))).id
    await retention.keep_rule(ctx, "vents", 10)
    await retention.keep_rule(ctx, "transcripts", 10)
    for _ in range(2):
        await remove_old_words.run(ctx, NIGHT)
    assert [row.id for row in await inputs.vents(ctx)] == [young]
    assert (await words.source(ctx, "vent", old)).text == ""
    assert await told(ctx) == {"vents": 1, "transcripts": 1}


async def test_a_recording_goes_once_it_has_its_transcript(
    ctx: Ctx, simulated: clock.SimulatedClock
) -> None:
    blob = await blobs.put(ctx, b"a recording")
    activity = await submit_activity(ctx, Activity(kind="Rant Round", notes="n", at=ctx.at))
    row = {"id": ctx.business_id, "business_id": ctx.business_id, "kind": "audio", "blob": blob,
           "transcript": "said", "activity_id": activity.id, "created_at": ctx.at}  # fmt: skip
    await ctx.db.execute(inputs.activity_artifacts.insert(), row)
    simulated.move_to(ctx.at + timedelta(minutes=1))
    await remove_old_words.run(ctx, NIGHT)
    assert await blobs.names(ctx) == []
    assert await told(ctx) == {"audio": 1}
