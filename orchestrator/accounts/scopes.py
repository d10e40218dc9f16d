"""What a token opens. Sessions open everything; a token only what its scope holds.

Asked right after who is calling and before anything is read or looked for: a token without the
scope learns nothing about rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from jobops.lib.errors import Problem
from jobops.lib.words import later
from jobops.web.problems import answer, respond
from orchestrator.accounts import door
from orchestrator.accounts.scoped import FILES
from orchestrator.models import ApiToken

SAFE = frozenset({"GET", "HEAD"})
# What any token opens, and what none does.
ANY, NONE = "any", "none"


class ScopeMissing(Problem):
    SENTENCES = {
        "scope": "This token does not open this. Make one with the scope that is needed.",
        "console": "No token opens the console. Sign in with a browser.",
    }


@dataclass(frozen=True)
class Scope:
    """`holds`: what an address may need to be opened with it."""

    name: str
    label: str
    text: str
    holds: frozenset[str]


SCOPES: Mapping[str, Scope] = {
    one.name: one
    for one in (
        Scope(
            "read",
            later("Read"),
            later("see everything of the workspace, change nothing"),
            frozenset({ANY, "read"}),
        ),
        Scope(
            "import",
            later("Import"),
            later("hand in postings and mails, see nothing else"),
            frozenset({ANY, "import"}),
        ),
        Scope(
            "write",
            later("Write"),
            later("read, import and change jobs, résumés and runs"),
            frozenset({ANY, "read", "import", "write"}),
        ),
        Scope(
            "full",
            later("Full"),
            later("everything you can do, settings and this page included"),
            frozenset({ANY, "read", "import", "write", "full"}),
        ),
    )
}
NEEDS = ("read", "import", "write", "full")


def usual(method: str) -> str:
    """What an endpoint needs that says nothing else."""
    return "read" if SAFE.issuperset(method.split()) else "write"


def opens(scope: str, needed: str) -> bool:
    """An unknown scope opens nothing."""
    return scope in SCOPES and needed in SCOPES[scope].holds


def needed(request: HttpRequest, view: object) -> str:
    """What the address needs. Pages need everything, files of the workspace can be read."""
    if request.path.startswith("/admin/"):
        return NONE
    if door.is_public(request.path):
        return ANY
    declared: Mapping[str, str] | None = getattr(view, "needs", None)
    if declared is not None:
        return declared.get(request.method or "", "full")
    match = request.resolver_match
    return "read" if match and request.method in SAFE and match.route in FILES else "full"


def refusal(request: HttpRequest, view: object) -> HttpResponse | None:
    """403 for a token that does not open this address; None for everybody else."""
    try:
        require(request, needed(request, view))
    except ScopeMissing as missing:
        return respond(request, answer(missing))
    return None


def require(request: HttpRequest, need: str) -> None:
    """Raises ScopeMissing when the call came with a token that does not hold `need`."""
    token: ApiToken | None = getattr(request, "token", None)
    if token is not None and not opens(token.scope, need):
        raise ScopeMissing("console" if need == NONE else "scope", needed=need)
