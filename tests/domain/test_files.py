"""What a file is, its bytes say; names are only shown; a quote is found on its page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.files import (
    CSV,
    DOCX,
    MARKDOWN,
    MOST_BYTES,
    MOST_CHARACTERS,
    PDF,
    TEXT,
    FileTooLarge,
    NothingInFile,
    WrongKindOfFile,
    audio_of,
    capped,
    fits,
    media_of,
    page_of,
    shown_name,
)

ZIPPED = b"PK\x03\x04 ... word/document.xml"


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("notes.txt", b"words", TEXT), ("a.md", b"# words", MARKDOWN), ("a.CSV", b"a,b", CSV),
        ("a.pdf", b"%PDF-1.7", PDF), ("looks-like.txt", b"%PDF-1.7", PDF), ("a.docx", ZIPPED, DOCX),
        ("wide.txt", "words".encode("utf-16"), TEXT),
    ],
)  # fmt: skip
def test_the_bytes_say_what_a_document_is(name: str, data: bytes, media: str) -> None:
    assert media_of(name, data) == media


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ\x90"), ("a.txt", b"MZ\x90 words"), ("a.zip", b"PK\x03\x04 other"),
        ("a.pdf", b"no pdf at all"), ("a.txt", b"a\x00b"), ("a.svg", b"<svg/>"),
        ("a.html", b"<html>"), ("a.docm.exe", b"\x7fELF"), ("old.txt", b"\xd0\xcf\x11\xe0"),
        ("a.md", b"\x89PNG"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(WrongKindOfFile, match="Text, Markdown, CSV, PDF and Word"):
        media_of(name, data)


def test_an_empty_file_and_one_too_large_are_refused_by_name() -> None:
    with pytest.raises(NothingInFile):
        media_of("a.txt", b"")
    with pytest.raises(FileTooLarge, match="10 MB are allowed"):
        fits(MOST_BYTES + 1)
    fits(MOST_BYTES)


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"\x1aE\xdf\xa3..", "audio/webm"), (b"OggS..", "audio/ogg"),
        (b"RIFF....WAVEfmt ", "audio/wav"), (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"ID3\x04", "audio/mpeg"), (b"\xff\xfb\x90", "audio/mpeg"),
    ],
)  # fmt: skip
def test_a_recording_is_known_by_its_bytes(data: bytes, media: str) -> None:
    assert audio_of(data) == media


def test_what_is_no_recording_is_refused() -> None:
    for data in (b"", b"words", b"%PDF-1.7", b"\xff\xd8\xff\xe0"):
        with pytest.raises(WrongKindOfFile):
            audio_of(data)


@given(st.text(max_size=400))
def test_a_shown_name_is_one_short_line_that_hides_nothing(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= 120
    assert shown.splitlines() == [shown]
    assert "/" not in shown
    assert "\u202e" not in shown


def test_a_name_loses_its_path() -> None:
    assert shown_name("../../etc/passwd") == "passwd"
    assert shown_name("C:\\Users\\ada\\plan.pdf") == "plan.pdf"
    assert shown_name("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_a_quote_is_found_on_its_page_and_across_two() -> None:
    pages = ["The price is\nnine euros.", "And it ends", "here, says page three."]
    assert page_of(pages, "price is nine") == 1
    assert page_of(pages, "ends here, says") == 2
    assert page_of(pages, "page three") == 3
    assert page_of(pages, "nowhere") is None
    assert page_of(pages, "") is None


@given(st.lists(st.integers(0, MOST_CHARACTERS), max_size=5))
def test_no_more_than_the_limit_is_kept_and_a_cut_is_told(lengths: list[int]) -> None:
    kept, cut = capped(["x" * length for length in lengths])
    assert sum(map(len, kept)) <= MOST_CHARACTERS
    assert cut == (sum(lengths) > MOST_CHARACTERS) or (cut and len(kept) < len(lengths))
