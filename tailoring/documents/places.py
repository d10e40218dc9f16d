"""What the entries of a résumé are called, for whoever reads about their bullets. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jobops.lib.words import later_each
from tailoring.documents import schema
from tailoring.documents.schema import Entry, Raw

WORDS: Mapping[str, str] = later_each({
    "headline": "Headline", "summary": "Summary", "skills": "Skills", "fact": "Your facts",
})  # fmt: skip


def names(raw: Raw) -> dict[str, str]:
    """Id of an entry or role → what it is called."""
    return {
        key: name
        for section in schema.read(raw).sections
        for entry in section.entries
        for key, name in _of(entry)
        if key and name
    }


def placed(address: str, called: Mapping[str, str]) -> str:
    """Where an address is, in words; the innermost entry that has a name."""
    parts = address.split("/")
    known = (called[part] for part in reversed(parts) if part in called)
    return next(known, WORDS.get(parts[0], parts[0].capitalize()))


def _of(entry: Entry) -> Iterator[tuple[str, str]]:
    where = f" at {entry.organisation}" if entry.organisation else ""
    yield entry.id, f"{entry.title}{where}" if entry.title else entry.organisation
    for role in entry.roles:
        yield role.id, f"{role.position}{where}"
