"""Education: degree, field, school, grade and period. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jobops.lib.text import fold
from tailoring.intake import blocks, contacts, dates, words
from tailoring.intake.blocks import Block, text_of
from tailoring.intake.dated import Fields, undated
from tailoring.intake.said import NOTHING, Said
from tailoring.intake.sections import Numbered

_GRADE = re.compile(
    r"\b(?:C?GPA|Grade|(?:Abschluss|Gesamt|Durchschnitts)?note|Mention|Nota|Voto|M[eé]dia|Ocena"
    r"|Cijfer)\b\s*[:=]?\s*([^|\t;,()]{1,40})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]{2,80})\)")
_APART = re.compile(
    r"\t|\s*\|\s*|\s+[–—-]\s+|,\s*(?![^(]*\))|\s+(?:from|at|in|an der)\s+(?=(?:the\s+)?[A-ZÀ-Þ«\"])"
)
_EDGE = " \t,;:.|–—-"
_EXPECTED = re.compile(r"\b(?:expected(?: graduation)?|graduation|graduated|class of)\b:?", re.I)


def education(lines: Sequence[Numbered]) -> Iterator[Fields]:
    found, above = blocks.blocks(lines, lacks=_lacks)
    if found:
        yield from map(_entry, found)
        if above:
            yield _entry(Block(above[:2], NOTHING, above[2:]))
        return
    yield from map(_entry, undated(lines))


def _lacks(head: Sequence[Numbered], following: Numbered) -> bool:
    """Degree and school often take a line each."""
    text = " ".join(one.text for one in head)
    folded, more = fold(text), fold(following.text)
    has_school = words.pattern("school").search(folded) is not None
    has_degree = words.pattern("degree").search(folded) is not None
    if has_school and has_degree:
        return False
    wanted = "degree" if has_school else "school"
    return words.pattern(wanted).search(more) is not None or not (has_school or has_degree)


def _entry(block: Block) -> Fields:
    made: Fields = dict.fromkeys(("degree", "area", "school", "grade", "location"), NOTHING)
    loose: list[Said] = []
    for one in block.head:
        text, grade = _without(one.text, _GRADE)
        if grade:
            made["grade"] = Said(grade, (one.number,))
        for part in _parts(_EXPECTED.sub(" ", text)):
            _place(Said(part, (one.number,)), made, loose)
    body = list(block.body)
    for one in list(body):
        if not made["grade"] and len(one.text) < 80 and (found := _GRADE.search(one.text)):
            made["grade"] = Said(found[1].strip(_EDGE), (one.number,))
    for name in ("degree", "school", "area"):
        if loose and not made[name]:
            made[name] = loose.pop(0).unsure()
    rest = text_of(body)
    return {**made, "period": block.period, "text": rest}


def _parts(text: str) -> Iterator[str]:
    for bracket in _BRACKETS.findall(text):
        text = text.replace(f"({bracket})", f"\t{bracket}\t")
    for part in _APART.split(text):
        kept = part.strip(_EDGE)
        if any(map(str.isalpha, kept)) and not dates.is_period(kept):
            yield kept


def _place(part: Said, made: Fields, loose: list[Said]) -> None:
    folded = fold(part.value)
    schooled = words.pattern("school").search(folded)
    graded = words.pattern("degree").search(folded)
    if schooled and not (graded and graded.start() == 0):
        _fill("school", part, made, loose)
    elif graded:
        _fill("degree", part, made, loose)
    elif contacts.is_place(part.value):
        before = made["location"]
        glued = f"{before.value}, {part.value}" if before else part.value
        made["location"] = Said(glued, part.lines)
    elif made["degree"] and not made["area"]:
        made["area"] = part
    else:
        loose.append(part)


def _fill(name: str, part: Said, made: Fields, loose: list[Said]) -> None:
    if not made[name]:
        made[name] = part
    elif name == "degree" and not made["area"]:
        made["area"] = part
    else:
        loose.append(part)


def _without(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    found = pattern.search(text)
    if not found:
        return text, ""
    return text.replace(found.group(), " "), found[1].strip(_EDGE)
