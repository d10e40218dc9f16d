"""Which company boards a person means by an address or a name. Only boards that answer are found,
and nothing is stored.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from jobops.lib.errors import Invalid, Problem
from orchestrator.jobs import fetching
from orchestrator.jobs.capture_bytes import decode
from orchestrator.jobs.capture_draft import CaptureProblem
from orchestrator.jobs.fetching import FetchProblem
from orchestrator.jobs.identity import employer_key
from orchestrator.models import User
from orchestrator.pipeline.probe import Probed, probe
from orchestrator.sources.addresses import BoardAddress, board_of, boards_in, home_of
from orchestrator.sources.registry import BOARDS
from orchestrator.sources.tokens import employer_of, is_token

LONGEST = 2000
# A word is all their boards need. Workable's is tried last: it answers once a minute.
NAMED = ("greenhouse", "lever", "ashby", "smartrecruiters", "recruitee", "bamboohr")
LAST = "workable"
MOST_WORDS, MOST_OF_A_PAGE = 2, 6
SECONDS, FEW = 25.0, 2
ADDRESS = re.compile(r"(?:https?://\S+|[^\s/@:]+\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?)", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
NAMES = "Greenhouse, Lever, Ashby, Workable, SmartRecruiters, Recruitee, Workday and BambooHR"
SILENT = "{} does not answer as it should just now. Nothing was saved; try again later."
UNKNOWN = (
    "Not every board could be asked for this name just now. Try again later, or give the address of"
    " the company's careers page."
)
BY_HAND = "Open one of the company's postings and give that address."


class WatchProblem(Problem):
    """Why no board was followed, and what to do instead."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "nothing_there": f"This page shows no board of {NAMES}. {BY_HAND}",
        "no_such_name": "No board answers to this name. Give the address of the company's careers "
            "page or of one of its postings.",
        "gone": f"There is no board at this address any more. {BY_HAND}",
        "not_readable": f"This page cannot be read. {BY_HAND}",
        "address": "This address is not allowed or does not exist. Check it, or give the name.",
        "failed": "The board does not answer just now. Nothing was saved; try again later.",
        "page_failed": f"The page does not answer just now. Try again later. {BY_HAND}",
        "rate_limited": "This board answers once a minute, and was just asked. Try again in a "
            "minute.",
        "several": "Several boards answer. Choose the one you mean.",
        "too_many": "You follow 200 companies, which is the most. Unfollow one first.",
        "nothing_to_check": "There is no company to check. Follow one first, or switch one on.",
    }  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A board that answered; `postings` of the few that were read."""

    ats: str
    token: str
    label: str
    postings: int

    @property
    def url(self) -> str:
        return home_of(self.ats, self.token)

    def shown(self) -> dict[str, Any]:
        return {"ats": self.ats, "label": self.label, "url": self.url}


def said(text: str) -> str:
    """What a person gave, tidied. Raises Invalid, and WatchProblem for an address of no page."""
    tidy = " ".join(text.split())
    if not tidy:
        raise Invalid({"text": ["Give an address or a name."]})
    if len(tidy) > LONGEST:
        raise Invalid({"text": [f"Give at most {LONGEST:,} characters."]})
    if SCHEME.match(tidy) and "://" in tidy and not ADDRESS.fullmatch(tidy):
        raise WatchProblem("address")
    return tidy


def find(owner: User, text: str) -> list[Candidate]:
    """The boards that `text`, as of `said`, may mean; at least one. Raises WatchProblem."""
    if address := board_of(text):
        return [_one(owner, address)]
    if ADDRESS.fullmatch(text):
        return _on_page(owner, text)
    return _by_name(owner, text)


def _one(owner: User, at: BoardAddress) -> Candidate:
    answer = probe(owner, at.ats, at.token, enough=FEW)
    if answer.fine:
        return _candidate(at, answer)
    if answer.kind == "not_found":
        raise WatchProblem("gone")
    if answer.kind == "rate_limited":
        raise WatchProblem("rate_limited", retryAfter=60)
    raise WatchProblem("failed", SILENT.format(BOARDS[at.ats].label))


def _on_page(owner: User, text: str) -> list[Candidate]:
    is_bare = "/" not in text
    found = _shown_at(text if "://" in text else f"https://{text}")
    if not found and is_bare:
        return _by_name(owner, text.rpartition(".")[0].rpartition(".")[2])
    if not found:
        raise WatchProblem("nothing_there")
    if len(found) == 1:
        return [_one(owner, found[0])]
    answering, _ = _ask_all(owner, found, end=time.monotonic() + SECONDS)
    if not answering:
        raise WatchProblem("gone")
    return answering


def _shown_at(url: str) -> list[BoardAddress]:
    """The boards a page leads to or shows, the first few."""
    try:
        page = fetching.fetch(url)
        text = decode(page.content, charset=page.charset).text
    except FetchProblem as problem:
        raise _unread(problem) from None
    except CaptureProblem:
        raise WatchProblem("not_readable") from None
    led = board_of(page.url)
    first = [BoardAddress(led.ats, led.token)] if led else []
    return list(dict.fromkeys([*first, *boards_in(text)]))[:MOST_OF_A_PAGE]


def _unread(problem: FetchProblem) -> WatchProblem:
    if problem.kind == "address":
        return WatchProblem("address")
    if problem.kind in ("timeout", "unreachable", "bad_status", "rate_limited"):
        return WatchProblem("page_failed")
    return WatchProblem("not_readable")


def _by_name(owner: User, name: str) -> list[Candidate]:
    """One word after the other is asked for, until boards with postings answer to one."""
    end, has_failed = time.monotonic() + SECONDS, False
    words = _words(name)
    for word in words:
        tried = [BoardAddress(ats, word) for ats in NAMED if is_token(ats, word)]
        answering, failed = _ask_all(owner, tried, end=end)
        has_failed = has_failed or failed
        if found := [one for one in answering if one.postings]:
            return found
    if has_failed:
        raise WatchProblem("failed", UNKNOWN)
    last = [BoardAddress(LAST, word) for word in words[:1] if is_token(LAST, word)]
    answering, _ = _ask_all(owner, last, end=end)
    if found := [one for one in answering if one.postings]:
        return found
    raise WatchProblem("no_such_name")


def _words(name: str) -> list[str]:
    """A name as companies write it in the address of their board."""
    parts = re.findall(r"[a-z0-9]+", employer_key(name)) or re.findall(r"\w+", name.lower())
    return list(dict.fromkeys(("".join(parts), "-".join(parts))))[:MOST_WORDS] if parts else []


def _ask_all(
    owner: User, boards: Collection[BoardAddress], *, end: float
) -> tuple[list[Candidate], bool]:
    """Those that answer, and whether another could not be asked now. Where nobody can be reached,
    the rest is not tried.
    """
    found, silent = list[Candidate](), 0
    for at in boards:
        if time.monotonic() > end or (silent >= FEW and not found):
            break
        answer = probe(owner, at.ats, at.token, enough=FEW)
        if answer.fine:
            found.append(_candidate(at, answer))
        silent += answer.kind in ("unreachable", "timeout")
    return found, silent > 0


def _candidate(at: BoardAddress, answer: Probed) -> Candidate:
    label = (answer.employer or employer_of(at.token)).strip()[:200]
    return Candidate(at.ats, at.token, label, answer.postings)
