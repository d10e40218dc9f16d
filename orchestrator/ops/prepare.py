"""What must be there before anything serves: tables, search index, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils import timezone

from orchestrator.ops import restore_finishing, uploads
from orchestrator.ops.tables import ensure_tables, pending_migrations

__all__ = ["collect_static", "ensure_tables", "pending_migrations", "prepare", "require_tables"]

STAMP = ".collected"


def prepare() -> list[str]:
    """Do what is missing; what was done, in words."""
    for folder in (settings.DATA_DIR, settings.RUN_DIR):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    uploads.make()
    uploads.sweep(before=timezone.now() - timedelta(hours=1))
    done = [said] if (said := restore_finishing.settle()) else []
    if missing := ensure_tables():
        done.append(f"{missing} database migrations applied")
    if collect_static():
        done.append("static files collected")
    return done


def require_tables() -> None:
    """SystemExit when the database is not as this version needs it, or is being restored."""
    restore_finishing.settle()
    if missing := pending_migrations():
        raise SystemExit(f"{len(missing)} migrations are not applied. Run: manage.py prepare")


def collect_static() -> bool:
    """Whether the files had changed since they were last collected."""
    stamp: Path = settings.STATIC_ROOT / STAMP
    found = _static_digest()
    if stamp.exists() and stamp.read_text() == found:
        return False
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        clear=stamp.exists(),
        ignore_patterns=["*.py"],
    )
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(found)
    return True


def _static_digest() -> str:
    total = hashlib.sha256()
    for path, size, changed in sorted(_static_files()):
        total.update(f"{path}\0{size}\0{changed}\0".encode())
    return total.hexdigest()


def _static_files() -> Iterator[tuple[str, int, int]]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            yield path, facts.st_size, facts.st_mtime_ns
