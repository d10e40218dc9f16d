"""Deleting many, backups, starting over."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Maintenance"])
