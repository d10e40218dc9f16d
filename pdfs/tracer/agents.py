"""Who follows a link: a person with a browser, or a program. Kept coarse on purpose. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["person", "automatic"]

# Programs that say so, scanners of mails and links, and previews of messengers.
_PROGRAM = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|scan|preview|fetch|monitor|check|validator|headless|phantom"
    r"|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node-fetch|undici|ruby|perl|php"
    r"|facebookexternalhit|whatsapp|telegram|slack|discord|skypeuripreview|linkedin|twitter|embedly"
    r"|outlook|office|barracuda|proofpoint|mimecast|safelinks|symantec|trendmicro|fireeye|forcepoint"
    r"|zscaler|cloudmark|ironport|messagelabs|googleimageproxy|yahoomailproxy|feed|rss|archive",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"mozilla/\d|opera/\d", re.IGNORECASE)
# Most browsers also name the ones they descend from, so the youngest is looked for first.
_FAMILIES = (
    ("Edge", re.compile(r"edg(?:e|a|ios)?/", re.IGNORECASE)),
    ("Opera", re.compile(r"opr/|opera", re.IGNORECASE)),
    ("Samsung", re.compile(r"samsungbrowser", re.IGNORECASE)),
    ("Firefox", re.compile(r"firefox|fxios", re.IGNORECASE)),
    ("Chrome", re.compile(r"chrome|crios|chromium", re.IGNORECASE)),
    ("Safari", re.compile(r"safari", re.IGNORECASE)),
)
_TABLET = re.compile(r"ipad|tablet|android(?!.*mobile)", re.IGNORECASE)
_PHONE = re.compile(r"iphone|ipod|mobile|android", re.IGNORECASE)
PREFETCH = ("purpose", "sec-purpose", "x-purpose", "x-moz")
_AHEAD = re.compile(r"prefetch|preview|prerender", re.IGNORECASE)
LONGEST_AGENT = 1000


@dataclass(frozen=True)
class Caller:
    """`referrer` is a host name, empty when none was sent."""

    kind: Kind
    device: str
    browser: str
    referrer: str


def caller(method: str, headers: Mapping[str, str]) -> Caller:
    """`headers` by lower-case name."""
    agent = headers.get("user-agent", "")[:LONGEST_AGENT]
    ahead = any(_AHEAD.search(headers.get(name, "")) for name in PREFETCH)
    person = (
        method == "GET" and not ahead and bool(_BROWSER.match(agent)) and not _PROGRAM.search(agent)
    )
    return Caller(
        kind="person" if person else "automatic",
        device=_device(agent),
        browser=next((name for name, named in _FAMILIES if named.search(agent)), ""),
        referrer=_host(headers.get("referer", "")),
    )


def _device(agent: str) -> str:
    if _TABLET.search(agent):
        return "tablet"
    if _PHONE.search(agent):
        return "phone"
    return "computer" if _BROWSER.match(agent) else ""


def _host(referrer: str) -> str:
    try:
        return (urlsplit(referrer[:2000]).hostname or "")[:253]
    except ValueError:
        return ""
