"""Documents become pages of text in a child process; what is broken or a trap is refused."""

import pytest

from connectors.documents import FileUnreadable, pages_of
from domain.files import DOCX, MOST_PAGES, PDF, TEXT
from tests.documents import bomb, docx, entities, pdf


async def test_a_pdf_and_a_word_document_are_read_page_by_page() -> None:
    assert await pages_of(PDF, pdf(["First page.", "Second page."])) == [
        "First page.", "Second page.",
    ]  # fmt: skip
    assert await pages_of(DOCX, docx(["First page.", "Second page."])) == [
        "First page.", "Second page.",
    ]  # fmt: skip


async def test_a_text_is_one_page_in_either_encoding() -> None:
    assert await pages_of(TEXT, "Grüße".encode()) == ["Grüße"]
    assert await pages_of(TEXT, "Grüße".encode("utf-16")) == ["Grüße"]
    with pytest.raises(FileUnreadable, match="Byte 2 is not UTF-8"):
        await pages_of(TEXT, "Grüße".encode("latin-1"))


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"%PDF-", pdf(["words"])[:200]])
async def test_a_broken_pdf_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(FileUnreadable, match="Save it anew, or paste its text"):
        await pages_of(PDF, data)


async def test_too_many_pages_are_refused() -> None:
    with pytest.raises(FileUnreadable, match=f"{MOST_PAGES} are allowed"):
        await pages_of(PDF, pdf(["x"] * (MOST_PAGES + 1)))


async def test_a_bomb_and_entities_that_grow_do_no_harm() -> None:
    with pytest.raises(FileUnreadable, match="far larger inside"):
        await pages_of(DOCX, bomb())
    with pytest.raises(FileUnreadable):
        await pages_of(DOCX, entities())
    with pytest.raises(FileUnreadable):
        await pages_of(DOCX, b"PK\x03\x04 word/ nothing else")
