"""What a restore has in hand, on disk: so that a kill at any instant ends in the old data or in the
new.

A folder beside the data holds the database that is being made. As long as no journal lies in it,
nothing has changed and it goes; from the journal on, whoever starts next goes through with it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from jobops.lib import filed

JOURNAL, NAMES, DRAFT = "journal.json", "names.json", "jobops.sqlite3"


@dataclass(frozen=True)
class Journal:
    """`aside`: where a database goes that could not be backed up, else empty. `told`: what the
    result says so far. `token` marks the old state of a PostgreSQL database.
    """

    archive: str
    made_at: str
    safety: str
    aside: str
    token: str
    told: dict[str, object]


def folder() -> Path:
    root: Path = settings.DATA_DIR
    return root / "restoring"


def draft() -> Path:
    return folder() / DRAFT


def is_left() -> bool:
    """Whether a restore is under way, or was killed."""
    return folder().exists()


@contextmanager
def begun() -> Iterator[None]:
    """An empty folder for the block, which is to commit. Otherwise nothing is left of it."""
    drop()
    folder().mkdir(parents=True, mode=0o700)
    try:
        yield
    finally:
        if read() is None:
            drop()


def commit(journal: Journal, *, names: list[str]) -> None:
    """From here on it goes forward. `names`: the stored files of the archive."""
    filed.place(folder() / NAMES, [json.dumps(names).encode()])
    filed.place(folder() / JOURNAL, [json.dumps(asdict(journal)).encode()])


def read() -> Journal | None:
    try:
        return Journal(**json.loads((folder() / JOURNAL).read_text()))
    except FileNotFoundError:
        return None


def names() -> set[str]:
    return set(json.loads((folder() / NAMES).read_text()))


def drop() -> None:
    """The journal first: a folder without one holds nothing that counts."""
    (folder() / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(folder(), ignore_errors=True)
