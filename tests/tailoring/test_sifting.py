"""An engine's proposal before anything of it is stored: what goes in, waits, or is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orchestrator.models import Job, User
from tailoring import facts
from tailoring.sifting import Sieve, Sifted
from tailoring.suggestion import Group, Piece, Proposal, Suggestion
from tests.tailoring import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(ada: User) -> Job:
    return proposals.job(ada)


def sifted(job: Job, offer: Proposal, *, origin: str = "model") -> Sifted:
    base = proposals.base(job)
    known = facts.known(job.owner, base)
    sieve = Sieve(job, version=base, known=known, origin=origin, posting="p")
    return sieve.sift(offer, wanted=("headline", "summary", "skills", "bullets"))


def groups(found: Sifted) -> Any:
    return json.loads(found.values.get("tailored_skills", "[]"))


def test_a_name_that_smuggles_a_tool_in_becomes_the_one_of_the_base(job: Job) -> None:
    found = sifted(job, Proposal(skills=(Group("Kubernetes", ("Pathfinding", "FSM")),)))
    assert groups(found) == [{"name": "Game AI", "keywords": ["Pathfinding", "FSM"]}]
    assert found.refused == 1


def test_a_plain_name_of_the_engines_own_is_fine(job: Job) -> None:
    found = sifted(job, Proposal(skills=(Group("Profile", ("Pathfinding",)),)))
    assert groups(found) == [{"name": "Profile", "keywords": ["Pathfinding"]}]


@pytest.mark.parametrize("word", ["Kubernetes", "Oracle Database", "Falconry"])
def test_a_keyword_that_nothing_says_waits(job: Job, word: str) -> None:
    found = sifted(job, Proposal(skills=(Group("Engines", (word, "Pathfinding")),)))
    assert [(edit.after, edit.status) for edit in found.edits] == [(word, "blocked")]
    assert groups(found) == [{"name": "Engines", "keywords": ["Pathfinding"]}]


def test_rules_put_nothing_to_the_owner(job: Job) -> None:
    offer = Proposal(summary=(Piece("Managed 4711 people at Globex."),))
    found = sifted(job, offer, origin="computed")
    assert (found.edits, found.values, found.refused) == ([], {}, 1)


def test_a_rewrite_that_stands_for_another_bullet_is_refused(job: Job) -> None:
    about, other = proposals.bullet(job, 1), proposals.bullet(job, 3)
    moved = Suggestion("rewrite", about.address, about.home, about.mark, about.text, other.text)
    found = sifted(job, Proposal(suggestions=(moved,)))
    assert (found.edits, found.refused) == ([], 1)


def test_a_change_names_the_facts_it_rests_on_and_its_reason(job: Job) -> None:
    about = proposals.bullet(job)
    offered = Suggestion(
        "rewrite", about.address, about.home, about.mark, about.text,
        "Built custom editor tools in C++ that reduced level designer iteration time by 40%",
        reason="Tools in C++",
    )  # fmt: skip
    (edit,) = sifted(job, Proposal(suggestions=(offered,))).edits
    assert (edit.status, edit.reason) == ("proposed", "Tools in C++")
    assert about.address in [one["address"] for one in edit.evidence]
