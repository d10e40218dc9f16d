"""What was sent is frozen with the move that says so, and nothing changes it afterwards."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.models import Job, SentPacket, StageEvent, User
from orchestrator.ops import files
from orchestrator.tracking import packets, stages
from orchestrator.tracking.manifest import seal_of
from pdfs import store
from tailoring import letters
from tailoring.models import JobAnswer
from tests import make
from tests.kept import on_disk

pytestmark = pytest.mark.django_db


def ready(owner: User, **fields: Any) -> Job:
    digest = store.put(owner.pk, make.PDF)
    return make.job(owner, status="ready", pdf_digest=digest, pdf_source="generated", **fields)


def test_applying_freezes_what_was_sent(ada: User) -> None:
    job = ready(
        ada, salary="70k", description_html="<p>Build services.</p>", score=81.5,
        score_reason="Knows Python.", score_engine="computed", tailored_headline="Engineer",
        tailored_skills=json.dumps([{"name": "Languages", "keywords": ["Python"]}]),
    )  # fmt: skip
    JobAnswer.objects.create(job=job, question="Notice?", answer="Four weeks.")
    stages.apply(job, actor="user")
    packet = packets.latest(job)
    found = packets.contents(packet)
    job.refresh_from_db()
    assert found["posting"]["salary"] == "70k"
    assert found["posting"]["descriptionHtml"] == "<p>Build services.</p>"
    assert found["resume"]["pdf"] == job.applied_pdf_digest == packet.pdf_digest
    assert found["resume"]["tailored"]["headline"] == "Engineer"
    assert found["resume"]["tailored"]["skills"] == [{"name": "Languages", "keywords": ["Python"]}]
    assert found["answers"] == [{"question": "Notice?", "answer": "Four weeks."}]
    assert found["facts"]["score"] == 81.5
    assert found["appliedAt"] == job.applied_at.isoformat()
    assert packet.seal == seal_of(packet.manifest)
    assert (packet.score, packet.engine, packet.has_letter) == (81.5, "computed", False)


def test_the_newest_confirmed_letter_is_in_it(ada: User) -> None:
    make.resume(ada)
    job = ready(ada)
    letter = letters.save(
        job, "Dear team,\n\nI look forward to your answer.", origin="user", actor="user"
    )
    type(letter).objects.filter(pk=letter.pk).update(confirmed_at=F("created_at"))
    letters.save(job, "A later draft.", origin="user", actor="user")
    stages.apply(job, actor="user")
    assert packets.contents(packets.latest(job))["letter"]["version"] == letter.version
    assert packets.latest(job).has_letter


def test_without_a_pdf_it_says_so_and_a_later_upload_does_not_enter(ada: User) -> None:
    job = make.job(ada)
    stages.apply(job, actor="user")
    Job.objects.filter(pk=job.pk).update(pdf_digest="ab" * 32, pdf_source="uploaded")
    found = packets.contents(packets.latest(job))
    assert found["resume"]["pdf"] is None
    assert found["resume"]["pdfSource"] is None
    assert found["posting"]["title"] == job.title


def test_a_repeat_makes_no_second_packet(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    stages.apply(job, actor="user")
    stages.log(job, "onsite", actor="user")
    assert job.packets.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one(ada: User) -> None:
    job = ready(ada)

    def once(_: int) -> None:
        try:
            stages.apply(job, actor="user")
        except lifecycle.Superseded:
            stages.apply(job, actor="user")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(once, range(20)))
    assert job.packets.count() == 1
    assert StageEvent.objects.filter(job=job).count() == 1


def test_entering_by_a_later_stage_freezes_too(ada: User) -> None:
    job = ready(ada)
    stages.log(job, "recruiter_screen", actor="user")
    assert job.packets.count() == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda packet: SentPacket.objects.filter(pk=packet.pk).update(seal="0" * 64),
        lambda packet: packet.save(),
        lambda packet: SentPacket.objects.bulk_update([packet], ["manifest"]),
        lambda packet: connection.cursor().execute("UPDATE orchestrator_sentpacket SET score = 1"),
    ],
)
def test_nothing_changes_a_packet(ada: User, write: Any) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    before = SentPacket.objects.filter(job=job).values().get()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        write(packets.latest(job))
    assert SentPacket.objects.filter(job=job).values().get() == before


def test_edits_of_the_job_change_no_packet(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    before = packets.latest(job)
    Job.objects.filter(pk=job.pk).update(title="Other", description="Other", pdf_digest="cd" * 32)
    after = packets.latest(job)
    assert (after.manifest, after.seal) == (before.manifest, before.seal)
    assert [*packets.damaged()] == []


def test_undoing_voids_it_and_applying_again_makes_a_new_one(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    first = packets.latest(job)
    assert stages.take_back(job, actor="user").status == "ready"
    assert packets.is_void(packets.latest(job))
    assert packets.contents(packets.latest(job))["posting"]["title"] == job.title
    stages.apply(job, actor="user")
    second = packets.latest(job)
    assert second.pk != first.pk
    assert not packets.is_void(second)


def test_undoing_the_step_voids_it_too(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    stages.undo(job, job.stages.get(), actor="user")
    assert packets.is_void(packets.latest(job))


def test_a_deleted_step_brought_back_makes_the_packet_hold_again(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    step = job.stages.get()
    stages.remove(job, step, actor="user")
    assert packets.is_void(packets.latest(job))
    stages.restore(job, step, actor="user")
    assert not packets.is_void(packets.latest(job))
    assert job.packets.count() == 1


def test_reopening_leaves_what_was_sent(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    lifecycle.move(job, "reopen", actor="user")
    assert not packets.is_void(packets.latest(job))
    assert stages.take_back(job, actor="user").status == "applied"
    assert job.packets.count() == 1


def test_a_failure_while_freezing_leaves_nothing(ada: User, monkeypatch: Any) -> None:
    job = ready(ada)

    def broken(*_: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(packets, "freeze", broken)
    with pytest.raises(OSError, match="disk"):
        stages.apply(job, actor="user")
    job.refresh_from_db()
    assert (job.status, job.stages.count(), job.packets.count()) == ("ready", 0, 0)


def test_no_packet_before_applying(ada: User) -> None:
    with pytest.raises(Refused, match="Nothing was sent"):
        packets.latest(ready(ada))


def test_the_file_is_kept_as_long_as_the_packet(ada: User) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    digest = packets.latest(job).pdf_digest
    Job.objects.filter(pk=job.pk).update(pdf_digest=None, applied_pdf_digest=None)
    assert files.discard(ada.pk, [digest]) == 0
    assert store.has(ada.pk, digest)


@pytest.mark.parametrize("harm", ["text", "gone", "bytes"])
def test_a_check_names_what_was_damaged(ada: User, harm: str) -> None:
    job = ready(ada)
    stages.apply(job, actor="user")
    packet = packets.latest(job)
    path = on_disk(store.name_of(ada.pk, packet.pdf_digest))
    if harm == "gone":
        path.unlink()
    elif harm == "bytes":
        path.write_bytes(b"other")
    else:
        SentPacket.objects.all().delete()
        SentPacket.objects.bulk_create([SentPacket(**{**vars_of(packet), "manifest": "{}"})])
    errors = StringIO()
    with pytest.raises(CommandError, match="Damaged packets: 1"):
        call_command("check_packets", stderr=errors)
    assert str(packet.pk) in errors.getvalue()


def test_a_check_of_sound_packets_says_how_many(ada: User) -> None:
    stages.apply(ready(ada), actor="user")
    said = StringIO()
    call_command("check_packets", stdout=said)
    assert said.getvalue() == "Sound packets: 1, none damaged.\n"


def vars_of(packet: SentPacket) -> dict[str, Any]:
    return {field.attname: getattr(packet, field.attname) for field in packet._meta.concrete_fields}
