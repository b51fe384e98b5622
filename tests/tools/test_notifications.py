"""Notices: once per cause, each person's way, in their language, and by mail when it may leave."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from core import clock
from core.ids import new_id
from domain import notifications as rules
from domain.access import Actor, worker_for
from domain.notifications import NoSuchZone
from domain.work import MailNotices, NotifyPeople
from memory import people, schedule
from memory.ctx import open_ctx
from tests.people import actor, address, joined, registered
from tests.post import letters_to
from tools.accounts import Tokens
from tools.notifications import (
    Newest,
    NoSuchKind,
    PreferenceChange,
    Seen,
    change_preferences,
    count_unread,
    list_notifications,
    mail_notices,
    mark_read,
    read_preferences,
    tell,
)

MAP = "map_published"


@pytest.fixture(autouse=True)
async def _empty(_idle: None) -> AsyncIterator[None]:
    yield
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from pgqueuer"))


async def founder(**wishes: Any) -> tuple[Tokens, str]:
    """A founder who is verified, with preferences, and their address."""
    email = address()
    tokens = await registered(email)
    async with open_ctx(actor(tokens)) as ctx:
        await people.verify(ctx)
        await change_preferences(ctx, PreferenceChange.model_validate(wishes))
    return tokens, email


async def happened(business_id: UUID | None, kind: str = MAP, **more: Any) -> int:
    """Tell whom it concerns; returns how many were told."""
    subject = more.pop("subject", None) or new_id()
    work = NotifyPeople(kind=kind, cause=f"{kind}:{subject}", subject_id=subject, **more)
    assert business_id is not None
    async with open_ctx(worker_for(business_id)) as ctx:
        return await tell(ctx, work)


async def mailed(tokens: Tokens, until: datetime) -> int:
    """Mail what is due; returns how many notices."""
    assert tokens.business_id is not None
    async with open_ctx(worker_for(tokens.business_id)) as ctx:
        work = MailNotices(user_id=tokens.user_id, until=until.isoformat())
        return await mail_notices(ctx, work)


async def test_a_cause_is_told_once_to_whom_it_concerns() -> None:
    tokens, _ = await founder()
    assert tokens.business_id is not None
    member = await joined(tokens.business_id, "team")
    subject = new_id()
    for expected in (1, 0, 0):
        assert await happened(tokens.business_id, subject=subject) == expected
    async with open_ctx(actor(tokens), read_only=True) as ctx:
        found = await list_notifications(ctx, Newest())
    assert [(each.kind, each.link) for each in found.items if each.kind == MAP] == [
        (MAP, f"/maps/{subject}")
    ]
    async with open_ctx(actor(member), read_only=True) as ctx:
        assert await count_unread(ctx) == 0


async def test_nobody_is_told_of_what_they_did() -> None:
    tokens, _ = await founder()
    by = {"by": str(tokens.user_id)}
    assert await happened(tokens.business_id, "member_joined", details=by) == 0
    assert await happened(tokens.business_id, "member_joined", details={"by": "x"}) == 1


async def test_a_notice_is_read_once_in_the_readers_language() -> None:
    tokens, _ = await founder(language="de")
    await happened(tokens.business_id, "suggestions_ready", details={"count": 3})
    async with open_ctx(actor(tokens)) as ctx:
        (one,) = (await list_notifications(ctx, Newest())).items
        assert one.title == "Neue Vorschläge für deinen Kalender: 3"
        assert (await mark_read(ctx, Seen(ids=[one.id]))).marked == 1
        assert (await mark_read(ctx, Seen())).marked == 0
        assert (await list_notifications(ctx, Newest())).unread == 0


async def test_who_wants_to_hear_nothing_of_a_kind_does_not() -> None:
    tokens, _ = await founder(channels={MAP: []})
    assert await happened(tokens.business_id) == 0


async def test_a_mail_leaves_after_quiet_hours_and_says_it_all_at_once(
    simulated: clock.SimulatedClock,
) -> None:
    night = {"timezone": "Europe/Berlin", "quiet_from": time(22), "quiet_to": time(7)}
    tokens, email = await founder(channels={MAP: ["web", "mail"]}, **night)
    simulated.move_to(datetime(2026, 11, 2, 22, 30, tzinfo=UTC))
    await happened(tokens.business_id)
    await happened(tokens.business_id)
    morning = datetime(2026, 11, 3, 6, tzinfo=UTC)
    assert await schedule.next_due() == morning
    assert await mailed(tokens, clock.now()) == 0
    simulated.move_to(morning)
    assert await mailed(tokens, morning) == 2
    assert await mailed(tokens, morning) == 0
    (letter,) = [each for each in await letters_to(email) if each.kind != "verify"]
    assert letter.kind == "digest"
    assert letter.values["lines"].count("A map waits") == 2


async def test_a_single_notice_is_mailed_by_itself_and_one_that_was_read_is_not(
    simulated: clock.SimulatedClock,
) -> None:
    tokens, email = await founder(channels={MAP: ["web", "mail"]})
    await happened(tokens.business_id)
    assert await mailed(tokens, simulated.now()) == 1
    (letter,) = [each for each in await letters_to(email) if each.kind != "verify"]
    assert (letter.kind, "/maps/" in letter.link) == ("notice", True)
    await happened(tokens.business_id)
    async with open_ctx(actor(tokens)) as ctx:
        await mark_read(ctx, Seen())
    assert await mailed(tokens, simulated.now()) == 0


async def test_nothing_is_mailed_to_an_address_that_was_never_proved(
    simulated: clock.SimulatedClock,
) -> None:
    email = address()
    tokens = await registered(email)
    async with open_ctx(actor(tokens)) as ctx:
        await change_preferences(ctx, PreferenceChange(channels={MAP: ["mail"]}))
    await happened(tokens.business_id)
    assert await mailed(tokens, simulated.now()) == 1
    assert [each.kind for each in await letters_to(email)] == ["verify"]


async def test_preferences_begin_with_what_is_usual_and_are_kept_one_by_one() -> None:
    tokens, email = await founder()
    async with open_ctx(actor(tokens)) as ctx:
        now = await read_preferences(ctx)
        assert (now.email, now.language, now.digest) == (email, "en", "off")
        assert now.channels["work_waits"] == ["web", "mail"]
        assert "offer_made" not in now.channels
        await change_preferences(ctx, PreferenceChange(theme="dark"))
        changed = await change_preferences(ctx, PreferenceChange(channels={MAP: ["mail"]}))
        assert (changed.theme, changed.channels[MAP]) == ("dark", ["mail"])
        assert changed.channels["work_waits"] == ["web", "mail"]
        with pytest.raises(NoSuchZone):
            await change_preferences(ctx, PreferenceChange(timezone="Mars/Base"))
        with pytest.raises(NoSuchKind):
            await change_preferences(ctx, PreferenceChange(channels={"rain": ["web"]}))
    assert MAP in rules.kinds()


async def test_whoever_runs_the_installation_is_told_and_reads_it_there() -> None:
    tokens, _ = await founder()
    runs, _ = await founder()
    async with open_ctx(actor(runs)) as ctx:
        await people.set_operator(ctx, runs=True)
    told = await happened(tokens.business_id, "adapter_not_served", details={"adapter": "cdt-a"})
    assert told >= 1
    async with open_ctx(Actor("operator", runs.user_id)) as ctx:
        (line, *_) = (await list_notifications(ctx, Newest())).items
        assert ("cdt-a" in line.title, line.link) == (True, "/operations/releases")
        assert (await mark_read(ctx, Seen(ids=[line.id]))).marked == 1
        assert "adapter_not_served" in (await read_preferences(ctx)).channels
    async with open_ctx(actor(tokens), read_only=True) as ctx:
        kinds = {line.kind for line in (await list_notifications(ctx, Newest())).items}
    assert "adapter_not_served" not in kinds
    async with open_ctx(actor(runs)) as ctx:
        await people.set_operator(ctx, runs=False)
