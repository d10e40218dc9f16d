"""Hides e-mail addresses and phone numbers, and leaves the numbers that are neither.

A phone number here: `+` and 8 to 15 digits, or 9 to 15 digits in at least three groups.
"""

from __future__ import annotations

import re

EMAIL = re.compile(
    r"(?<![\w.+%'-])[\w.+%'-]+@(?:[\w-]{1,63}\.){1,8}(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})(?![\w-])"
)
GAP = r"(?:[ .\-\u00a0\u2010\u2011\u2013]|\) ?|[ .\-]?\()"
MONTH_OF_YEAR = r"(?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}"
# Alternatives are tried in order, so whole dates, UUIDs and addresses are stepped over first.
NUMBERS = re.compile(
    r"(?P<kept>"
    r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::?\d{2}){1,2}(?:[.,]\d+)?(?:Z| ?[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|\b\d{4}([./])\d{1,2}\2\d{1,2}(?!\d)"
    r"|\b\d{1,2}([./-])\d{1,2}\3(?:19|20)\d{2}(?!\d)"
    rf"|\b{MONTH_OF_YEAR}(?: ?[-–] ?{MONTH_OF_YEAR})?(?![\d.-])"
    r"|\b(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
    r")"
    r"|(?P<abroad>(?<![\w+])\+ ?\(?\d(?:[ .()/\-\u00a0\u2010\u2011\u2013]{0,3}\d){7,14}(?!\d))"
    rf"|(?P<grouped>(?<![\w+./-])(?<!\d[,:])\(?\d{{1,8}}(?:{GAP}\d{{1,8}}){{2,7}}(?![\w:/]|[.,-]\d))"
)
THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3})+\Z")
YEAR = re.compile(r"(?:19|20)\d{2}\Z")


def mask_contacts(text: str) -> str:
    """The same text with `[email]` and `[phone]` in their places."""
    return NUMBERS.sub(_number, EMAIL.sub("[email]", text))


def _number(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match[0]
    if match["abroad"] is not None:
        return "[phone]"
    return "[phone]" if _is_phone(match["grouped"]) else match[0]


def _is_phone(text: str) -> bool:
    groups = re.findall(r"\d+", text)
    if not 9 <= sum(map(len, groups)) <= 15:
        return False
    if all(YEAR.match(group) for group in groups):
        return False
    return not (_is_amount(text) or _is_version(text, groups))


def _is_amount(text: str) -> bool:
    parts = re.split(r"[-\u2010\u2011\u2013]", text)
    if not all(THOUSANDS.match(part) for part in parts):
        return False
    # "601 234 567" may be a phone, "120 000 000" and "60 000-70 000" are money.
    return len(parts) > 1 or text.endswith("000")


def _is_version(text: str, groups: list[str]) -> bool:
    return set(text) <= set("0123456789.") and any(len(group) == 1 for group in groups)
