from __future__ import annotations

from dataclasses import replace

import pytest

from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes import employers, letter, linking
from orchestrator.inbox.routes.applications import Applications
from orchestrator.inbox.routes.linking import Link
from orchestrator.inbox.routes.routing import Candidate, Known
from tests.inbox.letters import ACME, GLOBEX, JOBS, NOTION, job, mail


def linked(sent: Mail, *jobs: Candidate, known: Known | None = None) -> Link:
    return linking.link(
        letter.of(sent, own=frozenset()), jobs=Applications.of(jobs or JOBS), known=known or Known()
    )


def test_a_thread_is_worth_98() -> None:
    found = linked(mail("ada@unknown.example"), known=Known(threads=frozenset({GLOBEX.job_id})))
    assert (found.value, found.job_id) == (98, GLOBEX.job_id)


def test_a_rule_of_the_owner_is_worth_97() -> None:
    found = linked(mail("ada@gmail.com"), known=Known(senders=frozenset({GLOBEX.job_id})))
    assert (found.value, found.job_id) == (97, GLOBEX.job_id)


@pytest.mark.parametrize("text", ["Your reference: R-2231.", "See /jobs/4567890 for details."])
def test_an_id_of_the_job_is_worth_97(text: str) -> None:
    found = linked(mail("x@agency.example", text=text))
    assert (found.value, found.job_id) == (97, GLOBEX.job_id)


@pytest.mark.parametrize("text", ["R-22310", "XR-2231", "14567890", "no number"])
def test_a_part_of_another_id_is_none(text: str) -> None:
    assert linked(mail("x@agency.example", text=text)).value == 0


@pytest.mark.parametrize("reference", ["2231", "10115", "abc", ""])
def test_a_number_that_could_be_anything_is_no_reference(reference: str) -> None:
    one = job(9, "Initech", "Clerk", references=frozenset({reference}))
    assert linked(mail("x@agency.example", text=f"in {reference} Berlin"), one).value == 0


def test_the_employers_domain_is_worth_96() -> None:
    found = linked(mail("ada@mail.acme.example"))
    assert (found.value, found.job_id) == (96, ACME.job_id)


@pytest.mark.parametrize("sender", ["x@gmail.com", "x@greenhouse.io", "x@linkedin.com"])
def test_a_domain_many_share_is_no_employers(sender: str) -> None:
    shared = replace(ACME, domains=frozenset({sender.partition("@")[2]}))
    assert linked(mail(sender), shared).value == 0


@pytest.mark.parametrize(
    "sent",
    [
        mail("no-reply@greenhouse.io", sender_name="Globex Hiring Team"),
        mail("globex@myworkday.com"),
        mail("no-reply@globex.recruitee.com"),
        mail("no-reply@ashbyhq.com", subject="Your application at Globex"),
    ],
)
def test_an_ats_that_names_the_employer_is_worth_95(sent: Mail) -> None:
    found = linked(sent)
    assert found.job_id == GLOBEX.job_id
    assert max(one.value for one in found.signals) == 95


def test_employer_and_title_are_worth_95() -> None:
    found = linked(mail("x@agency.example", text="About Data Analyst at Globex:"))
    assert (found.value, found.job_id) == (95, GLOBEX.job_id)


def test_an_inexact_title_counts_from_90_percent() -> None:
    found = linked(mail("x@agency.example", text="Your application as Data Analysts at Globex"))
    assert found.value == 95


def test_the_employer_alone_is_worth_80() -> None:
    assert linked(mail("x@agency.example", text="Globex says hello.")).value == 80


def test_a_title_alone_is_worth_40() -> None:
    found = linked(mail("x@agency.example", text="A Data Analyst is wanted."))
    assert (found.value, found.job_id) == (40, GLOBEX.job_id)


def test_a_second_signal_from_elsewhere_adds_three() -> None:
    assert linked(mail("ada@acme.example", text="Acme Robotics writes.")).value == 99


OTHER = job(4, "Acme Robotics", "Data Engineer", domains=frozenset({"acme.example"}))


def test_two_applications_at_one_employer_are_both_offered() -> None:
    found = linked(mail("ada@acme.example"), ACME, OTHER)
    assert found.value == 65
    assert set(found.offered) == {ACME.job_id, OTHER.job_id}


def test_the_title_tells_two_applications_apart() -> None:
    found = linked(mail("ada@acme.example", text="Your application as Data Engineer"), ACME, OTHER)
    assert found.job_id == OTHER.job_id
    assert found.value >= 95


def test_a_thread_tells_two_applications_apart() -> None:
    known = Known(threads=frozenset({OTHER.job_id}))
    found = linked(mail("ada@acme.example"), ACME, OTHER, known=known)
    assert (found.job_id, found.offered) == (OTHER.job_id, (OTHER.job_id,))
    assert found.value >= 98


def test_signals_for_two_jobs_are_worth_90_at_most() -> None:
    known = Known(threads=frozenset({OTHER.job_id}))
    found = linked(mail("x@globex.example", text="Globex, Data Analyst"), *JOBS, OTHER, known=known)
    assert found.value == 90
    assert set(found.offered) == {OTHER.job_id, GLOBEX.job_id}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Backend Engineer", "Senior Backend Engineer at Globex"),
        ("Backend Engineer", "Backend Engineer II at Globex"),
        ("Senior Backend Engineer", "Backend Engineer at Globex"),
    ],
)
def test_another_level_is_another_title(title: str, text: str) -> None:
    assert linked(mail("x@agency.example", text=text), job(5, "Globex", title)).value == 80


def test_a_longer_title_does_not_name_the_shorter() -> None:
    short, long = job(5, "Globex", "Engineer Payments"), job(6, "Globex", "Engineer Payments Fraud")
    found = linked(mail("x@agency.example", text="Globex: Engineer Payments Fraud"), short, long)
    assert found.job_id == long.job_id
    assert not found.is_divided


@pytest.mark.parametrize("name", ["Notion", "Box", "SAP"])
def test_an_everyday_or_short_name_proves_nothing_in_running_text(name: str) -> None:
    text = f"A {name.lower()} of what we do"
    assert linked(mail("x@agency.example", text=text), job(5, name, "Clerk")).value == 0


@pytest.mark.parametrize(
    "sent",
    [
        mail("no-reply@greenhouse.io", sender_name="Notion"),
        mail("notion@myworkday.com"),
        mail("ada@notion.example"),
    ],
)
def test_an_everyday_name_counts_where_senders_stand(sent: Mail) -> None:
    assert linked(sent).job_id == NOTION.job_id


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Müller & Söhne GmbH", "bei Müller & Söhne"),
        ("Mueller Technik AG", "bei Müller Technik"),
        ("Acme Robotics Deutschland GmbH", "at Acme Robotics"),
        ("L'Étoile Santé SAS", "chez L’Étoile Santé"),
    ],
)
def test_names_are_found_without_their_legal_form(name: str, text: str) -> None:
    assert linked(mail("x@agency.example", text=text), job(5, name, "Clerk")).value == 80


def test_a_name_inside_a_longer_one_does_not_count() -> None:
    short, long = job(5, "Hooli", "Clerk"), job(6, "Hooli Energy", "Clerk")
    found = linked(mail("x@agency.example", text="News of Hooli Energy"), short, long)
    assert found.offered == (long.job_id,)


def test_a_name_inside_a_word_does_not_count() -> None:
    assert linked(mail("x@agency.example", text="Globexes and unglobex")).value == 0


@pytest.mark.parametrize("sender", ["globex@gmail.com", "hr@globex-careers.example"])
def test_a_sender_that_only_calls_itself_so_is_never_sure(sender: str) -> None:
    known_home = replace(GLOBEX, domains=frozenset({"globex.example"}))
    sent = mail(sender, sender_name="Globex", text="Data Analyst at Globex")
    found = linked(sent, known_home)
    assert (found.job_id, found.value) == (GLOBEX.job_id, 90)


def test_a_display_name_counts_for_nothing_in_free_mail() -> None:
    assert linked(mail("jane@gmail.com", sender_name="Globex")).value == 0


def test_of_equals_the_open_one_comes_first() -> None:
    closed = replace(ACME, job_id=OTHER.job_id, state="closed")
    assert linked(mail("ada@acme.example"), closed, ACME).job_id == ACME.job_id


def test_nothing_is_linked_without_candidates() -> None:
    assert (
        linking.link(letter.of(mail(), own=frozenset()), jobs=Applications.of(()), known=Known())
        == Link()
    )


def test_a_name_of_nothing_is_no_name() -> None:
    assert employers.name_of("GmbH") is not None
    assert employers.name_of("—") is None
