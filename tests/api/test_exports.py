"""Everything in one archive, on the wire."""

from __future__ import annotations

import io
import os
import time
import zipfile

import pytest
from django.test import Client

from orchestrator.models import Operation, User
from orchestrator.ops import parcels
from orchestrator.transfer import writing
from tests import make
from tests.api.calls import data, error, get, post
from tests.kept import passing
from tests.work import drain

pytestmark = pytest.mark.django_db


def asked(client: Client) -> str:
    export = data(post(client, "/export", Prefer="respond-async"), 202)
    assert export["href"] is None
    return str(export["id"])


def test_an_export_is_made_and_read(client: Client, ada: User) -> None:
    make.heartbeat()
    make.job(ada, title="Baker")
    export = asked(client)
    error(get(client, f"/export/{export}.zip"), 404)
    drain()
    assert data(get(client, f"/operations/{export}"))["status"] == "succeeded"
    answer = get(client, f"/export/{export}.zip")
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as opened:
        assert opened.testzip() is None
        assert writing.MANIFEST in opened.namelist()


def test_what_is_in_it_is_told_at_its_end(client: Client, ada: User) -> None:
    make.heartbeat()
    make.job(ada)
    asked(client)
    drain()
    operation = Operation.objects.get()
    assert operation.result["counts"]["Job"] == 1
    assert operation.result["size"] == passing(parcels.name_of(operation)).stat().st_size


def test_while_one_is_made_it_is_the_same_one(client: Client, ada: User) -> None:
    make.heartbeat()
    assert asked(client) == asked(client)


def test_an_export_is_gone_after_its_day(client: Client, ada: User) -> None:
    make.heartbeat()
    export = asked(client)
    drain()
    path = passing(parcels.name_of(Operation.objects.get()))
    old = time.time() - parcels.KEPT_SECONDS - 60
    os.utime(path, (old, old))
    assert parcels.sweep() == 1
    error(get(client, f"/export/{export}.zip"), 404)


def test_other_work_is_no_export(client: Client, ada: User) -> None:
    other = Operation.objects.create(owner=ada, kind="take_in", status="succeeded")
    error(get(client, f"/export/{other.pk}.zip"), 404)


def test_without_a_worker_nothing_is_begun(client: Client, ada: User) -> None:
    error(post(client, "/export"), 503)
    assert not Operation.objects.exists()
