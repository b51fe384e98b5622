"""What the gate saw of each candidate: metrics, cases with their answers, and golden cases."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Float, Integer, Text, Uuid, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.evaluations import CaseResult, Metric
from memory.ctx import Ctx
from memory.tables import among, document, moment, sealed, tenant_table, texts, unique

evaluations = tenant_table(
    "evaluations",
    Column("version", Integer, nullable=False),
    Column("incumbent", Integer),
    Column("decision", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    texts("reasons"),
    Column("alpha", Float, nullable=False),
    Column("look", Integer, nullable=False),
    document("arms"),
    document("facts"),
    moment("at", nullable=False),
    unique("version"),
)

evaluation_metrics = tenant_table(
    "evaluation_metrics",
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("better", Text, nullable=False),
    Column("against", Text, nullable=False, server_default=""),
    document("arms"),
    Column("difference", Float),
    Column("low", Float),
    Column("high", Float),
    Column("n", Integer, nullable=False, server_default="0"),
    unique("evaluation_id", "name"),
    refers={"evaluation_id": "evaluations"},
)

evaluation_cases = tenant_table(
    "evaluation_cases",
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("metric", Text, nullable=False),
    document("scores"),
    Column("difference", Float, nullable=False),
    document("numbers"),
    Column("source_kind", Text, nullable=False, server_default=""),
    Column("source_id", Uuid),
    sealed("words", nullable=False),
    unique("evaluation_id", "key"),
    refers={"evaluation_id": "evaluations"},
)

golden_cases = tenant_table(
    "golden_cases",
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    sealed("content", nullable=False),
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid),
    Column("from_version", Integer),
    Column("promoted_by", Uuid),
    Column("promoted_role", Text, nullable=False),
    moment("at", nullable=False),
    moment("retired_at"),
    unique("key"),
)
"""`kind` is prediction (a held-out artifact) or question (an answer that was judged)."""


async def keep(
    ctx: Ctx, row: dict[str, Any], metrics: Sequence[Metric], cases: Sequence[CaseResult]
) -> UUID:
    """Write what the gate saw of a version, with all metrics and cases; a second time is none."""
    one = derived_id(ctx.business_id, "evaluation", row["version"])
    values = {"id": one, "business_id": ctx.business_id, "at": ctx.at, **row}
    await ctx.db.execute(insert(evaluations).values(values).on_conflict_do_nothing())
    of_it = {"business_id": ctx.business_id, "evaluation_id": one}
    lines = [
        {"id": derived_id(one, "metric", each.name), **of_it, "place": place, **each.model_dump()}
        for place, each in enumerate(metrics)
    ]
    if lines:
        await ctx.db.execute(insert(evaluation_metrics).on_conflict_do_nothing(), lines)
    found = [
        {"id": derived_id(one, "case", each.key), **of_it, **each.model_dump()} for each in cases
    ]
    if found:
        await ctx.db.execute(insert(evaluation_cases).on_conflict_do_nothing(), found)
    return one


async def all_of_them(ctx: Ctx) -> list[Any]:
    """Every evaluation, oldest version first."""
    return await ctx.rows(select(evaluations).order_by(evaluations.c.version))


async def of_version(ctx: Ctx, version: int) -> Any:
    """The evaluation of a version, or None."""
    return await ctx.row(select(evaluations).where(evaluations.c.version == version))


async def by_id(ctx: Ctx, one: UUID) -> Any:
    """An evaluation by its id, or None."""
    return await ctx.row(select(evaluations).where(evaluations.c.id == one))


async def metrics_of(ctx: Ctx, ids: Sequence[UUID]) -> list[Any]:
    """The metrics of some evaluations, in the order in which the gate told them."""
    table = evaluation_metrics
    query = select(table).where(among(table.c.evaluation_id, ids))
    return await ctx.rows(query.order_by(table.c.place))


async def cases_of(ctx: Ctx, evaluation_id: UUID) -> list[Any]:
    """The cases of an evaluation, the greatest loss first."""
    table = evaluation_cases
    query = select(table).where(table.c.evaluation_id == evaluation_id)
    return await ctx.rows(query.order_by(table.c.difference, table.c.key))


async def case(ctx: Ctx, case_id: UUID) -> Any:
    """One case of one evaluation, or None."""
    return await ctx.row(select(evaluation_cases).where(evaluation_cases.c.id == case_id))


async def promote(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Make a case golden; False where it is golden already. One that was retired comes back."""
    values = {
        "id": derived_id(ctx.business_id, "golden", row["key"]),
        "business_id": ctx.business_id,
        "promoted_by": ctx.actor.user_id,
        "promoted_role": ctx.actor.role,
        "at": ctx.at,
        **row,
    }
    made = insert(golden_cases).values(values)
    news = {name: values[name] for name in ("promoted_by", "promoted_role", "at", "content")}
    back = made.on_conflict_do_update(
        index_elements=["business_id", "key"],
        set_={**news, "retired_at": None},
        where=golden_cases.c.retired_at.is_not(None),
    )
    return await ctx.value(back.returning(golden_cases.c.id)) is not None


async def golden(ctx: Ctx, *, retired: bool = False) -> list[Any]:
    """The golden cases of the business, oldest first; the retired ones too if asked."""
    query = select(golden_cases).order_by(golden_cases.c.at, golden_cases.c.key)
    if not retired:
        query = query.where(golden_cases.c.retired_at.is_(None))
    return await ctx.rows(query)


async def retire(ctx: Ctx, golden_id: UUID) -> bool:
    """Take a case out of the golden set; its row stays. False where there is none."""
    table = golden_cases
    query = update(table).where(table.c.id == golden_id, table.c.retired_at.is_(None))
    return await ctx.value(query.values(retired_at=ctx.at).returning(table.c.id)) is not None


async def forget_words(ctx: Ctx, source_id: UUID) -> None:
    """Delete the cases and golden cases that were made of a source that is gone."""
    for table in (evaluation_cases, golden_cases):
        await ctx.db.execute(delete(table).where(table.c.source_id == source_id))
