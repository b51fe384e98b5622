"""What the gate saw is told as far as it was opened; versions can be held side by side."""

import pytest

from cdt.release import NoSuchVersion
from core.ids import new_id
from memory import releases
from memory.ctx import Ctx
from tests.evaluations import CANARY, first_case, seen_by, trained
from tools.base import Nothing
from tools.evaluations import (
    NoSuchCase,
    OneCase,
    OneVersion,
    TwoVersions,
    WhichCases,
    compare_versions,
    list_cases,
    list_evaluations,
    metric_trends,
    read_case,
    read_evaluation,
)
from tools.releases import Number, Override, override_verdict, roll_back_version


async def test_a_verdict_comes_with_its_metrics_and_counts(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    found = await read_evaluation(ctx, OneVersion(version=1))
    version = await releases.version(ctx, 1)
    assert (found.decision, found.sentence) == (version.verdict, version.reason)
    assert sum(found.counts.values()) == found.held_out > 0
    names = [one.name for one in found.metrics]
    assert names[0] == "better_than_nothing"
    assert {"diversity", "calibration", "groundedness", "latency_p95"} <= set(names)
    assert found.data_hash
    with pytest.raises(NoSuchVersion):
        await read_evaluation(ctx, OneVersion(version=2))


async def test_cases_are_found_by_how_they_lean_with_what_changed_in_words(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    everything = (await list_cases(ctx, WhichCases(version=1))).items
    worse = (await list_cases(ctx, WhichCases(version=1, leaning="worse"))).items
    assert len(everything) > len(worse)
    assert all(one.leaning == "worse" for one in worse)
    assert [one.difference for one in everything] == sorted(one.difference for one in everything)
    assert {"gone", "new"} <= {piece.kind for piece in everything[0].changed}
    assert CANARY in everything[0].words.input


async def test_words_are_withheld_until_they_are_opened(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    case = await first_case(ctx)
    told = {}
    for level in ("cases", "words"):
        async with seen_by(ctx, level) as other:
            answers = [
                await list_cases(other, WhichCases(version=1)),
                await read_case(other, OneCase(case_id=case.id)),
                await compare_versions(other, TwoVersions(first=1, second=2)),
            ]
            told[level] = "".join(each.model_dump_json() for each in answers)
    assert CANARY in told["words"]
    assert CANARY not in told["cases"]
    assert "Expect" not in told["cases"]
    assert '"withheld":true' in told["cases"]


async def test_figures_hold_no_words(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    async with seen_by(ctx, "metrics") as other:
        told = [
            await list_evaluations(other, Nothing()),
            await read_evaluation(other, OneVersion(version=1)),
            await metric_trends(other, Nothing()),
            await compare_versions(other, TwoVersions(first=1, second=1)),
        ]
    words = "".join(each.model_dump_json() for each in told)
    for canary in (CANARY, "quality_manager", "quality manager", "webinars"):
        assert canary not in words


async def test_two_versions_stand_side_by_side(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    sides = await compare_versions(ctx, TwoVersions(first=1, second=2))
    assert {one.name for one in sides.metrics} >= {"better_than_nothing", "diversity"}
    assert sides.cases
    assert all(one.difference == pytest.approx(one.second - one.first) for one in sides.cases)


async def test_trends_mark_what_people_did(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    reason = "We left the channel of the lost cases."
    for number in (1, 2):
        row = await releases.version(ctx, number)
        if not row.live:
            await override_verdict(ctx, Override(version=number, ruling="release", reason=reason))
    await roll_back_version(ctx, Number(version=1, reason="It read worse."))
    line = next(one for one in (await metric_trends(ctx, Nothing())).items if one.points)
    assert [point.version for point in line.points] == [1, 2]
    assert "rolled back to" in line.points[0].marks
    assert line.points[0].live


async def test_a_case_that_is_not_there_is_not_found(ctx: Ctx) -> None:
    with pytest.raises(NoSuchCase):
        await read_case(ctx, OneCase(case_id=new_id()))
