from __future__ import annotations

import re

import pytest

from orchestrator.inbox.routes import classify, phrases, sentences
from orchestrator.inbox.routes.phrase_patterns import BadPattern, compile_pattern
from orchestrator.inbox.routes.phrases import LANGUAGES, Rule
from orchestrator.inbox.routes.wording import words

TABLES = phrases.load().tables
RULES = [rule for table in TABLES.values() for rule in table.rules]
NAMES = [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_fires_on_what_it_is_for(rule: Rule) -> None:
    assert [one for one in rule.yes if rule.id not in classify.fired(sentences.split(one))] == []


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_is_silent_on_what_only_looks_like_it(rule: Rule) -> None:
    assert [one for one in rule.no if rule.id in classify.fired(sentences.split(one))] == []


def test_each_rule_has_two_examples_of_each_kind() -> None:
    assert [rule.id for rule in RULES if len(rule.yes) < 2 or len(rule.no) < 2] == []


def test_ids_are_unique_and_tell_the_language() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert [rule.id for rule in RULES if not rule.id.startswith(f"{rule.language}-")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_knows_each_kind_of_news(language: str) -> None:
    targets = {rule.target for rule in TABLES[language].rules}
    assert targets >= {"applied", "rejected", "closed", "withdrawn", "offer", "assessment"}
    assert {"interview", "no_change"} <= targets
    assert {one.target for one in TABLES[language].details} == set(classify.INTERVIEWS)


def test_rule_ids_fit_where_they_are_stored() -> None:
    longest = max(len(one.id) for table in TABLES.values() for one in table.details)
    assert max(map(len, NAMES)) + 1 + longest <= 60


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("we (have|had)? decided", "We decided."),
        ("we (have|had)? decided", "We've decided."),
        ("decid~ against", "deciding against"),
        ("invite * interview", "invite you to an interview"),
        ("nicht für Sie", "nicht fuer Sie"),
        ("follow-up", "a follow up"),
        ("can not", "We can’t say."),
    ],
)
def test_a_phrase_matches(phrase: str, text: str) -> None:
    pattern = compile_pattern(phrase)
    assert pattern.search(words(text))
    assert all(f" {word} " not in words("nothing of it") for word in pattern.anchors)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("we decided", "We undecided"),
        ("invite * interview", "invite you all to a very long interview"),
        ("role", "roles"),
    ],
)
def test_a_phrase_does_not_match(phrase: str, text: str) -> None:
    assert compile_pattern(phrase).search(words(text)) is None


@pytest.mark.parametrize(
    "phrase", ["a | b", "(a|b", "(a?|b) c", "a * b * c * d", "a.b", "", "(a b)~"]
)
def test_a_phrase_that_does_not_follow_the_language_is_refused(phrase: str) -> None:
    with pytest.raises(BadPattern):
        compile_pattern(phrase)


def test_every_phrase_can_be_looked_for() -> None:
    news = [one for rule in RULES for one in (*rule.any, *rule.subject, *rule.requires)]
    context = [one for rule in RULES for one in (*rule.mail_requires, *rule.mail_forbids)]
    every = [*news, *context, *(one for rule in RULES for one in rule.forbids)]
    assert [one.source for one in every if one.regex.groups] == []


def test_no_expression_repeats_without_bounds() -> None:
    sources = [
        one.expression
        for rule in RULES
        for one in (*rule.any, *rule.subject, *rule.requires, *rule.forbids)
    ]
    assert [one for one in sources if re.search(r"\)[*+]|\)\{\d+,\}", one)] == []
