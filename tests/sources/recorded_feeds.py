"""Feeds and searches beside a stub that gives recorded answers.

serve(outside, "remotive.com/api/remote-jobs", "remotive.json")
good, bad = fetched("remotive", outside)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestrator.sources.base import Query
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import SOURCES
from tests.outside.server import Reply, Server
from tests.sources.plain_http import PlainHttp

RECORDED = Path(__file__).parent / "recorded"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "boards"


def serve(server: Server, where: str, *names: str) -> None:
    """Answer with these files one after the other, and with the last one from then on."""
    bodies = [Reply(body=(RECORDED / name).read_bytes()) for name in names]
    server.next(*bodies[:-1])
    server.on("GET", f"/{where}", bodies[-1])


def records(source: str, server: Server, **query: Any) -> list[Posting | BadRecord]:
    return list(SOURCES[source].fetch()(Query(**query), PlainHttp(server.url)))


def fetched(source: str, server: Server, **query: Any) -> tuple[list[Posting], list[BadRecord]]:
    found = records(source, server, **query)
    good = [record for record in found if isinstance(record, Posting)]
    return good, [record for record in found if isinstance(record, BadRecord)]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_text())


def said(posting: Posting) -> dict[str, Any]:
    """What a posting says, without what it leaves out and the description."""
    return posting.model_dump(exclude_defaults=True, exclude={"description", "description_format"})
