"""What a file store says about a file, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from jobops.lib.errors import Problem


class StoreError(Problem):
    SENTENCES = {
        "unreachable": "The place where files are kept does not answer, so this file was neither "
        "read nor stored. Nothing is lost; try again in a moment.",
        "refused": "The place where files are kept refuses access, so this file was neither read "
        "nor stored. Whoever runs JobOps needs to check its keys and its bucket or folder.",
        "full": "There is no room left where files are kept, so this file was not stored.",
    }


@dataclass(frozen=True)
class Entry:
    """A kept file; `modified` is when it was put there or touched last."""

    name: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Opened:
    """A file that is being read, seekable, and what was true of it when it was opened."""

    file: BinaryIO
    entry: Entry
