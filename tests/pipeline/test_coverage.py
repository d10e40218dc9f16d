"""Coverage of a finished file, and of the page before there is one."""

from __future__ import annotations

import pytest

from orchestrator.models import Job, User
from orchestrator.pipeline import edits, process
from pdfs import covered
from pdfs.models import RenderedPdf
from tailoring.coverage import Covered
from tests import make
from tests.work import drain

pytestmark = pytest.mark.django_db

POSTING = "Requirements\n- Experience with Unity and C#\n- Blender\n- Salesforce"


@pytest.fixture
def job(ada: User) -> Job:
    """A discovered job that asks for what the résumé has, and for what it has not."""
    make.resume(ada)
    make.heartbeat()
    return make.job(ada, title="Game Developer", description=POSTING)


def names(rows: tuple[Covered, ...]) -> set[str]:
    return {row.text for row in rows}


def test_before_there_is_a_file_it_is_of_the_page_as_it_would_be(job: Job) -> None:
    found = covered.of(job)
    assert found is not None
    assert found.is_preview
    assert "Unity" in names(found.coverage.on_page)
    assert "Salesforce" in names(found.coverage.gaps)


def test_it_is_read_from_the_finished_file_and_kept_with_it(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    stored = RenderedPdf.objects.get(job=job).coverage
    assert stored is not None
    found = covered.of(Job.objects.get(pk=job.pk))
    assert found is not None
    assert not found.is_preview
    assert "Unity" in names(found.coverage.on_page)
    assert stored["share"] == found.coverage.share == 1.0


def test_an_edit_makes_it_a_preview_again(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    row = Job.objects.get(pk=job.pk)
    skills = '[{"name":"Engines","keywords":["Unreal"]}]'
    edits.save(row, {"tailored_skills": skills}, actor="user")
    found = covered.of(Job.objects.get(pk=job.pk))
    assert found is not None
    assert found.is_preview


def test_without_a_base_there_is_none(ada: User) -> None:
    assert covered.of(make.job(ada)) is None
