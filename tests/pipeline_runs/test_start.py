from __future__ import annotations

from typing import Any

import pytest

from jobops.lib.errors import Invalid, Refused
from orchestrator.models import PipelineRun, User
from orchestrator.pipeline import runs
from tests import make
from tests.work import queued


def start(owner: User, **options: Any) -> PipelineRun:
    return runs.start(owner, options=options, trigger="manual", actor="user")


def test_it_stores_the_options_it_will_really_use(owner: User) -> None:
    run = start(owner, topN=3, minSuitabilityScore=None)
    assert run.requested["topN"] == 3
    assert (run.options["topN"], run.options["minSuitabilityScore"]) == (3, 50)
    assert queued() == ["advance_run"]


def test_a_second_start_is_refused_with_the_id_of_the_first(owner: User) -> None:
    first = start(owner)
    with pytest.raises(Refused) as refused:
        start(owner)
    assert (refused.value.kind, refused.value.details["runId"]) == (
        "run_in_progress",
        str(first.pk),
    )


def test_another_owner_may_run_at_the_same_time(owner: User, ben: User) -> None:
    start(owner)
    assert start(ben).status == "running"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topN", 0),
        ("topN", 51),
        ("topN", True),
        ("minSuitabilityScore", 101),
        ("scoreLimit", 501),
        ("scoringInstructions", "x" * 4001),
        ("candidates", "best"),
        ("enableScoring", "yes"),
        ("sources", ["linkedin"]),
        ("runBudget", 49),
        ("searchTerms", [""]),
        ("workplaceTypes", []),
        ("proximity", {"lat": 91, "lon": 0, "radiusMiles": 5}),
        ("topn", 5),
    ],
)
def test_it_names_the_option_that_does_not_fit(owner: User, name: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        start(owner, **{name: value})
    assert list(refused.value.field_errors) == [name]


def test_without_a_worker_nothing_begins(ada: User) -> None:
    make.resume(ada)
    with pytest.raises(Refused, match="No worker"):
        start(ada)
    assert not PipelineRun.objects.exists()


def test_cancelling_nothing_is_refused(owner: User) -> None:
    with pytest.raises(Refused) as refused:
        runs.cancel(owner, actor="user")
    assert refused.value.kind == "not_running"
