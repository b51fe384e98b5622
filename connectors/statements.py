"""Statements and invoices as PDF: what reportlab draws, and nothing that decides anything.

Text is drawn as text, never read as markup. The fonts lie in `fonts/` with their licence and hold
Latin, Greek and Cyrillic letters; one that they lack is drawn as a question mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).with_name("fonts")
FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"


@dataclass(frozen=True)
class Sheet:
    """A document: a title, lines of facts beside it, one table, and notes at its end.

    The last columns of the table, as many as `amounts`, hold amounts and stand to the right; the
    rows after the first `len(rows) - totals` are sums.
    """

    title: str
    made_at: datetime
    facts: Sequence[tuple[str, str]]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    amounts: int = 1
    totals: int = 0
    notes: Sequence[str] = ()


def drawn(sheet: Sheet) -> bytes:
    """The PDF; the same sheet gives the same bytes."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    known = _fonts()

    def safe(text: str) -> str:
        plain = (" " if one.isspace() else one for one in text)
        return escape("".join(one if ord(one) in known else "?" for one in plain))

    plain = ParagraphStyle("plain", fontName=FONT, fontSize=9, leading=12.5)
    right = ParagraphStyle("right", plain, alignment=2)
    head = ParagraphStyle("head", plain, fontName=BOLD, fontSize=20, leading=26)
    small = ParagraphStyle("small", plain, fontSize=8, leading=11, textColor=colors.grey)

    def cells(row: Sequence[str]) -> list[Paragraph]:
        edge = len(row) - sheet.amounts
        return [Paragraph(safe(one), right if at >= edge else plain) for at, one in enumerate(row)]

    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=sheet.title, author="Refleqt", invariant=1,
        leftMargin=20 * mm, rightMargin=20 * mm, topMargin=20 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    lines = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.lightgrey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            *([("LINEABOVE", (0, -sheet.totals), (-1, -sheet.totals), 0.8, colors.black)]
              if sheet.totals else []),
        ]
    )  # fmt: skip
    told = [[Paragraph(safe(a), small), Paragraph(safe(b), plain)] for a, b in sheet.facts]
    facts = Table(told, colWidths=[38 * mm, None], hAlign="LEFT")
    table = Table([cells(row) for row in (sheet.heads, *sheet.rows)], repeatRows=1, hAlign="LEFT",
                  colWidths=_widths(sheet, 170 * mm), style=lines)  # fmt: skip
    notes = [Paragraph(safe(note), small) for note in sheet.notes]
    gap = Spacer(1, 7 * mm)
    document.build([Paragraph(safe(sheet.title), head), gap, facts, gap, table, gap, *notes])
    return out.getvalue()


def _widths(sheet: Sheet, whole: float) -> list[float]:
    """Amounts get an eighth each, the first column as much, the second what is left."""
    count = len(sheet.heads)
    eighth = whole / 8
    widths = [eighth] * count
    widths[1] = whole - eighth * (count - 1)
    return widths


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Make the fonts known to reportlab; returns the letters that both of them have."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    made = [TTFont(name, FOLDER / f"{name}.ttf") for name in (FONT, BOLD)]
    for font in made:
        registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in made))
