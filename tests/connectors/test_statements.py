"""What is drawn can be read back, whatever stands in it."""

from io import BytesIO

from pypdf import PdfReader

from connectors.statements import Sheet, drawn
from tests.conftest import START


def sheet(*rows: tuple[str, ...]) -> Sheet:
    """A small document of three columns."""
    return Sheet("Statement", START, [("For", "Zoë & Co <b>")], ("Day", "Work", "Sum"), rows)


def words(pdf: bytes) -> str:
    """Its text, page after page."""
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_text_is_text_and_never_markup() -> None:
    said = words(drawn(sheet(("2026-11-01", "A & B <script> “é” 漢", "1.00 EUR"))))
    assert "Zoë & Co <b>" in said
    assert "<script>" in said
    assert "1.00 EUR" in said


def test_many_rows_go_on_over_pages_and_the_same_sheet_gives_the_same_bytes() -> None:
    rows = [(f"2026-11-{n % 28 + 1:02}", f"Work {n}", f"{n}.00 USD") for n in range(120)]
    pdf = drawn(sheet(*rows))
    assert len(PdfReader(BytesIO(pdf)).pages) > 2
    assert "119.00 USD" in words(pdf)
    assert pdf == drawn(sheet(*rows))


def test_names_of_many_tongues_can_be_read_and_what_no_font_has_does_not_end_the_page() -> None:
    names = ("Łukasz Żółć", "Đorđe Čačić", "Ελένη Παππά", "Юлия Ковальчук", "Nguyễn Thị Ánh")
    said = words(drawn(sheet(*(("2026-11-01", name, "1.00 €") for name in names))))
    for name in names:
        assert name in said
    assert "? and on" in words(drawn(sheet(("2026-11-01", "漢 and on", "1.00"))))


def test_nothing_that_moved_is_a_document_too() -> None:
    assert "Statement" in words(drawn(sheet()))
