"""The outer parts of a letter that say nothing of the person: head, greeting, farewell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring.prose.words import pattern

Span = tuple[int, int]

_MONTHS = (
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|fév|avr|juin|juil|aoû|déc"
    r"|ene|abr|ago|dic)\w*\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:\.|st|nd|rd|th|er)?\s(?:de\s)?{_MONTHS}(?:\sde)?,?\s\d{{4}}"
    rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
)
_DATED = re.compile(rf"(?:[^\d\n,]{{2,40}},\s*)?(?:(?:den|le|a|el|on)\s)?{_DATE}\.?", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:dear|hello|hi\b|to whom|good (?:morning|day|afternoon)|sehr geehrte|liebe[rs]?\b|guten tag"
    r"|hallo|madame|monsieur|mesdames|messieurs|chère?s?\b|bonjour|estimad|querid|hola|muy señor"
    r"|a quien|apreciad|buenos días)[^\n]{0,80}",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:kind|best|warm|with (?:kind|best)|many) (?:regards|wishes|thanks)|regards\b|yours\b"
    r"|sincerely|mit (?:freundlich|best|herzlich)\w*|(?:freundlich|best|viel|herzlich|schön)e grüße"
    r"|(?:bien )?cordialement|respectueusement|sincèrement|salutations|atentamente|cordialmente"
    r"|(?:un )?(?:cordial )?saludos?|reciba|le saluda)[^\n]{0,60}",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"(?:^|(?<=[.!?\n]\s)|(?<=\n))(?:je vous prie d|veuillez (?:agréer|croire|recevoir)"
    r"|dans l'attente|en vous remerciant|sin otro particular)[^\n.]*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\W*(?:re|subject|betreff|betr\.|objet|asunto|ref)\s*:[^\n]*"
    r"|\W*(?:application (?:for|as)|bewerbung (?:als|um|auf)|candidature au|candidatura al)"
    r"[^\n]{0,120}",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_]|[ .'’-])+")
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,300}\](?!\()")
_ADDRESSES = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|(?<=\])\([^)\s]*\)")
_QUOTED = re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE)
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_SHORT, _NAME_WORDS = 70, 5


def is_letter(text: str) -> bool:
    """By its greeting or its farewell."""
    return any(_greets(line) or _farewell(line) for _, line in lines(text))


def placeholders(text: str) -> list[Span]:
    """What is still to be filled in: "[one sentence: why this employer]"; no link, no tick box."""
    found = (m for m in _BRACKETS.finditer(text) if m[0][1:-1].strip().lower() not in ("", "x"))
    return [m.span() for m in found]


def silent(text: str, *, letter: bool) -> Iterator[Span]:
    """Places that are no statement about anybody. A letter prints what stands in its quotes."""
    yield from placeholders(text)
    for found in (_ADDRESSES, _FORMULA, *(() if letter else (_QUOTED, _CODE))):
        yield from (m.span() for m in found.finditer(text))
    greets = greeting(text)
    greeted = greets[1] if greets else 0
    signed = False
    for start, line in lines(text):
        ends = start + len(line)
        if signed and line:
            signed = False
            if len(line.split()) <= _NAME_WORDS and _NAME.fullmatch(line):
                yield start, ends
                continue
        if start < greeted and len(line) <= _SHORT:
            yield start, ends
        elif _farewell(line):
            signed = True
            yield start, ends
        elif _DATED.fullmatch(line) or _SUBJECT.fullmatch(line) or _greets(line):
            yield start, ends


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line without the signs of a list, a heading or emphasis around it."""
    at = 0
    for line in text.split("\n"):
        inner = line.strip(" \t*#_-•")
        yield at + (line.find(inner) if inner else 0), inner
        at += len(line) + 1


def greeting(text: str) -> Span | None:
    """The line that greets. What stands before it is the letter's head."""
    for start, line in lines(text):
        if _greets(line):
            return start, start + len(line)
    return None


def signature_end(text: str) -> int:
    """Where the farewell and the name below it end; 0 without a farewell."""
    ends, signed = 0, False
    for start, line in lines(text):
        if signed and line:
            named = len(line.split()) <= _NAME_WORDS and _NAME.fullmatch(line)
            return start + len(line) if named else ends
        if _farewell(line):
            ends, signed = start + len(line), True
    return ends


def is_dated(text: str) -> bool:
    """Whether the head of a letter has a date of its own."""
    return any(_DATED.fullmatch(line) for _, line in lines(head(text)))


def head(text: str) -> str:
    found = greeting(text)
    return text[: found[0]] if found else ""


def _greets(line: str) -> bool:
    return bool(_GREETING.fullmatch(line)) and _is_bare(line)


def _farewell(line: str) -> bool:
    return bool(_FAREWELL.fullmatch(line)) and _is_bare(line)


def _is_bare(line: str) -> bool:
    """Nothing said on the way: "Hello, I founded Acme" is no greeting."""
    tells = any(c.isdigit() for c in line) or pattern("self", "en").search(line)
    return len(line.split()) <= 9 and not tells
