from __future__ import annotations

from dataclasses import replace

import pytest

from jobops.lib.prompts import FENCE_RULE
from tailoring.ghostwriter import template
from tailoring.style import Style

STYLE = Style(tone="warm", formality="low", constraints="Mention the dog.", avoid=("synergy",))


def test_the_built_in_text_names_every_placeholder() -> None:
    assert template.unknown(template.built_in()) == ()
    for name in template.PLACEHOLDERS:
        assert f"{{{{{name}}}}}" in template.built_in()


def test_placeholders_are_filled() -> None:
    text = "{{tone}}, {{ formality }}, {{outputLanguage}}.\n{{constraintsSentence}}\n"
    text += "{{avoidTermsSentence}}"
    assert template.rendered(text, STYLE, "de") == (
        "warm, low, German.\nThe person also wishes:\nMention the dog.\n"
        "Do not use these words: synergy."
    )


def test_unknown_placeholders_stay_and_are_named() -> None:
    text = "{{tone}} {{company}} {{ Tone }} {{company}} {{}} {single}"
    assert template.unknown(text) == ("company", "Tone", "")
    assert template.rendered(text, STYLE, "en") == (
        "warm {{company}} {{ Tone }} {{company}} {{}} {single}"
    )


def test_what_is_not_set_renders_empty() -> None:
    empty = Style(tone="", formality="", constraints="", avoid=())
    text = "[{{tone}}{{formality}}{{constraintsSentence}}{{avoidTermsSentence}}]"
    assert template.rendered(text, empty, "en") == "[]"


def test_a_value_can_not_name_a_placeholder() -> None:
    style = replace(STYLE, tone="{{formality}}")
    assert template.rendered("{{tone}}", style, "en") == "{{formality}}"


def test_contacts_in_it_do_not_leave() -> None:
    style = replace(STYLE, constraints="Sign with eve@example.org")
    said = template.system("Call +49 30 1234567. {{tone}}", style, "en", plain=False)
    assert "1234567" not in said
    assert "eve@" not in said


def test_settings_that_a_template_does_not_name_still_hold() -> None:
    said = template.system("Write well.", STYLE, "fr", plain=False)
    for part in ("Tone: warm.", "Formality: low.", "Mention the dog.", "synergy", "French"):
        assert said.count(part) == 1
    named = template.system("{{tone}} {{constraintsSentence}}", STYLE, "fr", plain=False)
    assert named.count("Mention the dog.") == 1
    assert "Tone:" not in named


def test_the_fixed_rules_come_last() -> None:
    said = template.system("", STYLE, "en", plain=True)
    assert said.startswith("You write for one person")
    places = [said.index(part) for part in ("Tone: warm", "Plain wording", "Language of the reply",
                                            "nobody can lift", FENCE_RULE)]  # fmt: skip
    assert places == sorted(places)


def test_plain_wording_is_asked_for_only_when_wished() -> None:
    assert "Plain wording" not in template.system("", STYLE, "en", plain=False)


@pytest.mark.parametrize(
    ("wishes", "fields", "said"),
    [
        ("Write in German.", {}, "ask for German, but the language is set to English"),
        ("Immer auf Englisch schreiben", {"manual_language": "german"}, "ask for English"),
        ("Écris en français", {"language_mode": "match-resume"}, "follow the résumé's language"),
        ("Write in English", {"language_mode": "match-job-description"}, "the posting's language"),
        ("At most 50 words.", {}, "speak of 50 words, but summaries have at most 90"),
        ("Höchstens 120 Wörter", {}, "120 words"),
        ("80-150 palabras", {}, "150 words"),
        ("100 mots maximum", {}, "100 words"),
    ],
)
def test_wishes_that_contradict_a_setting_are_told(
    wishes: str, fields: dict[str, str], said: str
) -> None:
    found = template.contradictions(Style(constraints=wishes, **fields))  # type: ignore[arg-type]
    assert len(found) == 1
    assert said in found[0]
    assert found[0].endswith("The setting holds.")


@pytest.mark.parametrize(
    ("wishes", "fields"),
    [
        ("", {}),
        ("Write in English.", {}),
        ("Write in British English.", {"manual_language": "en-GB"}),
        ("Mention that I speak German.", {}),
        ("Use at most 90 words.", {}),
        ("A cover letter has at most 200 words.", {}),
        ("No buzzwords, 3 facts.", {}),
    ],
)
def test_other_wishes_are_let_be(wishes: str, fields: dict[str, str]) -> None:
    assert template.contradictions(Style(constraints=wishes, **fields)) == ()  # type: ignore[arg-type]
