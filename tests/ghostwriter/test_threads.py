from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import Job, User
from tailoring.ghostwriter import runs, sending, threads
from tailoring.ghostwriter.selection import NOTES, Selected, SelectionRefused
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import make
from tests.ghostwriter import chatting


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def talk(job: Job, turns: int) -> ChatThread:
    """A thread of `turns` turns, questions and replies in turn."""
    thread = threads.of(job)
    rows: list[ChatMessage] = []
    for number in range(turns):
        asked = number % 2 == 0
        rows.append(
            ChatMessage(
                thread=thread,
                role="user" if asked else "assistant",
                origin="user" if asked else "model",
                content=f"Turn {number}",
                parent=rows[-1] if rows else None,
            )
        )
    ChatMessage.objects.bulk_create(rows)
    return thread


def files(count: int, *, job: Job, name: str = "cv.pdf") -> list[str]:
    return [
        str(job.documents.create(file_name=name, byte_size=1, digest=f"{n:064x}").pk)
        for n in range(count)
    ]


def notes(count: int, *, job: Job) -> list[str]:
    return [str(job.notes.create(title="n", content="x").pk) for _ in range(count)]


def said(page: threads.Page) -> list[str]:
    return [one.content for one in page.messages]


def test_a_job_has_one_thread_from_its_first_use(job: Job) -> None:
    assert threads.of(job) == threads.of(job)
    assert ChatThread.objects.count() == 1
    assert said(threads.messages(threads.of(job))) == []


def test_pages_are_parts_of_what_is_shown_oldest_first(job: Job) -> None:
    thread = talk(job, 10)
    page = threads.messages(thread, limit=3, offset=4)
    assert (said(page), page.total, page.offset) == (["Turn 4", "Turn 5", "Turn 6"], 10, 4)
    assert said(threads.messages(thread, limit=5, offset=20)) == []


def test_the_newest_part_knows_where_it_begins(job: Job) -> None:
    thread = talk(job, 10)
    page = threads.latest(thread, count=3)
    assert (said(page), page.offset) == (["Turn 7", "Turn 8", "Turn 9"], 7)
    assert said(threads.latest(thread, count=3, skip=8)) == ["Turn 0", "Turn 1"]
    assert said(threads.latest(thread, count=3, skip=11)) == []


def test_a_thousand_turns_take_as_many_queries_as_ten(job: Job, ada: User) -> None:
    counts = []
    for thread in (talk(job, 10), talk(make.job(ada), 1000)):
        with CaptureQueriesContext(connection) as asked:
            threads.messages(thread)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


def test_what_is_chosen_is_kept_in_its_order_once(job: Job) -> None:
    thread, ids = threads.of(job), notes(2, job=job)
    found = threads.select(thread, notes=[ids[1], f" {ids[0].upper()} ", ids[1]], documents=[])
    assert found == Selected(notes=(ids[1], ids[0]))
    assert threads.selection(threads.of(job)) == found


def test_what_is_not_given_stays(job: Job) -> None:
    thread, ids = threads.of(job), notes(1, job=job)
    threads.select(thread, notes=ids)
    paper = files(1, job=job)
    assert threads.select(thread, documents=paper) == Selected(tuple(ids), (), tuple(paper))


def test_what_was_deleted_is_chosen_no_more(job: Job) -> None:
    thread, ids, paper = threads.of(job), notes(2, job=job), files(1, job=job)
    threads.select(thread, notes=ids, documents=paper)
    job.notes.filter(pk=ids[0]).update(removed_at=timezone.now())
    job.documents.all().delete()
    assert threads.selection(threads.of(job)) == Selected((ids[1],), (), ())


def test_nine_notes_are_too_many(job: Job) -> None:
    ids = notes(NOTES + 1, job=job)
    with pytest.raises(SelectionRefused) as refused:
        threads.select(threads.of(job), notes=ids)
    assert refused.value.details == {"max": 8, "selected": 9, "invalidIds": []}
    assert len(threads.select(threads.of(job), notes=[*ids[:8], ids[0]]).notes) == 8


@pytest.mark.parametrize("kind", ["notes", "emails", "documents"])
@pytest.mark.parametrize("one", ["", "x", "0" * 36, str(UUID(int=1)), "\x00"])
def test_ids_there_are_not_are_named(job: Job, kind: str, one: str) -> None:
    with pytest.raises(SelectionRefused) as refused:
        threads.select(threads.of(job), **{kind: [one]})
    assert refused.value.details["invalidIds"] == [one.strip()]


def test_what_is_another_jobs_or_another_owners_cannot_be_chosen(ada: User, ben: User) -> None:
    mine = make.job(ada)
    for other in (make.job(ada), make.job(ben)):
        foreign = {
            "notes": notes(1, job=other),
            "emails": [chatting.mail(other, "x")],
            "documents": files(1, job=other),
        }
        for kind, ids in foreign.items():
            with pytest.raises(SelectionRefused):
                threads.select(threads.of(mine), **{kind: ids})


def test_a_program_is_no_document_to_send_along(job: Job) -> None:
    with pytest.raises(SelectionRefused) as refused:
        threads.select(threads.of(job), documents=files(1, job=job, name="setup.exe"))
    assert refused.value.details["max"] == 5


def test_starting_over_stops_and_deletes_and_keeps_the_selection(job: Job) -> None:
    ids = notes(1, job=job)
    thread = talk(job, 6)
    threads.select(thread, notes=ids)
    sent = sending.send(job, "One more")
    assert runs.claim(sent.run.pk) is not None
    assert threads.reset(thread) == (8, 1)
    assert not ChatMessage.objects.exists()
    assert not ChatRun.objects.exists()
    again = threads.of(job)
    assert (again.pk, again.active_root, again.last_message_at) == (thread.pk, None, None)
    assert threads.selection(again).notes == tuple(ids)
    assert sending.send(job, "Again").user.parent_id is None


def test_the_worker_of_a_chat_that_was_reset_writes_nothing(job: Job) -> None:
    run = runs.claim(sending.send(job, "First").run.pk)
    assert run is not None
    threads.reset(threads.of(job))
    assert not runs.append(run, "Dear")
    assert not runs.complete(run, message={"content": "Dear"})
    assert not ChatMessage.objects.exists()


def test_branches_are_told_apart_while_a_reply_is_written(job: Job) -> None:
    first = sending.send(job, "First")
    run = runs.claim(first.run.pk)
    assert run is not None
    runs.complete(run, message={"content": "Hello"})
    second = sending.edit(job, first.user, "Second")
    threads.switch(threads.of(job), first.user)
    page = threads.messages(threads.of(job))
    assert said(page) == ["First", "Hello"]
    assert [(one.siblings, one.active) for one in page.branches] == [
        ((first.user.pk, second.user.pk), 0)
    ]


def test_what_nobody_sees_any_more_is_deleted_once_nobody_can_be_reading_it(job: Job) -> None:
    thread = talk(job, 2)
    reply = thread.messages.get(role="assistant")
    first = sending.regenerate(job, reply)
    runs.cancel(first.run)
    second = sending.regenerate(job, first.reply)
    runs.cancel(second.run)
    last = sending.regenerate(job, second.reply)
    assert threads.tidy(thread) == 0
    assert threads.tidy(thread, at=timezone.now() + timedelta(hours=1)) == 2
    last.reply.refresh_from_db()
    assert last.reply.replaces == reply.pk


def test_the_pointer_leaves_what_came_to_nothing(job: Job) -> None:
    thread = talk(job, 2)
    asked, reply = thread.messages.order_by("id")
    runs.cancel(sending.regenerate(job, reply).run)
    assert threads.tidy(thread) == 0
    asked.refresh_from_db()
    assert asked.active_child == reply.pk


def test_a_new_version_that_failed_is_told_of_while_the_old_one_is_shown(
    job: Job, client: Client
) -> None:
    thread = talk(job, 2)
    failed = sending.regenerate(job, thread.messages.get(role="assistant")).run
    run = runs.claim(failed.pk)
    assert run is not None
    runs.fail(run, runs.INTERRUPTED)
    assert threads.gave_way(thread) == run
    page = client.get(f"/job/{job.pk}/ghostwriter").content.decode()
    assert f"There is no new version. {runs.INTERRUPTED.message}" in page
    assert "Turn 1" in page
    assert threads.gave_way(thread, at=timezone.now() + timedelta(hours=1)) is None
    sending.send(job, "Another")
    assert threads.gave_way(thread) is None


def test_a_first_reply_that_failed_is_shown_itself(job: Job) -> None:
    sent = sending.send(job, "First")
    run = runs.claim(sent.run.pk)
    assert run is not None
    runs.fail(run, runs.INTERRUPTED)
    assert threads.gave_way(threads.of(job)) is None


def test_chat_never_changes_the_job(job: Job) -> None:
    before = Job.objects.values().get(pk=job.pk)
    events = job.events.count()
    sending.send(job, "First")
    threads.reset(threads.of(job))
    assert Job.objects.values().get(pk=job.pk) == before
    assert job.events.count() == events


def test_deleting_the_job_deletes_its_chat(job: Job) -> None:
    talk(job, 400)
    sending.send(job, "First")
    job.delete()
    assert not ChatThread.objects.exists()
    assert not ChatMessage.objects.exists()


def test_a_chat_is_read_in_eight_queries_however_long_and_while_a_reply_is_written(
    job: Job, client: Client
) -> None:
    thread = talk(job, 1000)
    threads.select(thread, notes=notes(1, job=job))
    sending.send(job, "One more")
    address = f"/api/jobs/{job.pk}/chat/messages"
    with CaptureQueriesContext(connection) as asked:
        found = client.get(address).json()["data"]
    assert (len(found["messages"]), found["total"]) == (200, 1002)
    assert found["activeRun"] is not None
    assert len(asked) <= 8
