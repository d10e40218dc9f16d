"""Tailoring without a model: it chooses and reorders what the résumé says, and adds no word.

Start with `draft` for a job's texts and `rank_projects` for its projects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from orchestrator.scoring import roles
from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.lexicon import Hit, find, lexicon
from orchestrator.scoring.number import mass
from orchestrator.scoring.posting import read as read_posting
from orchestrator.scoring.words import stems
from tailoring.documents.profile import profile, visible
from tailoring.documents.schema import Raw, read
from tailoring.projects import Project
from tailoring.style import Limits as Limits

_BULLETS_FROM = ("experience", "projects", "volunteer")
_MOST_BULLETS = {True: 2, False: 3}
_MOST_SENTENCES, _MOST_FOCUS, _LEAST_WORDS = 6, 3, 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|\d)")
_MARKS = re.compile(r"\s*[(\[][^)\]]*[)\]]|\s*\b[mwfdx](?:[/|*][mwfdx]){1,2}\b\*?", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """`skills`: groups as {"name", "keywords"}. Empty texts mean: the base says it best."""

    headline: str = ""
    summary: str = ""
    skills: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Wanted:
    """Requirements that a text can cover, each with its mass; and the mass of each single term."""

    rows: tuple[Row, ...]
    worth: dict[str, int]

    def covered(self, labels: frozenset[str]) -> frozenset[int]:
        return frozenset(at for at, row in enumerate(self.rows) if labels.intersection(row.terms))

    def gain(self, rows: Iterable[int]) -> int:
        return sum(mass(self.rows[at]) for at in rows)


def draft(facts: JobFacts, *, raw: Raw, limits: Limits) -> Draft:
    """Same posting, résumé and limits, same draft. Every word of it stands in the résumé."""
    own = profile(raw)
    wanted = _wanted(facts)
    return Draft(
        headline=_headline(facts, own=own, wanted=wanted),
        summary=_summary(own, wanted=wanted, most_words=limits.summary_max_words),
        skills=_skills(raw, wanted=wanted, most=limits.max_keywords_per_skill),
    )


def rank_projects(facts: JobFacts, catalogue: Sequence[Project]) -> list[str]:
    """Ids, the project that covers most of the requirements first; equals stay in base order."""
    wanted = _wanted(facts)
    worth = {
        project.id: wanted.gain(
            wanted.covered(_labels("\n".join((project.name, project.text, *project.keywords))))
        )
        for project in catalogue
    }
    return sorted(worth, key=lambda id: -worth[id])


@lru_cache(maxsize=16)
def _wanted(facts: JobFacts) -> _Wanted:
    """Kept, because one tailoring asks for the texts and for the projects."""
    rows = tuple(row for row in extract(read_posting(facts))[0] if row.scope == "skill")
    worth: dict[str, int] = {}
    for row in rows:
        for term in row.terms:
            worth[term] = max(worth.get(term, 0), mass(row))
    return _Wanted(rows, worth)


@lru_cache(maxsize=2048)
def _labels(text: str) -> frozenset[str]:
    """What a text names, and the categories those things belong to.

    Kept, because the same résumé is read for each of many jobs.
    """
    found = find(text)
    return frozenset(
        label for hit in found for label in (hit.term.label, *_categories(hit)) if label
    )


def _categories(hit: Hit) -> list[str]:
    terms = lexicon().terms
    return [broader for broader in hit.term.broader if terms[broader].kind in "md"]


def _headline(facts: JobFacts, *, own: Profile, wanted: _Wanted) -> str:
    held = [i.title for i in own.items if i.section == "experience" and i.title.strip()]
    kin = sorted(held, key=lambda title: -roles.kinship(facts.title, held=[title]))
    if not kin:
        return " ".join(own.headline.split())
    asked = " ".join(_MARKS.sub("", facts.title).split()).strip(" -–—,/|*")
    if _may_claim(asked, held=kin, own=own):
        return asked
    focus = _focus(own, wanted=wanted, title=kin[0])
    title = " ".join(kin[0].split())
    return f"{title} – {', '.join(focus)}" if focus else title


def _may_claim(asked: str, *, held: Sequence[str], own: Profile) -> bool:
    """The posting's own title: only beside a held title of the same work and no lower rank."""
    if not asked or not set(stems(asked)) <= {stem for t in held for stem in stems(t)} | set(
        stems(own.headline)
    ):
        return False
    level = roles.seniority(asked)
    return any(
        roles.kinship(asked, held=[title]) == 1
        and (level is None or level <= (roles.seniority(title) or 0))
        for title in held
    )


def _focus(own: Profile, *, wanted: _Wanted, title: str) -> list[str]:
    """The most wanted terms, written as the résumé writes them."""
    named = {hit.term.label for hit in find(title)}
    spelled: dict[str, str] = {}
    for text in _texts(own):
        for hit in find(text):
            sharp = hit.term.kind in "ltc"
            if sharp and hit.term.label in wanted.worth and hit.term.label not in named:
                spelled.setdefault(hit.term.label, text[hit.start : hit.end])
    order = sorted(spelled, key=lambda label: (-wanted.worth[label], label))
    return [spelled[label] for label in order[:_MOST_FOCUS]]


def _texts(own: Profile) -> Iterable[str]:
    for item in own.items:
        if item.section == "skills":
            yield from (item.title, *item.keywords)
    for item in own.items:
        if item.section != "skills":
            yield item.text
    yield own.summary


def _summary(own: Profile, *, wanted: _Wanted, most_words: int) -> str:
    sentences = _sentences(own.summary)
    bullets = _bullets(own.items)
    told = [(text, True) for text in sentences] + [(text, False) for text in bullets]
    covers = [wanted.covered(_labels(text)) for text, _ in told]
    chosen: list[int] = []
    left, done = most_words, frozenset[int]()
    for at in _order(told, covers, wanted=wanted):
        fresh = covers[at] - done
        size = len(told[at][0].split())
        first = not chosen and told[at][1]
        if size > left or not (fresh or first) or not _room(told, chosen, at=at):
            continue
        chosen.append(at)
        left, done = left - size, done | covers[at]
    if not chosen:
        return ""
    return " ".join(_ended(told[at][0]) for at in sorted(chosen))


def _order(
    told: Sequence[tuple[str, bool]], covers: Sequence[frozenset[int]], *, wanted: _Wanted
) -> list[int]:
    """The résumé's own opening first, then what covers most; equals in base order."""
    ranked = sorted(range(len(told)), key=lambda at: -wanted.gain(covers[at]))
    opening = [0] if told and told[0][1] else []
    return opening + [at for at in ranked if at not in opening]


def _room(told: Sequence[tuple[str, bool]], chosen: Sequence[int], *, at: int) -> bool:
    if told[at][1]:
        return len(chosen) < _MOST_SENTENCES
    bullets = sum(1 for taken in chosen if not told[taken][1])
    return bullets < _MOST_BULLETS[told[0][1]] and len(chosen) < _MOST_SENTENCES


def _sentences(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    return [" ".join(s.split()) for line in lines for s in _SENTENCE_END.split(line) if s.strip()]


def _bullets(items: Iterable[Item]) -> list[str]:
    lines = (
        " ".join(line.split())
        for item in items
        if item.section in _BULLETS_FROM
        for line in item.text.split("\n")
    )
    return list(dict.fromkeys(line for line in lines if len(line.split()) >= _LEAST_WORDS))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence.rstrip(",;:") + "."


def _skills(raw: Raw, *, wanted: _Wanted, most: int) -> list[dict[str, Any]]:
    """All groups, the most wanted first; within a group the most wanted keywords first."""
    groups = [
        (entry.title, _sorted(entry.keywords, wanted=wanted), _worth(entry.title, wanted))
        for section in read(raw).sections
        if section.key == "skills" and not section.hidden
        for entry in visible(section)
    ]
    ranked = sorted(
        groups, key=lambda group: -(group[2] + sum(_worth(word, wanted) for word in group[1]))
    )
    return [{"name": name, "keywords": words[:most]} for name, words, _ in ranked]


def _sorted(keywords: Sequence[str], *, wanted: _Wanted) -> list[str]:
    return sorted(keywords, key=lambda word: -_worth(word, wanted))


def _worth(text: str, wanted: _Wanted) -> int:
    return max((wanted.worth.get(label, 0) for label in _labels(text)), default=0)
