"""Settings by API: every key with where it comes from, all or nothing, and never a secret."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client

from orchestrator import preferences, setting_table
from orchestrator.api.openapi import document
from orchestrator.api.preferences import shown
from orchestrator.api.schemas.preferences import SettingsOut
from orchestrator.models import Preference, User
from orchestrator.pipeline import edits
from tests import make
from tests.api import calls
from tests.outside.model import status
from tests.outside.rxresume import RxResumeStub, refuses

pytestmark = pytest.mark.django_db
CANARY = "sk-canary-4711-do-not-show"


def test_each_key_says_its_value_its_default_and_what_was_saved(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleSummaryMaxWords": 40})
    found = calls.data(calls.get(client, "/settings"))
    assert found["chatStyleSummaryMaxWords"] == {"value": 40, "default": 90, "override": 40}
    assert found["pdfTheme"] == {"value": "classic", "default": "classic", "override": None}
    calls.fits(SettingsOut, found)


def test_the_environment_is_the_default_of_its_key(
    client: Client, ada: User, settings: Any
) -> None:
    settings.LLM_MODEL = "from-outside"
    found = calls.data(calls.get(client, "/settings"))
    assert found["llmModel"] == {
        "value": "from-outside",
        "default": "from-outside",
        "override": None,
    }


def test_the_document_names_exactly_the_keys_of_the_answer(client: Client, ada: User) -> None:
    shape = document()["components"]["schemas"]["SettingsOut"]
    found = calls.data(calls.get(client, "/settings"))
    assert set(shape["properties"]) == set(shape["required"]) == set(found)
    assert shape["additionalProperties"] is False


def test_the_document_names_every_key_that_can_be_changed() -> None:
    body = document()["paths"]["/api/settings"]["patch"]["requestBody"]
    properties = body["content"]["application/json"]["schema"]["properties"]
    assert set(properties) == set(setting_table.SETTINGS)
    assert properties["autoSkipScoreThreshold"]["anyOf"][0]["maximum"] == 100


def test_a_change_is_partial_and_unknown_keys_are_named(client: Client, ada: User) -> None:
    preferences.save(ada, {"theme": "dark"})
    response = calls.patch(client, "/settings", {"density": "comfortable", "colour": "red"})
    found = calls.data(response)
    assert (found["theme"]["value"], found["density"]["value"]) == ("dark", "comfortable")
    assert response.json()["meta"]["ignoredFields"] == ["colour"]


def test_null_gives_a_setting_back(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleSummaryMaxWords": 40})
    found = calls.data(calls.patch(client, "/settings", {"chatStyleSummaryMaxWords": None}))
    assert found["chatStyleSummaryMaxWords"] == {"value": 90, "default": 90, "override": None}


def test_one_bad_value_keeps_everything_as_it_was(client: Client, ada: User) -> None:
    body = {"theme": "dark", "autoSkipScoreThreshold": 101, "timeZone": "Leeds"}
    found = calls.error(calls.patch(client, "/settings", body), 400)
    assert set(found["details"]["fieldErrors"]) == {"autoSkipScoreThreshold", "timeZone"}
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("llmBaseUrl", "ftp://host"),
        ("llmBaseUrl", "http://"),
        ("llmBaseUrl", "http://user:pass@host/v1"),
        ("llmBaseUrl", "http://host:99999"),
        ("llmBaseUrl", "http://ho st/v1"),
        ("llmBaseUrl", "http://[::1"),
        ("llmBaseUrl", 5),
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("singleKeys", "yes"),
        ("chatStyleSummaryMaxWords", True),
        ("chatStyleSummaryMaxWords", 1.5),
        ("chatStyleSummaryMaxWords", 0),
        ("scoringInstructions", "x" * 4001),
        ("timeZone", {}),
        ("resumeProjects", {"maxProjects": 101}),
        ("resumeProjects", {"other": 1}),
        ("resumeProjects", {"lockedProjectIds": ["x"] * 201}),
        ("resumeProjects", {"lockedProjectIds": [1]}),
        ("listSorts", {"x" * 21: "a"}),
        ("onboardingSkipped", "resume"),
        ("llmApiKey", 5),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    client: Client, ada: User, key: str, value: Any
) -> None:
    found = calls.error(calls.patch(client, "/settings", {key: value}), 400)
    assert list(found["details"]["fieldErrors"]) == [key]


def test_a_page_setting_makes_pdfs_stale_and_asks_for_new_ones(client: Client, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada, status="ready")
    make.printed(job)
    edits.save_preferences(ada, {"autoRegeneratePdf": True})
    calls.patch(client, "/settings", {"pdfTheme": "modern"})
    found = calls.data(calls.get(client, f"/jobs/{job.pk}"))
    assert found["pdfFreshness"] in ("stale", "regenerating")


def test_a_secret_is_only_said_to_be_set(client: Client, ada: User) -> None:
    found = calls.data(calls.patch(client, "/settings", {"llmApiKey": CANARY}))
    assert (found["llmApiKeyHint"], found["llmApiKeySource"]) == ("set", "override")
    assert preferences.of(ada)["llmApiKey"] == CANARY


@pytest.mark.parametrize("nothing", ["", "   ", None])
def test_an_empty_secret_removes_it(client: Client, ada: User, nothing: str | None) -> None:
    preferences.save(ada, {"llmApiKey": CANARY})
    found = calls.data(calls.patch(client, "/settings", {"llmApiKey": nothing}))
    assert (found["llmApiKeyHint"], found["llmApiKeySource"]) == (None, None)


def test_a_secret_of_the_environment_says_so(client: Client, ada: User, settings: Any) -> None:
    settings.RXRESUME_API_KEY = CANARY
    found = calls.data(calls.get(client, "/settings"))
    assert (found["rxresumeApiKeyHint"], found["rxresumeApiKeySource"]) == ("set", "env")


def test_a_secret_from_a_file_says_so(ada: User, settings: Any, monkeypatch: Any) -> None:
    settings.LLM_API_KEY = CANARY
    monkeypatch.setattr("jobops.env._from_files", {"LLM_API_KEY"})
    assert shown(ada)["llmApiKeySource"] == "file"


def test_a_secret_that_cannot_be_opened_any_more_is_not_set(client: Client, ada: User) -> None:
    Preference.objects.create(owner=ada, key="llmApiKey", value="sealed-with-another-key")
    assert calls.data(calls.get(client, "/settings"))["llmApiKeyHint"] is None
    assert "cannot be read" in client.get("/settings/models").content.decode()


def test_a_secret_is_in_no_answer_page_or_log(
    client: Client, ada: User, outside: Any, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = {"llmApiKey": CANARY, "rxresumeApiKey": CANARY}
    said = [calls.patch(client, "/settings", secrets).content]
    said.append(calls.patch(client, "/settings", {**secrets, "theme": CANARY}).content)
    calls.patch(client, "/settings", {"llmBaseUrl": outside.url, "rxresumeUrl": outside.url})
    with caplog.at_level(logging.DEBUG):
        said += [
            calls.get(client, "/settings").content,
            calls.post(client, "/settings/llm-models").content,
            calls.get(client, "/settings/rx-resumes").content,
            *(client.get(f"/settings/{name}").content for name in ("models", "reactive-resume")),
            *(
                client.post(f"/settings/{name}", {"try": "1"}).content
                for name in ("models", "reactive-resume")
            ),
        ]
    assert outside.seen
    assert not [one for one in said if b"canary" in one]
    assert "canary" not in caplog.text


def test_the_models_of_the_configured_endpoint(client: Client, ada: User, model_stub: Any) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url})
    found = calls.data(calls.post(client, "/settings/llm-models"))
    assert found == {"models": ["stub-model", "stub-other"]}


def test_an_endpoint_can_be_asked_before_it_is_saved(
    client: Client, ada: User, model_stub: Any
) -> None:
    body = {"llmBaseUrl": model_stub.base_url, "llmApiKey": CANARY}
    assert calls.data(calls.post(client, "/settings/llm-models", body))["models"]
    assert model_stub.seen[0].headers["authorization"] == f"Bearer {CANARY}"
    assert not Preference.objects.exists()


def test_without_an_endpoint_there_is_nothing_to_ask(client: Client, ada: User) -> None:
    calls.error(calls.post(client, "/settings/llm-models"), 422)


def test_an_endpoint_that_refuses_is_502_without_its_words(
    client: Client, ada: User, model_stub: Any
) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url})
    model_stub.next(status(401))
    response = calls.post(client, "/settings/llm-models")
    found = calls.error(response, 502)
    assert found["details"] == {"reason": "model_failed", "upstreamStatus": 401}
    assert b"canary" not in response.content


def test_the_resumes_of_the_server(client: Client, ada: User, rxresume_stub: RxResumeStub) -> None:
    preferences.save(ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"})
    found = calls.data(calls.get(client, "/settings/rx-resumes"))
    assert found["resumes"] == [
        {"id": "r1", "name": "Base", "updatedAt": "2026-11-01T10:00:00.000Z", "resumeId": None}
    ]


def test_the_projects_of_a_resume_there(
    client: Client, ada: User, rxresume_stub: RxResumeStub
) -> None:
    preferences.save(ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"})
    rxresume_stub.add("r2", data=json.loads(make.RESUME.read_text()))
    found = calls.data(calls.get(client, "/settings/rx-resumes/r2/projects"))
    assert found["projects"][0].keys() == {
        "id", "name", "description", "date", "isVisibleInBase",
    }  # fmt: skip


def test_a_server_that_is_not_connected_is_422(client: Client, ada: User) -> None:
    calls.error(calls.get(client, "/settings/rx-resumes"), 422)
    calls.error(calls.get(client, "/settings/rx-resumes/r1/projects"), 422)


@pytest.mark.parametrize("path", ["/settings/rx-resumes", "/settings/rx-resumes/r1/projects"])
def test_a_server_that_refuses_is_502(
    client: Client, ada: User, rxresume_stub: RxResumeStub, path: str
) -> None:
    preferences.save(ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"})
    rxresume_stub.next(refuses(403))
    found = calls.error(calls.get(client, path), 502)
    assert found["details"]["reason"] == "resume_service_failed"


def test_another_server_forgets_what_was_kept_of_the_first(
    client: Client, ada: User, rxresume_stub: RxResumeStub
) -> None:
    calls.patch(
        client, "/settings", {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"}
    )
    calls.get(client, "/settings/rx-resumes")
    calls.patch(client, "/settings", {"rxresumeApiKey": "other-key"})
    calls.error(calls.get(client, "/settings/rx-resumes"), 502)


def test_settings_are_of_their_owner_alone(
    client: Client, ada: User, ben: User, ada_token: str, required: None
) -> None:
    preferences.save(ben, {"theme": "dark"})
    found = calls.get(client, "/settings", Authorization=f"Bearer {ada_token}")
    assert calls.data(found)["theme"]["value"] == "system"


def test_only_an_administrator_may_name_a_host_of_the_own_network(
    client: Client, ada: User, model_stub: Any
) -> None:
    ada.is_staff = False
    ada.save()
    body = {"llmBaseUrl": model_stub.base_url}
    calls.error(calls.post(client, "/settings/llm-models", body), 502)
    calls.patch(client, "/settings", body)
    calls.error(calls.post(client, "/settings/llm-models"), 502)
    assert not model_stub.seen


def test_an_address_of_the_environment_may_be_in_the_own_network(
    client: Client, ada: User, model_stub: Any, settings: Any
) -> None:
    ada.is_staff = False
    ada.save()
    settings.LLM_BASE_URL = model_stub.base_url
    assert calls.data(calls.post(client, "/settings/llm-models"))["models"]
