"""Where the files of the local store lie, for tests that harm or age them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def on_disk(name: str) -> Path:
    """Of a stored name."""
    place: Path = settings.STORE_DIR / name
    return place


def passing(name: str) -> Path:
    """Of a name among what waits for an hour or a day."""
    place: Path = settings.DATA_DIR / name
    return place
