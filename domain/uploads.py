"""Files that creators hand in: which kinds, how large, what is inside, and what is taken out.

A file is what its first bytes say, whatever its name says; its own name is never used for anything.
Source: `docs/trust.md`, "Uploads" (ASVS V5.2, V5.3).
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from core.errors import BadInput, TooLarge
from core.text import clean_text
from domain import pictures

FileKind = Literal["md", "txt", "docx", "pdf", "png", "jpg", "webp"]
MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 120
MOST_PARTS = 2_000
MOST_PAGES = 300
MOST_CHARACTERS = 200_000
MEDIA: dict[str, str] = {
    "text": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8", "pdf": "application/pdf", "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
"""Kind → the media type that the file is given out with; never one that a browser would run."""
TEXTS: frozenset[str] = frozenset({"md", "txt", "docx", "pdf"})
_NAMES = "Markdown, plain text, DOCX, PDF, PNG, JPEG or WebP"
_ACTIVE = ("/JavaScript", "/EmbeddedFiles", "/OpenAction", "/AA", "/XFA")
"""Parts of a PDF's root that run something or carry a file."""


class WrongKindOfFile(BadInput):
    """This kind of file is not taken here."""


class FileTooLarge(TooLarge):
    """This file is larger than allowed."""


class FileUnsafe(BadInput):
    """This file holds more than a document or a picture."""


class FileUnreadable(BadInput):
    """This file cannot be opened."""


@dataclass(frozen=True)
class Upload:
    """A file fit to be kept: its kind, its bytes without metadata, and its words, if it has any."""

    kind: FileKind
    data: bytes
    text: str

    @property
    def has_words(self) -> bool:
        """Whether the review can read it."""
        return bool(self.text.strip())


def received(name: str, data: bytes) -> Upload:
    """What came in, looked through. `name` only tells Markdown from plain text.

    Raises `WrongKindOfFile`, `FileTooLarge`, `FileUnsafe`, `FileUnreadable`, or what
    `domain/pictures.py` raises.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(
            f"It has {len(data):,} bytes; the limit is {MOST_BYTES:,}.",
            remedy="Hand in a smaller file, or the text itself.", field="file",
        )  # fmt: skip
    kind = kind_of(name, data)
    if kind in ("md", "txt"):
        return Upload(kind, data, _decoded(data))
    if kind == "docx":
        return Upload(kind, data, _word(data))
    if kind == "pdf":
        return Upload(kind, data, _portable(data))
    return Upload(kind, pictures.bare(kind, data), "")


def kind_of(name: str, data: bytes) -> FileKind:
    """What the first bytes say that a file is. Raises `WrongKindOfFile`."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    ending = PurePath(name).suffix.lower()
    if data.strip() and ending in (".md", ".markdown", ".txt", ".text") and b"\x00" not in data:
        return "md" if ending.startswith(".m") else "txt"
    raise WrongKindOfFile(
        "Its first bytes say so." if data.strip() else "It is empty.",
        remedy=f"Use {_NAMES}.", field="file",
    )  # fmt: skip


def own_name(kind: str, stem: str) -> str:
    """The name under which we give a file out: ours, not the sender's."""
    return f"{stem}.{'txt' if kind == 'text' else kind}"


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileUnreadable(
            f"Byte {wrong.start} is not UTF-8.", remedy="Save it as UTF-8.", field="file"
        ) from wrong
    return _short(text)


def _word(data: bytes) -> str:
    _unpacks(data)
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as wrong:
        raise FileUnreadable(remedy="Save it again as DOCX.", field="file") from wrong
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return _short("\n\n".join([*(each.text for each in document.paragraphs), *cells]))


def _unpacks(data: bytes) -> None:
    """A packed file that unpacks to what it may: no bomb, no way out of its folder, no macros."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as wrong:
        raise FileUnreadable(remedy="Save it again as DOCX.", field="file") from wrong
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise WrongKindOfFile("It is packed and no DOCX.", remedy=f"Use {_NAMES}.", field="file")
    unpacked = sum(part.file_size for part in parts)
    ratio = max((p.file_size / max(p.compress_size, 1) for p in parts), default=0)
    outside = [n for n in names if n.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", n)]
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or ratio > MOST_RATIO:
        raise FileUnsafe(
            f"It unpacks to {unpacked:,} bytes in {len(parts):,} parts.",
            remedy="Hand in the text itself.", field="file",
        )  # fmt: skip
    if outside or any("vbaProject" in name or "/embeddings/" in name for name in names):
        raise FileUnsafe(
            "It holds macros, packed objects or paths.", remedy="Save it as a plain DOCX.",
            field="file",
        )  # fmt: skip


def _portable(data: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        _stays_still(reader.trailer["/Root"])
        pages = reader.pages
        if len(pages) > MOST_PAGES:
            raise FileTooLarge(
                f"It has {len(pages)} pages; the limit is {MOST_PAGES}.", field="file",
                remedy="Hand in a shorter file.",
            )  # fmt: skip
        words = [page.extract_text() or "" for page in pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise FileUnreadable(remedy="Print it to PDF again.", field="file") from wrong
    return _short("\n\n".join(words))


def _stays_still(root: Any) -> None:
    """A PDF that does nothing when it is opened, and carries nothing. Raises `FileUnsafe`."""
    parts = {*root, *root.get("/Names", {}), *root.get("/AcroForm", {})}
    action = root.get("/OpenAction")
    if isinstance(action, list):
        parts.discard("/OpenAction")  # a page to begin with
    if found := sorted(parts & set(_ACTIVE)):
        raise FileUnsafe(
            f"It holds {', '.join(found)}.", remedy="Print it to a plain PDF.", field="file"
        )


def _short(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise FileTooLarge(
            f"It has {len(text):,} characters; the limit is {MOST_CHARACTERS:,}.",
            remedy="Hand in a shorter text.", field="file",
        )  # fmt: skip
    return clean_text(text)
