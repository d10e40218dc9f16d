"""The Ghostwriter's settings and the saved prompts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import LlmCall, Preference, User
from tailoring.ghostwriter import prompts_kept, template
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
HERE, PROMPTS = "/settings/ghostwriter", "/settings/ghostwriter/prompts"
KEY = "ghostwriterSystemPromptTemplate"
NAMES = "//article[@class='note-card']//h2"


def shown(client: Client) -> dict[str, Any]:
    """What a browser would send back of the form as it stands."""
    (form,) = page(client.get(HERE)).xpath("//form[@method='post' and @class='form']")
    return {name: value or "" for name, value in form.fields.items() if name}


def save(client: Client, **changes: str) -> Any:
    return client.post(HERE, {**shown(client), **changes})


def names(client: Client) -> list[str]:
    return texts(page(client.get(PROMPTS)), NAMES)


def test_every_setting_of_the_ghostwriter_is_saved(client: Client, ada: User) -> None:
    changes = {
        KEY: "Write in {{outputLanguage}}.", "ghostwriterModel": "small", "llmImages": "off",
        "ghostwriterContextChars": "9000", "ghostwriterStopSlopEnabled": "on",
    }  # fmt: skip
    assert save(client, **changes).status_code == 303
    mine = preferences.of(ada)
    assert {key: mine[key] for key in changes} == {
        **changes,
        "ghostwriterContextChars": 9000,
        "ghostwriterStopSlopEnabled": True,
    }


def test_the_shipped_instructions_are_shown_and_never_stored(client: Client, ada: User) -> None:
    assert shown(client)[KEY].split() == template.built_in().split()
    assert save(client, ghostwriterModel="small").status_code == 303
    assert list(Preference.objects.values_list("key", flat=True)) == ["ghostwriterModel"]


def test_unknown_placeholders_are_named_and_stay(client: Client, ada: User) -> None:
    save(client, **{KEY: "Be {{tone}} and {{colour}}."})
    said = client.get(HERE).content.decode()
    assert said.count("{{colour}}") >= 3
    assert "Nobody fills" in said
    assert preferences.of(ada)[KEY] == "Be {{tone}} and {{colour}}."


def test_the_preview_is_what_the_model_would_be_told_and_saves_nothing(
    client: Client, ada: User
) -> None:
    preferences.save(ada, {"chatStyleTone": "blunt"})
    answer = save(client, look="1", **{KEY: "Sound {{tone}}, please."})
    (told,) = texts(page(answer), "//pre[@class='robot-text']")
    assert told.startswith("Sound blunt, please.")
    assert preferences.of(ada)[KEY] == ""


def test_the_last_saving_is_taken_back_once(client: Client, ada: User) -> None:
    assert not page(client.get(HERE)).xpath("//button[@name='back']")
    save(client, **{KEY: "First."})
    save(client, **{KEY: "Second."})
    client.post(HERE, {"back": "1"})
    assert preferences.Preferences(ada)[KEY] == "First."
    client.post(HERE, {"back": "1"})
    assert preferences.Preferences(ada)[KEY] == "Second."


def test_resetting_can_be_taken_back_too(client: Client, ada: User) -> None:
    save(client, **{KEY: "Mine."})
    client.post(HERE, {**shown(client), "reset": KEY})
    assert preferences.Preferences(ada)[KEY] == ""
    client.post(HERE, {"back": "1"})
    assert preferences.Preferences(ada)[KEY] == "Mine."
    client.post(HERE, {"back": "1"})
    assert preferences.Preferences(ada).describe(KEY).origin == "default"


def test_tokens_of_this_month_are_counted(client: Client, ada: User) -> None:
    LlmCall.objects.create(
        owner=ada, purpose="tailoring", model="m", host="h", attempt=1, at=timezone.now(),
        prompt_tokens=1200, completion_tokens=34,
    )  # fmt: skip
    assert "1,234 tokens were used this month" in client.get(HERE).content.decode()


@pytest.mark.parametrize("address", [HERE, "/settings/writing"])
def test_wishes_that_contradict_a_setting_are_named(
    client: Client, ada: User, address: str
) -> None:
    preferences.save(ada, {"chatStyleConstraints": "Always write in German."})
    assert "Your wishes ask for German" in client.get(address).content.decode()


def test_a_prompt_is_added_changed_and_ordered(client: Client, ada: User) -> None:
    first = names(client)
    assert client.post(PROMPTS, {"name": "Shorter", "body": "Say it shorter."}).status_code == 303
    assert names(client) == [*first, "Shorter"]
    key = prompts_kept.of(ada)[-1].key
    client.post(f"{PROMPTS}/{key}", {"name": "Short", "body": "Shorter."})
    client.post(f"{PROMPTS}/{key}/up")
    assert names(client) == [*first[:-1], "Short", first[-1]]
    client.post(f"{PROMPTS}/{key}/down")
    assert names(client) == [*first, "Short"]


def test_a_prompt_without_words_is_refused_in_place(client: Client, ada: User) -> None:
    answer = client.post(PROMPTS, {"name": "Short", "body": " "})
    assert answer.status_code == 422
    assert "Write the prompt." in answer.content.decode()


def test_a_deleted_prompt_comes_back_in_its_own_words(client: Client, ada: User) -> None:
    made = prompts_kept.save(ada, name="Short", body="Shorter.")
    for key in (made.key, "outreach"):
        before = prompts_kept.of(ada)
        client.post(f"{PROMPTS}/{key}/remove")
        assert len(names(client)) == len(before) - 1
        assert client.post(f"{PROMPTS}/{key}/restore").status_code == 303
        assert [one.name for one in prompts_kept.of(ada)] == [one.name for one in before]


def test_built_in_prompts_come_back_as_they_were_shipped(client: Client, ada: User) -> None:
    shipped = prompts_kept.of(ada)
    prompts_kept.save(ada, name="Mine", body="Mine.", key="outreach")
    prompts_kept.remove(ada, "why_me")
    assert "Bring back" in client.get(PROMPTS).content.decode()
    client.post(f"{PROMPTS}/restore")
    assert prompts_kept.of(ada) == shipped


def test_a_prompt_there_is_not_is_not_found(client: Client, ada: User) -> None:
    for rest in ("", "/remove", "/restore", "/up"):
        assert client.post(f"{PROMPTS}/nobody{rest}").status_code == 404
