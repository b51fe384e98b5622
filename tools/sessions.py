"""Sessions: where somebody is signed in, and ending that.

Like accounts these are not in the catalog: no agent may call them.
"""

from datetime import datetime
from uuid import UUID

from core.errors import NotFound
from memory import people
from memory.ctx import Ctx
from tools.base import Answer, Ask
from tools.passwords import Done

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
             ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
             ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


class NoSuchSession(NotFound):
    """This session is not yours or has ended."""


class SessionId(Ask):
    """A session by its id."""

    session_id: UUID


class SessionLine(Answer):
    """A sign-in that goes on: with what, since when, last used when; `current` is this one."""

    id: UUID
    agent: str
    began: datetime
    last: datetime
    current: bool


class SessionList(Answer):
    """The sign-ins of one person, newest use first."""

    items: list[SessionLine]


async def list_sessions(ctx: Ctx, session: UUID | None) -> SessionList:
    """Where the person of `ctx` is signed in; `session` is the one that asks."""
    lines = [
        SessionLine(
            id=row.family, agent=device(row.agent), began=row.began, last=row.last,
            current=row.family == session,
        )
        for row in await people.sessions(ctx)
    ]  # fmt: skip
    return SessionList(items=lines)


def device(agent: str) -> str:
    """What a User-Agent header says in words, such as `Firefox, Linux`; else as it came."""
    if not agent.startswith("Mozilla/"):
        return agent
    found = [
        next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(each for each in found if each) or agent


async def end_session(ctx: Ctx, ask: SessionId) -> Done:
    """End one session of the person of `ctx`. Raises `NoSuchSession`."""
    if ask.session_id not in {row.family for row in await people.sessions(ctx)}:
        raise NoSuchSession(field="session_id", value=str(ask.session_id))
    await people.revoke_family(ctx, ask.session_id)
    return Done()


async def end_other_sessions(ctx: Ctx, session: UUID | None) -> Done:
    """End every session of the person of `ctx` but `session`."""
    await people.revoke_sessions(ctx, but=session)
    return Done()
