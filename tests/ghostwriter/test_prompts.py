from __future__ import annotations

import pytest
from django.http import Http404

from jobops.lib.errors import Invalid
from orchestrator.models import User
from tailoring.ghostwriter import prompts_kept
from tailoring.ghostwriter.prompts_builtin import BUILT_IN
from tests import make


def names(owner: User) -> list[str]:
    return [one.name for one in prompts_kept.of(owner)]


def test_everybody_begins_with_five(ada: User) -> None:
    assert [one.key for one in prompts_kept.of(ada)] == list(BUILT_IN)
    assert all(one.is_builtin and not one.changed for one in prompts_kept.of(ada))


@pytest.mark.parametrize("key", BUILT_IN)
def test_a_built_in_prompt_names_role_and_employer(ada: User, key: str) -> None:
    job = make.job(ada, title="Cook", employer="Ferry Inn")
    said = prompts_kept.filled(BUILT_IN[key].body, job)
    assert "Cook" in said
    assert "Ferry Inn" in said
    assert "{{" not in said


def test_what_is_filled_in_is_not_filled_again(ada: User) -> None:
    job = make.job(ada, title="{{employer}}", employer="Ferry Inn")
    assert prompts_kept.filled("{{ jobTitle }}, {{unknown}}", job) == "{{employer}}, {{unknown}}"


def test_a_saved_prompt_comes_last_and_can_be_changed(ada: User, ben: User) -> None:
    kept = prompts_kept.save(ada, name="  My\n own ", body=" Say hello. ")
    assert (kept.name, kept.body) == ("My own", "Say hello.")
    assert names(ada)[-1] == "My own"
    changed = prompts_kept.save(ada, key=kept.key, name="Mine", body="Say less.")
    assert (changed.key, changed.position) == (kept.key, kept.position)
    assert "Mine" not in names(ben)
    with pytest.raises(Http404):
        prompts_kept.save(ben, key=kept.key, name="His", body="x")


@pytest.mark.parametrize(
    ("name", "body"), [("", "x"), ("x" * 81, "x"), ("x", " \n"), ("x", "x" * 4001)]
)
def test_lengths_are_kept_to(ada: User, name: str, body: str) -> None:
    with pytest.raises(Invalid):
        prompts_kept.save(ada, name=name, body=body)


def test_there_are_fifty_at_most(ada: User) -> None:
    for number in range(prompts_kept.MOST):
        prompts_kept.save(ada, name=f"Number {number}", body="x")
    with pytest.raises(Invalid):
        prompts_kept.save(ada, name="One more", body="x")
    assert len(prompts_kept.of(ada)) == 55


def test_a_removed_prompt_comes_back_where_it_was(ada: User) -> None:
    first = prompts_kept.save(ada, name="First", body="one")
    prompts_kept.save(ada, name="Second", body="two")
    gone = prompts_kept.remove(ada, first.key)
    assert names(ada)[-1] == "Second"
    prompts_kept.put_back(ada, gone)
    assert names(ada)[-2:] == ["First", "Second"]


def test_a_built_in_prompt_is_changed_hidden_and_restored(ada: User) -> None:
    prompts_kept.save(ada, key="outreach", name="Say hello", body="Shorter.")
    assert [one.changed for one in prompts_kept.of(ada)] == [False, True, False, False, False]
    gone = prompts_kept.remove(ada, "outreach")
    assert names(ada) == ["Cover letter", "Interview questions", "Why me", "Follow-up"]
    assert [one.name for one in prompts_kept.hidden(ada)] == ["Outreach"]
    prompts_kept.put_back(ada, gone)
    assert names(ada)[1] == "Say hello"
    assert prompts_kept.restore(ada, "outreach") == 1
    assert names(ada)[1] == "Outreach"


def test_the_owner_chooses_the_order(ada: User) -> None:
    mine = prompts_kept.save(ada, name="Mine", body="x")
    found = prompts_kept.order(ada, [mine.key, "why_me", "nothing"])
    assert [one.name for one in found[:3]] == ["Mine", "Why me", "Cover letter"]
    assert not any(one.changed for one in found)
    assert [one.name for one in prompts_kept.of(ada)] == [one.name for one in found]
