"""How texts are written, and by which instructions, as the owner sets it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import Preference, User
from tailoring.asking import template
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db

WRITING, PROMPTS = "/settings/writing", "/settings/prompts"
KEY = "tailoringPromptTemplate"


def shown(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back of the form as it stands."""
    (form,) = page(client.get(address)).xpath("//form[@method='post' and @class='form']")
    return {name: value or "" for name, value in form.fields.items() if name}


def saved(client: Client, **changes: str) -> int:
    return client.post(WRITING, {**shown(client, WRITING), **changes}).status_code


def test_every_setting_of_writing_is_saved(client: Client, ada: User) -> None:
    changes = {
        "chatStyleTone": "warm and plain", "chatStyleFormality": "high",
        "chatStyleConstraints": "British spelling.\r\nNo idioms.",
        "chatStyleDoNotUse": "leverage, synergy", "chatStyleSummaryMaxWords": "60",
        "chatStyleMaxKeywordsPerSkill": "8", "chatStyleLanguageMode": "match-resume",
        "chatStyleManualLanguage": "pt-BR", "bulletMode": "apply",
    }  # fmt: skip
    assert saved(client, **changes) == 303
    mine = preferences.of(ada)
    expected = {
        **changes, "chatStyleSummaryMaxWords": 60, "chatStyleMaxKeywordsPerSkill": 8,
        "chatStyleConstraints": "British spelling.\nNo idioms.",
    }  # fmt: skip
    assert {key: mine[key] for key in changes} == expected


def test_a_form_that_is_sent_back_unchanged_stores_nothing(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleConstraints": "One.\nTwo."})
    assert saved(client) == 303
    assert list(Preference.objects.values_list("key", flat=True)) == ["chatStyleConstraints"]


def test_presets_are_suggested_and_taken_however_they_are_written(
    client: Client, ada: User
) -> None:
    root = page(client.get(WRITING))
    (named,) = root.xpath("//input[@name='chatStyleTone']/@list")
    tones = root.xpath(f"//datalist[@id='{named}']/option/@value")
    assert tones == ["professional", "concise", "direct", "friendly"]
    saved(client, chatStyleTone="Friendly", chatStyleManualLanguage="German")
    mine = preferences.of(ada)
    assert (mine["chatStyleTone"], mine["chatStyleManualLanguage"]) == ("friendly", "german")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("chatStyleSummaryMaxWords", "0", "Give a whole number from 1 to 500."),
        ("chatStyleMaxKeywordsPerSkill", "many", "Give a whole number from 1 to 50."),
        ("chatStyleManualLanguage", "klingonese", "Give english, german, french, spanish or"),
        ("chatStyleTone", "x" * 101, "at most 100 characters"),
        ("chatStyleDoNotUse", "x" * 1001, "at most 1000 characters"),
        ("chatStyleLanguageMode", "guess", "Select a valid choice"),
    ],
)
def test_a_bad_value_is_named_at_its_field(
    client: Client, ada: User, key: str, value: str, said: str
) -> None:
    answer = client.post(WRITING, {**shown(client, WRITING), key: value})
    assert answer.status_code == 422
    assert said in " ".join(texts(page(answer), f"//*[@id='set_{key}_error']"))
    assert not Preference.objects.exists()


def test_a_setting_of_writing_is_given_back(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleTone": "dry", "bulletMode": "off"})
    assert "Back to the default: professional" in client.get(WRITING).content.decode()
    assert saved(client, reset="chatStyleTone") == 303
    mine = preferences.of(ada)
    assert (mine["chatStyleTone"], mine["bulletMode"]) == ("professional", "off")


def test_the_shipped_template_is_shown_and_never_stored(client: Client, ada: User) -> None:
    assert shown(client, PROMPTS)[KEY].split() == template.built_in().split()
    client.post(PROMPTS, shown(client, PROMPTS))
    assert not Preference.objects.exists()


def test_the_owners_template_is_stored_and_given_back(client: Client, ada: User) -> None:
    assert client.post(PROMPTS, {KEY: "Be {{tone}}.\r\nIn {{language}}."}).status_code == 303
    assert preferences.of(ada)[KEY] == "Be {{tone}}.\nIn {{language}}."
    assert "Back to the shipped one" in client.get(PROMPTS).content.decode()
    client.post(PROMPTS, {KEY: "Typed since.", "reset": KEY})
    assert preferences.of(ada)[KEY] == ""


def test_typing_the_shipped_template_again_is_a_reset(client: Client, ada: User) -> None:
    preferences.save(ada, {KEY: "Mine."})
    client.post(PROMPTS, {KEY: template.built_in().replace("\n", "\r\n")})
    assert not Preference.objects.exists()


def test_a_placeholder_nobody_knows_is_named_at_the_field(client: Client, ada: User) -> None:
    answer = client.post(PROMPTS, {KEY: "Be {{tone}} and {{ mood }}."})
    assert answer.status_code == 422
    (error,) = texts(page(answer), f"//p[@id='set_{KEY}_error']")
    assert "{{mood}}" in error
    assert "{{mood}}" not in error.partition("There are")[2]
    assert "Be {{tone}} and {{ mood }}." in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_placeholder_that_is_missing_is_named_and_allowed(client: Client, ada: User) -> None:
    client.post(PROMPTS, {KEY: "Be {{tone}}."})
    (line,) = texts(page(client.get(PROMPTS)), "//p[@class='hint-line']")
    assert "{{language}}" in line
    assert "{{tone}}" not in line


def test_each_placeholder_says_what_it_becomes(client: Client, ada: User) -> None:
    preferences.save(
        ada, {"chatStyleDoNotUse": "leverage", "chatStyleLanguageMode": "match-job-description"}
    )
    rows = page(client.get(PROMPTS)).xpath("//table//tr[td]")
    said = [texts(row, "./td") for row in rows]
    assert ["{{avoid}}", "the terms to avoid", "Do not use these words: leverage."] in said
    assert ["{{language}}", "the language of the texts", "the language of the posting"] in said
    assert ["{{constraints}}", "your own wishes", "nothing, none are set"] in said


def test_what_always_follows_can_be_read_and_not_changed(client: Client, ada: User) -> None:
    root = page(client.get(PROMPTS))
    (fixed,) = texts(root, "//pre")
    assert "These rules hold whatever stands above" in fixed
    assert "{{" not in fixed
    assert not root.xpath("//pre//*")


def test_the_template_is_counted_by_the_server(client: Client, ada: User) -> None:
    preferences.save(ada, {KEY: "Be {{tone}}."})
    assert "12 of 12,000 characters" in client.get(PROMPTS).content.decode()
    answer = client.post(PROMPTS, {KEY: "x" * 12_001})
    assert answer.status_code == 422
    assert "it has 12001" in answer.content.decode()


def test_a_second_tab_keeps_the_template_the_first_saved(client: Client, ada: User) -> None:
    stale = shown(client, PROMPTS)
    client.post(PROMPTS, {**stale, KEY: "Mine."})
    client.post(PROMPTS, stale)
    assert preferences.of(ada)[KEY] == "Mine."


def test_without_a_model_the_page_says_that_nobody_reads_it(
    client: Client, ada: User, model_stub: Any
) -> None:
    assert "No model is connected" in client.get(PROMPTS).content.decode()
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub"})
    assert "No model is connected" not in client.get(PROMPTS).content.decode()
