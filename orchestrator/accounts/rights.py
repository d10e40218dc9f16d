"""What those who run the installation may do with other accounts. One of them always stays."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from jobops.lib.errors import Problem
from orchestrator.accounts import events, sessions
from orchestrator.inbox import sync
from orchestrator.models import SyncRun, User
from orchestrator.ops import starting_over


class PersonError(Problem):
    SENTENCES = {
        "last_admin": "This is the only one who runs this installation. Let somebody else, first.",
        "oneself": "Nobody can do this to themselves. Another administrator can.",
        "wrong_name": "The name that was typed is another one. Nothing was removed.",
    }


def suspend(person: User, *, by: User, request: HttpRequest | None = None) -> User:
    """Sessions and tokens end at once, work stops, and nothing begins for them by itself. Raises
    PersonError(oneself, last_admin). Twice is no mistake.
    """
    if person.pk == by.pk:
        raise PersonError("oneself")
    with transaction.atomic():
        keep_one(person)
        if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            _note(person, by, "person_suspended", "suspended", request)
        person.api_tokens.all().delete()
        sessions.end_all(person)
    stop(person)
    person.refresh_from_db()
    return person


def restore(person: User, *, by: User, request: HttpRequest | None = None) -> User:
    """They sign in again; what was scheduled goes on. Twice is no mistake."""
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            _note(person, by, "person_restored", "restored", request)
    person.refresh_from_db()
    return person


def set_admin(
    person: User, *, is_admin: bool, by: User, request: HttpRequest | None = None
) -> User:
    """Raises PersonError(last_admin)."""
    with transaction.atomic():
        if not is_admin:
            keep_one(person)
        rows = User.objects.filter(pk=person.pk).exclude(is_staff=is_admin, is_superuser=is_admin)
        if rows.update(is_staff=is_admin, is_superuser=is_admin):
            _note(person, by, "rights_changed", "rights_changed", request)
    person.refresh_from_db()
    return person


def stop(person: User) -> None:
    """Runs, requested work and readings of mail; whoever is in the middle notices."""
    starting_over.stop(person, actor="admin")
    for run in SyncRun.objects.filter(owner=person, status__in=("queued", "running")):
        sync.cancel(run)


def keep_one(person: User) -> None:
    """Raises PersonError(last_admin) unless somebody else runs the installation. Inside a
    transaction: two who demote each other at the same time wait here.
    """
    staff = User.objects.select_for_update().filter(is_staff=True, is_active=True)
    known = {one.pk for one in staff.order_by("pk")}
    if person.pk in known and len(known) == 1:
        raise PersonError("last_admin")


def _note(person: User, by: User, kind: str, theirs: str, request: HttpRequest | None) -> None:
    """In both accounts; the place of whoever did it is nobody else's to see."""
    events.note(by, kind, request=request, about=str(person))
    if person.pk != by.pk:
        events.note(person, theirs, about=str(by))


def change(
    person: User, *, is_active: bool | None, is_admin: bool | None, by: User, request: HttpRequest
) -> User:
    """What is None stays. Raises PersonError(oneself, last_admin); then nothing was changed."""
    if is_admin is not None:
        with transaction.atomic():
            if is_active is False and person.pk == by.pk:
                raise PersonError("oneself")
            if is_active is False or not is_admin:
                keep_one(person)
            set_admin(person, is_admin=is_admin, by=by, request=request)
    if is_active is None:
        return person
    return (restore if is_active else suspend)(person, by=by, request=request)
