"""Facts of a job from running text, by labels and phrases; each with the words it came from. Pure.

In doubt a field stays empty: a wrong value costs the reader more than a blank one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from jobops.lib.dates import parse_deadline
from jobops.lib.money import parse_pay
from jobops.lib.text import fold
from orchestrator.jobs import capture_words as words
from orchestrator.jobs.capture_draft import Said, said

LINES = 2_000
LINE = 2_000
# Facts that pages write a line below their label.
BELOW = ("location", "employer", "deadline", "salary")


def read(text: str, *, wanted: Collection[str], today: date) -> dict[str, Said]:
    """What rules find in `text` for the fields that are `wanted`."""
    lines = [line.strip()[:LINE] for line in text.splitlines()[:LINES]]
    found: dict[str, Said] = {}
    for name, value, quote in _labelled(lines):
        if name in wanted and name not in found:
            found |= _checked(name, value, quote=quote, today=today)
    for name, finder in FINDERS.items():
        if name in wanted and name not in found:
            found |= finder(lines, today)
    return found


def body(text: str) -> str:
    """The text without a block of labelled lines at its top, such as our own fetch writes."""
    head, gap, rest = text.partition("\n\n")
    lines = [line for line in head.splitlines() if line.strip()]
    labelled = sum(1 for line in lines if _label(line))
    return rest.strip() if gap and rest.strip() and labelled == len(lines) >= 2 else text


def _labelled(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Field, value and the line that says so: "Location: Leeds", or the value a line below."""
    for number, line in enumerate(lines):
        if found := _label(line):
            yield *found, line
        elif (alone := words.ALONE.match(line)) and (
            name := words.FIELD_OF.get(_plain(alone["label"]))
        ):
            below = next((one for one in lines[number + 1 : number + 3] if one), "")
            if name in ("location", "employer", "deadline", "salary") and 2 <= len(below) <= 80:
                yield name, below, below


def _label(line: str) -> tuple[str, str] | None:
    found = words.LABELLED.match(line)
    name = words.FIELD_OF.get(_plain(found["label"])) if found else None
    return (name, found["value"].strip(" *_")) if found and name else None


def _plain(label: str) -> str:
    return " ".join(fold(label).replace("’", "'").split()).strip(" *_-")


def _checked(name: str, value: str, *, quote: str, today: date) -> dict[str, Said]:
    """A label alone proves little: the value must look like what its field holds."""
    if name in ("application_link", "job_url"):
        address = words.ADDRESS.search(value)
        return said(name, address[0].rstrip(".,;"), origin="rule", quote=quote) if address else {}
    if name in ("salary", "deadline"):
        value = re.split(r"(?<=[.!?;])\s+(?=[A-Z])", value)[0].rstrip(".;")
    if name == "salary" and parse_pay(value) is None:
        return {}
    if name == "deadline" and parse_deadline(value, today=today) is None and len(value) > 60:
        return {}
    if name == "workplace":
        value = _workplace_of(f"{quote} ") or ("remote" if fold(value)[:3] == "yes" else "")
    # A sentence after a colon is prose, not a fact.
    too_long = len(value) > 120 or value.count(" ") > 14
    return {} if not value or too_long else said(name, value, origin="rule", quote=quote)


def _title(lines: list[str], today: date) -> dict[str, Said]:
    """Of the first lines the one that names a job: a gender mark or a job's word tells it."""
    near = [line for line in lines[:40] if len(line) >= 4][:8]
    near = [line for line in near if len(line) <= 110 and not line.endswith((".", ":", "?", ","))]
    near = [
        line
        for line in near
        if not (words.SHORT_HEADS.match(line) or words.ITEM.match(line) or _label(line))
    ]
    for tells in (words.GENDERED.search, lambda line: words.JOB_WORDS.search(fold(line))):
        for line in near:
            if tells(line) and line.count(" ") < 12:
                return said("title", line.strip("#*_• "), origin="rule", quote=line)
    return {}


def _employer(lines: list[str], today: date) -> dict[str, Said]:
    """A short first line with a legal form, else a sentence in which an employer speaks."""
    for line in [line for line in lines if line][:12]:
        name = re.split(r"\s+[·|•–—-]\s+|, ", line)[0]
        if words.LEGAL.search(name) and len(name) <= 60 and name.count(" ") <= 6:
            return said("employer", name.strip(" *#"), origin="rule", quote=line)
    for pattern in words.HIRING:
        for line in lines[:400]:
            found = pattern.search(line[:400])
            if found and not words.NO_NAME & set(fold(found["name"]).split()[:1]):
                return said("employer", found["name"].strip(" .'’-"), origin="rule", quote=line)
    return {}


def _salary(lines: list[str], today: date) -> dict[str, Said]:
    for line in lines:
        if not any(character.isdigit() for character in line):
            continue
        for sentence in re.split(r"(?<=[.!?;])\s+(?=[A-Z])", line):
            pay = parse_pay(sentence) if len(sentence) <= 400 else None
            # A bare sum is pay only where the time it is paid for stands beside it.
            if pay is not None and pay.interval is not None and pay.currency is not None:
                kept = sentence if len(sentence) <= 160 else _around_money(sentence)
                return said("salary", kept, origin="rule", quote=sentence) if kept else {}
    return {}


def _around_money(sentence: str) -> str:
    """The part of a long sentence that still says the same pay."""
    parts = re.split(r",\s|\s[-–—]\s|\(|\)", sentence)
    return next((part.strip() for part in parts if len(part) <= 160 and parse_pay(part)), "")


def _deadline(lines: list[str], today: date) -> dict[str, Said]:
    for line in lines:
        folded = fold(line)
        # Folding may change a length, and then places in the one are none in the other.
        shown = line if len(folded) == len(line) else folded
        for found in words.CLOSING.finditer(folded):
            rest = shown[found.end() : found.end() + 60]
            day = words.DATE_END.split(rest)[0].strip(" ,.:")
            if day and parse_deadline(day, today=today) is not None:
                return said("deadline", day, origin="rule", quote=line)
    return {}


def _workplace(lines: list[str], today: date) -> dict[str, Said]:
    for line in lines:
        for sentence in re.split(r"(?<=[.!?;])\s+", line):
            if len(sentence) <= 400 and (kind := _workplace_of(sentence)):
                return said("workplace", kind, origin="rule", quote=sentence)
    return {}


def _workplace_of(sentence: str) -> str:
    folded = words.NOT_WORK.sub(" ", fold(sentence))
    return next((kind for kind, pattern in words.PLACES if pattern.search(folded)), "")


FINDERS = {
    "title": _title,
    "employer": _employer,
    "salary": _salary,
    "deadline": _deadline,
    "workplace": _workplace,
}
