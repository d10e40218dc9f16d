from __future__ import annotations

import pytest
from django.test import Client

from jobops.lib.errors import Invalid, Refused
from orchestrator.jobs import notes
from orchestrator.models import Job, User
from tailoring.ghostwriter import keeping
from tailoring.ghostwriter.keeping import Source
from tailoring.models import ChatMessage
from tests import chats, make


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def reply(job: Job, **fields: object) -> ChatMessage:
    found = chats.turn(job).reply
    told = {"status": "complete", "content": "# Dear team\n\n  as it is \n", **fields}
    ChatMessage.objects.filter(pk=found.pk).update(**told)
    found.refresh_from_db()
    return found


def test_a_note_has_the_words_as_they_are(job: Job) -> None:
    note = keeping.as_note(reply(job), "A letter")
    assert (note.title, note.content) == ("A letter", "# Dear team\n\n  as it is \n")


def test_without_a_title_it_says_where_it_is_from_and_when(job: Job) -> None:
    assert keeping.as_note(reply(job)).title.startswith("Ghostwriter ")


def test_note_and_reply_name_each_other(job: Job) -> None:
    said = reply(job)
    note = keeping.as_note(said)
    notes.add(job, title="Own", content="x", actor="user")
    assert keeping.notes_of(job, [said.pk]) == {said.pk: note}
    assert keeping.sources(job) == {note.pk: Source(said.pk, computed=False)}
    said.delete()
    assert keeping.sources(job) == {note.pk: Source(None, computed=False)}


def test_a_note_remembers_that_rules_wrote_it(job: Job) -> None:
    note = keeping.as_note(reply(job, origin="computed"))
    assert keeping.sources(job)[note.pk].computed


def test_the_notes_tab_leads_back_to_the_reply(job: Job, client: Client) -> None:
    said = reply(job, origin="computed")
    keeping.as_note(said)
    page = client.get(f"/job/{job.pk}/notes").content.decode()
    assert f"/job/{job.pk}/ghostwriter#message-{said.pk}" in page
    assert "Computed draft. No language model was used." in page


def test_saving_twice_is_one_note(job: Job) -> None:
    said = reply(job)
    first = keeping.as_note(said)
    assert keeping.as_note(said) == first
    notes.remove(first, actor="user")
    second = keeping.as_note(said)
    assert second != first
    notes.change(second, title=second.title, content="Other words", actor="user")
    assert keeping.as_note(said) != second


@pytest.mark.parametrize("status", ["cancelled", "failed"])
def test_half_a_reply_can_be_kept(job: Job, status: str) -> None:
    assert keeping.as_note(reply(job, status=status, content="Half")).content == "Half"


def test_what_cannot_be_kept(job: Job) -> None:
    turn = chats.turn(job)
    for message in (turn.asked, reply(job, status="failed", content=" ")):
        with pytest.raises(Invalid):
            keeping.as_note(message)
    with pytest.raises(Refused):
        keeping.as_note(turn.reply)
    with pytest.raises(Invalid):
        keeping.as_note(reply(job), "x" * 121)
    assert not job.notes.exists()
