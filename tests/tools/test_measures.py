"""Free words find the figure that is meant; months in part and stray headings do no harm."""

from datetime import date

import pytest

from domain.imports import MetricRow, PerformanceRow
from memory.ctx import Ctx
from tests import worlds
from tools.measures import Measure, NoSuchFigure, chosen, measures
from tools.performance import Figures, MetricRows, import_metrics, import_performance


def one(name: str, project: str = "", months: int = 12, unit: str = "count") -> Measure:
    return Measure(name, project, unit, {f"2026-{at:02}": 1.0 for at in range(1, months + 1)}, {})


KNOWN = [
    one("Monthly Recurring Revenue", "Wren", unit="USD"), one("Trial Signups", "Wren"),
    one("clicks"), one("clicks", "email"), one("Total Revenue", "Keto"), one("Logo Churn", "Wren"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name"),
    [("How is our MRR?", "Monthly Recurring Revenue"), ("sign-ups", "Trial Signups"),
     ("total revenue", "Total Revenue"), ("clicks", "clicks"), ("churn", "Logo Churn")],
)  # fmt: skip
def test_words_find_the_figure(words: str, name: str) -> None:
    assert chosen(KNOWN, words).name == name


def test_the_whole_goes_before_one_channel_unless_that_is_named() -> None:
    assert chosen(KNOWN, "clicks").project == ""
    assert chosen(KNOWN, "clicks", "e-mail").project == "email"


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(NoSuchFigure, match="Trial Signups"):
        chosen(KNOWN, "zebra crossings")
    with pytest.raises(NoSuchFigure, match="Wren"):
        chosen(KNOWN, "trial signups", "Giraffe")


def test_a_renamed_figure_goes_on() -> None:
    old = Measure("Total Earnings", "Keto", "count", {"2025-11": 5.0, "2025-12": 6.0}, {})
    found = chosen([*KNOWN, old], "earnings", "Keto")
    assert (len(found.months), found.once) == (14, "Total Earnings")
    assert "Total Earnings" in found.note


async def test_a_month_under_a_stray_heading_is_the_house_s_own(ctx: Ctx) -> None:
    rows = [MetricRow(month=f"2026-0{at}", project="Test House", metric="Revenue", value=at)
            for at in (1, 2, 3)]  # fmt: skip
    for month, heading in (("2026-04", "Hire a freelancer"), ("2026-03", "Write a book")):
        rows.append(MetricRow(month=month, project=heading, metric="Revenue", value=4))
    await import_metrics(ctx, MetricRows(rows=rows))
    (found,) = [each for each in await measures(ctx) if each.name == "Revenue"]
    assert dict(found.months) == {"2026-01": 1, "2026-02": 2, "2026-03": 3, "2026-04": 4}
    assert list(found.stray) == ["Hire a freelancer"]
    assert found.called == "revenue"


async def test_a_month_measured_in_part_is_left_out(ctx: Ctx) -> None:
    days = [date(2026, 8, 20), date(2026, 9, 5), date(2026, 9, 25), date(2026, 10, 3)]
    rows = [PerformanceRow(date=day, artifact_id="a", metric="clicks", value=10) for day in days]
    await import_performance(ctx, Figures(rows=rows))
    (found,) = await measures(ctx)
    assert dict(found.months) == {"2026-09": 20.0}


async def test_every_month_names_a_row_that_speaks_for_it(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    for each in await measures(ctx):
        assert each.refs.keys() == each.months.keys()
