"""Generations of the index: vectors of one embedding model, one of them live, another being built.

Generation 0 is what was kept before there were generations: plain vectors without a row here. All
later ones hold vectors in the business's secret turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, Text, func, insert, select, update

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import moment, tenant_table, unique

index_generations = tenant_table(
    "index_generations",
    Column("number", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    moment("switched_at"),
    unique("number"),
)
"""`state` is building, live, retired (its vectors wait to be deleted) or gone."""

OLD_WIDTH = 384


@dataclass(frozen=True)
class Generation:
    """A generation: its number, the model of its vectors and how many numbers each has."""

    number: int
    model: str = ""
    width: int = OLD_WIDTH
    state: str = "live"

    @property
    def purpose(self) -> str | None:
        """What the turn of its vectors is drawn for; None for those that are not turned."""
        return f"generation {self.number}" if self.number else None


BEFORE = Generation(0)


async def live(ctx: Ctx) -> Generation:
    """The generation that is searched."""
    found = [one for one in await known(ctx, "live") if one.state == "live"]
    return found[0] if found else BEFORE


async def known(ctx: Ctx, *states: str) -> list[Generation]:
    """Generations in one of `states`, the oldest first."""
    table = index_generations
    query = select(table).where(table.c.state.in_(states)).order_by(table.c.number)
    return [Generation(r.number, r.model, r.width, r.state) for r in await ctx.rows(query)]


async def of_model(ctx: Ctx, model: str, width: int, *, any_before: bool) -> list[Generation]:
    """Where vectors of `model` are written: what is live or being built of it.

    The first words of a business begin a live generation, a model that nobody knows one that is
    built. `any_before` says whether there are vectors of generation 0.
    """
    there = await known(ctx, "live", "building")
    fit = [one for one in there if one.model == model]
    if fit:
        return fit
    state = "building" if there or any_before else "live"
    return [await begin(ctx, model, width, state)]


async def begin(ctx: Ctx, model: str, width: int, state: str = "building") -> Generation:
    """Begin a generation of a model; the one that is begun already, if there is one."""
    lock = func.hashtextextended(f"generations:{ctx.business_id}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(lock)))
    there = await known(ctx, "building", "live")
    for one in there:
        if one.model == model and (one.state == "building" or state == "live"):
            return one
    table = index_generations
    number = int(await ctx.value(select(func.max(table.c.number))) or 0) + 1
    state = "building" if any(one.state == "live" for one in there) else state
    row = {"id": new_id(), "business_id": ctx.business_id, "number": number, "model": model,
           "width": width, "state": state, "created_at": ctx.at}  # fmt: skip
    await ctx.db.execute(insert(table).values(row))
    return Generation(number, model, width, state)


async def switch(ctx: Ctx, it: Generation) -> None:
    """Search in `it` from now on; the one before waits to be deleted."""
    table = index_generations
    await ctx.db.execute(update(table).where(table.c.state == "live").values(state="retired"))
    await tell(ctx, it.number, state="live", switched_at=ctx.at)


async def tell(ctx: Ctx, number: int, **values: Any) -> None:
    """Write fields of a generation."""
    table = index_generations
    await ctx.db.execute(update(table).where(table.c.number == number).values(**values))


async def rows(ctx: Ctx) -> Sequence[Any]:
    """Every generation with its counts, the newest first."""
    table = index_generations
    return await ctx.rows(select(table).order_by(table.c.number.desc()))
