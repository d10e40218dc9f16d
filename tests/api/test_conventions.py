"""What holds for every endpoint: envelope, order of checks, bodies, access, caching."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from orchestrator.models import User
from tests import make
from tests.api.calls import data, error, get, patch, post, send

OWN = "http://testserver"
STRANGER = "https://evil.example"


@pytest.mark.parametrize("path", ["/nothing", "/jobs/", "/jobs/status", "/", "/" + "x" * 300])
def test_an_unknown_path_is_404_naming_it(client: Client, ada: User, path: str) -> None:
    found = error(client.get(f"/api{path}?secret=1"), 404)
    assert found["code"] == "NOT_FOUND"
    assert f"GET /api{path}"[:120] in found["message"]
    assert "secret" not in found["message"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/jobs", "GET, OPTIONS"),
        ("PUT", "/jobs/0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87", "GET, PATCH, OPTIONS"),
        ("DELETE", "/jobs/0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87", "GET, PATCH, OPTIONS"),
        ("GET", "/pipeline/run", "POST, OPTIONS"),
    ],
)
def test_a_wrong_verb_is_405_with_what_is_allowed(
    client: Client, ada: User, method: str, path: str, allow: str
) -> None:
    response = send(client, method, path, {})
    assert error(response, 405)["code"] == "METHOD_NOT_ALLOWED"
    assert response["Allow"] == allow


@pytest.mark.usefixtures("ada", "required")
def test_route_and_verb_come_before_origin_and_sign_in(client: Client) -> None:
    error(post(client, "/nothing", {}, Origin=STRANGER), 404)
    error(post(client, "/jobs", {}, Origin=STRANGER), 405)
    error(post(client, "/pipeline/run", {}, Origin=STRANGER), 403)
    error(post(client, "/pipeline/run", {}), 401)


@pytest.mark.usefixtures("ada", "required")
def test_nobodys_body_is_looked_at(client: Client) -> None:
    response = client.generic("POST", "/api/pipeline/run", b"not json", "text/plain")
    found = error(response, 401)
    assert found["code"] == "UNAUTHORIZED"
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_bearer_token_is_somebody_whatever_the_case(
    client: Client, ada_token: str, required: None
) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert data(get(client, "/jobs", Authorization=f"{scheme} {ada_token}"))["total"] == 0
    error(get(client, "/jobs", Authorization=f"Basic {ada_token}"), 401)
    error(get(client, "/jobs", Authorization="Bearer wrong"), 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200), ({"Origin": OWN}, 200), ({"Origin": STRANGER}, 403), ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403), ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin", "Origin": OWN}, 200),
    ],
)  # fmt: skip
def test_changes_from_other_sites_are_refused(
    client: Client, ada: User, headers: dict[str, str], status: int
) -> None:
    job = make.job(ada)
    assert post(client, f"/jobs/{job.pk}/skip", **headers).status_code == status


def test_no_origin_is_trusted_by_default(client: Client, ada: User) -> None:
    response = send(client, "OPTIONS", "/jobs", Origin=STRANGER)
    error(response, 403)
    assert not any(name.startswith("Access-Control") for name in response.headers)
    plain = get(client, "/jobs", Origin=STRANGER)
    assert not any(name.startswith("Access-Control") for name in plain.headers)


@pytest.mark.usefixtures("ada", "required")
def test_a_named_origin_gets_its_own_name_back(client: Client, settings: Any) -> None:
    settings.TRUSTED_ORIGINS = [STRANGER]
    response = send(client, "OPTIONS", "/jobs", Origin=STRANGER)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == STRANGER
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert get(client, "/jobs", Origin=STRANGER)["Access-Control-Allow-Origin"] == STRANGER


def test_options_answers_204_without_a_body(client: Client, ada: User) -> None:
    response = send(client, "OPTIONS", "/jobs")
    assert response.status_code == 204
    assert response.content == b""


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.2:X_y", True), (" spaced ", True), ("a" * 129, False), ("a b", False), ("é", False)],
)
def test_the_request_id_is_the_callers_when_it_is_clean(
    client: Client, ada: User, given: str, kept: bool
) -> None:
    response = get(client, "/jobs", X_Request_Id=given)
    assert response.json()["meta"]["requestId"] == response["X-Request-Id"]
    assert (response["X-Request-Id"] == given.strip()) is kept


def test_answers_say_what_they_are(client: Client, ada: User) -> None:
    response = get(client, "/jobs")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    changed = patch(client, f"/jobs/{make.job(ada).pk}", {"title": "New"})
    assert changed["Cache-Control"] == "no-store"
    assert "ETag" not in changed.headers


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"", b'{"title": NaN}', b'{"title": Infinity}', b'{"suitabilityScore": 1e999}',
        b'{"title": "a\\u0000b"}', b'{"title": "\\ud800"}', b'{"a\\u0000": 1}', b"\xff{}",
        b'{"x":' * 40 + b"1" + b"}" * 40, b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b"[1]",
        b"null", b'"x"', b'{"title": "raw \x00"}',
    ],
)  # fmt: skip
def test_json_that_is_not_accepted_is_400(client: Client, ada: User, body: bytes) -> None:
    path = f"/api/jobs/{make.job(ada).pk}"
    found = error(client.generic("PATCH", path, body, "application/json"), 400)
    assert found["details"]["formErrors"]


def test_thirty_two_levels_are_accepted(client: Client, ada: User) -> None:
    path = f"/api/jobs/{make.job(ada).pk}"
    body = b'{"x":' * 32 + b"1" + b"}" * 32
    assert client.generic("PATCH", path, body, "application/json").status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain", "", "application/xml", "multipart/form-data; boundary=x",
        "application/json; charset=latin-1", "application/jsonx",
    ],
)  # fmt: skip
def test_another_content_type_is_415(client: Client, ada: User, kind: str) -> None:
    path = f"/api/jobs/{make.job(ada).pk}"
    found = error(client.generic("PATCH", path, b'{"title":"New"}', kind), 415)
    assert found["code"] == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=UTF-8", "application/merge-patch+json"]
)
def test_json_may_be_called_by_its_names(client: Client, ada: User, kind: str) -> None:
    path = f"/api/jobs/{make.job(ada).pk}"
    assert client.generic("PATCH", path, b'{"title":"New"}', kind).status_code == 200


def test_a_body_over_a_mebibyte_is_413(client: Client, ada: User) -> None:
    job = make.job(ada)
    big = json.dumps({"jobDescription": "x" * 1024 * 1024}).encode()
    path = f"/api/jobs/{job.pk}"
    assert (
        error(client.generic("PATCH", path, big, "text/plain"), 413)["code"] == "PAYLOAD_TOO_LARGE"
    )


def test_commands_without_a_body_ignore_any(client: Client, ada: User) -> None:
    path = f"/api/jobs/{make.job(ada).pk}/skip"
    assert client.generic("POST", path, b"{not json", "text/plain").status_code == 200


def test_fields_are_checked_before_the_row_is_looked_for(client: Client, ada: User) -> None:
    path = "/jobs/0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"
    error(patch(client, path, {"title": ""}), 400)
    error(patch(client, path, {"title": "New"}), 404)


def test_at_most_twenty_ignored_names_are_listed(client: Client, ada: User) -> None:
    body = {f"key{n}": n for n in range(30)}
    response = patch(client, f"/jobs/{make.job(ada).pk}", body)
    assert len(response.json()["meta"]["ignoredFields"]) == 20


def test_a_failure_inside_says_nothing_of_itself(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.api.wire.revision", lambda found: 1 / 0)
    found = error(get(client, "/jobs/revision"), 500)
    assert found["code"] == "INTERNAL_ERROR"
    assert found["details"] == {}
    assert "division" not in json.dumps(found)


def test_a_wrong_host_is_refused(client: Client, ada: User) -> None:
    error(client.get("/api/jobs", headers={"host": "evil.example"}), 400)


def test_thousands_of_parameters_are_the_callers_mistake(client: Client, ada: User) -> None:
    error(get(client, "/jobs?" + "&".join(f"a{n}=1" for n in range(2001))), 400)
