"""Connecting to a real mail server: what is refused, and which step is named."""

from __future__ import annotations

import logging
import socket

import pytest

from jobops import logs
from orchestrator.inbox.boxes.mailbox import MailError
from tests.inbox import boxes
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.imap import ImapStub
from tests.outside.line import Line


def refused(box: object) -> MailError:
    with pytest.raises(MailError) as found:
        box.check()  # type: ignore[attr-defined]
    return found.value


@pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
def test_it_signs_in_whatever_protects_the_line(
    dovecot: Dovecot, mail_user: str, security: str
) -> None:
    box = boxes.imap(dovecot, mail_user, security=security)
    box.check()
    assert box.folders() == ["INBOX"]
    box.close()


def test_it_names_a_wrong_password(dovecot: Dovecot, mail_user: str) -> None:
    problem = refused(boxes.imap(dovecot, mail_user, password="wrong"))
    assert (problem.kind, problem.details["step"], problem.permanent) == ("login", "login", True)


def test_a_name_with_quotes_is_a_name(dovecot: Dovecot, mail_user: str) -> None:
    assert refused(boxes.imap(dovecot, 'a" "b\\')).kind == "login"


def test_it_refuses_a_certificate_nobody_vouches_for(
    dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    problems = [
        refused(boxes.imap(dovecot, mail_user, security=one)) for one in ("tls", "starttls")
    ]
    assert {one.details["step"] for one in problems} == {"certificate"}


def test_it_refuses_a_certificate_for_another_name(dovecot: Dovecot, mail_user: str) -> None:
    assert refused(boxes.imap(dovecot, mail_user, host="127.0.0.1")).kind == "certificate"


def test_it_names_a_host_that_does_not_exist(dovecot: Dovecot, mail_user: str) -> None:
    problem = refused(boxes.imap(dovecot, mail_user, host="mail.invalid"))
    assert (problem.kind, problem.details["step"]) == ("resolve", "resolve")


def test_it_names_a_server_that_does_not_answer(dovecot: Dovecot, mail_user: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert refused(boxes.imap(dovecot, mail_user, port=port)).details["step"] == "connect"


def test_it_names_a_folder_that_is_not_there(dovecot: Dovecot, mail_user: str) -> None:
    assert refused(boxes.imap(dovecot, mail_user, folders=("Nowhere",))).kind == "mailbox"


def test_with_sign_in_the_own_network_needs_the_administrators_list(
    dovecot: Dovecot, mail_user: str, settings: object
) -> None:
    settings.AUTH = "required"  # type: ignore[attr-defined]
    assert refused(boxes.imap(dovecot, mail_user)).kind == "resolve"
    settings.IMAP_PRIVATE_HOSTS = "mail.example, localhost"  # type: ignore[attr-defined]
    boxes.imap(dovecot, mail_user).check()


def test_plain_text_goes_to_this_machine_only(
    dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.imap_wire._is_here", lambda connection: False)
    with Line(dovecot.plain) as line:
        box = boxes.imap(dovecot, mail_user, security="plain", port=line.port)
        assert refused(box).kind == "not_allowed"
    assert b"AUTHENTICATE" not in line.sent


def test_a_server_that_says_nothing_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.imap_wire.COMMAND_SECONDS", 0.2)
    monkeypatch.setattr("orchestrator.inbox.boxes.imap_wire.CONNECT_SECONDS", 0.2)
    with ImapStub(silent=True) as server:
        assert refused(boxes.stubbed(server, security="tls")).kind == "timeout"
        assert refused(boxes.stubbed(server)).kind == "timeout"


def test_a_server_without_encryption_gets_no_password() -> None:
    with ImapStub() as server:
        problem = refused(boxes.stubbed(server, security="starttls"))
    assert problem.details["step"] == "certificate"
    assert not [one for one in server.seen if one.startswith(("LOGIN", "AUTHENTICATE"))]


def test_a_server_that_is_full_is_asked_later() -> None:
    with ImapStub() as server:
        server.says("LOGIN", "%s NO [LIMIT] Too many connections")
        problem = refused(boxes.stubbed(server))
    assert (problem.kind, problem.permanent, problem.retry_after) == ("rate_limited", False, 300)


def test_a_line_that_breaks_during_the_sign_in_is_no_wrong_password() -> None:
    with ImapStub() as server:
        server.says("LOGIN", "* BYE")
        server.close_after("LOGIN")
        problem = refused(boxes.stubbed(server))
    assert (problem.kind, problem.details["step"]) == ("protocol", "login")


def test_passwords_and_mails_are_in_no_log(
    dovecot: Dovecot, mail_user: str, caplog: pytest.LogCaptureFixture
) -> None:
    quiet = logs.config("debug")["loggers"]["imapclient"]["level"]
    dovecot.put(mail_user, boxes.note(1, text="Zanzibar"))
    with caplog.at_level(logging.DEBUG), caplog.at_level(quiet, logger="imapclient"):
        box = boxes.imap(dovecot, mail_user)
        box.whole(boxes.items(boxes.read(box))[0].external_id)
        refused(boxes.imap(dovecot, mail_user, password="wrong-secret"))
    said = caplog.text
    assert not [one for one in (PASSWORD, "wrong-secret", "Zanzibar", mail_user) if one in said]
