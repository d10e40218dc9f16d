"""Résumés on a Reactive Resume server: listed and taken in as copies; ours is the truth afterwards.

Answers are kept for five minutes in rows, so that every process shares them (docs/getting-started).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.models import User
from tailoring import library, rxresume
from tailoring.documents import dialects
from tailoring.documents.problems import DocumentError
from tailoring.intake.json_file import storable
from tailoring.library import Saved
from tailoring.models import ResumeDocument, UpstreamCopy
from tailoring.projects import Project, catalogue

FRESH = timedelta(minutes=5)
AGAIN = "Taken again from Reactive Resume"
TAKEN = (library.IMPORTED, AGAIN)
MATTERS = frozenset({"rxresumeUrl", "rxresumeApiKey"})


@dataclass(frozen=True)
class Listed:
    """One résumé over there; `document` is our copy of it, if we have one."""

    id: str
    name: str
    updated_at: str
    document: ResumeDocument | None


def listed(owner: User, *, fresh: bool = False) -> list[Listed]:
    """What the server holds. Raises RxResumeError."""
    server, mark = _server(owner)
    rows = _kept(
        owner,
        key=f"{mark}:list",
        fresh=fresh,
        fetch=lambda: [
            storable({"id": one.id, "name": one.name, "updated_at": one.updated_at})[0]
            for one in server.list_resumes()
        ],
    )
    mine = {one.upstream_id: one for one in library.documents(owner) if one.upstream_id}
    return [Listed(**row, document=mine.get(row["id"])) for row in rows]


def take(owner: User, upstream_id: str) -> Saved:
    """Copy one résumé: a new base, or the next version of the copy we have. Raises
    RxResumeError.
    """
    body, base = _fetched(owner, upstream_id)
    taken = _read(body)
    with transaction.atomic():
        # Held from here on: nobody's save can come in between and make ours look outdated.
        rows = ResumeDocument.objects.select_for_update()
        mine = rows.filter(owner=owner, upstream_id=upstream_id).first()
        if mine is not None:
            version = library.save(
                mine, taken.document, base_revision=mine.revision, actor="user", what=AGAIN
            )
            mine.refresh_from_db()
            return Saved(mine, version, {}, is_new=False)
    return library.add(
        owner,
        taken.document,
        source="rxresume",
        original=json.dumps(body, sort_keys=True).encode(),
        report={},
        upstream={"upstream_base": base, "upstream_id": upstream_id},
    )


def only_one(owner: User) -> str:
    """The id of the one résumé there. Raises RxResumeError, Invalid when there is a choice."""
    rows = listed(owner)
    if len(rows) != 1:
        said = "Name one of them." if rows else "The server holds no résumé."
        raise Invalid({"resumeId": [said]})
    return rows[0].id


def projects_of(owner: User, upstream_id: str) -> tuple[Project, ...]:
    """The projects of one résumé there, nothing taken. Raises RxResumeError."""
    body, _ = _fetched(owner, upstream_id)
    return catalogue(_read(body).document)


def refreshed(owner: User, document: ResumeDocument) -> ResumeDocument:
    """The newer text from the server, unless the copy here was edited since: then ours is the
    truth. Raises RxResumeError.
    """
    if not document.upstream_id or library.newest(document).what not in TAKEN:
        return document
    forget(owner)
    return take(owner, document.upstream_id).document


def forget(owner: User) -> None:
    """Drop kept answers: after settings changed, or when the owner asks for fresh ones."""
    UpstreamCopy.objects.filter(owner=owner).delete()


def forget_if(owner: User, changed: Collection[str]) -> None:
    """After settings were saved: another server or key makes what was kept worthless."""
    if MATTERS & set(changed):
        forget(owner)


def _fetched(owner: User, upstream_id: str) -> tuple[Any, str]:
    """One résumé as the server holds it, and the server's address."""
    server, mark = _server(owner)
    body = _kept(
        owner,
        key=f"{mark}:{upstream_id}",
        fresh=False,
        fetch=lambda: storable(server.get(upstream_id))[0],
    )
    return body, mark.rpartition(":")[0]


def _read(body: Any) -> dialects.Imported:
    try:
        return dialects.to_document(body)
    except DocumentError as refused:
        kind = "too_big" if refused.kind == "too_big" else "not_rxresume"
        raise rxresume.RxResumeError(kind) from refused


def _server(owner: User) -> tuple[rxresume.Server, str]:
    wanted = preferences.of(owner)
    keys = [key.strip() for key in (wanted["rxresumeApiKey"] or "").split(",") if key.strip()]
    if not wanted["rxresumeUrl"] or not keys:
        raise rxresume.RxResumeError("not_connected")
    secret = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
    policy = replace(rxresume.POLICY, private_ok=wanted.may_be_private("rxresumeUrl"))
    server = rxresume.Server(wanted["rxresumeUrl"], keys, policy=policy)
    return server, f"{wanted['rxresumeUrl']}:{secret}"


def _kept(owner: User, *, key: str, fresh: bool, fetch: Callable[[], Any]) -> Any:
    digest = hashlib.sha256(key.encode()).hexdigest()
    since = timezone.now() - FRESH
    known = UpstreamCopy.objects.filter(owner=owner, key=digest, fetched_at__gte=since).first()
    if known is not None and not fresh:
        return known.body
    body: Mapping[str, Any] | list[Any] = fetch()
    UpstreamCopy.objects.update_or_create(
        owner=owner, key=digest, defaults={"body": body, "fetched_at": timezone.now()}
    )
    return body
