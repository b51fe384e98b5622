"""Speech to words on this machine, where faster-whisper is installed and a folder of its weights is
set (`REFLEQT_SPEECH_WEIGHTS`); nothing is downloaded and no sound leaves the machine."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from core.errors import BadInput
from core.settings import settings


class SoundUnreadable(BadInput):
    """This recording cannot be heard."""


def ready() -> bool:
    """Whether there is an engine with weights."""
    return settings().speech_weights is not None and find_spec("faster_whisper") is not None


def words(data: bytes) -> str:
    """What is said in a recording. Takes the processor; call it on a thread.

    Raises `SoundUnreadable`.
    """
    try:
        pieces, _ = _engine(str(settings().speech_weights)).transcribe(BytesIO(data))
        return " ".join(piece.text.strip() for piece in pieces).strip()
    except (ValueError, RuntimeError, OSError, IndexError) as wrong:
        raise SoundUnreadable(f"({type(wrong).__name__})", remedy="Type what you said.") from wrong


@lru_cache(maxsize=1)
def _engine(folder: str) -> Any:
    engine: Any = import_module("faster_whisper")
    return engine.WhisperModel(folder, device="auto", compute_type="int8")
