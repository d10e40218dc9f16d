"""Dates in free text. Placeholder until the full parser lands."""

from __future__ import annotations

from datetime import date


def parse_deadline(text: str, *, today: date, country: str | None = None) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def parse_posted(text: str, *, today: date) -> date | None:
    return parse_deadline(text, today=today)
