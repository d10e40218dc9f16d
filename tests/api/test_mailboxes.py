"""Mailboxes over the API: the failing step by name, no secret in any answer, a reading that is
waited for.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.models import MailAccount, SyncRun, User
from tests import make
from tests.inbox import boxes
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.gmail import GmailStub
from tests.outside.server import Reply
from tests.work import drain

pytestmark = pytest.mark.django_db

ROOM = "/api/post-application"


def act(client: Client, provider: str, action: str, body: Any = None, **headers: str) -> Any:
    path = f"{ROOM}/providers/{provider}/actions/{action}"
    return client.post(path, body or {}, "application/json", headers=headers)


def login(dovecot: Dovecot, user: str, **other: Any) -> dict[str, Any]:
    return {"host": "localhost", "port": dovecot.tls, "username": user, "password": PASSWORD,
            **other}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "step"),
    [
        ({"host": "mail.invalid"}, "resolve"),
        ({"port": 1}, "connect"),
        ({"host": "127.0.0.1"}, "certificate"),
        ({"password": "wrong"}, "login"),
        ({"folders": ["Nowhere"]}, "mailbox"),
    ],
)
def test_the_step_that_failed_is_named(
    ada: User, client: Client, dovecot: Dovecot, mail_user: str, changed: Any, step: str
) -> None:
    error = act(client, "imap", "connect", login(dovecot, mail_user, **changed)).json()["error"]
    assert error["details"]["step"] == step
    assert not MailAccount.objects.exists()


def test_no_answer_holds_a_secret(
    ada: User, client: Client, dovecot: Dovecot, mail_user: str, gmail: GmailStub
) -> None:
    boxes.gmail_account(ada, gmail)
    answers = [
        act(client, "imap", "connect", login(dovecot, mail_user)),
        act(client, "imap", "status"),
        act(client, "gmail", "status"),
        client.get(f"{ROOM}/accounts"),
        act(client, "gmail", "disconnect"),
    ]
    assert [one.status_code for one in answers] == [200] * 5
    said = "".join(one.content.decode() for one in answers)
    assert not [one for one in (PASSWORD, "Wein", "ya29.", "1//", "gAAAA") if one in said]
    assert '"hasPassword":true' in said
    assert '"hasRefreshToken":true' in said


def test_what_is_not_there_is_not_connected(ada: User, client: Client) -> None:
    found = act(client, "gmail", "status").json()["data"]["status"]
    assert (found["connected"], found["integration"]) == (False, None)
    assert act(client, "gmail", "sync").json()["error"]["details"]["reason"] == "not_connected"


def test_a_reading_that_is_not_waited_for_has_an_address(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    make.heartbeat()
    account = boxes.gmail_account(ada, gmail)
    begun = act(client, "gmail", "sync", {"maxMessages": 5, "searchDays": 7}, prefer="wait=0")
    run = SyncRun.objects.get(account=account)
    assert (begun.status_code, begun["Location"]) == (202, f"{ROOM}/runs/{run.pk}")
    assert (run.max_messages, run.search_days) == (5, 7)
    again = act(client, "gmail", "sync").json()["error"]
    assert (again["details"]["reason"], again["details"]["runId"]) == ("sync_active", str(run.pk))


def test_a_mailbox_is_read_to_its_end_and_the_next_time_from_there(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    make.heartbeat()
    account = boxes.gmail_account(ada, gmail)
    gmail.put(boxes.note(1))
    act(client, "gmail", "sync", prefer="wait=0")
    drain()
    account.refresh_from_db()
    assert (account.cursor["historyId"], account.status) == ("1001", "connected")


def test_a_permission_that_ended_marks_the_account(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    make.heartbeat()
    account = boxes.gmail_account(ada, gmail)
    gmail.revoke()
    act(client, "gmail", "sync", prefer="wait=0")
    drain()
    account.refresh_from_db()
    assert (account.status, account.last_error["code"]) == ("error", "revoked")


def test_google_being_silent_is_a_warning(
    ada: User, client: Client, gmail: GmailStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.gmail_account.REVOKE_SECONDS", 0.2)
    boxes.gmail_account(ada, gmail)
    gmail.next(Reply(hang=True))
    found = act(client, "gmail", "disconnect").json()["data"]
    assert "third-party access" in found["warning"]
    assert found["status"]["connected"] is False


@pytest.mark.parametrize(("given", "status"), [(0, 200), (3, 400), (5, 200), (1441, 400)])
def test_a_rhythm_is_five_minutes_to_a_day_or_never(
    ada: User, client: Client, gmail: GmailStub, given: int, status: int
) -> None:
    account = boxes.gmail_account(ada, gmail)
    answer = client.patch(f"{ROOM}/accounts/{account.pk}", {"interval": given}, "application/json")
    assert answer.status_code == status


def test_the_pair_for_programs_signs_in(ada: User, client: Client, gmail: GmailStub) -> None:
    begun = client.get(f"{ROOM}/providers/gmail/oauth/start?accountKey=work").json()["data"]
    state, code = gmail.consent(begun["authorizationUrl"])
    assert state == begun["state"]
    body = {"state": state, "code": code}
    path = f"{ROOM}/providers/gmail/oauth/exchange"
    found = client.post(path, body, "application/json").json()["data"]
    assert (found["accountKey"], found["status"]["connected"]) == ("work", True)
    assert client.post(path, body, "application/json").status_code == 400
