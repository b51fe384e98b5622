"""Who applies is looked at once, by one person at a time, and told in fair words."""

from datetime import timedelta

import pytest

from core import settings
from core.clock import SimulatedClock
from core.errors import NotSignedIn
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.vetting import (
    AnsweredAlready,
    FormIncomplete,
    HeldByAnother,
    NotTaken,
    OwnApplication,
)
from memory import mail, people
from memory import market as rows
from memory.ctx import Ctx, as_person
from tools.applications import (
    Application,
    ApplicationAnswer,
    ApplicationId,
    ApplicationLine,
    ConsentMissing,
    NoSuchApplication,
    Vetting,
    answer_application,
    apply_as_creator,
    list_applications,
    put_back_application,
    take_application,
    vet_application,
)
from tools.base import Nothing
from tools.market import list_creators

GOOD = {"craft": 4, "depth": 5, "reader": 3, "own": 4}


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
    async with as_person(ctx, Actor("operator", user_id=new_id())) as operator:
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
    async with as_person(ctx, Actor("stranger")) as nobody:
        with pytest.raises(NotSignedIn):
            await apply_as_creator(nobody, application())


async def applied(ctx: Ctx) -> ApplicationLine:
    """The person of `ctx` applies where somebody has to say yes."""
    await account(ctx)
    settings.use(creators_come_in="when_accepted")
    try:
        return await apply_as_creator(ctx, application())
    finally:
        settings.use(creators_come_in="")


async def vetter(ctx: Ctx, email: str = "") -> Actor:
    """Somebody whom an operator let vet."""
    actor = Actor("reviewer", user_id=new_id())
    async with as_person(ctx, actor) as mine:
        await people.make_user(mine, email or f"{actor.user_id}@example.org", "Vera", "hash")
        await people.set_vets(mine, vets=True)
    return actor


async def letters(ctx: Ctx) -> list[mail.Draft]:
    """The letters written so far, as the outbox shows them."""
    async with as_person(ctx, Actor("operator", user_id=new_id())) as operator:
        drafts = [mail.draft_of(row) for row in await mail.newest(operator, 10_000)]
    return [draft for draft in drafts if draft is not None]


@pytest.mark.parametrize("decision", ["accepted", "refused", "sample"])
async def test_a_reviewer_takes_fills_the_form_and_the_applicant_is_told_why(
    ctx: Ctx, decision: str
) -> None:
    line = await applied(ctx)
    assert (line.due_at - line.sent_at, line.in_hand) == (timedelta(days=7), False)
    one = ApplicationId(application_id=line.id)
    given = {"application_id": line.id, "decision": decision, "reason": "A second text."}
    form = Vetting.model_validate({**given, **GOOD})
    async with as_person(ctx, await vetter(ctx)) as vera:
        with pytest.raises(NotTaken):
            await vet_application(vera, form)
        assert (await take_application(vera, one)).mine
        told = await vet_application(vera, form)
        assert (told.status, told.scores, told.in_hand) == (decision, GOOD, False)
        with pytest.raises(AnsweredAlready):
            await vet_application(vera, form)
    (letter, *_rest) = [each for each in await letters(ctx) if each.user_id == line.user_id]
    assert letter.kind == f"application_{decision}"
    assert letter.values["reason"] == "A second text."
    creator_id = await people.creator_of(ctx, line.user_id)
    assert (creator_id is not None) == (decision == "accepted")
    if creator_id:
        assert (await rows.creator(ctx, creator_id)).tier == "rising"
    (mine,) = (await list_applications(ctx, Nothing())).items
    assert (mine.status, mine.reason) == (decision, "A second text.")
    again = await applied(ctx)
    assert (again.status, again.scores) == ("waiting", {})


async def test_one_reviewer_has_it_at_a_time_and_not_for_ever(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    line = await applied(ctx)
    one = ApplicationId(application_id=line.id)
    vera, theo = await vetter(ctx), await vetter(ctx)
    async with as_person(ctx, vera) as first:
        await take_application(first, one)
    yes = ApplicationAnswer(application_id=line.id, accept=True)
    async with as_person(ctx, theo) as second:
        with pytest.raises(HeldByAnother):
            await take_application(second, one)
    async with as_person(ctx, Actor("operator", user_id=new_id())) as operator:
        with pytest.raises(HeldByAnother):
            await answer_application(operator, yes)
    simulated.move_to(simulated.now() + timedelta(days=2))
    async with as_person(ctx, theo) as second:
        assert (await take_application(second, one)).mine
        assert not (await put_back_application(second, one)).in_hand
    late = Vetting.model_validate({"application_id": line.id, "decision": "accepted", **GOOD})
    async with as_person(ctx, vera) as first:
        with pytest.raises(NotTaken):
            await vet_application(first, late)


async def test_a_form_without_points_or_reason_decides_nothing(ctx: Ctx) -> None:
    line = await applied(ctx)
    async with as_person(ctx, await vetter(ctx)) as vera:
        await take_application(vera, ApplicationId(application_id=line.id))
        bare = {"application_id": line.id, "reason": "So."}
        half = Vetting.model_validate({**bare, "decision": "refused", "craft": 1, "depth": 1})
        mute = Vetting.model_validate({"application_id": line.id, "decision": "refused", **GOOD})
        for ask, missing in ((half, "reader, own"), (mute, "reason")):
            with pytest.raises(FormIncomplete, match=missing):
                await vet_application(vera, ask)
        sample = Vetting.model_validate({**bare, "decision": "sample"})
        assert (await vet_application(vera, sample)).status == "sample"


async def test_nobody_vets_their_own_application_nor_that_of_their_mailbox(ctx: Ctx) -> None:
    line = await applied(ctx)
    one = ApplicationId(application_id=line.id)
    await people.set_vets(ctx, vets=True)
    async with as_person(ctx, Actor("reviewer", user_id=line.user_id)) as myself:
        with pytest.raises(OwnApplication):
            await take_application(myself, one)
    second = await vetter(ctx, f"{line.user_id}+desk@Example.org")
    async with as_person(ctx, second) as other_account:
        with pytest.raises(OwnApplication):
            await take_application(other_account, one)


async def test_a_reviewer_of_one_business_sees_no_application(ctx: Ctx) -> None:
    line = await applied(ctx)
    hired = Actor("reviewer", user_id=new_id(), business_id=ctx.business_id)
    async with as_person(ctx, hired) as reviewer:
        assert (await list_applications(reviewer, Nothing())).items == []
        with pytest.raises(NoSuchApplication):
            await take_application(reviewer, ApplicationId(application_id=line.id))
