"""What is kept of a mail in plain text is found by its words, by its owner alone."""

from __future__ import annotations

import pytest
from django.db import connection

from orchestrator.jobs import fulltext, word_index
from orchestrator.jobs.word_mails import MAILS
from orchestrator.jobs.word_parts import JOBS
from orchestrator.models import InboundMessage, User
from tests import make

pytestmark = pytest.mark.django_db


def found(owner: User, text: str) -> list[str]:
    """Subjects of the mails that hold all words."""
    hits = fulltext.held("mail", owner.pk, text)
    if hits is None:
        return []
    mails = InboundMessage.objects.filter(pk__in=hits.ids)
    return sorted(mails.values_list("subject", flat=True))


@pytest.fixture
def mail(ada: User) -> InboundMessage:
    return make.mail(
        ada, subject="Einladung zum Gespräch", sender_name="Zoë Müller",
        sender_address="zoe@acme-bank.example", snippet="We meet at the café.",
        note="Ask about C++",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["einladung", "gesprach zoe", "acme-bank", "zoe@acme-bank.example", "cafe", "c++",
             "gespr", "EINLADUNG Mull"],
)  # fmt: skip
def test_each_part_of_a_mail_is_found(ada: User, mail: InboundMessage, text: str) -> None:
    assert found(ada, text) == [mail.subject]


@pytest.mark.parametrize("text", ["einladung baker", "ladung", "", "+ ?"])
def test_every_word_has_to_be_there(ada: User, mail: InboundMessage, text: str) -> None:
    assert found(ada, text) == []


def test_nobody_finds_the_mail_of_another(ada: User, ben: User, mail: InboundMessage) -> None:
    make.mail(ben, subject=f"@{ada.pk} einladung")
    assert found(ben, "cafe") == []
    assert found(ada, "einladung") == [mail.subject]


def test_words_follow_every_change(ada: User, mail: InboundMessage) -> None:
    InboundMessage.objects.filter(pk=mail.pk).update(note="Bring shoes", subject="Termin")
    assert found(ada, "einladung") == found(ada, "c++") == []
    assert found(ada, "shoes termin") == ["Termin"]
    mail.delete()
    assert found(ada, "shoes") == []
    assert word_index.broken() == []


def test_a_text_that_is_sealed_is_in_no_index(ada: User, mail: InboundMessage) -> None:
    InboundMessage.objects.filter(pk=mail.pk).update(body="sealed:rosebud")
    assert found(ada, "rosebud") == []


def test_words_that_were_lost_are_built_anew(ada: User, ben: User, mail: InboundMessage) -> None:
    make.mail(ben, subject="Theirs")
    make.mail(ada, subject="Another")
    word_index.drop(part=MAILS)
    assert word_index.broken() == ["orchestrator_inboundmessage"]
    assert word_index.ensure() is True
    assert found(ada, "cafe") == [mail.subject]
    assert found(ada, "theirs") == []
    make.mail(ada, subject="Later")
    assert found(ada, "later") == ["Later"]


def test_a_lost_trigger_is_noticed(ada: User, mail: InboundMessage) -> None:
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_inboundmessage"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER mail_search_update{suffix}")
    InboundMessage.objects.filter(pk=mail.pk).update(subject="Termin")
    assert word_index.ensure() is True
    assert found(ada, "termin") == ["Termin"]


def test_the_index_of_the_version_before_is_built_anew(ada: User) -> None:
    make.job(ada)
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_job"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER job_search_standing{suffix}")
    assert word_index.broken() == [JOBS.source]
    assert word_index.ensure() is True
