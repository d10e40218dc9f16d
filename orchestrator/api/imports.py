"""Postings brought by hand: fetch, read, keep."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Import"])
