"""What a map may rest on stands in the store: results, calendar, rivals, prices, a buyer."""

from datetime import timedelta

from cdt import beliefs
from domain.imports import CalendarRow
from domain.planning import LOOK_BACK
from memory import people
from memory.ctx import Ctx
from tests.worlds import buyers, creators, quarter
from tools.calendar import Entries, save_entries
from tools.planning import missing, standing


async def test_an_empty_business_has_nothing_and_says_so(ctx: Ctx) -> None:
    known = await standing(ctx, [])
    assert (known.shown, known.ahead, known.worth, known.prices) == ([], [], None, {})
    assert len(missing(known)) == 6


async def test_results_prices_and_free_creators_are_gathered(worker: Ctx) -> None:
    await quarter(worker, per_cell=4)
    await creators(worker, "Ada", "Bo")
    known = await standing(worker, await beliefs.measured(worker))
    assert len(known.shown) == 24
    assert max(one.reached for one in known.shown) == 93
    assert (known.prices["email"], known.free["email"]) == ([35_000, 35_000], 6)
    assert len(known.results["", "webinars"]) == 8


async def test_a_conversion_is_worth_all_that_was_bought_over_all_conversions(worker: Ctx) -> None:
    await quarter(worker, per_cell=4)
    assert (await standing(worker, await beliefs.measured(worker))).worth is None
    await buyers(worker)
    known = await standing(worker, await beliefs.measured(worker))
    assert known.worth
    assert known.worth.n == 20
    converted = sum(one.reached for one in known.shown)
    assert abs(known.worth.cents * converted - 20 * 101_500) < 20 * 101_500 * 0.05


async def test_the_calendar_counts_from_a_while_back_and_long_names_are_no_persona(
    worker: Ctx,
) -> None:
    today = worker.at.date()
    days = [today - LOOK_BACK - timedelta(days=1), today - LOOK_BACK, today + timedelta(days=5)]
    rows = [
        CalendarRow(
            id=f"e{n}", title=f"Entry {n}", artifact_type="email", publish_on=day,
            primary_keyword="gauge recall",
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    await save_entries(worker, Entries(entries=rows))
    told = ["owner", "the one who signs and pays for all of it"]
    await people.keep_profile(worker, {"icp_titles": told}, {})
    known = await standing(worker, [])
    assert [(one.title, one.keyword) for one in known.ahead] == [
        ("Entry 1", "gauge recall"), ("Entry 2", "gauge recall"),
    ]  # fmt: skip
    assert known.profile == {"icp_titles": ("owner",)}
