"""Files as people bring them, made on the spot."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

CV = """\
Jane Doe
Backend Engineer
jane.doe@example.org | +44 20 7946 0018 | Leeds, UK | github.com/janedoe

Summary
Engineer who makes slow things fast.

Experience
Staff Engineer, Northwind Ltd (Leeds, UK)    2019 - present
- Cut the build from 40 to 6 minutes
- Led five people

Developer, Fabrikam Inc    Mar 2015 - Dec 2018
- Built the importer

Education
2010 - 2014: BSc Mathematics, University of York

Skills
Languages: Python, Go
Tools: Linux, PostgreSQL

Languages
English (native), French (B2)
"""


def pdf(text: str = CV, *, password: str = "", pages: int = 1) -> bytes:
    """One column of text in a font every reader has."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        _page(writer, text)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: pypdf.PdfWriter, text: str) -> None:
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = DecodedStreamObject()
    rows = (row.replace("(", r"\(").replace(")", r"\)") for row in text.splitlines())
    lines = "".join(f"({row}) Tj 0 -14 Td\n" for row in rows)
    drawn.set_data(f"BT /F1 10 Tf 50 800 Td\n{lines}ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(drawn)


def word(text: str = CV) -> bytes:
    made = docx.Document()
    for row in text.splitlines():
        bullet = row.startswith("- ")
        made.add_paragraph(row.removeprefix("- "), style="List Bullet" if bullet else None)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A Word file with one more part in its package."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()
