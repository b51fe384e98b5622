"""Write a recording down: no transaction is open while somebody listens."""

from domain.access import Actor
from domain.work import TranscribeAudio
from tools import voice_notes


async def run(actor: Actor, work: TranscribeAudio) -> None:
    """Turn the note into words, or leave it to its speaker; twice is once."""
    await voice_notes.write_down(actor, work.note_id)


async def given_up(actor: Actor, work: TranscribeAudio, why: str) -> None:
    """The job is put aside: the note waits for its speaker to type it."""
    await voice_notes.leave_unheard(actor, work.note_id)
