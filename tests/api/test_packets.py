"""What was sent, on the wire and as one archive."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.tracking import packets, stages
from pdfs import store
from tailoring.models import JobAnswer
from tests import make
from tests.api.calls import data, error, get
from tests.kept import on_disk

pytestmark = pytest.mark.django_db


def sent(owner: User) -> Job:
    make.resume(owner)
    digest = store.put(owner.pk, make.PDF)
    job = make.job(
        owner, title="Köchin & Bäckerin", employer="Ærø Kro", status="ready", pdf_digest=digest,
        pdf_source="uploaded", description_html="<p>Bake.</p>",
    )  # fmt: skip
    JobAnswer.objects.create(job=job, question="When?", answer="In May.")
    return stages.apply(job, actor="user")


def test_the_seal_is_that_of_the_manifest(client: Client, ada: User) -> None:
    packet = data(get(client, f"/jobs/{sent(ada).pk}/packet"))
    text = json.dumps(packet["manifest"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert packet["seal"] == hashlib.sha256(text.encode()).hexdigest()
    assert (packet["hasPdf"], packet["hasLetter"], packet["voidedAt"]) == (True, False, None)


def test_the_list_has_those_that_were_taken_back(client: Client, ada: User) -> None:
    job = sent(ada)
    stages.take_back(job, actor="user")
    stages.apply(job, actor="user")
    newer, older = data(get(client, f"/jobs/{job.pk}/packets"))
    assert newer["voidedAt"] is None
    assert older["voidedAt"]
    assert data(get(client, f"/jobs/{job.pk}/packet"))["id"] == newer["id"]


def test_one_archive_holds_all_of_it(client: Client, ada: User) -> None:
    job = sent(ada)
    answer = get(client, f"/jobs/{job.pk}/packet.zip")
    assert "Koechin" in answer["Content-Disposition"] or "Kochin" in answer["Content-Disposition"]
    assert ".zip" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    packet = packets.latest(job)
    assert archive.read("manifest.json").decode() == packet.manifest
    assert archive.read("seal.txt").decode() == f"{packet.seal}  manifest.json\n"
    assert archive.read("resume.pdf") == make.PDF
    assert archive.read("answers.txt").decode() == "When?\nIn May.\n"
    assert "Köchin & Bäckerin\nEmployer: Ærø Kro" in archive.read("posting.txt").decode()
    assert b"<title>K\xc3\xb6chin &amp; B\xc3\xa4ckerin</title>" in archive.read("posting.html")
    assert get(client, f"/jobs/{job.pk}/packet.zip").content == answer.content


def test_a_lost_file_is_named_in_the_archive(client: Client, ada: User) -> None:
    job = sent(ada)
    digest = packets.latest(job).pdf_digest
    on_disk(store.name_of(ada.pk, digest)).unlink()
    archive = zipfile.ZipFile(io.BytesIO(get(client, f"/jobs/{job.pk}/packet.zip").content))
    assert "resume.pdf" not in archive.namelist()
    assert archive.read("missing.txt").decode() == f"resume.pdf ({digest})"


@pytest.mark.parametrize("path", ["packet", "packet.zip"])
def test_before_anything_was_sent_there_is_none(client: Client, ada: User, path: str) -> None:
    error(get(client, f"/jobs/{make.job(ada).pk}/{path}"), 404)


def test_somebody_elses_packets_are_not_there(client: Client, ada: User, ben: User) -> None:
    error(get(client, f"/jobs/{sent(ben).pk}/packets"), 404)
