"""One door: safe redirects, forms of our own, no second sign-in, passwords worth having, and what
is told of it all.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from orchestrator.accounts import events, twostep
from orchestrator.models import AccountEvent, LoginAttempt, User
from tests.accounts.doors import PASSWORD, on, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
PAGES = ("/sign-in", "/settings/access", "/settings/access/two-step")


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("at", "pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\\/evil.example",
        "https://evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x",
        "/\t/evil.example", "/\n/evil.example", " //evil.example", "\x01//evil.example",
        "/%0d%0aSet-Cookie: x=1\r\n", "evil.example", "/ok\x00", "//testserver@evil.example",
        "/\u00a0/evil.example",
    ],
)  # fmt: skip
def test_no_address_leads_away_after_signing_in(client: Client, account: User, target: str) -> None:
    form = {"username": "ada", "password": PASSWORD, "next": target}
    assert client.post("/sign-in", form)["Location"] == "/"


@pytest.mark.parametrize("target", ["/jobs/all", "/search?q=a%20b", "/jobs/all#x"])
def test_an_own_address_is_followed(client: Client, account: User, target: str) -> None:
    form = {"username": "ada", "password": PASSWORD, "next": target}
    assert client.post("/sign-in", form)["Location"] == target


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in", "/sign-in/code", "/setup", "/sign-out", "/settings/access/password",
        "/settings/access/elsewhere", "/settings/access/two-step/begin",
        "/settings/access/two-step/confirm", "/settings/access/two-step/codes",
        "/settings/access/two-step/off",
    ],
)  # fmt: skip
def test_every_form_has_a_mark_of_ours(account: User, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    answer = strict.post(path, {"username": "ada", "password": PASSWORD})
    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()


def test_another_site_cannot_sign_anybody_in(client: Client, account: User) -> None:
    form = {"username": "ada", "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/sign-in", form, headers=headers).status_code == 403
        answer = client.post("/api/auth/login", form, "application/json", headers=headers)
        assert answer.status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_it_is_kept_by_a_browser(client: Client, account: User, path: str) -> None:
    if path != "/sign-in":
        signed_in(client, account)
    assert client.get(path)["Cache-Control"] == "no-store"


def test_the_console_has_no_door_of_its_own(client: Client, account: User) -> None:
    on(account)
    asked = client.get("/admin/login/?next=/admin/")
    assert asked["Location"].startswith("/sign-in?")
    form = {"username": "ada", "password": PASSWORD}
    assert client.post("/admin/login/", form)["Location"].startswith("/sign-in?")
    assert client.get("/admin/").status_code == 302
    assert not account.api_tokens.exists()


def test_its_addresses_lead_to_ours(client: Client, account: User) -> None:
    signed_in(client, account)
    assert client.get("/admin/login/?next=/admin/find/")["Location"] == "/admin/find/"
    assert client.get("/admin/login/?next=/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/password_change/")["Location"] == "/settings/access"
    assert client.post("/admin/logout/")["Location"] == "/sign-in"
    assert client.get("/admin/").status_code == 302


def test_what_is_ended_in_the_console_ends_at_once(
    client: Client, account: User, ben: User
) -> None:
    signed_in(client, account)
    ben.set_password(PASSWORD)
    ben.save()
    theirs = signed_in(Client(), ben)
    token = ben.api_tokens.get()
    form = {"action": "revoke", "_selected_action": [str(token.pk)]}
    client.post("/admin/orchestrator/apitoken/", form)
    assert theirs.get("/jobs/all").status_code == 302
    signed_in(theirs, ben)
    form = {"password1": "battery staple", "password2": "battery staple", "usable_password": "true",
            "set-password": "1"}  # fmt: skip
    answer = client.post(f"/admin/orchestrator/user/{ben.pk}/password/", form)
    assert answer.status_code == 302
    assert not ben.api_tokens.exists()
    assert ben.account_events.filter(kind="password_set").exists()


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/orchestrator/job/"])
def test_somebody_else_is_refused_there_without_a_loop(
    client: Client, ben: User, path: str
) -> None:
    client.force_login(ben)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "too short"), ("password123", "too common"), ("ada lovelace", "too similar")],
)
def test_a_bad_password_is_refused_at_every_door_with_its_reason(
    client: Client, account: User, monkeypatch: pytest.MonkeyPatch, password: str, said: str
) -> None:
    User.objects.update(display_name="Ada Lovelace")
    signed_in(client, account)
    form = {"current": PASSWORD, "new": password}
    page = client.post("/settings/access/password", form)
    assert page.status_code == 422
    assert said in page.content.decode()
    body = {"currentPassword": PASSWORD, "newPassword": password}
    answer = client.post("/api/auth/password", body, "application/json")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]["fieldErrors"]) == ["newPassword"]
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    with pytest.raises(CommandError, match=said):
        call_command("set_password", "ada")


@pytest.mark.parametrize("password", ["password123", "ada.lovelace"])
def test_the_first_owner_cannot_choose_one_either(client: Client, password: str) -> None:
    form = {"username": "ada.lovelace", "password": password, "display_name": ""}
    assert client.post("/setup", form).status_code == 422
    body = {"username": "ada.lovelace", "password": password}
    answer = client.post("/api/auth/setup", body, "application/json")
    assert list(answer.json()["error"]["details"]["fieldErrors"]) == ["password"]
    assert not User.objects.exists()


def test_the_password_of_a_session_cannot_be_guessed_for_ever(
    client: Client, account: User
) -> None:
    signed_in(client, account)
    body = {"currentPassword": "wrong", "newPassword": "battery staple"}
    found = [client.post("/api/auth/password", body, "application/json") for _ in range(6)]
    assert [one.status_code for one in found] == [403] * 5 + [429]
    # Nobody who guesses at the sign-in page keeps the owner from a new password, or the reverse.
    signed_in(Client(), account)


def test_the_api_asks_for_the_code_and_takes_it(client: Client, account: User) -> None:
    _, codes = on(account)
    body = {"username": "ada", "password": PASSWORD}

    def ask(**more: str) -> tuple[int, Any]:
        answer = client.post("/api/auth/login", {**body, **more}, "application/json")
        return answer.status_code, answer.json().get("error", {}).get("details")

    assert ask() == (401, {"reason": "code_required"})
    assert ask(password="wrong horse", code=codes[0]) == (401, None)
    assert ask(code="000000") == (401, {"reason": "wrong_code"})
    assert ask(code=codes[0])[0] == 200
    assert ask(code=codes[0]) == (401, {"reason": "wrong_code"})


def test_what_happened_is_told_on_the_page(client: Client, account: User) -> None:
    for _ in range(3):
        client.post("/sign-in", {"username": "ada", "password": "wrong"})
    signed_in(client, account)
    client.post("/settings/access/elsewhere")
    assert kinds() == ["sign_in_failed", "signed_in", "signed_out_elsewhere"]
    page = client.get("/settings/access").content.decode()
    for said in ("Wrong password: <bdi>3 times", "Signed in", "127.0.0.0/24"):
        assert said in page


def test_a_right_password_with_a_wrong_code_is_told_apart(client: Client, account: User) -> None:
    on(account)
    client.post("/sign-in", {"username": "ada", "password": PASSWORD})
    client.post("/sign-in/code", {"code": "000000"})
    assert kinds() == ["code_failed"]


def test_every_kind_has_its_sentence_and_no_other_is_taken(account: User) -> None:
    assert all(events.KINDS.values())
    with pytest.raises(LookupError):
        events.note(account, "anything")


def test_guesses_at_nobody_leave_no_event(client: Client, account: User) -> None:
    client.post("/sign-in", {"username": "nobody", "password": "wrong"})
    assert not AccountEvent.objects.exists()
    assert LoginAttempt.objects.count() == 1


def test_a_lost_device_is_helped_on_the_machine(client: Client, account: User) -> None:
    _, codes = on(account)
    signed_in(client, account, code=codes[0])
    out = StringIO()
    call_command("two_step_off", "ada", stdout=out)
    assert "off" in out.getvalue()
    assert not twostep.is_on(account)
    assert client.get("/jobs/all").status_code == 302
    assert kinds()[-1] == "two_step_removed"
    with pytest.raises(CommandError, match="not on"):
        call_command("two_step_off", "ada")
    with pytest.raises(CommandError, match="no user"):
        call_command("two_step_off", "eve")


def test_a_lost_password_is_set_on_the_machine(
    client: Client, account: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, account)
    monkeypatch.setattr("sys.stdin", StringIO("battery staple\n"))
    call_command("set_password", "ada", stdout=StringIO())
    assert client.get("/jobs/all").status_code == 302
    assert not account.api_tokens.exists()
    assert kinds()[-1] == "password_set"
    account.refresh_from_db()
    assert account.check_password("battery staple")
