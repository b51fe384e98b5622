"""A recording to words: by the model for speech, else by the engine on this machine."""

import asyncio
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cdt import gateway, routes
from cdt.calls import Meter
from connectors import speech
from core.errors import Unavailable

By = Literal["model", "machine"]


class NobodyHears(Unavailable):
    """No transcription is set up: type what you said."""


@dataclass(frozen=True)
class Listening:
    """The words sent with a recording: none. It stands in the books under this name."""

    prompt_id: str = "speech/transcribe"
    version: int = 1
    hash: str = ""


def ready() -> bool:
    """Whether anybody can write a recording down."""
    return routes.speech() is not None or speech.ready()


async def heard(business_id: UUID, audio: gateway.Audio) -> tuple[str, By]:
    """What is said in a recording, and who wrote it down.

    Raises `NobodyHears`, `Unavailable` kinds of the gateway, `SoundUnreadable`.
    """
    if routes.speech() is not None:
        return await gateway.transcribe(audio, Meter(Listening(), business_id)), "model"
    if speech.ready():
        return await asyncio.to_thread(speech.words, audio[1]), "machine"
    raise NobodyHears
