"""Which sponsors an employer may be: looked up in the index of names, three queries for many."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from orchestrator.models import Job, Sponsor, SponsorRegister, SponsorWord
from orchestrator.sponsors import likeness, names
from orchestrator.sponsors.likeness import Candidate, Match
from orchestrator.sponsors.reading import RegisterProblem

ASKED_AT_ONCE = 800


@dataclass(frozen=True)
class Found:
    """What a job keeps of it: the best score, and the names that come near it."""

    matches: tuple[Match, ...] = ()

    @property
    def score(self) -> float:
        return self.matches[0].score if self.matches else 0.0

    @property
    def names(self) -> str:
        least = likeness.CONFIRMED if self.score >= likeness.CONFIRMED else 0.0
        kept = [match.name for match in self.matches if match.score >= least]
        return json.dumps(kept, ensure_ascii=False)


@dataclass(frozen=True)
class Loads:
    """The loads that hold now, and the words that say nothing in any of them."""

    ids: tuple[UUID, ...]
    common: frozenset[str]


def loads() -> Loads | None:
    """None when no register is loaded."""
    rows = list(SponsorRegister.objects.loaded().values_list("load", "common"))
    if not rows:
        return None
    ids = tuple(load for load, _ in rows if load)
    return Loads(ids, frozenset().union(*(words for _, words in rows)))


def fill(jobs: Collection[Job], *, known: Loads | None = None) -> None:
    """Set what is known of their employers; without a register they stay as they are."""
    current = known or loads()
    if current is None or not jobs:
        return
    found = find({job.employer for job in jobs}, current)
    for job in jobs:
        job.sponsor_score = found[job.employer].score
        job.sponsor_names = found[job.employer].names


def check(job: Job) -> tuple[Match, ...]:
    """Look again and store it. Raises RegisterProblem (no_employer, register_unavailable)."""
    if not job.employer.strip():
        raise RegisterProblem("no_employer")
    current = loads()
    if current is None:
        raise RegisterProblem("register_unavailable")
    found = find([job.employer], current)[job.employer]
    same = Job.objects.filter(pk=job.pk, employer=job.employer)
    if same.update(sponsor_score=found.score, sponsor_names=found.names):
        job.sponsor_score, job.sponsor_names = found.score, found.names
    return found.matches


def find(employers: Collection[str], current: Loads) -> dict[str, Found]:
    """Every employer as written, with what was found for it."""
    keys = {name: names.keys(name) for name in employers}
    plain = {key for own in keys.values() for key in own}
    whole = {key: names.lookups(key) for key in plain}
    rare = {key: likeness.rare(key, current.common) for key in plain}
    by_whole = _holding({word for words in whole.values() for word in words}, current, whole=True)
    by_word = _holding({word for words in rare.values() for word in words}, current, whole=False)
    held = (*by_whole.values(), *by_word.values())
    sponsors = _sponsors({one for ids in held for one in ids})
    holders = {
        word: len({sponsors[one].keys for one in ids if one in sponsors})
        for word, ids in by_word.items()
    }

    def found(own: Sequence[str]) -> Found:
        near = {one for key in own for word in whole[key] for one in by_whole.get(word, ())}
        near |= {one for key in own for word in rare[key] for one in by_word.get(word, ())}
        candidates = (sponsors[one] for one in near if one in sponsors)
        return Found(likeness.best(own, candidates, common=current.common, holders=holders))

    return {name: found(own) for name, own in keys.items()}


def _holding(words: Iterable[str], current: Loads, *, whole: bool) -> Mapping[str, list[int]]:
    """Word → the sponsors under it."""
    asked, held = sorted(words), defaultdict[str, list[int]](list)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        part = asked[start : start + ASKED_AT_ONCE]
        rows = SponsorWord.objects.filter(word__in=part, whole=whole, load__in=current.ids)
        for word, sponsor in rows.values_list("word", "sponsor_id"):
            held[word].append(sponsor)
    return held


def _sponsors(ids: Collection[int]) -> dict[int, Candidate]:
    asked, found = sorted(ids), dict[int, Candidate]()
    for start in range(0, len(asked), ASKED_AT_ONCE):
        rows = Sponsor.objects.filter(pk__in=asked[start : start + ASKED_AT_ONCE])
        for pk, name, keys in rows.values_list("pk", "name", "keys"):
            found[pk] = Candidate(pk, name, tuple(keys.split("|")))
    return found
