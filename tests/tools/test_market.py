"""Creators come in once, with the record that they bring."""

import pytest

from core import settings
from core.errors import NotSignedIn
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.imports import CreatorRow
from memory import market as rows
from memory import people
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tools.market import (
    AnsweredAlready,
    Application,
    ApplicationAnswer,
    ConsentMissing,
    Creators,
    NoSuchApplication,
    Nothing,
    answer_application,
    apply_as_creator,
    import_creators,
    known_as,
    list_applications,
    list_creators,
)


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


def application(**changes: object) -> Application:
    """Somebody who writes e-mails in two languages."""
    given = {
        "name": "Ada", "specializations": ["SaaS", "manufacturing"], "artifact_types": ["email"],
        "languages": ["EN", "de"], "capacity": 3, "price_cents": {"email": 25_000},
        "samples": [{"title": "A talk", "link": "https://example.com/talk"}], "consent": True,
    }  # fmt: skip
    return Application.model_validate(given | changes)


async def account(ctx: Ctx) -> None:
    """The person of `ctx` has an account."""
    await people.make_user(ctx, f"{ctx.actor.user_id}@example.org", "Ada", "hash")


async def test_who_applies_is_a_creator_at_once_on_the_embedded_default(ctx: Ctx) -> None:
    await account(ctx)
    assert (await apply_as_creator(ctx, application())).status == "accepted"
    user_id = ctx.actor.user_id
    assert user_id
    creator_id = await people.creator_of(ctx, user_id)
    assert creator_id
    row = await rows.creator(ctx, creator_id)
    assert (row.languages, row.specializations) == (["en", "de"], ["saas", "manufacturing"])
    await apply_as_creator(ctx, application(capacity=5))
    assert (await rows.creator(ctx, creator_id)).capacity == 5
    assert (await list_creators(ctx, Nothing())).items[0].name == "Ada"


async def test_elsewhere_an_operator_answers_once(ctx: Ctx) -> None:
    await account(ctx)
    settings.use(creators_come_in="when_accepted")
    try:
        line = await apply_as_creator(ctx, application())
    finally:
        settings.use(creators_come_in="")
    assert line.status == "waiting"
    yes = ApplicationAnswer(application_id=line.id, accept=True)
    async with as_actor(ctx, Actor("operator", user_id=new_id())) as operator:
        assert line.id in [one.id for one in (await list_applications(operator, Nothing())).items]
        assert (await answer_application(operator, yes)).status == "accepted"
        assert await people.creator_of(operator, line.user_id)
        with pytest.raises(AnsweredAlready):
            await answer_application(operator, yes)
        with pytest.raises(NoSuchApplication):
            await answer_application(operator, ApplicationAnswer(application_id=new_id(),
                                                                 accept=True))  # fmt: skip
    with pytest.raises(ScopeMissing):
        await answer_application(ctx, yes)


async def test_without_consent_or_account_nobody_comes_in(ctx: Ctx) -> None:
    with pytest.raises(NoSuchApplication):
        await apply_as_creator(ctx, application())
    await account(ctx)
    with pytest.raises(ConsentMissing):
        await apply_as_creator(ctx, application(consent=False))
    async with as_actor(ctx, Actor("stranger")) as nobody:
        with pytest.raises(NotSignedIn):
            await apply_as_creator(nobody, application())
