"""Files that people hand in: which kinds are taken, told by their bytes, and on which page it says.

A name is only shown, never a path; what a file is, its first bytes say.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import Literal

from core.errors import BadInput, TooLarge
from core.text import clean_text, shorten

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 200_000
"""Of a longer text the beginning is read, and its reader is told so."""

TEXT, MARKDOWN, CSV = "text/plain", "text/markdown", "text/csv"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Document = Literal["text", "pdf", "docx"]
_TEXTS = {".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN, ".csv": CSV}
_BINARY = (b"PK", b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class WrongKindOfFile(BadInput):
    """This kind of file cannot be taken."""


class FileTooLarge(TooLarge):
    """The file is larger than allowed."""


class NothingInFile(BadInput):
    """There are no words in this file."""


def media_of(name: str, data: bytes) -> str:
    """The media type of a document. Raises `WrongKindOfFile`, `FileTooLarge`, `NothingInFile`."""
    fits(len(data))
    if not data:
        raise NothingInFile(field="file", value=shown_name(name), remedy="Choose another file.")
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return DOCX
    media = _TEXTS.get(PurePath(name).suffix.lower())
    text = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in data
    if media is None or data.startswith(_BINARY) or not text:
        raise WrongKindOfFile(
            f"{shown_name(name)!r} is none of them.",
            remedy="Text, Markdown, CSV, PDF and Word documents (.docx) are read.",
            field="file", value=shown_name(name),
        )  # fmt: skip
    return media


def audio_of(data: bytes) -> str:
    """The media type of a recording. Raises `WrongKindOfFile`, `FileTooLarge`."""
    fits(len(data))
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "audio/webm"
    if data.startswith(b"OggS"):
        return "audio/ogg"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    if data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] in _MPEG):
        return "audio/mpeg"
    raise WrongKindOfFile(
        "It is no recording.", remedy="webm, ogg, wav, mp3 and m4a are heard.", field="file"
    )


_MPEG = tuple(bytes([each]) for each in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2))
ENDINGS = {
    "audio/webm": ".webm", "audio/ogg": ".ogg", "audio/wav": ".wav",
    "audio/mp4": ".m4a", "audio/mpeg": ".mp3",
}  # fmt: skip


def fits(size: int) -> None:
    """Raises `FileTooLarge` above `MOST_BYTES`."""
    if size > MOST_BYTES:
        raise FileTooLarge(
            f"It has {size / 2**20:.1f} MB; {MOST_BYTES // 2**20} MB are allowed.",
            remedy="Send a part of it.", field="file", value=f"{size} bytes",
        )  # fmt: skip


def shown_name(name: str) -> str:
    """A file's name fit to be shown: its last part, one line, nothing that hides or turns."""
    bare = _HIDDEN.sub("", clean_text(name).replace("\\", "/").rpartition("/")[2])
    return shorten(bare, 120) or "file"


def page_of(pages: Sequence[str], quote: str) -> int | None:
    """The number, from 1, of the first page that holds `quote`, spaces aside; or None."""
    wanted = _plain(quote)
    plain = [_plain(page) for page in pages]
    for number, page in enumerate(plain, 1):
        if wanted and wanted in page:
            return number
    for number, (page, following) in enumerate(pairwise(plain), 1):
        if wanted and wanted in f"{page} {following}":
            return number
    return None


def capped(pages: Sequence[str]) -> tuple[list[str], bool]:
    """Pages up to `MOST_CHARACTERS` in all, and whether something was left out."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for page in pages:
        kept.append(page[:room])
        room -= len(page)
        if room <= 0:
            return kept, room < 0 or len(kept) < len(pages)
    return kept, False


def _plain(text: str) -> str:
    return " ".join(text.split())
