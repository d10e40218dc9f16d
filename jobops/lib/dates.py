"""Deadlines and "posted" dates from free text. In doubt None: a wrong date expires a good job.

Forms that are read: tests/lib/deadlines.tsv and tests/lib/posted.tsv.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from jobops.lib import date_words as words
from jobops.lib.text import fold

EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
NAME = rf"(?P<month>{'|'.join(sorted(words.MONTHS, key=len, reverse=True))})(?![a-z])"
YEAR = r"(?P<year>(?:19|20)\d{2}(?!\d)|['’]\d{2}(?!\d)|(?<=-)\d{2}(?![\d:]))"
GAP = r"[\s.,/-]*"
WRITTEN = (
    re.compile(
        rf"(?<![\d:.,-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|o|a|e|de|ste)?(?:{GAP}(?:of|de|del|di|d')\s*)?"
        rf"{GAP}{NAME}(?:{GAP}(?:(?:of|de|del)\s+)?{YEAR})?"
    ),
    re.compile(
        rf"(?<![a-z]){NAME}{GAP}(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
        rf"(?!\s?(?:am|pm|uhr)\b)(?:{GAP}{YEAR})?"
    ),
)
NUMERIC = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})([-/.])(?P<b>\d{1,2})\2(?P<c>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<![\d.])(?P<a>\d{1,2})\s?([./-])\s?(?P<b>\d{1,2})\2\s?(?P<year>(?:19|20)\d{2})(?!\d)"
    ),
    re.compile(r"(?<![\d.])(?P<a>\d{1,2})([./])(?P<b>\d{1,2})\2(?P<year>\d{2})(?![\d:.])"),
    re.compile(r"(?<![\d.])(?P<a>\d{1,2})\.\s?(?P<b>\d{1,2})\.(?!\s?\d)"),
)
BASIC = re.compile(r"(?P<year>20\d{2})(?P<b>\d{2})(?P<c>\d{2})")
ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.)?"
SPAN = re.compile(rf"{ORDINAL}\s*(?:-|–|to|and|bis|und|et|y|e|or|&)\s*{ORDINAL}\s+{NAME}")
CLOCK = re.compile(
    r"\d{1,2}(?::|h)\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?|uhr\b|h\b|z\b)?"
    r"|\d{1,2}(?:\.\d{2})?\s*(?:[ap]\.?m\b\.?|uhr\b|h\b)"
    r"|(?:utc|gmt)?\s?[+-]\d{2}:?\d{2}\b|(?:utc|gmt)\s?[+-]\d{1,2}\b"
)
AHEAD = re.compile(
    r"(?:\b(?:in|within|en|em|dans|tra|fra|entro|over|binnen|innerhalb von|noch)\s+"
    r"(?P<n>\d{1,3}|[a-z]+)"
    r"\s+(?P<unit>[a-z]+))|(?P<n2>\d{1,3})\s+(?P<unit2>[a-z]+)\s+(?:left|to go|remaining)"
)
BACK = re.compile(
    r"(?P<n>\d{1,3})\+?\s*(?P<unit>[a-z]+)\.?\s+(?:ago|fa|geleden|atras)\b"
    r"|(?:vor|il y a|hace|ha)\s+(?P<n2>\d{1,3}|[a-z]+)\s+(?P<unit2>[a-z]+)"
    r"|(?P<n3>\d{1,3})(?P<unit3>h|d|w|mo|m|min)"
    r"|(?P<n4>an?|one)\s+(?P<unit4>[a-z]+)\s+ago"
)
UNKNOWN_WORDS = 3


def parse_deadline(text: str, *, today: date, country: str | None = None) -> date | None:
    """The day a deadline falls on; `today` is when it was posted or found.

    None when unsure: rolling, two dates, or a numeric date whose order only a country could tell.
    """
    shown = _folded(text)
    exact = _machine_date(shown)
    if exact is not None:
        return exact
    if SPAN.search(shown) or len(shown) > 200:
        return None
    ahead = AHEAD.search(shown)
    days = _days(ahead["n"] or ahead["n2"], ahead["unit"] or ahead["unit2"]) if ahead else None
    if ahead and days is not None:
        return today + timedelta(days=days) if _harmless(AHEAD.sub(" ", shown)) else None
    found, rest = _dates_in(shown, country=country, on=today, forward=True)
    if not found:
        return _word_day(rest, today)
    return found.pop() if len(found) == 1 and None not in found and _harmless(rest) else None


def parse_posted(text: str, *, today: date) -> date | None:
    """The day a posting says it appeared, never later than `today`; None when unsure."""
    shown = _folded(text)
    exact = _machine_date(shown)
    if exact is None:
        exact = _ago(shown, today)
    if exact is None:
        found, _ = _dates_in(shown, country=None, on=today, forward=False)
        exact = found.pop() if len(found) == 1 else None
    return exact if exact is not None and exact <= today else None


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()


def _machine_date(text: str) -> date | None:
    if EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    basic = BASIC.fullmatch(text)
    return _day(int(basic["year"]), int(basic["b"]), int(basic["c"])) if basic else None


def _dates_in(
    text: str, *, country: str | None, on: date, forward: bool
) -> tuple[set[date | None], str]:
    """Every date in the text (None for one that could not be told), and the text without them."""
    found: set[date | None] = set()
    rest = text
    for pattern in (*NUMERIC, *WRITTEN):
        for match in pattern.finditer(rest):
            found.add(_read(match, country=country, on=on, forward=forward))
        rest = pattern.sub(" ", rest)
    return found, rest


def _read(match: re.Match[str], *, country: str | None, on: date, forward: bool) -> date | None:
    parts = match.groupdict()
    if "month" in parts:
        if parts["year"] is None and parts["month"] in words.DOUBTFUL_MONTHS:
            return None
        order: tuple[int, int] | None = words.MONTHS[parts["month"]], int(parts["day"])
    elif "c" in parts:
        order = int(parts["b"]), int(parts["c"])
    else:
        order = _order(int(parts["a"]), int(parts["b"]), country=country)
    return _in_year(parts.get("year"), *order, on=on, forward=forward) if order else None


def _order(a: int, b: int, *, country: str | None) -> tuple[int, int] | None:
    """(month, day) of two numbers; None when both orders fit and the country does not decide."""
    if a == b or b > 12:
        return a, b
    if a > 12:
        return b, a
    code = (country or "").upper()
    if len(code) != 2 or code in words.UNDECIDED:
        return None
    return (a, b) if code in words.MONTH_FIRST else (b, a)


def _in_year(year: str | None, month: int, day: int, *, on: date, forward: bool) -> date | None:
    if year is not None:
        number = int(year.strip("'’"))
        return _day(number + 2000 if number < 100 else number, month, day)
    step = 1 if forward else -1
    # A 29 February may be up to eight years away.
    for offset in range(9):
        found = _day(on.year + step * offset, month, day)
        if found is not None and (found >= on if forward else found <= on):
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _harmless(rest: str) -> bool:
    """Whether what stands around a date leaves it a deadline."""
    bare = CLOCK.sub(" ", rest)
    if re.search(r"\d", bare):
        return False
    around = re.findall(r"[^\W\d_]+", bare)
    if any(word in words.AGAINST or word in words.MONTHS for word in around):
        return False
    unknown = [word for word in around if word not in words.AROUND | words.WEEKDAYS]
    return len(unknown) <= UNKNOWN_WORDS


def _word_day(text: str, today: date) -> date | None:
    around = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", text)
    for names, days in ((words.TOMORROW, 1), (words.TODAY, 0)):
        if len(names.intersection(around)) == 1:
            others = " ".join(word for word in around if word not in names)
            return today + timedelta(days=days) if _harmless(others) else None
    return None


def _days(amount: str, unit: str) -> int | None:
    number = words.SMALL_NUMBERS.get(amount) or (int(amount) if amount.isdigit() else None)
    size = words.UNITS.get(unit)
    return None if number is None or size is None else number * size


def _ago(text: str, today: date) -> date | None:
    around = set(re.findall(r"[^\W\d_]+", text))
    match = BACK.search(text)
    if match is None:
        if around & words.YESTERDAY:
            return today - timedelta(days=1)
        return today if around & (words.TODAY | {"just"}) else None
    if match["n3"] and match[0] != text:
        return None
    amount = next(match[name] for name in ("n", "n2", "n3", "n4") if match[name])
    unit = next(match[name] for name in ("unit", "unit2", "unit3", "unit4") if match[name])
    if unit in words.SHORT_UNITS:
        return today
    if unit in words.LONG_UNITS and amount.isdigit():
        return today - timedelta(days=int(amount) * words.LONG_UNITS[unit])
    days = _days(amount, unit)
    return None if days is None else today - timedelta(days=days)
