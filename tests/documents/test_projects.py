from __future__ import annotations

import pytest

from tailoring.projects import Choice, Project, Rules, catalogue, choose, normalise
from tests.documents.places import load

SHOP, CHART, GAME, BOT = (
    Project("shop", "Shop"),
    Project("chart", "Chart"),
    Project("game", "Game", visible=False),
    Project("bot", "Bot", visible=False),
)
ALL = (SHOP, CHART, GAME, BOT)


def _choose(
    *, rules: Rules | None = None, ranking: tuple[str, ...] = (), current: list[str] | None = None,
    by_owner: bool = False,
) -> Choice:  # fmt: skip
    return choose(ALL, rules=rules, current=current, current_by_owner=by_owner, ranking=ranking)


def test_the_catalogue_holds_hidden_projects_and_those_of_custom_sections() -> None:
    raw = load("reactive_resume_5_2.json")
    raw["sections"]["projects"]["items"][0]["hidden"] = True
    raw["customSections"].append(
        {"id": "c", "type": "projects", "hidden": True, "items": [{"id": "x", "name": "Atlas"}]}
    )
    found = catalogue(raw)
    assert [project.visible for project in found] == [False, True, True, False]
    assert (found[3].id, found[3].name) == ("x", "Atlas")
    assert found[0].text.startswith("Solo developer")
    assert found[0].period == "2023 - Present"


def test_a_resume_without_projects_has_an_empty_catalogue_and_choice() -> None:
    assert catalogue(load("without_projects.json")) == ()
    assert choose((), rules=None, current=None, current_by_owner=False, ranking=()).ids == ()


def test_without_rules_the_visible_ones_are_locked_and_three_is_the_limit() -> None:
    assert normalise(None, ALL) == Rules(3, ("shop", "chart"), ("game", "bot"))
    assert normalise(None, ALL[:1]) == Rules(1, ("shop",), ())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Rules(1, ("shop", "chart"), ("game",)), Rules(2, ("shop", "chart"), ("game",))),
        (Rules(100, ("gone",), ("bot", "gone")), Rules(4, (), ("bot",))),
        (Rules(2, ("game",), ("game", "shop")), Rules(2, ("game",), ("shop",))),
        (Rules(0, (), ("shop",)), Rules(0, (), ("shop",))),
    ],
)
def test_rules_are_brought_into_line_with_the_projects(given: Rules, expected: Rules) -> None:
    assert normalise(given, ALL) == expected


def test_the_locked_come_first_and_the_best_of_the_rest_fill_up_in_base_order() -> None:
    rules = Rules(2, ("chart",), ("shop", "game", "bot"))
    assert _choose(rules=rules, ranking=("bot", "shop")).ids == ("chart", "bot")
    assert _choose(rules=rules, ranking=("shop",)).ids == ("shop", "chart")


def test_without_a_ranking_base_order_decides() -> None:
    assert _choose(rules=Rules(2, (), ("game", "shop", "bot"))).ids == ("shop", "game")


def test_ranked_ids_outside_the_pool_are_ignored() -> None:
    rules = Rules(1, (), ("game",))
    assert _choose(rules=rules, ranking=("invented", "shop", "game")).ids == ("game",)


def test_the_owners_choice_is_never_replaced() -> None:
    rules = Rules(3, ("shop",), ("chart",))
    choice = _choose(rules=rules, ranking=("chart",), current=["bot", "game"], by_owner=True)
    assert choice.ids == ("game", "bot")
    assert {each.by for each in choice.trace} == {"owner"}


def test_the_owner_may_choose_none() -> None:
    assert _choose(current=[], by_owner=True).ids == ()


def test_a_choice_of_the_system_is_made_anew() -> None:
    rules = Rules(1, (), ("shop", "game"))
    assert _choose(rules=rules, ranking=("game",), current=["shop"]).ids == ("game",)


def test_ids_that_are_gone_are_dropped_and_named() -> None:
    choice = _choose(current=["shop", "gone", "gone"], by_owner=True)
    assert choice.ids == ("shop",)
    assert [each.id for each in choice.trace if each.reason == "gone"] == ["gone"]


def test_the_trace_says_by_whom_and_why() -> None:
    choice = choose(
        ALL,
        rules=Rules(2, ("shop",), ("game", "bot")),
        current=None,
        current_by_owner=False,
        ranking=("bot", "game"),
        requirements={"bot": "Python"},
    )
    told = [(each.id, each.taken, each.by, each.reason, each.rank) for each in choice.trace]
    assert told == [
        ("shop", True, "rules", "locked", None),
        ("chart", False, "rules", "not_offered", None),
        ("game", False, "ranking", "over_limit", 2),
        ("bot", True, "ranking", "ranked", 1),
    ]
    assert choice.trace[3].requirement == "Python"
    assert len(choice.ids) == sum(each.taken for each in choice.trace)
