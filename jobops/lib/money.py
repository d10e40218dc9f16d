"""Pay from free text. In doubt None: forms that are read and refused are in tests/lib/pay.tsv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from jobops.lib import money_words as words

_SIGNS = sorted([*words.SIGNS, *words.SHARED], key=len, reverse=True)
CURRENCY = (
    rf"(?:T€|{'|'.join(map(re.escape, _SIGNS))}"
    rf"|(?<![A-Za-z])(?:TEUR|{'|'.join(sorted(words.CODES))})(?![A-Za-z]))"
)
NUMBER = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,9}(?:[.,]\d{1,2})?)(?![\d%]|[.,]\d)"
)
SCALE = (
    r"(?:\s?(?:k|tsd\.?|thousand|mil|lakhs?|lacs?|lpa|crores?|cr|mio\.?|million|mn)|m)(?![a-zß-ÿ])"
)
UNIT = r"(?:\s?/\s?|\s(?:per|a|an|pro|par|por|al|all'|per l')\s)[a-z.]{1,8}"
SIDE = (
    r"(?:(?P<c{n}>{currency})\s?)?(?P<n{n}>{number})(?P<s{n}>{scale})?(?:\s?(?P<d{n}>{currency}))?"
)
JOINT = (
    r"\s*(?P<joint>--?|–|—|~|to|bis(?: zu)?|à|tot|hasta|até|up to|and|und|et|y|e|en"
    r"|a(?=\s?R?[€$£\d]))\s*"
)
_FIRST = SIDE.format(n=1, currency=CURRENCY, number=NUMBER, scale=SCALE)
_SECOND = SIDE.format(n=2, currency=CURRENCY, number=NUMBER, scale=SCALE)
PAY = re.compile(
    rf"(?<![\w.,:/])(?<!\d[-–])(?:{_FIRST})(?P<plus>\+(?!\s?\w))?(?:(?:{UNIT})?{JOINT}(?:{_SECOND}))?",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"(?:between|zwischen|entre|tra|fra|tussen|von|d[ae])\s*$", re.IGNORECASE)
ANDS = frozenset({"and", "und", "et", "y", "e", "en"})
INTERVALS = {
    name: re.compile(rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])", re.IGNORECASE)
    for name, pattern in words.INTERVALS.items()
}
PAY_WORDS = re.compile(words.PAY_WORDS, re.IGNORECASE)
OTHER_MONEY = re.compile(words.OTHER_MONEY, re.IGNORECASE)
ONE_SIDED = {name: re.compile(each, re.IGNORECASE) for name, each in words.EACH_SIDE.items()}
LONG_TEXT = 200
CANDIDATES = 500
# Smaller sums without an interval could be anything.
UNTOLD = 500


@dataclass(frozen=True)
class Pay:
    """Amounts as advertised and per year; `currency` None for a bare "$" without a country,
    `interval` (yearly, monthly, weekly, daily, hourly) None when the text does not tell."""

    min: float | None
    max: float | None
    currency: str | None
    interval: str | None
    yearly_min: float | None
    yearly_max: float | None


def parse_pay(text: str, country: str | None = None) -> Pay | None:
    """The first amount beside a currency that is pay; a long text must also call it that."""
    shown = " ".join(text[:200_000].replace("\u00a0", " ").replace("\u202f", " ").split())
    must_be_named = len(shown) > LONG_TEXT
    for match in islice(PAY.finditer(shown), CANDIDATES):
        found = _pay(match, country=(country or "").upper())
        if found is not None and _is_pay(match, found, must_be_named=must_be_named):
            return found
    return None


def _pay(match: re.Match[str], *, country: str) -> Pay | None:
    is_range = match["n2"] is not None and (
        not _only_beside(match) or bool(BETWEEN.search(match.string[: match.start()]))
    )
    signs = [
        match[name] for name in ("c1", "d1", *(("c2", "d2") if is_range else ())) if match[name]
    ]
    lakhs = "lpa" in (match["s1"] or "").lower() + (match["s2"] or "").lower()
    currencies = {_currency(sign, country) for sign in signs} or ({"INR"} if lakhs else set())
    # "$" beside "USD" is one currency, "€" beside "$" is none we could name.
    named = currencies - {None}
    if not currencies or len(named) > 1:
        return None
    low = _amount(match["n1"], match["s1"], signs)
    high = _amount(match["n2"], match["s2"], signs) if is_range else None
    if high is not None:
        low = _scaled_like(low, high, match["s2"])
        low, high = min(low, high), max(low, high)
    currency = next(iter(named), None)
    interval = _interval(match, low, is_range=is_range, currency=currency, lakhs=lakhs)
    return _within_reason(_sides(match, low, high), currency=currency, interval=interval)


def _only_beside(match: re.Match[str]) -> bool:
    """ "60 and 70" and "500 a 5-day week" are ranges only behind a "between"."""
    joint = match["joint"].lower()
    return joint in ANDS or (joint == "a" and match["c2"] is None)


def _currency(sign: str, country: str) -> str | None:
    bare = sign[1:] if sign[:1] in "tT" and sign[1:].upper() in ("€", "EUR") else sign
    if bare.upper() in words.CODES:
        return bare.upper()
    for known, code in words.SIGNS.items():
        if bare.lower() == known.lower():
            return code
    return words.SHARED[bare.lower()].get(country)


def _amount(number: str, scale: str | None, signs: list[str]) -> float:
    digits = re.sub(r"['’\s\u2009]", "", number)
    if re.fullmatch(r"\d{1,2}(?:,\d{2})*,\d{3}", digits) or re.fullmatch(
        r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", digits
    ):
        digits = re.sub(r"[.,]", "", digits)
    else:
        whole, point, cents = digits.rpartition("," if "," in digits[-3:] else ".")
        digits = f"{re.sub('[.,]', '', whole)}.{cents}" if point else digits
    factor = words.SCALES[scale.strip().lower()] if scale else 1.0
    in_thousands = any(sign.upper() in ("T€", "TEUR") for sign in signs)
    return float(digits) * (1000.0 if in_thousands else factor)


def _scaled_like(low: float, high: float, scale: str | None) -> float:
    """ "60-70k" and "£30-35,000" mean thousands on both sides."""
    if scale and low < 1000 <= high:
        factor = words.SCALES[scale.strip().lower()]
        return low * factor if low * factor <= high else low
    return low * 1000 if low < 1000 and high >= 10_000 and low * 1000 <= high else low


def _interval(
    match: re.Match[str], low: float, *, is_range: bool, currency: str | None, lakhs: bool
) -> str | None:
    end = match.end() if is_range or match["n2"] is None else match.start("joint")
    after = re.split(r"[;.!?•|\n]\s|\d", match.string[end : end + 40])[0]
    before = re.split(r"[;.!?•|\n]\s|\d", match.string[max(0, match.start() - 40) : match.start()])[
        -1
    ]
    if lakhs:
        return "yearly"
    for around in (match[0], after, before):
        places = {
            name: found.start()
            for name, pattern in INTERVALS.items()
            if (found := pattern.search(_unit_words(around))) is not None
        }
        if places:
            return min(places, key=lambda name: places[name])
    usual = currency in words.USUAL or currency is None
    return "yearly" if usual and low >= 15_000 else None


def _unit_words(around: str) -> str:
    # Short forms count only behind a stroke or a word of proportion.
    around = re.sub(r"\s?/\s?", "/", around)
    return re.sub(
        r"(?<![/\w])(?<!per )(?<!pro )(?<!par )(?<!por )(?<!an )(?<!a )(?<!all')(?<!al )"
        r"(?:h|y|an|ora|mo|mes|dia|dag|jour|tag|days?|weeks?|hours?|ano|months?|years?)(?![\w])",
        " ",
        around,
        flags=re.IGNORECASE,
    )


def _sides(
    match: re.Match[str], low: float, high: float | None
) -> tuple[float | None, float | None]:
    if high is not None:
        return low, high
    before = match.string[max(0, match.start() - 20) : match.start()]
    if ONE_SIDED["max"].search(before):
        return None, low
    if match["plus"] or ONE_SIDED["min"].search(before):
        return low, None
    return low, low


def _within_reason(
    sides: tuple[float | None, float | None], *, currency: str | None, interval: str | None
) -> Pay | None:
    low, high = sides
    known = [side for side in sides if side is not None]
    factor = words.PER_YEAR.get(interval or "")
    yearly = [side * factor for side in known] if factor else []
    if min(known) <= 0 or (min(known) < UNTOLD and not factor):
        return None
    if currency in words.USUAL and any(not 4_000 <= side <= 5_000_000 for side in yearly):
        return None
    return Pay(
        min=low,
        max=high,
        currency=currency,
        interval=interval,
        yearly_min=low * factor if factor and low is not None else None,
        yearly_max=high * factor if factor and high is not None else None,
    )


def _is_pay(match: re.Match[str], found: Pay, *, must_be_named: bool) -> bool:
    text = match.string
    before = re.split(r"[;!?•]|\.\s", text[max(0, match.start() - 60) : match.start()])[-1]
    after = re.split(r"[;!?•,]|\.\s", text[match.end() : match.end() + 30])[0]
    if PAY_WORDS.search(before) or PAY_WORDS.match(after.strip()):
        purpose = after.partition(" for ")[2]
        return not (OTHER_MONEY.match(after.strip()) or OTHER_MONEY.search(purpose))
    if OTHER_MONEY.search(before) or OTHER_MONEY.search(after):
        return False
    if not must_be_named:
        return True
    told = any(pattern.search(_unit_words(match[0] + after)) for pattern in INTERVALS.values())
    return told and found.interval is not None
