"""The facts of one owner: every line of the résumé and every confirmed statement, indexed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from orchestrator.scoring.periods import Span, span
from tailoring.claims.claim import FactRef
from tailoring.claims.fact import Fact, Scope
from tailoring.documents import identity
from tailoring.documents.clean import plain
from tailoring.documents.profile import visible
from tailoring.documents.schema import Entry, Raw, Resume, Role, Section, read

__all__ = ["FactBase", "FactRef", "Post", "Statement", "of"]

_WORK = frozenset({"experience", "volunteer"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What the owner confirmed; without `item_id` it is said of the person."""

    id: str
    text: str
    item_id: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One entry or role as a whole: who, where and when."""

    id: str
    section: str
    title: Fact | None
    organisation: Fact | None
    period: Fact | None
    when: Span | None


@dataclass(frozen=True, eq=False)
class FactBase:
    """`families` leads from an item's id, or a role's, to the ids whose facts it may cite."""

    facts: tuple[Fact, ...]
    posts: tuple[Post, ...]
    families: dict[str, frozenset[str]]
    language: str
    today: date
    scopes: dict[str | None, Scope] = field(default_factory=dict)

    def scope(self, item: str | None) -> Scope:
        """The facts that a text about this item may cite: its own, and the person's statements."""
        if item not in self.scopes:
            self.scopes[item] = Scope(
                self.facts if item is None else tuple(f for f in self.facts if self._own(f, item))
            )
        return self.scopes[item]

    def _own(self, fact: Fact, item: str) -> bool:
        if fact.section == "facts" and not fact.item_id:
            return True
        return fact.item_id in self.families.get(item, frozenset({item}))

    def of_item(self, item: str | None) -> tuple[Post, ...]:
        if item is None:
            return self.posts
        return tuple(post for post in self.posts if post.id in self.families.get(item, {item}))

    @cached_property
    def work(self) -> tuple[Post, ...]:
        return tuple(p for p in self.posts if p.section in _WORK)

    @cached_property
    def titles(self) -> tuple[Fact, ...]:
        """Titles held, and the headlines the owner chose."""
        held = [p.title for p in self.posts if p.title and p.section in _WORK]
        said = [f for f in self.facts if f.field in ("headline", "summary") or f.kind == "title"]
        return (*held, *said)


@dataclass(frozen=True)
class _Source:
    digest: str
    statements: tuple[Statement, ...]
    today: date
    raw: Raw = field(compare=False)


def of(raw: Raw, *, statements: Sequence[Statement] = (), today: date | None = None) -> FactBase:
    """`today` ends periods that are still open."""
    on = today or date.today()
    return _of(_Source(identity.digest(raw), tuple(statements), on, raw))


@lru_cache(maxsize=32)
def _of(source: _Source) -> FactBase:
    resume = read(source.raw)
    facts: list[Fact] = []
    posts: list[Post] = []
    families: dict[str, frozenset[str]] = {}
    for section, entry in _entries(resume):
        family = frozenset({entry.id, *(role.id for role in entry.roles)})
        families |= {
            entry.id: family,
            **{role.id: frozenset({entry.id, role.id}) for role in entry.roles},
        }
        found = list(_facts(entry, section=section.type))
        facts += found
        posts.append(_post(entry, section.type, found, on=source.today))
        for role in entry.roles:
            own = list(_of_role(role, entry, section=section.type))
            facts += own
            posts.append(_post(role, section.type, [*own, *found], on=source.today))
    facts += _person(resume)
    facts += [
        Fact(FactRef(f"facts/{s.id}", s.item_id, "facts", s.text), "statement", s.kind)
        for s in source.statements
    ]
    return FactBase(tuple(facts), tuple(posts), families, _language(facts, resume), source.today)


def _language(facts: list[Fact], resume: Resume) -> str:
    """That of the lines, since few owners set their locale."""
    told = Counter(fact.language for fact in facts if fact.field in ("text", "summary"))
    del told[""]
    return told.most_common(1)[0][0] if told else resume.locale.strip().lower()[:2]


def _entries(resume: Resume) -> Iterator[tuple[Section, Entry]]:
    """Hidden projects count: a job may show them, and the owner wrote them."""
    for section in resume.sections:
        if section.type == "cover-letter":
            continue
        shown = {e.id for e in section.entries} if section.type == "projects" else set()
        for entry in visible(section, shown_projects=shown):
            yield section, entry


def _person(resume: Resume) -> Iterator[Fact]:
    basics = resume.basics
    for name, text in (("headline", basics.headline), ("location", basics.location)):
        if text.strip():
            yield Fact(FactRef(name, "", "basics", text), name)
    for extra in basics.custom_fields:
        if extra.text.strip():
            yield Fact(FactRef("basics", "", "basics", extra.text), "text")


def _facts(entry: Entry, *, section: str) -> Iterator[Fact]:
    lines = plain(entry.html).split("\n")
    if section == "summary":
        yield from (_fact("summary", entry.id, section, "summary", line) for line in lines if line)
        return
    at = f"{section}/{entry.id}"
    graded = " ".join(filter(None, (entry.title, entry.area, entry.grade)))
    whole = (
        graded if section == "education" else " ".join(filter(None, (entry.title, entry.detail)))
    )
    fields = [
        ("title", whole),
        ("organisation", entry.organisation),
        ("place", entry.place),
        ("period", entry.period),
        *(("keyword", word) for word in entry.keywords),
        ("label", entry.website.label),
    ]
    yield from (
        _fact(f"{at}/{name}", entry.id, section, name, text) for name, text in fields if text
    )
    yield from (
        _fact(f"{at}/description/{n}", entry.id, section, "text", line)
        for n, line in enumerate(lines)
        if line
    )


def _of_role(role: Role, entry: Entry, *, section: str) -> Iterator[Fact]:
    at = f"{section}/{entry.id}/{role.id}"
    for name, text in (("title", role.position), ("period", role.period)):
        if text:
            yield _fact(f"{at}/{name}", role.id, section, name, text)
    for n, line in enumerate(plain(role.description).split("\n")):
        if line:
            yield _fact(f"{at}/description/{n}", role.id, section, "text", line)


def _fact(address: str, item_id: str, section: str, name: str, text: str) -> Fact:
    return Fact(FactRef(address, "" if section == "summary" else item_id, section, text), name)


def _post(holder: Entry | Role, section: str, facts: list[Fact], *, on: date) -> Post:
    met: dict[str, Fact] = {}
    for fact in facts:
        met.setdefault(fact.field, fact)
    period = met.get("period")
    return Post(
        id=holder.id,
        section=section,
        title=met.get("title"),
        organisation=met.get("organisation"),
        period=period,
        when=span(period.ref.quote, on=on) if period else None,
    )
