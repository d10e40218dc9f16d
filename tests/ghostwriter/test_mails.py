"""Mails that are sent along: which, how much of them, and never an address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestrator.models import InboundMessage, User
from tailoring.ghostwriter import context, selection, threads
from tailoring.ghostwriter.blocks import Block
from tailoring.ghostwriter.selection import Choice, SelectionRefused
from tailoring.models import ChatThread
from tests.ghostwriter import chatting

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(ada: User) -> ChatThread:
    return chatting.thread(ada)


def blocks(chat: ChatThread) -> list[Block]:
    return [one for one in context.preview(chat.job, chat).blocks if one.kind == "mail"]


def test_a_mail_is_its_beginning_with_who_wrote_it_and_when(chat: ChatThread) -> None:
    mail = chatting.mail(
        chat.job,
        "We would like to meet you.",
        sender_name="Grace Mellor",
        subject="Interview",
        received_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    asked = chatting.request(chatting.choose(chat, mails=[mail]))
    assert chatting.block(asked, "a mail: Interview") == (
        "From: Grace Mellor\nReceived: 2026-11-20\nSubject: Interview\n\nWe would like to meet you."
    )


def test_of_one_whose_text_is_kept_the_text_is_sent(chat: ChatThread) -> None:
    mail = chatting.mail(chat.job, "Dear Ada", kept="Dear Ada, the whole of it.")
    (found,) = blocks(chatting.choose(chat, mails=[mail]))
    assert found.text.endswith("\n\nDear Ada, the whole of it.")


def test_when_its_key_is_gone_the_beginning_is(chat: ChatThread) -> None:
    mail = chatting.mail(chat.job, "Dear Ada")
    InboundMessage.objects.filter(pk=mail).update(body="sealed with another key")
    (found,) = blocks(chatting.choose(chat, mails=[mail]))
    assert found.text.endswith("\n\nDear Ada")


def test_mails_keep_their_order_and_are_cut_one_by_one_and_together(chat: ChatThread) -> None:
    mails = [chatting.mail(chat.job, "", kept=name * 9_000, subject=name) for name in "abcdefgh"]
    found = blocks(chatting.choose(chat, mails=mails[::-1]))
    assert [one.label for one in found] == list("hgfedcba")
    assert max(one.sent for one in found) == 1_200
    assert sum(one.sent for one in found) <= 8_000
    assert all(one.trimmed and one.available > 9_000 for one in found)


def test_a_ninth_mail_is_one_too_many(chat: ChatThread) -> None:
    mails = [chatting.mail(chat.job, "x") for _ in range(9)]
    with pytest.raises(SelectionRefused) as refused:
        threads.select(chat, emails=mails)
    assert refused.value.details == {"max": 8, "selected": 9, "invalidIds": []}
    assert threads.select(chat, emails=mails[:8]).emails == tuple(mails[:8])


def test_addresses_and_numbers_are_masked_wherever_they_stand(chat: ChatThread) -> None:
    said = "Call +49 30 1234567 or mail eve@example.org"
    mails = [
        chatting.mail(chat.job, said, subject=said, sender_name="eve@example.org"),
        chatting.mail(chat.job, "", kept=said),
    ]
    told = chatting.data(chatting.request(chatting.choose(chat, mails=mails)))
    assert "Call [phone] or mail [email]" in told
    assert "1234567" not in told
    assert "eve@" not in told
    assert "acme.example" not in told.replace("acme.example/", "")


def test_mail_that_is_only_suggested_cannot_be_chosen(chat: ChatThread) -> None:
    mail = chatting.mail(chat.job, "x", linked=False)
    with pytest.raises(SelectionRefused) as refused:
        threads.select(chat, emails=[mail])
    assert refused.value.details["invalidIds"] == [mail]


def test_mail_that_was_deleted_or_unlinked_goes_along_no_more(chat: ChatThread) -> None:
    mails = [chatting.mail(chat.job, name, subject=name) for name in "abc"]
    selection.change(chat, Choice(emails=mails))
    chat.save()
    InboundMessage.objects.filter(pk=mails[0]).delete()
    InboundMessage.objects.filter(pk=mails[1]).update(job=None, status="pending_user")
    assert selection.of(chat).emails == (mails[2],)
    assert [one.label for one in blocks(chat)] == ["c"]
