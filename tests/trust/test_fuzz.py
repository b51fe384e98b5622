"""Ten thousand hostile tool calls end in an answer or a typed refusal, and touch nobody else.

Every tool of the catalogue, every role, by both doors: the call itself, and the adapter by which a
model calls it.
"""

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import ValidationError
from pydantic_ai import ModelRetry
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from agents.base import _offered, may_be_shown
from core.errors import RefleqtError
from core.ids import new_id
from domain.access import SCOPES, Actor, Role, ScopeMissing
from memory import db
from memory.ctx import Ctx, acting
from tests.memory.rows import TENANT_TABLES
from tests.trust.fuzz import Fuzz
from tests.trust.ground import CANARY, State, neighbour, state_of
from tests.worlds import quarter, taken
from tools import catalog
from tools.base import Tool
from tools.onboarding import Start, start_interview
from tools.vents import Vent, submit_vent

ROLES: tuple[Role, ...] = get_args(Role)
REFUSED = (RefleqtError, ValidationError, *db.UNFIT)
"""What every door translates: our own errors, arguments of another shape, values no field holds."""
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError,
    SQLAlchemyError, TypeError, ValueError,
)  # fmt: skip
THEIRS = (CANARY, "sealed words")
"""Words that only the other business's rows hold."""


class Range:
    """Two businesses in a transaction, one of which is shot at from the other."""

    def __init__(self, ctx: Ctx, other: UUID, own_ids: list[str], other_ids: list[str]) -> None:
        self.ctx, self.other = ctx, other
        self.fuzz = Fuzz(7, own_ids, other_ids)
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def shoot(self, tool: Tool[Any, Any], role: Role, *, by_model: bool) -> None:
        """One call, and what came of it."""
        actor = Actor(role, new_id(), self.ctx.business_id, new_id() if role == "creator" else None)
        arguments = self.fuzz.arguments(tool.takes)
        attempt = await self.ctx.db.begin_nested()
        try:
            async with acting(self.ctx.db, actor, read_only=not tool.writes) as ctx:
                if not tool.writes:
                    await ctx.db.execute(text("set transaction read only"))
                told = await self._call(ctx, tool, arguments, by_model=by_model)
        except REFUSED as refused:
            told = str(refused) if isinstance(refused, RefleqtError) else ""
            self.counts[type(refused).__name__] += 1
            await attempt.rollback()
        except BROKEN as wrong:
            self.wrong.append(
                f"{tool.name} as {role} with {arguments}: {type(wrong)} {wrong}"[:900]
            )
            await attempt.rollback()
            told = ""
        else:
            self.counts["answered"] += 1
            if tool.scope not in SCOPES[role]:
                self.wrong.append(f"{tool.name} answered a {role}")
            await (attempt.commit() if tool.writes else attempt.rollback())
        if any(word in told for word in THEIRS):
            self.wrong.append(f"{tool.name} as {role} told {told[:200]}")

    async def _call(
        self, ctx: Ctx, tool: Tool[Any, Any], arguments: dict[str, Any], *, by_model: bool
    ) -> str:
        if not by_model:
            return (await tool(ctx, tool.takes.model_validate(arguments))).model_dump_json()
        if not may_be_shown(ctx, tool):
            ctx.actor.must(tool.scope)  # a tool that writes is not shown even to who may call it
            raise ScopeMissing(tool.scope)
        run: Any = SimpleNamespace(deps=ctx)
        return await offered(tool)(run, **arguments)

    async def check(self, theirs: State) -> None:
        """The other business is as it was."""
        if await state_of(self.ctx, self.other, shared=False) != theirs:
            self.wrong.append("another tenant's rows changed")


def offered(tool: Tool[Any, Any]) -> Callable[..., Any]:
    """A tool as a model may call it; its request to correct itself counts as a refusal."""

    async def call(run: Any, /, **arguments: Any) -> str:
        try:
            return await _offered(tool).function(run, **arguments)
        except ModelRetry as retry:
            raise RefleqtError(retry.message) from retry

    return call


@pytest.fixture
async def range_(worker: Ctx) -> tuple[Range, State]:
    """The business that shoots is alive: results, vents, an interview, a map, an accepted offer."""
    await quarter(worker, per_cell=2)
    await taken(worker)
    await submit_vent(worker, Vent(text="Churn worries me.", visibility="team"))
    await start_interview(worker, Start())
    other = (await neighbour(worker)).business_id
    assert other is not None
    async with acting(worker.db, Actor("worker", business_id=other)) as there:
        theirs = await ids(there)
    async with acting(worker.db, worker.actor) as here:
        own = await ids(here)
    return Range(worker, other, own, [*theirs, str(other)]), await state_of(
        worker, other, shared=False
    )


async def ids(ctx: Ctx) -> list[str]:
    """The ids of all rows that the actor's business has."""
    found: list[str] = [str(new_id())]
    for table in TENANT_TABLES:
        query = select(table.c.id).where(table.c.business_id == ctx.business_id).limit(5)
        found += [str(row.id) for row in await ctx.rows(query)]
    return found


async def shot(range_: tuple[Range, State], calls: int) -> Range:
    """So many calls, over tools, roles and doors in turn."""
    it, theirs = range_
    for number in range(calls):
        tool = catalog.TOOLS[number % len(catalog.TOOLS)]
        # roles that may come more often, or nearly all would end at the first door
        able = [role for role in ROLES if tool.scope in SCOPES[role]]
        role = it.fuzz.one_of([*ROLES, *able * 6])
        await it.shoot(tool, role, by_model=bool(it.fuzz.draw.random() < 0.5))
        if number % 500 == 499:
            await it.check(theirs)
    await it.check(theirs)
    return it


async def test_a_few_hundred_hostile_calls_touch_nobody_else(
    range_: tuple[Range, State],
) -> None:
    it = await shot(range_, 300)
    assert it.wrong == [], "\n".join(it.wrong)
    assert it.counts["answered"] > 20


@pytest.mark.torture
async def test_ten_thousand_hostile_calls_touch_nobody_else(
    range_: tuple[Range, State], record_property: Callable[[str, object], None]
) -> None:
    it = await shot(range_, 10_000)
    record_property("outcomes", dict(it.counts))
    assert it.wrong == [], "\n".join(it.wrong[:20])
    assert it.counts["answered"] > 500


@pytest.mark.parametrize("role", ROLES)
async def test_a_tool_is_shown_and_answers_by_its_scope_alone(ctx: Ctx, role: Role) -> None:
    """Whoever lacks the scope is refused before the arguments are looked at."""
    actor = Ctx(Actor(role, business_id=ctx.business_id), ctx.db)
    shown = {tool.name for tool in catalog.TOOLS if may_be_shown(actor, tool)}
    for tool in catalog.TOOLS:
        allowed = tool.scope in SCOPES[role]
        assert (tool.name in shown) == (allowed and not tool.writes), tool.name
        if not allowed:
            with pytest.raises(ScopeMissing, match=tool.scope):
                await tool(actor, tool.takes.model_construct())
