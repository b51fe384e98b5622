"""What whoever runs the installation may know of all businesses: ids, counts, days. No words.

Row-level security shows an operator no row of any business; these ask narrow functions of the
database that count past it, and nothing else does.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from memory.ctx import Ctx


async def tenants(ctx: Ctx) -> list[Any]:
    """Every business by id: since when, people, rows, last fact, whether it is paused."""
    query = text(
        "select a.*, coalesce(r.rows, 0) as rows from tenant_activity() a left join"
        " (select business_id, sum(rows)::bigint as rows from tenant_rows() group by 1) r"
        " on r.business_id = a.business_id order by a.made_at"
    )
    return await ctx.rows(query)


async def facts(ctx: Ctx, since: datetime) -> list[Any]:
    """Name of a fact → how often, in how many businesses, when last."""
    query = text("select * from fact_counts(:since) order by facts desc, name")
    return list((await ctx.db.execute(query, {"since": since})).all())


async def costs(ctx: Ctx, since: date) -> list[Any]:
    """Calls of models by day and business, the newest day first."""
    query = text("select * from cost_counts(:since) order by day desc, usd_micros desc")
    return list((await ctx.db.execute(query, {"since": since})).all())


async def releases(ctx: Ctx) -> list[Any]:
    """Versions of all businesses with verdicts and states, newest first."""
    return await ctx.rows(text("select * from release_counts()"))


async def moves(ctx: Ctx) -> list[Any]:
    """Releases and ways back of all businesses, newest first, without their reasons."""
    return await ctx.rows(text("select * from release_moves()"))


async def refused(ctx: Ctx) -> list[Any]:
    """Money out that the provider refused or was not reached for, the longest refused first."""
    return await ctx.rows(text("select * from refused_moves()"))


async def index_health(ctx: Ctx) -> list[Any]:
    """Every business by id: generations, vectors, the last check's counts, keys and their days."""
    return await ctx.rows(text("select * from index_health()"))
