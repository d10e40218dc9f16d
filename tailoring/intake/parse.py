"""Lines of a résumé to what a person reviews. Offline, deterministic, pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from jobops.lib.text import fold
from tailoring.intake import contacts, dated, head, listed, schooling
from tailoring.intake.blocks import text_of
from tailoring.intake.dated import Fields
from tailoring.intake.found import Entry, Found, Section
from tailoring.intake.lines import Line
from tailoring.intake.said import Said, joined
from tailoring.intake.sections import Numbered, Part, cut

MOST_ENTRIES = 150
_ON_REQUEST = re.compile(
    r"(?:references|recommendations|referenzen|references|referencias|referencje|referenze)\b"
    r".{0,30}\b(?:request|anfrage|demande|peticion|zyczenie|richiesta)"
)
_READERS: Mapping[str, Callable[[Sequence[Numbered]], Iterator[Fields]]] = {
    "experience": dated.experience,
    "volunteer": dated.volunteer,
    "education": schooling.education,
    "projects": listed.projects,
    "languages": lambda lines: iter(listed.spoken(lines)),
    "certifications": lambda lines: listed.dated_items(lines, names=("title", "issuer")),
    "awards": lambda lines: listed.dated_items(lines, names=("title", "awarder")),
    "publications": lambda lines: listed.dated_items(lines, names=("title", "publisher")),
    "interests": listed.interests,
    "references": listed.references,
}
ORDER = (
    "experience", "education", "skills", "projects", "languages", "certifications", "awards",
    "publications", "volunteer", "profiles", "interests", "references", "other",
)  # fmt: skip


def read(lines: Sequence[Line]) -> Found:
    parts, language = cut(lines)
    parts = tuple(map(_as_it_reads, parts))
    numbers = count(1)
    everything = [one for part in parts for one in part.lines]
    taken, basics, summary, profiles = _head(parts, everything)
    kinds: dict[str, list[Fields]] = {"profiles": profiles}
    for part in parts:
        kept = [one for one in part.lines if one.number not in taken]
        if part.kind == "other":
            titled = Said(part.title, tuple(one.number - 1 for one in part.lines[:1]))
            kinds.setdefault("other", []).append({"title": titled, "text": text_of(kept)})
        elif part.kind not in ("head", "contact", "summary", "profiles"):
            kinds.setdefault(part.kind, []).extend(_entries(part, kept))
    for kind, fields in _strays(everything):
        kinds.setdefault(kind, []).extend(fields)
    sections = [
        Section(kind, tuple(_keyed(kinds[kind], numbers))) for kind in ORDER if kinds.get(kind)
    ]
    found = Found(basics, summary, tuple(s for s in sections if s.entries), language)
    return _accounted(found, everything, next(numbers))


def _as_it_reads(part: Part) -> Part:
    """ "Experience summary" above groups of skills is a heading of skills."""
    labelled = [one for one in part.lines if re.match(r"[^:]{2,45}:\s+\S[^.]*,", one.text)]
    if part.kind == "summary" and len(labelled) * 2 > len(part.lines) > 1:
        return Part("skills", part.title, part.lines)
    return part


def _head(
    parts: Sequence[Part], everything: Sequence[Numbered]
) -> tuple[set[int], dict[str, Said], Said, list[Fields]]:
    by_kind = {kind: _lines(parts, kind) for kind in ("head", "contact", "summary", "profiles")}
    strays = {one.number for one in everything if _is_stray(one)}
    top = [one for one in by_kind["head"] if one.number not in strays]
    around = [*by_kind["contact"], *by_kind["profiles"]]
    basics, links, said = head.basics(top, around, everything)
    written = text_of(by_kind["summary"])
    summary = joined((said, written), glue="\n") if written or len(said.value) > 60 else said
    profiles = [_profile(one) for one in links]
    profiles += list(head.handles(by_kind["profiles"]))
    return strays, basics, summary, profiles


def _lines(parts: Sequence[Part], kind: str) -> list[Numbered]:
    return [one for part in parts if part.kind == kind for one in part.lines]


def _profile(link: Said) -> Fields:
    user = re.split(r"[/?#]", link.value.rstrip("/"))[-1]
    return {
        "network": Said(contacts.network(link.value), link.lines),
        "username": Said(user, link.lines),
        "url": Said(contacts.full(link.value), link.lines),
    }


def _entries(part: Part, kept: Sequence[Numbered]) -> Iterator[Fields]:
    if part.kind == "skills":
        return listed.skills(kept, title="")
    return _READERS[part.kind](kept)


def _is_stray(one: Numbered) -> bool:
    alone = [part.text for part in listed.language_lists(one)] == [one.text]
    return alone or _ON_REQUEST.search(fold(one.text)) is not None


def _strays(everything: Sequence[Numbered]) -> Iterator[tuple[str, list[Fields]]]:
    """Lines that say what they are wherever they stand."""
    for one in everything:
        for part in listed.language_lists(one):
            yield "languages", listed.spoken([part])
        if _ON_REQUEST.search(fold(one.text)):
            yield "references", [{"name": Said(one.text, (one.number,))}]


def _keyed(fields: Sequence[Fields], numbers: Iterator[int]) -> Iterator[Entry]:
    for one in fields[:MOST_ENTRIES]:
        told = {name: value for name, value in one.items() if value}
        if told and set(told) != {"title"}:
            yield Entry(f"e{next(numbers)}", told)


def _accounted(found: Found, everything: Sequence[Numbered], number: int) -> Found:
    """With the numbers of lines of which no word went anywhere."""
    used = {n for value in found.basics.values() for n in value.lines} | set(found.summary.lines)
    for section in found.sections:
        for entry in section.entries:
            used |= {n for value in entry.fields.values() for n in value.lines}
    left = tuple(
        one.number for one in everything if one.number not in used and not head.is_empty_label(one)
    )
    return Found(
        found.basics, found.summary, found.sections, found.language, left=left, next_key=number
    )
