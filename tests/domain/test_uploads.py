"""A file is what its bytes say; what is not a document or a picture does not come in."""

import io
import zipfile

import pytest
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.errors import RefleqtError
from domain.uploads import (
    MOST_BYTES,
    FileTooLarge,
    FileUnreadable,
    FileUnsafe,
    WrongKindOfFile,
    kind_of,
    own_name,
    received,
)
from tests.domain.test_pictures import jpeg, png, webp


def word(text: str = "One place for every record.", **more: bytes) -> bytes:
    """A DOCX with one paragraph, and parts beside it."""
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, data in more.items():
            packed.writestr(name, data)
    return out.getvalue()


def pdf(script: str = "") -> bytes:
    """A PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        run = DictionaryObject({NameObject(name): value for name, value in action.items()})
        writer.root_object[NameObject("/OpenAction")] = run
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_bytes_decide_and_the_name_does_not() -> None:
    assert [kind_of("x.exe", data) for data in (png(), jpeg(), webp(), pdf(), word())] == [
        "png", "jpg", "webp", "pdf", "docx",
    ]  # fmt: skip
    assert kind_of("notes.md", b"# Notes") == "md"
    assert own_name("md", "version-1") == "version-1.md"


def test_words_are_read_from_text_and_documents() -> None:
    assert received("a.txt", "Grüße".encode()).text == "Grüße"
    assert "One place for every record." in received("a.docx", word()).text
    assert not received("a.pdf", pdf()).has_words
    assert not received("a.png", png()).has_words


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.exe", b"MZ\x90\x00", WrongKindOfFile),
        ("a.html", b"<html><script>1</script>", WrongKindOfFile),
        ("a.svg", b"<svg onload=alert(1)>", WrongKindOfFile),
        ("a.md", b"", WrongKindOfFile),
        ("a.txt", b"a\x00b", WrongKindOfFile),
        ("a.zip", b"PK\x03\x04 not a zip", FileUnreadable),
        ("a.txt", b"\xff\xfe\xfa", FileUnreadable),
        ("a.pdf", b"%PDF-1.7 broken", FileUnreadable),
        ("a.pdf", pdf("app.alert(1)"), FileUnsafe),
        ("a.txt", b"x" * (MOST_BYTES + 1), FileTooLarge),
        ("a.docx", word(**{"../../evil.txt": b"x"}), FileUnsafe),
        ("a.docx", word(**{"word/vbaProject.bin": b"x"}), FileUnsafe),
        ("a.docx", word(**{"word/media/bomb.bin": b"\x00" * 20_000_000}), FileUnsafe),
        ("a.txt", b"word " * 50_000, FileTooLarge),
    ],
)
def test_what_does_not_belong_is_refused_with_a_way_out(
    name: str, data: bytes, fault: type[RefleqtError]
) -> None:
    with pytest.raises(fault) as refused:
        received(name, data)
    assert refused.value.status in (413, 422)
    assert refused.value.remedy


def test_a_packed_file_that_is_no_document_is_named_as_such() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(WrongKindOfFile):
        received("a.docx", out.getvalue())
