"""Where a call comes from, with and without proxies of the own house."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client, RequestFactory

from orchestrator.accounts import caller
from orchestrator.models import LoginAttempt, User
from tests.accounts.doors import PASSWORD

FORWARDED = "203.0.113.9, 198.51.100.7, 192.0.2.33"


def address(settings: Any, proxies: int, forwarded: str | None, remote: str = "10.0.0.1") -> str:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return caller.address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, FORWARDED, "10.0.0.1"), (1, FORWARDED, "192.0.2.33"), (2, FORWARDED, "198.51.100.7"),
        (3, FORWARDED, "203.0.113.9"), (4, FORWARDED, "10.0.0.1"), (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"), (1, "nobody", "10.0.0.1"), (1, "evil, 192.0.2.1:4711", "192.0.2.1"),
        (1, "[2001:db8::1]:443", "2001:db8::1"), (1, "2001:DB8::1", "2001:db8::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"), (1, "x" * 10_000, "10.0.0.1"),
    ],
)  # fmt: skip
def test_the_address_is_what_the_last_own_proxies_wrote(
    settings: Any, proxies: int, forwarded: str | None, found: str
) -> None:
    assert address(settings, proxies, forwarded) == found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.0.2.17", "192.0.2.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"), ("", ""), ("unix:", ""),
    ],
)  # fmt: skip
def test_only_the_network_is_kept(text: str, place: str) -> None:
    assert caller.cut(text) == place


def guess(client: Client, **more: Any) -> Any:
    body = {"username": "nobody", "password": "wrong horse"}
    return client.post("/api/auth/login", body, "application/json", **more)


@pytest.mark.django_db
def test_guesses_are_counted_by_the_address_behind_the_proxy(
    client: Client, account: User, settings: Any
) -> None:
    settings.PROXIES = 1
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=f"n{number}", address="192.0.2.33") for number in range(30)
    )
    assert guess(client, headers={"X-Forwarded-For": "192.0.2.33"}).status_code == 429
    assert guess(client, headers={"X-Forwarded-For": "192.0.2.34"}).status_code == 401
    assert guess(client, headers={"X-Forwarded-For": "192.0.2.33, 192.0.2.35"}).status_code == 401


@pytest.mark.django_db
def test_a_household_of_ipv6_is_one_address(client: Client, account: User, settings: Any) -> None:
    settings.PROXIES = 1
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=f"n{number}", address="2001:db8::/64") for number in range(30)
    )
    assert guess(client, headers={"X-Forwarded-For": "2001:db8::77"}).status_code == 429


@pytest.mark.django_db
def test_a_proxy_nobody_announced_is_told_of_when_it_locks_everybody_out(
    client: Client, account: User, caplog: pytest.LogCaptureFixture
) -> None:
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=f"n{number}", address="127.0.0.1") for number in range(30)
    )
    with caplog.at_level(logging.WARNING):
        assert guess(client, headers={"X-Forwarded-For": "192.0.2.33"}).status_code == 429
    assert "JOBOPS_PROXIES" in caplog.text


@pytest.mark.django_db
def test_a_refused_sign_in_logs_the_network_and_no_name(
    client: Client, account: User, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"username": "ada", "password": PASSWORD + "!"}
    with caplog.at_level(logging.INFO, logger="orchestrator.accounts"):
        client.post("/api/auth/login", body, "application/json", REMOTE_ADDR="192.0.2.17")
    (line,) = [one for one in caplog.records if one.name == "orchestrator.accounts.proof"]
    assert line.meta == {"place": "192.0.2.0/24", "why": "wrong"}  # type: ignore[attr-defined]
    assert "ada" not in line.getMessage()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "proto", "secure"), [(0, "https", ""), (1, "https", True), (1, "http", "")]
)
def test_a_header_about_https_counts_with_an_announced_proxy(
    client: Client, account: User, settings: Any, proxies: int, proto: str, secure: Any
) -> None:
    settings.PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    answer = client.post(
        "/sign-in", {"username": "ada", "password": PASSWORD},
        headers={"X-Forwarded-Proto": proto},
    )  # fmt: skip
    cookie = answer.cookies["sessionid"]
    assert cookie["secure"] == secure
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert ("Strict-Transport-Security" in answer) is bool(secure)


def test_the_public_https_address_is_https_whatever_the_proxy_says(
    client: Client, settings: Any, ada: User
) -> None:
    settings.PUBLIC_BASE_URL = "https://jobs.example"
    settings.ALLOWED_HOSTS = ["jobs.example", "localhost"]
    there = client.get("/sign-in", headers={"Host": "jobs.example"})
    here = client.get("/sign-in", headers={"Host": "localhost"})
    assert there["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in here
