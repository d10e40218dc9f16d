"""A restore somebody asked for in the browser, and how the last one ended: two small files, because
whoever swaps the data must have ended whoever asked.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobops.lib import filed

_offered = False


@dataclass(frozen=True)
class Ended:
    """`safety` names the backup of what was there before; `lines` say what to know and do."""

    at: datetime
    archive: str
    fine: bool
    sentence: str
    safety: str
    lines: tuple[str, ...]


def offer() -> None:
    """Called by the process that starts web and worker, before it starts them. What nobody took
    up in its time is not done now.
    """
    global _offered
    _wanted().unlink(missing_ok=True)
    _offered = connection.vendor == "sqlite"


def is_offered() -> bool:
    """Whether the parent of this process can stop everything and restore."""
    return _offered


def ask(filename: str) -> None:
    filed.place(_wanted(), [json.dumps({"file": filename}).encode()])


def waits() -> bool:
    """Whether this process and its children have to make way."""
    return _offered and _wanted().exists()


def take() -> str | None:
    """The name of the file, once: a restore that kills its process is not tried for ever."""
    try:
        found = str(json.loads(_wanted().read_text())["file"])
    except (OSError, ValueError, KeyError):
        found = None
    _wanted().unlink(missing_ok=True)
    return found


def note(
    archive: str, *, fine: bool, sentence: str, safety: str = "", lines: tuple[str, ...] = ()
) -> Ended:
    ended = Ended(timezone.now(), archive, fine, sentence, safety, lines)
    said = {**asdict(ended), "at": ended.at.isoformat()}
    filed.place(_ended(), [json.dumps(said).encode()])
    return ended


def last() -> Ended | None:
    try:
        said: dict[str, Any] = json.loads(_ended().read_text())
        at = datetime.fromisoformat(said.pop("at"))
        return Ended(at=at, **{**said, "lines": tuple(said["lines"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def dismiss() -> None:
    _ended().unlink(missing_ok=True)


def _wanted() -> Path:
    return _place("restore.wanted")


def _ended() -> Path:
    return _place("restore.ended")


def _place(name: str) -> Path:
    root: Path = settings.RUN_DIR
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root / name
