"""What must hold of every answer, whatever the document says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.acceptance.outcomes.addresses import CONSOLE, WITH_ROWS
from tests.acceptance.outcomes.asking import SAFE, Answer
from tests.acceptance.outcomes.callers import UNSAFE
from tests.acceptance.outcomes.rows import SECRET

# Open to everybody; what each shows is of the installation and of nobody in it, or needs a secret
# of its own in the address or the body.
PUBLIC = frozenset({
    "health", "health/ready", "metrics", "api/openapi.json", "api/docs", "api/auth/login",
    "api/auth/setup", "api/auth/logout", "api/auth/bootstrap-status", "sign-in", "setup",
    "sign-in/code", "admin/login/", "api/webhook/trigger", "cv/<str:token>",
    "manifest.webmanifest",
    "calendar/<str:token>.ics", "invitation/<str:text>",
})  # fmt: skip
# Reads that write: when a token was used, what a page was opened for, a visit of a printed link.
OF_SAFE = frozenset({
    "orchestrator_apitoken.last_used_at",
    # A state that Google has to give back, kept for ten minutes.
    "orchestrator_oauthstate",
})  # fmt: skip
# Signing out ends a session: the caller's.
OWN_SESSION = frozenset({"django_session"})
# Rows that belong to the installation, for those who run it.
OF_INSTALLATION = frozenset({"orchestrator_sponsorregister"})
# Failed attempts are counted, whoever makes them.
OF_NOBODY = frozenset({"orchestrator_loginattempt"})
NOBODY = frozenset({
    "nobody", "nobody, before the first owner", "a token that expired", "a token that was revoked",
})  # fmt: skip
FROM_ELSEWHERE = frozenset({
    "a page elsewhere in the owner's browser", "a sandboxed frame in the owner's browser",
})  # fmt: skip
# What is left of an installation without sign-in under its public name; /health is asked by itself.
SHOWN = ("cv/", "calendar/", "health")
BY_PUBLIC_NAME = "without sign-in: by the public name"
READING = "the owner's token: read"
# What every answer carries, word for word.
CARRIED = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# The page of another site gives its posting to this window, so both need to know each other.
CARRIED_BY = {"capture": {"cross-origin-opener-policy": "unsafe-none"}}
FOREIGN = re.compile(r"https?:|\*|unsafe|\bwss?:|blob:|//")
Walked = Mapping[tuple[str, str], Answer]


def surprises(name: str, walked: Walked, *, is_owner: bool) -> list[str]:
    found = [
        f"{method} {route}: {what}"
        for (route, method), answer in walked.items()
        for what in _of(name, route, method, answer, is_owner=is_owner)
    ]
    return sorted(found)


def _of(name: str, route: str, method: str, answer: Answer, *, is_owner: bool) -> Iterator[str]:
    if answer.status >= 500 and route not in ("health/ready",):
        yield f"fails with {answer.status}"
    if method in SAFE and not answer.changed <= OF_SAFE:
        yield f"is safe and changes {sorted(answer.changed - OF_SAFE)}"
    if SECRET in answer.said and not is_owner:
        yield "shows a row of the owner's"
    own = OWN_SESSION | (OF_INSTALLATION if name == "an administrator" else frozenset())
    if answer.touched - own:
        yield f"changes what is the owner's: {sorted(answer.touched)}"
    if name in NOBODY and not _is_shut(route, method, answer):
        yield f"is open to nobody ({answer.status})"
    if name in NOBODY and not answer.changed <= OF_NOBODY:
        yield f"changes {sorted(answer.changed)} for nobody"
    if name in FROM_ELSEWHERE and (answer.changed or answer.status not in (403, 404, 405)):
        yield f"is taken from elsewhere ({answer.status}, {sorted(answer.changed)})"
    if name == BY_PUBLIC_NAME and answer.status != 404 and not route.startswith(SHOWN):
        yield f"is shown under the public name ({answer.status})"
    if name == READING and method in UNSAFE and not answer.changed <= OF_SAFE:
        yield f"is changed by a token that reads: {sorted(answer.changed)}"
    yield from _of_headers(route, answer)
    if name == "a second user":
        yield from _of_a_second_user(route, answer)


def _is_shut(route: str, method: str, answer: Answer) -> bool:
    """OPTIONS names verbs and reads no row."""
    return route in PUBLIC or method == "OPTIONS" or answer.refuses_a_stranger


def _of_a_second_user(route: str, answer: Answer) -> Iterator[str]:
    # Backups are of the whole house, and the console's administrators alone have any.
    fitting = (403, 404, 405, 204) if "backups/" in route else (404, 405, 204)
    if route in WITH_ROWS and answer.status not in fitting:
        yield f"is not as if it were not there ({answer.status})"
    if (
        route.startswith(CONSOLE)
        and route not in PUBLIC
        and answer.word not in ("sign in", "refused", "not there")
    ):
        yield f"lets somebody into the console ({answer.status})"


def _of_headers(route: str, answer: Answer) -> Iterator[str]:
    headers = answer.headers
    carried = {**CARRIED, **(CARRIED_BY.get(route, {}) if answer.status == 200 else {})}
    if wrong := sorted(one for one, text in carried.items() if headers.get(one) != text):
        yield f"does not carry {wrong}"
    if headers.get("referrer-policy") not in ("same-origin", "no-referrer"):
        yield "tells other sites where somebody came from"
    policy = headers.get("content-security-policy", "")
    if answer.status != 304 and (FOREIGN.search(policy) or not _bounds_frames(policy)):
        yield f"has the policy {policy!r}"
    if "camera=()" not in headers.get("permissions-policy", ""):
        yield "asks for no permissions, and does not say so"
    if "access-control-allow-origin" in headers or "server" in headers:
        yield "opens itself to another origin, or names its server"


def _bounds_frames(policy: str) -> bool:
    """A sandbox without any source is stricter than any frame."""
    return "frame-ancestors" in policy or policy == "default-src 'none'; sandbox"
