from __future__ import annotations

from orchestrator.models import User
from orchestrator.ops import lost
from pdfs.models import RenderedPdf
from tests import make
from tests.work import queued


def test_a_file_without_a_verdict_is_inspected_again_once(ada: User) -> None:
    make.printed(make.job(ada))
    assert [lost.reinspect(), lost.reinspect()] == [1, 0]
    assert queued() == ["inspect_pdf"]


def test_a_file_with_a_verdict_is_left_alone(ada: User) -> None:
    make.printed(make.job(ada), verdict={"status": "ok"}, verdict_status="ok")
    assert lost.reinspect() == 0


def test_a_file_that_kills_its_reader_is_not_offered_for_ever(ada: User) -> None:
    make.printed(make.job(ada))
    RenderedPdf.objects.update(inspections=99)
    assert lost.reinspect() == 0
