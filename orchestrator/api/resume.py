"""The profile in use and the base résumé it comes from."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Résumé"])
