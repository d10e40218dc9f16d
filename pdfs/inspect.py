"""Reads a finished PDF back and says what a parser would make of it."""

from __future__ import annotations

from datetime import date

import pypdf

from pdfs import checks, reading, uploaded
from pdfs.expected import Expected
from pdfs.problems import RenderError
from pdfs.verdict import Check, Fields, Verdict, from_json, settle

__all__ = ["Check", "Fields", "Verdict", "from_json", "full", "quick"]

OPENS_NOT = "The finished PDF cannot be opened, so it was not kept. Build it again."
EMPTY = "The finished PDF holds no text, so it was not kept. Build it again."
GARBLED = (
    "The {field} cannot be read back from the finished PDF, so it was not kept. "
    "Look at how it is written in the résumé, then build it again."
)


def quick(pdf: bytes, expected: Expected) -> int:
    """The number of pages; RenderError("unreadable") when name or headline do not come back."""
    try:
        reader = reading.opened(pdf)
        pages = len(reader.pages)
        letters = len(expected.name) + len(expected.headline)
        text = reading.beginning(reader, letters=letters)
    except reading.BROKEN as error:
        raise RenderError("unreadable", OPENS_NOT, missing="opens") from error
    if expected.rtl:
        # pypdf does not order right-to-left text; the full inspection measures it otherwise.
        if not text.strip():
            raise RenderError("unreadable", EMPTY, missing="text")
        return pages
    read = reading.collapsed(text)
    for field in ("name", "headline"):
        if not reading.holds(read, reading.collapsed(getattr(expected, field))):
            raise RenderError("unreadable", GARBLED.format(field=field), missing=field)
    return pages


def full(pdf: bytes, expected: Expected | None, *, today: date | None = None) -> Verdict:
    """Never raises on a damaged file: that is a verdict too. `expected` None: an uploaded file."""
    try:
        reader = reading.opened(pdf)
        texts = _texts(reader, pdf, rtl=bool(expected and expected.rtl))
        found = (
            checks.generated(reader, pdf, texts, expected, today=today or date.today())
            if expected
            else uploaded.checks(reader, pdf, texts)
        )
    except reading.BROKEN as error:
        named = "needs a password" if isinstance(error, pypdf.errors.WrongPasswordError) else ""
        broken = Check("opens", "fail", "opens", named or "cannot be opened")
        return Verdict("fail", (broken,), unreadable=True)
    text = texts.get("pdftotext") or texts.get("pypdf") or ""
    return Verdict(
        status=settle(found),
        checks=found,
        text=text.strip(),
        fields=uploaded.fields(text),
        extractors=_extractors(),
        pages=len(reader.pages),
        unreadable=bool(expected) and checks.is_unreadable(found),
    )


def _texts(reader: pypdf.PdfReader, pdf: bytes, *, rtl: bool) -> dict[str, str | None]:
    """Text by extractor; None: not installed, or not meant for this script."""
    return {
        "pypdf": None if rtl else reading.with_pypdf(reader),
        "pdftotext": reading.with_poppler(pdf, layout=False),
        "pdftotext -layout": reading.with_poppler(pdf, layout=True),
    }


def _extractors() -> tuple[tuple[str, str], ...]:
    poppler = reading.poppler_version()
    known = [("pypdf", pypdf.__version__)]
    return tuple([*known, ("pdftotext", poppler)] if poppler else known)
