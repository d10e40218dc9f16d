"""A wanted search in one's own words, read by a model and checked."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator import preferences
from orchestrator.models import LlmCall, PipelineRun, User
from orchestrator.pipeline import defaults, runs, search_plan
from tests import make
from tests.outside.boards import Boards
from tests.outside.model import ModelStub, status
from tests.work import drain

SAID = "remote data jobs in Germany, at least 70k, no Acme, mail ada@example.org"


def asked(**fields: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "searchTerms": [], "country": None, "cities": [], "workplaces": [], "worldwide": False,
        "blockedEmployers": [], "scoringInstructions": "", "notUnderstood": [],
    }  # fmt: skip
    return {**blank, **fields}


def test_without_a_model_rules_read_it(owner: User) -> None:
    found = search_plan.propose(owner, "remote data jobs in Germany, no Acme")
    assert (found.engine, found.blocked_employers) == ("rules", ("Acme",))
    assert found.options["searchTerms"] == ["data"]
    assert not PipelineRun.objects.exists()


def test_a_model_reads_it_and_the_answer_becomes_options(
    owner: User, with_model: ModelStub
) -> None:
    with_model.answer(
        asked(
            searchTerms=["Data Engineer", "data engineer", "Data Analyst"],
            country="Germany",
            workplaces=["remote"],
            blockedEmployers=["Acme"],
            scoringInstructions="Pay of at least 70,000 euros.",
            notUnderstood=["mail"],
        )
    )
    found = search_plan.propose(owner, SAID)
    assert found.options == {
        "searchTerms": ["Data Engineer", "Data Analyst"],
        "country": "DE",
        "workplaceTypes": ["remote"],
        "scoringInstructions": "Pay of at least 70,000 euros.",
    }
    assert (found.blocked_employers, found.not_understood) == (("Acme",), ("mail",))
    assert found.engine == "model"
    assert LlmCall.objects.get().purpose == "search_plan"


def test_what_a_model_makes_up_is_dropped(owner: User, with_model: ModelStub) -> None:
    with_model.answer(
        asked(
            searchTerms=["x" * 101, "", "Data Engineer"],
            country="Atlantis",
            cities=["Berlin", "Nowhereville"],
            workplaces=["on the moon", "remote"],
            blockedEmployers=["Globex"],
            scoringInstructions="x" * 2000,
        )
    )
    found = search_plan.propose(owner, SAID)
    assert found.options["searchTerms"] == ["Data Engineer"]
    assert found.options["workplaceTypes"] == ["remote"]
    assert set(found.options) == {"searchTerms", "workplaceTypes", "scoringInstructions"}
    assert len(found.options["scoringInstructions"]) == 1000
    assert (found.blocked_employers, found.not_understood) == ((), ("Atlantis",))


@pytest.mark.parametrize("answer", [status(500), status(401), "no JSON at all", {"terms": 1}])
def test_rules_read_it_when_the_model_fails(
    owner: User, with_model: ModelStub, answer: Any
) -> None:
    with_model.next(*[answer] * 9) if callable(answer) else with_model.answer(answer)
    found = search_plan.propose(owner, SAID)
    assert (found.engine, found.options["country"]) == ("rules", "DE")


def test_only_headline_skills_positions_and_the_sentence_leave(
    ada: User, model_stub: ModelStub
) -> None:
    make.heartbeat()
    make.resume(ada)
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer(asked())
    search_plan.propose(ada, SAID)
    sent = model_stub.calls[0].user
    lines = [line for line in sent.splitlines() if line.startswith("| ")]
    assert [line.split(":")[0] for line in lines] == [
        "| Sentence", "| Headline", "| Skills", "| Positions",
    ]  # fmt: skip
    assert "[email]" in sent
    assert "ada@example.org" not in sent
    assert sent.splitlines()[0].startswith("DATA-")


def test_job_titles_come_from_the_model_and_else_from_rules(
    owner: User, with_model: ModelStub
) -> None:
    wanted = [f"Data Engineer {n}" for n in range(12)]
    with_model.answer({"searchTerms": wanted})
    assert search_plan.titles(owner) == wanted[:8]
    with_model.answer({"searchTerms": ["Data Engineer"]})
    few = search_plan.titles(owner)
    assert few[0] == "Data Engineer"
    assert set(few[1:]) <= set(defaults.titles(owner))
    with_model.answer("nothing")
    assert search_plan.titles(owner) == defaults.titles(owner)


def test_without_a_resume_there_is_nothing_to_ask(ada: User, model_stub: ModelStub) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    assert search_plan.titles(ada) == []
    assert model_stub.calls == []


def begun(owner: User, **options: Any) -> PipelineRun:
    wanted = {"sources": ["remotive"], "enableAutoTailoring": False, **options}
    run = runs.create(owner, options=wanted, trigger="schedule")
    drain()
    run.refresh_from_db()
    return run


def test_a_run_without_terms_searches_for_the_titles_of_the_model(
    owner: User, with_model: ModelStub, boards: Boards
) -> None:
    wanted = [f"{kind} Developer" for kind in ("Backend", "Python", "Web", "Data", "Lead")]
    with_model.when("searchTerms", {"searchTerms": wanted})
    run = begun(owner)
    assert (run.status, run.options["searchTerms"]) == ("completed", wanted)
    assert run.items.get(step="crawling").counts["created"] > 0
    asked = [one for one in with_model.calls if "job titles that a person" in one.system]
    assert len(asked) == 1


@pytest.mark.parametrize("saved", [True, False])
def test_a_run_with_terms_asks_for_none(
    owner: User, with_model: ModelStub, boards: Boards, saved: bool
) -> None:
    preferences.save(owner, {"searchTerms": ["backend"] if saved else []})
    run = begun(owner, **({} if saved else {"searchTerms": ["backend"]}), enableScoring=False)
    assert run.options["searchTerms"] == ["backend"]
    assert with_model.calls == []
