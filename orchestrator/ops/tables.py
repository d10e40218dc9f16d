"""Whether the database has the tables this version needs, and making them."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from orchestrator.jobs import search

OURS = ("orchestrator", "tailoring", "pdfs")
NEWER = (
    "This database was last used by a newer JobOps ({names}). Start that one, or restore a backup "
    "that was made before the update."
)


def ensure_tables() -> int:
    """Migrate when the database is behind; how many migrations it was behind. SystemExit when it is
    ahead of this code.
    """
    if ahead := newer_migrations():
        raise SystemExit(NEWER.format(names=", ".join(sorted(ahead)[:3])))
    missing = len(pending_migrations())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        search.ensure_index()
    return missing


def newer_migrations() -> set[str]:
    """Of our own apps, what the database has seen and this code does not know."""
    recorder = MigrationRecorder(connection)
    applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
    unknown = applied - migrations_on_disk()
    return {f"{app} {name}" for app, name in unknown if app in OURS}


def pending_migrations() -> set[tuple[str, str]]:
    """Migrations on disk that the database has not seen; one query instead of the whole graph."""
    recorder = MigrationRecorder(connection)
    applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
    return migrations_on_disk() - applied


def migrations_on_disk() -> set[tuple[str, str]]:
    """By app and name, those this code knows."""
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        found.update((app.label, file.stem) for file in folder.glob("[0-9]*.py"))
    return found
