"""Everything goes out and comes in again as it was; nothing of somebody else's does."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict

from orchestrator import preferences
from orchestrator.jobs import removal
from orchestrator.models import InboundMessage, Job, JobEvent, MailAccount, Note, User
from orchestrator.ops import files
from orchestrator.tracking import packets, stages
from orchestrator.transfer import reading, writing
from orchestrator.transfer.reading import ArchiveUnreadable
from orchestrator.transfer.tables import BETWEEN, JOBS, LOOSE, OF_JOBS, OWN
from pdfs import store
from tailoring.models import ResumeDocument
from tests import chats, make
from tests.browser import house

pytestmark = pytest.mark.django_db


def packed(owner: User) -> bytes:
    target = io.BytesIO()
    writing.write(owner, target, tell=lambda *_: None)
    return target.getvalue()


def taken(owner: User, archive: bytes, *, dry: bool = False) -> reading.Report:
    return reading.take(owner, io.BytesIO(archive), dry=dry, tell=lambda *_: None)


def everything(owner: User) -> dict[str, Any]:
    """All rows of the tables that travel, without the numbers a database gives."""
    found: dict[str, Any] = {}
    for table in (JOBS, *OWN, *LOOSE, *OF_JOBS, *BETWEEN):
        path = "owner" if table in (JOBS, *OWN, *LOOSE, *BETWEEN) else f"{table.path}__owner"
        path = table.path if table in OWN else path
        rows = table.model._base_manager.filter(**{path: owner})
        names = [one.attname for one in table.columns if one.attname != "seq"]
        found[table.name] = sorted(map(repr, rows.values_list(*names)))
    return found


def emptied(owner: User) -> None:
    removal.remove(owner, Job.objects.for_user(owner), actor="user", discard=files.discard)
    for table in (*OWN, *LOOSE):
        table.model._base_manager.filter(**{table.path: owner}).delete()
    JobEvent.objects.filter(owner=owner).delete()


def changed(archive: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    members = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def test_a_whole_house_comes_back_as_it_was(ada: User) -> None:
    house.full(ada)
    Job.objects.filter(status="processing").delete()
    before, archive = everything(ada), packed(ada)
    emptied(ada)
    report = taken(ada, archive)
    assert report.refused == []
    assert everything(ada) == before
    assert report.new["Job"] == len(before["Job"])


def test_a_repeat_changes_nothing(ada: User) -> None:
    house.full(ada)
    archive, before = packed(ada), everything(ada)
    report = taken(ada, archive)
    assert +report.new == {}
    assert everything(ada) == before


def test_a_dry_run_says_the_same_and_stores_nothing(ada: User) -> None:
    house.full(ada)
    archive = packed(ada)
    emptied(ada)
    before = everything(ada)
    said = taken(ada, archive, dry=True)
    assert everything(ada) == before
    assert said.refused == []
    done = taken(ada, archive)
    assert said.new == done.new
    assert said.new["Job"] == done.new["Job"] > 5
    assert said.new["Note"] == done.new["Note"] > 1


def test_files_and_packets_come_along(ada: User) -> None:
    digest = store.put(ada.pk, make.PDF)
    job = make.job(ada, status="ready", pdf_digest=digest, pdf_source="uploaded")
    stages.apply(job, actor="user")
    seal, archive = packets.latest(job).seal, packed(ada)
    emptied(ada)
    assert not store.has(ada.pk, digest)
    report = taken(ada, archive)
    assert report.files == 1
    assert packets.latest(Job.objects.get()).seal == seal
    assert store.read(ada.pk, digest) == make.PDF
    assert [*packets.damaged()] == []


def test_a_chat_keeps_its_tree(ada: User) -> None:
    make.heartbeat()
    run = chats.claimed(make.job(ada))
    parent, archive = run.message.parent_id, packed(ada)
    emptied(ada)
    taken(ada, archive)
    assert Job.objects.get().chat.messages.get(pk=run.message_id).parent_id == parent


def test_secrets_stay_behind_and_settings_come_along(ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "canary-key", "theme": "dark", "searchTerms": ["baker"]})
    MailAccount.objects.create(owner=ada, provider="imap", credentials="canary-password")
    archive = packed(ada)
    assert b"canary" not in archive
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert not any(b"canary" in opened.read(name) for name in opened.namelist())
    preferences.save(ada, {"theme": "light", "searchTerms": None})
    taken(ada, archive)
    mine = preferences.Preferences(ada)
    assert (mine["theme"], mine["searchTerms"]) == ("light", ["baker"])


def test_the_text_of_a_mail_is_sealed_anew(ada: User) -> None:
    job = make.job(ada, status="applied")
    sealed = preferences.box().seal("We like you.")
    InboundMessage.objects.create(
        owner=ada, job=job, provider="imap", key="a" * 64, received_at=job.created_at, body=sealed
    )
    archive = packed(ada)
    emptied(ada)
    taken(ada, archive)
    body = InboundMessage.objects.get().body
    assert body not in (sealed, "We like you.", None)
    assert preferences.box().open(body) == "We like you."


def test_rows_of_another_owner_are_not_written_and_not_taken(ada: User, ben: User) -> None:
    make.job(ben, title="Of Ben")
    make.job(ada, title="Of Ada")
    archive = packed(ada)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert b"Of Ben" not in opened.read(writing.JOB_LINES)
    report = taken(ben, archive)
    assert report.new["Job"] == 0
    assert report.refusals == 1
    assert Job.objects.filter(owner=ben).count() == 1


def test_a_made_up_reference_to_somebody_elses_row_leads_nowhere(ada: User, ben: User) -> None:
    theirs = make.resume(ben)
    job = make.job(ada)
    make.printed(job)
    version = theirs.versions.first()

    def forge(members: dict[str, bytes]) -> None:
        line = json.loads(members[writing.JOB_LINES])
        line["job"]["id"] = str(uuid4())
        line["job"]["canonical_url"] = "https://other.example/1"
        line["job"]["owner_id"] = str(ben.pk)
        (pdf,) = line["of"].pop("RenderedPdf")
        line["of"] = {"RenderedPdf": [{**pdf, "id": str(uuid4()), "job_id": str(job.pk),
                                       "resume_version_id": str(version.pk)}]}  # fmt: skip
        members[writing.JOB_LINES] = json.dumps(line).encode() + b"\n"

    taken(ada, changed(packed(ada), forge))
    made = Job.objects.get(canonical_url="https://other.example/1")
    assert made.owner == ada
    assert made.pdfs.get().resume_version is None
    assert job.pdfs.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "sold"}, {"title": "T" * 501}, {"score": 101}, {"id": "x"}, {"title": None},
        {"salary_min": "much"}, {"discovered_at": "once"}, {"extras": None},
        {"status": "ready", "pdf_digest": None},
    ],
)  # fmt: skip
def test_a_job_with_a_wrong_value_is_refused_whole(ada: User, wrong: dict[str, Any]) -> None:
    job = make.job(ada)
    Note.objects.create(job=job, title="Call", content="They rang.")
    archive = packed(ada)
    emptied(ada)

    def spoil(members: dict[str, bytes]) -> None:
        line = json.loads(members[writing.JOB_LINES])
        line["job"] |= wrong
        members[writing.JOB_LINES] = json.dumps(line).encode() + b"\n"

    report = taken(ada, changed(archive, spoil))
    assert (report.refusals, report.new["Job"]) == (1, 0)
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda members: members.pop(writing.MANIFEST), "no_archive"),
        (lambda members: members.pop(writing.JOB_LINES), "no_archive"),
        (lambda members: members.update({writing.MANIFEST: b"[]"}), "no_archive"),
        (lambda members: members.update({writing.MANIFEST: b"\xff"}), "no_archive"),
    ],
)
def test_what_is_no_export_is_refused(ada: User, change: Any, kind: str) -> None:
    make.job(ada)
    with pytest.raises(ArchiveUnreadable) as caught:
        taken(ada, changed(packed(ada), change))
    assert caught.value.kind == kind


def test_a_newer_form_is_refused(ada: User) -> None:
    def renew(members: dict[str, bytes]) -> None:
        about = json.loads(members[writing.MANIFEST])
        members[writing.MANIFEST] = json.dumps({**about, "format": 99}).encode()

    with pytest.raises(ArchiveUnreadable, match="newer"):
        taken(ada, changed(packed(ada), renew))


def test_bytes_that_are_no_archive_are_refused(ada: User) -> None:
    with pytest.raises(ArchiveUnreadable):
        taken(ada, b"PK\x03\x04 nothing")


def test_a_damaged_file_is_named_and_its_job_comes(ada: User) -> None:
    digest = store.put(ada.pk, make.PDF)
    make.job(ada, status="skipped", pdf_digest=digest, pdf_source="uploaded")
    archive = packed(ada)
    emptied(ada)

    def spoil(members: dict[str, bytes]) -> None:
        (name,) = [one for one in members if one.startswith("pdfs/")]
        members[name] = b"other"

    report = taken(ada, changed(archive, spoil))
    assert report.refusals == 1
    assert report.new["Job"] == 1
    assert not store.has(ada.pk, digest)


def test_a_bomb_is_refused(ada: User) -> None:
    def inflate(members: dict[str, bytes]) -> None:
        members[writing.MANIFEST] = b" " * (reading.MANIFEST_LIMIT + 1)

    with pytest.raises(ArchiveUnreadable, match="larger"):
        taken(ada, changed(packed(ada), inflate))


def test_a_job_that_is_here_by_its_address_stays_as_it_is(ada: User) -> None:
    job = make.job(ada, title="Old")
    archive = packed(ada)
    emptied(ada)
    mine = make.job(ada, title="Mine", job_url=job.job_url)
    report = taken(ada, archive)
    assert (report.here["Job"], report.new["Job"]) == (1, 0)
    assert model_to_dict(Job.objects.get())["title"] == mine.title
    assert ResumeDocument.objects.count() == 0


def test_a_job_in_work_arrives_as_discovered(ada: User) -> None:
    make.job(ada, status="processing")
    archive = packed(ada)
    Job.objects.all().delete()
    taken(ada, archive)
    row = Job.objects.get()
    assert (row.status, row.tailor_token, row.render_kind) == ("discovered", None, None)
