"""What kind of thing an unknown name is: by what is known of it, by the words around it."""

from __future__ import annotations

import re
from functools import lru_cache

from tailoring.claims.case import Case
from tailoring.claims.claim import Kind
from tailoring.claims.phrases import rows
from tailoring.claims.said import flat

_AT = re.compile(
    r"(?<!\w)(?:at|for|with|from|by|bei|beim|fur|chez|pour|en|para|con|avec|to|von|joined|client)"
    r"\s+(?:the|der|die|das|den|dem|la|le|les|el|los|las|l'|une?|ein\w*)?\s*$"
)
_HOUSE = re.compile(
    r"(?<!\w)(?:universit\w+|universidad|hochschule|hospital\w*|hopital|clinic\w*|klinik\w*|college"
    r"|school|bank\w*|gmbh|ag|kg|ltd|inc|llc|sarl|group|institut\w*|agency|agentur|council"
    r"|ministry|ministerium|museum|cabinet)(?!\w)"
)


def kind(case: Case, start: int, end: int) -> Kind:
    name = case.said.flat[start:end]
    if known := _known().get(name):
        return known
    if _HOUSE.search(name) or _AT.search(case.said.flat[max(0, start - 24) : start]):
        return "organisation"
    return "tool"


def of_known(case: Case, start: int, end: int) -> Kind:
    """As `kind`, by what is known alone."""
    return _known().get(case.said.flat[start:end], "tool")


@lru_cache(maxsize=1)
def _known() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {"organisation": "organisation", "tool": "tool", "award": "award"}
    return {flat(name): kinds[row[0]] for row in rows("known") for name in row[2].split("|")}
