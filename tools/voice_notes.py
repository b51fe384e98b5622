"""Voice notes: say it, have it written down, correct or type it; the sound is deleted afterwards.

Every voice that is heard in a recording has to have agreed (`consent`); without that nothing is
kept. A note becomes words for its speaker to use, or a vent at once.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cdt import hearing
from core.errors import BadInput, Conflict, NotFound
from core.ids import content_hash, derived_id
from core.text import kept_text
from domain import files as rules
from domain.access import Actor
from domain.events import VoiceNoteKept, VoiceNoteSettled
from memory import blobs, events, voice_notes
from memory.ctx import Ctx, open_ctx
from tools.base import Answer, Ask, tool
from tools.vents import Vent, Visibility, submit_vent

Becomes = Literal["words", "vent"]
Status = Literal["waiting", "heard", "unheard", "discarded"]
NOBODY = "No transcription is set up: type what you said."
FAILED = "It could not be written down: type what you said."
SILENCE = "No words were heard in it: type what you said."


class NoConsent(BadInput):
    """Everybody who is heard in a recording has to agree to it."""


class NoSuchVoiceNote(NotFound):
    """There is no such voice note here."""


class VoiceNoteSettledBefore(Conflict):
    """This voice note has its words already."""


class Recording(Ask):
    """What comes with a recording.

    `becomes` says what follows: `words` for the speaker to use, or a `vent` with visibility and
    tags. `key` is the caller's own, so that the same recording sent twice is kept once.
    """

    consent: bool = False
    becomes: Becomes = "words"
    keep_audio: bool = False
    visibility: Visibility = "private"
    tags: list[str] = Field(default=[], max_length=20)
    source: str = Field(default="web", max_length=40)
    key: str = Field(default="", max_length=200)
    at: AwareDatetime | None = None


class NoteId(Ask):
    """A voice note by its id."""

    note_id: UUID


class TypedNote(Ask):
    """What was said, typed or corrected by whoever said it."""

    note_id: UUID
    text: str


class NoteShelf(Ask):
    """How many of the newest notes."""

    limit: int = Field(default=20, ge=1, le=100)


class VoiceNote(Answer):
    """Where a voice note stands.

    waiting: it is being written down; heard: `text` holds the words, written by a model, the
    machine or the speaker (`by`); unheard: nobody can write it down, `why` says so, type it;
    discarded: thrown away. `vent_id` is the vent that it became.
    """

    id: UUID
    status: Status
    text: str
    by: str
    why: str
    has_audio: bool
    becomes: str
    vent_id: UUID | None
    at: datetime


class VoiceNotes(Answer):
    """Voice notes, the newest first."""

    items: list[VoiceNote]


async def keep_recording(ctx: Ctx, data: bytes, ask: Recording) -> VoiceNote:
    """Keep a recording and have it written down. Not in the catalog: bytes come through a door.

    Raises `NoConsent`, `WrongKindOfFile`, `FileTooLarge`.
    """
    ctx.actor.must("inputs:write")
    if not ask.consent:
        raise NoConsent(remedy="Ask them, then say so.", field="consent", value=False)
    media = rules.audio_of(data)
    key = content_hash("voice", ctx.actor.user_id, ask.key or content_hash(data, ctx.at))
    note_id = derived_id(ctx.business_id, "voice_note", key)
    row = {
        "id": note_id, "becomes": ask.becomes, "media": media, "size": len(data),
        "blob": await blobs.put(ctx, note_id.bytes + data), "keeps_audio": ask.keep_audio,
        "consented_at": ctx.at, "author_id": ctx.actor.user_id, "visibility": ask.visibility,
        "source": ask.source, "tags": ask.tags, "key": key, "at": ask.at or ctx.at,
    }  # fmt: skip
    if await voice_notes.keep(ctx, row):
        await events.record(ctx, VoiceNoteKept(note_id=note_id))
    return _shown(await voice_notes.note(ctx, note_id))


@tool("inputs:read")
async def list_voice_notes(ctx: Ctx, ask: NoteShelf) -> VoiceNotes:
    """One's own voice notes, the newest first."""
    return VoiceNotes(items=[_shown(row) for row in await voice_notes.own(ctx, ask.limit)])


@tool("inputs:read")
async def read_voice_note(ctx: Ctx, ask: NoteId) -> VoiceNote:
    """Where a voice note stands, with its words once it has them."""
    return _shown(await _note(ctx, ask.note_id))


@tool("inputs:write")
async def type_voice_note(ctx: Ctx, ask: TypedNote) -> VoiceNote:
    """Say in writing what a recording says; that completes a note that nobody could write down."""
    row = await _note(ctx, ask.note_id, hold=True)
    if row.status in ("heard", "discarded") and row.becomes == "vent":
        raise VoiceNoteSettledBefore(
            f"It is {row.status}.", remedy="Edit the vent instead.", note_id=str(row.id)
        )
    words = kept_text(ask.text)
    return await _settle(ctx, row, words, "speaker")


@tool("inputs:write")
async def discard_voice_note(ctx: Ctx, ask: NoteId) -> VoiceNote:
    """Throw a voice note away: its sound and its words. A vent that it became stays."""
    row = await _note(ctx, ask.note_id, hold=True)
    if row.status != "discarded":
        await _forget_sound(ctx, row, keep=False)
        await voice_notes.change(ctx, row.id, status="discarded", transcript=None)
        await events.record(ctx, VoiceNoteSettled(note_id=row.id, status="discarded"))
    return _shown(await voice_notes.note(ctx, row.id))


async def write_down(actor: Actor, note_id: UUID) -> None:
    """Have a recording written down; no transaction is open meanwhile. For its job.

    Raises what hearing raises where trying again may help.
    """
    async with open_ctx(actor, read_only=True) as ctx:
        row = await voice_notes.note(ctx, note_id)
        if row is None or row.status != "waiting":
            return
        stored = await blobs.get(ctx, row.blob)
    audio = (f"note{rules.ENDINGS[row.media]}", stored[len(note_id.bytes) :], row.media)
    try:
        words, by = await hearing.heard(row.business_id, audio)
    except hearing.NobodyHears:
        await leave_unheard(actor, note_id, NOBODY)
        return
    async with open_ctx(_speaker(actor, row)) as ctx:
        row = await voice_notes.note(ctx, note_id, hold=True)
        if row is not None and row.status == "waiting" and words.strip():
            await _settle(ctx, row, kept_text(words), by)
    if not words.strip():
        await leave_unheard(actor, note_id, SILENCE)


async def leave_unheard(actor: Actor, note_id: UUID, why: str = FAILED) -> None:
    """Nobody can write a note down: it waits, with its sound, for its speaker to type it."""
    async with open_ctx(actor) as ctx:
        row = await voice_notes.note(ctx, note_id, hold=True)
        if row is None or row.status != "waiting":
            return
        await voice_notes.change(ctx, note_id, status="unheard", why=why)
        await events.record(ctx, VoiceNoteSettled(note_id=note_id, status="unheard"))


async def sound_of(ctx: Ctx, note_id: UUID) -> tuple[str, bytes]:
    """The media type and bytes of a note's sound. Raises `NoSuchBlob` once that is deleted."""
    row = await _note(ctx, note_id)
    stored = await blobs.get(ctx, row.blob or "")
    return row.media, stored[len(row.id.bytes) :]


def _speaker(worker: Actor, row: Any) -> Actor:
    """Whoever spoke, with no more rights than to say something; what follows is theirs."""
    return Actor("team", row.author_id, row.business_id) if row.author_id else worker


async def _settle(ctx: Ctx, row: Any, words: str, by: str) -> VoiceNote:
    """The note has its words: its sound goes, unless it was to be kept, and a vent may follow."""
    vent_id = row.vent_id
    if row.becomes == "vent" and vent_id is None:
        vent_id = await _vent(ctx, row, words)
    await _forget_sound(ctx, row, keep=row.keeps_audio)
    await voice_notes.change(
        ctx, row.id, status="heard", transcript=words, by=by, why="", vent_id=vent_id,
        heard_at=ctx.at,
    )  # fmt: skip
    await events.record(ctx, VoiceNoteSettled(note_id=row.id, status="heard", vent_id=vent_id))
    return _shown(await voice_notes.note(ctx, row.id))


async def _vent(ctx: Ctx, row: Any, words: str) -> UUID:
    vent = Vent(
        text=words, at=row.at, id=f"voice:{row.id}", tags=row.tags, visibility=row.visibility,
        source=row.source,
    )  # fmt: skip
    return (await submit_vent(ctx, vent)).id


async def _forget_sound(ctx: Ctx, row: Any, *, keep: bool) -> None:
    if row.blob and not keep:
        await blobs.forget(ctx, row.blob)
        await voice_notes.change(ctx, row.id, blob=None)


async def _note(ctx: Ctx, note_id: UUID, *, hold: bool = False) -> Any:
    row = await voice_notes.note(ctx, note_id, hold=hold)
    if row is None:
        raise NoSuchVoiceNote(f"{note_id}.", field="note_id", value=str(note_id))
    return row


def _shown(row: Any) -> VoiceNote:
    return VoiceNote(
        id=row.id, status=row.status, text=row.transcript or "", by=row.by, why=row.why,
        has_audio=row.blob is not None, becomes=row.becomes, vent_id=row.vent_id, at=row.at,
    )  # fmt: skip
