"""Which company board an address belongs to, and which boards a page shows. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from orchestrator.sources.tokens import home_of, is_token

__all__ = ["BoardAddress", "board_of", "boards_in", "home_of"]

UUID = r"[0-9a-fA-F-]{36}"
LOCALE = r"(?:/[a-z]{2}-[A-Z]{2})?"
WORD = r"[^/?#]+"
# Over host and path, without a slash at the end. The group `posting` is the posting's own part;
# the others, joined by a slash, are the token.
FORMS = tuple(
    (ats, re.compile(pattern))
    for ats, pattern in (
        ("greenhouse", rf"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/(?P<token>{WORD})"
         r"(?:/jobs/(?P<posting>\d+).*)?"),
        ("greenhouse", rf"boards-api(?:\.eu)?\.greenhouse\.io/v1/boards/(?P<token>{WORD})"
         r"(?:/jobs(?:/(?P<posting>\d+))?.*)?"),
        ("lever", rf"jobs(?:\.(?P<region>eu))?\.lever\.co/(?P<token>{WORD})"
         rf"(?:/(?P<posting>{UUID}).*)?"),
        ("lever", rf"api(?:\.(?P<region>eu))?\.lever\.co/v0/postings/(?P<token>{WORD})"
         rf"(?:/(?P<posting>{UUID}).*)?"),
        ("ashby", rf"jobs\.ashbyhq\.com/(?P<token>{WORD})(?:/(?P<posting>{UUID}))?(?:/.*)?"),
        ("ashby", rf"api\.ashbyhq\.com/posting-api/job-board/(?P<token>{WORD})"),
        ("workable", rf"apply\.workable\.com/(?P<token>{WORD})(?:/j/(?P<posting>\w+))?(?:/.*)?"),
        ("workable", rf"apply\.workable\.com/api/v\d/(?:widget/)?accounts/(?P<token>{WORD})"
         r"(?:/jobs.*)?"),
        ("smartrecruiters", rf"(?:jobs|careers)\.smartrecruiters\.com/(?P<token>{WORD})"
         r"(?:/(?P<posting>\d{6,})(?:-.*)?)?"),
        ("smartrecruiters", rf"api\.smartrecruiters\.com/v1/companies/(?P<token>{WORD})"
         r"(?:/postings(?:/(?P<posting>\d+))?)?"),
        ("recruitee", rf"(?P<token>[\w-]+)\.recruitee\.com(?:.*/o/(?P<posting>{WORD}).*|/.*)?"),
        ("bamboohr", r"(?P<token>[\w-]+)\.bamboohr\.com/(?:careers|jobs)"
         r"(?:/(?P<posting>\d+))?(?:/.*)?"),
        ("workday", r"(?P<tenant>(?!wd\d+\.)[\w-]+(?:\.wd\d+)?)\.myworkdayjobs\.com"
         rf"(?:/wday/cxs/{WORD})?{LOCALE}/(?P<site>{WORD})"
         r"(?:/(?:job|details)/(?P<posting>.+?)(?:/apply.*)?|/jobs|/)?"),
        ("workday", rf"(?P<centre>wd\d+)\.myworkdaysite\.com{LOCALE}/(?:recruiting|wday/cxs)/"
         rf"(?P<tenant>{WORD})/(?P<site>{WORD})"
         r"(?:/(?:job|details)/(?P<posting>.+?)(?:/apply.*)?|/jobs|/)?"),
    )
)  # fmt: skip
# First words that are a part of the site, never a company.
RESERVED = frozenset(
    ("api", "app", "assets", "blog", "careers-analytics", "cdn", "docs", "documentation", "embed",
     "go", "help", "j", "jobs", "login", "oneclick-ui", "partners", "resources", "sr-jobs",
     "static", "status", "support", "v1", "wday", "www", "_next")
)  # fmt: skip
IN_A_PAGE = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,63}\.){1,3}(?:greenhouse\.io|lever\.co|ashbyhq\.com|workable\.com"
    r"|smartrecruiters\.com|recruitee\.com|bamboohr\.com|myworkdayjobs\.com|myworkdaysite\.com)"
    r"(?![\w-]|\.\w)[^\s\"'<>\\),;]{0,2000}"
)


@dataclass(frozen=True)
class BoardAddress:
    """`posting_id` is what the adapter's `one` takes: Workday's is the path after "job/"."""

    ats: str
    token: str
    posting_id: str | None = None


def board_of(url: str) -> BoardAddress | None:
    """The board, and the posting if it shows one; None for any other address."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        where = f"{(parts.hostname or '').removeprefix('www.')}{unquote(parts.path).rstrip('/')}"
    except ValueError:
        return None
    embedded = _embedded(parts)
    if embedded:
        return embedded
    for ats, pattern in FORMS:
        found = pattern.fullmatch(where)
        if found and (address := _address(ats, found.groupdict())):
            return address
    return None


def boards_in(page: str) -> list[BoardAddress]:
    """The boards a page links to or embeds, in order, each once."""
    text = html.unescape(page.replace("\\/", "/"))
    found = (board_of(f"https://{match[0].rstrip('.')}") for match in IN_A_PAGE.finditer(text))
    return list(dict.fromkeys(BoardAddress(one.ats, one.token) for one in found if one))


def _embedded(parts: SplitResult) -> BoardAddress | None:
    """Greenhouse's frames on other sites name their board in the query."""
    host, path = parts.hostname or "", parts.path
    if not re.fullmatch(r"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io", host):
        return None
    said = parse_qs(parts.query)
    if not path.startswith("/embed/") or "for" not in said:
        return None
    return _address(
        "greenhouse", {"token": said["for"][0], "posting": said.get("token", [None])[0]}
    )


def _address(ats: str, groups: dict[str, str | None]) -> BoardAddress | None:
    posting = groups.pop("posting", None)
    token = "/".join(value for value in groups.values() if value)
    if ats in ("recruitee", "bamboohr"):
        token = token.lower()
    words = {value for value in groups.values() if value}
    if words & RESERVED or not is_token(ats, token):
        return None
    return BoardAddress(ats, token, posting)
