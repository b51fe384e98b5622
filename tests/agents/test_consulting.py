"""A question is put to the tools that fit it, as the asking person, and what does not fit goes."""

from agents.consulting import consult, witnesses_for
from agents.finding import found_passages
from core.ids import new_id
from domain.access import Actor
from domain.language.questions import read
from memory.ctx import Ctx, acting
from tests.memory.test_passages import noted
from tools.performance import MetricRows, import_metrics


async def asked(ctx: Ctx, text: str) -> tuple[list[str], list[str]]:
    """The tools that were used and what they said."""
    question = read(text, ctx.at.date(), ("Test House",))
    passages = await found_passages(ctx, question, "Test House")
    told = await consult(ctx, question, passages, "Test House")
    return [fact.tool for fact in told.facts], [fact.said for fact in told.facts]


async def figures(ctx: Ctx) -> None:
    """A year of signups."""
    rows = [
        {"month": f"2026-{month:02}", "metric": "Trial Signups", "value": 50 + 4 * month}
        for month in range(1, 11)
    ]
    await import_metrics(ctx, MetricRows.model_validate({"rows": rows}))


async def test_a_trend_is_put_to_the_tool_for_trends(ctx: Ctx) -> None:
    await figures(ctx)
    tools, said = await asked(ctx, "How did trial signups develop this year?")
    assert tools[0] == "metric_trend"
    assert "rose by about 4 a month" in said[0]


async def test_a_month_is_read_plainly(ctx: Ctx) -> None:
    await figures(ctx)
    tools, said = await asked(ctx, "How many trial signups did we have in May 2026?")
    assert (tools[0], said[0]) == ("read_figure", "Trial signups was 70 in May 2026.")


async def test_a_name_that_no_finding_speaks_of_drops_it(ctx: Ctx) -> None:
    await figures(ctx)
    assert await asked(ctx, "How many trial signups came from TikTok in May 2026?") == ([], [])


async def test_mentions_are_counted_as_the_person_may_read_them(ctx: Ctx) -> None:
    await noted(ctx, "Pricing again: Crib is too cheap.", "private")
    tools, _ = await asked(ctx, "How often did I mention Crib?")
    assert tools == ["count_mentions"]
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert await asked(colleague, "How often did I mention Crib?") == ([], [])


def test_a_model_is_offered_the_tools_that_fit() -> None:
    names = [one.tool.name for one in witnesses_for("What is our return on ad spend?")]
    assert "channel_returns" in names


async def test_a_month_without_a_year_is_the_latest_with_a_figure(ctx: Ctx) -> None:
    rows = [{"month": f"2024-{m:02}", "metric": "Trial Signups", "value": m} for m in range(1, 10)]
    await import_metrics(ctx, MetricRows.model_validate({"rows": rows}))
    tools, said = await asked(ctx, "How many trial signups in March?")
    assert (tools[0], said[0]) == ("read_figure", "Trial signups was 3 in March 2024.")
    assert "March 2024" not in str(await asked(ctx, "How many trial signups in March 2026?"))
