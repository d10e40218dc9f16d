"""Loads that were asked for or are due, done by the worker; what got lost is found again."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path, PurePath
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from orchestrator import incoming
from orchestrator.models import SponsorRegister, User
from orchestrator.queue import enqueue
from orchestrator.sponsors import fetching, loading
from orchestrator.sponsors.fetching import File
from orchestrator.sponsors.loading import Loaded, Say
from orchestrator.sponsors.reading import RegisterProblem
from orchestrator.sponsors.registers import SOURCES

DUE = timedelta(days=7)
AGAIN = timedelta(hours=6)
LOST = timedelta(minutes=2)
HOURS_KEPT = 6


def ask(register: SponsorRegister) -> bool:
    """Have it fetched from its publisher; false when that is asked for already."""
    return _ask(register, file_owner=None, file_digest="", forced=False)


def send(owner: User, register: SponsorRegister, file: IO[bytes], *, forced: bool) -> bool:
    """Have a file loaded that somebody chose; false when a load is asked for already."""
    digest = incoming.keep(owner.pk, file)
    incoming.renew(owner.pk, digest, hours=HOURS_KEPT)
    name = PurePath(str(getattr(file, "name", "") or "")).name[:200]
    return _ask(register, file_owner=owner.pk, file_digest=digest, forced=forced, file_name=name)


def now(
    register: SponsorRegister, path: Path | None, *, forced: bool, say: Say | None = None
) -> Loaded:
    """Here and now: from a file, or from the publisher. Raises RegisterProblem, OSError."""
    if path is not None and path.stat().st_size > fetching.MOST_BYTES:
        raise RegisterProblem("too_large")
    found = _from_disk(path) if path else fetched(register)
    return loading.take(
        register, found.content, address=found.address, published=found.published, forced=forced,
        say=say,
    )  # fmt: skip


def fetched(register: SponsorRegister) -> File:
    """Raises RegisterProblem."""
    relay = settings.SOURCE_RELAY_URL.rstrip("/")
    return fetching.fetch(SOURCES[register.country], relay=relay)


def switch(register: SponsorRegister, *, on: bool) -> None:
    """Whether the worker fetches it by itself."""
    SponsorRegister.objects.filter(pk=register.pk).update(automatic=on)


def run(register_id: str) -> Loaded | None:
    """What the worker does about one that was asked for. Twice is safe: the first takes it."""
    register = SponsorRegister.objects.filter(pk=register_id, asked_at__isnull=False).first()
    if register is None:
        return None
    token = loading.claim(register)
    try:
        found = _file(register)
        return loading.go_on(
            register, token, found.content, address=found.address, published=found.published,
            forced=register.forced,
        )  # fmt: skip
    except RegisterProblem as problem:
        loading.give_back(register, token, error=problem.sentence)
        return None


def tend() -> int:
    """By the clock: what is due is asked for, what got lost is queued again; how many."""
    now = timezone.now()
    loading.close_dead(at=now)
    due = SponsorRegister.objects.filter(
        Q(fetched_at=None) | Q(fetched_at__lt=now - DUE),
        Q(tried_at=None) | Q(tried_at__lt=now - AGAIN),
        automatic=True, asked_at=None, token=None,
    )  # fmt: skip
    asked = sum(ask(register) for register in due)
    lost = SponsorRegister.objects.filter(asked_at__lt=now - LOST, token=None)
    silent = Q(matching_at=None) | Q(matching_at__lt=now - LOST)
    behind = SponsorRegister.objects.unmatched().filter(silent, fetched_at__lt=now - LOST)
    for register in lost:
        enqueue("load_register", register.pk)
    for register in behind:
        enqueue("match_sponsors", register.pk)
    return asked + len(lost) + len(behind)


def _ask(register: SponsorRegister, **values: object) -> bool:
    loading.close_dead(at=timezone.now())
    with transaction.atomic():
        free = SponsorRegister.objects.filter(pk=register.pk, asked_at=None, token=None)
        if not free.update(asked_at=timezone.now(), error="", **values):
            return False
        enqueue("load_register", register.pk)
    return True


def _from_disk(path: Path) -> File:
    return File(path.read_bytes(), path.name, fetching.day_in(path.name))


def _file(register: SponsorRegister) -> File:
    if register.file_owner is None:
        return fetched(register)
    kept = incoming.open_kept(register.file_owner, register.file_digest)
    if kept is None:
        raise RegisterProblem("gone")
    with closing(kept) as file:
        content = file.read(fetching.MOST_BYTES + 1)
    if len(content) > fetching.MOST_BYTES:
        raise RegisterProblem("too_large")
    return File(content, register.file_name, fetching.day_in(register.file_name))
