"""What a page is told about work that ended elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A toast; `keys` name the results it tells, so that no tab of a browser tells them twice.
    `undo` takes it back, `url` shows it.
    """

    text: str
    keys: str
    undo: str = ""
    url: str = ""
