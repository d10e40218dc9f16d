"""Who, as what, where: the head of an entry told apart into title, employer and place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jobops.lib.text import fold
from tailoring.intake import contacts, words
from tailoring.intake.said import NOTHING, Said
from tailoring.intake.sections import Numbered

_APART = re.compile(
    r"\t|\s*\|\s*|\s+[–—-]\s+|\s+[@•·]\s+|\s*[–—]\s+|\s+(?:at|bei|chez|presso|bij)\s+(?=[A-ZÀ-Þ])"
)
_BRACKETS = re.compile(r"\(([^()]{2,80})\)")
_EDGE = " \t,;:.|–—-*"


@dataclass(frozen=True)
class Parties:
    title: Said = NOTHING
    employer: Said = NOTHING
    place: Said = NOTHING
    url: Said = NOTHING


@dataclass(frozen=True)
class _Piece:
    text: str
    number: int

    def said(self, *, sure: bool = True) -> Said:
        return Said(self.text, (self.number,), sure=sure)


def is_title(text: str) -> bool:
    """Whether the words of a title weigh more than those of an organisation."""
    return any(map(_is_one_title, _commas(text)))


def _is_one_title(part: str) -> bool:
    folded = fold(part)
    found = list(words.titles().finditer(folded))
    if not found:
        return False
    legal = words.pattern("legal").search(folded)
    return legal is None or found[-1].end() == len(folded.rstrip(" .)"))


def is_employer(text: str) -> bool:
    return words.pattern("legal").search(fold(text)) is not None and not is_title(text)


def read(head: Sequence[Numbered]) -> Parties:
    url, place, pieces = NOTHING, NOTHING, []
    for one in head:
        text = one.text
        if found := contacts.LINK.search(text):
            url = url or Said(contacts.full(found.group().rstrip(".")), (one.number,))
            text = text.replace(found.group(), " ")
        for bracket in _BRACKETS.finditer(text):
            known = contacts.is_place(bracket[1])
            if known or _may_be_place(bracket[1]):
                place = place or Said(bracket[1], (one.number,), sure=known)
                text = text.replace(bracket.group(), "\t")
        for part in _APART.split(text):
            kept = part.strip(_EDGE) + ("." if _ends_short(part) else "")
            if any(map(str.isalpha, kept)):
                pieces.append(_Piece(kept, one.number))
    where = [
        piece for piece in pieces if contacts.is_place(piece.text) and not is_title(piece.text)
    ]
    if len(where) == len(pieces):
        where = []
    rest = [piece for piece in pieces if piece not in where]
    place = place or (where[0].said() if where else NOTHING)
    who = _named(rest, place=place, url=url)
    if url and not who.employer and "/" not in url.value.partition("://")[2]:
        # "Example.com" alone is how some employers are called.
        return replace(who, employer=replace(url, value=url.value.partition("://")[2], sure=False))
    return who


def _may_be_place(text: str) -> bool:
    """ "Amdocs (Raanana)": a name of few words that is no abbreviation and says nothing else."""
    named = text[:1].isupper() and not text.isupper() and not any(map(str.isdigit, text))
    return named and len(text.split()) <= 4 and not is_title(text) and not is_employer(text)


def _ends_short(part: str) -> bool:
    return bool(
        re.search(r"\b(?:Inc|Ltd|LTD|Co|Corp|Bros|e\.V|S\.A|B\.V)\.$", part.strip(" \t,;:|"))
    )


def _named(pieces: list[_Piece], *, place: Said, url: Said) -> Parties:
    titles = [piece for piece in pieces if is_title(piece.text)]
    others = [piece for piece in pieces if piece not in titles]
    if titles and (not others or any(map(is_employer, _commas(titles[0].text)))):
        return _from_one(titles, place=place, url=url)
    if titles and others:
        employer, found = _employer(others[0])
        return Parties(titles[0].said(), employer, place or found, url)
    if len(others) > 1:
        return _unclear(others, place=place, url=url)
    if others:
        employer, found = _employer(others[0])
        return Parties(NOTHING, employer, place or found, url)
    return Parties(place=place, url=url)


def _employer(piece: _Piece) -> tuple[Said, Said]:
    """An organisation, with the place that stands behind its commas."""
    parts = _commas(piece.text)
    cut = len(parts)
    while cut > 1 and contacts.is_place(", ".join(parts[cut - 1 :])):
        cut -= 1
    name, place = ", ".join(parts[:cut]), ", ".join(parts[cut:])
    return Said(name, (piece.number,)), Said(place, (piece.number,) if place else ())


def _from_one(titles: list[_Piece], *, place: Said, url: Said) -> Parties:
    """Only titles were found: an employer may stand behind a comma."""
    if len(titles) > 1:
        split = _titled(titles[0])
        return Parties(titles[0].said(), titles[1].said(sure=False), place or split[2], url)
    title, employer, found = _titled(titles[0])
    return Parties(title, employer, place or found, url)


def _titled(piece: _Piece) -> tuple[Said, Said, Said]:
    parts = _commas(piece.text)
    rest, place = _employer(piece)
    kept = _commas(rest.value)
    last = max((n for n, part in enumerate(kept) if is_title(part)), default=0)
    if last and not is_title(kept[0]):
        # "Acme GmbH, Senior Developer": the employer comes first.
        return _said(piece, kept[last:]), _said(piece, kept[:last]), place
    return (
        _said(piece, kept[: last + 1]),
        _said(piece, kept[last + 1 :]),
        place if parts else NOTHING,
    )


def _said(piece: _Piece, parts: list[str]) -> Said:
    return Said(", ".join(parts), (piece.number,)) if parts else NOTHING


def _unclear(others: list[_Piece], *, place: Said, url: Said) -> Parties:
    """No word says which is the title: an organisation is told by its form, else by order."""
    named = next((piece for piece in others if is_employer(piece.text)), None)
    first = next(piece for piece in others if piece is not named)
    second = named or next(piece for piece in others if piece is not first)
    employer, found = _employer(second)
    return Parties(
        first.said(sure=False), employer if named else employer.unsure(), place or found, url
    )


def _commas(text: str) -> list[str]:
    found = [part.strip(" \t") for part in re.split(r",\s*(?![^(]*\))", text)]
    return [part for part in found if part]
