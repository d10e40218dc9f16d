"""A register from its publisher: which file holds today, and that file. No database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy, Reply
from jobops.version import version
from orchestrator.sponsors.reading import RegisterProblem
from orchestrator.sponsors.registers import Source

MOST_BYTES = 50 * 1024 * 1024
POLICY = Policy(redirects=3, connect=5, total=120, max_bytes=MOST_BYTES)
DATED = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
ACCEPTED = "text/csv, text/html, application/json;q=0.9"


@dataclass(frozen=True)
class File:
    content: bytes
    address: str
    published: date | None = None


def fetch(source: Source, *, relay: str = "") -> File:
    """`relay`: an address that an administrator put before all of them. Raises RegisterProblem."""
    reply = _get(source.start, source, relay=relay)
    if "json" not in reply.content_type:
        return File(reply.body, source.start)
    address, updated = _named(reply.body)
    found = _get(address, source, relay=relay)
    return File(found.body, address, day_in(address) or updated)


def day_in(text: str) -> date | None:
    """The last day a file's name holds."""
    for parts in reversed(DATED.findall(unquote(text))):
        try:
            return date(*map(int, parts))
        except ValueError:
            continue
    return None


def _get(url: str, source: Source, *, relay: str) -> Reply:
    if not _is_theirs(url, source):
        raise RegisterProblem("no_file")
    asked, allowed = (f"{relay}/{url.removeprefix('https://')}", relay) if relay else (url, "")
    near = urlsplit(allowed)
    policy = replace(
        POLICY,
        private_ok=bool(relay),
        hosts=(near.hostname,) if near.hostname else source.hosts,
        ports=(near.port or (80 if near.scheme == "http" else 443),),
    )
    headers = {"Accept": ACCEPTED, "User-Agent": f"JobOps/{version()} (sponsor registers)"}
    try:
        return http.require_ok(http.request("GET", asked, policy=policy, headers=headers))
    except OutboundError as error:
        kind = "too_large" if error.kind == "too_big" else "unreachable"
        raise RegisterProblem(kind) from error


def _is_theirs(url: str, source: Source) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and http.is_listed(parts.hostname or "", source.hosts)


def _named(body: bytes) -> tuple[str, date | None]:
    """The address of the table among a publication's attachments, and the day of its change."""
    try:
        said = json.loads(body)
        attached = said["details"]["attachments"]
        urls = [str(one.get("url") or "") for one in attached if isinstance(one, dict)]
        updated = day_in(str(said.get("public_updated_at") or "")[:10])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RegisterProblem("no_file") from None
    tables = [url for url in urls if _is_table(url)]
    if not tables:
        raise RegisterProblem("no_file")
    return max(tables, key=_rank), updated


def _is_table(url: str) -> bool:
    try:
        return urlsplit(url).path.lower().endswith(".csv")
    except ValueError:
        return False


def _rank(url: str) -> Any:
    """Of several files the workers' one, and of those the newest."""
    return "worker" in url.lower(), day_in(url) or date.min
