"""A register taken over as a whole: its rows lie beside those that hold until one swap.

A load that is killed leaves rows nobody names; the next one, or the comparison, removes them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from orchestrator import leases
from orchestrator.models import Sponsor, SponsorRegister, SponsorWord
from orchestrator.queue import enqueue
from orchestrator.sponsors import likeness, names, reading
from orchestrator.sponsors.reading import Entry, RegisterProblem
from orchestrator.sponsors.registers import SOURCES

LEASE = timedelta(minutes=5)
BATCH = 1000
# Fewer than this part of what was there is no register of today but half a file.
LEAST = 0.5
# Column values of a register nobody loads or waits for.
FREED: Mapping[str, Any] = {
    "token": None, "token_until": None, "worker": None, "asked_at": None, "forced": False,
    "file_owner": None, "file_digest": "",
}  # fmt: skip

Say = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """`names`: employers at a place; `changed`: false when the same file holds already."""

    names: int
    skipped: int
    changed: bool

    @property
    def sentence(self) -> str:
        if not self.changed:
            return f"The same file is loaded already: {self.names:,} sponsors."
        left_out = f" Left out: {self.skipped:,} rows without a name." if self.skipped else ""
        return f"{self.names:,} sponsors loaded.{left_out}"


def register_of(country: str) -> SponsorRegister:
    """The row of one of the countries of registers.SOURCES."""
    if country not in SOURCES:
        raise LookupError(country)
    return SponsorRegister.objects.get_or_create(country=country)[0]


def take(
    register: SponsorRegister,
    content: bytes,
    *,
    address: str,
    published: date | None = None,
    forced: bool = False,
    say: Say | None = None,
) -> Loaded:
    """Read and swap. Raises RegisterProblem; then what was loaded before holds on, with the reason
    beside it.
    """
    token = claim(register)
    try:
        return go_on(
            register, token, content, address=address, published=published, forced=forced, say=say
        )
    except RegisterProblem as problem:
        give_back(register, token, error=problem.sentence)
        raise


def claim(register: SponsorRegister) -> UUID:
    """The right to load it, also from somebody who is gone. Raises RegisterProblem(busy)."""
    token, now = uuid4(), timezone.now()
    lost = [row.token for row in dead(at=now)]
    free = SponsorRegister.objects.filter(Q(token=None) | Q(token__in=lost), pk=register.pk)
    held = {"token": token, "token_until": now + LEASE, "worker": leases.worker_name()}
    if not free.update(**held, tried_at=now):
        raise RegisterProblem("busy")
    return token


def dead(*, at: datetime, group: str | None = None) -> list[SponsorRegister]:
    """Those whose loader is gone or silent. `group` as in leases.is_dead."""
    held = SponsorRegister.objects.filter(token__isnull=False)
    return [row for row in held if _is_dead(row, at=at, group=group)]


def _is_dead(row: SponsorRegister, *, at: datetime, group: str | None) -> bool:
    if not row.is_loading(at=at):
        return True
    return row.worker is not None and leases.is_gone(row.worker, group=group)


def close_dead(*, at: datetime, group: str | None = None) -> int:
    """Whoever loaded was killed: the former load holds, and the page says what happened."""
    said = RegisterProblem("interrupted").sentence
    rows = (
        SponsorRegister.objects.filter(pk=row.pk, token=row.token)
        for row in dead(at=at, group=group)
    )
    return sum(one.update(**FREED, error=said) for one in rows)


def give_back(register: SponsorRegister, token: UUID, *, error: str) -> None:
    mine = SponsorRegister.objects.filter(pk=register.pk, token=token)
    mine.update(**FREED, error=error[:300])


def go_on(
    register: SponsorRegister,
    token: UUID,
    content: bytes,
    *,
    address: str,
    published: date | None = None,
    forced: bool = False,
    say: Say | None = None,
) -> Loaded:
    """As `take`, by whoever holds the right to it already."""
    digest = hashlib.sha256(content).hexdigest()
    register.refresh_from_db()
    about = {"address": address[:2000], "published": published, "fetched_at": timezone.now()}
    if register.load and register.digest == digest:
        _swap(register, token, **about)
        return Loaded(register.names, register.skipped, changed=False)
    found = reading.read(content, source=SOURCES[register.country])
    if not forced and len(found.entries) < LEAST * register.names:
        raise RegisterProblem("too_small")
    sweep(register, keep=token)
    common = common_words(found.entries)
    for done in _insert(register, token, found.entries, common=common):
        if say:
            say(done, len(found.entries))
    _swap(
        register, token, load=token, digest=digest, names=len(found.entries),
        skipped=found.skipped, common=sorted(common), matched_at=None, matched_after=None,
        matching_at=None, **about,
    )  # fmt: skip
    return Loaded(len(found.entries), found.skipped, changed=True)


def common_words(entries: Sequence[Entry]) -> frozenset[str]:
    """The words of so many names that they find none."""
    keys = {key for entry in entries for key in names.keys(entry.name)}
    counted = Counter(word for key in keys for word in set(key.split()))
    return frozenset(word for word, n in counted.items() if n > likeness.COMMON_AT)


def _insert(
    register: SponsorRegister, token: UUID, entries: Sequence[Entry], *, common: frozenset[str]
) -> Iterator[int]:
    """Rows nobody sees yet; how many there are after each batch."""
    for start in range(0, len(entries), BATCH):
        rows = [_row(register, token, entry) for entry in entries[start : start + BATCH]]
        with transaction.atomic():
            _renew(register, token)
            made = Sponsor.objects.bulk_create(rows)
            words = (word for row in made for word in _words(row, common=common))
            SponsorWord.objects.bulk_create(words, batch_size=5000)
        yield start + len(rows)


def _row(register: SponsorRegister, token: UUID, entry: Entry) -> Sponsor:
    return Sponsor(
        register=register, load=token, name=entry.name, keys="|".join(names.keys(entry.name)),
        town=entry.town, county=entry.county, route=entry.route, rating=entry.rating,
        number=entry.number,
    )  # fmt: skip


def _words(row: Sponsor, *, common: frozenset[str]) -> Iterator[SponsorWord]:
    keys = row.keys.split("|") if row.keys else []
    whole = {word for key in keys for word in names.lookups(key)}
    rare = {word for key in keys for word in likeness.rare(key, common)}
    for word in sorted(whole):
        yield SponsorWord(word=word[:200], whole=True, load=row.load, sponsor_id=row.pk)
    for word in sorted(rare):
        yield SponsorWord(word=word[:200], load=row.load, sponsor_id=row.pk)


def _renew(register: SponsorRegister, token: UUID) -> None:
    """Raises RegisterProblem(busy) when somebody else loads by now."""
    held = SponsorRegister.objects.filter(pk=register.pk, token=token)
    if not held.update(token_until=timezone.now() + LEASE):
        raise RegisterProblem("busy")


def _swap(register: SponsorRegister, token: UUID, **values: object) -> None:
    """From here on the new rows hold, and the jobs are compared with them."""
    with transaction.atomic():
        held = SponsorRegister.objects.filter(pk=register.pk, token=token)
        if not held.update(**FREED, error="", **values):
            raise RegisterProblem("busy")
        if "load" in values:
            enqueue("match_sponsors", register.pk)
    register.refresh_from_db()


def sweep(register: SponsorRegister, *, keep: UUID | None = None) -> int:
    """Remove rows of this register that no load names any more; how many sponsors."""
    register.refresh_from_db()
    held = {one for one in (register.load, register.token, keep) if one}
    old = (
        Sponsor.objects.filter(register=register).exclude(load__in=held)
        .order_by().values_list("load", flat=True).distinct()
    )  # fmt: skip
    return sum(_remove(load) for load in list(old))


def _remove(load: UUID) -> int:
    """In small transactions, words first: nobody waits, and a killed one is gone on with."""
    gone = 0
    while ids := list(SponsorWord.objects.filter(load=load).values_list("pk", flat=True)[:5000]):
        SponsorWord.objects.filter(pk__in=ids).delete()
    while ids := list(Sponsor.objects.filter(load=load).values_list("pk", flat=True)[:2000]):
        rows = Sponsor.objects.filter(pk__in=ids)
        gone += rows._raw_delete(rows.db)
    return gone
