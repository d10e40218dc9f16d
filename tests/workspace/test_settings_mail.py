"""Texts of mail that were kept can be forgotten all at once."""

from __future__ import annotations

from django.test import Client

from orchestrator import preferences
from orchestrator.models import InboundMessage, User
from tests import make


def test_all_texts_are_deleted_and_only_the_owners(ada: User, ben: User, client: Client) -> None:
    assert "Texts that are kept" not in client.get("/settings/mail").content.decode()
    for owner in (ada, ada, ben):
        sealed = preferences.box().seal("Dear Ada")
        make.mail(owner, job=make.job(owner), status="manual_linked", body=sealed)
    assert "2 texts of linked mails" in client.get("/settings/mail").content.decode()
    answer = client.post("/settings/mail/texts/delete", follow=True)
    assert "2 texts deleted" in answer.content.decode()
    assert "Texts that are kept" not in answer.content.decode()
    assert InboundMessage.objects.exclude(body=None).get().owner == ben
    assert InboundMessage.objects.filter(owner=ada).count() == 2
