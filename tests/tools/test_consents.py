"""A person decides on their own words, a founder on the rest; the next training heeds it."""

import pytest

from cdt import dataset
from domain.access import ScopeMissing
from domain.work import ExtractContext
from jobs import extract_context
from memory.ctx import Ctx, acting, as_worker
from tests.memory.rows import in_role
from tools.base import Nothing
from tools.consents import Choice, read_consents, set_consent
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def vents_trained_on(ctx: Ctx) -> int:
    """How many pairs of the next training come from vents."""
    month = await dataset.gather(ctx)
    return sum(pair.source == "vent" for pair in month.dataset.pairs)


async def test_a_revoked_source_is_absent_from_the_next_training_and_listed(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text=WORDS))).id
    async with as_worker(ctx) as worker:
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent,)))
    assert await vents_trained_on(ctx) == 0
    await set_consent(ctx, Choice(source="vent", allowed=True))
    assert await vents_trained_on(ctx) == 1
    await set_consent(ctx, Choice(source="vent", allowed=False))
    assert await vents_trained_on(ctx) == 0
    assert (await dataset.gather(ctx)).refused["vent"] == 1


async def test_the_team_decides_on_nothing_but_its_own_words(ctx: Ctx) -> None:
    async with acting(ctx.db, in_role(ctx.actor, "team")) as team:
        await set_consent(team, Choice(source="chat", allowed=True))
        for choice in (Choice(source="chat", allowed=True, everybody=True),
                       Choice(source="tooling", allowed=False)):  # fmt: skip
            with pytest.raises(ScopeMissing):
                await set_consent(team, choice)
    async with acting(ctx.db, ctx.actor):
        pass
    lines = {line.source: line for line in (await read_consents(ctx, Nothing())).items}
    assert (lines["chat"].mine, lines["chat"].used) == (True, True)
    assert (lines["tooling"].business, lines["tooling"].used) == (None, True)
