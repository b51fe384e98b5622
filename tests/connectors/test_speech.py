"""Speech on this machine: only where the engine is installed and a folder of weights is set."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import speech
from core import settings
from core.settings import use

ENGINE = """
class Piece:
    def __init__(self, text):
        self.text = text


class WhisperModel:
    def __init__(self, folder, device, compute_type):
        self.folder = folder

    def transcribe(self, sound):
        if sound.read() == b"noise":
            raise ValueError("no sound")
        return iter([Piece(" Customers "), Piece("cancel.")]), None
"""
"""The part of faster-whisper's face that is used, with nothing behind it."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[None]:
    """An engine by that name, and a folder as its weights."""
    (tmp_path / "faster_whisper.py").write_text(ENGINE)
    sys.path.insert(0, str(tmp_path))
    use(speech_weights=tmp_path)
    speech._engine.cache_clear()
    yield
    sys.path.remove(str(tmp_path))
    sys.modules.pop("faster_whisper", None)
    del settings.os.environ["REFLEQT_SPEECH_WEIGHTS"]
    settings.settings.cache_clear()


def test_without_weights_nobody_hears() -> None:
    assert not speech.ready()


def test_with_engine_and_weights_words_are_heard(engine: None) -> None:
    assert speech.ready()
    assert speech.words(b"sound") == "Customers cancel."


def test_what_cannot_be_heard_says_so(engine: None) -> None:
    with pytest.raises(speech.SoundUnreadable, match="Type what you said"):
        speech.words(b"noise")
