"""Locks: a word such as @ready that a search begins with keeps it to jobs in one state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later, say
from orchestrator.lifecycle import Status

SIGN = "@"


@dataclass(frozen=True)
class Lock:
    """`aliases`: what else it may be called; a beginning that only one of them has is enough."""

    key: str
    label: str
    statuses: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    @property
    def spelled(self) -> str:
        return f"{SIGN}{self.key}"


# A job that is being prepared is still in Discovered, as in the list of that name.
LOCKS: Mapping[str, Lock] = {
    lock.key: lock
    for lock in (
        Lock("ready", later("Ready"), (Status.READY,), ("rdy",)),
        Lock("discovered", later("Discovered"), (Status.DISCOVERED, Status.PROCESSING),
             ("discover", "disc")),
        Lock("applied", later("Applied"), (Status.APPLIED,), ("apply", "app")),
        Lock("in-progress", later("In progress"), (Status.IN_PROGRESS,),
             ("inprogress", "progress", "prog")),
        Lock("skipped", later("Skipped"), (Status.SKIPPED,), ("skip", "skp")),
        Lock("expired", later("Expired"), (Status.EXPIRED,), ("expire", "exp")),
        Lock("processing", later("Processing"), (Status.PROCESSING,)),
        Lock("all", later("All jobs"), tuple(Status.values)),
    )
}  # fmt: skip


def spelled() -> str:
    """All names, those of one lock beside each other: what the page itself tells them by."""
    return "|".join(" ".join((one.key, *one.aliases)) for one in LOCKS.values())


@dataclass(frozen=True)
class Asked:
    """What was typed, taken apart. `offered`: locks that what was typed so far may become; `said`:
    why its first word is no lock.
    """

    words: str
    lock: Lock | None = None
    offered: tuple[Lock, ...] = ()
    said: str = ""


def begun(text: str) -> tuple[Lock, ...]:
    """The locks `text` may mean: the one it names, else those with a name that begins so."""
    said = text.casefold()
    named = [one for one in LOCKS.values() if said in (one.key, *one.aliases)]
    return tuple(named) or tuple(
        one
        for one in LOCKS.values()
        if any(name.startswith(said) for name in (one.key, *one.aliases))
    )


def read(text: str, *, lock: str = "", is_typing: bool = False) -> Asked:
    """`lock`: the one that holds already, until the text begins with another. While somebody
    `is_typing`, a lock is only offered until a space ends it.
    """
    words, held = " ".join(text.split()), LOCKS.get(lock)
    first, _, rest = words.partition(" ")
    if not first.startswith(SIGN):
        return Asked(words, held)
    found = begun(first[1:])
    if is_typing and not rest and not text.endswith(" ") and found:
        return Asked("", held, offered=found)
    if len(found) == 1:
        return Asked(rest, found[0])
    if not found:
        return Asked(words, held, said=say("“{word}” is no lock, so it is looked for as a word.",
                                           word=first))  # fmt: skip
    names = ", ".join(one.spelled for one in found)
    return Asked(rest, held, offered=found, said=say("“{word}” may be {names}.", word=first,
                                                     names=names))  # fmt: skip
