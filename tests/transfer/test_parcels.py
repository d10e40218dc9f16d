"""Exports and imports as work of the worker, and their pages."""

from __future__ import annotations

import io
import os
import time
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from orchestrator.models import Job, Operation, User
from orchestrator.ops import parcels, reaper
from orchestrator.transfer import writing
from tests import make
from tests.kept import passing
from tests.work import drain

pytestmark = pytest.mark.django_db
HERE = "/settings/export"


def archive(owner: User) -> bytes:
    target = io.BytesIO()
    writing.write(owner, target, tell=lambda *_: None)
    return target.getvalue()


def made_file() -> Path:
    return passing(parcels.name_of(Operation.objects.get()))


def sent(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("mine.zip", content, content_type="application/zip")
    answer = client.post(f"{HERE}/in", {"file": file})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def test_an_export_is_made_in_the_worker_and_can_be_downloaded(client: Client, ada: User) -> None:
    make.heartbeat()
    make.job(ada, title="Baker")
    where = client.post(HERE)["Location"]
    assert "You may leave this page" in client.get(where).content.decode()
    drain()
    page = client.get(where).content.decode()
    assert "1 job" in page
    answer = client.get(f"{where}.zip")
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert {"jobs.csv", "timeline.csv", "calendar.ics", writing.MANIFEST} <= set(
            opened.namelist()
        )
        assert opened.read("calendar.ics").startswith(b"BEGIN:VCALENDAR")
    assert os.stat(made_file()).st_mode & 0o077 == 0


def test_an_archive_is_looked_at_before_anything_is_stored(client: Client, ada: User) -> None:
    make.heartbeat()
    make.job(ada, title="Baker")
    content = archive(ada)
    Job.objects.all().delete()
    where = sent(client, content)
    drain()
    page = client.get(where).content.decode()
    assert "Nothing has been stored yet" in page
    assert "1 job" in page
    assert not Job.objects.exists()
    done = client.post(where)["Location"]
    drain()
    assert "Taken in." in client.get(done).content.decode()
    assert Job.objects.get().title == "Baker"


def test_nothing_new_is_said(client: Client, ada: User) -> None:
    make.heartbeat()
    make.job(ada)
    where = sent(client, archive(ada))
    drain()
    page = client.get(where).content.decode()
    assert "There is nothing new in this archive" in page
    assert "Here already, and left as it is" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no archive", "This is no export of JobOps"), (b"", "This file is empty.")],
)
def test_what_is_no_export_is_said_beside_the_field(
    client: Client, ada: User, content: bytes, said: str
) -> None:
    make.heartbeat()
    file = SimpleUploadedFile("mine.zip", content)
    answer = client.post(f"{HERE}/in", {"file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Operation.objects.exists()


def test_without_a_worker_nothing_begins(client: Client, ada: User) -> None:
    answer = client.post(HERE)
    assert answer.status_code == 503
    assert "No worker runs" in answer.content.decode()
    assert not Operation.objects.exists()


def test_a_file_that_waited_too_long_is_asked_for_again(client: Client, ada: User) -> None:
    make.heartbeat()
    where = sent(client, archive(ada))
    operation = Operation.objects.get()
    parcels.incoming.drop(ada.pk, operation.options["digest"])
    drain()
    assert "waited too long" in client.get(where).content.decode()


def test_a_task_that_was_lost_is_queued_again(ada: User) -> None:
    make.heartbeat()
    operation = parcels.request_export(ada)
    OrmQ.objects.all().delete()
    Operation.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    reaper.reap()
    drain()
    operation.refresh_from_db()
    assert operation.status == "succeeded"


def test_running_it_twice_makes_one(ada: User) -> None:
    make.heartbeat()
    operation = parcels.request_export(ada)
    assert parcels.request_export(ada) == operation
    parcels.run_export(str(operation.pk))
    first = made_file().stat().st_mtime_ns
    parcels.run_export(str(operation.pk))
    assert made_file().stat().st_mtime_ns == first


def test_an_export_goes_after_a_day(ada: User) -> None:
    make.heartbeat()
    parcels.run_export(str(parcels.request_export(ada).pk))
    made = Operation.objects.get()
    path = made_file()
    assert parcels.sweep() == 0
    old = time.time() - parcels.KEPT_SECONDS - 1
    os.utime(path, (old, old))
    assert parcels.sweep() == 1
    assert not parcels.is_there(made)


def test_exports_of_others_are_not_there(client: Client, ada: User, ben: User) -> None:
    make.heartbeat()
    theirs = parcels.request_export(ben)
    drain()
    assert client.get(f"{HERE}/{theirs.pk}").status_code == 404
    assert client.get(f"{HERE}/{theirs.pk}.zip").status_code == 404
    assert client.post(f"{HERE}/{theirs.pk}/cancel").status_code == 404


def test_the_commands_do_the_same(ada: User, tmp_path: Path) -> None:
    make.job(ada, title="Baker")
    file = tmp_path / "mine.zip"
    said = StringIO()
    call_command("export_everything", file, user=ada.username, stdout=said)
    assert said.getvalue() == "1 jobs and 0 files exported.\n"
    assert file.stat().st_mode & 0o077 == 0
    Job.objects.all().delete()
    call_command("import_everything", file, "--dry-run", user=ada.username, stdout=said)
    assert not Job.objects.exists()
    call_command("import_everything", file, user=ada.username, stdout=said)
    assert Job.objects.get().title == "Baker"
    told = "1 jobs were taken in, 0 are here already, 0 rows cannot be taken.\n"
    assert said.getvalue().endswith(told)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_everything", file, user=ada.username)
