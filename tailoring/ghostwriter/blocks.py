"""What is sent along with a message, block by block, each within its own limit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jobops.lib import prompts
from jobops.lib.contacts import mask_contacts

NOT_AVAILABLE = "not available"
NAMES: Mapping[str, str] = {
    "job": "the job's entry", "posting": "the posting", "tailoring": "texts written for this job",
    "profile": "the person's profile", "note": "a note", "mail": "a mail", "document": "a document",
    "history": "earlier messages",
}  # fmt: skip


@dataclass(frozen=True)
class Caps:
    """Characters of one item and of the whole kind, and how many items there may be."""

    item: int
    total: int
    items: int = 1


CAPS: Mapping[str, Caps] = {
    "job": Caps(2_000, 2_000),
    "posting": Caps(4_000, 4_000),
    "tailoring": Caps(2_700, 2_700),
    "profile": Caps(6_000, 6_000),
    "note": Caps(3_000, 12_000, 8),
    "mail": Caps(1_200, 8_000, 8),
    "document": Caps(6_000, 12_000, 5),
}


@dataclass(frozen=True)
class Block:
    """`available` are the characters there are, `sent` those of `text`. A `note` says why nothing
    could be read; `id` and `label` name a note, mail or document.
    """

    kind: str
    id: str
    label: str
    text: str
    available: int
    sent: int
    trimmed: bool = False
    note: str = ""

    @property
    def heading(self) -> str:
        return f"{NAMES[self.kind]}: {self.label}" if self.label else NAMES[self.kind]

    def fenced(self, marker: str) -> str:
        said = self.text or NOT_AVAILABLE
        return prompts.fence(said, label=self.heading, around=marker).text

    def cut(self, limit: int) -> Block:
        """At most `limit` characters of it; nothing when that is too few to be read."""
        if self.sent <= limit:
            return self
        text = prompts.cut(self.text, limit=limit) if limit > 2 * len(prompts.CUT) else ""
        return replace(self, text=text, sent=len(text), trimmed=True)


def block(
    kind: str, text: str, *, id: str = "", label: str = "", available: int = 0, note: str = ""
) -> Block:
    """`available`: where `text` is only the beginning of what there is."""
    whole = Block(kind, id, label, text, max(available, len(text)), len(text), note=note)
    made = whole.cut(CAPS[kind].item)
    return replace(made, trimmed=made.sent < made.available)


def within(found: Sequence[Block]) -> tuple[Block, ...]:
    """Items of one kind, in their order, as many characters of them as the kind may have."""
    kept: list[Block] = []
    for one in found:
        caps = CAPS[one.kind]
        if len(kept) < caps.items:
            kept.append(one.cut(caps.total - sum(other.sent for other in kept)))
    return tuple(kept)


# The same posting and notes go along with one message after the other.
@lru_cache(maxsize=64)
def seen(text: str) -> str:
    """A text of any origin as it may leave, uncut: what a reader sees, without contacts."""
    return mask_contacts(prompts.clean_untrusted(text))


def lines(pairs: Sequence[tuple[str, str]]) -> str:
    """ "Name: words" a line, without those that have none."""
    return "\n".join(f"{name}: {' '.join(said.split())}" for name, said in pairs if said.strip())
