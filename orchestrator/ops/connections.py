"""Trying a connection with values that are not saved yet: what was asked, how it went, what to do.

For the owner's own settings page, so hosts are named here; keys never are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils import timezone
from pydantic import ValidationError

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy, Reply
from jobops.lib.llm_answers import Catalogue
from jobops.lib.place import here
from orchestrator.models import Heartbeat
from tailoring import rxresume
from tailoring.rxresume import RxResumeError

LIMIT = 10.0
POLICY = Policy(private_ok=True, connect=5, total=LIMIT, max_bytes=2 * 1024 * 1024)
OWN_NAMES = ("localhost", "127.0.0.1", "::1", "0.0.0.0")
NAMED = 5


@dataclass(frozen=True)
class Found:
    """`fix`: the next step, empty when there is nothing to do."""

    fine: bool
    said: str
    fix: str = ""


@dataclass(frozen=True)
class Trial:
    """`asked`: what was tried, from where. `took` in milliseconds."""

    found: Found
    asked: str
    took: int


def model(base_url: str, *, key: str, name: str, private_ok: bool = True) -> Trial:
    """Ask an endpoint for the list of its models; no model is called."""
    if not base_url:
        found = Found(False, "No address is given, so rules do the work.", "Type an address.")
        return Trial(found, "Nothing was asked", 0)
    address = f"{base_url}/models"
    return _timed(
        lambda: _model(base_url, key=key, name=name, private_ok=private_ok),
        asked=f"GET {_path(address)} at {spot(address)}",
    )


def resumes(base_url: str, *, keys: str, private_ok: bool = True) -> Trial:
    """Ask a Reactive Resume server for its list."""
    if not base_url or not keys.strip(" ,"):
        missing = "address" if not base_url else "key"
        found = Found(False, f"No {missing} is given.", f"Type the {missing}, then test again.")
        return Trial(found, "Nothing was asked", 0)
    asked = f"GET {rxresume.list_path(base_url)} at {spot(base_url)}"
    return _timed(lambda: _resumes(base_url, keys=keys, private_ok=private_ok), asked=asked)


def printing() -> Trial:
    """Read what the worker last said of its browser; pages start no browser of their own."""
    return _timed(_printing, asked="The worker's last report was read")


def spot(url: str) -> str:
    """Host and port as one would type them."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def unreached(url: str, *, kind: str, step: str) -> Found:
    """No answer came: which step failed, and what usually helps."""
    there, host = spot(url), urlsplit(url).hostname or ""
    late = kind == "timeout"
    said, fix = {
        "dns": (
            f"The name {host} is not known here.",
            "Check its spelling. The name of another container is known only in its network.",
        ),
        "address": (
            f"{there} is not allowed as an address here.",
            "Only an administrator may name a host of the own network.",
        ),
        "connect": (
            f"{there} did not take the connection in time."
            if late
            else f"{there} refused the connection: nothing listens there.",
            "Check address and firewall." if late else "Start the server there, or check the port.",
        ),
        "tls": (
            f"The certificate of {host} was not accepted.",
            "Use the name the certificate is made for; a server without one needs http://.",
        ),
        "read": (
            f"{there} took the question and did not answer within {LIMIT:.0f} s."
            if late
            else f"{there} closed the connection without an answer.",
            "Test again: the first answer after a start may take long."
            if late
            else "Check that this port speaks HTTP, and whether it wants https://.",
        ),
    }.get(step, (f"{there} could not be reached.", "Check the address."))
    if step == "connect" and host in OWN_NAMES and here() == "container":
        fix = f"{host} here means the container JobOps runs in; try host.docker.internal instead."
    return Found(False, said, fix)


def _timed(ask: Callable[[], Found], *, asked: str) -> Trial:
    started = time.perf_counter()
    found = ask()
    took = round((time.perf_counter() - started) * 1000)
    return Trial(found, f"{asked}, from this {here()}", took)


def _model(base_url: str, *, key: str, name: str, private_ok: bool) -> Found:
    if key and not (key.isascii() and key.isprintable()):
        return Found(False, "The key holds a character no key has.", "Copy the key once more.")
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    policy = replace(POLICY, private_ok=private_ok)
    try:
        reply = http.request("GET", f"{base_url}/models", policy=policy, headers=headers)
    except OutboundError as error:
        if error.kind == "too_big":
            return _not_models(base_url)
        step = "address" if error.kind == "private_address" else str(error.details.get("step", ""))
        return unreached(base_url, kind=error.kind, step=step)
    return (
        _offer(reply, name=name, base_url=base_url)
        if reply.ok
        else _refusal(reply, base_url=base_url, has_key=bool(key))
    )


def _refusal(reply: Reply, *, base_url: str, has_key: bool) -> Found:
    there, status = spot(base_url), reply.status
    nothing = f"{there} answers, but has nothing at {_path(f'{base_url}/models')}."
    if status in (401, 403) and has_key:
        return Found(False, f"{there} refused the key.", "Check the key, or make a new one there.")
    if status in (401, 403):
        return Found(False, f"{there} wants a key and none is given.", "Type its key.")
    if status == 404 and not base_url.endswith("/v1"):
        return Found(False, nothing, f"Most servers want /v1 at the end: {base_url}/v1")
    if status == 404:
        return Found(False, nothing, "Check the part of the address after the host.")
    if 300 <= status < 400:
        said = f"{there} answers from another address (status {status})."
        return Found(False, said, "Type the address it leads to; usually https:// is missing.")
    if status == 429:
        return Found(False, f"{there} is busy (status 429).", "The key works; test again later.")
    if status >= 500:
        said = f"{there} reported a fault of its own (status {status})."
        return Found(False, said, "Look at that server's own log.")
    return Found(False, f"{there} refused the question (status {status}).", "Check the address.")


def _offer(reply: Reply, *, name: str, base_url: str) -> Found:
    try:
        names = [one.id for one in Catalogue.model_validate_json(reply.body).data]
    except ValidationError:
        return _not_models(base_url)
    there = spot(base_url)
    if not names:
        said = f"{there} answers, and does not say which models it has."
        return Found(bool(name), said, "" if name else "Type the name of a model.")
    some = ", ".join(one[:60] for one in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    if not name:
        said = f"{there} answers. It offers {some}{more}."
        return Found(False, said, "Type the name of one of them.")
    if name not in names:
        said = f"{there} answers, but offers no model called {name}."
        return Found(False, said, f"It offers {some}{more}.")
    return Found(True, f"{there} answers and offers {name}.")


def _not_models(base_url: str) -> Found:
    said = f"{spot(base_url)} answers with something that is no list of models."
    hint = "" if base_url.endswith("/v1") else f" Most servers want /v1 at the end: {base_url}/v1"
    return Found(False, said, f"Check the address; it may be a web page.{hint}")


def _resumes(base_url: str, *, keys: str, private_ok: bool) -> Found:
    policy = replace(rxresume.POLICY, private_ok=private_ok)
    server = rxresume.Server(base_url, keys.split(","), policy=policy, within=LIMIT)
    try:
        count = len(server.list_resumes())
    except RxResumeError as error:
        return _resumes_refused(error, base_url=base_url)
    held = "1 résumé" if count == 1 else f"{count} résumés"
    return Found(True, f"{spot(base_url)} answers and holds {held}.")


def _resumes_refused(error: RxResumeError, *, base_url: str) -> Found:
    there, status = spot(base_url), error.details.get("upstreamStatus")
    step = str(error.details.get("step", ""))
    if step and step != "answer":
        return unreached(base_url, kind=error.kind, step=step)
    said: Mapping[str, tuple[str, str]] = {
        "refused_key": (f"{there} refused the key.", "Make a new key there and type it here."),
        "not_rxresume": (
            f"{there} answers, but is no Reactive Resume.",
            "Give the address its pages have, without a path such as /dashboard.",
        ),
        "busy": (f"{there} is busy (status 429).", "Test again in a while."),
        "too_big": (f"{there} answers with more than 10 MB.", "Check the address."),
        "unreachable": (
            f"{there} reported a fault of its own (status {status}).",
            "Look at that server's own log.",
        ),
    }
    other = (f"{there} refused the question (status {status}).", "Check the address.")
    return Found(False, *said.get(error.kind, other))


def _printing() -> Found:
    beat = Heartbeat.objects.order_by("-at").first()
    if beat is None:
        return Found(False, "No worker has reported yet.", "Start one: make run starts it too.")
    if not Heartbeat.objects.alive(at=timezone.now()).exists():
        said = "The worker has not reported for over a minute."
        return Found(False, said, "Start it again; its log says why it stopped.")
    if beat.chromium_error:
        fix = "Run make setup, or set CHROMIUM_PATH to a Chromium and start again."
        return Found(False, "The worker found no Chromium.", fix)
    return Found(True, f"The worker prints with {beat.chromium}.")


def _path(url: str) -> str:
    return urlsplit(url).path or "/"
