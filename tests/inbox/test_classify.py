from __future__ import annotations

import pytest

from orchestrator.inbox.routes import classify, sentences
from orchestrator.inbox.routes.classify import Verdict


def verdict(text: str, subject: str = "") -> Verdict:
    return classify.classify(sentences.split(text), subject=subject)


@pytest.mark.parametrize(
    "text",
    [
        "Unfortunately we must reschedule our interview on Tuesday.",
        "Unfortunately I am out this week, let us speak on Monday.",
        "Leider muss ich unser Gespräch verschieben.",
        "Leider haben wir Ihre Anlage nicht öffnen können.",
        "Malheureusement, je dois décaler notre entretien.",
        "Malheureusement la pièce jointe est vide.",
        "Lamentablemente tengo que aplazar la entrevista.",
        "Lamentablemente el enlace no funciona.",
    ],
)
def test_words_of_regret_alone_refuse_nobody(text: str) -> None:
    assert verdict(text).target == "no_change"


@pytest.mark.parametrize(
    "text",
    [
        "We have not yet decided who to move forward with.",
        "If you are selected you will be invited to an interview.",
        "Should we decide not to move forward with your application, we will tell you.",
        "Successful candidates will be invited to an interview and a coding challenge.",
        "Our process usually includes a coding test and a technical interview.",
        "Wenn Ihre Unterlagen uns überzeugen, laden wir Sie zu einem Gespräch ein.",
        "Geeignete Bewerber laden wir zu einem Vorstellungsgespräch ein.",
        "Si votre profil correspond, nous vous inviterons à un entretien.",
        "Les candidats retenus seront invités à un entretien.",
        "Si tu perfil encaja, te invitaremos a una entrevista.",
        "Los candidatos seleccionados serán invitados a una entrevista.",
    ],
)
def test_conditions_and_procedures_are_no_news(text: str) -> None:
    assert verdict(text).target in ("no_change", "applied")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("We would like to invite you to a phone screen with our recruiter.", "recruiter_screen"),
        ("We would like to invite you to an interview.", "hiring_manager_screen"),
        ("We would like to invite you to a technical interview.", "technical_interview"),
        ("We would like to invite you to the final interview.", "onsite"),
        (
            "We invite you to an interview. It will be with two of our engineers.",
            "technical_interview",
        ),
        ("Wir laden Sie zu einem Telefoninterview ein.", "recruiter_screen"),
        (
            "Wir laden Sie zu einem Gespräch mit der Abteilungsleiterin ein.",
            "hiring_manager_screen",
        ),
        ("Nous vous invitons à un entretien technique.", "technical_interview"),
        ("Te invitamos a la entrevista final.", "onsite"),
    ],
)
def test_an_interview_is_of_the_kind_the_mail_names(text: str, target: str) -> None:
    assert verdict(text).target == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("The position has been cancelled.", "closed"),
        ("The position has been filled.", "rejected"),
        ("The position has been put on hold.", "no_change"),
        ("Your application has been withdrawn as you asked.", "withdrawn"),
    ],
)
def test_a_job_that_is_gone_is_not_a_person_who_left(text: str, target: str) -> None:
    assert verdict(text).target == target


def test_thanks_for_applying_do_not_soften_a_refusal() -> None:
    found = verdict("Thank you for applying. We have chosen another candidate for this role.")
    assert (found.target, found.value, found.others) == ("rejected", 97, ())


def test_two_targets_in_one_mail_cap_the_value() -> None:
    found = verdict(
        "We have decided not to move forward with your application. "
        "We would like to invite you to a technical interview for another role."
    )
    assert found.value == classify.DIVIDED
    assert found.others


def test_the_sentence_that_decided_is_told_as_it_was_written() -> None:
    found = verdict("Dear Ada,\n\nWe’ve decided NOT to move forward with your application.\nBest")
    assert found.sentence == "We’ve decided NOT to move forward with your application."
    assert found.rule_id == "en-reject-not-forward"
    assert found.language == "en"


def test_a_subject_speaks_for_itself() -> None:
    assert verdict("Please see below.", subject="Offer letter").target == "offer"


def test_a_repeated_subject_is_no_news() -> None:
    said = ["Thank you, see you then."]
    assert classify.classify(said, context="Interview invitation").value == 0


def test_nothing_said_is_no_change_of_no_value() -> None:
    assert verdict("Hello.") == Verdict()
