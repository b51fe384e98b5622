"""A creator's account from nothing to ready; what waits for it is in tests/jobs/test_move_money."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.providers import WebhookForged
from memory import db, server
from memory.ctx import open_ctx
from tests.fakes.stripe import chosen
from tools import payouts
from tools.base import Everywhere
from tools.earnings import NoCreator
from tools.payouts import NoAccountYet, NotAStandIn, PayoutSetup, StandInAnswer

HERE = PayoutSetup(country="de")


@pytest.fixture
async def creator(_idle: None) -> AsyncIterator[Actor]:
    yield Actor("creator", new_id(), None, new_id())
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("truncate stand_in_calls, payout_accounts")


async def test_the_stand_in_is_answered_for_here(creator: Actor) -> None:
    async with open_ctx(creator) as ctx:
        assert (await payouts.read_payouts(ctx, Everywhere())).state == "none"
        with pytest.raises(NoAccountYet):
            await payouts.refresh_payouts(ctx, Everywhere())
        begun = await payouts.set_up_payouts(ctx, HERE)
        again = await payouts.set_up_payouts(ctx, HERE)
        assert (begun.state, begun.country, again) == ("started", "DE", begun)
        states = []
        for state in ("needs_more", "ready", "suspended", "ready"):
            states.append((await payouts.answer_stand_in(ctx, StandInAnswer(state=state))).state)
        assert states == ["needs_more", "ready", "suspended", "ready"]
        assert (await payouts.refresh_payouts(ctx, Everywhere())).state == "ready"


async def test_stripe_is_told_on_its_own_page_and_tells_us_by_a_notice(creator: Actor) -> None:
    with chosen() as fake:
        async with open_ctx(creator) as ctx:
            begun = await payouts.set_up_payouts(ctx, HERE)
        assert (begun.state, begun.link[:8]) == ("started", "https://")
        (account,) = fake.of("account")
        fake.put(account["id"], "needs_more")
        await payouts.hear(*fake.notice("account.updated", account["id"]))
        body, signature = fake.notice("account.updated", account["id"])
        with pytest.raises(WebhookForged):
            await payouts.hear(body + b" ", signature)
        async with open_ctx(creator) as ctx:
            read = await payouts.read_payouts(ctx, Everywhere())
            assert (read.state, len(read.wanted)) == ("needs_more", 1)
            with pytest.raises(NotAStandIn):
                await payouts.answer_stand_in(ctx, StandInAnswer(state="ready"))
            fake.put(account["id"], "ready")
            assert (await payouts.refresh_payouts(ctx, Everywhere())).state == "ready"


async def test_a_notice_about_nothing_of_ours_changes_nothing(creator: Actor) -> None:
    with chosen() as fake:
        fake.objects["cs_x"] = {
            "id": "cs_x", "object": "checkout.session", "client_reference_id": "nobody:nothing",
        }  # fmt: skip
        await payouts.hear(*fake.notice("checkout.session.completed", "cs_x"))
        fake.objects["cs_x"]["client_reference_id"] = f"{new_id()}:{new_id()}"
        await payouts.hear(*fake.notice("checkout.session.completed", "cs_x"))


async def test_only_a_creator_has_an_account(creator: Actor) -> None:
    async with open_ctx(Actor("founder", new_id(), new_id())) as ctx:
        with pytest.raises(ScopeMissing):
            await payouts.set_up_payouts(ctx, HERE)
    async with open_ctx(Actor("creator", new_id())) as ctx:
        with pytest.raises(NoCreator):
            await payouts.set_up_payouts(ctx, HERE)
