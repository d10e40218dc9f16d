"""Which job a mail is about: signals, each with what it is worth. Pure.

Start with `link`. A job's value is that of its best signal, and 3 more when a second one came from
elsewhere: the thread, the sender, an id, the words. When two jobs come to 60, nobody can be sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from orchestrator.inbox.routes import naming, titles
from orchestrator.inbox.routes.applications import Applications
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.routing import Known, Signal

THREAD, SENDER_RULE, REFERENCE, DOMAIN, ATS, TITLED = 98, 97, 97, 96, 95, 95
NAMED, ONE_OF_SEVERAL, TITLE_ONLY = 80, 65, 40
MORE, MOST, PLAUSIBLE, UNDECIDED, OFFERED = 3, 100, 60, 90, 5
# Anybody can write a name or a title; these senders did not show who they are.
UNPROVEN = 90
# Signals of one origin say the same thing twice.
ORIGINS = {
    "thread": "thread", "sender_rule": "sender", "reference": "id", "domain": "sender",
    "ats": "sender", "employer": "words", "employer_title": "words", "title": "words",
}  # fmt: skip
CERTAIN = frozenset({"thread", "sender_rule", "reference"})
# What a stranger cannot know or make up.
PROVEN = frozenset({"thread", "sender_rule", "domain", "ats"})
BY_STATE = ("open", "closed", "ready")


@dataclass(frozen=True)
class Link:
    """`value` of the best job; `offered` begins with it. `is_divided`: another is as plausible.
    `is_unproven`: the sender did not show who it is.
    """

    value: int = 0
    job_id: UUID | None = None
    offered: tuple[UUID, ...] = ()
    signals: tuple[Signal, ...] = ()
    is_divided: bool = False
    is_unproven: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(one.kind for one in self.signals if one.job_id == self.job_id)


def link(letter: Letter, *, jobs: Applications, known: Known) -> Link:
    certain = _certain(letter, jobs, known)
    found = [*certain, *_by_employer(letter, jobs, {one.job_id for one in certain})]
    told = {one.job_id for one in found}
    said = titles.plain(letter.said)
    for title in titles.exact(list(jobs.titles), said):
        if " " in title.said.strip():
            found += [
                Signal("title", TITLE_ONLY, job, jobs.candidates[job].title[:120])
                for job in jobs.titles[title]
                if job not in told
            ]
    return _weighed(found, jobs, letter)


def _certain(letter: Letter, jobs: Applications, known: Known) -> list[Signal]:
    """What names one job by itself."""
    found = [
        Signal("thread", THREAD, job, "an earlier mail of this thread") for job in known.threads
    ]
    found += [
        Signal("sender_rule", SENDER_RULE, job, letter.mail.sender_address) for job in known.senders
    ]
    for reference, owners in jobs.references.items():
        if reference in letter.lower and _is_apart(reference, letter.lower):
            found += [Signal("reference", REFERENCE, job, reference[:80]) for job in owners]
    return [one for one in found if one.job_id in jobs.candidates]


def _is_apart(reference: str, text: str) -> bool:
    """It stands there as a word of its own."""
    start = text.find(reference)
    for _ in range(20):
        if start < 0:
            return False
        beside = text[max(0, start - 1) : start] + text[start + len(reference) :][:1]
        if not any(letter.isalnum() for letter in beside):
            return True
        start = text.find(reference, start + 1)
    return False


def _by_employer(letter: Letter, jobs: Applications, certain: set[UUID | None]) -> list[Signal]:
    at_home = () if letter.is_free or letter.is_ats else jobs.homes.get(letter.domain, ())
    found = _of_group(at_home, letter, jobs, certain, kind="domain", said=letter.domain)
    for named in naming.named(letter, jobs):
        group = jobs.names[named.name]
        if letter.is_ats and named.by_sender and len(group) == 1:
            found.append(Signal("ats", ATS, group[0], named.said))
        if named.in_words or not letter.is_ats:
            found += _of_group(group, letter, jobs, certain, kind="employer", said=named.said)
        elif len(group) > 1:
            found += _of_group(group, letter, jobs, certain, kind="ats", said=named.said)
    return found


def _of_group(
    group: Sequence[UUID], letter: Letter, jobs: Applications, certain: set[UUID | None],
    *, kind: str, said: str,
) -> list[Signal]:  # fmt: skip
    """Signals of an employer's jobs: the one that the mail names, else the only one, else all."""
    if not group:
        return []
    alone = {"domain": DOMAIN, "ats": ATS, "employer": NAMED}[kind]
    meant = _meant(group, letter, jobs)
    by_title = [
        Signal("employer_title", TITLED, job, jobs.candidates[job].title[:120]) for job in meant
    ]
    if len(group) == 1:
        return [Signal(kind, alone, group[0], said), *by_title]
    singled_out = meant or [job for job in group if job in certain]
    if singled_out:
        return [Signal(kind, NAMED, job, said) for job in singled_out] + by_title
    return [Signal(kind, ONE_OF_SEVERAL, job, said) for job in group]


def _meant(group: Sequence[UUID], letter: Letter, jobs: Applications) -> list[UUID]:
    """Those of the group whose title stands in the mail."""
    said = titles.plain(letter.said)
    known = {job: jobs.title_of[job] for job in group if job in jobs.title_of}
    wanted = list(dict.fromkeys(known.values()))
    found = titles.exact(wanted, said) or titles.alike(wanted, said)
    return [job for job, title in known.items() if title in found]


def _weighed(found: Iterable[Signal], jobs: Applications, letter: Letter) -> Link:
    by_job: dict[UUID, dict[str, Signal]] = defaultdict(dict)
    for one in found:
        if one.job_id is not None and one.value > _worth(by_job[one.job_id].get(one.kind)):
            by_job[one.job_id][one.kind] = one
    values = {job: _value(list(kinds.values())) for job, kinds in by_job.items()}
    ranked = sorted(values, key=lambda job: _rank(values[job], job, jobs))
    if not ranked:
        return Link()
    best = ranked[0]
    plausible = [job for job in ranked if values[job] >= PLAUSIBLE][:OFFERED]
    is_divided = len(plausible) > 1
    shown = [one for job in dict.fromkeys([best, *plausible]) for one in by_job[job].values()]
    is_unproven = not PROVEN & set(by_job[best]) and naming.is_unproven(letter, jobs, best)
    return Link(
        min(values[best], UNDECIDED if is_divided else MOST, UNPROVEN if is_unproven else MOST),
        best,
        offered=tuple(plausible or [best]),
        signals=tuple(sorted(shown, key=lambda one: -one.value)),
        is_divided=is_divided,
        is_unproven=is_unproven,
    )


def _worth(signal: Signal | None) -> int:
    return signal.value if signal else 0


def _value(signals: Sequence[Signal]) -> int:
    best = max(signals, key=lambda one: one.value)
    others = {ORIGINS[one.kind] for one in signals if one.value >= PLAUSIBLE}
    return min(MOST, best.value + MORE) if len(others) > 1 else best.value


def _rank(value: int, job: UUID, jobs: Applications) -> tuple[int, int, float]:
    """Best first; of equals the open one, of those the one applied for last."""
    one = jobs.candidates[job]
    return -value, BY_STATE.index(one.state), -(one.applied_at.timestamp() if one.applied_at else 0)
