"""Where a text holds a number, and which: 1,200 · 1.200 · 1 200 · twelve hundred · 6th."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tailoring.claims.content import language
from tailoring.claims.phrases import rows
from tailoring.claims.said import Said, Word, flat

_DIGITS = re.compile(r"\d+(?:[.,' ]\d+)*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|eme|o|a|ª|º)(?!\w)|\.(?=\s[^\W\d])")
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_TENS_DE = re.compile(
    r"(?:(?P<unit>ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und)"
    r"(?P<ten>zwanzig|dreissig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)"
)
# Words that are numbers in one language and something else in another.
_OWN_ONLY = frozenset(
    {
        "neuf",
        "sept",
        "once",
        "dos",
        "tres",
        "elf",
        "six",
        "cent",
        "mil",
        "acht",
        "cien",
        "mal",
        "quarto",
        "cuarto",
        "cuarta",
    }
)
_LONGEST = 40
_JOINTS = frozenset({"and", "und", "et", "y"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """`words`: written out. `plain`: only digits. `glued`: part of a word ("html5", "3d")."""

    value: float
    start: int
    end: int
    ordinal: bool = False
    words: bool = False
    plain: bool = False
    glued: bool = False


@lru_cache(maxsize=4096)
def numerals(said: Said) -> tuple[Numeral, ...]:
    found = [each for m in _DIGITS.finditer(said.flat) for each in _digits(said.flat, m)]
    found += [
        n for n in _worded(said) if not any(d.start < n.end and n.start < d.end for d in found)
    ]
    return tuple(sorted(found, key=lambda n: n.start))


def _digits(text: str, match: re.Match[str]) -> list[Numeral]:
    found: list[Numeral] = []
    for start, end in _split(match):
        body = text[start:end]
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        ordinal = _ORDINAL.match(text, end)
        glued = before.isalpha() or (
            before in "-/." and text[max(0, start - 2) : start - 1].isalpha()
        )
        last = ordinal.end() if ordinal and ordinal[0] != "." else end
        if not ordinal and after.isalpha() and not _AMOUNT.match(text, end):
            glued = True
        found.append(
            Numeral(_value(body), start, last, bool(ordinal), plain=body.isdigit(), glued=glued)
        )
    return found


_AMOUNT = re.compile(
    r"(?:k|m|mm|bn|b|x|ms|s|h|min|kg|km|gb|tb|mb|m2|fps|hz|mhz|ghz|kw|kwh|mw|t|pp|g|l|cm)(?!\w)"
)


def _split(match: re.Match[str]) -> list[tuple[int, int]]:
    """Groups of three digits are one number; other spaces part two numbers."""
    body = match[0]
    if _GROUPED.fullmatch(body) or (" " not in body and "'" not in body):
        return [(match.start(), match.end())]
    spans: list[tuple[int, int]] = []
    at = match.start()
    for piece in re.split(r"([ '])", body):
        if piece not in (" ", "'"):
            spans.append((at, at + len(piece)))
        at += len(piece)
    return _grouped(body, spans, match.start())


def _grouped(body: str, spans: list[tuple[int, int]], shift: int) -> list[tuple[int, int]]:
    """Joins "15 000,5" again, where the whole did not fit."""
    whole = re.fullmatch(r"\d{1,3}(?: \d{3})+[.,]\d+", body)
    return [(shift, shift + len(body))] if whole else spans


def _value(body: str) -> float:
    """Read as the spelling says: 1.200 and 1,200 are thousands, 2,4 and 2.4 are not."""
    body = body.replace(" ", "").replace("'", "")
    marks = [c for c in body if c in ".,"]
    if not marks:
        return float(body[:300])
    if len(set(marks)) == 2:
        decimal = max(body.rfind("."), body.rfind(","))
        whole = re.sub(r"\D", "", body[:decimal])
        return float(f"{whole}.{body[decimal + 1 :]}"[:300])
    head, _, tail = body.rpartition(marks[-1])
    if len(marks) > 1 or (len(tail) == 3 and head != "0"):
        return float(re.sub(r"\D", "", body)[:300])
    return float(f"{head}.{tail}"[:300])


@lru_cache(maxsize=8)
def _table(name: str, code: str) -> dict[str, str]:
    """Words of this language, and those of others that mean nothing else anywhere."""
    return {
        flat(word): label
        for label, of, body in rows(name)
        for word in body.split("|")
        if of == code or flat(word) not in _OWN_ONLY
    }


def _worded(said: Said) -> list[Numeral]:
    code = language(said)
    small, ordinals = _table("numbers", code), _table("ordinals", code)
    found: list[Numeral] = []
    run: list[Word] = []
    for word in (*said.words, None):
        if word is not None and _percent(said, word):
            word = None
        if word is not None and _continues(said, run, word, small):
            run.append(word)
            continue
        found += _from(run, small)
        run = [word] if word is not None and _one(word.flat, small) is not None else []
        if word is None or run or _fraction(said, word):
            continue
        if label := ordinals.get(word.flat):
            found.append(Numeral(float(label), word.start, word.end, ordinal=True, words=True))
    return found


def _fraction(said: Said, word: Word) -> bool:
    """ "A fifth" is no fifth of a row."""
    return said.flat[max(0, word.start - 4) : word.start].split(" ")[-2:-1] in (["a"], ["one"])


def _percent(said: Said, word: Word) -> bool:
    """The last word of "pour cent", "por ciento"."""
    if word.flat not in ("cent", "ciento", "cien"):
        return False
    return said.flat[max(0, word.start - 5) : word.start].strip() in ("pour", "por", "per")


def _continues(said: Said, run: list[Word], word: Word, small: dict[str, str]) -> bool:
    if not run or said.flat[run[-1].end : word.start] not in (" ", "-"):
        return False
    return _one(word.flat, small) is not None or word.flat in _JOINTS


def _from(run: list[Word], small: dict[str, str]) -> list[Numeral]:
    while run and run[-1].flat in _JOINTS:
        run.pop()
    if not run:
        return []
    values = [(_one(word.flat, small), word) for word in run]
    if any(value is None for value, _ in values) and not _compound(values):
        # "two and three" are two numbers.
        return [
            Numeral(float(v), w.start, w.end, words=True)
            for v, w in values
            if v is not None and not str(v).startswith("x")
        ]
    total = _total([v for v, _ in values if v is not None])
    if (
        len(run) == 1
        and str(values[0][0]).startswith("x")
        and run[0].flat in ("cent", "mil", "million")
    ):
        return [Numeral(total, run[0].start, run[0].end, words=True)]
    return [Numeral(total, run[0].start, run[-1].end, words=True)]


def _compound(values: list[tuple[float | str | None, Word]]) -> bool:
    """ "treinta y cinco", "vingt et un", "two hundred and five": from greater to smaller."""
    known = [v for v, _ in values if v is not None]
    if any(str(v).startswith("x") for v in known):
        return True
    return len(known) == 2 and float(known[0]) >= 20 and float(known[1]) < 10


def _total(values: list[float | str]) -> float:
    total = part = 0.0
    for value in values:
        if isinstance(value, float):
            # quatre-vingt(s) is four times twenty.
            part = part * 20 if part == 4 and value == 20 else part + value
            continue
        size = float(value[1:])
        part = (part or 1) * size
        if size >= 1000:
            total, part = total + part, 0.0
    return total + part


def _one(word: str, small: dict[str, str]) -> float | str | None:
    if len(word) > _LONGEST:
        return None
    label = small.get(word) or (small.get(word[:-1]) if word.endswith("s") else None)
    if label is not None:
        return label if label.startswith("x") else float(label)
    match = _TENS_DE.fullmatch(word)
    if match is not None:
        unit = 1.0 if match["unit"] == "ein" else float(small[match["unit"]])
        return unit + float(small[match["ten"]])
    if word.endswith(("hundert", "tausend")) and len(word) > 7:
        head = _one(word[:-7], small)
        return (
            head * (100 if word.endswith("hundert") else 1000) if isinstance(head, float) else None
        )
    return None
