"""People of an application: kept, brought back, and offered when a posting or a mail names them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid
from orchestrator.models import InboundMessage, Job, User
from orchestrator.tracking import contacts
from tests import make

pytestmark = pytest.mark.django_db


def wrote(job: Job, address: str, name: str = "") -> None:
    InboundMessage.objects.create(
        owner=job.owner, job=job, provider="imap", key=address.ljust(64, "0")[:64],
        sender_address=address, sender_name=name, received_at=timezone.now(), status="auto_linked",
    )  # fmt: skip


def test_a_change_is_told_once_and_equal_values_tell_nothing(ada: User) -> None:
    job = make.job(ada)
    made = contacts.add(job, {"name": "Mx Lee"}, actor="user")
    contacts.change(made, {"name": "Mx Lee"}, actor="user")
    contacts.change(made, {"name": "Mx Lee-Ray"}, actor="user")
    told = job.events.filter(kind=contacts.CHANGED).order_by("seq")
    assert [one.data["change"] for one in told] == ["added", "edited"]
    assert not {"Mx Lee", "Mx Lee-Ray"} & {
        str(value) for one in told for value in one.data.values()
    }


def test_one_that_was_deleted_comes_back_as_it_was(ada: User) -> None:
    job = make.job(ada)
    made = contacts.add(job, {"name": "Mx Lee", "phone": "1"}, actor="user")
    contacts.remove(made, actor="user")
    contacts.remove(made, actor="user")
    assert not contacts.of(job).exists()
    assert contacts.restore(made, actor="user").phone == "1"
    assert job.events.filter(kind=contacts.CHANGED).count() == 3


def test_a_hundred_are_enough(ada: User) -> None:
    job = make.job(ada)
    for number in range(contacts.MOST):
        contacts.add(job, {"name": str(number)}, actor="user")
    with pytest.raises(Invalid):
        contacts.add(job, {"name": "one more"}, actor="user")
    assert contacts.of(job).count() == contacts.MOST


def test_people_in_the_posting_and_in_mails_are_offered(ada: User) -> None:
    job = make.job(ada, status="applied", extras={"emails": "jobs@acme.example, Lee@acme.example"})
    wrote(job, "lee@acme.example", "Mx Lee")
    wrote(job, "ray@acme.example", "Mx Ray")
    wrote(job, "no-reply@acme.example", "Acme")
    wrote(job, "notifications@ats.example", "Acme")
    found = [(one.name, one.address, one.source) for one in contacts.suggested(job)]
    assert found == [
        ("", "jobs@acme.example", "posting"),
        ("", "Lee@acme.example", "posting"),
        ("Mx Ray", "ray@acme.example", "mail"),
    ]
    contacts.add(job, {"name": "Mx Ray", "address": "RAY@acme.example"}, actor="user")
    assert [one.address for one in contacts.suggested(job)] == [
        "jobs@acme.example", "Lee@acme.example",
    ]  # fmt: skip
