"""Notes and documents of a job."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Notes and documents"])
