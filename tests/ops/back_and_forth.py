"""Every migration of ours back and forth, with rows in the tables: `python -m` runs it on the
database of the environment, which is lost afterwards. Says how many steps were taken back.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "jobops.settings"
    django.setup()
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone

    from orchestrator.jobs import search, snoozing, tags
    from orchestrator.jobs.filters import JobQuery
    from orchestrator.models import Job, Note, User
    from orchestrator.ops.tables import ensure_tables
    from orchestrator.sponsors import comparing, loading
    from tests import make
    from tests.sponsors import files

    ours = ("orchestrator", "tailoring", "pdfs")
    ensure_tables()
    ada = User.objects.create_user("ada", password="x")
    make.resume(ada)
    rows = [make.job(ada, title=f"Platform Engineer {number}") for number in range(20)]
    make.printed(rows[0])
    Note.objects.create(job=rows[1], title="Call", content="about the migration")
    tags.put(rows[2], ["dream"], actor="user")
    snoozing.snooze(rows[4], timezone.now() + timedelta(days=3), actor="user")
    ada.views.create(tab="all", name="Mine", folded="mine", query="q=engineer")
    make.mail(ada, suggested=rows[5], subject="About the zylophone")
    register = loading.register_of("gb")
    loading.take(register, files.gb("Loaf Ltd", rows[0].employer), address="register.csv")
    comparing.run(str(register.pk))

    graph = MigrationExecutor(connection).loader.graph
    newest = [node for node in graph.leaf_nodes() if node[0] in ours]
    plan = [node for leaf in newest for node in graph.forwards_plan(leaf)]
    ours_only = [one for one in dict.fromkeys(plan) if one[0] in ours]
    first = [one for one in ours_only if one[1].startswith("0001")]
    # One after the other, through every state there ever was, with rows in it.
    MigrationExecutor(connection).migrate(first)
    assert MigrationExecutor(connection).loader.applied_migrations.keys() & set(ours_only) == set(
        first
    )
    MigrationExecutor(connection).migrate(newest)
    search.ensure_index()

    assert Job.objects.filter(title__startswith="Platform").count() == 20
    assert Job.objects.get(pk=rows[3].pk).employer == rows[3].employer
    Job.objects.filter(pk=rows[3].pk).update(title="Zylophone tuner")
    made = make.job(ada, title="Made afterwards, zylophone")
    assert set(search.ids(ada, JobQuery(text="zylophone"), limit=9)) == {rows[3].pk, made.pk}
    tables = set(connection.introspection.table_names())
    assert {one._meta.db_table for one in apps.get_models()} <= tables
    print(f"{len(ours_only) - len(first)} migrations went back and forth")
    return 0


if __name__ == "__main__":
    sys.exit(main())
