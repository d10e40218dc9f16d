"""A résumé as a model may see it: fields from a list, short aliases for facts, and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from jobops.lib import prompts
from orchestrator.scoring.brief import Item, Profile
from tailoring.documents import bullets
from tailoring.documents.bullets import Bullet
from tailoring.documents.profile import profile
from tailoring.documents.schema import Raw

PROFILE_LIMIT, ITEM_LIMIT, SUMMARY_LIMIT, HEADLINE_LIMIT = 12_000, 600, 1_500, 300
# The rows of docs/privacy: what is not listed here is never sent. Bullets follow their entry.
FIELDS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "skills": lambda item: (item.title, ", ".join(_shown(item.keywords))),
    "experience": lambda item: (item.title, item.organisation, item.period),
    "projects": lambda item: (item.title, ", ".join(_shown(item.keywords))),
    "education": lambda item: (item.title, item.organisation, item.period, item.text),
    "languages": lambda item: (item.title, item.level),
    "certifications": lambda item: (item.title, item.organisation, item.period, item.text),
}
EDITED = frozenset({"experience", "projects"})
# How many of each are left when all is too long, the oldest dropped first; then none.
_LEFT = {"experience": 3, "projects": 2, "certifications": 1, "education": 1, "languages": 0}


class Statement(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def item_id(self) -> str: ...


@dataclass(frozen=True)
class Known:
    """A fact the model may name. `home` is the id of the item or role it is about, if any;
    `bullet` is set when its words may be changed.
    """

    address: str
    section: str
    home: str = ""
    bullet: Bullet | None = None


@dataclass(frozen=True)
class Sheet:
    """`text` holds one fact a line, each after its alias. `groups`: skill groups by name, with
    the keywords that were shown.
    """

    text: str
    known: Mapping[str, Known]
    groups: Mapping[str, tuple[str, ...]]


@dataclass
class _Block:
    """One entry: lines without their aliases, in the order they are printed."""

    section: str
    lines: list[tuple[str, Known]] = field(default_factory=list)
    group: tuple[str, tuple[str, ...]] | None = None

    @property
    def size(self) -> int:
        return sum(len(text) + len("f999 \n") for text, _ in self.lines)


def build(
    raw: Raw, *, statements: Sequence[Statement] = (), shown_projects: Collection[str] = ()
) -> Sheet:
    own = profile(raw, shown_projects=shown_projects)
    found = bullets.bullets(raw, shown_projects=shown_projects)
    blocks = _shortened([*_head(own), *_confirmed(statements), *_entries(own, found)])
    known: dict[str, Known] = {}
    lines: list[str] = []
    numbers = count(1)
    for text, fact in (line for block in blocks for line in block.lines):
        alias = f"f{next(numbers)}"
        known[alias] = fact
        lines.append(f"{alias} {text}")
    groups = dict(block.group for block in blocks if block.group)
    return Sheet(prompts.cut("\n".join(lines), limit=PROFILE_LIMIT), known, groups)


def _head(own: Profile) -> Iterator[_Block]:
    for name, text, limit in (
        ("headline", own.headline, HEADLINE_LIMIT),
        ("summary", own.summary, SUMMARY_LIMIT),
    ):
        if text.strip():
            told = " ".join(prompts.own(text, limit=limit).split())
            yield _Block(name, [(f"{name} | {told}", Known(name, name))])


def _confirmed(statements: Sequence[Statement]) -> Iterator[_Block]:
    for one in statements:
        told = " ".join(prompts.own(one.text, limit=ITEM_LIMIT).split())
        fact = Known(f"facts/{one.id}", "facts", one.item_id)
        yield _Block("facts", [(f"confirmed by the person | {told}", fact)])


def _entries(own: Profile, found: Sequence[Bullet]) -> Iterator[_Block]:
    for section in FIELDS:
        for item in own.items:
            if item.section == section:
                under = [bullet for bullet in found if bullet.home == item.id]
                yield _entry(item, under)


def _entry(item: Item, under: Sequence[Bullet]) -> _Block:
    told = " | ".join(filter(None, map(_told, FIELDS[item.section](item))))
    name = "title" if item.title else "keyword" if item.keywords else "organisation"
    fact = Known(f"{item.section}/{item.id}/{name}", item.section, item.id)
    block = _Block(item.section, [(f"{item.section} | {told}", fact)])
    if item.section == "skills":
        block.group = (item.title, _shown(item.keywords))
    if item.section in EDITED:
        block.lines += _bullets(item, under)
    return block


def _bullets(item: Item, under: Sequence[Bullet]) -> Iterator[tuple[str, Known]]:
    left = ITEM_LIMIT
    for bullet in under:
        told = _told(bullet.text)
        if len(told) > left:
            return
        left -= len(told)
        # Words that were masked for the model could not come back unharmed.
        free = told == bullet.text
        fact = Known(bullet.address, item.section, bullet.home, bullet if free else None)
        yield f"- {told}", fact


def _shown(words: Sequence[str]) -> tuple[str, ...]:
    """As many keywords as the limit of an item allows."""
    shown: list[str] = []
    left = ITEM_LIMIT
    for word in words:
        left -= len(word) + 2
        if left < 0:
            break
        shown.append(word)
    return tuple(shown)


def _told(text: str) -> str:
    return " ".join(prompts.own(text, limit=ITEM_LIMIT).split())


def _shortened(blocks: list[_Block]) -> list[_Block]:
    """Within the limit of a profile, the oldest experience dropped first."""
    left = list(blocks)
    while sum(block.size for block in left) > PROFILE_LIMIT:
        counts = Counter(block.section for block in left)
        many = (name for name, least in _LEFT.items() if counts[name] > least)
        some = (name for name in _LEFT if counts[name])
        worst = next(many, None) or next(some, left[-1].section)
        del left[max(at for at, block in enumerate(left) if block.section == worst)]
    return left
