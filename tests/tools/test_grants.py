"""An evaluator sees what was opened, as far and as long as it was, and every look is logged."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from memory import people
from memory.ctx import Ctx, acting
from tests.evaluations import account, evaluator, seen_by, trained
from tests.memory.rows import as_actor
from tests.worlds import facts
from tools.base import Nothing
from tools.evaluations import OneVersion, WhichCases, list_cases, list_evaluations, read_evaluation
from tools.grants import (
    GrantAsk,
    Newest,
    NoSuchGrant,
    NothingOpened,
    NotOpened,
    OneGrant,
    grant_access,
    houses,
    list_access,
    list_looks,
    revoke_access,
)


async def test_without_a_grant_an_evaluator_finds_nothing(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    one, _ = await account(ctx)
    await people.join(ctx, one, "evaluator")
    member = Actor("evaluator", user_id=one, business_id=ctx.business_id)
    async with as_actor(ctx, member) as other:
        with pytest.raises(NothingOpened):
            await list_evaluations(other, Nothing())


async def test_a_grant_opens_up_to_its_level_and_is_logged(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    async with seen_by(ctx, "metrics") as other:
        assert (await read_evaluation(other, OneVersion(version=1))).level == "metrics"
        with pytest.raises(NotOpened, match="needs cases; you see metrics"):
            await list_cases(other, WhichCases(version=1))


async def test_the_owner_sees_each_look(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    one = await evaluator(ctx, "cases")
    async with acting(ctx.db, one) as other:
        await list_cases(other, WhichCases(version=1))
    async with acting(ctx.db, ctx.actor) as owner:
        looks = (await list_looks(owner, Newest())).items
    assert [(each.what, each.subject, each.level) for each in looks] == [
        ("cases", "version 1", "cases")
    ]
    assert looks[0].email.endswith("@firm.example")


async def test_a_grant_ends_at_once_when_it_is_revoked(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    one = await evaluator(ctx, "words")
    (grant,) = (await list_access(ctx, Nothing())).items
    after = (await revoke_access(ctx, OneGrant(grant_id=grant.id))).items
    assert [each.holds for each in after] == [False]
    async with as_actor(ctx, one) as other:
        with pytest.raises(NothingOpened):
            await list_evaluations(other, Nothing())
    with pytest.raises(NoSuchGrant):
        await revoke_access(ctx, OneGrant(grant_id=grant.id))
    assert await facts(ctx, "AccessChanged") == 2


async def test_a_grant_runs_out(ctx: Ctx, simulated: SimulatedClock) -> None:
    await trained(ctx, "2026-10")
    one = await evaluator(ctx, "words")
    simulated.move_to(ctx.at + timedelta(days=31))
    async with as_actor(ctx, one) as other:
        with pytest.raises(NothingOpened):
            await list_evaluations(other, Nothing())


async def test_a_second_grant_takes_the_place_of_the_first(ctx: Ctx) -> None:
    _, email = await account(ctx)
    for level in ("words", "metrics"):
        await grant_access(ctx, GrantAsk(email=email.upper(), level=level))
    held = [(each.level, each.holds) for each in (await list_access(ctx, Nothing())).items]
    assert sorted(held) == [("metrics", True), ("words", False)]


async def test_an_address_that_nobody_verified_opens_nothing(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    one, email = await account(ctx, verified=False)
    await grant_access(ctx, GrantAsk(email=email, level="words"))
    async with as_actor(ctx, Actor("evaluator", one, ctx.business_id)) as other:
        with pytest.raises(NothingOpened):
            await list_evaluations(other, Nothing())


async def test_only_a_founder_opens_closes_and_reads_the_log(ctx: Ctx) -> None:
    ask = GrantAsk(email="eve@firm.example")
    for role in ("team", "evaluator"):
        async with as_actor(ctx, Actor(role, new_id(), ctx.business_id)) as other:
            for call in (grant_access(other, ask), list_access(other, Nothing()),
                         list_looks(other, Newest())):  # fmt: skip
                with pytest.raises(ScopeMissing):
                    await call


async def test_a_person_finds_their_own_house_and_those_that_were_opened(lasting: Actor) -> None:
    (own,) = await houses(lasting)
    assert (own.id, own.name, own.level) == (lasting.business_id, "Lasting House", "words")
    assert await houses(Actor("stranger", user_id=new_id())) == []
