"""Who may ask for a restore, and which files are not taken for one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator.models import User
from orchestrator.ops import backups, restore_wanted

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As under one `serve`, which would do what was asked for."""
    shutil.rmtree(backups.folder())
    monkeypatch.setattr(restore_wanted, "_offered", True)
    yield
    restore_wanted.take()
    shutil.rmtree(backups.folder())


def signed_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client


def place() -> str:
    return f"/settings/backups/{backups.create('manual', actor='test').filename}/restore"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("given", ["wrong", "", PASSWORD.upper()])
def test_a_wrong_password_restores_nothing(ada: User, given: str) -> None:
    answer = signed_in(ada).post(place(), {"password": given})
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert restore_wanted.waits() is False


@pytest.mark.usefixtures("required")
def test_the_password_of_an_administrator_does(ada: User) -> None:
    answer = signed_in(ada).post(place(), {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/backups")
    assert restore_wanted.waits() is True


@pytest.mark.usefixtures("required", "ada")
def test_who_is_no_administrator_neither_sees_nor_does_it(ben: User) -> None:
    client, where = signed_in(ben), place()
    codes = {
        client.get(where).status_code,
        client.post(where, {"password": PASSWORD}).status_code,
        client.post("/settings/backups/bring", {"file": SimpleUploadedFile("x", b"x")}).status_code,
    }
    assert codes <= {403, 404}
    assert restore_wanted.waits() is False
    assert len(backups.listed()) == 1


@pytest.mark.parametrize("content", [b"no archive", b"\x1f\x8b" + bytes(2000)])
def test_a_file_that_is_no_archive_is_not_kept(ada: User, visitor: Client, content: bytes) -> None:
    file = SimpleUploadedFile("jobops-manual-20260101-000000-000000.tar.gz", content)
    answer = visitor.post("/settings/backups/bring", {"file": file})
    assert answer.status_code == 422
    assert "The file was not kept" in answer.content.decode()
    assert list(backups.folder().iterdir()) == []


def test_no_file_at_all_is_refused(ada: User, visitor: Client) -> None:
    assert visitor.post("/settings/backups/bring").status_code == 422


def test_where_nobody_could_stop_everything_it_is_not_asked_for(
    ada: User, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore_wanted, "_offered", False)
    assert visitor.post(place()).status_code == 422
    assert list(restore_wanted._wanted().parent.glob("restore.wanted")) == []
