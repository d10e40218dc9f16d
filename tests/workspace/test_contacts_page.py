"""The Contacts tab."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Contact, User
from orchestrator.tracking import contacts
from tests import make

pytestmark = pytest.mark.django_db


def test_somebody_is_added_changed_deleted_and_brought_back(client: Client, ada: User) -> None:
    job = make.job(ada)
    here = f"/job/{job.pk}/contacts"
    client.post(here, {"name": "Mx <Lee>", "address": "lee@acme.example", "phone": "+44 1"})
    row = job.contacts.get()
    assert "Mx &lt;Lee&gt;" in client.get(here).content.decode()
    client.post(f"{here}/{row.pk}", {"name": "Mx Lee", "role": "Recruiter"})
    row.refresh_from_db()
    assert (row.name, row.role, row.address) == ("Mx Lee", "Recruiter", "")
    client.post(f"{here}/{row.pk}/remove")
    assert not contacts.of(job).exists()
    client.post(f"{here}/{row.pk}/restore")
    assert contacts.of(job).count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Give the contact a name."),
        ({"name": "Lee", "address": "nobody"}, "Give an e-mail address"),
        ({"name": "Lee", "link": "javascript:alert(1)"}, "Give an address with https://."),
        ({"name": "L" * 201}, "200"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(
    client: Client, ada: User, sent: dict[str, str], said: str
) -> None:
    job = make.job(ada)
    answer = client.post(f"/job/{job.pk}/contacts", {**sent, "notes": "Rang on Monday"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Rang on Monday" in answer.content.decode()
    assert not job.contacts.exists()


def test_who_is_named_in_the_posting_can_be_added_at_once(client: Client, ada: User) -> None:
    job = make.job(ada, extras={"emails": "jobs@acme.example"})
    here = f"/job/{job.pk}/contacts"
    assert "named in the posting" in client.get(here).content.decode()
    client.post(here, {"name": "jobs@acme.example", "address": "jobs@acme.example",
                       "source": "posting"})  # fmt: skip
    assert job.contacts.get().source == "posting"
    assert "Could be added" not in client.get(here).content.decode()


def test_contacts_of_others_are_not_there(client: Client, ada: User, ben: User) -> None:
    theirs = Contact.objects.create(job=make.job(ben), name="Mx Ray")
    assert client.get(f"/job/{theirs.job_id}/contacts").status_code == 404
    assert client.post(f"/job/{make.job(ada).pk}/contacts/{theirs.pk}/remove").status_code == 404
    assert Contact.objects.get().removed_at is None
