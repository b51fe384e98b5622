"""Businesses with judged versions, and evaluators to whom something was opened."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import update

from core.ids import new_id
from domain.access import Actor
from domain.evaluations import Level
from domain.work import ReinforceBeliefs, TrainCdt
from jobs import reinforce_beliefs, train_cdt
from memory import calendar, db, evaluations, people, server
from memory.ctx import Ctx, acting
from tests.memory.rows import as_actor
from tests.worlds import quarter
from tools.grants import GrantAsk, grant_access

CANARY = "zanzibar"
"""A word that stands in the titles of artifacts and nowhere else."""


async def trained(ctx: Ctx, *months: str, per_cell: int = 20) -> None:
    """A judged version of each month, of artifacts whose titles hold the canary."""
    await quarter(ctx, per_cell=per_cell)
    titles = update(calendar.calendar_entries).values(title=f"The {CANARY} <b>letter</b>")
    await ctx.db.execute(titles)
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    for month in months:
        await train_cdt.run(ctx, TrainCdt(month=month))


async def first_case(ctx: Ctx, version: int = 1) -> Any:
    """The first case of a version's evaluation."""
    row = await evaluations.of_version(ctx, version)
    return (await evaluations.cases_of(ctx, row.id))[0]


async def account(ctx: Ctx, *, verified: bool = True) -> tuple[UUID, str]:
    """Somebody with an account and no business: id and e-mail address."""
    one = new_id()
    email = f"{one}@firm.example"
    async with acting(ctx.db, Actor("stranger", user_id=one)) as stranger:
        await people.make_user(stranger, email, "Eve", "hash")
        if verified:
            change = update(people.users).where(people.users.c.id == one)
            await stranger.db.execute(change.values(verified_at=ctx.at))
    async with acting(ctx.db, ctx.actor):
        return one, email


async def evaluator(ctx: Ctx, level: Level, *, may_override: bool = False) -> Actor:
    """An evaluator of an outside firm to whom `level` was opened."""
    one, email = await account(ctx)
    await grant_access(ctx, GrantAsk(email=email, level=level, may_override=may_override))
    return Actor("evaluator", user_id=one, business_id=ctx.business_id)


@asynccontextmanager
async def seen_by(ctx: Ctx, level: Level, **more: bool) -> AsyncIterator[Ctx]:
    """A Ctx of an evaluator with a grant of `level`; what they do is undone."""
    async with as_actor(ctx, await evaluator(ctx, level, **more)) as other:
        yield other


def verify(user_id: UUID) -> None:
    """Write down that a committed account's e-mail address is its person's."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("update users set verified_at = now() where id = %s", (user_id,))
