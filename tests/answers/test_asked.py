"""Questions found in what was pasted, and in postings."""

from __future__ import annotations

import pytest

from tailoring.questions import slots
from tailoring.questions.asked import questions_in

FORM = """Application for Kitchen Porter

1. Why do you want to work here?
2) Notice period *
3. Describe a time you led a team. What was the result?
Salary expectation (EUR) *

Thank you for your interest.
"""
POSTING = """Are you a passionate cook? Do you love food? Then join us!
What you will do
- Cook, clean and order
Do you have the right to work in the UK?
Please answer the following questions in your application:
- What is your salary expectation?
- Tell us about a menu of yours.
"""


def test_a_pasted_form_gives_its_questions_in_order() -> None:
    assert questions_in(FORM) == [
        "Why do you want to work here?",
        "Notice period",
        "Describe a time you led a team. What was the result?",
        "Salary expectation (EUR)",
    ]


def test_a_single_line_is_a_question_whatever_it_looks_like() -> None:
    assert questions_in("  Availability ") == ["Availability"]


def test_of_a_posting_only_what_is_meant_for_the_application() -> None:
    assert questions_in(POSTING, posting=True) == [
        "Do you have the right to work in the UK?",
        "What is your salary expectation?",
        "Tell us about a menu of yours.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Bist du neugierig? Suchst du Abwechslung?",
        "Are you a remote worker looking for good compensation?",
        "Vous cherchez un nouveau défi ?",
        "¿Te gusta el marketing?",
        "Do you need a disability accommodation?",
    ],
)
def test_an_advertisement_asks_nothing(line: str) -> None:
    assert questions_in(line, posting=True) == []


def test_the_same_question_twice_is_one_and_there_is_an_end() -> None:
    assert questions_in("Why us?\nwhy us?\n") == ["Why us?"]
    assert len(questions_in("\n".join(f"{n}. Is {n} a number?" for n in range(99)))) == 30


def test_placeholders_are_filled_and_given_back() -> None:
    values = {"employer": "Acme", "jobTitle": "Cook"}
    text = "{{ jobTitle }} at {{employer}}, {{colour}}"
    filled = slots.fill(text, values)
    assert filled == "Cook at Acme, {{colour}}"
    assert slots.unknown(text) == ("colour",)
    assert slots.emptied(filled, values, like=text) == "{{jobTitle}} at {{employer}}, {{colour}}"
    assert slots.emptied("Acme", values, like="no names") == "Acme"
