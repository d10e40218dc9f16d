"""The prompts an owner is offered: built-in ones, in their own version where they changed one, and
those they saved. A prompt fills the box; it is never sent by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.lib.text import clean_control
from orchestrator.models import Job, User
from tailoring.ghostwriter.prompts_builtin import BUILT_IN
from tailoring.models import SavedPrompt

MOST = 50
NAME_LIMIT, BODY_LIMIT = 80, 4_000
PLACES = {"jobTitle": "title", "employer": "employer"}
_PLACE = re.compile(r"\{\{\s*(jobTitle|employer)\s*\}\}")


@dataclass(frozen=True)
class Prompt:
    """`key` names it: the name of a built-in one, else an id. `changed`: a built-in one in the
    owner's own words.
    """

    key: str
    name: str
    body: str
    position: int
    is_builtin: bool = False
    changed: bool = False


def of(owner: User) -> tuple[Prompt, ...]:
    """What is offered, in the owner's order."""
    return tuple(one for one in _all(owner) if one.body)


def hidden(owner: User) -> tuple[Prompt, ...]:
    """Built-in ones that were taken away, with the words they would come back with."""
    gone = [one for one in _all(owner) if not one.body]
    return tuple(_shipped(one.key, one.position) for one in gone)


def filled(body: str, job: Job) -> str:
    """The words for one job."""
    return _PLACE.sub(lambda found: str(getattr(job, PLACES[found[1]])), body)


def save(owner: User, *, name: str, body: str, key: str = "") -> Prompt:
    """Keep a new prompt, or with `key` change one. Raises Invalid, and Http404 for a key there is
    not.
    """
    said = _checked(name, body)
    with transaction.atomic():
        known = _held(owner)
        if not key:
            return _added(owner, *said, position=_end(known))
        before = _named(known, key)
        row = _row(owner, before)
        row.name, row.body, row.updated_at = *said, timezone.now()
        row.save()
    return _as_prompt(row)


def remove(owner: User, key: str) -> Prompt:
    """Take one away; what it was, for `put_back`. Raises Http404."""
    with transaction.atomic():
        before = _named(_held(owner), key)
        if before.is_builtin:
            row = _row(owner, before)
            row.body, row.updated_at = "", timezone.now()
            row.save()
        else:
            SavedPrompt.objects.filter(owner=owner, pk=key).delete()
    return before


def put_back(owner: User, prompt: Prompt) -> Prompt:
    """A removed prompt in its old words and place. Raises Invalid."""
    name, body = _checked(prompt.name, prompt.body)
    with transaction.atomic():
        known = _held(owner)
        if not prompt.is_builtin:
            return _added(owner, name, body, position=prompt.position)
        row = _row(owner, _named(known, prompt.key))
        row.name, row.body, row.updated_at = name, body, timezone.now()
        row.save()
    return _as_prompt(row)


def restore(owner: User, *keys: str) -> int:
    """Built-in prompts as they were shipped, all or the named; how many differed."""
    rows = SavedPrompt.objects.filter(owner=owner).exclude(builtin="")
    with transaction.atomic():
        _held(owner)
        gone = rows.filter(builtin__in=keys) if keys else rows
        return gone.delete()[0]


def order(owner: User, keys: Sequence[str]) -> tuple[Prompt, ...]:
    """The named ones first, in this order. Keys there are not are passed over."""
    with transaction.atomic():
        known = _held(owner)
        rank = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        wanted = sorted(known, key=lambda one: rank.get(one.key, len(rank)))
        for place, one in enumerate(wanted):
            if one.position != place:
                row = _row(owner, one)
                row.position = place
                row.save()
    return of(owner)


def _all(owner: User) -> list[Prompt]:
    rows = list(SavedPrompt.objects.filter(owner=owner).order_by("position", "created_at", "id"))
    found = [_as_prompt(row) for row in rows]
    return sorted([*_unchanged(rows), *found], key=lambda one: one.position)


def _unchanged(rows: Sequence[SavedPrompt]) -> Iterator[Prompt]:
    own = {row.builtin for row in rows}
    yield from (_shipped(key, n) for n, key in enumerate(BUILT_IN) if key not in own)


def _shipped(key: str, position: int) -> Prompt:
    text = BUILT_IN[key]
    return Prompt(key, text.name, text.body, position, is_builtin=True)


def _as_prompt(row: SavedPrompt) -> Prompt:
    if row.builtin not in BUILT_IN:
        return Prompt(str(row.pk), row.name, row.body, row.position)
    changed = (row.name, row.body) != BUILT_IN[row.builtin]
    return Prompt(row.builtin, row.name, row.body, row.position, True, changed)


def _held(owner: User) -> list[Prompt]:
    """What there is, while nobody else changes it."""
    User.objects.select_for_update(no_key=True).filter(pk=owner.pk).values_list("pk").first()
    return _all(owner)


def _named(known: Sequence[Prompt], key: str) -> Prompt:
    for one in known:
        if one.key == key:
            return one
    raise Http404


def _row(owner: User, prompt: Prompt) -> SavedPrompt:
    """Its row; one is begun for a built-in prompt that had none."""
    if not prompt.is_builtin:
        return SavedPrompt.objects.get(owner=owner, pk=UUID(prompt.key))
    told = {"name": prompt.name, "body": prompt.body, "position": prompt.position}
    return SavedPrompt.objects.get_or_create(owner=owner, builtin=prompt.key, defaults=told)[0]


def _added(owner: User, name: str, body: str, *, position: int) -> Prompt:
    if SavedPrompt.objects.filter(owner=owner, builtin="").count() >= MOST:
        raise Invalid(form_errors=(f"There are {MOST} saved prompts. Delete one first.",))
    row = SavedPrompt.objects.create(owner=owner, name=name, body=body, position=position)
    return _as_prompt(row)


def _end(known: Sequence[Prompt]) -> int:
    return 1 + max((one.position for one in known), default=-1)


def _checked(name: str, body: str) -> tuple[str, str]:
    told = " ".join(clean_control(name).split()), clean_control(body).strip()
    wrong = {
        field: [f"Use 1 to {limit:,} characters."]
        for field, text, limit in (("name", told[0], NAME_LIMIT), ("body", told[1], BODY_LIMIT))
        if not 1 <= len(text) <= limit
    }
    if wrong:
        raise Invalid(wrong)
    return told
