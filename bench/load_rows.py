"""Many users with many jobs each, made inside the database. Imported after Django was set up.

The jobs of the first user are made one by one, with texts of a real length and variety; those of
everybody else are copies with ids of their own. Triggers fill the word index, as always.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from bench.installation import ROOT, SHORT
from bench.load_users import PASSWORD
from bench.seed import PDF, made
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, JobEvent, RenderContext, StageEvent, Tally, User
from pdfs import store
from pdfs.models import RenderedPdf
from tailoring import library

# Of a hundred: most is never looked at, and about one is applied to.
SHARES = (
    *("discovered",) * 64, *("ready",) * 4, "applied", *("skipped",) * 25, *("expired",) * 6,
)  # fmt: skip
LENGTHS = (150, 900)  # words of a description, about 1,000 to 6,000 characters
BATCH = 500


def fill(users: int, jobs: int) -> dict[str, float]:
    """Rows for users 1 to `users`; those who are there stay. Jobs made, and seconds for it."""
    there = User.objects.filter(username__startswith="load-").count()
    begun = time.monotonic()
    first = person(1)
    if not first.jobs.exists():
        template(first, jobs)
    made_jobs, others = 0.0, time.monotonic()
    for number in range(max(2, there + 1), users + 1):
        owner = person(number)
        with transaction.atomic():
            copy(first, owner, number)
        made_jobs += jobs
    took = time.monotonic() - others
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "ANALYZE")
    return {
        "jobs": made_jobs + (0 if there else jobs),
        "seconds": time.monotonic() - begun,
        "rows a second": made_jobs / took if made_jobs else 0.0,
    }


def person(number: int) -> User:
    name = f"load-{number}"
    found = User.objects.filter(username=name).first()
    if found:
        return found
    # Hashing as it should be takes a third of a second; who measures it has `bench units`.
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "load", iterations=1)
    user = User.objects.create(username=name, password=hashed, display_name=name)
    library.import_file(user, (ROOT / Path(SHORT)).read_bytes(), file_name="resume.json")
    store.put(user.pk, PDF)
    return user


def template(owner: User, count: int) -> None:
    now, chance, words = timezone.now(), random.Random(8), vocabulary()
    digest, context = store.put(owner.pk, PDF), Contexts(owner).digests()[0]
    weights = [1 / place for place in range(1, len(words) + 1)]
    rows = [
        made(owner, number, now=now, digest=digest, context=context, shares=SHARES,
             text=" ".join(chance.choices(words, weights, k=chance.randint(*LENGTHS))))
        for number in range(count)
    ]  # fmt: skip
    Job.objects.bulk_create(rows, batch_size=BATCH)
    JobEvent.objects.bulk_create(
        (JobEvent(seq=place, job=job, owner=owner, kind="job.created", at=job.discovered_at,
                  from_status=job.status, to_status=job.status, actor="worker")
         for place, job in enumerate(rows, start=1)), batch_size=BATCH,
    )  # fmt: skip
    StageEvent.objects.bulk_create(
        StageEvent(job=job, round=1, to_stage="applied", occurred_at=job.applied_at, by_apply=True)
        for job in rows
        if job.applied_at
    )
    RenderedPdf.objects.bulk_create(
        RenderedPdf(job=job, digest=digest, size=len(PDF), source="generated", pages=1,
                    verdict={"status": "pass"}, verdict_status="pass")
        for job in rows if job.pdf_digest
    )  # fmt: skip
    Tally.objects.update_or_create(owner=owner, defaults={"events": count, "changes": count})


def vocabulary() -> list[str]:
    """Words as they stand in texts, the most frequent first."""
    text = " ".join(one.read_text() for one in sorted((ROOT / "docs").rglob("*.md")))
    counts: dict[str, int] = {}
    for word in re.findall(r"[A-Za-z]{2,}", text):
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: -counts[word])


def copy(first: User, owner: User, number: int) -> None:
    """All rows of `first` once more, for `owner`; `number` makes their ids others."""
    context = RenderContext.objects.filter(owner=owner, is_default=True).get().digest
    if connection.vendor != "sqlite":
        words(first, owner, number)
    mine = "owner_id = %s"
    of_mine = f"job_id IN (SELECT id FROM {Job._meta.db_table} WHERE {mine})"
    put(Job, first, mine, {"id": _key("id", number), "owner_id": _owner(owner),
                           "pdf_context": f"CASE WHEN pdf_context IS NULL THEN NULL "
                                          f"ELSE '{context}' END"})  # fmt: skip
    linked = {"id": _key("id", number), "job_id": _key("job_id", number)}
    put(JobEvent, first, mine, {**linked, "owner_id": _owner(owner)})
    put(StageEvent, first, of_mine, linked)
    put(RenderedPdf, first, of_mine, linked)
    count = JobEvent.objects.filter(owner=owner).aggregate(n=Max("seq"))["n"] or 0
    Tally.objects.update_or_create(owner=owner, defaults={"events": count, "changes": count})


def words(first: User, owner: User, number: int) -> None:
    """PostgreSQL's word tables can be copied like others, which its triggers would make anew row by
    row; so these rest until the end of the transaction.
    """
    key = _key("job_id", number)
    held = f"ts_delete(words, '@{first.pk}') || array_to_tsvector(ARRAY['@{owner.pk}'])"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO job_named (job_id, owner_id, words, squashed, state, found) SELECT "
            f"{key}, {_owner(owner)}, {held}, squashed, state, found FROM job_named "
            "WHERE owner_id = %s", [first.pk],
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO job_search (job_id, owner_id, words) SELECT "
            f"{key}, {_owner(owner)}, {held} FROM job_search WHERE owner_id = %s", [first.pk],
        )  # fmt: skip


def put(model: type[models.Model], first: User, condition: str, changed: Mapping[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{one}"' for one in columns)
    values = ", ".join(changed.get(one, f'"{one}"') for one in columns)
    table, key = model._meta.db_table, User._meta.pk.get_db_prep_value(first.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {condition}", [key]
        )


def _key(column: str, number: int) -> str:
    """The id with its last eight digits replaced: the order of the ids stays."""
    if connection.vendor == "sqlite":
        return f"substr({column}, 1, 24) || '{number:08x}'"
    return f"(left({column}::text, 28) || '{number:08x}')::uuid"


def _owner(owner: User) -> str:
    key = User._meta.pk.get_db_prep_value(owner.pk, connection)
    return f"'{key}'" if connection.vendor == "sqlite" else f"'{key}'::uuid"
