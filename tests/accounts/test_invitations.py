"""Invitations: a link that works once, for seven days, and tells nobody anything."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from jobops.lib.redaction import scrub
from orchestrator.accounts import invitations
from orchestrator.accounts.invitations import InvitationError
from orchestrator.models import AccountEvent, Invitation, User
from tests.accounts.doors import signed_in
from tests.api.calls import data, error, get, post, send
from tests.worker.harness import REAL_ROWS

pytestmark = pytest.mark.django_db
GIVEN = {"username": "grace", "display_name": "Grace", "password": "battery staple"}


@pytest.fixture
def link(account: User) -> str:
    return invitations.make(account, note="Grace")[1]


def plain(client: Client, link: str) -> str:
    """The page of a link that does not work; the same words for every cause."""
    answer = client.get(link)
    assert answer.status_code == 404
    main = html.fromstring(answer.content).xpath("//main")[0]
    return " ".join(main.text_content().split())


def test_an_invited_person_has_an_empty_workspace_of_their_own(
    client: Client, link: str, account: User
) -> None:
    assert "Ada" not in client.get(link).content.decode()
    answer = client.post(link, GIVEN)
    assert (answer.status_code, answer["Location"]) == (303, "/onboarding")
    grace = User.objects.get(username="grace")
    assert (grace.is_staff, grace.is_superuser, grace.is_active) == (False, False, True)
    assert data(get(client, "/auth/me"))["user"]["displayName"] == "Grace"
    assert data(get(client, "/jobs"))["total"] == 0
    assert client.get("/onboarding").status_code == 200
    used = Invitation.objects.get()
    assert (used.used_by, invitations.state(used)) == (grace, "used")
    kinds = {(one.owner.username, one.kind) for one in AccountEvent.objects.all()}
    assert {("ada", "invitation_used"), ("grace", "account_made")} <= kinds


def test_an_administrator_may_be_invited(client: Client, account: User) -> None:
    client.post(invitations.make(account, is_admin=True)[1], GIVEN)
    assert User.objects.get(username="grace").is_superuser


def test_used_revoked_old_and_guessed_ones_look_alike(
    client: Client, account: User, link: str
) -> None:
    Client().post(link, GIVEN)
    revoked, text = invitations.make(account, note="Secret note")
    invitations.revoke(account, revoked.pk)
    old, older = invitations.make(account)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    guessed = f"{invitations.ADDRESS}jobops_guess"
    pages = {plain(client, one) for one in (link, text, older, guessed)}
    assert len(pages) == 1
    assert not {"Ada", "ada", "Secret"} & set(pages.pop().split())
    assert User.objects.count() == 2


def test_a_link_is_stored_as_a_digest_and_masked_in_logs(
    client: Client, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = link.removeprefix(invitations.ADDRESS)
    assert Invitation.objects.get().digest not in link
    with caplog.at_level(logging.INFO):
        client.get(link)
    said = [str(scrub(getattr(one, "meta", {}))) for one in caplog.records]
    assert any(invitations.ADDRESS in one for one in said)
    assert text not in "".join(said)


def test_a_taken_name_and_a_weak_password_leave_it_open(client: Client, link: str) -> None:
    for change in ({"username": "ADA"}, {"password": "password"}, {"password": "short"}):
        assert client.post(link, {**GIVEN, **change}).status_code == 422
    assert client.post(link, GIVEN).status_code == 303


@REAL_ROWS
def test_of_two_at_the_same_instant_one_wins(account: User, link: str) -> None:
    """Both have the form in front of them; the second finds the invitation spent."""
    row = Invitation.objects.get()
    first, second = Client(), Client()
    assert first.get(link).status_code == second.get(link).status_code == 200
    invitations._spend(row, User(username="grace"))
    with pytest.raises(InvitationError) as refused:
        invitations._spend(row, User(username="eve"))
    assert refused.value.kind == "gone"
    assert not User.objects.filter(username="eve").exists()


def test_guessing_links_waits(client: Client, link: str) -> None:
    for number in range(5):
        assert client.get(f"{invitations.ADDRESS}{number}").status_code == 404
    waits = client.get(f"{invitations.ADDRESS}6")
    assert waits.status_code == 429
    assert int(waits["Retry-After"]) > 0
    assert client.get(link).status_code == 429


def test_whoever_is_signed_in_signs_out_first(client: Client, account: User, link: str) -> None:
    signed_in(client, account)
    assert "Sign out" in client.get(link).content.decode()
    client.post(link, GIVEN)
    assert User.objects.count() == 1


def test_the_invitations_of_a_suspended_administrator_end(
    client: Client, account: User, link: str
) -> None:
    User.objects.filter(pk=account.pk).update(is_active=False)
    plain(client, link)


def test_without_sign_in_there_is_nobody_to_invite(client: Client, ada: User) -> None:
    error(post(client, "/invitations", {}), 409)
    plain(client, f"{invitations.ADDRESS}x")


def test_programs_make_list_and_revoke_them(client: Client, account: User) -> None:
    signed_in(client, account)
    made = data(post(client, "/invitations", {"note": "Grace"}), 201)
    path = made["link"].partition("testserver")[2]
    assert Client().get(path).status_code == 200
    listed = data(get(client, "/invitations"))
    assert [(one["note"], one["state"], one["usedBy"]) for one in listed] == [
        ("Grace", "open", None)
    ]
    assert path not in get(client, "/invitations").content.decode()
    for _ in range(2):
        data(send(client, "DELETE", f"/invitations/{made['id']}"))
    plain(Client(), path)


def test_an_open_one_is_forgotten_a_month_after_its_end(account: User, link: str) -> None:
    assert len(invitations.listed()) == 1
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=31))
    assert invitations.listed() == []
