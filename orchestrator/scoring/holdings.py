"""What a profile holds, indexed once: terms with their quotes, roles, degrees, languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from orchestrator.scoring import patterns, shipped
from orchestrator.scoring.brief import Item, Profile
from orchestrator.scoring.card import Evidence
from orchestrator.scoring.lexicon import find
from orchestrator.scoring.periods import Span, months, span
from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import shortened

PRACTICE = frozenset(
    {"experience", "projects", "volunteer", "publications", "awards", "custom", "certifications"}
)
WORK = frozenset({"experience", "volunteer"})
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Holding:
    """One place where a term stands. `practised`: in a role or project, not only in a list."""

    evidence: Evidence
    practised: bool
    when: Span | None
    via: str


@dataclass(frozen=True, slots=True)
class Degree:
    rank: int
    in_progress: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Tongue:
    level: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Holdings:
    """`terms` holds direct mentions, `kinds` mentions of something that is a kind of the term."""

    profile: Profile
    items: tuple[Item, ...]
    terms: dict[str, tuple[Holding, ...]]
    kinds: dict[str, tuple[Holding, ...]]
    families: dict[str, tuple[Holding, ...]]
    titles: tuple[str, ...]
    degrees: tuple[Degree, ...]
    tongues: dict[str, Tongue]
    spans: dict[str, Span | None]

    def years(self, items: frozenset[str] | None = None) -> float:
        """Years over the given items, or over all paid and voluntary work."""
        chosen = (
            [self.spans[i.id] for i in self.items if i.section == "experience"]
            if items is None
            else [self.spans.get(i) for i in sorted(items)]
        )
        return months(chosen) / 12


@lru_cache(maxsize=16)
def hold(profile: Profile, *, on: date) -> Holdings:
    spans = {item.id: span(item.period, on=on) for item in profile.items}
    items = tuple(sorted(_with_texts(profile), key=lambda item: _recency(item, spans)))
    terms: dict[str, list[Holding]] = {}
    kinds: dict[str, list[Holding]] = {}
    families: dict[str, list[Holding]] = {}
    for item in items:
        _collect(item, when=spans.get(item.id), terms=terms, kinds=kinds, families=families)
    work = [item for item in items if item.section in WORK and item.title.strip()]
    return Holdings(
        profile=profile,
        items=items,
        terms={k: tuple(v) for k, v in terms.items()},
        kinds={k: tuple(v) for k, v in kinds.items()},
        families={k: tuple(v) for k, v in families.items()},
        titles=tuple(dict.fromkeys(i.title for i in work)) or _headlines(profile),
        degrees=_degrees(items),
        tongues=_tongues(items),
        spans=spans,
    )


def _headlines(profile: Profile) -> tuple[str, ...]:
    return (profile.headline,) if profile.headline.strip() else ()


def _with_texts(profile: Profile) -> list[Item]:
    extra = [
        Item(id=name, section=name, text=text)
        for name, text in (("summary", profile.summary), ("headline", profile.headline))
        if text.strip()
    ]
    return [*profile.items, *extra]


def _recency(item: Item, spans: dict[str, Span | None]) -> tuple[int, int, str, str]:
    when = spans.get(item.id)
    # The id is the last resort, so that the order in the document never decides.
    return (0 if item.section in PRACTICE else 1, -(when[1] if when else 0), item.title, item.id)


def _collect(
    item: Item,
    *,
    when: Span | None,
    terms: dict[str, list[Holding]],
    kinds: dict[str, list[Holding]],
    families: dict[str, list[Holding]],
) -> None:
    practised = item.section in PRACTICE
    seen: set[str] = set()
    for field, text in _texts(item):
        for hit in find(text):
            label = hit.term.label
            if label in seen:
                continue
            seen.add(label)
            quote = _around(text, hit.start, hit.end)
            one = Holding(Evidence(item.id, field, quote), practised, when, label)
            terms.setdefault(label, []).append(one)
            for broader in hit.term.broader:
                kinds.setdefault(broader, []).append(one)
            if hit.term.family:
                families.setdefault(hit.term.family, []).append(one)


def _texts(item: Item) -> list[tuple[str, str]]:
    found = [("title", item.title), ("text", item.text)]
    found += [("keywords", word) for word in sorted(item.keywords)]
    found.append(("organisation", item.organisation if item.section in ("education",) else ""))
    return [(field, text) for field, text in found if text.strip()]


def _around(text: str, start: int, end: int) -> str:
    """The sentence or line around a place in a text, at most 300 characters."""
    left = max((m.end() for m in _SENTENCES.finditer(text, 0, start)), default=0)
    match = _SENTENCES.search(text, end)
    right = match.start() if match else len(text)
    if right - left <= 300:
        return text[left:right].strip()
    return shortened(text[max(left, start - 80) : right], 300)


def _degrees(items: tuple[Item, ...]) -> tuple[Degree, ...]:
    found = []
    for item in items:
        if item.section != "education":
            continue
        told = " ".join(filter(None, (item.title, item.level, item.text)))
        named = patterns.degrees(fold(told + " degree")) or _titled(item)
        if named:
            quote = shortened(item.title or item.text.split("\n")[0] or item.organisation, 300)
            field = "title" if item.title else "text" if item.text else "organisation"
            running = bool(shipped.pattern("in progress").search(fold(item.period + " " + told)))
            rank = patterns.DEGREE_RANK[named[-1]]
            found.append(Degree(rank, running, Evidence(item.id, field, quote)))
    return tuple(sorted(found, key=lambda d: (d.in_progress, -d.rank, d.evidence.item_id)))


def _titled(item: Item) -> list[str]:
    told = fold(f"{item.title} {item.text} {item.organisation}")
    name = next(
        (n for n, pattern in shipped.patterns("held degree").items() if pattern.search(told)), ""
    )
    return [name] if name else []


def _tongues(items: tuple[Item, ...]) -> dict[str, Tongue]:
    found: dict[str, Tongue] = {}
    for item in items:
        if item.section == "languages":
            _tongue(item, f"{item.title} {item.level} {item.text}", found=found)
        elif item.section in ("skills", "summary") and not item.organisation:
            told = f"{item.title} {item.text} {' '.join(item.keywords)}"
            if patterns.spoken(told):
                _tongue(item, told, found=found)
    return found


def _tongue(item: Item, told: str, *, found: dict[str, Tongue]) -> None:
    folded = fold(told)
    for name in patterns.language_names(folded):
        field = "title" if item.title else "text" if item.text else "keywords"
        quote = item.title or item.text or next(iter(item.keywords), "")
        level = patterns.level(folded, default="B2")
        held = found.get(name)
        if held is None or patterns.LEVELS[held.level] < patterns.LEVELS[level]:
            found[name] = Tongue(level, Evidence(item.id, field, shortened(quote, 300)))
