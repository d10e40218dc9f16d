"""The checks of a PDF somebody else made, where only its own text can be judged."""

from __future__ import annotations

import re

import pypdf

from pdfs import checks as shared
from pdfs import locales, reading
from pdfs.verdict import Check, Fields, State

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d\s().\-/]{6,20}\d(?![\w/-])")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s·|,]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|me|ai|co|app|games|de"
    r"|fr|uk|eu|nl|pl|it|es|ch|at|se|dk)(?:/[^\s·|,)]*)?"
)
_YEAR_RANGE = re.compile(r"^(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d$")
_GUTTER = re.compile(r"\S {4,}\S")
_FEWEST_WORDS = 20


def checks(reader: pypdf.PdfReader, pdf: bytes, texts: shared.Texts) -> tuple[Check, ...]:
    text = texts.get("pdftotext") or texts.get("pypdf") or ""
    found = fields(text)
    contact = found.email or found.phone
    headings = [heading for heading, _ in found.sections]
    return (
        Check("opens", "pass"),
        _text_layer(reader, text),
        _one_column(texts.get("pdftotext -layout")),
        shared.fonts(reader),
        shared.characters(texts),
        Check("contact", "pass" if contact else "fail", "e-mail or telephone", contact),
        Check(
            "standard_headings", "pass" if headings else "amber", "any", ", ".join(headings[:12])
        ),
        shared.size(pdf),
    )


def fields(text: str) -> Fields:
    """What a simple parser takes from the text: patterns, positions and known headings."""
    lines = reading.lines(text)
    email = _EMAIL.search(text)
    phones = (match.group().strip() for match in _PHONE.finditer(text))
    links = dict.fromkeys(
        match.group().rstrip(".") for match in _LINK.finditer(_EMAIL.sub(" ", " ".join(lines)))
    )
    return Fields(
        name=lines[0][:120] if lines else "",
        headline=_headline(lines),
        email=email.group() if email else "",
        phone=next((phone for phone in phones if not _YEAR_RANGE.match(phone)), ""),
        links=tuple(links)[:20],
        sections=_sections(lines),
    )


def _headline(lines: list[str]) -> str:
    second = lines[1] if len(lines) > 1 else ""
    is_other = _EMAIL.search(second) or _PHONE.search(second) or locales.is_standard(second)
    return "" if is_other else second[:200]


def _sections(lines: list[str]) -> tuple[tuple[str, str], ...]:
    sections: list[tuple[str, list[str]]] = []
    for line in lines:
        if locales.is_standard(line):
            sections.append((line, []))
        elif sections:
            sections[-1][1].append(line)
    return tuple((heading, "\n".join(body)) for heading, body in sections)


def _text_layer(reader: pypdf.PdfReader, text: str) -> Check:
    n_words = len(reading.words(text))
    if n_words >= _FEWEST_WORDS:
        return Check("text_layer", "pass", "text", f"{n_words} words")
    found = "only pictures" if reading.has_pictures(reader) else f"{n_words} words"
    return Check("text_layer", "fail", "text", found)


def _one_column(laid_out: str | None) -> Check:
    """Two columns show as wide gaps at much the same place, line after line."""
    if laid_out is None:
        return Check("one_column", "not_measured")
    lines = [line for line in laid_out.splitlines() if len(line.split()) > 2]
    gaps = [match.end() // 8 for line in lines for match in _GUTTER.finditer(line)]
    most = max((gaps.count(place) + gaps.count(place + 1) for place in set(gaps)), default=0)
    split = bool(lines) and most / len(lines) >= 0.3
    state: State = "amber" if split else "pass"
    return Check("one_column", state, "one", "two or more" if split else "one")
