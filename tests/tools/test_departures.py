"""A creator leaves: refused while something is open; then what is kept of them is gone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import update

from core import security
from core.ids import new_id
from domain.access import STRANGER, Actor, ScopeMissing, worker_for
from domain.assignments import NoRoomLeft, OfferAlreadyAnswered
from domain.departures import NEUTRAL, BidStands, DisputeOpen, NotPaidOut, NotTheirName, WorkOpen
from memory import (
    blobs,
    db,
    departures,
    disputes,
    invitations,
    invoices,
    ledger,
    market,
    moves,
    notifications,
    people,
    server,
)
from memory.ctx import Ctx, acting, as_person, open_ctx
from memory.invitations import Invited
from tests import worlds
from tests.tools.deals import begun, held, house_of, with_a_creator
from tests.tools.market_people import turn
from tests.tools.test_races import at_once, taking
from tools.applications import Application, apply_as_creator
from tools.base import Everywhere, Nothing
from tools.departures import Leaving, leave_refleqt, read_departure
from tools.earnings import NoCreator
from tools.invoices import Payee, issue, set_payee
from tools.market import list_creators, names_of
from tools.payouts import PayoutSetup, set_up_payouts


@pytest.fixture
def owner(_idle: None) -> Iterator[psycopg.Connection[Any]]:
    """The database as the owner of the tables sees it."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as connection:
        yield connection


async def seated(worker: Ctx, creator_id: UUID, name: str = "Ada") -> Actor:
    """The creator, with an account of their own."""
    actor = Actor("creator", new_id(), None, creator_id)
    async with as_person(worker, Actor(STRANGER, actor.user_id)) as person:
        await people.make_user(person, f"{name}-{actor.user_id}@example.org", name, "hash")
    seat = {"user_id": actor.user_id, "name": name, "portfolio": f"By {name}"}
    await worker.db.execute(update(market.creators).values(seat))
    return actor


async def creator_of(worker: Ctx, assignment_id: UUID) -> Actor:
    """The creator of an assignment, with an account."""
    return await seated(worker, (await market.assignment(worker, assignment_id)).creator_id)


async def paid_out(worker: Ctx) -> None:
    """What was wanted of the provider is done."""
    for row in await moves.every(worker):
        await moves.change(worker, row.id, status="done")


async def refused(worker: Ctx, actor: Actor, error: type[Exception], name: str = "Ada") -> None:
    """Leaving is refused, and nothing has changed."""
    async with turn(worker, actor) as creator:
        with pytest.raises(error):
            await leave_refleqt(creator, Leaving(name=name))
    assert [row.name for row in await market.all_creators(worker)] == ["Ada"]


async def test_work_a_bid_and_a_dispute_are_settled_first(worker: Ctx) -> None:
    assignment_id = await worlds.taken(worker)
    actor = await creator_of(worker, assignment_id)
    for state, error in (("accepted", WorkOpen), ("revision", WorkOpen), ("delivered", WorkOpen),
                         ("bid", BidStands), ("escalated", WorkOpen)):  # fmt: skip
        await market.change_assignment(worker, assignment_id, status=state)
        await refused(worker, actor, error)
    row = {"creator_id": actor.creator_id, "assignment_id": assignment_id, "claim": "unfair",
           "reason": "It is.", "opened_at": worker.at}  # fmt: skip
    await disputes.keep(worker, row)
    await refused(worker, actor, DisputeOpen)
    async with turn(worker, actor) as creator:
        read = await read_departure(creator, Everywhere())
    assert (read.name, read.disputes, read.work, read.bids, read.unpaid) == ("Ada", 1, 1, 0, 0)


async def test_what_was_earned_is_paid_out_first(worker: Ctx) -> None:
    actor = await creator_of(worker, await worlds.passed(worker))
    await refused(worker, actor, NotPaidOut)
    await paid_out(worker)
    async with turn(worker, actor) as creator:
        assert (await leave_refleqt(creator, Leaving(name=" ada "))).account_deleted


async def test_one_leaves_under_ones_own_name_once(worker: Ctx) -> None:
    actor = await creator_of(worker, await worlds.offered(worker))
    await refused(worker, actor, NotTheirName, name="Somebody else")
    await refused(worker, replace(actor, role="founder"), ScopeMissing)
    await refused(worker, replace(actor, creator_id=None), NoCreator)
    async with turn(worker, actor) as creator:
        await leave_refleqt(creator, Leaving(name="Ada"))
        with pytest.raises(NoCreator):
            await leave_refleqt(creator, Leaving(name=NEUTRAL))


async def test_an_offer_that_waits_is_declined_and_the_next_is_asked(worker: Ctx) -> None:
    assignment_id = await worlds.offered(worker)
    actor = await creator_of(worker, assignment_id)
    async with turn(worker, actor) as creator:
        assert (await read_departure(creator, Everywhere())).waiting == 1
        assert (await leave_refleqt(creator, Leaving(name="Ada"))).declined == 1
    assert (await market.assignment(worker, assignment_id)).status == "declined"
    assert await worlds.facts(worker, "OfferClosed") == 1  # so that the next in rank is asked
    assert (await list_creators(worker, Nothing())).items == []
    assert await names_of(worker) == {actor.creator_id: NEUTRAL}


async def test_an_account_that_belongs_to_a_business_too_stays(worker: Ctx) -> None:
    actor = await creator_of(worker, await worlds.offered(worker))
    assert actor.user_id
    assert actor.creator_id
    await people.join(worker, actor.user_id, "team")
    async with as_person(worker, Actor(STRANGER, actor.user_id)) as person:
        until = worker.at.replace(year=worker.at.year + 1)
        await people.start_session(person, "hash", new_id(), until, "a browser")
        form = {"name": "Ada", "specializations": ["saas"], "artifact_types": ["email"]}
        await apply_as_creator(person, Application.model_validate({**form, "consent": True}))
    async with turn(worker, actor) as creator:
        assert not (await leave_refleqt(creator, Leaving(name="Ada"))).account_deleted
    async with as_person(worker, Actor(STRANGER, actor.user_id)) as person:
        assert (await people.person(person)).name == "Ada"
        assert await people.sessions(person) == []
        # who comes back begins anew: the row that was left stays nobody's
        form = {"name": "Ada", "specializations": ["saas"], "artifact_types": ["email"]}
        await apply_as_creator(person, Application.model_validate({**form, "consent": True}))
        back = await people.creator_of(person, actor.user_id)
    assert back not in (None, actor.creator_id)
    assert (await names_of(worker))[actor.creator_id] == NEUTRAL


MAY_STAY = {"remittances", "events"}
"""Numbered documents with the name as it was when they were issued; the log, with a bare id."""


def found_in(owner: psycopg.Connection[Any], marks: list[str]) -> set[str]:
    """The tables in which any column of any row holds a mark."""
    tables = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    found = set()
    for (table,) in tables:
        query = sql.SQL("select t::text from {} t").format(sql.Identifier(table))
        if any(mark in row for (row,) in owner.execute(query) for mark in marks):
            found.add(table)
    return found


async def test_no_column_of_any_table_names_who_left(
    lasting: Actor, owner: psycopg.Connection[Any]
) -> None:
    house, mark = house_of(lasting), f"Canary{new_id().hex[-10:]}"
    async with open_ctx(house) as ctx:
        assignment_id = await worlds.passed(ctx)
        row = await market.assignment(ctx, assignment_id)
        actor = await seated(ctx, row.creator_id, mark)
        await paid_out(ctx)
    assert actor.user_id
    assert house.business_id
    async with open_ctx(actor) as ctx:
        await set_up_payouts(ctx, PayoutSetup(country="DE"))
        await set_payee(ctx, Payee(legal_name=mark, address=f"{mark} Street"))
        form = {"name": mark, "specializations": ["saas"], "artifact_types": ["email"],
                "about": mark, "samples": [{"title": mark}], "consent": True}  # fmt: skip
        await apply_as_creator(ctx, Application.model_validate(form))
        await notifications.keep_wishes(ctx, {"language": "de"})
        await people.start_session(ctx, security.token_hash("x"), new_id(), ctx.at, mark)
    async with open_ctx(house) as ctx:
        await issue(ctx)
        await invitations.invite(
            ctx, Invited(f"{mark}@example.org", "creator", row.creator_id), "hash", ctx.at
        )
        notice = {"kind": "offer_made", "cause": "x", "user_id": actor.user_id}
        await notifications.tell(ctx, notice)
        blob = await blobs.put(ctx, mark.encode())
        draft = {"id": new_id(), "assignment_id": assignment_id, "creator_id": row.creator_id,
                 "blob": blob, "kind": "text", "size": 9, "note": mark}  # fmt: skip
        await market.keep_draft(ctx, draft)
        await market.change_assignment(ctx, assignment_id, decline_reason=mark)
    marks = [mark, str(actor.user_id)]
    assert found_in(owner, marks) >= {
        "creators", "users", "creator_applications", "payee_details", "notifications",
        "preferences", "refresh_tokens", "assignments", "remittances",
    }  # fmt: skip
    async with open_ctx(actor) as ctx:
        assert (await leave_refleqt(ctx, Leaving(name=mark))).account_deleted
    assert found_in(owner, marks) <= MAY_STAY
    gone = {
        "payout_accounts": "creator_id",
        "work_drafts": "creator_id",
        "invitations": "creator_id",
    }
    for table, column in gone.items():
        query = sql.SQL("select 1 from {} where {} = %s").format(
            *map(sql.Identifier, (table, column))
        )
        assert owner.execute(query, (row.creator_id,)).fetchall() == []
    async with open_ctx(house) as ctx:
        with pytest.raises(blobs.NoSuchBlob):
            await blobs.get(ctx, blob)
        assert len(await market.deliverables_of(ctx, assignment_id)) == 1  # it is theirs
        assert [one.kind for one in await ledger.payments(ctx)] == ["base"]
        (paper,) = await invoices.of_creator(ctx, row.creator_id)
        assert paper.paper["seller"]["name"] == mark
    owner.execute("truncate stand_in_calls")


@pytest.mark.parametrize("races", [pytest.param(200, marks=pytest.mark.torture), 6])
async def test_leaving_beside_a_yes_ends_in_one_of_the_two(lasting: Actor, races: int) -> None:
    house = house_of(lasting)
    pattern = await begun(house, "Ada")
    for _ in range(races):
        async with open_ctx(house) as ctx:
            await worlds.creators(ctx, f"Ada {new_id()}")
            (creator,) = [row for row in await market.all_creators(ctx) if row.name != "Ada"]
            offers = [await with_a_creator(ctx, await held(ctx, pattern), creator.id)
                      for _ in range(3)]  # fmt: skip
        actor = Actor("creator", new_id(), None, creator.id)

        async def leave(_: Ctx, me: Actor = actor, name: str = creator.name) -> Any:
            async with open_ctx(me) as ctx:
                return await leave_refleqt(ctx, Leaving(name=name))

        left, *took = await at_once(house, [leave, *map(taking, offers)])
        async with open_ctx(house) as ctx:
            states = [(await market.assignment(ctx, one)).status for one in offers]
            gone = not await departures.stays(ctx, creator.id)
            if not gone:
                await departures.empty_seat(ctx, creator.id)  # the next round has one of its own
        assert isinstance(left, WorkOpen) is not gone
        assert states == ["declined"] * 3 if gone else "accepted" in states
        lost = {type(one) for one in took if isinstance(one, Exception)}
        assert lost <= {OfferAlreadyAnswered, NoRoomLeft}


async def test_an_offer_made_in_the_same_instant_is_not_taken(worker: Ctx) -> None:
    actor = await creator_of(worker, await worlds.offered(worker))
    async with turn(worker, actor) as creator:
        await leave_refleqt(creator, Leaving(name="Ada"))
    assert actor.creator_id
    assert not await market.take_on(worker, actor.creator_id)
    async with acting(worker.db, worker_for(worker.business_id)) as house:
        assert not await invitations.seat_creator(house, actor.creator_id, new_id())
