"""Proposed changes, coverage, versions and confirmed facts, as the wire knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from orchestrator.api.wire import iso
from tailoring.check import Checked
from tailoring.claims.claim import to_json
from tailoring.covering import Covering
from tailoring.models import Edit, Fact, Tailoring


def whole(found: Checked, covering: Covering | None) -> dict[str, Any]:
    return {
        "texts": [_text(name, found) for name in found.texts],
        "edits": [edit(one, outdated=str(one.pk) in found.outdated) for one in found.edits],
        "undecided": len(found.undecided),
        "coverage": coverage(covering) if covering else None,
    }


def edit(row: Edit, *, outdated: bool = False) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "address": row.address,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
        "status": row.status,
        "outdated": outdated,
        "origin": row.origin,
        "claims": claims(row.claims),
        "evidence": [_ref(one) for one in row.evidence],
        "hints": list(row.hints),
        "revision": row.revision,
        "createdAt": iso(row.created_at),
        "decidedAt": iso(row.decided_at) if row.decided_at else None,
    }


def coverage(found: Covering) -> dict[str, Any]:
    said = found.coverage
    buckets = {"onPage": said.on_page, "have": said.have, "gaps": said.gaps}
    rows = {name: [asdict(one) for one in bucket] for name, bucket in buckets.items()}
    return {"preview": found.is_preview, "share": said.share, **rows}


# Of an accepted change, as a version keeps it.
SAID = ("id", "kind", "address", "before", "after")


def version(row: Tailoring) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "what": row.what,
        "actor": row.actor,
        "headline": row.headline,
        "summary": row.summary,
        "skills": row.skills,
        "projectIds": row.project_ids,
        "edits": [{name: one.get(name, "") for name in SAID} for one in row.edits],
        "leftOut": row.guard.get("leftOut", []),
        "createdAt": iso(row.created_at),
    }


def fact(row: Fact) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "text": row.text,
        "kind": row.kind,
        "resumeId": str(row.document_id) if row.document_id else None,
        "itemId": row.item_id,
        "jobId": str(row.job_id) if row.job_id else None,
        "createdAt": iso(row.created_at),
        "removedAt": iso(row.removed_at) if row.removed_at else None,
    }


def _text(name: str, found: Checked) -> dict[str, Any]:
    report = found.texts[name]
    hints = list(found.hints.get(name, ()))
    found_ones = claims(to_json(report.findings))
    return {"field": name, "text": report.text, "claims": found_ones, "hints": hints}


def claims(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **{name: row["claim"][name] for name in ("kind", "text", "start", "end")},
            "state": row["state"],
            "why": row["why"],
            "nearest": _ref(row["nearest"]) if row["nearest"] else None,
            "support": [_ref(one) for one in row["support"]],
        }
        for row in rows
    ]


def _ref(row: Mapping[str, Any]) -> dict[str, str]:
    return {"address": row["address"], "quote": row["quote"]}
