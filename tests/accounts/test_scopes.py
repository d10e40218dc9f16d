"""What tokens open: every address has a decided scope, and only that one opens it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from orchestrator.accounts import scoped, scopes, tokens
from orchestrator.api import urls
from orchestrator.api.openapi import document
from orchestrator.models import ApiToken, PipelineRun, User
from tests import make
from tests.api.calls import data, error, get, post, send
from tests.browser import rooms

pytestmark = pytest.mark.django_db
# Account, people, keys, connections, and what concerns everything at once.
ALL_OF_IT = re.compile(
    r"/api/(auth/(password|tokens|logout-others|two-step|sessions|events|recovery)|people|invitations"
    r"|backups|database|export|settings(/llm-models)?$|webhooks|calendar-feed"
    r"|post-application/(accounts|providers/gmail|providers/.*/(connect|disconnect|status)$))"
)
BRINGING = re.compile(r"/api/(manual-jobs/|post-application/import$)")
# What any token may ask: how to call, whether it answers, whose it is.
OPEN = re.compile(
    r"/api/(openapi\.json|docs|webhook/trigger|auth/(me|login|logout|setup|bootstrap-status)(/[\w/-]*)?)$"
)


def operations() -> list[tuple[str, str, str | None]]:
    return [
        (method, path, operation.get("x-scope"))
        for path, methods in document()["paths"].items()
        if path.startswith("/api/")
        for method, operation in methods.items()
    ]


def pages() -> list[str]:
    """Routes outside API and console."""
    return [
        route for route in _routes(get_resolver().url_patterns, "")
        if not route.startswith(("api/", "admin/"))
    ]  # fmt: skip


def _routes(patterns: Any, before: str) -> Any:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def bearer(owner: User, scope: str, **more: Any) -> dict[str, str]:
    text = tokens.issue(owner, name=scope, days=None, scope=scope, **more)[1]
    return {"Authorization": f"Bearer {text}"}


def decided(method: str, path: str) -> str:
    """What it must be by what it is about."""
    for pattern, scope in ((OPEN, "any"), (ALL_OF_IT, "full"), (BRINGING, "import")):
        if pattern.match(path):
            return scope
    return "read" if method in ("get", "head") else "write"


def test_every_operation_needs_what_it_is_about() -> None:
    found = {(method, path): scope for method, path, scope in operations()}
    assert found == {(method, path): decided(method, path) for method, path in found}


def test_the_gate_asks_for_what_the_document_says() -> None:
    routes = {
        (verb.lower(), "/api/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern))): need
        for one in urls.urlpatterns
        for verb, need in one.callback.needs.items()
    }
    assert routes == {(method, path): scope for method, path, scope in operations()}
    assert set(routes.values()) == {"any", *scopes.NEEDS}


def test_a_forgotten_address_needs_everything(rf: Any) -> None:
    request = rf.get("/api/something")
    request.resolver_match = None
    assert scopes.needed(request, view=object()) == "full"


def test_files_that_a_token_may_read_are_files() -> None:
    assert set(pages()) >= scoped.FILES
    personal = {
        "health", "health/ready", "live", "metrics", "cv/<str:token>", "calendar/<str:token>.ics",
        "settings/calendar/address", "import/file/<str:digest>/rejects.csv",
        "settings/backups/<str:filename>", "settings/export/<uuid:pk>.zip", "manifest.webmanifest",
    }  # fmt: skip
    assert rooms.FILES - personal == scoped.FILES


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        ("import", {"any", "import"}),
        ("read", {"any", "read"}),
        ("write", {"any", "read", "import", "write"}),
        ("full", {"any", "read", "import", "write", "full"}),
        ("", set()),
        ("admin", set()),
    ],
)
def test_a_scope_opens_these(scope: str, opened: set[str]) -> None:
    assert {need for need in ("any", *scopes.NEEDS, "none") if scopes.opens(scope, need)} == opened


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/jobs", "read"),
        ("POST", "/manual-jobs/infer", "import"),
        ("POST", "/pipeline/cancel", "write"),
        ("GET", "/settings", "full"),
        ("GET", "/auth/tokens", "full"),
        ("GET", "/backups", "full"),
        ("GET", "/auth/me", "any"),
    ],
)
@pytest.mark.parametrize("scope", ["import", "read", "write", "full"])
def test_a_token_without_the_scope_is_told_which_it_needs(
    client: Client, ada: User, required: None, method: str, path: str, needed: str, scope: str
) -> None:
    answer = send(client, method, path, **bearer(ada, scope))
    if scopes.opens(scope, needed):
        assert answer.status_code != 403
        return
    found = error(answer, 403)
    assert found["code"] == "FORBIDDEN"
    assert found["details"] == {"reason": "scope_missing", "needed": needed}


def test_without_the_scope_rows_that_are_there_and_others_look_alike(
    client: Client, ada: User, required: None
) -> None:
    job, header = make.job(ada), bearer(ada, "import")
    mine = error(get(client, f"/jobs/{job.pk}", **header), 403)
    nobodys = error(get(client, f"/jobs/{'0' * 8}-0000-4000-8000-{'0' * 12}", **header), 403)
    assert mine == nobodys


def test_nothing_of_a_body_is_read_without_the_scope(
    client: Client, ada: User, required: None
) -> None:
    header = bearer(ada, "read")["Authorization"]
    sent = client.generic(
        "POST", "/api/manual-jobs/infer", b"{", "text/plain", HTTP_AUTHORIZATION=header
    )
    assert sent.status_code == 403


def test_an_import_token_hands_in_and_sees_nothing(
    client: Client, ada: User, required: None
) -> None:
    header = bearer(ada, "import")
    job = {"title": "Cook", "employer": "Acme", "jobUrl": "https://acme.example/1",
           "jobDescription": "Cook well."}  # fmt: skip
    made = data(post(client, "/manual-jobs/import", {"skipTailoring": True, "job": job}, **header))
    error(get(client, f"/jobs/{made['id']}", **header), 403)
    assert client.get("/jobs/discovered", headers=header).status_code == 403


def test_pages_want_everything_and_files_want_reading(
    client: Client, ada: User, required: None, tmp_path: Path
) -> None:
    reading, all_of_it = bearer(ada, "read"), bearer(ada, "full")
    assert client.get("/jobs/ready.csv", headers=reading).status_code == 200
    assert client.get("/jobs/ready", headers=reading).status_code == 403
    assert client.get("/jobs/ready", headers=all_of_it).status_code == 200
    handing_in = bearer(ada, "import")
    assert client.get("/jobs/ready.csv", headers=handing_in).status_code == 403
    assert client.get("/pdfs/resume_x.pdf", headers=handing_in).status_code == 404
    job = make.job(ada)
    assert client.get(f"/pdfs/resume_{job.pk}.pdf", headers=handing_in).status_code == 403
    assert client.get(f"/pdfs/resume_{job.pk}.pdf", headers=reading).status_code == 404


def test_no_token_opens_the_console(client: Client, ada: User, required: None) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    session = ApiToken.objects.issue(ada, name="Sign-in", expires_at=None, session=True)[1]
    headers = [bearer(ada, "full"), {"Authorization": f"Bearer {session}"}]
    for path in ("/admin/", "/admin/login/", "/admin/orchestrator/user/"):
        found = [client.get(path, headers=one).status_code for one in headers]
        assert found == [403, 403]


def test_signing_in_gives_a_token_that_opens_everything(
    client: Client, ada: User, required: None
) -> None:
    text = ApiToken.objects.issue(ada, name="Sign-in", expires_at=None, session=True)[1]
    data(get(client, "/auth/tokens", Authorization=f"Bearer {text}"))


def test_where_no_secret_is_set_starting_a_run_needs_writing(
    client: Client, ada: User, required: None
) -> None:
    error(post(client, "/webhook/trigger", **bearer(ada, "read")), 403)
    error(post(client, "/webhook/trigger", **bearer(ada, "import")), 403)
    assert not PipelineRun.objects.exists()


def test_use_is_written_down_every_ten_minutes(client: Client, ada: User, required: None) -> None:
    header = bearer(ada, "read")
    data(get(client, "/jobs", **header))
    first = ApiToken.objects.get().last_used_at
    data(get(client, "/jobs", **header))
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(minutes=11))
    data(get(client, "/jobs", **header))
    assert ApiToken.objects.get().last_used_at > first


def test_a_token_nobody_may_use_is_not_used(client: Client, ada: User, required: None) -> None:
    header = bearer(ada, "full")
    ApiToken.objects.update(expires_at=timezone.now())
    error(get(client, "/jobs", **header), 401)
    assert ApiToken.objects.get().last_used_at is None
