"""Whether a backup can be restored here: sound, of this kind of database, and no newer than this
code.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from orchestrator.ops import archive_reading, tables
from orchestrator.ops.archive_reading import Contents
from orchestrator.ops.restore_refusals import RestoreError


def examine(path: Path) -> Contents:
    """What the archive holds. Raises RestoreError when it is damaged or does not fit here."""
    found = archive_reading.verify(path)
    if found.contents is None or found.faults:
        said = f"{RestoreError.SENTENCES['damaged']} {found.faults[0]}"
        raise RestoreError("damaged", said)
    fits(found.contents)
    return found.contents


def fits(contents: Contents) -> None:
    """Raises RestoreError for another database, or one newer than this code."""
    if contents.database != connection.vendor:
        raise RestoreError("other_database")
    known = migrations_here()
    if any(newest not in known.get(app, ()) for app, newest in contents.migrations.items()):
        raise RestoreError("newer")


def migrations_here() -> dict[str, set[str]]:
    """By app, the migrations this code knows."""
    found: dict[str, set[str]] = {}
    for app, name in tables.migrations_on_disk():
        found.setdefault(app, set()).add(name)
    return found
