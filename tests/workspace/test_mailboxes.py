"""The pages of mailboxes: connecting with a step named, changing, giving up, and Google."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from orchestrator.inbox import accounts
from orchestrator.models import MailAccount, OAuthState, SyncRun, User
from tests import make
from tests.inbox import boxes
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.gmail import GmailStub

pytestmark = pytest.mark.django_db

HOME = "/tracking-inbox/accounts"


def typed(dovecot: Dovecot, user: str, **other: Any) -> dict[str, Any]:
    return {
        "host": "localhost", "port": dovecot.tls, "security": "tls", "username": user,
        "password": PASSWORD, "folders": "INBOX\n\n", "display_name": "Work", **other,
    }  # fmt: skip


@pytest.fixture
def server(ada: User, dovecot: Dovecot, mail_user: str, client: Client) -> MailAccount:
    client.post(f"{HOME}/new", typed(dovecot, mail_user))
    return MailAccount.objects.get()


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_without_a_mailbox_the_page_says_what_one_is_good_for(ada: User, client: Client) -> None:
    assert "No mailbox is connected" in text(client.get(HOME))


def test_a_mail_server_is_connected(ada: User, client: Client, server: MailAccount) -> None:
    page = text(client.get(HOME))
    assert (server.status, server.display_name, server.account_key) == (
        "connected", "Work", "default",
    )  # fmt: skip
    assert "Work" in page
    assert "every 15 minutes" in page


def test_a_test_lists_the_folders_and_stores_nothing(
    ada: User, client: Client, dovecot: Dovecot, mail_user: str
) -> None:
    dovecot.put(mail_user, boxes.note(1), folder="Jobs")
    found = text(client.post(f"{HOME}/new", typed(dovecot, mail_user, **{"try": "1"})))
    assert "The test succeeded" in found
    assert "Jobs" in found
    assert PASSWORD not in found
    assert not MailAccount.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"host": "mail.invalid"}, "host"),
        ({"host": "127.0.0.1"}, "host"),
        ({"folders": "Nowhere"}, "folders"),
        ({"password": ""}, "password"),
        ({"folders": "a\nb\nc\nd\ne\nf"}, "folders"),
        ({"port": "0"}, "port"),
    ],
)
def test_what_failed_is_said_at_its_field(
    ada: User,
    client: Client,
    dovecot: Dovecot,
    mail_user: str,
    changed: dict[str, str],
    field: str,
) -> None:
    answer = client.post(f"{HOME}/new", typed(dovecot, mail_user, **changed))
    assert answer.status_code == 422
    assert f'id="box_{field}_error"' in text(answer)
    assert not MailAccount.objects.exists()


def test_trouble_is_told_with_what_to_do(ada: User, client: Client, server: MailAccount) -> None:
    sentence = "The mail server refused the name or the password."
    MailAccount.objects.update(status="error", last_error={"code": "login", "message": sentence})
    for page in (HOME, f"{HOME}/{server.pk}"):
        assert sentence in text(client.get(page))


def test_name_and_rhythm_are_changed(ada: User, client: Client, server: MailAccount) -> None:
    client.post(f"{HOME}/{server.pk}", {"display_name": "Mine", "interval": "60"})
    server.refresh_from_db()
    assert (server.display_name, server.interval) == ("Mine", 60)
    refused = client.post(f"{HOME}/{server.pk}", {"display_name": "Mine", "interval": "7"})
    assert refused.status_code == 422


def test_a_mailbox_is_switched_off_and_on(ada: User, client: Client, server: MailAccount) -> None:
    client.post(f"{HOME}/{server.pk}/switch")
    server.refresh_from_db()
    assert (server.is_enabled, "Switched off" in text(client.get(HOME))) == (False, True)
    client.post(f"{HOME}/{server.pk}/switch", {"on": "yes"})
    server.refresh_from_db()
    assert server.is_enabled


def test_it_is_read_when_asked(ada: User, client: Client, server: MailAccount) -> None:
    make.heartbeat()
    first = client.post(f"{HOME}/{server.pk}/read")
    run = SyncRun.objects.get()
    assert first["Location"] == f"/tracking-inbox/runs/{run.pk}"
    assert client.post(f"{HOME}/{server.pk}/read")["Location"] == first["Location"]


def test_signing_in_again_needs_the_password_only_for_another_server(
    ada: User, client: Client, dovecot: Dovecot, server: MailAccount, mail_user: str
) -> None:
    dovecot.put(mail_user, boxes.note(1), folder="Jobs")
    page = f"{HOME}/{server.pk}/sign-in"
    assert PASSWORD not in text(client.get(page))
    same = typed(dovecot, mail_user, password="", folders="INBOX\nJobs")
    assert client.post(page, same).status_code == 303
    server.refresh_from_db()
    assert server.server["folders"] == ["INBOX", "Jobs"]
    elsewhere = typed(dovecot, mail_user, password="", host="evil.example")
    assert client.post(page, elsewhere).status_code == 422


def test_giving_up_says_what_stays(ada: User, client: Client, server: MailAccount) -> None:
    assert "There is no undo" in text(client.get(f"{HOME}/{server.pk}"))
    page = text(client.post(f"{HOME}/{server.pk}/disconnect", follow=True))
    assert "Mail that was linked stays" in page
    server.refresh_from_db()
    assert server.credentials is None


def test_gmail_without_a_project_gets_the_steps(ada: User, client: Client) -> None:
    page = text(client.get(f"{HOME}/new"))
    assert "http://testserver/oauth/gmail/callback" in page
    assert "gmail.readonly" in page
    answer = client.post(f"{HOME}/google")
    assert answer.status_code == 503
    assert "http://testserver/oauth/gmail/callback" in text(answer)


def test_the_way_to_google_and_back_is_whole_pages(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    leaving = client.post(f"{HOME}/google")
    state, code = gmail.consent(leaving["Location"])
    answer = client.get("/oauth/gmail/callback", {"state": state, "code": code}, follow=True)
    account = MailAccount.objects.get()
    assert answer.redirect_chain[0][0] == f"{HOME}/{account.pk}"
    assert account.address in text(answer)
    again = client.get("/oauth/gmail/callback", {"state": state, "code": code})
    assert again.status_code == 400
    assert "begin again" in text(again)


def test_declining_at_google_changes_nothing(ada: User, client: Client, gmail: GmailStub) -> None:
    gmail.declines = True
    state, _ = gmail.consent(client.post(f"{HOME}/google")["Location"])
    answer = client.get("/oauth/gmail/callback", {"state": state, "error": "access_denied"})
    assert answer.status_code == 400
    assert OAuthState.objects.get().used_at
    assert not MailAccount.objects.exists()


def test_without_a_lasting_permission_it_says_how_to_get_one(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    gmail.gives_refresh_token = False
    state, code = gmail.consent(client.post(f"{HOME}/google")["Location"])
    answer = client.get("/oauth/gmail/callback", {"state": state, "code": code})
    assert answer.status_code == 502
    assert "third-party access" in text(answer)


def test_a_gmail_account_has_no_form_of_a_server(
    ada: User, client: Client, gmail: GmailStub
) -> None:
    account = boxes.gmail_account(ada, gmail)
    assert "Sign in at Google again" in text(client.get(f"{HOME}/{account.pk}"))
    assert client.get(f"{HOME}/{account.pk}/sign-in").status_code == 404


def test_nothing_of_it_is_anybody_elses(
    ben: User, client: Client, gmail: GmailStub, ada: User
) -> None:
    account = boxes.gmail_account(ben, gmail)
    for page in ("", "/sign-in"):
        assert client.get(f"{HOME}/{account.pk}{page}").status_code == 404
    for verb in ("switch", "read", "disconnect"):
        assert client.post(f"{HOME}/{account.pk}/{verb}").status_code == 404
    assert accounts.of(ben)[0].status == "connected"
