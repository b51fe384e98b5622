"""The job of a voice note: what is gone is left alone, and what was given up waits to be typed."""

from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import TranscribeAudio
from jobs import transcribe_audio
from memory.ctx import open_ctx
from tools.voice_notes import FAILED, NoteId, Recording, keep_recording, read_voice_note

SOUND = b"OggS sound"


async def test_a_note_that_is_gone_asks_for_nothing(lasting: Actor) -> None:
    working = worker_for(lasting.business_id or new_id())
    await transcribe_audio.run(working, TranscribeAudio(note_id=new_id()))
    await transcribe_audio.given_up(working, TranscribeAudio(note_id=new_id()), "why")


async def test_a_note_given_up_waits_for_its_speaker(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        note = await keep_recording(ctx, SOUND, Recording(consent=True))
    work = TranscribeAudio(note_id=note.id)
    await transcribe_audio.given_up(worker_for(lasting.business_id or new_id()), work, "Buried")
    async with open_ctx(lasting, read_only=True) as ctx:
        found = await read_voice_note(ctx, NoteId(note_id=note.id))
    assert (found.status, found.why) == ("unheard", FAILED)
