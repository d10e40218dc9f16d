"""Backups and the danger zone as pages; everything here works without a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from orchestrator.models import Job, Note, User
from orchestrator.ops import archives, backups
from tests import make
from tests.work import drain, queued

NAME = "jobops-manual-20260101-000000-000000.tar.gz"


@pytest.fixture
def folder() -> Iterator[Path]:
    shutil.rmtree(backups.folder())
    yield backups.folder()
    shutil.rmtree(backups.folder())


@pytest.fixture
def stranger(required: None, ben: User, client: Client) -> Client:
    client.force_login(ben)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_without_a_worker_a_backup_is_made_at_once(client: Client, ada: User, folder: Path) -> None:
    assert "No backup yet" in text(client.get("/settings/backups"))
    page = text(client.post("/settings/backups", follow=True))
    (made,) = backups.listed()
    assert f"{made.filename} is ready" in page
    assert "sound" in page


def test_with_a_worker_the_page_shows_how_far_it_is(
    client: Client, ada: User, folder: Path
) -> None:
    make.heartbeat()
    page = text(client.post("/settings/backups", follow=True))
    assert queued() == ["back_up_now"]
    assert "A backup waits for the worker" in page
    assert "Make a backup now" not in page
    fragment = client.get("/settings/backups/making", headers={"HX-Request": "true"})
    assert "data-poll" in fragment.content.decode()
    with backups._alone() as lock:
        backups._Teller(lock)(30, 100)
        assert 'value="30"' in text(client.get("/settings/backups"))
    drain()
    ended = client.get("/settings/backups/making", headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert len(backups.listed()) == 1


def test_asking_twice_queues_one(client: Client, ada: User, folder: Path) -> None:
    make.heartbeat()
    client.post("/settings/backups")
    client.post("/settings/backups")
    assert queued() == ["back_up_now"]


def test_a_backup_that_cannot_be_made_is_said_and_stays_said(
    client: Client, ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LEAST_LEFT", 1 << 60)
    answer = client.post("/settings/backups")
    assert answer.status_code == 503
    assert "too little room" in text(answer)
    assert "The last attempt came to nothing" in text(client.get("/settings/backups"))


def test_a_backup_is_downloaded_as_a_file(client: Client, ada: User, folder: Path) -> None:
    (folder / NAME).write_bytes(b"packed")
    answer = client.get(f"/settings/backups/{NAME}")
    assert b"".join(answer.streaming_content) == b"packed"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{NAME}"')
    assert answer["Cache-Control"] == "private, no-store"


def test_deleting_asks_by_name_first(client: Client, ada: User, folder: Path) -> None:
    (folder / NAME).write_bytes(b"packed")
    page = text(client.get(f"/settings/backups/{NAME}/delete"))
    assert f"Delete <b>{NAME}</b>" in page
    assert "the only backup there is" in page
    assert (folder / NAME).exists()
    client.post(f"/settings/backups/{NAME}/delete")
    assert not (folder / NAME).exists()


def test_a_check_says_what_it_found(client: Client, ada: User, folder: Path) -> None:
    (folder / NAME).write_bytes(b"packed")
    page = text(client.post(f"/settings/backups/{NAME}/check", follow=True))
    assert f"{NAME} is damaged" in page


@pytest.mark.parametrize("name", ["box.key", "..%2fbox.key", "jobops.sqlite3", NAME])
def test_nothing_else_can_be_fetched(client: Client, ada: User, folder: Path, name: str) -> None:
    for address in (f"/settings/backups/{name}", f"/settings/backups/{name}/delete"):
        assert client.get(address).status_code == 404


def test_somebody_who_does_not_run_the_installation_is_refused(
    stranger: Client, ben: User, folder: Path
) -> None:
    (folder / NAME).write_bytes(b"packed")
    pages = ("", "/making", f"/{NAME}", f"/{NAME}/delete")
    assert {stranger.get(f"/settings/backups{one}").status_code for one in pages} == {403}
    assert stranger.post("/settings/backups").status_code == 403
    assert stranger.post(f"/settings/backups/{NAME}/check").status_code == 403
    make.job(ben)
    assert "Clear all data" not in text(stranger.get("/settings/danger"))
    assert stranger.post("/settings/danger", {"confirm": "delete"}).status_code == 403
    assert Job.objects.count() == 1


def test_each_status_shows_its_count_before_anything_is_asked(client: Client, ada: User) -> None:
    make.jobs(ada, 3, status="skipped")
    make.job(ada)
    page = text(client.get("/settings/danger"))
    assert '<option value="skipped">Skipped (3)</option>' in page
    assert "Expired" not in page


def test_the_question_names_what_goes(client: Client, ada: User) -> None:
    job = make.job(ada, status="skipped", title="Night porter")
    Note.objects.create(job=job, title="x", content="y")
    make.printed(job)
    page = text(client.get("/settings/danger/status", {"value": "skipped"}))
    assert "<b>1 job</b> would be deleted for good, and with it 1 note, 1 PDF" in page
    assert "Night porter at Acme" in page
    assert Job.objects.count() == 1


def test_a_yes_deletes_what_was_shown(client: Client, ada: User, ben: User) -> None:
    make.jobs(ada, 2, status="skipped")
    kept = [make.job(ada), make.job(ben, status="skipped")]
    page = client.post("/settings/danger/status", {"value": "skipped", "seen": "2"}, follow=True)
    assert "Deleted 2 jobs." in text(page)
    assert set(Job.objects.all()) == set(kept)


def test_a_yes_to_another_number_asks_again(client: Client, ada: User) -> None:
    make.jobs(ada, 2, status="skipped")
    answer = client.post("/settings/danger/status", {"value": "skipped", "seen": "1"})
    assert answer.status_code == 422
    assert "The number changed meanwhile" in text(answer)
    assert Job.objects.count() == 2


def test_below_a_score_the_same_way(client: Client, ada: User) -> None:
    make.job(ada, score=10.0)
    make.job(ada, score=90.0)
    page = text(client.get("/settings/danger/score", {"value": "50"}))
    assert "Delete jobs that score below 50" in page
    client.post("/settings/danger/score", {"value": "50", "seen": "1"})
    assert [job.score for job in Job.objects.all()] == [90.0]


@pytest.mark.parametrize(
    ("kind", "value"), [("score", ""), ("score", "101"), ("score", "ten"), ("status", "archived")]
)
def test_a_question_that_makes_no_sense_is_refused(
    client: Client, ada: User, kind: str, value: str
) -> None:
    answer = client.get(f"/settings/danger/{kind}", {"value": value})
    assert answer.status_code == 422
    assert "Nothing was deleted" in text(answer)


def test_jobs_being_worked_on_are_said_to_stay(client: Client, ada: User) -> None:
    make.job(ada, status="processing")
    page = text(client.get("/settings/danger/status", {"value": "processing"}))
    assert "There is nothing to delete" in page


@pytest.mark.parametrize("typed", ["", "Delete", "yes"])
def test_nothing_is_cleared_without_the_word(client: Client, ada: User, typed: str) -> None:
    make.job(ada)
    answer = client.post("/settings/danger", {"confirm": typed})
    assert answer.status_code == 422
    assert "Type the word delete. Nothing was deleted." in text(answer)
    assert Job.objects.count() == 1


def test_clearing_backs_up_and_says_where(client: Client, ada: User, folder: Path) -> None:
    make.job(ada)
    page = text(client.post("/settings/danger", {"confirm": "delete"}, follow=True))
    (made,) = backups.listed()
    assert f"Deleted 1 job and 0 runs. {made.filename} holds them." in page
    assert not Job.objects.exists()
