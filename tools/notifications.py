"""Notifications: what a person is told of, once per cause, on the web, by mail or in Slack.

Reading and choosing is every person's own, in whichever role: these need no scope and are not in
the catalog. Telling is done by jobs.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from core.errors import BadInput
from core.settings import settings
from core.text import shorten
from domain import notifications as rules
from domain.access import Actor
from domain.notifications import Channel, Digest, Kind, Wishes, mail_due
from domain.work import MailNotices, NotifyPeople
from memory import invitations, mail, market, notifications, people, queue, schedule
from memory.ctx import Ctx, acting
from memory.mail import Draft
from tools import letters
from tools.base import Answer, Ask

Language = Literal["en", "de"]
Theme = Literal["system", "light", "dark"]


class NoSuchKind(BadInput):
    """There is no notice of this kind."""


class NoticeLine(Answer):
    """A notice in one line, in the reader's language, and the path of what it is about."""

    id: UUID
    kind: str
    title: str
    link: str
    at: datetime
    read: bool


class Notices(Answer):
    """The newest notices, and how many are not read."""

    items: list[NoticeLine]
    unread: int


class Newest(Ask):
    """At most how many."""

    limit: int = Field(default=100, ge=1, le=500)


class Seen(Ask):
    """Which notices were read; all of them where none is named."""

    ids: list[UUID] | None = Field(default=None, max_length=500)


class Marked(Answer):
    """How many were new until now."""

    marked: int


class Preferences(Answer):
    """How a person wants to be spoken to; `channels` by kind of notice, all kinds that there are.

    Quiet hours are local wall-clock times in `timezone`; no mail about a notice leaves in them.
    """

    name: str
    email: str
    verified: bool
    language: Language
    timezone: str
    theme: Theme
    digest: Digest
    quiet_from: time | None
    quiet_to: time | None
    channels: dict[str, list[Channel]]


class PreferenceChange(Ask):
    """What to change; what is left out stays. `quiet_from` equal to `quiet_to` means no quiet."""

    name: str | None = Field(default=None, max_length=200)
    language: Language | None = None
    timezone: str | None = Field(default=None, max_length=60)
    theme: Theme | None = None
    digest: Digest | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    channels: dict[str, list[Channel]] | None = None

    @field_validator("quiet_from", "quiet_to")
    @classmethod
    def _on_the_wall(cls, given: time | None) -> time | None:
        if given is not None and given.tzinfo is not None:
            raise ValueError("a time on the wall, without a zone")
        return given


async def list_notifications(ctx: Ctx, ask: Newest) -> Notices:
    """The newest notices of the person of `ctx`."""
    tongue = await letters.language(ctx)
    lines = [_line(row, tongue) for row in await notifications.on_web(ctx, ask.limit)]
    return Notices(items=lines, unread=await notifications.unread(ctx))


async def count_unread(ctx: Ctx) -> int:
    """How many notices the person of `ctx` has not read."""
    return await notifications.unread(ctx)


async def mark_read(ctx: Ctx, ask: Seen) -> Marked:
    """Mark notices as read; one that is not theirs changes nothing."""
    return Marked(marked=await notifications.mark_read(ctx, ask.ids))


async def read_preferences(ctx: Ctx) -> Preferences:
    """How the person of `ctx` wants to be spoken to."""
    mine, row = await people.person(ctx), await notifications.wishes(ctx)
    chosen = row.channels if row else {}
    return Preferences(
        name=mine.name if mine else "",
        email=mine.email if mine else "",
        verified=mine is None or mine.verified_at is not None,
        language=row.language if row else "en",
        timezone=row.timezone if row else "UTC",
        theme=row.theme if row else "system",
        digest=row.digest if row else "off",
        quiet_from=row.quiet_from if row else None,
        quiet_to=row.quiet_to if row else None,
        channels={
            name: chosen.get(name, [*kind.usual])
            for name, kind in rules.kinds().items()
            if ctx.actor.role in kind.to
        },
    )


async def change_preferences(ctx: Ctx, ask: PreferenceChange) -> Preferences:
    """Change how the person of `ctx` wants to be spoken to.

    Raises `NoSuchZone` or `NoSuchKind`.
    """
    given = ask.model_dump(exclude_none=True, exclude={"name", "channels"})
    if ask.timezone is not None:
        rules.known_zone(ask.timezone)
    if ask.channels is not None:
        row = await notifications.wishes(ctx)
        given["channels"] = (row.channels if row else {}) | _checked(ask.channels)
    if ask.name is not None:
        await people.change_me(ctx, name=shorten(ask.name, 200))
    if given:
        await notifications.keep_wishes(ctx, given)
    return await read_preferences(ctx)


async def tell(ctx: Ctx, work: NotifyPeople) -> int:
    """Tell whom it concerns, once per cause; returns how many were told now.

    `ctx` belongs to the worker of the business.
    """
    kind = await _kind_of(ctx, work)
    work = await _placed(ctx, kind, work)
    told = 0
    for user_id in await _concerned(ctx, kind, work):
        actor = Actor("worker", user_id=user_id, business_id=ctx.business_id)
        async with acting(ctx.db, actor) as theirs:
            told += await _tell_one(theirs, kind, work)
    async with acting(ctx.db, ctx.actor):
        return told


async def mail_notices(ctx: Ctx, work: MailNotices) -> int:
    """Write one mail of all that is due for a person and was not read; returns how many notices.

    Nothing goes to an address that was never proved.
    """
    until = datetime.fromisoformat(work.until)
    async with acting(ctx.db, Actor("worker", work.user_id, ctx.business_id)) as theirs:
        due = await notifications.take_due(theirs, work.user_id, until)
        mine = await people.person(theirs)
        if due and mine is not None and mine.verified_at is not None:
            await mail.write(theirs, await _draft(theirs, mine.email, due))
    async with acting(ctx.db, ctx.actor):
        return len(due)


async def _draft(ctx: Ctx, email: str, due: Sequence[Any]) -> Draft:
    tongue, house = await letters.language(ctx), await people.business(ctx)
    lines = [_line(row, tongue) for row in due]
    values, path = {"business": house.name if house else ""}, lines[0].link
    if len(lines) == 1:
        values["title"] = lines[0].title
    else:
        values["lines"] = "\n".join(f"· {line.title}" for line in lines)
        path = "/notifications"
    kind = "notice" if len(lines) == 1 else "digest"
    return Draft(kind, email, tongue, values, f"{settings().address}{path}", ctx.actor.user_id)


async def _tell_one(ctx: Ctx, kind: Kind, work: NotifyPeople) -> bool:
    row = await notifications.wishes(ctx)
    channels = (row.channels if row else {}).get(kind.name, [*kind.usual])
    due = mail_due(ctx.at, _wishes(row)) if "mail" in channels else None
    notice = {
        "user_id": ctx.actor.user_id, "kind": kind.name, "cause": work.cause,
        "subject_id": work.subject_id, "details": work.details, "channels": channels,
        "mail_due_at": due,
    }  # fmt: skip
    if not channels or not await notifications.tell(ctx, notice):
        return False
    if due is not None and ctx.actor.user_id is not None:
        later = MailNotices(user_id=ctx.actor.user_id, until=due.isoformat())
        if due <= ctx.at:
            await queue.enqueue(ctx, [later])
        else:
            await schedule.wait_until(ctx, due, later)
    return True


async def _kind_of(ctx: Ctx, work: NotifyPeople) -> Kind:
    """The kind of a notice; work sent back for the last time waits for the founder instead."""
    if work.kind == "revision_asked":
        row = await market.assignment(ctx, work.subject_id)
        if row is not None and row.status == "escalated":
            return rules.kinds()["work_waits"]
    return rules.kinds()[work.kind]


async def _placed(ctx: Ctx, kind: Kind, work: NotifyPeople) -> NotifyPeople:
    """With the brief of an assignment in its details, where the kind's page is that of a brief."""
    if "{brief}" not in kind.path:
        return work
    row = await market.assignment(ctx, work.subject_id)
    details = work.details | {"brief": str(row.brief_id) if row is not None else ""}
    return work.model_copy(update={"details": details})


async def _concerned(ctx: Ctx, kind: Kind, work: NotifyPeople) -> list[UUID]:
    """Whom a notice concerns: members by role, the creator whose assignment it is, operators.

    Nobody is told of what they did themselves (`by` in the details).
    """
    found = [
        row.user_id
        for row in await people.members(ctx)
        if row.role in kind.to and f"{row.user_id}" != work.details.get("by")
    ]
    if "creator" in kind.to:
        row = await market.assignment(ctx, work.subject_id)
        one = row.creator_id if row is not None else work.subject_id
        creator = await invitations.creator(ctx, one)
        if creator is not None and creator.user_id is not None:
            found.append(creator.user_id)
    if "operator" in kind.to:
        found += await people.operators(ctx)
    return found


def _line(row: Any, tongue: str) -> NoticeLine:
    kind = rules.kinds()[row.kind]
    return NoticeLine(
        id=row.id, kind=row.kind, title=kind.title(tongue, row.details),
        link=kind.link(row.subject_id, row.details), at=row.at, read=row.read_at is not None,
    )  # fmt: skip


def _wishes(row: Any) -> Wishes:
    if row is None:
        return Wishes()
    begins, ends = row.quiet_from, row.quiet_to
    quiet = None if begins is None or ends is None else (begins, ends)
    return Wishes(row.timezone, row.digest, quiet)


def _checked(channels: dict[str, list[Channel]]) -> dict[str, list[Channel]]:
    for name in channels:
        if name not in rules.kinds():
            known = ", ".join(rules.kinds())
            raise NoSuchKind(remedy=f"The kinds are {known}.", field="channels", value=name[:60])
    return {name: list(dict.fromkeys(chosen)) for name, chosen in channels.items()}
