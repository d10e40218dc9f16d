"""What must be there before anything serves: tables, search index, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from orchestrator.jobs import search

STAMP = ".collected"


def prepare() -> list[str]:
    """Do what is missing; what was done, in words."""
    for folder in (settings.DATA_DIR, settings.RUN_DIR):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = []
    if missing := ensure_tables():
        done.append(f"{missing} database migrations applied")
    if collect_static():
        done.append("static files collected")
    return done


def ensure_tables() -> int:
    """Migrate when the database is behind; how many migrations it was behind."""
    missing = len(pending_migrations())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        search.ensure_index()
    return missing


def require_tables() -> None:
    """SystemExit when the database is not as this version needs it."""
    if missing := pending_migrations():
        raise SystemExit(f"{len(missing)} migrations are not applied. Run: manage.py prepare")


def pending_migrations() -> set[tuple[str, str]]:
    """Migrations on disk that the database has not seen; one query instead of the whole graph."""
    recorder = MigrationRecorder(connection)
    applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
    return _migrations_on_disk() - applied


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


def _migrations_on_disk() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        found.update((app.label, file.stem) for file in folder.glob("[0-9]*.py"))
    return found


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
