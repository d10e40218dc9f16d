"""One search over all of an owner's jobs, the best hits first.

The whole title or employer, then all words in them, then the last one begun, then parts of words,
then any other field; within each the newest. One statement ranks however many there are; only what
is shown is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from orchestrator.jobs import fulltext, tiers
from orchestrator.jobs.word_parts import STATES
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User

GROUPS: Mapping[str, tuple[str, ...]] = {
    "ready": (Status.READY,),
    "discovered": (Status.DISCOVERED, Status.PROCESSING),
    "applied": (Status.APPLIED, Status.IN_PROGRESS),
    "other": (Status.SKIPPED, Status.EXPIRED),
}
MOST = 20
NEWEST = 10
ELSEWHERE = 4
LETTERS = 20_000
COLUMNS = ("id", "owner_id", "title", "employer", "location", "status", "score", "discovered_at")
SHOWN = ", ".join(f"j.{name}" for name in COLUMNS)
EXACT = " UNION ALL ".join(
    f"SELECT id FROM orchestrator_job WHERE owner_id = %s AND lower({name}) = %s"
    for name in ("title", "employer")
)
# Notes and posting: what a hit that is in neither title nor employer is in.
TOLD = """
CASE WHEN b.tier = {elsewhere} THEN coalesce((SELECT {joined} FROM orchestrator_note n
  WHERE n.job_id = j.id AND n.removed_at IS NULL), '') || {line} ||
  substr(coalesce(j.description, ''), 1, {letters}) ELSE '' END
"""
STAGED = """
WITH {stages}
SELECT {shown}, b.heap, b.tier, sums.total, {told} AS told
FROM best b JOIN sums ON sums.heap = b.heap
JOIN job_search s ON s.id = b.id JOIN orchestrator_job j ON j.id = s.job_id
ORDER BY b.heap, b.tier, b.found DESC, b.id DESC
"""
# PostgreSQL looks at each row of the names anyway, which tells the tier as well.
RANKED = """
WITH hit AS MATERIALIZED (
  SELECT job_id AS id, found, {heap} AS heap,
    CASE WHEN job_id IN ({exact}) THEN 0 {tiers} ELSE {elsewhere} END AS tier
  FROM job_named WHERE {all}{only}
), sums AS ({sums}),
best AS ({best})
SELECT {shown}, b.heap, b.tier, sums.total, {told} AS told
FROM best b JOIN sums ON sums.heap = b.heap JOIN orchestrator_job j ON j.id = b.id
ORDER BY b.heap, b.tier, b.found DESC, b.id DESC
"""
SUMS = "SELECT heap, count(*) AS total FROM hit GROUP BY heap"
BEST = """
SELECT * FROM (
  SELECT * FROM hit WHERE heap = {0} ORDER BY tier, found DESC, id DESC LIMIT {1}
) b{0}
"""


@dataclass(frozen=True)
class Hit:
    """`text`: where the words are when title and employer do not have them all."""

    job: Job
    tier: int
    text: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    hits: tuple[Hit, ...]
    total: int


def find(
    owner: User, text: str, *, statuses: Sequence[str] = (), most: int = MOST
) -> tuple[Group, ...]:
    """Groups with a hit, the one with the best hit first. `statuses`: only jobs in one of them;
    `most` of each group.
    """
    ranks = fulltext.ranks(owner.pk, text)
    return () if ranks is None else ranked(owner, text, ranks, statuses=statuses, most=most)


def ranked(
    owner: User, text: str, ranks: fulltext.Ranks, *, statuses: Sequence[str] = (), most: int = MOST
) -> tuple[Group, ...]:
    """The same when the words have been looked up already."""
    said = " ".join(text.split()).lower()
    query, params = _query(owner, ranks, said=said, statuses=statuses, most=most)
    rows = [(job, vars(job)) for job in Job.objects.raw(query, params)]
    groups = []
    for place, key in enumerate(GROUPS):
        own = [(job, more) for job, more in rows if more["heap"] == place]
        if own:
            hits = tuple(Hit(job, more["tier"], more["told"]) for job, more in own)
            groups.append(Group(key, hits, own[0][1]["total"]))
    return tuple(sorted(groups, key=lambda group: group.hits[0].tier))


def newest(owner: User, *, statuses: Sequence[str] = (), most: int = NEWEST) -> tuple[Group, ...]:
    """Without a question: what was found last, and what was worked on last; of some statuses the
    first only.
    """
    jobs = Job.objects.for_user(owner).only(*COLUMNS)
    if statuses:
        own = jobs.filter(status__in=statuses).order_by("-discovered_at")[:most]
        return _plain({"found": own})
    found = jobs.discovered().order_by("-discovered_at")[:most]
    return _plain({"found": found, "recent": jobs.order_by("-updated_at")[:most]})


def _plain(groups: Mapping[str, Iterable[Job]]) -> tuple[Group, ...]:
    made = (
        Group(key, tuple(Hit(job, ELSEWHERE) for job in rows), 0) for key, rows in groups.items()
    )
    return tuple(group for group in made if group.hits)


def _query(
    owner: User, ranks: fulltext.Ranks, *, said: str, statuses: Sequence[str], most: int
) -> tuple[str, list[object]]:
    mine = fulltext.key_of(owner.pk)
    exact, between = [mine, said, mine, said], (ranks.whole, ranks.begun, ranks.inside)
    asked = [param for hits in between for param in hits.params]
    if connection.vendor == "sqlite":
        stages = tiers.staged(
            between, ranks.all, exact=EXACT, heap=_heap(), heaps=len(GROUPS),
            only=_only(statuses), most=most,
        )  # fmt: skip
        query = STAGED.format(stages=stages, shown=SHOWN, told=_told(sqlite=True))
        return query, [*ranks.all.params, *exact, *asked]
    query = RANKED.format(
        heap=_heap(), exact=EXACT, sums=SUMS, all=ranks.all.condition, only=_only(statuses),
        shown=SHOWN, elsewhere=ELSEWHERE, told=_told(sqlite=False),
        tiers=" ".join(f"WHEN {one.condition} THEN {tier}" for tier, one in enumerate(between, 1)),
        best=" UNION ALL ".join(BEST.format(heap, most) for heap in range(len(GROUPS))),
    )  # fmt: skip
    return query, [*exact, *asked, *ranks.all.params]


def _heap() -> str:
    cases = (
        f"WHEN {STATES.index(status)} THEN {place}"
        for place, states in enumerate(GROUPS.values())
        for status in states
    )
    return f"CASE state {' '.join(cases)} END"


def _only(statuses: Sequence[str]) -> str:
    states = ", ".join(str(STATES.index(status)) for status in statuses)
    return f" AND state IN ({states})" if states else ""


def _told(*, sqlite: bool) -> str:
    line = "char(10)" if sqlite else "chr(10)"
    joined = f"{'group_concat' if sqlite else 'string_agg'}(n.title || ': ' || n.content, {line})"
    return TOLD.format(elsewhere=ELSEWHERE, joined=joined, line=line, letters=LETTERS)
