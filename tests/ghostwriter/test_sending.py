from __future__ import annotations

import pytest
from django.http import Http404
from django_q.models import OrmQ

from jobops.lib.errors import Invalid, Refused
from orchestrator import preferences
from orchestrator.models import Job, User
from tailoring.ghostwriter import runs, selection, sending, threads
from tailoring.ghostwriter.selection import Choice, SelectionRefused
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import make


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def finished(sent: sending.Sent, text: str = "Dear team", status: str = "complete") -> ChatMessage:
    """The reply as the worker would leave it."""
    run = runs.claim(sent.run.pk)
    assert run is not None
    runs.append(run, text)
    if status == "complete":
        runs.complete(run, message={"content": text})
    elif status == "cancelled":
        runs.cancel(run)
    else:
        runs.fail(run, runs.INTERRUPTED)
    sent.reply.refresh_from_db()
    return sent.reply


def line(job: Job) -> list[str]:
    return [one.content for one in threads.messages(threads.of(job)).messages]


def test_asking_writes_a_turn_its_reply_a_run_and_a_task(job: Job) -> None:
    sent = sending.send(job, "  Write a letter.\r\n", draft="cover_letter")
    assert (sent.user.content, sent.user.status, sent.user.origin) == (
        "Write a letter.", "complete", "user",
    )  # fmt: skip
    assert (sent.reply.status, sent.reply.parent_id) == ("partial", sent.user.pk)
    assert sent.run.options == {
        "engine": "auto", "draft": "cover_letter", "correction": "", "continues": False,
    }  # fmt: skip
    assert [row.task["args"] for row in OrmQ.objects.all()] == [(str(sent.run.pk),)]
    thread = threads.of(job)
    assert (thread.active_root, thread.last_message_at) == (sent.user.pk, sent.reply.created_at)


def test_the_next_question_follows_the_last_reply(job: Job) -> None:
    reply = finished(sending.send(job, "First"))
    second = sending.send(job, "Second")
    assert second.user.parent_id == reply.pk
    assert line(job) == ["First", "Dear team", "Second", ""]


@pytest.mark.parametrize("content", ["", "  \n", "\x00", "x" * 20_001])
def test_a_question_has_one_to_twenty_thousand_characters(job: Job, content: str) -> None:
    with pytest.raises(Invalid):
        sending.send(job, content)
    assert not ChatMessage.objects.exists()


@pytest.mark.parametrize("wish", [{"engine": "magic"}, {"draft": "poem"}])
def test_only_what_can_be_written_is_asked_for(job: Job, wish: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        sending.send(job, "First", **wish)
    assert not ChatMessage.objects.exists()


def test_while_a_reply_is_written_nothing_else_is_asked(job: Job) -> None:
    first = sending.send(job, "First")
    with pytest.raises(Refused) as refused:
        sending.send(job, "Second", select=Choice(notes=[]))
    assert (refused.value.kind, refused.value.details) == (
        "run_active", {"runId": str(first.run.pk)},
    )  # fmt: skip
    assert (ChatMessage.objects.count(), ChatRun.objects.count()) == (2, 1)


def test_without_a_worker_nothing_is_written(ada: User) -> None:
    job = make.job(ada)
    with pytest.raises(Refused) as refused:
        sending.send(job, "Hello")
    assert refused.value.kind == "worker_unavailable"
    assert not ChatMessage.objects.exists()
    assert not OrmQ.objects.exists()


def test_asking_in_other_words_makes_a_branch_and_shows_it(job: Job) -> None:
    sent = sending.send(job, "First")
    finished(sent)
    finished(sending.send(job, "More"), "Gladly")
    again = sending.edit(job, sent.user, "Instead")
    assert (again.user.parent_id, again.user.replaces) == (None, sent.user.pk)
    finished(again, "Other")
    assert line(job) == ["Instead", "Other"]
    threads.switch(threads.of(job), sent.user)
    assert line(job) == ["First", "Dear team", "More", "Gladly"]


def test_a_branch_in_the_middle_shows_what_led_to_it(job: Job) -> None:
    first = sending.send(job, "First")
    finished(first)
    second = sending.send(job, "Second")
    finished(second, "Two")
    finished(sending.edit(job, first.user, "Instead"), "Other")
    finished(sending.edit(job, second.user, "Second again"), "Three")
    assert line(job) == ["First", "Dear team", "Second again", "Three"]


def test_a_reply_written_again_stands_beside_the_old_one(job: Job) -> None:
    sent = sending.send(job, "First", draft="outreach")
    old = finished(sent)
    again = sending.regenerate(job, old, correction="Without these words: synergy")
    assert again.user == sent.user
    assert (again.reply.version, again.reply.replaces) == (2, old.pk)
    assert again.reply.parent_id == sent.user.pk
    assert again.run.options["correction"] == "Without these words: synergy"
    assert again.run.options["draft"] == "outreach"
    finished(again, "Hello again")
    assert line(job) == ["First", "Hello again"]


def test_only_questions_are_edited_and_only_replies_written_again(job: Job) -> None:
    sent = sending.send(job, "First")
    reply = finished(sent)
    with pytest.raises(Invalid):
        sending.edit(job, reply, "No")
    with pytest.raises(Invalid):
        sending.regenerate(job, sent.user)
    assert ChatMessage.objects.count() == 2


def test_the_rest_of_a_cut_reply_is_asked_for_after_it(job: Job) -> None:
    reply = finished(sending.send(job, "First"))
    with pytest.raises(Invalid):
        sending.resume(job, reply)
    ChatMessage.objects.filter(pk=reply.pk).update(truncated=True)
    reply.refresh_from_db()
    rest = sending.resume(job, reply)
    assert rest.user.parent_id == reply.pk
    assert rest.user.content == sending.CONTINUE
    assert rest.run.options["continues"] is True


def test_an_empty_failure_is_shown_only_until_another_reply_is_there(job: Job) -> None:
    sent = sending.send(job, "First")
    failed = finished(sent, "", "failed")
    assert line(job) == ["First", ""]
    again = sending.regenerate(job, failed)
    page = threads.messages(threads.of(job))
    assert [one.pk for one in page.messages] == [sent.user.pk, again.reply.pk]
    assert page.branches == ()


def test_a_failed_second_attempt_gives_way_to_the_first(job: Job) -> None:
    sent = sending.send(job, "First")
    old = finished(sent)
    finished(sending.regenerate(job, old), "", "cancelled")
    assert line(job) == ["First", "Dear team"]
    with pytest.raises(Http404):
        threads.switch(threads.of(job), ChatMessage.objects.get(replaces=old.pk))


def test_a_failure_with_text_is_a_branch_like_any_other(job: Job) -> None:
    sent = sending.send(job, "First")
    old = finished(sent)
    finished(sending.regenerate(job, old), "Half a", "failed")
    page = threads.messages(threads.of(job))
    assert [one.content for one in page.messages] == ["First", "Half a"]
    assert [branch.active for branch in page.branches] == [1]


def test_a_selection_sent_along_is_kept_before_the_run(job: Job) -> None:
    notes = [job.notes.create(title="n", content="x") for _ in range(2)]
    sent = sending.send(job, "First", select=Choice(notes=[notes[1].pk, notes[0].pk]))
    assert sent.run.status == "queued"
    assert selection.of(threads.of(job)).notes == (str(notes[1].pk), str(notes[0].pk))


def test_a_wrong_selection_leaves_nothing_behind(job: Job, ben: User) -> None:
    foreign = make.job(ben).notes.create(title="n", content="x")
    with pytest.raises(SelectionRefused) as refused:
        sending.send(job, "First", select=Choice(notes=[foreign.pk]))
    assert refused.value.details == {"max": 8, "selected": 1, "invalidIds": [str(foreign.pk)]}
    assert not ChatMessage.objects.exists()
    assert ChatThread.objects.get().selected_note_ids == []


def test_a_message_longer_than_all_that_may_be_sent_is_refused(job: Job, ada: User) -> None:
    preferences.save(ada, {"ghostwriterContextChars": 8_000})
    with pytest.raises(Refused) as refused:
        sending.send(job, "x" * 8_001)
    assert refused.value.kind == "context_too_large"
    assert not ChatMessage.objects.exists()
    assert sending.send(job, "x" * 8_001, engine="computed").run.status == "queued"
