"""Which jobs a mail may be about, and what is known about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orchestrator.inbox import candidates, homes
from orchestrator.inbox.acquaintance import Acquaintance
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Mail
from orchestrator.models import Job, SenderRule, User
from orchestrator.tracking import stages
from tests import make

pytestmark = pytest.mark.django_db


def applied(owner: User, **fields: Any) -> Job:
    job = make.job(owner, status="ready", **fields)
    return stages.apply(job, actor="user")


def test_open_and_ready_jobs_are_offered_with_where_they_stand(ada: User, ben: User) -> None:
    sent, ready = applied(ada), make.job(ada, status="ready")
    stages.log(sent, "assessment", actor="user")
    make.job(ada)
    make.job(ada, status="skipped")
    applied(ben)
    found = {one.job_id: one for one in candidates.of(ada)}
    assert {pk: (one.state, one.stage) for pk, one in found.items()} == {
        sent.pk: ("open", "assessment"),
        ready.pk: ("ready", "ready"),
    }
    assert found[sent.pk].applied_at == Job.objects.get(pk=sent.pk).applied_at


@pytest.mark.parametrize(("days", "states"), [(179, ["closed"]), (181, [])])
def test_closed_ones_are_offered_for_half_a_year(ada: User, days: int, states: list[str]) -> None:
    ago = timezone.now() - timedelta(days=days)
    job = applied(ada)
    job.stages.update(occurred_at=ago - timedelta(days=20))
    stages.log(job, "closed", actor="user", outcome="rejected", occurred_at=ago)
    assert [one.state for one in candidates.of(ada)] == states


def test_rows_of_one_job_are_one_candidate_with_the_addresses_of_all(ada: User) -> None:
    ready = make.job(ada, status="ready", application_link="https://acme.example.com/apply")
    sent = applied(ada, employer_url="https://www.acme.co.uk", source_job_id="acme/4711")
    Job.objects.filter(pk=sent.pk).update(primary=ready)
    seen = make.job(ada, source_job_id="R-2042", source="lever")
    Job.objects.filter(pk=seen.pk).update(primary=ready)
    (found,) = candidates.of(ada)
    assert (found.job_id, found.state) == (sent.pk, "open")
    assert found.domains == {"acme.co.uk", "example.com"}
    assert found.references == {"4711", "R-2042"}


def test_two_queries_give_them_all(ada: User, django_assert_num_queries: Any) -> None:
    for _ in range(5):
        applied(ada)
    with django_assert_num_queries(2):
        assert len(candidates.of(ada)) == 5


def test_addresses_that_many_employers_share_name_none() -> None:
    shared = [
        "https://boards.greenhouse.io/acme", "https://www.linkedin.com/company/acme", None,
        "https://remoteok.com/jobs/1", "acme@gmail.com", "http://10.0.0.1/", "http://[x",
    ]  # fmt: skip
    assert homes.domains(shared) == set()
    assert homes.domains(["careers.acme.co.uk/apply"]) == {"acme.co.uk"}


@pytest.mark.parametrize(
    ("address", "employer", "found"),
    [
        ("https://careers.acme.com/1", "Acme GmbH", {"acme.com"}),
        ("https://globex-corp.com/1", "Globex Corp", {"globex-corp.com"}),
        ("https://jobs.example.org/1", "Acme", set()),
    ],
)
def test_the_postings_own_domain_counts_when_it_is_called_like_the_employer(
    address: str, employer: str, found: set[str]
) -> None:
    assert homes.named(address, employer=employer) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [("acme/4711", {"4711"}), ("R-2042", {"R-2042"}), ("12", set()), (None, set()),
     ("a-job", set()), ("https://x.example/" + "1" * 70, set())],
)  # fmt: skip
def test_the_number_a_mail_would_quote(number: str | None, found: set[str]) -> None:
    assert homes.numbers(number) == found


def test_a_mail_that_answers_a_linked_one_or_shares_its_thread_is_known(ada: User) -> None:
    job, other = applied(ada), applied(ada)
    first = Mail(message_id="one@acme.example")
    make.mail(ada, key=mime.key(first), job=job, status="auto_linked")
    make.mail(ada, external_thread_id="t7", job=other, status="manual_linked")
    make.mail(ada, external_thread_id="t7", suggested=job)
    answer = Mail(message_id="two@acme.example", references=("one@acme.example", "x@y"))
    assert candidates.known(ada, answer).threads == {job.pk}
    assert candidates.known(ada, answer, "t7").threads == {job.pk, other.pk}
    assert candidates.known(ada, first).threads == set()


def test_a_batch_costs_one_query_and_learns(ada: User, django_assert_num_queries: Any) -> None:
    job = applied(ada)
    met = Acquaintance(ada)
    assert met.own == set()
    mails = [(Mail(message_id=f"{n}@x", references=("a@x",)), f"t{n}") for n in range(50)]
    with django_assert_num_queries(1):
        met.look_up(mails)
    met.known(*mails[0])
    linked = make.mail(ada, key=mime.key(Mail(message_id="a@x")), job=job, status="auto_linked")
    with django_assert_num_queries(0):
        assert met.known(*mails[3]).threads == set()
        met.learn(linked)
        assert met.known(*mails[3]).threads == {job.pk}


def test_senders_and_own_addresses_are_the_owners(ada: User, ben: User) -> None:
    job = applied(ada)
    SenderRule.objects.create(owner=ada, address="hr@acme.example", job=job)
    SenderRule.objects.create(owner=ben, address="jobs@acme.example", job=applied(ben))
    make.mailbox(ada, address="Ada@Mail.example")
    make.mailbox(ben, address="ben@mail.example")
    make.resume(ada, basics={"name": "Ada", "email": "ada@resume.example"})
    found = candidates.known(ada, Mail(sender_address="hr@acme.example"))
    assert found.senders == {job.pk}
    assert found.own == {"ada@mail.example", "ada@resume.example"}
    assert candidates.known(ada, Mail(sender_address="jobs@acme.example")).senders == set()
