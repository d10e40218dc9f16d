"""What the owner can set, and what the endpoint of a model offers."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Settings"])
