"""Mails as they are written, well and badly."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.inbox.mails import mime

HEAD = (
    b'From: "Acme Careers" <Jobs@Acme.example>\r\nTo: Ada Lovelace <ada@home.example>\r\n'
    b"Subject: Your application\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n"
    b"Message-ID: <One.Two@Acme.example>\r\nMIME-Version: 1.0\r\n"
)


def written(**parts: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "jobs@acme.example", "Hello"
    mail.set_content(parts["plain"])
    mail.add_alternative(parts["html"], subtype="html")
    return bytes(mail)


def test_it_reads_who_wrote_what_and_when() -> None:
    mail = mime.read(
        HEAD + b"In-Reply-To: <Q@x>\r\nReferences: <P@x>\r\n <Q@x>\r\n"
        b"List-Id: <jobs.acme.example>\r\nReply-To: hr@acme.example\r\n\r\nThank you.\r\n"
    )
    assert (mail.sender_name, mail.sender_address) == ("Acme Careers", "jobs@acme.example")
    assert (mail.sender_domain, mail.reply_to) == ("acme.example", "hr@acme.example")
    assert mail.recipients == ("ada@home.example",)
    assert (mail.message_id, mail.references) == ("one.two@acme.example", ("p@x", "q@x"))
    assert mail.sent_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert (mail.subject, mail.text) == ("Your application", "Thank you.")
    assert mail.marks == {"list-id": "<jobs.acme.example>"}
    assert mail.faults == ()


def test_a_head_alone_is_read_the_same_way() -> None:
    mail = mime.head(HEAD)
    assert (mail.subject, mail.text) == ("Your application", "")
    assert mime.key(mail) == mime.key(mime.read(HEAD + b"\r\nMore\r\n"))


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),
        (b"=?UTF-8?Q?Gr=C3?=\n =?UTF-8?Q?=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?Q?Your_application_at_Ac", "Your application at Ac"),
        (b"=?iso-8859-1?Q?Caf=E9?= today", "Café today"),
        (b"=?windows-1252?Q?It=92s?=", "It’s"),
        (b"=?x-unknown?Q?Hello?=", "Hello"),
        (b"=?nobody-knows?Q?Hello?=", "Hello"),
        (b"=?utf-8?B?!!!?=", ""),
        ("Grüße aus Köln".encode(), "Grüße aus Köln"),
        ("Grüße – Köln".encode("cp1252"), "Grüße – Köln"),
        (b"A\tB\n  C", "A B C"),
        (b"", ""),
    ],
)
def test_it_reads_subjects_as_people_would(raw: bytes, subject: str) -> None:
    assert mime.head(b"Subject: " + raw + b"\nFrom: a@b.example\n\n").subject == subject


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        ("jobs@acme.example", "", "jobs@acme.example"),
        ("Müller, Anna <anna@acme.example>", "Müller, Anna", "anna@acme.example"),
        ('"Acme, \\"Jobs\\"" <a@b.example>', 'Acme, "Jobs', "a@b.example"),
        ("=?utf-8?Q?M=C3=BCller=2C_Anna?= <a@b.example>", "Müller, Anna", "a@b.example"),
        ("a@b.example (Acme Jobs)", "Acme Jobs", "a@b.example"),
        ('"jobs@acme.example" <x@bad.example>', "jobs@acme.example", "x@bad.example"),
        ('"A <jobs@acme.example>" <x@bad.example>', "A ‹jobs@acme.example›", "x@bad.example"),
        ("<jobs@acme.example> <x@bad.example>", "", ""),
        ("Acme <jobs@acme.example>, x@acme.example", "Acme", "jobs@acme.example"),
        ("Acme Careers", "", ""),
        ("Acme <not an address>", "Acme", ""),
        ("Acme <a@b.example", "Acme", "a@b.example"),
    ],
)
def test_it_reads_senders_and_trusts_no_second_address(raw: str, name: str, address: str) -> None:
    mail = mime.head(b"From: " + raw.encode() + b"\n\n")
    assert (mail.sender_name, mail.sender_address) == (name, address)


def test_two_headers_that_name_different_senders_name_none() -> None:
    mail = mime.head(b"From: jobs@acme.example\nFrom: x@bad.example\n\n")
    assert mail.sender_address == ""
    assert "several_senders" in mail.faults


@pytest.mark.parametrize(
    ("date", "found", "fault"),
    [
        ("Mon, 23 Nov 2026 09:00:00 -0000", datetime(2026, 11, 23, 9, tzinfo=UTC), ()),
        ("23 Nov 2026 09:00 +0100", datetime(2026, 11, 23, 8, tzinfo=UTC), ()),
        ("yesterday", datetime(2026, 11, 22, 7, tzinfo=UTC), ("bad_date",)),
        ("Mon, 99 Foo 20266 99:00:00", datetime(2026, 11, 22, 7, tzinfo=UTC), ("bad_date",)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", datetime(2026, 11, 22, 7, tzinfo=UTC), ("bad_date",)),
        ("", datetime(2026, 11, 22, 7, tzinfo=UTC), ("no_date",)),
    ],
)
def test_a_bad_date_is_that_of_the_last_server(
    date: str, found: datetime, fault: tuple[str, ...]
) -> None:
    raw = f"From: a@b.example\nReceived: by x; Sun, 22 Nov 2026 07:00:00 +0000\nDate: {date}\n\n"
    mail = mime.head(raw.encode())
    assert (mail.sent_at, mail.faults) == (found, fault)


def test_no_field_holds_what_a_database_cannot() -> None:
    raw = b"From: A\0 <a\0b@c.example>\nMessage-ID: <a\0b>\nReferences: <c\0d>\nList-Id: \0x\n"
    mail = mime.read(raw + b"Subject: =?utf-8?Q?a=00b?=\nTo: a\0@b.example\n\na\0b\n")
    assert "\0" not in repr(mail).encode().decode("unicode-escape")
    assert (mail.message_id, mail.references, mail.subject) == ("ab", ("cd",), "ab")


def test_headers_may_be_missing_altogether() -> None:
    mail = mime.read(b"Just a text, and nothing else.\n")
    assert (mail.text, mail.subject, mail.sent_at) == ("Just a text, and nothing else.", "", None)
    assert mime.read(b"").text == ""


def test_a_line_that_is_no_header_costs_only_itself() -> None:
    mail = mime.read(b"From: a@b.example\nthis is none\nSubject: Hello\n\nText")
    assert (mail.subject, mail.text, mail.faults) == ("Hello", "Text", ("bad_header", "no_date"))


def test_a_body_may_follow_its_headers_at_once() -> None:
    mail = mime.read(b"From: a@b.example\nSubject: Hello\n there\nThis is the text.\nMore")
    assert (mail.subject, mail.text) == ("Hello there", "This is the text.\nMore")
    assert mime.head(b"From: a@b.example\nno header\nSubject: Hello").subject == "Hello"


def test_a_text_with_a_name_is_read_where_there_is_no_other() -> None:
    part = b"--b\nContent-Type: text/plain\nContent-Disposition: inline; filename=a.txt\n\nNamed\n"
    mixed = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
    assert mime.read(mixed + part + b"--b--").text == "Named"
    assert mime.read(mixed + b"--b\n\nText\n" + part + b"--b--").text == "Text"


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ("", "Schöne Grüße".encode(), "Schöne Grüße"),
        ("", "Schöne “Grüße”".encode("cp1252"), "Schöne “Grüße”"),
        ("Content-Type: text/plain; charset=nobody-knows", "Grüße".encode(), "Grüße"),
        ("Content-Type: text/plain; charset=utf-8", "Grüße".encode("cp1252"), "Gr\ufffd\ufffde"),
        ("Content-Type: text/plain; charset=us-ascii", "Grüße".encode(), "Grüße"),
        ('Content-Type: text/plain; charset="gb2312"', "你好".encode("gb2312"), "你好"),
        ("Content-Type: text/plain; charset=rot13", b"Hello", "Hello"),
        ("Content-Transfer-Encoding: base64", b"SGVsbG8", "Hello"),
        ("Content-Transfer-Encoding: BASE64;", b"SGVs\nbG8=\n", "Hello"),
        ("Content-Transfer-Encoding: base64", b"SGVsbG8gdGhlcmU=== x", "Hello there"),
        ("Content-Transfer-Encoding: base64", b"This is no such thing.", "This is no such thing."),
        ("Content-Transfer-Encoding: quoted-printable", b"a=3Db=\nc=ZZ=", "a=bc=ZZ"),
        ("Content-Transfer-Encoding: 12bit", b"Hello", "Hello"),
        ("Content-Type: nonsense", b"Hello", "Hello"),
    ],
)
def test_it_reads_bodies_however_they_are_encoded(headers: str, body: bytes, text: str) -> None:
    raw = f"From: a@b.example\n{headers}\n".replace("\n\n", "\n").encode() + b"\n" + body
    assert mime.read(raw).text in {text, text.replace("\ufffd\ufffde", "üße")}


def test_the_plain_form_is_read_where_it_says_something() -> None:
    assert mime.read(written(plain="Plain words", html="<p>Other words</p>")).text == "Plain words"


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "  \n",
        "This mail needs an HTML reader.",
        "Please view this e-mail in your browser: https://acme.example/m",
        "Newsletter im Browser ansehen",
        "Voir la version en ligne",
    ],
)
def test_otherwise_the_html_is(stub: str) -> None:
    assert mime.read(written(plain=stub, html="<p>Other <b>words</b></p>")).text == "Other words"


def test_parts_beside_each_other_are_read_in_turn() -> None:
    raw = HEAD + (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>One</p>\n"
        b"--b\nContent-Type: text/plain\n\n-- \nThe list\n--b--\nepilogue"
    )
    assert mime.read(raw).text == "One\n\n--\nThe list".replace("--\n", "-- \n")


def test_an_invitation_is_kept_as_it_is_and_attachments_are_not_opened() -> None:
    mail = EmailMessage()
    mail["From"] = "jobs@acme.example"
    mail.set_content("See you.")
    ics = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"
    mail.add_alternative(ics, subtype="calendar", params={"method": "REQUEST"})
    mail.add_attachment(ics.encode(), maintype="application", subtype="ics", filename="invite.ics")
    mail.add_attachment(b"x" * 50, maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment("SECRET", filename="notes.txt")
    read = mime.read(bytes(mail))
    assert read.calendars == (ics.strip(),)
    assert read.text.strip() == "See you."


def test_an_invitation_that_is_too_large_is_left_out_whole() -> None:
    ics = b"BEGIN:VCALENDAR\n" + b"X-A: b\n" * 50_000
    mail = mime.read(HEAD + b"Content-Type: text/calendar\n\n" + ics)
    assert (mail.calendars, mail.faults) == ((), ("calendar_too_large",))


def test_a_mail_inside_is_read_only_when_nothing_is_around_it() -> None:
    inner = b"From: jobs@acme.example\nSubject: No\n\nWe chose somebody else.\n"
    multi = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n%s\n--b\n"
    )
    attached = b"Content-Type: message/rfc822\n\n" + inner + b"--b--\n"
    assert mime.read(HEAD + multi % b"See below." + attached).text == "See below."
    alone = mime.read(HEAD + multi % b"" + attached).text
    assert "From:  <jobs@acme.example>" in alone
    assert alone.endswith("We chose somebody else.")
    assert mime.read(HEAD + b"Content-Type: message/rfc822\n\n" + inner).text == alone


def test_mail_that_only_outlook_opens_says_so() -> None:
    mail = EmailMessage()
    mail.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert "winmail" in mime.read(bytes(mail)).faults


def test_what_was_pasted_is_a_mail_too() -> None:
    text = "We\u200b\u200b\u200b\u200b chose.\x00"
    mail = mime.from_text(text, sender="Acme <Jobs@acme.example>", subject="Your\napplication")
    assert (mail.text, mail.subject) == ("We chose.", "Your application")
    assert mail.has_hidden_text
    assert (mail.sender_name, mail.sender_domain) == ("Acme", "acme.example")
    assert mime.from_text("x", sender="Acme Careers").sender_name == "Acme Careers"


def test_source_is_told_from_what_was_copied_from_a_window() -> None:
    assert mime.is_source(HEAD.decode() + "\nHello")
    assert not mime.is_source("From: Acme\nSubject: Hello\nTo: me\n\nThank you for applying.")
    assert not mime.is_source("Thank you for applying.")


def test_mail_without_an_id_is_known_by_what_it_says() -> None:
    one = mime.read(b"From: a@b.example\nSubject: Hello\n\nThank you\n for this.")
    same = mime.read(b"From: A <a@b.example>\nSubject: Hello\n\nThank  you for this.\n")
    other = mime.read(b"From: a@b.example\nSubject: Hello\n\nThank you for that.")
    assert mime.key(one) == mime.key(same) != mime.key(other)
    assert len(mime.key(one)) == 64


def test_an_answer_names_the_key_of_what_it_answers() -> None:
    answer = mime.head(b"In-Reply-To: <ONE.two@acme.example>\n\n")
    assert mime.keys_of(answer) == [mime.key(mime.head(HEAD))]


def test_a_snippet_is_the_own_words_in_one_line() -> None:
    text = "Dear Ada,\n> you wrote\nwe thank you.\n" + "word " * 100
    found = mime.snippet(text)
    assert found.startswith("Dear Ada, we thank you. word")
    assert len(found) <= 240
    assert mime.snippet("> only\n> quoted") == "> only > quoted"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_are_read_without_complaint(raw: bytes) -> None:
    mail = mime.read(raw)
    mail.text.encode()
    assert len(mime.key(mail)) == 64
    assert len(mime.snippet(mail.text)) <= 240


LINES = st.sampled_from(
    ["From: a <a@b.example>", "From:", "Subject: =?utf-8?B?4oI?=", "Subject: =?x?Q?=FF", "", "",
     "Content-Type: multipart/mixed; boundary=b", "Content-Type: multipart/alternative; boundary=b",
     "Content-Type: text/html; charset=utf-16", "Content-Type: text/plain; charset*=x''%FF",
     "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "--b", "--b--", "Zm9v",
     "Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=x", "<p hidden>x</p>",
     "Content-Transfer-Encoding: quoted-printable", "=FF=", "Date: Mon, 1 Jan 0000 00:00:00",
     "Content-Type: text/calendar", "From ada", "\u00fc", "\ufeff", "Content-Type: ; ;;=\"",
     "Message-ID: <>", "References: < < >> x"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_broken_structure_is_read_without_complaint(lines: list[str]) -> None:
    mail = mime.read("\n".join(lines).encode())
    assert "\0" not in mail.text
    assert mime.head("\n".join(lines).encode()).text == ""
