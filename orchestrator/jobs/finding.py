"""One search over all of an owner's jobs, the best hits first.

The whole title or employer, then all words in them, then the last one begun, then parts of words,
then any other field; within each the newest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from orchestrator.jobs import fulltext
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Note, User

GROUPS: Mapping[str, tuple[str, ...]] = {
    "ready": (Status.READY,),
    "discovered": (Status.DISCOVERED, Status.PROCESSING),
    "applied": (Status.APPLIED, Status.IN_PROGRESS),
    "other": (Status.SKIPPED, Status.EXPIRED),
}
MOST = 20
NEWEST = 10
ELSEWHERE = 4
COLUMNS = ("id", "owner_id", "title", "employer", "location", "status", "score", "discovered_at")
RANKED = """
WITH found AS (
  SELECT j.id, j.discovered_at, {group} AS heap,
    CASE WHEN lower(j.title) = %s OR lower(j.employer) = %s THEN 0 ELSE s.tier END AS tier
  FROM (
    SELECT job_id, CASE WHEN {whole} THEN 1 WHEN {begun} THEN 2 WHEN {inside} THEN 3 ELSE 4 END
      AS tier
    FROM job_search WHERE owner_id = %s AND {all}
  ) s JOIN orchestrator_job j ON j.id = s.job_id
), ranked AS (
  SELECT id, heap, tier, count(*) OVER (PARTITION BY heap) AS total,
    row_number() OVER (PARTITION BY heap ORDER BY tier, discovered_at DESC, id DESC) AS place
  FROM found
)
SELECT id, heap, tier, total FROM ranked WHERE place <= {most} ORDER BY heap, place
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


def find(owner: User, text: str) -> tuple[Group, ...]:
    """Groups with a hit, the one with the best hit first."""
    ranks = fulltext.ranks(owner.pk, text)
    if ranks is None:
        return ()
    rows = _ranked(owner, ranks, said=" ".join(text.split()).lower())
    jobs = {job.pk: job for job in _loaded([pk for pk, *_ in rows])}
    texts = _elsewhere([pk for pk, _, tier, _ in rows if tier == ELSEWHERE])
    groups = [
        Group(
            key,
            tuple(Hit(jobs[pk], tier, texts.get(pk, "")) for pk, heap, tier, _ in rows
                  if heap == key and pk in jobs),
            next((total for _, heap, _, total in rows if heap == key), 0),
        )
        for key in GROUPS
    ]  # fmt: skip
    found = [group for group in groups if group.hits]
    return tuple(sorted(found, key=lambda group: group.hits[0].tier))


def newest(owner: User) -> tuple[Group, ...]:
    """Without a question: what was found last, and what was worked on last."""
    jobs = Job.objects.for_user(owner).only(*COLUMNS)
    found = jobs.discovered().order_by("-discovered_at")[:NEWEST]
    recent = jobs.order_by("-updated_at")[:NEWEST]
    groups = (
        Group(key, tuple(Hit(job, ELSEWHERE) for job in rows), 0)
        for key, rows in (("found", found), ("recent", recent))
    )
    return tuple(group for group in groups if group.hits)


def _ranked(owner: User, ranks: fulltext.Ranks, *, said: str) -> list[tuple[UUID, str, int, int]]:
    cases = " ".join(
        f"WHEN j.status IN ({', '.join(['%s'] * len(states))}) THEN '{key}'"
        for key, states in GROUPS.items()
    )
    query = RANKED.format(
        group=f"CASE {cases} END", whole=ranks.whole.condition, begun=ranks.begun.condition,
        inside=ranks.inside.condition, all=ranks.all.condition, most=MOST,
    )  # fmt: skip
    params = [
        *(str(status) for states in GROUPS.values() for status in states), said, said,
        *ranks.whole.params, *ranks.begun.params, *ranks.inside.params,
        fulltext.key_of(owner.pk), *ranks.all.params,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return [
            (pk if isinstance(pk, UUID) else UUID(pk), heap, tier, total)
            for pk, heap, tier, total in cursor.fetchall()
        ]


def _loaded(ids: Sequence[UUID]) -> Sequence[Job]:
    return list(Job.objects.filter(pk__in=ids).only(*COLUMNS))


def _elsewhere(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Notes and posting of each: what a hit that is in neither title nor employer is in."""
    if not ids:
        return {}
    texts = dict(Job.objects.filter(pk__in=ids).values_list("pk", "description"))
    notes = Note.objects.filter(job_id__in=ids, removed_at=None).order_by("-updated_at")
    for job_id, title, content in notes.values_list("job_id", "title", "content"):
        texts[job_id] = f"{texts.get(job_id) or ''}\n{title}: {content}"
    return {pk: text or "" for pk, text in texts.items()}
