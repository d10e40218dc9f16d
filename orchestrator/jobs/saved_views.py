"""Lists as their owner asked for them, kept under a name and in an order of the owner's."""

from __future__ import annotations

import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.lib.text import CONTROL
from jobops.lib.words import later
from orchestrator.models import SavedView, Tally, User

LONGEST = 60
LONGEST_QUERY = 4_000
MOST = 50
EMPTY = later("Give the view a name.")
LONG = f"A name has at most {LONGEST} characters."
STRANGE = later("A name cannot hold control characters.")
TAKEN = later(
    "You have a view of this name already. Choose another name, or delete that one first."
)
CROWD = f"There are {MOST} views already. Delete one first."


def listed(owner: User) -> list[SavedView]:
    return list(owner.views.filter(removed_at=None).order_by("position", "id"))


def checked(name: str) -> str:
    """The name as it is kept. Raises Invalid."""
    if CONTROL.search(name):
        raise Invalid({"name": [STRANGE]})
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if not text or len(text) > LONGEST:
        raise Invalid({"name": [LONG if text else EMPTY]})
    return text


def folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()[: 4 * LONGEST]


def save(owner: User, name: str, *, tab: str, query: str) -> SavedView:
    """Comes last in their order. Raises Invalid."""
    text = checked(name)
    if len(query) > LONGEST_QUERY:
        raise Invalid({"query": ["These filters are too long to be kept."]})
    with transaction.atomic():
        mine = owner.views.filter(removed_at=None)
        if mine.count() >= MOST:
            raise Invalid({"name": [CROWD]})
        last = mine.aggregate(last=Max("position"))["last"]
        made = SavedView(
            owner=owner, name=text, folded=folded(text), tab=tab, query=query,
            position=0 if last is None else last + 1,
        )  # fmt: skip
        _store(made)
    return made


def rename(view: SavedView, name: str) -> SavedView:
    """Raises Invalid."""
    view.name = checked(name)
    view.folded = folded(view.name)
    _store(view, "name", "folded")
    return view


def move(view: SavedView, by: int) -> None:
    """One place up or down; at the end it stays where it is."""
    with transaction.atomic():
        mine = SavedView.objects.filter(owner=view.owner_id, removed_at=None)
        order = list(mine.select_for_update().order_by("position", "id"))
        here = next((n for n, one in enumerate(order) if one.pk == view.pk), None)
        if here is None or not 0 <= here + by < len(order):
            return
        order.insert(here + by, order.pop(here))
        for place, one in enumerate(order):
            SavedView.objects.filter(pk=one.pk).update(position=place)
        Tally.objects.raised(view.owner_id)


def remove(view: SavedView) -> None:
    """`restore` takes it back; a repeat changes nothing."""
    _mark(view, gone=True)


def restore(view: SavedView) -> None:
    """Raises Invalid when its name belongs to another one by now."""
    _mark(view, gone=False)


def _mark(view: SavedView, *, gone: bool) -> None:
    if (view.removed_at is not None) != gone:
        view.removed_at = timezone.now() if gone else None
        _store(view, "removed_at")


def _store(view: SavedView, *columns: str) -> None:
    try:
        with transaction.atomic():
            view.save(update_fields=columns or None, force_insert=not columns)
            Tally.objects.raised(view.owner_id)
    except IntegrityError as taken:
        raise Invalid({"name": [TAKEN]}) from taken
