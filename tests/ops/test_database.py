"""What keeps SQLite from answering “locked”, and PostgreSQL from losing a connection."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django_q.models import OrmQ

from orchestrator import queue

sqlite = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite"
)


@sqlite
@pytest.mark.django_db
def test_a_transaction_writes_from_its_first_statement() -> None:
    options = connection.settings_dict["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10


@sqlite
@pytest.mark.django_db
def test_readers_and_writers_do_not_wait_for_each_other() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@sqlite
def test_connections_stay_open() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] is None


def test_no_request_is_one_long_transaction() -> None:
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_the_time_ladder_rises() -> None:
    ladder = (
        settings.MODEL_CALL_SECONDS,
        settings.STEP_SECONDS,
        settings.ATTEMPT_SECONDS,
        settings.Q_CLUSTER["timeout"],
        settings.Q_CLUSTER["retry"],
    )
    assert sorted(set(ladder)) == list(ladder)
    waits = settings.Q_CLUSTER["queue_limit"] / settings.Q_CLUSTER["workers"]
    assert settings.Q_CLUSTER["retry"] >= settings.Q_CLUSTER["timeout"] * (1 + waits) + 60


def test_django_s_check_against_an_event_loop_is_never_switched_off() -> None:
    root = Path(settings.BASE_DIR)
    code = [*root.glob("jobops/**/*.py"), *root.glob("orchestrator/**/*.py")]
    assert not [file for file in code if "DJANGO_ALLOW_ASYNC_UNSAFE" in file.read_text()]


@pytest.mark.django_db
def test_a_task_of_a_rolled_back_transaction_was_never_queued() -> None:
    with transaction.atomic():
        queue.enqueue("advance_run", uuid4())
        transaction.set_rollback(True)
    assert not OrmQ.objects.exists()
