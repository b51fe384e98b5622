"""Creators come in once, with the record that they bring."""

import pytest

from domain.access import Actor, ScopeMissing
from domain.imports import CreatorRow
from memory import market as rows
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tools.base import Nothing
from tools.market import Creators, import_creators, known_as, list_creators


def ada(ctx: Ctx, **changes: object) -> CreatorRow:
    """A creator with two finished briefs."""
    done = [{"quality": 0.9, "revisions": 0}, {"quality": 0.7, "revisions": 1}]
    given = {
        "id": f"ada-{ctx.business_id}", "name": "Ada", "specializations": ["saas"],
        "artifact_types": ["email"], "price_cents": {"email": 35_000}, "history": done,
    }  # fmt: skip
    return CreatorRow.model_validate(given | changes)


async def test_a_creator_comes_in_once_and_stays_as_they_came(worker: Ctx) -> None:
    first = await import_creators(worker, Creators(creators=[ada(worker)]))
    again = await import_creators(worker, Creators(creators=[ada(worker, name="Someone")]))
    assert ((first.read, first.changed), (again.read, again.changed)) == ((1, 1), (1, 0))
    listed = {line.id: line for line in (await list_creators(worker, Nothing())).items}
    line = listed[known_as(f"ada-{worker.business_id}")]
    assert (line.name, line.price_cents, line.active_briefs) == ("Ada", {"email": 35_000}, 0)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([{"quality": 0.9, "revisions": 0}, {"quality": 0.7, "revisions": 1}], (2, 0.8, 0.5)),
        ([{"revisions": 2}], (1, None, 2.0)),
        ([], (0, None, None)),
    ],
)
async def test_a_record_is_summed_up_and_nothing_is_made_of_none(
    worker: Ctx, history: list[object], expected: tuple[int, float | None, float | None]
) -> None:
    await import_creators(worker, Creators(creators=[ada(worker, history=history)]))
    (row,) = [one for one in await rows.all_creators(worker) if one.name == "Ada"]
    summed = (row.total_briefs_completed, row.performance_score, row.revision_rate)
    assert summed == pytest.approx(expected)


async def test_a_founder_sees_the_market_and_does_not_fill_it(worker: Ctx) -> None:
    await import_creators(worker, Creators(creators=[ada(worker)]))
    async with as_actor(worker, in_role(worker.actor, "founder")) as founder:
        assert "Ada" in {line.name for line in (await list_creators(founder, Nothing())).items}
        with pytest.raises(ScopeMissing, match="creators:write"):
            await import_creators(founder, Creators(creators=[ada(worker)]))


async def test_an_operator_fills_the_market_without_a_business(worker: Ctx) -> None:
    async with as_actor(worker, Actor("operator")) as operator:
        said = await import_creators(operator, Creators(creators=[ada(worker)]))
        assert said.changed == 1
