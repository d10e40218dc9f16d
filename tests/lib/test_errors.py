from __future__ import annotations

import pytest

from jobops.lib.errors import Problem


class Late(Problem):
    SENTENCES = {"late": "It came too late.", "lost": "It is lost."}
    PERMANENT = frozenset({"lost"})


def test_a_problem_has_a_sentence_for_its_kind() -> None:
    problem = Late("late", minutes=5)
    assert (problem.sentence, problem.permanent) == ("It came too late.", False)
    assert problem.details == {"minutes": 5}
    assert Late("lost").permanent


def test_it_refuses_an_unknown_kind() -> None:
    with pytest.raises(LookupError, match="Late has no kind 'early'"):
        Late("early")
