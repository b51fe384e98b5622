"""A voice note needs consent, becomes words or a vent, and its sound is deleted afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from cdt.model_server import Fail, ModelServer, Reply, Say, running
from core import settings
from core.ids import new_id
from domain.access import Actor
from domain.files import WrongKindOfFile
from jobs import worker
from memory import blobs
from memory.ctx import open_ctx
from tools.vents import Listing, list_vents
from tools.voice_notes import (
    FAILED,
    NOBODY,
    NoConsent,
    NoSuchVoiceNote,
    NoteId,
    NoteShelf,
    Recording,
    TypedNote,
    VoiceNote,
    VoiceNoteSettledBefore,
    discard_voice_note,
    keep_recording,
    list_voice_notes,
    read_voice_note,
    sound_of,
    type_voice_note,
)

SOUND = b"\x1aE\xdf\xa3 sound"
SAID = "Customers cancel because our onboarding takes too long."


@pytest.fixture
def listening() -> Iterator[list[Reply]]:
    """A model for speech that gives these replies, the last one for ever."""
    replies: list[Reply] = [Say(SAID)]

    def brain(_body: object) -> Reply:
        return replies.pop(0) if len(replies) > 1 else replies[0]

    with running(brain) as server:
        _use(server)
        yield replies
    settings.use(speech_model="", speech_api_base="")


def _use(server: ModelServer) -> None:
    settings.use(speech_model="openai/whisper-1", speech_api_base=server.url)


async def spoken(actor: Actor, **about: object) -> VoiceNote:
    """A recording kept, and whatever follows from it done."""
    async with open_ctx(actor) as ctx:
        asked = Recording.model_validate({"consent": True, **about})
        note = await keep_recording(ctx, SOUND, asked)
    await worker.drain()
    return await standing(actor, note.id)


async def standing(actor: Actor, note_id: UUID) -> VoiceNote:
    """Where a note stands now."""
    async with open_ctx(actor, read_only=True) as ctx:
        return await read_voice_note(ctx, NoteId(note_id=note_id))


async def test_without_consent_or_sound_nothing_is_kept(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        with pytest.raises(NoConsent):
            await keep_recording(ctx, SOUND, Recording())
        with pytest.raises(WrongKindOfFile):
            await keep_recording(ctx, b"words", Recording(consent=True))
        assert (await list_voice_notes(ctx, NoteShelf())).items == []


async def test_words_are_heard_and_the_sound_is_deleted(
    lasting: Actor, listening: list[Reply]
) -> None:
    note = await spoken(lasting)
    assert (note.status, note.text, note.by, note.has_audio) == ("heard", SAID, "model", False)
    async with open_ctx(lasting, read_only=True) as ctx:
        assert await blobs.names(ctx) == []
        with pytest.raises(blobs.NoSuchBlob):
            await sound_of(ctx, note.id)


async def test_a_vent_follows_as_its_speakers_own_and_the_sound_may_be_kept(
    lasting: Actor, listening: list[Reply]
) -> None:
    note = await spoken(lasting, becomes="vent", keep_audio=True, tags=["voice"], source="slack")
    async with open_ctx(lasting, read_only=True) as ctx:
        vents = (await list_vents(ctx, Listing())).items
        assert await sound_of(ctx, note.id) == ("audio/webm", SOUND)
    assert [(each.id, each.text, each.tags) for each in vents] == [(note.vent_id, SAID, ["voice"])]
    async with open_ctx(replace(lasting, role="team", user_id=new_id()), read_only=True) as ctx:
        assert (await list_vents(ctx, Listing())).items == []
        with pytest.raises(NoSuchVoiceNote):
            await read_voice_note(ctx, NoteId(note_id=note.id))


async def test_where_nobody_listens_the_typed_words_complete_the_note(lasting: Actor) -> None:
    note = await spoken(lasting, becomes="vent")
    assert (note.status, note.why, note.has_audio) == ("unheard", NOBODY, True)
    async with open_ctx(lasting) as ctx:
        typed = await type_voice_note(ctx, TypedNote(note_id=note.id, text=SAID))
    assert (typed.status, typed.by, typed.has_audio) == ("heard", "speaker", False)
    assert typed.vent_id is not None
    async with open_ctx(lasting) as ctx:
        with pytest.raises(VoiceNoteSettledBefore):
            await type_voice_note(ctx, TypedNote(note_id=note.id, text="Other words."))


async def test_a_model_that_fails_leaves_the_note_to_its_speaker(
    lasting: Actor, listening: list[Reply]
) -> None:
    listening[:] = [Fail("refused")]
    with pytest.raises(Exception, match="did not answer"):
        await spoken(lasting)
    async with open_ctx(lasting, read_only=True) as ctx:
        note = (await list_voice_notes(ctx, NoteShelf())).items[0]
    assert (note.status, note.why) == ("unheard", FAILED)


async def test_silence_is_no_words(lasting: Actor, listening: list[Reply]) -> None:
    listening[:] = [Say(" ")]
    note = await spoken(lasting)
    assert note.status == "unheard"
    assert "No words were heard" in note.why


async def test_a_note_thrown_away_keeps_nothing(lasting: Actor) -> None:
    note = await spoken(lasting)
    async with open_ctx(lasting) as ctx:
        gone = await discard_voice_note(ctx, NoteId(note_id=note.id))
        assert (gone.status, gone.text, gone.has_audio) == ("discarded", "", False)
        assert (await list_voice_notes(ctx, NoteShelf())).items == []
    assert await blobs_left(lasting) == []


async def blobs_left(actor: Actor) -> list[str]:
    """The business's files that are still there."""
    async with open_ctx(actor, read_only=True) as ctx:
        return await blobs.names(ctx)


async def test_the_same_recording_sent_twice_is_one_note(lasting: Actor) -> None:
    first, second = await spoken(lasting, key="slack:1"), await spoken(lasting, key="slack:1")
    assert first.id == second.id
