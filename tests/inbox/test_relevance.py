from __future__ import annotations

import pytest

from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes.router import Known, glance
from tests.inbox.letters import ACME, ADA, INVITED, JOBS, REFUSED, mail, routed

LIST = {"list-unsubscribe": "<https://acme.example/u>"}
OWN = Known(own=frozenset({ADA}))


@pytest.mark.parametrize(
    "sent",
    [
        mail("alerts@stepstone.de", "5 new jobs for you", "Data Analyst, Globex", marks=LIST),
        mail("jobs@acme.example", "Your weekly job alert", "Backend Engineer", marks=LIST),
        mail("news@acme.example", "Newsletter", "See all jobs. Acme is hiring.", marks=LIST),
        mail("x@linkedin.com", "Globex is hiring", "Recommended jobs: Data Analyst"),
        mail("x@linkedin.com", "Jobs for you", "New jobs: /jobs/4567890 Data Analyst, Globex"),
        mail("jobagent@acme.example", "Neue Jobs für Sie", "Stellen", marks={"precedence": "bulk"}),
        mail("x@acme.example", "Nouvelles offres pour vous", "Postes", marks={"list-id": "a"}),
        mail("x@acme.example", "Nuevas ofertas para ti", "Empleos", marks={"list-id": "a"}),
    ],
)
def test_alerts_and_newsletters_are_irrelevant_whomever_they_name(sent: Mail) -> None:
    assert routed(sent).decision == "ignored"


def test_a_refusal_below_which_jobs_are_advertised_is_still_one() -> None:
    found = routed(mail(text=f"{REFUSED}\nSee all jobs. Manage your job alerts.", marks=LIST))
    assert (found.decision, found.target) == ("auto_linked", "rejected")


@pytest.mark.parametrize(
    ("subject", "marks"),
    [
        ("Out of office: your application", {}),
        ("Automatic reply: interview", {}),
        ("Abwesenheitsnotiz", {}),
        ("Réponse automatique", {}),
        ("Respuesta automática", {}),
        ("Re: interview", {"auto-submitted": "auto-replied"}),
    ],
)
def test_answers_of_machines_change_nothing(subject: str, marks: dict[str, str]) -> None:
    found = routed(mail(subject=subject, text=f"I am away. {INVITED}", marks=marks))
    assert (found.target, found.rule_id) == ("no_change", "auto-reply")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Lunch", "Are you coming?"),
        ("Your order 4711", "Your order has shipped."),
        ("Your password was changed", "Was it you?"),
        ("", ""),
    ],
)
def test_of_mail_without_a_sign_nothing_is_kept(subject: str, text: str) -> None:
    sent = mail("jane@shop.example", subject, text)
    assert routed(sent).decision == "unseen"
    assert not glance(sent, candidates=JOBS, known=Known())


def test_an_order_from_an_employer_that_is_a_shop_is_ignored() -> None:
    assert routed(mail("shop@acme.example", "Your order", "It has shipped.")).decision == "ignored"


def test_two_words_of_hiring_make_an_orphan() -> None:
    found = routed(mail("x@agency.example", "Hello", "We have a vacancy, send us your resume."))
    assert (found.decision, found.job_id, found.offered) == ("pending_user", None, ())


def test_one_word_of_hiring_is_too_little() -> None:
    assert routed(mail("x@agency.example", "Hello", "Nice resume.")).decision == "ignored"


def test_a_mail_of_an_ats_is_relevant_whatever_it_says() -> None:
    assert routed(mail("x@greenhouse.io", "Hello", "Good day.")).decision == "pending_user"


def test_a_recruiter_who_asks_for_interest_links_nothing() -> None:
    sent = mail("x@acme.example", "Hello", "I came across your profile. Open to a new role?")
    assert (routed(sent).decision, routed(sent).job_id) == ("pending_user", None)


def test_what_the_owner_wrote_is_no_news() -> None:
    sent = mail(ADA, "My application", "I withdraw my application at Globex.")
    assert routed(sent, known=OWN).decision == "ignored"


@pytest.mark.parametrize(
    "head",
    [
        mail("x@acme.example", "Hello"),
        mail("x@lever.co", "Hello"),
        mail("careers@unknown.example", "Hello"),
        mail("x@unknown.example", "Your application"),
        mail("x@unknown.example", "News from Globex"),
        mail("x@unknown.example", "Ihre Bewerbung"),
        mail("x@unknown.example", "Votre candidature"),
        mail("x@unknown.example", "Tu candidatura"),
    ],
)
def test_a_head_with_a_sign_is_worth_the_text(head: Mail) -> None:
    assert glance(head, candidates=JOBS, known=Known())


def test_a_thread_and_a_forward_are_worth_the_text() -> None:
    head = mail("x@unknown.example", "Hello")
    assert glance(head, candidates=JOBS, known=Known(threads=frozenset({ACME.job_id})))
    assert glance(mail(ADA, "Fwd: Hello"), candidates=JOBS, known=OWN)
