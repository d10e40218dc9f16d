"""Where large uploads lie while they come in: in the data folder, so that its disk bounds them and
no memory does.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings


def make() -> None:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)


def sweep(*, before: datetime) -> int:
    """Remove what a killed process left; how many. Whoever still reads one reads on."""
    gone = 0
    for path in _folder().glob("*"):
        try:
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue
    return gone


def _folder() -> Path:
    found: Path = settings.FILE_UPLOAD_TEMP_DIR
    return found
