"""The words by which company boards are asked, and where such a board lives. Pure.

A token is mostly the company's word in its board's address. Two need more: a Lever board of the
European region is "eu/acme"; a Workday board is "acme.wd5/Careers" (tenant, data centre and site,
on myworkdayjobs.com) or "wd5/acme/Careers" (on myworkdaysite.com).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from orchestrator.sources.base import SourceError

ONE_WORD = r"\w[\w.-]*"
TOKENS = {
    **dict.fromkeys(("greenhouse", "workable", "smartrecruiters"), ONE_WORD),
    "lever": rf"(?:eu/)?{ONE_WORD}",
    "ashby": r"\w[\w .,&+'-]*",
    "recruitee": r"[a-z0-9-]+",
    "bamboohr": r"[a-z0-9-]+",
    "workday": rf"[a-z0-9-]+(?:\.wd\d+)?/{ONE_WORD}|wd\d+/{ONE_WORD}/{ONE_WORD}",
}
HOMES = {
    "greenhouse": "https://job-boards.greenhouse.io/{}",
    "lever": "https://jobs.lever.co/{}",
    "ashby": "https://jobs.ashbyhq.com/{}",
    "workable": "https://apply.workable.com/{}",
    "smartrecruiters": "https://careers.smartrecruiters.com/{}",
    "recruitee": "https://{}.recruitee.com",
    "bamboohr": "https://{}.bamboohr.com/careers",
}


def home_of(ats: str, token: str) -> str:
    """Where people see the board."""
    if ats == "workday":
        host, tenant, site = _workday(token)
        shared = f"recruiting/{tenant}/" if host.endswith("site.com") else ""
        return f"https://{host}/{shared}{site}"
    if ats == "lever" and token.startswith("eu/"):
        return f"https://jobs.eu.lever.co/{quote(token[3:])}"
    return HOMES[ats].format(quote(token))


def workday_api(token: str) -> str:
    host, tenant, site = _workday(token)
    return f"https://{host}/wday/cxs/{tenant}/{site}"


def checked(ats: str, token: str | None) -> str:
    """A token that is safe inside the address of its API. Raises SourceError."""
    if not token:
        raise SourceError("unsupported")
    if not is_token(ats, token):
        raise SourceError("not_found")
    return token


def is_token(ats: str, text: str) -> bool:
    return bool(re.fullmatch(TOKENS[ats], text)) and ".." not in text


def employer_of(token: str, label: str | None = None) -> str:
    """A name for boards that do not say their company's: the given one, or the token's word."""
    words = token.removeprefix("eu/").split("/")
    word = words[1] if len(words) == 3 else words[0].split(".wd")[0]
    spaced = re.sub(r"[-_]+", " ", word).strip()
    return label or (spaced.title() if spaced.islower() else spaced)


def _workday(token: str) -> tuple[str, str, str]:
    """Host, tenant and site."""
    first, *middle, site = token.split("/")
    if middle:
        return f"{first}.myworkdaysite.com", middle[0], site
    return f"{first}.myworkdayjobs.com", first.split(".")[0], site
