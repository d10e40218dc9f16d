"""The application questions in a text: pasted from a form, or standing in a posting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jobops.lib.text import fold
from tailoring.questions.reading import plain, read
from tailoring.questions.topics import known

LONGEST, MOST = 1000, 30
_LISTED = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[-*•–·]|[a-h]\))\s+")
_MARKED = re.compile(r"\s\*+\s*$|\*+$|:$")
_SENTENCE = re.compile(r"[^.!?\n]*[^\s.!?]\?+|[^.!?\n]+[.!]+|[^.!?\n]+$")
_TELL = re.compile(
    r"^(?:please |bitte |merci de |por favor,? )?(?:tell|describe|explain|list|name|state|give|"
    r"provide|outline|share|introduce|beschreib|nennen|nenne|erzahl|erlauter|schilder|geben|"
    r"gib|stell|decriv|decris|parle|donne|indique|citez|presente|expliqu|describa|describe|cuent|"
    r"hable|indiqu|explique|enumer|senal|digan)"
)
# Below such a line a posting asks what is to be answered; advertisements ask questions too.
_HEADING = re.compile(
    r"(?:application|screening|following|these|few|supplementary) questions?|"
    r"(?:answer|include|tell us|address) .{0,40}(?:application|cover letter|following)|"
    r"(?:fragen|bewerbungsfragen|beantworte\w*)\b.{0,40}:?$|questions? (?:de candidature|suivantes)"
    r"|(?:preguntas?|responda\w*) .{0,30}(?:solicitud|siguientes)"
)
_LINES_BELOW = 12
_OF_FORMS = frozenset(key for key, topic in known().items() if topic.wish and not topic.private)
_ADVERTISED = re.compile(r"\blooking for|^are you an? |suchst du|suchen sie|cherchez|\bbusca")


def questions_in(text: str, *, posting: bool = False) -> list[str]:
    """Each once, in order, without numbers and marks. Of a posting only what is meant for the
    application: below a line that says so, or about what every application is asked.
    """
    found = _announced(text) if posting else _pasted(text)
    kept = {fold(one): one for one in reversed([*found]) if len(one) <= LONGEST}
    return list(reversed(kept.values()))[:MOST]


def _pasted(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        asked = [plain(one) for one in _sentences(line) if _asks(one)]
        if asked:
            yield _whole(line, asked)
        elif _is_field(line, alone=len(lines) == 1):
            yield plain(_MARKED.sub("", line))


def _announced(text: str) -> Iterator[str]:
    left = 0
    for line in filter(str.strip, text.splitlines()):
        asked = [plain(one) for one in _sentences(line) if _asks(one)]
        if left and asked:
            yield _whole(line, asked)
        else:
            yield from (one for one in asked if _is_usual(one))
        left = _LINES_BELOW if _HEADING.search(fold(line)) else max(0, left - 1)


def _whole(line: str, asked: list[str]) -> str:
    """A line of several sentences with a question in it is one question of a form."""
    said = plain(line)
    return said if len(said) <= LONGEST and len(asked) <= 2 else asked[0]


def _sentences(line: str) -> list[str]:
    said = _LISTED.sub("", line).strip()
    return [one.strip() for one in _SENTENCE.findall(said)]


def _asks(sentence: str) -> bool:
    words = len(sentence.split())
    return words >= 2 and (sentence.endswith("?") or bool(_TELL.match(fold(sentence))))


def _is_field(line: str, *, alone: bool) -> bool:
    """ "Notice period *" of a form, or whatever stands alone."""
    short = len(line.split()) <= 12
    return alone or (short and bool(_MARKED.search(line) or _LISTED.match(line)))


def _is_usual(sentence: str) -> bool:
    """What every application is asked; "Are you a strong leader?" of an advertisement is not."""
    asked = read(sentence)
    advertises = _ADVERTISED.search(asked.folded)
    return sentence.endswith("?") and bool(asked.topics & _OF_FORMS) and not advertises
