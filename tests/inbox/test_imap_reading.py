"""Reading a real mail server: what is fetched, what is left alone, and going on where it stood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.inbox.boxes import imap_folder
from orchestrator.inbox.boxes.mailbox import MailError
from tests.inbox import boxes
from tests.outside.dovecot import Dovecot
from tests.outside.line import Line

PARTS = b"""Message-ID: <parts@acme.example>\r
From: Acme <jobs@acme.example>\r
Subject: Interview\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=a\r
\r
--a\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
We invite you to caf=C3=A9 talks.\r
--b\r
Content-Type: text/html\r
\r
<p>We invite you.</p>\r
--b\r
Content-Type: text/calendar; method=REQUEST\r
\r
BEGIN:VCALENDAR\r
END:VCALENDAR\r
--b--\r
--a\r
Content-Type: application/pdf\r
Content-Disposition: attachment; filename=plan.pdf\r
Content-Transfer-Encoding: base64\r
\r
U0VDUkVUUERG\r
--a\r
Content-Type: text/plain\r
Content-Disposition: attachment; filename=notes.txt\r
\r
SECRETNOTES\r
--a--\r
"""
INSIDE = b"""Message-ID: <forward@example.org>\r
From: Ada <ada@example.org>\r
Subject: Fwd: Offer\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=c\r
\r
--c\r
Content-Type: text/plain\r
\r
\r
--c\r
Content-Type: message/rfc822\r
\r
From: Acme <jobs@acme.example>\r
Subject: Offer\r
Message-ID: <inner@acme.example>\r
Content-Type: text/plain; charset=utf-8\r
\r
We offer you the job.\r
--c--\r
"""


def test_it_reads_what_is_there_oldest_first(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1), at=datetime.now(UTC) - timedelta(days=3))
    dovecot.put(mail_user, boxes.note(2), at=datetime.now(UTC) - timedelta(days=2))
    found = boxes.read(boxes.imap(dovecot, mail_user))
    assert boxes.subjects(found) == ["Your application 1", "Your application 2"]
    first = boxes.items(found)[0]
    assert first.head.message_id == "1@acme.example"
    assert datetime.now(UTC) - first.received_at > timedelta(days=2, hours=23)


def test_what_is_older_than_the_window_is_left_alone(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1), at=datetime.now(UTC) - timedelta(days=120))
    dovecot.put(mail_user, boxes.note(2))
    assert boxes.subjects(boxes.read(boxes.imap(dovecot, mail_user))) == ["Your application 2"]


def test_a_second_reading_fetches_only_what_is_new(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1), boxes.note(2))
    first = boxes.read(boxes.imap(dovecot, mail_user))
    dovecot.put(mail_user, boxes.note(3))
    second = boxes.read(boxes.imap(dovecot, mail_user), boxes.cursor(first))
    assert boxes.subjects(second) == ["Your application 3"]


def test_without_new_mail_it_asks_once(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1))
    first = boxes.read(boxes.imap(dovecot, mail_user))
    box = boxes.imap(dovecot, mail_user)
    second = boxes.read(box, boxes.cursor(first))
    assert (boxes.items(second), box.calls) == ([], 1)
    assert boxes.cursor(second) == boxes.cursor(first)


def test_nothing_changes_in_the_mailbox(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, PARTS, boxes.note(1))
    with Line(dovecot.plain) as line:
        box = boxes.imap(dovecot, mail_user, security="plain", port=line.port)
        for item in boxes.items(boxes.read(box)):
            box.whole(item.external_id)
        box.close()
    asked = bytes(line.sent)
    assert dovecot.flags(mail_user) == [(), ()]
    assert b"EXAMINE" in asked
    assert not [one for one in (b" SELECT ", b"STORE", b"EXPUNGE", b"RFC822") if one in asked]
    assert asked.count(b"BODY[") == 0 < asked.count(b"BODY.PEEK[")


def test_text_and_invitation_are_read_and_attachments_are_not(
    dovecot: Dovecot, mail_user: str
) -> None:
    dovecot.put(mail_user, PARTS)
    with Line(dovecot.plain) as line:
        box = boxes.imap(dovecot, mail_user, security="plain", port=line.port)
        mail = box.whole(boxes.items(boxes.read(box))[0].external_id)
    assert "We invite you to café talks." in mail.text
    assert [one.splitlines()[0] for one in mail.calendars] == ["BEGIN:VCALENDAR"]
    assert "SECRET" not in mail.text
    assert b"[2]" not in line.sent
    assert b"[3]" not in line.sent


def test_a_mail_inside_a_mail_is_read(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, INSIDE)
    box = boxes.imap(dovecot, mail_user)
    mail = box.whole(boxes.items(boxes.read(box))[0].external_id)
    assert "We offer you the job." in mail.text
    assert "jobs@acme.example" in mail.text


@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_of_a_long_mail_the_beginning_is_read(dovecot: Dovecot, mail_user: str, size: int) -> None:
    dovecot.put(mail_user, boxes.note(1, text="words \r\n" * (size // 8)))
    box = boxes.imap(dovecot, mail_user)
    mail = box.whole(boxes.items(boxes.read(box))[0].external_id)
    assert 100_000 < len(mail.text) <= 256 * 1024


def test_of_a_full_folder_the_newest_are_read(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, *(boxes.note(number) for number in range(7)))
    first = boxes.read(boxes.imap(dovecot, mail_user), limit=3)
    assert boxes.subjects(first) == [f"Your application {number}" for number in (4, 5, 6)]
    second = boxes.read(boxes.imap(dovecot, mail_user), boxes.cursor(first), limit=3)
    assert boxes.items(second) == []


def test_of_much_new_mail_the_rest_comes_next_time(dovecot: Dovecot, mail_user: str) -> None:
    first = boxes.read(boxes.imap(dovecot, mail_user))
    dovecot.put(mail_user, *(boxes.note(number) for number in range(5)))
    second = boxes.read(boxes.imap(dovecot, mail_user), boxes.cursor(first), limit=3)
    third = boxes.read(boxes.imap(dovecot, mail_user), boxes.cursor(second), limit=3)
    assert len(boxes.items(second)) == 3
    assert boxes.subjects(third) == ["Your application 3", "Your application 4"]


def test_a_stopped_run_goes_on_after_its_last_batch(
    dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_folder, "CHUNK", 2)
    dovecot.put(mail_user, *(boxes.note(number) for number in range(3)))
    dovecot.put(mail_user, boxes.note(8), folder="Jobs")
    folders = ("INBOX", "Jobs")
    every = boxes.read(boxes.imap(dovecot, mail_user, folders=folders))
    rest = boxes.read(boxes.imap(dovecot, mail_user, folders=folders), position=every[0].position)
    assert boxes.subjects(rest) == ["Your application 2", "Your application 8"]
    assert boxes.cursor(rest) == boxes.cursor(every)
    after = boxes.read(boxes.imap(dovecot, mail_user, folders=folders), position=rest[-1].position)
    assert (boxes.items(after), boxes.cursor(after)) == ([], boxes.cursor(every))


def test_a_folder_made_anew_is_read_from_its_window(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1), folder="Jobs")
    first = boxes.read(boxes.imap(dovecot, mail_user, folders=("Jobs",)))
    with dovecot.client(mail_user) as client:
        client.delete_folder("Jobs")
    dovecot.put(mail_user, boxes.note(2), folder="Jobs")
    box = boxes.imap(dovecot, mail_user, folders=("Jobs",))
    again = boxes.read(box, boxes.cursor(first))
    assert boxes.subjects(again) == ["Your application 2"]
    with pytest.raises(MailError) as found:
        box.whole(boxes.items(first)[0].external_id)
    assert found.value.kind == "gone"


def test_a_line_that_breaks_keeps_what_was_read(
    dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_folder, "CHUNK", 5)
    dovecot.put(mail_user, *(boxes.note(number) for number in range(20)))
    with Line(dovecot.plain, cut_after=6000) as line:
        box = boxes.imap(dovecot, mail_user, security="plain", port=line.port)
        kept, problem = boxes.read_until_it_breaks(box)
    assert (problem.kind, problem.permanent) == ("protocol", False)
    assert kept
    rest = boxes.read(boxes.imap(dovecot, mail_user), position=kept[-1].position)
    assert boxes.subjects([*kept, *rest]) == [f"Your application {one}" for one in range(20)]


def test_a_mail_that_went_is_left_out(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.put(mail_user, boxes.note(1), boxes.note(2))
    box = boxes.imap(dovecot, mail_user)
    first = boxes.items(boxes.read(box))[0]
    with dovecot.client(mail_user) as client:
        client.select_folder("INBOX")
        client.delete_messages([1])
        client.expunge()
    with pytest.raises(MailError) as found:
        boxes.imap(dovecot, mail_user).whole(first.external_id)
    assert found.value.kind == "gone"
    assert boxes.subjects(boxes.read(boxes.imap(dovecot, mail_user))) == ["Your application 2"]


def test_a_folder_with_50_000_mails_is_read_by_its_newest(dovecot: Dovecot, mail_user: str) -> None:
    """Some seconds: as many files are written, and the server looks at each once."""
    before = datetime.now(UTC) - timedelta(days=5)
    dovecot.fill(mail_user, [boxes.note(number) for number in range(50_000)], at=before)
    box = boxes.imap(dovecot, mail_user)
    found = boxes.read(box)
    assert len(boxes.items(found)) == 2000
    assert max(len(one.items) for one in found) == 200
    assert box.calls == 12
    assert found[-1].expected == 2000
