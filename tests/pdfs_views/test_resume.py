"""The address every job names as its PDF."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import User
from tests import make


def test_it_serves_the_file_the_row_points_to(client: Client, ada: User) -> None:
    job = make.job(ada)
    make.printed(job)
    for version in ("", "?v=1", f"?v={job.pdf_path}"):
        response = client.get(f"/pdfs/resume_{job.pk}.pdf{version}")
        assert response.getvalue() == make.PDF
        assert response["Cache-Control"] == "private, no-cache"
        assert response["Content-Disposition"].startswith("inline;")


def test_a_newer_file_takes_its_place_while_a_download_ends_with_the_old_one(
    client: Client, ada: User
) -> None:
    job = make.job(ada)
    make.printed(job)
    begun = client.get(f"/pdfs/resume_{job.pk}.pdf")
    make.printed(job, b"%PDF-1.4 newer")
    assert begun.getvalue() == make.PDF
    assert client.get(f"/pdfs/resume_{job.pk}.pdf").getvalue() == b"%PDF-1.4 newer"


def test_ranges_and_head_work_here_too(client: Client, ada: User) -> None:
    job = make.job(ada)
    make.printed(job)
    path = f"/pdfs/resume_{job.pk}.pdf"
    assert client.get(path, headers={"range": "bytes=0-3"}).getvalue() == b"%PDF"
    assert client.head(path)["Content-Length"] == str(len(make.PDF))
    assert client.post(path).status_code == 405


def test_a_job_without_a_pdf_is_404_even_when_files_lie_there(client: Client, ada: User) -> None:
    make.printed(make.job(ada))
    assert client.get(f"/pdfs/resume_{make.job(ada).pk}.pdf").status_code == 404


def test_somebody_elses_pdf_is_not_there(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben)
    make.printed(job)
    assert client.get(f"/pdfs/resume_{job.pk}.pdf").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "", "resume_.pdf", "resume_x.pdf", "..%2f..%2fsecret.key", "%2e%2e/secret.key",
        "resume_0192F3C4-8A6E-7CC3-B4F2-6D1E5F0A9B87.pdf",
    ],
)  # fmt: skip
def test_nothing_else_is_behind_this_path(client: Client, ada: User, name: str) -> None:
    assert client.get(f"/pdfs/{name}").status_code == 404


def test_a_stranger_is_sent_to_sign_in_and_a_program_told_so(
    client: Client, ada: User, required: None
) -> None:
    path = f"/pdfs/resume_{make.job(ada).pk}.pdf"
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"accept": "text/html,*/*"}).status_code == 302
