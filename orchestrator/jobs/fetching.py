"""One page, fetched because a person asked for it: public addresses, a size, a time, no log-in.

Each redirect is checked like the first address, and known sites that show postings only to people
who signed in are not asked at all.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from jobops.lib import http
from jobops.lib.errors import Problem
from jobops.lib.http import OutboundError, Policy, Reply

REDIRECTS = 3
POLICY = Policy(
    private_ok=False,
    redirects=0,
    connect=5,
    total=15,
    max_bytes=5 * 1024 * 1024,
    # Blank: servers that forget the type; what came is told by its first bytes.
    types=("text/html", "application/xhtml+xml", "text/plain", "application/json",
           "application/ld+json", ""),
    ports=(80, 443),
)  # fmt: skip
HEADERS = {
    "User-Agent": "JobOps/1 (one page, on a person's request)",
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.8,text/plain;q=0.7",
    "Accept-Language": "en;q=0.8,*;q=0.5",
}
# Sites whose terms or walls keep programs out; asking them would fail and cost the owner's name.
UNSUPPORTED = re.compile(
    r"(?:^|\.)(?:(?P<linkedin>linkedin\.com|lnkd\.in)|(?P<indeed>indeed\.(?:com|[a-z]{2}"
    r"|com?\.[a-z]{2})|indeedjobs\.com)"
    r"|(?P<glassdoor>glassdoor\.(?:com|[a-z]{2}|com?\.[a-z]{2}))|(?P<facebook>facebook\.com"
    r"|fb\.com|instagram\.com))$"
)
NAMES = {
    "linkedin": "LinkedIn",
    "indeed": "Indeed",
    "glassdoor": "Glassdoor",
    "facebook": "Facebook",
}
SIGN_IN = re.compile(
    r"/(?:log-?in|sign-?in|signin|auth|sso|authenticate|account/login|users/sign_in"
    r"|uas/login)(?:[/?.]|$)",
    re.I,
)
PASTE = "Open it in your browser and paste its text."
OR_PASTE = "Try again later, or open it in your browser and paste its text."


class FetchProblem(Problem):
    """Why a page could not be read, and what to do instead; `upstreamStatus` if there was one."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "host_unsupported": f"This site shows its postings to signed-in people only. {PASTE}",
        "address": "This address is not allowed or does not exist. Use the posting's public "
            "web address.",
        "login_wall": f"This page asks for a sign-in first. {PASTE}",
        "refused": f"The site refused to show this page to a program. {PASTE}",
        "rate_limited": f"The site asks to wait before the next request. {OR_PASTE}",
        "not_found": "There is no page at this address any more. Check it, or paste the text "
            "you have.",
        "bad_status": f"The site answered with an error. {OR_PASTE}",
        "redirects": f"This address leads on and on. {PASTE}",
        "too_big": f"This page is larger than 5 MB. {PASTE}",
        "not_a_page": "This address leads to something that is not a web page. Open it and "
            "paste its text.",
        "no_text": f"This page shows its text only in a browser with scripts. {PASTE}",
        "timeout": f"The site took longer than 15 seconds. {OR_PASTE}",
        "unreachable": "The site could not be reached. Check the address, or paste the text of "
            "the posting.",
    }  # fmt: skip
    PERMANENT: ClassVar[frozenset[str]] = frozenset(
        {"host_unsupported", "address", "login_wall", "not_found", "too_big", "not_a_page"}
    )


@dataclass(frozen=True)
class Fetched:
    """A page's bytes as they came; `url` is where the last redirect led."""

    content: bytes
    charset: str | None
    url: str


def fetch(url: str) -> Fetched:
    """Raises FetchProblem; its sentence names the cause and the next step."""
    deadline = time.monotonic() + POLICY.total
    here = url
    for _ in range(REDIRECTS + 1):
        refuse_unsupported(here)
        left = deadline - time.monotonic()
        if left <= 0:
            raise FetchProblem("timeout")
        reply = _ask(here, policy=replace(POLICY, total=left))
        target = reply.headers.get("location", "")
        if reply.status not in (301, 302, 303, 307, 308) or not target:
            return _page(reply, asked=url)
        here = _next(here, target)
    raise FetchProblem("redirects", upstreamStatus=reply.status)


def refuse_unsupported(url: str) -> None:
    """Raises FetchProblem for a site that is never asked."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        raise FetchProblem("address") from None
    if found := UNSUPPORTED.search(host):
        name = NAMES[found.lastgroup or "linkedin"]
        sentence = f"{name} shows its postings to signed-in people only. {PASTE}"
        raise FetchProblem("host_unsupported", sentence)


def _ask(url: str, *, policy: Policy) -> Reply:
    try:
        return http.request("GET", url, policy=policy, headers=HEADERS)
    except OutboundError as error:
        raise _problem(error) from error


def _problem(error: OutboundError) -> FetchProblem:
    kind = {
        "private_address": "address", "timeout": "timeout", "too_big": "too_big",
        "bad_type": "not_a_page", "bad_status": "bad_status",
    }.get(error.kind, "unreachable")  # fmt: skip
    # A name that does not resolve and one that leads inside look the same from outside.
    if error.details.get("step") == "dns" and kind == "unreachable":
        kind = "address"
    status = error.details.get("upstreamStatus")
    return FetchProblem(kind, upstreamStatus=status) if status else FetchProblem(kind)


def _next(here: str, target: str) -> str:
    try:
        return urljoin(here, target)
    except ValueError:
        raise FetchProblem("address") from None


def _page(reply: Reply, *, asked: str) -> Fetched:
    if not reply.ok:
        kind = {401: "refused", 403: "refused", 404: "not_found", 410: "not_found",
                429: "rate_limited", 451: "refused"}.get(reply.status, "bad_status")  # fmt: skip
        raise FetchProblem(kind, upstreamStatus=reply.status)
    path = urlsplit(reply.url).path
    if SIGN_IN.search(path) and not SIGN_IN.search(urlsplit(asked).path):
        raise FetchProblem("login_wall", upstreamStatus=reply.status)
    charset = re.search(
        r"charset\s*=\s*[\"']?([^\s;\"']{1,60})", reply.headers.get("content-type", "")
    )
    return Fetched(reply.body, charset[1] if charset else None, reply.url)
