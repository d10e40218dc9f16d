"""The As sent tab."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.tracking import packets, stages
from pdfs import store
from tailoring.models import JobAnswer
from tests import make

pytestmark = pytest.mark.django_db


def sent(owner: User, **fields: object) -> Job:
    digest = store.put(owner.pk, make.PDF)
    job = make.job(owner, status="ready", pdf_digest=digest, pdf_source="uploaded", **fields)
    JobAnswer.objects.create(job=job, question="When <now>?", answer="In May.")
    return stages.apply(job, actor="user")


def test_it_shows_what_was_sent_after_everything_changed(client: Client, ada: User) -> None:
    job = sent(ada, title="Baker", tailored_headline="A baker", description="Bake <b>bread</b>.")
    Job.objects.filter(pk=job.pk).update(title="Other", description="Other", tailored_headline="x")
    page = client.get(f"/job/{job.pk}/packet").content.decode()
    for words in ("A baker", "Bake &lt;b&gt;bread&lt;/b&gt;.", "When &lt;now&gt;?", "In May.",
                  packets.latest(job).seal[:16], "your own file"):  # fmt: skip
        assert words in page
    assert "no longer fits its seal" not in page


def test_the_file_and_the_archive_can_be_opened(client: Client, ada: User) -> None:
    job = sent(ada)
    here = f"/job/{job.pk}/packet/{packets.latest(job).pk}"
    assert b"".join(client.get(f"{here}/resume.pdf").streaming_content) == make.PDF
    assert client.get(f"{here}/letter.pdf").status_code == 404
    assert client.get(f"{here}.zip").content.startswith(b"PK")


def test_one_that_was_taken_back_says_so_and_can_be_read(client: Client, ada: User) -> None:
    job = sent(ada)
    former = packets.latest(job)
    stages.take_back(job, actor="user")
    assert "Taken back" in client.get(f"/job/{job.pk}/packet").content.decode()
    stages.apply(job, actor="user")
    newer = client.get(f"/job/{job.pk}/packet").content.decode()
    older = client.get(f"/job/{job.pk}/packet?packet={former.pk}").content.decode()
    assert packets.latest(job).seal[:16] in newer
    assert former.seal[:16] in older
    assert "Every packet" in newer


def test_the_tab_comes_with_the_first_packet(client: Client, ada: User) -> None:
    ready, gone = make.job(ada), sent(ada)
    assert "As sent" not in client.get(f"/job/{ready.pk}").content.decode()
    assert "As sent" in client.get(f"/job/{gone.pk}").content.decode()
    assert "Nothing was sent yet" in client.get(f"/job/{ready.pk}/packet").content.decode()


def test_packets_of_others_are_not_there(client: Client, ada: User, ben: User) -> None:
    theirs, mine = sent(ben), sent(ada)
    packet = packets.latest(theirs).pk
    assert client.get(f"/job/{theirs.pk}/packet").status_code == 404
    assert client.get(f"/job/{mine.pk}/packet/{packet}.zip").status_code == 404
    assert client.get(f"/job/{mine.pk}/packet/{packet}/resume.pdf").status_code == 404
