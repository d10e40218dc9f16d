"""Reading Gmail: its history, its pages, its limits, and what is never fetched."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestrator.inbox.boxes import gmail_http, gmail_standing, gmail_tokens
from orchestrator.inbox.boxes.gmail import GmailMailbox
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User
from tests.inbox import boxes
from tests.inbox.test_imap_reading import INSIDE, PARTS
from tests.outside.gmail import GmailStub, outage, refusal, slow_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(ada: User, gmail: GmailStub) -> MailAccount:
    return boxes.gmail_account(ada, gmail)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gmail_http, "PAUSES", (0.01, 0.01, 0.01))


def refused(box: GmailMailbox, cursor: Any = None) -> MailError:
    with pytest.raises(MailError) as found:
        boxes.read(box, cursor)
    return found.value


def test_it_reads_what_is_there_oldest_first(gmail: GmailStub, account: MailAccount) -> None:
    gmail.put(boxes.note(1), at=datetime.now(UTC) - timedelta(days=3), thread="t1")
    gmail.put(boxes.note(2))
    gmail.put(boxes.note(3), at=datetime.now(UTC) - timedelta(days=100))
    found = boxes.read(GmailMailbox(account))
    assert boxes.subjects(found) == ["Your application 1", "Your application 2"]
    first = boxes.items(found)[0]
    assert (first.thread_id, first.head.message_id) == ("t1", "1@acme.example")


def test_a_second_reading_follows_the_history(gmail: GmailStub, account: MailAccount) -> None:
    gmail.put(boxes.note(1))
    first = boxes.read(GmailMailbox(account))
    gmail.put(boxes.note(2))
    second = boxes.read(GmailMailbox(account), boxes.cursor(first))
    assert boxes.subjects(second) == ["Your application 2"]
    assert len(gmail.asked("/gmail/v1/users/me/messages")) == 1


def test_without_new_mail_it_asks_once(gmail: GmailStub, account: MailAccount) -> None:
    gmail.put(boxes.note(1))
    first = boxes.read(GmailMailbox(account))
    box = GmailMailbox(account)
    assert boxes.items(boxes.read(box, boxes.cursor(first))) == []
    assert box.calls == 1


def test_drafts_spam_and_bin_are_not_mail(gmail: GmailStub, account: MailAccount) -> None:
    first = boxes.read(GmailMailbox(account))
    for label in ("DRAFT", "SPAM", "TRASH"):
        gmail.put(boxes.note(1), labels=(label,))
    gmail.put(boxes.note(2), labels=("SENT",))
    second = boxes.read(GmailMailbox(account), boxes.cursor(first))
    assert boxes.subjects(second) == ["Your application 2"]


def test_every_page_is_read(
    gmail: GmailStub, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gmail_standing, "CHUNK", 2)
    gmail.page = 2
    for number in range(5):
        gmail.put(boxes.note(number))
    first = boxes.read(GmailMailbox(account))
    assert len(boxes.items(first)) == 5
    for number in range(5, 10):
        gmail.put(boxes.note(number))
    second = boxes.read(GmailMailbox(account), boxes.cursor(first))
    assert boxes.subjects(second) == [f"Your application {number}" for number in range(5, 10)]


def test_the_newest_come_first_and_the_rest_of_the_history_next_time(
    gmail: GmailStub, account: MailAccount
) -> None:
    for number in range(5):
        gmail.put(boxes.note(number), at=datetime.now(UTC) - timedelta(hours=9 - number))
    first = boxes.read(GmailMailbox(account), limit=2)
    assert boxes.subjects(first) == ["Your application 3", "Your application 4"]
    for number in range(5, 9):
        gmail.put(boxes.note(number))
    second = boxes.read(GmailMailbox(account), boxes.cursor(first), limit=3)
    third = boxes.read(GmailMailbox(account), boxes.cursor(second), limit=3)
    assert boxes.subjects(second) == [f"Your application {number}" for number in (5, 6, 7)]
    assert boxes.subjects(third) == ["Your application 8"]


@pytest.mark.parametrize("with_history", [False, True])
def test_a_stopped_run_goes_on_after_its_last_batch(
    gmail: GmailStub,
    account: MailAccount,
    monkeypatch: pytest.MonkeyPatch,
    with_history: bool,
) -> None:
    monkeypatch.setattr(gmail_standing, "CHUNK", 2)
    begun = boxes.cursor(boxes.read(GmailMailbox(account))) if with_history else {}
    for number in range(5):
        gmail.put(boxes.note(number), at=datetime.now(UTC) - timedelta(hours=9 - number))
    every = boxes.read(GmailMailbox(account), begun)
    rest = boxes.read(GmailMailbox(account), begun, position=every[0].position)
    assert boxes.subjects(rest) == [f"Your application {number}" for number in (2, 3, 4)]
    assert rest[0].expected == every[0].expected == 5
    assert boxes.cursor(rest)["historyId"] == boxes.cursor(every)["historyId"]


def test_a_history_id_that_is_too_old_leads_back_a_day_before_the_last_run(
    gmail: GmailStub, account: MailAccount
) -> None:
    gmail.put(boxes.note(1), at=datetime.now(UTC) - timedelta(days=2))
    first = boxes.read(GmailMailbox(account))
    gmail.forget_history()
    gmail.put(boxes.note(2))
    second = boxes.read(GmailMailbox(account), boxes.cursor(first))
    assert boxes.subjects(second) == ["Your application 2"]
    assert boxes.items(boxes.read(GmailMailbox(account), boxes.cursor(second))) == []


def test_text_and_invitation_are_read_and_attachments_are_not(
    gmail: GmailStub, account: MailAccount
) -> None:
    mail = GmailMailbox(account).whole(gmail.put(PARTS))
    assert "We invite you to café talks." in mail.text
    assert [one.splitlines()[0] for one in mail.calendars] == ["BEGIN:VCALENDAR"]
    assert "SECRET" not in mail.text
    assert len(gmail.seen) == 1


def test_an_invitation_that_comes_as_a_file_is_fetched(
    gmail: GmailStub, account: MailAccount
) -> None:
    named = b"Content-Type: text/calendar; method=REQUEST; name=invite.ics"
    raw = PARTS.replace(b"Content-Type: text/calendar; method=REQUEST", named)
    mail = GmailMailbox(account).whole(gmail.put(raw))
    assert [one.splitlines()[0] for one in mail.calendars] == ["BEGIN:VCALENDAR"]
    assert len(gmail.seen) == 2


def test_a_mail_inside_a_mail_is_read(gmail: GmailStub, account: MailAccount) -> None:
    mail = GmailMailbox(account).whole(gmail.put(INSIDE))
    assert "We offer you the job." in mail.text


def test_of_a_long_mail_the_beginning_is_read(gmail: GmailStub, account: MailAccount) -> None:
    mail = GmailMailbox(account).whole(gmail.put(boxes.note(1, text="words \n" * 100_000)))
    assert 100_000 < len(mail.text) <= 256 * 1024


def test_an_endless_mail_is_known_by_its_head(
    gmail: GmailStub, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gmail_http, "MOST_BYTES", 4000)
    mail = GmailMailbox(account).whole(gmail.put(boxes.note(1, text="words " * 1000)))
    assert (mail.subject, mail.text) == ("Your application 1", "")


def test_a_mail_that_went_is_gone(gmail: GmailStub, account: MailAccount) -> None:
    name = gmail.put(boxes.note(1))
    gmail.remove(name)
    with pytest.raises(MailError) as found:
        GmailMailbox(account).whole(name)
    assert found.value.kind == "gone"


def test_a_token_that_ends_soon_is_renewed_and_stored(ada: User, gmail: GmailStub) -> None:
    account = boxes.gmail_account(ada, gmail, lasts=50)
    before = gmail_tokens.opened(account.credentials)
    boxes.read(GmailMailbox(account))
    account.refresh_from_db()
    after = gmail_tokens.opened(account.credentials)
    assert (before.access, before.refresh) == (before.access, after.refresh) != after.access
    assert after.expires_at > time.time() + 3000
    assert len(gmail.asked("/token")) == 1


def test_a_token_that_is_refused_is_renewed_once(gmail: GmailStub, account: MailAccount) -> None:
    gmail.put(boxes.note(1))
    gmail.expire_tokens()
    assert len(boxes.items(boxes.read(GmailMailbox(account)))) == 1
    assert len(gmail.asked("/token")) == 1


def test_a_token_that_ends_between_two_chunks_loses_no_mail(
    gmail: GmailStub, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gmail_standing, "CHUNK", 2)
    for number in range(4):
        gmail.put(boxes.note(number))
    listed = GmailMailbox(account).listed(
        {}, since=datetime.now(UTC) - boxes.WINDOW, limit=10, position={}
    )
    first = next(listed)
    gmail.expire_tokens()
    assert len(boxes.items([first, *listed])) == 4


def test_what_another_worker_stored_first_is_used(
    ada: User, gmail: GmailStub, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, good = account.credentials, gmail.tokens()
    theirs = gmail_tokens.sealed(gmail_tokens.Tokens(*good, time.time() + 3600))
    grant = gmail_tokens.grant

    def slowly(*asked: Any) -> Any:
        MailAccount.objects.filter(pk=account.pk, credentials=stale).update(credentials=theirs)
        return grant(*asked)

    monkeypatch.setattr(gmail_tokens, "grant", slowly)
    access = gmail_tokens.opened(stale).access
    assert gmail_tokens.usable(account.pk, ada, refused=access) == good[1]


def test_a_permission_that_ended_is_said_at_once(gmail: GmailStub, account: MailAccount) -> None:
    gmail.revoke()
    problem = refused(GmailMailbox(account))
    assert (problem.kind, problem.permanent) == ("revoked", True)
    assert len(gmail.asked("/token")) == 1


@pytest.mark.parametrize("answer", [slow_down(), slow_down(retry_after=0, status=403), outage()])
def test_a_short_refusal_is_waited_for(gmail: GmailStub, account: MailAccount, answer: Any) -> None:
    gmail.put(boxes.note(1))
    gmail.next(answer, answer)
    assert len(boxes.items(boxes.read(GmailMailbox(account)))) == 1


def test_a_long_refusal_is_for_the_next_run(gmail: GmailStub, account: MailAccount) -> None:
    gmail.next(slow_down(retry_after=900))
    problem = refused(GmailMailbox(account))
    assert (problem.kind, problem.retry_after, len(gmail.seen)) == ("rate_limited", 900, 1)


def test_a_refusal_without_end_ends_the_run(gmail: GmailStub, account: MailAccount) -> None:
    gmail.next(*[outage()] * 4)
    problem = refused(GmailMailbox(account))
    assert (problem.kind, problem.retry_after, len(gmail.seen)) == ("rate_limited", 60, 4)


def test_a_missing_permission_is_not_asked_for_again(
    gmail: GmailStub, account: MailAccount
) -> None:
    gmail.next(refusal(403, "insufficientPermissions"))
    assert (refused(GmailMailbox(account)).kind, len(gmail.seen)) == ("not_allowed", 1)


def test_other_hosts_are_not_asked(account: MailAccount, settings: object) -> None:
    assert gmail_http.policy("https://gmail.googleapis.com/x").private_ok is False
    assert gmail_http.policy("https://gmail.googleapis.com/x").hosts == ("gmail.googleapis.com",)
    settings.GMAIL_API_URL = "http://169.254.1.1.invalid"  # type: ignore[attr-defined]
    assert refused(GmailMailbox(account)).kind == "connect"


def test_tokens_and_mails_are_in_no_log(
    ada: User, gmail: GmailStub, caplog: pytest.LogCaptureFixture
) -> None:
    account = boxes.gmail_account(ada, gmail, lasts=10)
    before = gmail_tokens.opened(account.credentials)
    name = gmail.put(boxes.note(1, text="Zanzibar"))
    with caplog.at_level("DEBUG"), caplog.at_level("WARNING", logger="urllib3"):
        boxes.read(GmailMailbox(account))
        GmailMailbox(account).whole(name)
        gmail.revoke()
        refused(GmailMailbox(account))
    account.refresh_from_db()
    after = gmail_tokens.opened(account.credentials)
    hidden = (before.refresh, before.access, after.access, "Zanzibar", "Your application")
    assert not [one for one in hidden if one in caplog.text]
