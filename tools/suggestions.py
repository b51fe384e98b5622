"""Ghost entries: show them on the calendar, take, change or refuse one."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt.beliefs import measured
from cdt.predictions import Similar, of_kind, similar, whether_taken
from core.errors import Conflict, NotFound
from core.ids import derived_id
from domain.events import EntriesSuggested, NothingSuggested, SuggestionAnswered
from domain.imports import CalendarRow
from domain.predictions import WINDOW
from domain.suggestions import IGNORED_AFTER, QUIET, TRIES_ANOTHER, Because, Made
from memory import beliefs, calendar, entries, events, outcomes, releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.journal import Written, write_down
from tools.predictions import Subject, freeze

KIND = "calendar_suggestion"
OWN = ("id", "title", "publish_on", "channel", "segment", "angle")
EDITED = ("title", "publish_on")
ANSWERED, UNANSWERED = "answered", "unanswered"
"""The verbs of the calendar's changes that are answers to suggestions."""


class NoSuchSuggestion(NotFound):
    """There is no such suggestion here."""


class SuggestionAnsweredAlready(Conflict):
    """This suggestion was answered already."""


class Ghost(Ask):
    """An entry to suggest: why, and the beliefs that it rests on; `tries` is a weak one whose
    alternative it tries; `made` says how it came about."""

    entry: CalendarRow
    why: str = Field(min_length=1)
    beliefs: list[UUID] = Field(min_length=1)
    tries: UUID | None = None
    made: Made = Made()


class Ghosts(Ask):
    """What a day suggests."""

    day: date
    ghosts: list[Ghost] = Field(max_length=10)


class Shown(Answer):
    """Ids of the ghost entries that are new."""

    entry_ids: list[UUID]


class Choice(Ask):
    """The founder's answer to a ghost entry; `modified` may bring another title or day.

    `ignored` is a no for now: neither the idea nor its day was wrong. `because` says why not.
    """

    entry_id: UUID
    action: Literal["accepted", "modified", "rejected", "ignored"]
    title: str | None = Field(default=None, min_length=1, max_length=500)
    publish_on: date | None = None
    because: Because | None = None


class Chosen(Answer):
    """The entry and where it stands now."""

    entry_id: UUID
    status: str
    change_id: UUID


@tool("plans:write")
async def suggest_entries(ctx: Ctx, ask: Ghosts) -> Shown:
    """Put ghost entries on the calendar, each logged with the place at which it was shown."""
    live = await releases.live(ctx)
    version = live.version if live else None
    known = await similar(ctx, await measured(ctx))
    shown = []
    for position, ghost in enumerate(ask.ghosts, start=1):
        entry_id = calendar.entry_id(ctx, ghost.entry.id)
        row = {**ghost.entry.model_dump(), "suggested_by": derived_id(entry_id, "ghost")}
        if await calendar.entries(ctx, [entry_id], ghosts=True, trashed=True):
            continue
        await calendar.keep_entries(ctx, [row])
        content = {"title": ghost.entry.title, "why": ghost.why, **ghost.made.model_dump()}
        await outcomes.recommend(
            ctx, KIND, {"id": entry_id, "content": content, "position": position,
                        "version": version},
        )  # fmt: skip
        links = [("belief", belief, "speaks for it") for belief in ghost.beliefs]
        if ghost.tries:
            links.append(("belief", ghost.tries, TRIES_ANOTHER))
        await outcomes.link(ctx, "entry", entry_id, links)
        await _freeze(ctx, ghost, version, known)
        shown.append(entry_id)
    if shown:
        await events.record(ctx, EntriesSuggested(day=f"{ask.day}", entry_ids=tuple(shown)))
    return Shown(entry_ids=shown)


async def _freeze(ctx: Ctx, ghost: Ghost, version: int | None, known: Similar) -> None:
    """Freeze what the entry is to reach once published; before anything was measured, whether it is
    taken."""
    entry, day = ghost.entry, ghost.entry.publish_on or ctx.at.date()
    said = of_kind(known, entry.segment, entry.channel, made=entry.artifact_type or "")
    due_on = day if said is None else day + WINDOW
    subject = Subject(
        "suggestion", calendar.entry_id(ctx, entry.id), due_on, entry.artifact_type,
        ghost.beliefs, version,
    )  # fmt: skip
    await freeze(ctx, subject, said or await whether_taken(ctx, KIND))


class GhostLine(Answer):
    """A ghost entry that waits for an answer: why, the beliefs that speak for it, and how sure the
    surest of them is (0 to 1; None where none is left); how it was made, and the words for that."""

    id: UUID
    title: str
    publish_on: date | None
    channel: str | None
    segment: str | None
    angle: str | None
    why: str = ""
    beliefs: list[UUID] = []
    confidence: float | None = None
    made: Made = Made()
    disclosure: str = ""


class GhostList(Answer):
    """Open suggestions, best first; where there is none, why."""

    items: list[GhostLine]
    because: str | None = None


@tool("plans:read")
async def list_suggestions(ctx: Ctx, ask: Nothing) -> GhostList:
    """Entries that are suggested and not answered yet, best first; or why there is none."""
    rows = await calendar.ghosts(ctx)
    if not rows:
        quiet = await events.latest(ctx, NothingSuggested.__name__)
        return GhostList(items=[], because=quiet.payload["because"] if quiet else None)
    sure = {UUID(one.id): one.confidence for one in await beliefs.held(ctx)}
    found = [await _line(ctx, row, sure) for row in rows]
    return GhostList(items=[line for _, line in sorted(found, key=lambda one: one[0])])


async def _line(ctx: Ctx, row: Any, sure: Mapping[UUID, float]) -> tuple[int, GhostLine]:
    """A ghost with its reason, and the place at which it was shown."""
    shown = await outcomes.recommendation(ctx, KIND, row.id)
    cited = [one for one in await outcomes.rests_on_beliefs(ctx, row.id) if one in sure]
    made = made_of(shown)
    line = GhostLine(
        **{name: getattr(row, name) for name in OWN},
        why=shown.recommendation_content["why"] if shown else "",
        beliefs=cited,
        confidence=None if made.idea else max((sure[one] for one in cited), default=None),
        made=made,
        disclosure=made.disclosure,
    )
    return shown.shown_position if shown else 0, line


def made_of(shown: Any) -> Made:
    """How a suggestion came about, by its row; as usual where none was kept."""
    return Made.model_validate(shown.recommendation_content) if shown else Made()


@tool("plans:write")
async def answer_suggestion(ctx: Ctx, ask: Choice) -> Chosen:
    """Take, change or refuse a ghost entry; taken ones are planned from then on."""
    row = (await entries.whole(ctx, [ask.entry_id], lock=True)).get(ask.entry_id)
    if row is None or row.suggested_by is None:
        raise NoSuchSuggestion(f"{ask.entry_id}.", field="entry_id", value=str(ask.entry_id))
    if row.status != "idea":
        raise SuggestionAnsweredAlready(
            f"It is {row.status}.", field="entry_id", value=str(ask.entry_id)
        )
    status = "dropped" if ask.action in ("rejected", "ignored") else "planned"
    changes: dict[str, Any] = {"status": status, "status_changed_at": ctx.at}
    if ask.action == "modified":
        told = {"title": ask.title, "publish_on": ask.publish_on}
        changes |= {name: value for name, value in told.items() if value is not None}
    told: dict[str, Any] = {"because": ask.because} if ask.because else {}
    changed_to = {name: value for name, value in changes.items() if name in EDITED}
    if changed_to:
        told["changed"] = {
            name: {"from": _plain(getattr(row, name)), "to": _plain(value)}
            for name, value in changed_to.items()
            if getattr(row, name) != value
        }
    await outcomes.answer(ctx, KIND, ask.entry_id, ask.action, told)
    await events.record(ctx, SuggestionAnswered(recommendation_id=ask.entry_id, action=ask.action))
    if status == "planned":
        await outcomes.account_for(ctx, "entry", [ask.entry_id])
    changed = await write_down(ctx, f"{ANSWERED} {ask.action}", [Written(row, changes)])
    return Chosen(entry_id=ask.entry_id, status=status, change_id=changed.change_id)


async def let_lie(ctx: Ctx, today: date) -> None:
    """Ghosts whose day has come, or that waited for long, are taken off; that they were ignored is
    kept."""
    for row in await calendar.ghosts(ctx):
        shown = await outcomes.recommendation(ctx, KIND, row.id)
        waited = shown is not None and today - shown.recommended_at.date() >= IGNORED_AFTER
        if waited or (row.publish_on and row.publish_on <= today):
            await calendar.change_entry(ctx, row.id, status="dropped", status_changed_at=ctx.at)
            await outcomes.answer(ctx, KIND, row.id, "ignored")
            fact = SuggestionAnswered(recommendation_id=row.id, action="ignored")
            await events.record(ctx, fact)


async def refused(ctx: Ctx, today: date) -> list[Any]:
    """Entries that were refused, or that nobody answered, a while ago at the most."""
    since = today - QUIET
    ids = [
        row.recommendation_id
        for row in await outcomes.recommendations(ctx)
        if row.recommendation_type == KIND
        and row.user_action in ("rejected", "ignored")
        and row.recommended_at.date() >= since
    ]
    return await calendar.entries(ctx, ids, ghosts=True, trashed=True) if ids else []


async def keep_quiet(ctx: Ctx, today: date, because: str) -> None:
    """Write down why a day suggests nothing; the same reason stands once."""
    last = await events.latest(ctx, NothingSuggested.__name__)
    if last is None or last.payload["because"] != because:
        await events.record(ctx, NothingSuggested(day=f"{today}", because=because))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
