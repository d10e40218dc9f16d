"""After applying: the timeline, the outcome, to-dos, the history."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Timeline"])
