from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import User
from tests import make

pytestmark = pytest.mark.django_db


def test_nobody_signs_in_on_a_local_installation(client: Client) -> None:
    assert client.get("/sign-in")["Location"] == "/"


@pytest.mark.usefixtures("required")
def test_the_first_visitor_sets_up_the_owner(client: Client) -> None:
    assert client.get("/jobs/all")["Location"] == "/setup"
    answer = client.post(
        "/setup", {"username": "ada", "password": "long enough", "display_name": ""}
    )
    assert answer.status_code == 303
    assert client.get("/jobs/all").status_code == 200
    assert User.objects.get().is_superuser


@pytest.mark.usefixtures("required")
def test_set_up_happens_once(client: Client, ada: User) -> None:
    ada.set_password("long enough")
    ada.save()
    assert client.get("/setup")["Location"] == "/sign-in"
    client.post("/setup", {"username": "eve", "password": "long enough"})
    assert User.objects.count() == 1


@pytest.mark.usefixtures("required")
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, ada: User) -> None:
    ada.set_password("long enough")
    ada.save()
    assert client.get("/jobs/all")["Location"] == "/sign-in?next=%2Fjobs%2Fall"
    data = {"username": ada.username, "password": "long enough", "next": "/jobs/all"}
    assert client.post("/sign-in", data)["Location"] == "/jobs/all"


@pytest.mark.usefixtures("required")
def test_a_wrong_password_says_no_more_than_that(client: Client, ada: User) -> None:
    ada.set_password("long enough")
    ada.save()
    answer = client.post("/sign-in", {"username": ada.username, "password": "no"})
    assert answer.status_code == 422
    assert "do not fit together" in answer.content.decode()


@pytest.mark.usefixtures("required")
def test_an_address_of_another_host_is_not_followed(client: Client, ada: User) -> None:
    ada.set_password("long enough")
    ada.save()
    data = {"username": ada.username, "password": "long enough", "next": "//evil.example"}
    assert client.post("/sign-in", data)["Location"] == "/"


@pytest.mark.usefixtures("required")
def test_pages_and_files_of_others_are_not_there(client: Client, ada: User, ben: User) -> None:
    job = make.job(ada, status="ready")
    make.printed(job)
    client.force_login(ben)
    paths = (f"/jobs/all/{job.pk}", f"/pdfs/resume_{job.pk}.pdf", f"/api/jobs/{job.pk}")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.usefixtures("required")
def test_signing_out_ends_the_session(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/sign-out")
    assert client.get("/jobs/all").status_code == 302
