"""Real résumés and real postings, which lie beside the repository and do not ship with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.jobs.clean import safe_html
from orchestrator.models import Job, User
from orchestrator.ops import imports
from orchestrator.pipeline import process
from pdfs import inspect, themes
from pdfs.models import RenderedPdf
from tailoring import library
from tailoring.documents.problems import DocumentError
from tailoring.intake.json_file import read_json
from tests import make
from tests.pdfs.conftest import Print, browser, prints
from tests.work import drain

__all__ = ["browser", "prints"]

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason=f"the shared test data is not at {SHARED}"
)
RESUMES = sorted(
    [
        *SHARED.glob("resumes/jsonresume/*.json"),
        *SHARED.glob("resumes/reactive-resume-v?/*.json"),
        *SHARED.glob("rxresume/rxresume_sample_*.json"),
    ]
)
OTHERS = {
    **{f"resumes/docx/0{n}.docx": "This is a Word document." for n in range(1, 10)},
    "resumes/jobsync_strong-senior.txt": "This is a text file.",
    "resumes/jobsync_weak-sparse.txt": "This is a text file.",
    "resumes/pdf/openresume_laverne-resume.pdf": "This is a PDF file.",
    "resumes/pdf/rr_v4_ditto.pdf": "This is a PDF file.",
    "resumes/rendercv/ats_standard_full.yaml": "This is a RenderCV document.",
    "rxresume/rxresume_openapi_v5.2.6.json": "This is an OpenAPI document, not a résumé.",
    "rxresume/rxresume_schema_v5.0.10.json": "This is a JSON Schema, which describes documents",
    "rxresume/rxresume_schema_v5.2.7.json": "This is a JSON Schema, which describes documents",
    "boards/jobicy.json": "This is a list of jobs, not a résumé.",
}
REASONS = {"The employer is missing.", "The title is missing. The employer is missing."}


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("theme", themes.THEMES)
@pytest.mark.parametrize("path", RESUMES, ids=named)
def test_every_resume_prints_and_is_read_back_whole(path: Path, theme: str, prints: Print) -> None:
    raw = read_json(path.read_bytes(), path.name).document
    printed = prints(raw, themes.Page(theme))
    inspect.quick(printed.pdf, printed.composed.expected)
    # Some of these people wrote three pages; the note says so.
    odd = {check.name for check in printed.verdict.checks if check.state in ("fail", "amber")}
    assert odd <= {"pages"}
    assert printed.composed.notices == ()


@pytest.mark.django_db
@pytest.mark.parametrize("path", RESUMES, ids=named)
def test_every_resume_makes_a_job_ready(path: Path, ada: User) -> None:
    # Prints with the real browser, so the first one in a process takes a second.
    library.import_file(ada, path.read_bytes(), file_name=path.name)
    make.heartbeat()
    job = make.job(ada)
    process.request(job, actor="user")
    drain()
    assert Job.objects.get(pk=job.pk).status == "ready"
    assert RenderedPdf.objects.get(job=job).verdict_status in ("pass", "amber")


@pytest.mark.django_db
def test_the_empty_resume_of_a_new_account_is_taken_and_not_printed(ada: User) -> None:
    path = SHARED / "rxresume" / "rxresume_default_v5.json"
    version = library.import_file(ada, path.read_bytes(), file_name=path.name).version
    assert library.is_blank(version)


@pytest.mark.parametrize(("name", "sentence"), OTHERS.items())
def test_what_is_no_resume_is_told_what_it_is(name: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_json((SHARED / name).read_bytes(), name)
    assert refused.value.sentence.startswith(sentence)
    assert "Accepted: " in refused.value.sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "created", "rejected"),
    [("remoteok", 95, 1), ("jobicy", 67, 0), ("cyberjobradar", 91, 0), ("ats_fixtures", 19, 19)],
)
def test_every_posting_is_taken_and_scored_or_refused_for_a_reason(
    ada: User, name: str, created: int, rejected: int
) -> None:
    # A hundred postings, each scored against a real résumé.
    make.resume(ada)
    path = SHARED / "postings" / f"postings_{name}.jsonl"
    with path.open("rb") as file:
        tally = imports.import_file(ada, file)
    assert (len(tally.created), len(tally.rejected)) == (created, rejected)
    assert {reason for _, reason in tally.rejected} <= REASONS
    assert imports.score_new(tally.created) == created
    rows = Job.objects.filter(owner=ada)
    assert rows.filter(score__isnull=False, description__gt="").count() == created
    assert [
        row for row in rows if safe_html(row.description_html or "") != (row.description_html or "")
    ] == []
    with path.open("rb") as file:
        again = imports.import_file(ada, file)
    assert (len(again.created), again.refreshed) == (0, 0)
