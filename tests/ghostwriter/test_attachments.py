from __future__ import annotations

import base64
import os
import time

import pytest

from jobops.lib.errors import Invalid, Refused
from jobops.lib.llm import LLMError
from jobops.web import stored
from orchestrator import preferences
from orchestrator.jobs import documents, removal
from orchestrator.models import Job, User
from orchestrator.ops import files
from tailoring.ghostwriter import attachments, runs, sending, threads
from tailoring.ghostwriter.attachments import Given, Picture
from tailoring.models import ChatAttachment, ChatMessage
from tests import make
from tests.kept import on_disk

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 24


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def given(content: bytes = PNG, *, name: str = "shot.png", media_type: str = "image/png") -> Given:
    return Given(name, media_type, url(content, media_type))


def ended(sent: sending.Sent) -> None:
    run = runs.claim(sent.run.pk)
    assert run is not None
    runs.complete(run, message={"content": "I see."})


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")],
)
def test_a_picture_is_taken_by_its_first_bytes(content: bytes, media_type: str) -> None:
    found = attachments.read([given(content, media_type=media_type)])
    assert found == (Picture("shot.png", media_type, content),)


@pytest.mark.parametrize(
    "wrong",
    [
        given(b"<html><script>alert(1)</script>"),
        given(JPEG),
        given(b"<svg/>", media_type="image/svg+xml"),
        given(b"GIF89a", media_type="image/gif"),
        given(b"", media_type="image/png"),
        given(name=""),
        given(name="x" * 181),
        given(PNG + b"\0" * 3_000_000),
        Given("a.png", "image/png", "https://example.org/a.png"),
        Given("a.png", "image/png", url(JPEG, "image/jpeg")),
        Given("a.png", "image/png", "data:image/png;base64,!!!!"),
        Given("a.png", "image/png", "data:image/png,plain"),
        Given("a.png", "image/png", ""),
    ],
)
def test_everything_else_is_refused(wrong: Given) -> None:
    with pytest.raises(Invalid):
        attachments.read([wrong])


def test_three_are_the_most() -> None:
    assert len(attachments.read([given()] * 3)) == 3
    with pytest.raises(Invalid):
        attachments.read([given()] * 4)


def test_a_name_is_the_last_part_of_a_path() -> None:
    assert attachments.read([given(name="C:\\me\\shot\u202e.png")])[0].name == "shot.png"


def test_the_bytes_lie_under_their_digest_and_not_in_the_row(job: Job) -> None:
    sent = sending.send(
        job,
        "Look",
        attachments=attachments.read([given(), given(JPEG + b"x", media_type="image/jpeg")]),
    )
    rows = list(sent.user.attachments.order_by("position"))
    assert [(row.media_type, row.byte_size) for row in rows] == [
        ("image/png", len(PNG)), ("image/jpeg", len(JPEG) + 1),
    ]  # fmt: skip
    assert attachments.content(rows[0], owner_id=job.owner_id) == PNG
    assert stored.read(str(attachments.served(rows[0], owner_id=job.owner_id).at)) == PNG


def test_a_refusal_leaves_no_file(job: Job, ada: User) -> None:
    sending.send(job, "First")
    with pytest.raises(Refused):
        sending.send(job, "Second", attachments=attachments.read([given(PNG + b"only here")]))
    assert not ChatAttachment.objects.exists()
    assert documents.referenced(ada.pk) == set()
    assert [*stored.entries(f"{ada.pk}/{documents.FOLDER}/")] == []


def test_asking_in_other_words_keeps_the_pictures_unless_others_are_given(job: Job) -> None:
    sent = sending.send(job, "Look", attachments=attachments.read([given()]))
    ended(sent)
    again = sending.edit(job, sent.user, "Look again")
    assert [row.digest for row in again.user.attachments.all()] == [
        row.digest for row in sent.user.attachments.all()
    ]
    ended(again)
    assert not sending.edit(job, sent.user, "Without", attachments=()).user.attachments.exists()


def test_a_client_names_a_picture_it_was_handed_by_its_address(job: Job, ada: User) -> None:
    sent = sending.send(job, "Look", attachments=attachments.read([given()]))
    row = sent.user.attachments.get()
    named = Given("any", "image/png", f"/api/jobs/{job.pk}/chat/x/attachments/{row.pk}")
    found = attachments.read(
        [named, given(JPEG, media_type="image/jpeg")], known=[row], owner_id=ada.pk
    )
    assert [one.content for one in found] == [PNG, JPEG]
    with pytest.raises(Invalid):
        attachments.read([named])


def test_starting_over_removes_the_files_nothing_else_names(job: Job, ada: User) -> None:
    paper = documents.add(job, PNG, file_name="a.png", media_type="image/png", actor="user")
    sent = sending.send(job, "Look", attachments=attachments.read([given(), given(PNG + b"2")]))
    digests = [row.digest for row in sent.user.attachments.order_by("position")]
    threads.reset(threads.of(job))
    assert [on_disk(documents.name_of(ada.pk, one)).exists() for one in digests] == [True, False]
    assert paper.digest == digests[0]


def test_a_deleted_document_leaves_the_picture_with_the_same_bytes(job: Job, ada: User) -> None:
    paper = documents.add(job, PNG, file_name="a.png", media_type="image/png", actor="user")
    sending.send(job, "Look", attachments=attachments.read([given()]))
    documents.remove(paper, actor="user")
    assert on_disk(documents.name_of(ada.pk, paper.digest)).exists()


def test_deleting_the_job_removes_its_pictures(job: Job, ada: User) -> None:
    sending.send(job, "Look", attachments=attachments.read([given()]))
    digest = ChatAttachment.objects.get().digest
    old = time.time() - 60
    os.utime(on_disk(documents.name_of(ada.pk, digest)), (old, old))
    removal.remove(ada, Job.objects.for_user(ada), actor="user", discard=files.discard)
    assert not on_disk(documents.name_of(ada.pk, digest)).exists()
    assert not ChatMessage.objects.exists()


@pytest.mark.usefixtures("empty_store")
def test_the_sweep_leaves_pictures_alone(job: Job, ada: User) -> None:
    sending.send(job, "Look", attachments=attachments.read([given()]))
    file = on_disk(documents.name_of(ada.pk, ChatAttachment.objects.get().digest))
    os.utime(file, (1, 1))
    assert files.sweep_files() == 0
    assert file.exists()


def test_a_model_that_reads_no_pictures_is_not_sent_any(job: Job, ada: User) -> None:
    preferences.save(ada, {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"})
    sent = sending.send(job, "Look", attachments=attachments.read([given()]))
    ended(sent)
    preferences.save(ada, {"llmImages": "off"})
    calls = (
        lambda: sending.send(job, "Look", attachments=attachments.read([given()])),
        lambda: sending.regenerate(job, ChatMessage.objects.get(pk=sent.reply.pk)),
        lambda: sending.edit(job, sent.user, "Look again"),
    )
    for call in calls:
        with pytest.raises(LLMError) as refused:
            call()
        assert refused.value.kind == "no_pictures"
    assert ChatMessage.objects.count() == 2
    assert sending.edit(job, sent.user, "Look", engine="computed").run.status == "queued"
