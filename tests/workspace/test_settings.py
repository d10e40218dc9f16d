from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator import preferences
from orchestrator.models import Preference, User
from orchestrator.workspace.settings_form import FIELDS, SECTIONS
from tests.workspace.reading import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_a_page(client: Client, ada: User, name: str) -> None:
    assert client.get(f"/settings/{name}").status_code == 200


def test_every_field_of_a_section_is_a_known_preference() -> None:
    keys = {key for section in SECTIONS.values() for key in section.keys}
    assert keys == set(FIELDS)
    assert keys <= set(preferences.SETTINGS)


def test_what_is_saved_is_used(client: Client, ada: User) -> None:
    client.post("/settings/pdf", {"pdfTheme": "modern", "pdfPaper": "auto"})
    mine = preferences.of(ada)
    assert (mine["pdfTheme"], mine["autoRegeneratePdf"]) == ("modern", False)


def test_a_bad_value_is_refused_in_place(client: Client, ada: User) -> None:
    data = {"theme": "system", "density": "compact", "timeZone": "Leeds"}
    answer = client.post("/settings/display", data)
    assert answer.status_code == 422
    assert "Europe/London" in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_key_is_sealed_and_never_shown(client: Client, ada: User) -> None:
    data = {"llmBaseUrl": "http://localhost:1/v1", "llmModel": "m", "llmApiKey": "sk-canary-12345"}
    client.post("/settings/models", data)
    assert "canary" not in Preference.objects.get(key="llmApiKey").value
    assert "canary" not in client.get("/settings/models").content.decode()
    assert preferences.of(ada)["llmApiKey"] == "sk-canary-12345"


def test_a_blank_key_keeps_the_stored_one(client: Client, ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "sk-one"})
    client.post("/settings/models", {"llmBaseUrl": "", "llmModel": "", "llmApiKey": ""})
    assert preferences.of(ada)["llmApiKey"] == "sk-one"


def test_a_model_that_answers_is_said_to(client: Client, ada: User, model_stub: Any) -> None:
    data = {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model", "try": "1"}
    assert "It answers" in client.post("/settings/models", data).content.decode()


def test_a_model_that_does_not_answer_is_a_sentence(client: Client, ada: User) -> None:
    data = {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m", "try": "1"}
    answer = client.post("/settings/models", data)
    assert answer.status_code == 200
    assert "could not be reached" in answer.content.decode()


def test_a_value_says_where_it_comes_from(client: Client, ada: User, settings: Any) -> None:
    settings.LLM_MODEL = "from-outside"
    preferences.save(ada, {"llmBaseUrl": "http://localhost:1/v1"})
    shown = client.get("/settings/models").content.decode()
    assert "From the environment variable LLM_MODEL." in shown
    assert "Set here." in shown
    assert "(default)" in client.get("/settings/writing").content.decode()


def test_a_value_is_given_back_and_the_rest_is_kept(client: Client, ada: User) -> None:
    preferences.save(ada, {"summaryMaxWords": 40})
    sent = {"summaryMaxWords": "no number", "maxKeywordsPerSkill": "7", "reset": "summaryMaxWords"}
    assert client.post("/settings/writing", sent).status_code == 303
    mine = preferences.of(ada)
    assert (mine["summaryMaxWords"], mine["maxKeywordsPerSkill"]) == (90, 7)


def test_a_key_can_be_removed(client: Client, ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "sk-one"})
    assert "Remove the key" in client.get("/settings/models").content.decode()
    client.post("/settings/models", {"llmBaseUrl": "", "llmModel": "", "reset": "llmApiKey"})
    assert not preferences.of(ada)["llmApiKey"]


def test_enter_in_a_field_saves_and_resets_nothing(client: Client, ada: User) -> None:
    preferences.save(ada, {"summaryMaxWords": 40})
    first = page(client.get("/settings/writing")).xpath("//form[@class='form']//button")[0]
    assert first.get("name") is None


def test_the_queries_of_a_section_are_few(client: Client, ada: User) -> None:
    client.get("/settings/scoring")
    with CaptureQueriesContext(connection) as found:
        client.get("/settings/scoring")
    assert len(found) <= 6
