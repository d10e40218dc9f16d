"""Mail servers that say what none should: bounded, named, and never in the way of other mail."""

from __future__ import annotations

import pytest

from orchestrator.inbox.boxes.mailbox import MailError
from tests.inbox import boxes
from tests.outside.imap import ImapStub

ONE = "7.1.INBOX"
HEAD = "Subject: Hello"


def problem_of(server: ImapStub) -> MailError:
    with pytest.raises(MailError) as found:
        boxes.read(boxes.stubbed(server))
    return found.value


def test_an_answer_larger_than_is_read_ends_the_reading() -> None:
    with ImapStub() as server:
        server.says("UID FETCH", "* 1 FETCH (UID 1 BODY[HEADER] {99999999999}")
        assert problem_of(server).kind == "protocol"


def test_a_line_without_end_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.imap_wire.MOST_LINE", 1000)
    with ImapStub() as server:
        server.says("UID SEARCH", "* SEARCH " + "1 " * 2000)
        assert problem_of(server).kind == "protocol"


def test_drips_do_not_stretch_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestrator.inbox.boxes.imap_wire.COMMAND_SECONDS", 0.3)
    with ImapStub() as server:
        server.says("UID SEARCH", "* SEARCH 1")
        assert problem_of(server).kind == "timeout"


def test_a_mail_whose_head_cannot_be_read_is_kept_as_such() -> None:
    with ImapStub() as server:
        server.says("UID FETCH", "* 1 FETCH (UID 1 BODY[", "%s OK done")
        (item,) = boxes.items(boxes.read(boxes.stubbed(server)))
    assert item.head.faults == ("unreadable",)


def test_a_mail_whose_parts_nobody_understands_is_read_from_its_beginning() -> None:
    with ImapStub() as server:
        raw = f"{HEAD}\r\n\r\nWe invite you."
        server.says(
            "UID FETCH 1 (BODYSTRUCTURE", '* 1 FETCH (UID 1 BODYSTRUCTURE ("TEXT"', "%s OK done"
        )
        server.says(
            "UID FETCH 1 (BODY.PEEK[]",
            f"* 1 FETCH (UID 1 BODY[]<0> {{{len(raw)}}}\r\n{raw})",
            "%s OK done",
        )
        mail = boxes.stubbed(server).whole(ONE)
    assert (mail.subject, mail.text) == ("Hello", "We invite you.")


@pytest.mark.parametrize("structure", ["()", "NIL", "(((((((((((", '("TEXT")', "7"])
def test_a_description_that_is_none_leads_to_the_beginning(structure: str) -> None:
    with ImapStub() as server:
        said = f"* 1 FETCH (UID 1 BODYSTRUCTURE {structure} BODY[HEADER]<0> {{0}}\r\n)"
        server.says("UID FETCH 1 (BODYSTRUCTURE", said, "%s OK done")
        server.says(
            "UID FETCH 1 (BODY.PEEK[]", "* 1 FETCH (UID 1 BODY[] {5}\r\n\r\n\r\na)", "%s OK done"
        )
        assert boxes.stubbed(server).whole(ONE).text == "a"


def test_without_a_next_number_the_last_mail_says_it() -> None:
    with ImapStub() as server:
        server.says("EXAMINE", "* 4 EXISTS", "* OK [UIDVALIDITY 7] now", "%s OK done")
        server.says("UID SEARCH UID *", "* SEARCH 41", "%s OK done")
        server.says("UID FETCH", "%s OK done")
        found = boxes.read(boxes.stubbed(server))
    assert boxes.cursor(found)["folders"]["INBOX"]["next"] == 42


def test_a_name_of_a_mail_that_is_none_is_a_mail_that_is_gone() -> None:
    with ImapStub() as server, pytest.raises(MailError) as found:
        boxes.stubbed(server).whole("nonsense")
    assert found.value.kind == "gone"
