"""Statements and invoices as PDF: what reportlab draws, and nothing that decides anything.

Text is drawn as text, never read as markup. The fonts are those that every reader has; a letter
that they lack is drawn as a question mark and does not end the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape


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

    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=9, leading=12.5)
    right = ParagraphStyle("right", plain, alignment=2)
    head = ParagraphStyle("head", plain, fontName="Helvetica-Bold", fontSize=20, leading=26)
    small = ParagraphStyle("small", plain, fontSize=8, leading=11, textColor=colors.grey)

    def cells(row: Sequence[str]) -> list[Paragraph]:
        edge = len(row) - sheet.amounts
        return [Paragraph(_safe(one), right if at >= edge else plain) for at, one in enumerate(row)]

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
    told = [[Paragraph(_safe(a), small), Paragraph(_safe(b), plain)] for a, b in sheet.facts]
    facts = Table(told, colWidths=[38 * mm, None], hAlign="LEFT")
    table = Table([cells(row) for row in (sheet.heads, *sheet.rows)], repeatRows=1, hAlign="LEFT",
                  colWidths=_widths(sheet, 170 * mm), style=lines)  # fmt: skip
    notes = [Paragraph(_safe(note), small) for note in sheet.notes]
    gap = Spacer(1, 7 * mm)
    document.build([Paragraph(_safe(sheet.title), head), gap, facts, gap, table, gap, *notes])
    return out.getvalue()


def _widths(sheet: Sheet, whole: float) -> list[float]:
    """Amounts get an eighth each, the first column as much, the second what is left."""
    count = len(sheet.heads)
    eighth = whole / 8
    widths = [eighth] * count
    widths[1] = whole - eighth * (count - 1)
    return widths


def _safe(text: str) -> str:
    return escape(text.encode("cp1252", "replace").decode("cp1252"))
