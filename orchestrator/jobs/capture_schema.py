"""schema.org JobPosting, as JSON-LD or microdata, whatever it lies about its types. Pure."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from jobops.lib.text import html_to_text
from orchestrator.jobs.capture_draft import Draft, Pay, Said, said
from orchestrator.jobs.clean import MARKUP, clean

Node = Mapping[str, Any]

BLOCK_LIMIT = 2_000_000
NODES = 20_000
POSTINGS = 50
ENVELOPE = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
ENVELOPE_END = re.compile(r"(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$")
NOISE = re.compile(r'"@(?:type|context|id)": "[^"]*"(?:, )?')
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
LOOSE_COMMA = re.compile(r",(?=\s*[}\]])")
INTERVALS = {
    "hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly", "year": "yearly",
    "hourly": "hourly", "daily": "daily", "weekly": "weekly", "monthly": "monthly",
    "yearly": "yearly", "annual": "yearly", "annually": "yearly", "ann": "yearly",
}  # fmt: skip
PER = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
TYPES = {
    "FULL_TIME": "Full-time", "PART_TIME": "Part-time", "CONTRACTOR": "Contract",
    "TEMPORARY": "Temporary", "INTERN": "Internship", "VOLUNTEER": "Volunteer",
    "PER_DIEM": "Per diem", "OTHER": "Other",
}  # fmt: skip


def blocks(scripts: Iterable[str]) -> tuple[list[Node], bool]:
    """The JobPosting objects of a page's JSON-LD, and whether a block of it is broken."""
    found: list[Node] = []
    broken = False
    for script in scripts:
        value = _parsed(script)
        broken = broken or (value is None and bool(script.strip()))
        found += _postings(value)
    return found[:POSTINGS], broken


def items(found: Iterable[Node]) -> list[Node]:
    """The JobPosting objects among a page's microdata."""
    return _postings(list(found))


def draft(node: Node, *, url: str = "") -> Draft:
    """One posting as its fields (the map of docs/api/imports.md); blank ones are left out."""
    found: dict[str, Said] = {}
    for name, (key, read) in FIELDS.items():
        value = read(node)
        given = _shown(node.get(key))
        found |= said(name, value, origin="page", quote=f"{key}: {given}" if given else value)
    if "job_url" in found:
        found["job_url"] = replace(found["job_url"], value=absolute(found["job_url"].value, url))
    for name in ("job_url", "employer_url"):
        if name in found and not web_address(found[name].value):
            del found[name]
    found |= _identifier(node, url=url or (found["job_url"].value if "job_url" in found else ""))
    pay, words = _pay(node.get("baseSalary"))
    found |= said(
        "salary", words, origin="page", quote=f"baseSalary: {_shown(node.get('baseSalary'))}"
    )
    told = _long(node.get("description"))
    text = clean(told)
    html = told if text.html else ""
    hidden = text.removed.extras()
    return Draft(found, text.text, html, text.hidden_text, pay, extras=hidden)


def web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        return False


def absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _parsed(script: str) -> Any:
    """None when it cannot be read even after the usual repairs."""
    bare = ENVELOPE_END.sub("", ENVELOPE.sub("", script[:BLOCK_LIMIT])).strip()
    for text in (bare, LOOSE_COMMA.sub("", bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _postings(value: Any) -> list[Node]:
    """Breadth first and bounded: the nesting is a stranger's."""
    found: list[Node] = []
    waiting, met = deque([value]), 0
    while waiting and met < NODES and len(found) < POSTINGS:
        node, met = waiting.popleft(), met + 1
        if isinstance(node, list):
            waiting.extend(node[:NODES])
        elif isinstance(node, dict):
            if _is_posting(node):
                found.append(node)
            else:
                waiting.extend(one for one in node.values() if isinstance(one, dict | list))
    return found


def _is_posting(node: Node) -> bool:
    kinds = node.get("@type", node.get("type"))
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(one, str) and re.split(r"[/:#]", one.strip())[-1].lower() == "jobposting"
        for one in listed
    )


def _text(value: Any, *names: str) -> str:
    """The first words in a value of any shape: itself, or by `names`, its name or its value."""
    for _ in range(8):
        if isinstance(value, list):
            value = next((one for one in value if one not in (None, "", [], {})), None)
        elif isinstance(value, dict):
            keys = (*names, "name", "@value", "value", "legalName", "title")
            value = next((value[key] for key in keys if value.get(key)), None)
        else:
            break
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[:5_000]
    return html_to_text(text) if "<" in text and MARKUP.search(text) else text


def _long(value: Any) -> str:
    """A description: a text, or a list of its paragraphs."""
    if isinstance(value, list):
        return "\n\n".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else _text(value, "text", "@value")


def _several(value: Any, read: Callable[[Any], str], *, most: int = 4) -> str:
    listed = value if isinstance(value, list) else [value]
    texts = dict.fromkeys(filter(None, (read(one).strip() for one in listed[:40])))
    return "; ".join(list(texts)[:most])


def _place(value: Any) -> str:
    if not isinstance(value, dict):
        return _text(value)
    address = value.get("address", value)
    if isinstance(address, list):
        address = next(iter(address), {})
    if not isinstance(address, dict):
        return _text(address)
    parts = [
        _text(address.get("addressLocality")),
        _text(address.get("addressRegion")),
        _text(address.get("addressCountry")),
    ]
    kept = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return ", ".join(kept) or _text(value.get("name"))


def _location(node: Node) -> str:
    place = _several(node.get("jobLocation"), _place)
    if _is_remote(node):
        limits = _several(node.get("applicantLocationRequirements"), _place_name)
        return place or (f"Remote ({limits})" if limits else "Remote")
    return place


def _place_name(value: Any) -> str:
    return _text(value) or _place(value)


def _is_remote(node: Node) -> bool:
    kind = node.get("jobLocationType")
    listed = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and "telecommute" in one.lower() for one in listed)


def _kind(value: Any) -> str:
    word = _text(value).strip().rsplit("/", 1)[-1]
    return TYPES.get(word.upper().replace("-", "_").replace(" ", "_"), word)


def _day(value: Any) -> str:
    """A moment's day in its own zone; other words as they are."""
    return MOMENT.sub(r"\1", _text(value).strip())


def _degree(value: Any) -> str:
    return _text(value, "credentialCategory", "name")


def _identifier(node: Node, *, url: str) -> dict[str, Said]:
    """An id is one only among its employer's postings, so the host goes before it."""
    number = " ".join(_text(node.get("identifier"), "value").split())
    host = (urlsplit(url).hostname or "").removeprefix("www.") if web_address(url) else ""
    if not number or not host or web_address(number) or len(number) > 200:
        return {}
    quote = f"identifier: {_shown(node.get('identifier'))}"
    return said("source_job_id", f"{host}/{number}", origin="page", quote=quote)


def _pay(value: Any) -> tuple[Pay, str]:
    """Amounts and the words for them; a text stays the words it is."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, str):
        return Pay(), value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = {"value": value}
    if not isinstance(value, dict):
        return Pay(), ""
    inner = value.get("value", value)
    inner = next(iter(inner), None) if isinstance(inner, list) else inner
    if isinstance(inner, str) and _amount(inner) is None:
        return Pay(), inner
    amounts = inner if isinstance(inner, dict) else {"value": inner}
    exact = _amount(amounts.get("value"))
    low = _amount(amounts.get("minValue")) or exact
    high = _amount(amounts.get("maxValue")) or exact
    if low and high and low > high:
        low, high = high, low
    currency = (_text(value.get("currency")) or _text(amounts.get("currency"))).strip().upper()
    unit = _text(amounts.get("unitText")) or _text(value.get("unitText"))
    interval = INTERVALS.get(unit.strip().lower())
    code = currency if re.fullmatch("[A-Z]{3}", currency) else None
    return Pay(low, high, code, interval), _words(low, high, code, interval)


def _words(low: float | None, high: float | None, currency: str | None, unit: str | None) -> str:
    amounts = [f"{one:,.2f}".removesuffix(".00") for one in dict.fromkeys((low, high)) if one]
    if not amounts:
        return ""
    per = f" per {PER[unit]}" if unit else ""
    return f"{currency or ''} {'–'.join(amounts)}{per}".strip()


def _amount(value: Any) -> float | None:
    try:
        number = float(str(value).replace(",", "").strip()) if value is not None else 0.0
    except ValueError:
        return None
    return number if 0 < number < 1e9 and not isinstance(value, bool) else None


def _shown(value: Any) -> str:
    """The page's own words for a value, short enough to stand beside a field."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return value[:600]
    try:
        told = NOISE.sub("", json.dumps(value, ensure_ascii=False))
        return re.sub(r"[\"{}\[\]]", "", told)[:600]
    except RecursionError:
        return ""


# Our field → the property that is quoted for it, and how it is read.
FIELDS: Mapping[str, tuple[str, Callable[[Node], str]]] = {
    "title": ("title", lambda node: _text(node.get("title")) or _text(node.get("name"))),
    "employer": ("hiringOrganization", lambda node: _text(node.get("hiringOrganization"))),
    "employer_url": (
        "hiringOrganization",
        lambda node: _address(node.get("hiringOrganization")),
    ),
    "location": ("jobLocation", _location),
    "workplace": ("jobLocationType", lambda node: "remote" if _is_remote(node) else ""),
    "date_posted": ("datePosted", lambda node: _day(node.get("datePosted"))),
    "deadline": ("validThrough", lambda node: _day(node.get("validThrough"))),
    "job_type": ("employmentType", lambda node: _several(node.get("employmentType"), _kind)),
    "job_function": (
        "occupationalCategory",
        lambda node: _text(node.get("occupationalCategory")) or _text(node.get("industry")),
    ),
    "degree_required": (
        "educationRequirements",
        lambda node: _several(node.get("educationRequirements"), _degree),
    ),
    "starting": ("jobStartDate", lambda node: _day(node.get("jobStartDate"))),
    "job_url": ("url", lambda node: _text(node.get("url"), "@id")),
}


def _address(value: Any) -> str:
    if isinstance(value, list):
        value = next(iter(value), None)
    return _text(value, "sameAs", "url") if isinstance(value, dict) else ""
