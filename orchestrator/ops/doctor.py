"""A check-up with repairs: each finding says what is true, and a failing one what to do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobops import browser_setup
from jobops.lib.errors import Problem
from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator import gateway, preferences
from orchestrator.models import Heartbeat, User
from orchestrator.ops import prepare
from orchestrator.sponsors import searching
from pdfs import render
from pdfs.models import RenderedPdf
from tailoring import library, upstream

LEAST_FREE = 500 * 1024 * 1024
TEST_PAGE = "<!doctype html><html lang='en'><title>Test</title><body><p>JobOps prints.</p></body>"


@dataclass(frozen=True)
class Finding:
    """`repair` is what the owner can do; empty when nothing is wrong."""

    subject: str
    verdict: Literal["ok", "unset", "failed"]
    sentence: str
    repair: str = ""


def examine(owner: User) -> list[Finding]:
    return [check(owner) for check in CHECKS]


def _database(owner: User) -> Finding:
    try:
        missing = prepare.pending_migrations()
        mode = _journal_mode()
    except DatabaseError:
        repair = "Check DATABASE_URL and that the server runs."
        return Finding("database", "failed", "The database does not answer.", repair)
    if missing:
        sentence = f"{len(missing)} migrations are not applied."
        return Finding("database", "failed", sentence, "manage.py prepare")
    if mode not in ("wal", "memory", None):
        repair = "Put the data folder on a local disk: the write-ahead log needs one."
        return Finding("database", "failed", f"SQLite runs in {mode} mode.", repair)
    return Finding("database", "ok", f"{connection.vendor} answers and is up to date.")


def _journal_mode() -> str | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        return str(cursor.fetchone()[0])


def _worker(owner: User) -> Finding:
    beat = Heartbeat.objects.alive(at=timezone.now()).first()
    if beat is None:
        repair = "Start it: manage.py serve, or manage.py worker beside your own web server."
        return Finding("worker", "failed", "No worker is running.", repair)
    return Finding("worker", "ok", f"Process {beat.pid} on {beat.host} is alive.")


def _chromium(owner: User) -> Finding:
    return try_browser()


def try_browser() -> Finding:
    """Print one page with the browser there is, and end it again."""
    status = render.status()
    if not status.path:
        return Finding("Chromium", "failed", browser_setup.WITHOUT, browser_setup.HOW)
    begun = time.monotonic()
    try:
        printed = render.render(TEST_PAGE)
    except Problem as problem:
        repair = f"Run {status.path} --version by hand; then `make setup`."
        return Finding("Chromium", "failed", problem.sentence, repair)
    finally:
        render.close()
    seconds = time.monotonic() - begun
    sentence = f"{status.version} printed {len(printed):,} bytes in {seconds:.1f} s."
    return Finding("Chromium", "ok", sentence)


def _model(owner: User) -> Finding:
    model = gateway.for_owner(owner)
    if model is None:
        sentence = "No model is set; the built-in rules score and tailor."
        return Finding("model", "unset", sentence)
    try:
        offered = model.models()
    except Problem as problem:
        return Finding("model", "failed", problem.sentence, "Check LLM_BASE_URL and LLM_API_KEY.")
    if offered and model.model not in offered:
        repair = f"Offered are: {', '.join(sorted(offered)[:8])}."
        return Finding("model", "failed", f"{model.model} is not offered there.", repair)
    return Finding("model", "ok", f"{model.model} is offered.")


def _reactive_resume(owner: User) -> Finding:
    if not preferences.of(owner)["rxresumeApiKey"]:
        return Finding("Reactive Resume", "unset", "No key is set; résumés come from files.")
    try:
        found = upstream.listed(owner, fresh=True)
    except Problem as problem:
        repair = "Check RXRESUME_URL and RXRESUME_API_KEY."
        return Finding("Reactive Resume", "failed", problem.sentence, repair)
    return Finding("Reactive Resume", "ok", f"{len(found)} résumés are offered.")


def _resume(owner: User) -> Finding:
    base = library.default(owner)
    if base is None:
        return Finding("résumé", "unset", "No base résumé yet: manage.py import_resume FILE.")
    # Not its name: what the doctor says is shown to whoever helps.
    return Finding("résumé", "ok", "There is a default base.")


def _folder(owner: User) -> Finding:
    folder = settings.DATA_DIR
    probe = folder / ".doctor"
    try:
        probe.write_text("written")
        probe.unlink()
    except OSError as error:
        repair = "Give the user who runs JobOps the right to write there."
        return Finding("data folder", "failed", f"Not writable: {error.strerror}.", repair)
    free = shutil.disk_usage(folder).free
    sentence = f"{free / 1024**3:,.1f} GiB free."
    if free < LEAST_FREE:
        return Finding("data folder", "failed", sentence, "Make room, or move JOBOPS_DATA_DIR.")
    return Finding("data folder", "ok", sentence)


def _store(owner: User) -> Finding:
    where = f"the bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else "the data folder"
    try:
        stored.FILES.probe()
    except StoreError as failed:
        repair = "Check JOBOPS_S3_*, or the rights of the data folder and its room."
        return Finding("file store", "failed", f"{where}: {failed.sentence}", repair)
    if RenderedPdf.objects.exists() and next(stored.entries(), None) is None:
        repair = "Bring them over: manage.py move_files --to s3 (or local)."
        return Finding("file store", "failed", f"There is no file in {where}.", repair)
    return Finding("file store", "ok", f"Files are kept in {where} and were read back.")


def _keys(owner: User) -> Finding:
    """Files of keys, as far as there are any: readable by their owner alone."""
    root: Path = settings.DATA_DIR
    there = [path for path in (root / "box.key", root / "secret.key") if path.exists()]
    wide = [path.name for path in there if path.stat().st_mode & 0o077]
    if wide:
        named = " and ".join(wide)
        repair = f"chmod 600 {' '.join(str(root / name) for name in wide)}"
        return Finding("keys", "failed", f"Others may read {named}.", repair)
    return Finding("keys", "ok", "Only their owner may read the files of keys.")


def _sponsors(owner: User) -> Finding:
    loaded = [one for one in searching.standings() if one.row and one.is_loaded]
    if not loaded:
        return Finding("visa sponsors", "unset", "No register is loaded; see Sponsors.")
    old = [one.source.country for one in loaded if one.stale]
    if old:
        repair = "; ".join(f"manage.py load_sponsors --country {country}" for country in old)
        sentence = "A register is older than 60 days: employers may have come or gone."
        return Finding("visa sponsors", "failed", sentence, repair)
    told = ", ".join(f"{one.source.place} {one.row.names:,}" for one in loaded if one.row)
    return Finding("visa sponsors", "ok", f"Names in the registers: {told}.")


CHECKS: tuple[Callable[[User], Finding], ...] = (
    _database,
    _worker,
    _chromium,
    _model,
    _reactive_resume,
    _resume,
    _folder,
    _keys,
    _store,
    _sponsors,
)
