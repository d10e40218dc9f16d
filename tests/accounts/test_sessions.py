"""Signed-in browsers: what is known of them, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from orchestrator.accounts import agents, sessions
from orchestrator.models import AccountEvent, ApiToken, User
from tests.accounts.doors import PASSWORD, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"), (PHONE, "Safari on iPhone"), (EDGE, "Edge on Windows"),
        (ANDROID, "Chrome on Android"), ("curl/8.5.0", "curl"), ("", "A program"),
        ("<script>alert(1)</script>", "A program"), ("x" * 100_000, "A program"),
    ],
)  # fmt: skip
def test_a_browser_has_a_short_name(agent: str, name: str) -> None:
    assert agents.name(agent) == name


def rows(user: User) -> dict[str, ApiToken]:
    return {row.name: row for row in sessions.listed(user)}


def test_the_page_lists_browsers_and_marks_this_one(client: Client, account: User) -> None:
    signed_in(client, account, agent=FIREFOX)
    signed_in(Client(), account, agent=PHONE)
    page = client.get("/settings/access").content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("This one") == 1
    assert "Gecko" not in page
    assert not ApiToken.objects.filter(name__contains="Gecko").exists()


def test_a_browser_can_be_signed_out_from_another_at_once(client: Client, account: User) -> None:
    signed_in(client, account, agent=FIREFOX)
    other = Client()
    body = {"username": "ada", "password": PASSWORD}
    token = other.post("/api/auth/login", body, "application/json").json()["data"]["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/jobs", headers=bearer).status_code == 200
    pk = rows(account)["A program"].pk
    assert client.post(f"/settings/access/browsers/{pk}/end").status_code == 303
    assert other.get("/api/jobs").status_code == 401
    assert Client().get("/api/jobs", headers=bearer).status_code == 401
    assert client.get("/jobs/all").status_code == 200
    assert AccountEvent.objects.get(kind="browser_signed_out").about == "A program"


def test_a_row_of_an_older_version_ends_its_session_too(client: Client, account: User) -> None:
    signed_in(client, account, agent=FIREFOX)
    other = signed_in(Client(), account, agent=PHONE)
    row = rows(account)["Safari on iPhone"]
    ApiToken.objects.filter(pk=row.pk).update(session_key="")
    client.post(f"/settings/access/browsers/{row.pk}/end")
    assert other.get("/jobs/all").status_code == 302


def test_a_session_whose_row_has_gone_ends_when_that_is_noticed(
    client: Client, account: User
) -> None:
    signed_in(client, account)
    ApiToken.objects.all().delete()
    session = client.session
    session[sessions.SEEN] = 0
    session.save()
    assert client.get("/jobs/all").status_code == 302
    assert not Session.objects.exists()


def test_nobody_ends_a_browser_of_somebody_else(client: Client, account: User, ben: User) -> None:
    signed_in(client, account)
    client.force_login(ben)
    pk = rows(account)["A program"].pk
    assert client.post(f"/settings/access/browsers/{pk}/end").status_code == 404
    assert ApiToken.objects.filter(pk=pk).exists()


def test_when_it_was_used_is_written_every_ten_minutes(client: Client, account: User) -> None:
    signed_in(client, account)
    before = timezone.now() - timedelta(minutes=9)
    ApiToken.objects.update(last_used_at=before)
    client.get("/jobs/all")
    assert ApiToken.objects.get().last_used_at == before
    session = client.session
    session[sessions.SEEN] -= 601
    session.save()
    client.get("/jobs/all")
    assert ApiToken.objects.get().last_used_at > before


def test_a_new_password_keeps_this_browser_and_its_row(client: Client, account: User) -> None:
    signed_in(client, account, agent=FIREFOX)
    other = signed_in(Client(), account, agent=PHONE)
    form = {"current": PASSWORD, "new": "battery staple"}
    assert client.post("/settings/access/password", form).status_code == 303
    row = ApiToken.objects.get()
    assert row.session_key == client.session.session_key
    assert client.get("/jobs/all").status_code == 200
    assert other.get("/jobs/all").status_code == 302
    assert Session.objects.count() == 1


def test_signing_in_gives_a_new_key_and_forgets_what_was_there(
    client: Client, account: User
) -> None:
    client.get("/sign-in")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/sign-in", {"username": "ada", "password": PASSWORD})
    assert client.session.session_key != planted
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=planted).exists()


def test_signing_in_twice_in_one_browser_leaves_one_live_session(
    client: Client, account: User
) -> None:
    signed_in(client, account)
    first = client.session.session_key
    signed_in(client, account)
    assert client.session.session_key != first
    assert [one.session_key for one in Session.objects.all()] == [client.session.session_key]


def test_somebody_suspended_is_out_at_once(client: Client, account: User) -> None:
    body = {"username": "ada", "password": PASSWORD}
    token = client.post("/api/auth/login", body, "application/json").json()["data"]["token"]
    User.objects.update(is_active=False)
    assert client.get("/jobs/all").status_code == 302
    assert client.get("/api/jobs").status_code == 401
    assert (
        Client().get("/api/jobs", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    )
    assert client.post("/api/auth/login", body, "application/json").status_code == 401


def test_a_session_ends_after_thirty_days_however_much_it_is_used(
    client: Client, account: User
) -> None:
    signed_in(client, account)
    begun = client.session.get_expiry_date()
    session = client.session
    session[sessions.SEEN] -= 601
    session.save()
    client.get("/jobs/all")
    assert client.session.get_expiry_date() == begun
