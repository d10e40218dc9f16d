"""A house full of rows and files, as commands of a process over a folder of its own:
`python -m tests.commands.filled fill|change|show`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

import django

# Sign-ins, queued nudges and signs of life do not come back, and withheld messages are marked.
LEFT_OUT = frozenset(
    {"django_session", "orchestrator_heartbeat", "django_q_ormq", "orchestrator_delivery",
     "orchestrator_apitoken"}
)  # fmt: skip


def fill() -> None:
    """Something of everything, a message that waits, and a browser that is signed in."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from orchestrator import preferences
    from orchestrator.models import ApiToken, Delivery, User
    from tests.browser import house

    owner = User.objects.filter(is_staff=True).first() or User.objects.create_superuser("owner")
    house.full(owner)
    preferences.save(owner, {"llmApiKey": "sk-canary-4711"})
    Delivery.objects.create(owner=owner, kind="job", event="job.completed", body="{}")
    ApiToken.objects.issue(owner, name="browser", expires_at=timezone.now(), session=True)
    SessionStore().create()


def change() -> None:
    """Nothing is as it was: rows changed and gone, files gone and come, others damaged."""
    from django.conf import settings
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    from jobops.web import stored
    from orchestrator.models import Document, Job, Preference, User

    Document.objects.all().delete()
    Job.objects.filter(status="skipped").delete()
    Job.objects.update(title=Concat(F("title"), Value(" changed")))
    Preference.objects.all().delete()
    User.objects.create(username="later")
    names = [entry.name for entry in stored.entries()]
    for name in names[::2]:
        stored.remove(name)
    if not settings.S3_BUCKET:
        (settings.STORE_DIR / names[1]).write_bytes(b"damaged")
    stored.put(f"{User.objects.first().pk}/ab/{'ab' * 32}.pdf", b"%PDF came later")


def show() -> dict[str, Any]:
    """A digest per table and per file."""
    from django.db import connection

    from jobops.web import stored

    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table in LEFT_OUT:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    files = {e.name: hashlib.sha256(stored.read(e.name)).hexdigest() for e in stored.entries()}
    return {"rows": found, "files": files}


if __name__ == "__main__":
    django.setup()
    done = {"fill": fill, "change": change, "show": show}[sys.argv[1]]()
    print(json.dumps(done))
