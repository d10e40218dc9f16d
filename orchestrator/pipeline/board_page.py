"""A posting by its address, asked of its board's own interface instead of read from its page."""

from __future__ import annotations

from orchestrator.pipeline.polite import Polite
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.addresses import board_of
from orchestrator.sources.base import SourceError
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import BOARDS

SECONDS = 10.0


def posting_at(url: str) -> Posting | None:
    """None for any other address, and when the board does not answer with this posting: its page
    may still tell.
    """
    at = board_of(url)
    if at is None or at.posting_id is None:
        return None
    source, patience = BOARDS[at.ats], Patience.lasting(SECONDS, lambda: False)
    http = Polite(source, scope=source.id, deadline=patience.deadline, cancelled=patience.cancelled)
    try:
        return source.one()(at.token, at.posting_id, http)
    except SourceError:
        return None
