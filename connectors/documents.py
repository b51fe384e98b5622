"""Documents to pages of text, read in a child process that may take little memory and time.

Nothing in a document is run and no link in it is followed. What breaks the reader breaks the child.
"""

import asyncio
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from core.errors import BadInput
from domain.files import DOCX, MOST_CHARACTERS, MOST_PAGES, PDF

MOST_MEMORY = 1024 * 1024 * 1024
MOST_CPU_SECONDS = 20
PATIENCE = 60.0
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 2_000
ROOT = Path(__file__).parents[1]


class FileUnreadable(BadInput):
    """This file cannot be read."""


async def pages_of(media: str, data: bytes) -> list[str]:
    """The pages of a document, in order; a text is one page. Raises `FileUnreadable`."""
    if media not in (PDF, DOCX):
        return [_decoded(data)]
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "connectors.documents", media,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            told, _ = await child.communicate(data)
    except TimeoutError:
        told = b""
    finally:
        with suppress(ProcessLookupError):
            child.kill()
    answer = json.loads(told) if child.returncode == 0 and told else {}
    if "pages" not in answer:
        why = answer.get("why", "It is damaged, or far larger inside than outside.")
        raise FileUnreadable(why, remedy="Save it anew, or paste its text.", field="file")
    return answer["pages"]


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileUnreadable(
            f"Byte {wrong.start} is not UTF-8.", remedy="Save it as UTF-8 text.", field="file"
        ) from wrong


def read(media: str, data: bytes) -> dict[str, Any]:
    """`pages`, or `why` not: what the child process tells."""
    try:
        pages = _pdf(data) if media == PDF else _docx(data)
        return {"pages": pages}
    except FileUnreadable as wrong:
        return {"why": wrong.detail}


def _pdf(data: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileUnreadable("It is locked with a password.")
        if len(reader.pages) > MOST_PAGES:
            raise FileUnreadable(f"It has {len(reader.pages)} pages; {MOST_PAGES} are allowed.")
        return [*_until_full(page.extract_text() for page in reader.pages)]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as wrong:
        raise FileUnreadable(f"It is no PDF that can be read ({type(wrong).__name__}).") from wrong


def _docx(data: bytes) -> list[str]:
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            _no_bomb(parts)
        body = Document(BytesIO(data)).element.body
    except (OpcError, LxmlError, zipfile.BadZipFile, ValueError, KeyError, OSError) as wrong:
        raise FileUnreadable(
            f"It is no Word document that can be read ({type(wrong).__name__})."
        ) from wrong
    pages = [*_until_full(_word_pages(body))]
    if len(pages) > MOST_PAGES:
        raise FileUnreadable(f"It has {len(pages)} pages; {MOST_PAGES} are allowed.")
    return pages


def _no_bomb(parts: zipfile.ZipFile) -> None:
    listed = parts.infolist()
    inside, outside = sum(one.file_size for one in listed), sum(one.compress_size for one in listed)
    if len(listed) > MOST_PARTS or inside > MOST_UNPACKED or inside > MOST_RATIO * max(outside, 1):
        raise FileUnreadable("It is far larger inside than outside.")


def _word_pages(body: Any) -> Iterator[str]:
    """The words between page breaks, as the program that saved the document set them."""
    page: list[str] = []
    for node in body.iter():
        name = str(node.tag).rpartition("}")[2]
        kind = next((value for key, value in node.attrib.items() if key.endswith("}type")), "")
        if name == "lastRenderedPageBreak" or (name == "br" and kind == "page"):
            yield "".join(page)
            page = []
        elif name == "t":
            page.append(node.text or "")
        elif name in ("p", "br", "cr"):
            page.append("\n")
        elif name in ("tab", "tc"):
            page.append("\t")
    yield "".join(page)


def _until_full(pages: Iterator[str]) -> Iterator[str]:
    room = MOST_CHARACTERS + 1
    for page in pages:
        yield page[:room].strip()
        room -= len(page)
        if room <= 0:
            return


def main() -> None:
    """Read a document of the media type given from stdin; tell its pages on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    told = read(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told).encode())


if __name__ == "__main__":
    main()
