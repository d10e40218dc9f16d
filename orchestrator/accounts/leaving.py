"""Removing a person with everything that is theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator.accounts import events, rights, sessions
from orchestrator.accounts.rights import PersonError
from orchestrator.models import Job, JobEvent, User

logger = logging.getLogger(__name__)

# Most rows hang on jobs; without them the rest is quickly found.
FIRST: tuple[Callable[[User], object], ...] = (
    lambda person: JobEvent.objects.filter(owner=person).delete(),
    lambda person: Job.objects.for_user(person).delete(),
)


def remove(person: User, *, typed: str, by: User, request: HttpRequest | None = None) -> None:
    """All rows in one transaction, files when it is over. They are suspended first, so that work in
    the middle ends and none begins. Raises PersonError(wrong_name, oneself, last_admin).
    """
    if typed.strip() != person.username:
        raise PersonError("wrong_name")
    rights.suspend(person, by=by, request=request)
    owner_id, name = person.pk, str(person)
    with transaction.atomic():
        rights.keep_one(person)
        sessions.end_all(person)
        for rows in FIRST:
            rows(person)
        person.delete()
        events.note(by, "person_removed", request=request, about=name)
        transaction.on_commit(lambda: _remove_files(owner_id))
    logger.warning("a person was removed", extra={"meta": {"userId": str(owner_id)}})


def _remove_files(owner_id: UUID) -> None:
    """What a store does not give up now goes with the sweep."""
    try:
        stored.FILES.clear(f"{owner_id}/")
    except StoreError:
        logger.warning("files are left to the sweep", exc_info=True)
