"""Accounts through the API: first owner, sessions, tokens, throttle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.accounts import throttle
from orchestrator.api.schemas.auth import Me, NewToken, SignedIn, TokenOut
from orchestrator.models import ApiToken, LoginAttempt, User
from tests import make
from tests.api.calls import data, error, fits, get, post

ADA = {"username": "ada", "password": "correct horse"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def account(required: None) -> User:
    """Ada with a password, on an installation that asks for one."""
    return User.objects.create_superuser("ada", password=ADA["password"], display_name="Ada")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_local_mode_has_nobody_to_sign_in(client: Client, ada: User) -> None:
    assert data(get(client, "/auth/bootstrap-status")) == {"setupRequired": False}
    error(post(client, "/auth/setup", ADA), 409)
    error(post(client, "/auth/login", ADA), 409)
    me = fits(Me, data(get(client, "/auth/me")))
    assert me["user"]["displayName"] == "Ada"
    assert data(post(client, "/auth/logout"))["message"]


def test_the_first_owner_is_made_once(client: Client, required: None) -> None:
    assert data(get(client, "/auth/bootstrap-status")) == {"setupRequired": True}
    refused = error(get(client, "/jobs"), 401)
    assert refused["details"]["reason"] == "setup_required"
    made = fits(SignedIn, data(post(client, "/auth/setup", {**ADA, "displayName": " Ada L "}), 201))
    assert made["user"]["displayName"] == "Ada L"
    assert made["user"]["isAdmin"] is True
    assert data(get(client, "/auth/bootstrap-status")) == {"setupRequired": False}
    error(post(client, "/auth/setup", {**ADA, "username": "eve"}), 409)
    assert User.objects.count() == 1


def test_a_local_installation_keeps_its_jobs_when_it_asks_for_a_sign_in(
    client: Client, ada: User, required: None
) -> None:
    job = make.job(ada)
    assert data(get(client, "/auth/bootstrap-status")) == {"setupRequired": True}
    data(post(client, "/auth/setup", {**ADA, "username": "me"}), 201)
    assert data(get(client, f"/jobs/{job.pk}"))["title"] == job.title
    assert User.objects.get().username == "me"


@pytest.mark.parametrize(
    "change",
    [
        {"username": ""}, {"username": " "}, {"password": "short"}, {"password": "x" * 501},
        {"displayName": "x" * 121}, {"displayName": ""}, {"username": None}, {"password": 12345678},
    ],
)  # fmt: skip
def test_setup_refuses_what_does_not_fit(
    client: Client, required: None, change: dict[str, Any]
) -> None:
    found = error(post(client, "/auth/setup", {**ADA, **change}), 400)
    assert list(found["details"]["fieldErrors"]) == list(change)


def test_signing_in_gives_a_token_and_a_session(client: Client, account: User) -> None:
    signed = fits(SignedIn, data(post(client, "/auth/login", ADA)))
    assert signed["expiresIn"] == 30 * 24 * 3600
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    assert data(get(client, "/jobs"))["total"] == 0
    assert data(get(Client(), "/jobs", **bearer(signed["token"])))["total"] == 0
    error(get(Client(), "/jobs"), 401)


def test_a_wrong_name_and_a_wrong_password_sound_alike(client: Client, account: User) -> None:
    first = post(client, "/auth/login", {**ADA, "password": "wrong password"})
    second = post(client, "/auth/login", {**ADA, "username": "nobody"})
    assert error(first, 401) == error(second, 401)
    assert first["WWW-Authenticate"] == "Bearer"


def test_signing_out_ends_session_and_token(client: Client, account: User) -> None:
    token = data(post(client, "/auth/login", ADA))["token"]
    data(post(client, "/auth/logout"))
    error(get(client, "/jobs"), 401)
    error(get(client, "/jobs", **bearer(token)), 401)
    assert data(post(client, "/auth/logout"))["message"]


def test_signing_out_by_token_ends_that_token_only(client: Client, account: User) -> None:
    first = data(post(Client(), "/auth/login", ADA))["token"]
    second = data(post(Client(), "/auth/login", ADA))["token"]
    data(post(client, "/auth/logout", **bearer(first)))
    error(get(client, "/jobs", **bearer(first)), 401)
    data(get(client, "/jobs", **bearer(second)))


def test_a_new_password_ends_every_other_session(client: Client, account: User) -> None:
    other = Client()
    token = data(post(other, "/auth/login", ADA))["token"]
    mine = data(post(client, "/auth/login", ADA))["token"]
    body = {"currentPassword": ADA["password"], "newPassword": "battery staple"}
    assert data(post(client, "/auth/password", body)) is None
    data(get(client, "/jobs"))
    data(get(Client(), "/jobs", **bearer(mine)))
    error(get(other, "/jobs"), 401)
    error(get(Client(), "/jobs", **bearer(token)), 401)
    data(post(Client(), "/auth/login", {**ADA, "password": "battery staple"}))


def test_the_current_password_must_be_right(client: Client, account: User) -> None:
    post(client, "/auth/login", ADA)
    body = {"currentPassword": "wrong", "newPassword": "battery staple"}
    error(post(client, "/auth/password", body), 403)
    error(post(client, "/auth/password", {**body, "newPassword": "short"}), 400)


def test_tokens_are_shown_once_and_can_be_ended(client: Client, ada: User) -> None:
    made = fits(
        NewToken, data(post(client, "/auth/tokens", {"name": " Phone ", "expiresInDays": 7}), 201)
    )
    assert made["name"] == "Phone"
    listed = data(get(client, "/auth/tokens"))
    assert [fits(TokenOut, one)["id"] for one in listed] == [made["id"]]
    assert made["token"] not in get(client, "/auth/tokens").content.decode()
    assert not ApiToken.objects.filter(digest=made["token"]).exists()
    assert data(client.delete(f"/api/auth/tokens/{made['id']}")) is None
    error(client.delete(f"/api/auth/tokens/{made['id']}"), 404)


def test_an_expired_token_is_nobody(client: Client, account: User) -> None:
    _, text = ApiToken.objects.issue(
        account, name="old", expires_at=timezone.now() - timedelta(seconds=1)
    )
    error(get(client, "/jobs", **bearer(text)), 401)


@pytest.mark.parametrize(
    "body",
    [{"name": ""}, {}, {"name": "x", "expiresInDays": 0}, {"name": "x", "expiresInDays": 366}],
)
def test_a_token_needs_a_name_and_an_honest_end(
    client: Client, ada: User, body: dict[str, Any]
) -> None:
    error(post(client, "/auth/tokens", {"a": 1, **body}), 400)


def fail(client: Client, times: int, **change: str) -> Any:
    wrong = {**ADA, "password": "wrong password", **change}
    return [post(client, "/auth/login", wrong) for _ in range(times)][-1]


def test_the_sixth_guess_at_a_name_waits(client: Client, account: User) -> None:
    error(fail(client, 5), 401)
    refused = post(client, "/auth/login", ADA)
    assert error(refused, 429)["code"] == "TOO_MANY_REQUESTS"
    assert 1 <= int(refused["Retry-After"]) <= 30
    error(fail(client, 1, username=" ADA "), 429)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(client: Client, account: User) -> None:
    now = timezone.now()
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name="ada", address="x", at=now) for _ in range(8)
    )
    assert 120 < throttle.wait("ada", "y") <= 240
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name="ada", address="x", at=now) for _ in range(30)
    )
    assert 480 < throttle.wait("ada", "y") <= 900


def test_a_success_clears_the_name(client: Client, account: User) -> None:
    fail(client, 4)
    data(post(client, "/auth/login", ADA))
    error(fail(client, 4), 401)
    data(post(client, "/auth/login", ADA))


def test_thirty_failures_from_one_address_wait(client: Client, account: User) -> None:
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=f"n{number}", address="127.0.0.1") for number in range(30)
    )
    error(post(client, "/auth/login", ADA), 429)
    LoginAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    data(post(client, "/auth/login", ADA))


def test_the_sign_in_body_is_read_before_anybody_is_known(client: Client, account: User) -> None:
    error(post(client, "/auth/login"), 400)
    error(client.generic("POST", "/api/auth/login", b"x", "text/plain"), 415)
    error(post(client, "/auth/login", ADA, Origin="https://evil.example"), 403)
