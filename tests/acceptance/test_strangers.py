"""Every address of the API, the pages and the console, tried by somebody else than the owner."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from orchestrator.models import (
    Job,
    Operation,
    PipelineRun,
    Tally,
    User,
)
from orchestrator.ops import backups
from tailoring.models import ChatMessage, ChatRun
from tests.acceptance.outcomes import bodies
from tests.acceptance.outcomes.addresses import (
    CONSOLE,
    WITH_ROWS,
    WITHOUT_ROWS,
    address,
)
from tests.acceptance.outcomes.rows import SECRET, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]


@pytest.fixture
def owned(ada: User, settings: Any) -> dict[str, str]:
    settings.GMAIL_OAUTH_CLIENT_ID = settings.GMAIL_OAUTH_CLIENT_SECRET = "client"
    return one_of_each(ada)


@pytest.fixture
def stranger(ben: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ben)
    return client


def ask(client: Client, method: str, path: str) -> tuple[int, str]:
    """The status, and what can be read of the answer."""
    answer: Any = client.generic(method, path, *bodies.of(method, path))
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, content.decode(errors="replace")


def state(owner: User) -> tuple[Any, ...]:
    return (
        Tally.objects.values_list("changes", "events").get(owner=owner),
        list(Job.objects.for_user(owner).order_by("pk").values_list("pk", "status", "updated_at")),
        list(Operation.objects.filter(owner=owner).values_list("pk", "status").order_by("pk")),
        list(PipelineRun.objects.filter(owner=owner).values_list("pk", "status", "step")),
        list(ChatRun.objects.filter(owner=owner).values_list("pk", "status")),
        list(ChatMessage.objects.filter(thread__job__owner=owner).values_list("pk", "content")),
        list(owner.prompts.values_list("pk", "name", "body")),
        list(owner.mails.values_list("pk", "status", "updated_at")),
        list(owner.sync_runs.values_list("pk", "status")),
        list(owner.mailboxes.values_list("pk", "status", "interval", "is_enabled")),
        owner.api_tokens.count(),
        sorted(one.filename for one in backups.listed()),
    )


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_row_of_somebody_else_is_not_there_at_any_address(
    stranger: Client, ada: User, owned: dict[str, str], method: str
) -> None:
    before = state(ada)
    found = {one: ask(stranger, method, address(one, owned)) for one in WITH_ROWS}
    # A verb that an address does not offer is refused before any row is looked for.
    told = {one: answer for one, answer in found.items() if answer[0] not in (403, 404, 405)}
    assert told == {}
    assert not [one for one, (_, said) in found.items() if SECRET in said]
    assert state(ada) == before


def test_an_address_offers_some_verb_for_its_row(stranger: Client, owned: dict[str, str]) -> None:
    verbs = ("GET", "POST", "PUT", "PATCH", "DELETE")
    refused = {
        one: {ask(stranger, verb, address(one, owned))[0] for verb in verbs} for one in WITH_ROWS
    }
    assert {one for one, statuses in refused.items() if statuses == {405}} == set()


def test_no_list_and_no_stream_shows_rows_of_somebody_else(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before = state(ada)
    found = {one: ask(stranger, "GET", address(one, owned)) for one in WITHOUT_ROWS}
    secrets = {SECRET, *owned.values()}
    assert {one for one, (status, _) in found.items() if status >= 500} <= {"health/ready"}
    assert {
        one for one, (_, said) in found.items() if any(map(said.__contains__, secrets))
    } == set()
    assert state(ada) == before


def test_no_form_without_a_row_reaches_those_of_somebody_else(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before = state(ada)
    left = {"sign-out", "api/auth/logout"}
    found = {
        one: ask(stranger, "POST", address(one, owned)) for one in WITHOUT_ROWS if one not in left
    }
    assert {one: answer for one, answer in found.items() if answer[0] >= 500} == {}
    assert not [one for one, (_, said) in found.items() if SECRET in said]
    assert state(ada) == before


def test_jobs_of_somebody_else_named_in_a_body_are_missing(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before, job = state(ada), owned["job"]
    body = {"action": "apply", "jobIds": [job]}
    answer = stranger.post(
        "/api/jobs/actions", body, "application/json", headers={"Prefer": "wait=0"}
    )
    (result,) = answer.json()["data"]["results"]
    assert result["error"]["code"] == "NOT_FOUND"
    for path in ("/bulk", "/bulk/export"):
        said = b"".join(stranger.post(path, {"action": "skip", "ids": job, "jobs": job}))
        assert SECRET.encode() not in said
    assert state(ada) == before


def test_the_console_lets_no_stranger_in(stranger: Client, owned: dict[str, str]) -> None:
    room = [one for one in get_resolver().url_patterns if str(one.pattern) == CONSOLE]
    paths = {
        "/admin/", "/admin/find/?q=1", "/admin/report/", "/admin/act/",
        f"/admin/orchestrator/job/{owned['job']}/change/", "/admin/orchestrator/job/",
        f"/admin/orchestrator/pipelinerun/{owned['run']}/change/", "/admin/auth/",
        f"/admin/orchestrator/operation/{owned['bulk']}/change/", "/admin/orchestrator/llmcall/",
    }  # fmt: skip
    assert room
    told = {path: ask(stranger, verb, path) for path in paths for verb in ("GET", "POST")}
    assert {path for path, (status, _) in told.items() if status not in (302, 403, 404)} == set()
    assert not [path for path, (_, said) in told.items() if SECRET in said]


def test_files_of_somebody_else_lie_where_no_address_leads(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    digest = Job.objects.get(pk=owned["job"]).pdf_digest or ""
    paths = (
        f"/pdfs/{digest}.pdf", f"/pdfs/{ada.pk}/{digest}", f"/store/{ada.pk}/{digest}",
        f"/static/../store/{digest}", "/pdfs/", "/pdfs/..%2f..%2fjobops.sqlite3",
    )  # fmt: skip
    assert {path: ask(stranger, "GET", path)[0] for path in paths} == dict.fromkeys(paths, 404)
