"""People: who may do what with other accounts, and that nothing of them is left or leaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import models
from django.test import Client
from lxml import html

from orchestrator.accounts import people, rights, tokens
from orchestrator.accounts.rights import PersonError
from orchestrator.inbox import sync
from orchestrator.jobs import expiry
from orchestrator.models import Delivery, Job, Operation, SearchPreset, SyncRun, User
from orchestrator.ops import webhooks
from orchestrator.pipeline import renewal, schedule
from tests import make
from tests.acceptance.outcomes.rows import SECRET, one_of_each
from tests.accounts.doors import PASSWORD, signed_in
from tests.api.calls import data, error, get, patch, send

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def grace(db: None) -> User:
    return User.objects.create_user("grace", password=PASSWORD, display_name="Grace")


def fill(person: User) -> None:
    """One row of every kind."""
    one_of_each(person)
    # Whose file is there, unlike in that row.
    SyncRun.objects.filter(owner=person, provider="upload").update(files=[])


def owned_by(person: User) -> dict[str, int]:
    """How many rows of each table belong to somebody, directly or over others."""
    found = {}
    for model in apps.get_models():
        for path in _ways(model):
            found[f"{model._meta.label} {path}"] = model.objects.filter(**{path: person}).count()
    return found


def _ways(model: type[models.Model]) -> list[str]:
    """Fields that say whose a row is."""
    return [
        field.name for field in model._meta.fields
        if field.remote_field and field.remote_field.model is get_user_model()
    ]  # fmt: skip


def test_the_page_is_for_administrators(client: Client, account: User, grace: User) -> None:
    signed_in(client, grace)
    assert client.get("/settings/people").status_code == 404
    assert "/settings/people" not in client.get("/settings/access").content.decode()
    assert "/settings/people" not in client.get("/settings/search?q=invite").content.decode()
    for path in ("/people", f"/people/{account.pk}", f"/people/{NOBODY}", "/invitations"):
        error(get(client, path), 403)
    for verb in ("suspend", "promote", "demote", "restore", "remove", "export"):
        assert client.post(f"/settings/people/{grace.pk}/{verb}").status_code == 404
    assert client.post("/settings/people/invite").status_code == 404
    grace.refresh_from_db()
    assert not grace.is_staff
    other = Client()
    signed_in(other, account)
    assert "/settings/people" in other.get("/settings/access").content.decode()


def test_an_administrator_sees_how_much_and_never_what(
    client: Client, account: User, grace: User
) -> None:
    fill(grace)
    signed_in(client, account)
    page = client.get("/settings/people").content.decode()
    assert "Grace" in page
    assert SECRET not in page
    found = {one["username"]: one for one in data(get(client, "/people"))}
    assert found["grace"]["jobs"] == Job.objects.filter(owner=grace).count() > 0
    assert found["grace"]["storage"] > 0
    assert found["ada"] | {"lastSeenAt": ""} == {
        "id": str(account.pk), "username": "ada", "displayName": "Ada", "isAdmin": True,
        "isActive": True, "createdAt": found["ada"]["createdAt"], "lastSeenAt": "",
        "twoStep": False, "jobs": 0, "storage": 0,
    }  # fmt: skip


def test_in_local_mode_the_page_says_how_to_get_accounts(client: Client, ada: User) -> None:
    page = client.get("/settings/people").content.decode()
    assert "JOBOPS_AUTH=required" in page
    assert "Make an invitation" not in page


def test_suspending_ends_sessions_and_tokens_at_once(
    client: Client, account: User, grace: User
) -> None:
    theirs, mine = Client(), signed_in(client, account)
    signed_in(theirs, grace)
    text = tokens.issue(grace, name="Script", days=None)[1]
    assert mine.post(f"/settings/people/{grace.pk}/suspend").status_code == 303
    error(get(theirs, "/jobs"), 401)
    error(get(Client(), "/jobs", Authorization=f"Bearer {text}"), 401)
    given = {"username": "grace", "password": PASSWORD}
    assert theirs.post("/api/auth/login", given, "application/json").status_code == 401
    assert mine.post(f"/settings/people/{grace.pk}/restore").status_code == 303
    signed_in(theirs, grace)
    error(get(Client(), "/jobs", Authorization=f"Bearer {text}"), 401)


def test_nothing_begins_for_somebody_who_is_suspended(account: User, grace: User) -> None:
    fill(grace)
    make.job(grace, deadline="2001-01-01")
    rights.suspend(grace, by=account)
    jobs = list(Job.objects.filter(owner=grace).order_by("pk").values())
    SearchPreset.objects.filter(owner=grace).update(enabled=True, cadence="daily")
    Delivery.objects.filter(owner=grace).update(state="pending", attempts=0, next_at=make_past())
    runs = SyncRun.objects.filter(owner=grace).count()
    assert (schedule.start_due(), sync.start_due(), webhooks.start_due()) == (0, 0, 0)
    assert (expiry.sweep(), renewal.renew_due()) == (0, 0)
    assert SyncRun.objects.filter(owner=grace).count() == runs
    assert not SyncRun.objects.filter(owner=grace, status__in=("queued", "running")).exists()
    assert not Operation.objects.filter(owner=grace).open().exists()
    assert list(Job.objects.filter(owner=grace).order_by("pk").values()) == jobs


def make_past() -> Any:
    return Job.objects.latest("discovered_at").discovered_at.replace(year=2020)


def test_the_last_administrator_stays(client: Client, account: User, grace: User) -> None:
    signed_in(client, account)
    path = f"/people/{account.pk}"
    error(patch(client, path, {"isAdmin": False}), 409)
    error(patch(client, path, {"isActive": False}), 409)
    error(send(client, "DELETE", path, {"confirm": "ada"}), 409)
    assert client.post(f"/settings/people/{account.pk}/demote").status_code == 409
    account.refresh_from_db()
    assert (account.is_active, account.is_staff) == (True, True)


def test_one_who_is_suspended_does_not_count(account: User, grace: User) -> None:
    rights.set_admin(grace, is_admin=True, by=account)
    rights.suspend(grace, by=account)
    with pytest.raises(PersonError, match="only one"):
        rights.set_admin(account, is_admin=False, by=account)


def test_nobody_suspends_themselves(account: User, grace: User) -> None:
    rights.set_admin(grace, is_admin=True, by=account)
    with pytest.raises(PersonError, match="themselves"):
        rights.suspend(account, by=account)
    rights.set_admin(account, is_admin=False, by=account)
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser) == (False, False)


def test_both_accounts_say_what_was_done(account: User, grace: User) -> None:
    rights.suspend(grace, by=account)
    rights.suspend(grace, by=account)
    assert list(account.account_events.values_list("kind", "about")) == [
        ("person_suspended", "Grace")
    ]
    assert list(grace.account_events.values_list("kind", "about")) == [("suspended", "Ada")]


def test_removing_somebody_leaves_nothing_of_theirs(
    client: Client, account: User, grace: User, django_capture_on_commit_callbacks: Any
) -> None:
    mine = make.job(account)
    fill(grace)
    invited = len([name for name, count in owned_by(grace).items() if count])
    assert invited >= 20
    folder = Path(settings.STORE_DIR) / str(grace.pk)
    assert list(folder.rglob("*.pdf"))
    signed_in(client, account)
    page = f"/settings/people/{grace.pk}/remove"
    assert SECRET not in client.get(page).content.decode()
    assert client.post(page, {"confirm": "Grace"}).status_code == 422
    assert User.objects.filter(pk=grace.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"confirm": "grace"}).status_code == 303
    assert not User.objects.filter(pk=grace.pk).exists()
    assert {name: count for name, count in owned_by(grace).items() if count} == {}
    assert not list(folder.rglob("*.*"))
    assert Job.objects.get() == mine


def test_an_archive_made_for_somebody_lies_with_them(
    client: Client, account: User, grace: User
) -> None:
    signed_in(client, account)
    make.heartbeat()
    client.post(f"/settings/people/{grace.pk}/export")
    made = Operation.objects.get(owner=grace)
    assert client.get(f"/settings/export/{made.pk}.zip").status_code == 404


def test_an_unknown_person_is_404(client: Client, account: User) -> None:
    signed_in(client, account)
    error(get(client, f"/people/{NOBODY}"), 404)
    error(patch(client, f"/people/{NOBODY}", {"isAdmin": True}), 404)
    assert client.get(f"/settings/people/{NOBODY}/remove").status_code == 404


def test_the_command_prints_a_link_that_works(
    client: Client, account: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("invite", note="Grace")
    link = capsys.readouterr().out.strip()
    assert client.get(f"/{link.partition('//')[2].partition('/')[2]}").status_code == 200


def test_menu_verbs_fit_the_state(client: Client, account: User, grace: User) -> None:
    signed_in(client, account)
    rights.suspend(grace, by=account)
    page = html.fromstring(client.get("/settings/people").content)
    actions = page.xpath("//ul[@class='documents']//form/@action")
    assert f"/settings/people/{grace.pk}/restore" in actions
    assert f"/settings/people/{account.pk}/suspend" not in actions
    assert people.shown(grace.pk).user.is_active is False
