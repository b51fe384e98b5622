"""Documents made by hand: PDF and Word files, and the bad ones."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx import Document


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF with one line of text on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents {5 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return body + (head + tail).encode()


def docx(pages: Sequence[str]) -> bytes:
    """A Word document with a paragraph on each page."""
    it = Document()
    for n, text in enumerate(pages):
        if n:
            it.add_page_break()
        it.add_paragraph(text)
    out = BytesIO()
    it.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """What calls itself a Word document and is far larger inside than outside."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * 60_000_000)
    return out.getvalue()


def entities() -> bytes:
    """A Word document whose XML would grow without end if its entities were followed."""
    grows = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    xml = f"<?xml version='1.0'?><!DOCTYPE d [{grows}]><d>&a9;</d>"
    made = BytesIO(docx(["words"]))
    out = BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as parts:
        for name in old.namelist():
            parts.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return out.getvalue()
