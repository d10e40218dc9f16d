"""The checks of a PDF we made: what must come back is known exactly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pypdf

from pdfs import reading
from pdfs.expected import Expected
from pdfs.verdict import Check, State

Texts = Mapping[str, str | None]
RECALL, READABLE = 0.995, 0.90
SMALL = 500_000  # bytes
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x00\ufb00-\ufb06\u00ad\U000f0000-\U0010ffff]")
_SIZES = {"a4": (595, 842), "letter": (612, 792)}


def generated(
    reader: pypdf.PdfReader, pdf: bytes, texts: Texts, expected: Expected, *, today: date
) -> tuple[Check, ...]:
    found = [Check("opens", "pass")]
    for extractor, text in texts.items():
        found += of_text(extractor, text, expected)
    found += [fonts(reader), characters(texts), _tags(reader, expected)]
    found += _shape(reader, pdf, expected, today=today)
    return tuple(found)


def is_unreadable(found: Sequence[Check]) -> bool:
    """Fewer than nine words in ten, or no name."""
    for check in found:
        if check.state == "fail" and check.name == "name":
            return True
        if check.state == "fail" and check.name == "recall" and _percent(check.found) < READABLE:
            return True
    return False


def _percent(shown: str) -> float:
    number = re.match(r"[\d.]+", shown)
    return float(number.group()) / 100 if number else 0.0


def of_text(extractor: str, text: str | None, expected: Expected) -> Iterator[Check]:
    if text is None:
        for name in ("recall", "headings", "entries", "name", "email", "phone"):
            yield Check(name, "not_measured", extractor=extractor)
        return
    yield _recall(extractor, text, expected)
    yield _headings(extractor, text, expected)
    yield _entries(extractor, text, expected)
    yield from _person(extractor, text, expected)


def _recall(extractor: str, text: str, expected: Expected) -> Check:
    wanted = Counter(reading.words(expected.text))
    missing = wanted - Counter(reading.words(text))
    share = 1 - missing.total() / max(1, wanted.total())
    found = f"{100 * share:.2f} %"
    if missing:
        found += f"; missing {', '.join(list(missing)[:8])}"
    state: State = "pass" if share >= RECALL else "fail"
    return Check("recall", state, f"{100 * RECALL} %", found, extractor)


def _headings(extractor: str, text: str, expected: Expected) -> Check:
    wanted = [reading.collapsed(heading.text) for heading in expected.headings]
    lines = iter(reading.lines(text))
    missing = [heading for heading in wanted if not _reach(lines, heading)]
    return _settled("headings", wanted, missing, extractor)


def _reach(lines: Iterator[str], heading: str) -> bool:
    """A long heading may take two lines of the page."""
    before = ""
    for line in lines:
        if reading.same(line, heading) or reading.same(f"{before} {line}", heading):
            return True
        before = line
    return False


def _entries(extractor: str, text: str, expected: Expected) -> Check:
    read = reading.collapsed(text)
    wanted = [reading.collapsed(line) for entry in expected.entries for line in entry]
    missing, at = [], 0
    for line in wanted:
        start = read.find(line, at)
        if start >= 0:
            at = start + len(line)
        elif line in read or not reading.holds(read, line):
            missing.append(line)
    return _settled("entries", wanted, missing, extractor)


def _settled(name: str, wanted: Sequence[str], missing: Sequence[str], extractor: str) -> Check:
    found = f"{len(wanted) - len(missing)} of {len(wanted)}"
    if missing:
        found += f"; not in its place: {missing[0][:80]}"
    return Check(name, "fail" if missing else "pass", str(len(wanted)), found, extractor)


def _person(extractor: str, text: str, expected: Expected) -> Iterator[Check]:
    lines = reading.lines(text)
    name = reading.collapsed(expected.name)
    top = " ".join(lines[:2])
    yield Check("name", "pass" if reading.holds(top, name) else "fail", name, top[:120], extractor)
    headings = {reading.collapsed(heading.text) for heading in expected.headings}
    first = next((n for n, line in enumerate(lines) if line in headings), len(lines))
    before = " ".join(lines[:first])
    for field, value in (("email", expected.email), ("phone", expected.phone)):
        if value:
            found = reading.collapsed(value) in before
            state: State = "pass" if found else "fail"
            yield Check(field, state, value, value if found else "", extractor)


def fonts(reader: pypdf.PdfReader) -> Check:
    bad = []
    for font in reading.fonts(reader):
        if font.kind == "Type3":
            bad.append(f"{font.name or 'a font'} is Type 3")
        elif not font.embedded:
            bad.append(f"{font.name} is not embedded")
        elif not font.mapped:
            bad.append(f"{font.name} has no Unicode map")
    return Check("fonts", "fail" if bad else "pass", "embedded, mapped", "; ".join(bad[:5]))


def characters(texts: Texts) -> Check:
    odd = Counter(match for text in texts.values() if text for match in _ODD.findall(text))
    named = ", ".join(f"U+{ord(character):04X}" for character in list(odd)[:8])
    return Check("characters", "fail" if odd else "pass", "none", named)


def _tags(reader: pypdf.PdfReader, expected: Expected) -> Check:
    tags = reading.tags(reader)
    info: Mapping[str, object] = reader.metadata or {}
    missing = []
    if tags.count("/H1") != 1:
        missing.append(f"{tags.count('/H1')} first-level headings" if tags else "tags")
    if not reading.catalogue(reader).get("/Lang"):
        missing.append("language")
    if info.get("/Title") != expected.title:
        missing.append("title")
    if info.get("/Author", "") != expected.name:
        missing.append("author")
    return Check(
        "tags",
        "fail" if missing else "pass",
        "all",
        "missing: " * bool(missing) + ", ".join(missing),
    )


def _shape(
    reader: pypdf.PdfReader, pdf: bytes, expected: Expected, *, today: date
) -> Iterator[Check]:
    yield size(pdf)
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    wide, high = _SIZES[expected.paper]
    fits = abs(width - wide) < 2 and abs(height - high) < 2
    found = f"{width:.0f} × {height:.0f} pt"
    yield Check("paper", "pass" if fits else "amber", f"{wide} × {high} pt", found)
    years = today.year - expected.first_year if expected.first_year else 0
    most = 3 if years >= 10 else 2
    pages = len(reader.pages)
    yield Check("pages", "pass" if pages <= most else "amber", f"at most {most}", str(pages))
    odd = [heading.text for heading in expected.headings if not heading.standard]
    state: State = "amber" if odd else "pass"
    yield Check("standard_headings", state, "known to parsers", ", ".join(odd))


def size(pdf: bytes) -> Check:
    state: State = "pass" if len(pdf) <= SMALL else "amber"
    return Check("size", state, f"{SMALL // 1000} kB", f"{len(pdf) / 1000:.0f} kB")
