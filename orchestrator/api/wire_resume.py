"""Résumés, their projects and the profile in them, as the wire knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from orchestrator.api.wire import iso
from orchestrator.scoring.brief import Item
from tailoring.documents import differences
from tailoring.documents.profile import profile
from tailoring.documents.schema import read
from tailoring.library import Saved
from tailoring.models import ResumeDocument, ResumeVersion
from tailoring.projects import Project
from tailoring.revisions import Revision
from tailoring.upstream import Listed


def resume(row: ResumeDocument) -> dict[str, Any]:
    """A base résumé without its content."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "language": row.language or None,
        "source": row.source,
        "isDefault": row.is_default,
        "enabled": row.enabled,
        "revision": row.revision,
        "upstreamId": row.upstream_id or None,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def whole(version: ResumeVersion) -> dict[str, Any]:
    """A base résumé with the document as it is kept."""
    return {**resume(version.document), "document": version.data}


def version(one: Revision) -> dict[str, Any]:
    """One save of a base, without what it said."""
    return {
        "revision": one.number,
        "createdAt": iso(one.at),
        "actor": one.actor,
        "what": one.what,
        "changes": one.changes or None,
        "hasOriginal": one.has_original,
    }


def version_whole(one: Revision, kept: ResumeVersion, now: ResumeVersion) -> dict[str, Any]:
    """One save with its document, and what changed since."""
    found = differences.between(kept.data, now.data)
    return {**version(one), "document": kept.data, "differences": [asdict(d) for d in found]}


def imported(saved: Saved) -> dict[str, Any]:
    return {
        "resume": resume(saved.document),
        "isNew": saved.is_new,
        "report": report(saved.report),
    }


def report(found: Mapping[str, Any]) -> dict[str, list[str]]:
    """What became of a file's parts; empty for what no file was read for."""
    names = {
        "taken": "taken",
        "changed": "changed",
        "notUnderstood": "not_understood",
        "idsAdded": "ids_added",
    }
    return {name: list(found.get(key, ())) for name, key in names.items()}


def stated(version: ResumeVersion) -> dict[str, Any]:
    """The profile: what scoring and tailoring know of a person."""
    found = profile(version.data)
    return {
        "resumeId": str(version.document_id),
        "revision": version.revision,
        "name": read(version.data).basics.name,
        "headline": found.headline,
        "summary": found.summary,
        "location": found.place,
        "language": found.language or None,
        "items": [_item(one) for one in found.items],
    }


def project(one: Project) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "description": one.text,
        "date": one.period,
        "isVisibleInBase": one.visible,
    }


def upstream(one: Listed) -> dict[str, Any]:
    """A résumé on the Reactive Resume server."""
    return {
        "id": one.id,
        "name": one.name,
        "updatedAt": one.updated_at or None,
        "resumeId": str(one.document.pk) if one.document else None,
    }


def _item(one: Item) -> dict[str, Any]:
    return {
        "id": one.id,
        "section": one.section,
        "title": one.title,
        "organisation": one.organisation,
        "place": one.place,
        "period": one.period,
        "level": one.level,
        "text": one.text,
        "keywords": list(one.keywords),
    }
