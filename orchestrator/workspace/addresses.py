"""Where a job's own page is found."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from orchestrator.workspace.rows import Place


def address(job_id: UUID, tab: str, *, at: Place | None = None) -> str:
    """A tab of the page; `at` is the list its way back leads to."""
    path = f"/job/{job_id}" if tab == "brief" else f"/job/{job_id}/{tab}"
    return f"{path}?{urlencode({'from': at.token})}" if at else path


def is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
