"""A house whose database stands at an older migration, as commands of a process over a folder of
its own: `python -m tests.commands.older leave NAME` puts rows in, takes the database back to NAME,
makes a backup there, brings the database forward again and loses the rows; `show` tells what is
there.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

TITLE = "Zylophone tuner"


def leave(name: str) -> dict[str, Any]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from orchestrator.models import Note, SentPacket, User
    from orchestrator.ops import backups, tables
    from tests import make

    ada = User.objects.create_user("ada", password="x")
    job = make.job(ada, title=TITLE, status="applied")
    digest = make.printed(job, b"%PDF of that time").digest
    Note.objects.create(job=job, title="Call", content="about the marimba")
    SentPacket.objects.create(
        job=job, round=1, event=job.pk, manifest="{}", seal="0" * 64, pdf_digest=digest,
        applied_at=job.applied_at,
    )  # fmt: skip
    MigrationExecutor(connection).migrate([("orchestrator", name)])
    made = backups.create("manual", actor="test")
    assert made.result is not None
    assert made.result.contents is not None
    newest = made.result.contents.migrations["orchestrator"]
    tables.ensure_tables()
    lose()
    return {"file": made.filename, "level": newest, "faults": made.result.faults}


def lose() -> None:
    from jobops.web import stored
    from orchestrator.models import Job, User
    from tests import make

    Job.objects.all().delete()
    stored.clear("")
    make.job(User.objects.get(), title="Came later", job_url="https://jobs.example.org/later")


def show() -> dict[str, Any]:
    from django.db import DatabaseError, transaction

    from jobops.web import stored
    from orchestrator.jobs import search
    from orchestrator.jobs.filters import JobQuery
    from orchestrator.models import Job, SentPacket, TwoStep, User
    from orchestrator.ops.tables import pending_migrations
    from tests import make

    ada = User.objects.get()
    titles = sorted(ada.jobs.values_list("title", flat=True))
    packets = SentPacket.objects.count()
    job = make.job(ada, title="Made afterwards, zylophone", job_url="https://acme.example.org")
    found = {word: len(search.ids(ada, JobQuery(text=word), limit=9))
             for word in ("zylophone", "marimba")}  # fmt: skip
    SentPacket.objects.create(
        job=job, round=1, event=job.pk, manifest="{}", seal="0" * 64, applied_at=job.created_at
    )
    try:
        with transaction.atomic():
            SentPacket.objects.update(manifest="other")
        frozen = False
    except DatabaseError:
        frozen = True
    Job.objects.filter(pk=job.pk).delete()
    return {
        "titles": titles, "packets": packets, "found": found, "frozen": frozen,
        "files": [stored.read(entry.name).decode() for entry in stored.entries()],
        "behind": len(pending_migrations()), "newest": TwoStep.objects.count(),
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"leave": leave, "show": show}[sys.argv[1]](*sys.argv[2:])))
