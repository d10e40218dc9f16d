"""Many jobs at once: one command, one answer or a stream of them."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Bulk actions"])
