"""A brochure does not sound like the notes; campaigns are compared with each other."""

from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.pieces import PeriodAsk
from tools.voice import TextAsk, brand_voice_distance, message_consistency

OWN = "Our pricing page confuses people, and nobody finds the annual plan. That was note 3 of it."
BROCHURE = (
    "Leverage unprecedented operational excellence! Stakeholders realise transformational value "
    "enterprise-wide! Synergistic calibration solutions empower organisations globally today! "
    "Accelerate measurable outcomes now!"
)


async def test_a_brochure_lies_further_out_than_a_note(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.notes(worker)
    far = await brand_voice_distance(ctx, TextAsk(text=BROCHURE))
    near = await brand_voice_distance(ctx, TextAsk(text=f"{OWN} {OWN}"))
    assert (far.value or 0) > (near.value or 0)
    assert "does not sound like you" in far.said


async def test_a_text_too_short_is_not_judged(ctx: Ctx) -> None:
    assert not (await brand_voice_distance(ctx, TextAsk(text="Hello."))).enough


async def test_campaigns_that_say_the_same_are_not_told_apart(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await message_consistency(ctx, PeriodAsk())
    assert found.n == 60
    assert {part.name for part in found.parts} == {"Campaign 0", "Campaign 1"}
