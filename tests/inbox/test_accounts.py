"""Connecting mailboxes, changing them, giving them up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobops.lib.errors import Refused
from orchestrator.inbox import accounts
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import InboundMessage, MailAccount, SyncRun, User
from tests.inbox import boxes
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.gmail import GmailStub
from tests.outside.server import Reply

pytestmark = pytest.mark.django_db


def connected(owner: User, dovecot: Dovecot, user: str, **other: Any) -> MailAccount:
    given = {
        "key": "default", "host": "localhost", "port": dovecot.tls, "security": "tls",
        "username": user, "password": PASSWORD, "folders": ["INBOX"], **other,
    }  # fmt: skip
    return accounts.connect_imap(owner, **given)


def test_a_mailbox_is_signed_in_to_before_it_is_stored(
    ada: User, dovecot: Dovecot, mail_user: str
) -> None:
    with pytest.raises(MailError) as found:
        connected(ada, dovecot, mail_user, password="wrong")
    assert found.value.details["step"] == "login"
    assert not MailAccount.objects.exists()


def test_a_stored_mailbox_can_be_read(ada: User, dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1))
    account = connected(ada, dovecot, mail_user, folders=[" INBOX ", "INBOX"])
    assert account.server["folders"] == ["INBOX"]
    box = accounts.open_mailbox(account)
    assert boxes.subjects(boxes.read(box)) == ["Your application 1"]
    box.close()


def test_the_password_is_stored_sealed(ada: User, dovecot: Dovecot, mail_user: str) -> None:
    account = connected(ada, dovecot, mail_user)
    kept = json.dumps([account.credentials, account.server], ensure_ascii=False)
    assert PASSWORD not in kept
    assert "password" not in account.server


def test_what_is_shown_of_an_account_holds_no_secret(
    ada: User, dovecot: Dovecot, mail_user: str, gmail: GmailStub
) -> None:
    shown = accounts.status(connected(ada, dovecot, mail_user))
    assert (shown["has_password"], shown["has_refresh_token"]) == (True, False)
    account = boxes.gmail_account(ada, gmail)
    assert accounts.status(account)["has_refresh_token"] is True
    text = repr([shown, accounts.status(account)])
    assert not [one for one in (PASSWORD, "ya29", "1//", "gAAAA") if one in text]


def test_signing_in_again_reads_on_and_another_mailbox_from_its_beginning(
    ada: User, dovecot: Dovecot, mail_user: str
) -> None:
    first = connected(ada, dovecot, mail_user)
    MailAccount.objects.update(cursor={"folders": {}}, status="error", failures=3)
    again = connected(ada, dovecot, mail_user)
    assert (again.pk, again.status, again.failures) == (first.pk, "connected", 0)
    assert again.cursor == {"folders": {}}
    assert connected(ada, dovecot, dovecot.user()).cursor == {}


def test_several_mailboxes_have_keys_of_their_own(
    ada: User, dovecot: Dovecot, mail_user: str
) -> None:
    connected(ada, dovecot, mail_user, key=accounts.free_key(ada, "imap"))
    second = connected(ada, dovecot, mail_user, key=accounts.free_key(ada, "imap"))
    assert second.account_key == "account-2"
    assert len(accounts.of(ada)) == 2


def test_giving_up_gmail_tells_google_and_forgets(ada: User, gmail: GmailStub) -> None:
    account = boxes.gmail_account(ada, gmail)
    account.cursor = {"historyId": "1"}
    account.save()
    assert accounts.disconnect(account) == ""
    assert (account.status, account.credentials, account.cursor) == ("disconnected", None, {})
    assert len(gmail.asked("/revoke")) == 1
    with pytest.raises(Refused) as found:
        accounts.open_mailbox(account)
    assert found.value.kind == "mail_not_connected"


def test_google_being_silent_is_a_warning(
    ada: User, gmail: GmailStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.gmail_account.REVOKE_SECONDS", 0.2)
    account = boxes.gmail_account(ada, gmail)
    gmail.next(Reply(hang=True))
    assert "third-party access" in accounts.disconnect(account)
    assert account.credentials is None


def test_giving_up_twice_is_no_mistake(ada: User, gmail: GmailStub) -> None:
    account = boxes.gmail_account(ada, gmail)
    accounts.disconnect(account)
    assert accounts.disconnect(account) == ""


def test_giving_up_keeps_mail_and_ends_a_reading(ada: User, gmail: GmailStub) -> None:
    account = boxes.gmail_account(ada, gmail)
    run = SyncRun.objects.create(owner=ada, account=account, provider="gmail")
    mail = InboundMessage.objects.create(
        owner=ada, account=account, provider="gmail", key="k" * 64, received_at=run.created_at
    )
    accounts.disconnect(account)
    run.refresh_from_db()
    mail.refresh_from_db()
    assert (run.status, mail.account_id) == ("cancelled", account.pk)


def test_a_lost_key_asks_for_a_new_sign_in(
    ada: User, dovecot: Dovecot, mail_user: str, settings: object
) -> None:
    account = connected(ada, dovecot, mail_user)
    settings.BOX_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(MailError) as found:
        accounts.open_mailbox(account)
    assert found.value.permanent
