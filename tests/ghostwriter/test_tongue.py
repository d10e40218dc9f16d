from __future__ import annotations

import json
from pathlib import Path

import pytest

from tailoring import language
from tailoring.ghostwriter import tongue
from tailoring.style import Style

SAMPLES = Path(__file__).parents[1] / "samples" / "languages.jsonl"
REAL = Path(__file__).parents[3] / "shared" / "data" / "postings"
POSTING = "Wir suchen für unser Team eine Person mit Erfahrung in der Entwicklung und mit Freude."


@pytest.mark.parametrize(
    ("message", "tag"),
    [
        ("Write a cover letter in German", "de"),
        ("Please answer in French.", "fr"),
        ("in English please", "en"),
        ("In Spanish", "es"),
        ("Make it shorter, in Spanish", "es"),
        ("Can you translate this into German?", "de"),
        ("German please", "de"),
        ("I need an English version of the letter", "en"),
        ("Write it in British English", "en"),
        ("My CV is in German, but write the letter in English.", "en"),
        ("Not in English. Write it in French.", "fr"),
        ("Reply in Italian", "it"),
        ("auf Deutsch", "de"),
        ("Auf Deutsch bitte!", "de"),
        ("Schreib das Anschreiben bitte auf Englisch", "en"),
        ("Übersetze das ins Französische", "fr"),
        ("Antworte mir auf Spanisch.", "es"),
        ("Kannst du das auf Französisch formulieren?", "fr"),
        ("Ich brauche eine englische Fassung", "en"),
        ("en français", "fr"),
        ("Rédige une lettre en français, s'il te plaît", "fr"),
        ("Réponds en anglais", "en"),
        ("Traduis cela en allemand", "de"),
        ("Une version anglaise, svp", "en"),
        ("en español", "es"),
        ("Escríbelo en español por favor", "es"),
        ("Tradúcelo al inglés", "en"),
        ("Responde en alemán", "de"),
        ("Quiero la carta en francés", "fr"),
        ("Escribe una versión inglesa", "en"),
        ("No, write it in German", "de"),
        ("Nicht auf Englisch, sondern auf Deutsch bitte", "de"),
        ("WRITE IT IN GERMAN", "de"),
    ],
)
def test_a_message_may_ask_for_a_language(message: str, tag: str) -> None:
    assert tongue.requested(message) == tag


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Write a cover letter",
        "Mention that I am fluent in German and French",
        "The posting is in German, what does it ask for?",
        "Explain my experience in English teaching",
        "I worked in Spanish companies for years, say so",
        "Don't write it in English",
        "Nicht auf Englisch",
        "Schreib bitte nicht auf Englisch",
        "Ne réponds pas en anglais",
        "Erwähne, dass ich fließend Englisch spreche",
        "My degree is in French literature",
        "What are their requirements in English and German?",
        "Je parle couramment anglais",
        "Trabajo en una empresa alemana",
        "How would I say that I was an English-speaking guide?",
    ],
)
def test_a_language_that_is_only_named_is_not_asked_for(message: str) -> None:
    assert tongue.requested(message) == ""


def of_reply(prompt: str, mode: str = "manual") -> str:
    style = Style(language_mode=mode, manual_language="french")
    return tongue.of_reply(style, prompt=prompt, resume="Go", declared="es", posting=POSTING)


@pytest.mark.parametrize(
    ("mode", "tag"), [("manual", "fr"), ("match-resume", "es"), ("match-job-description", "de")]
)
def test_what_the_message_asks_for_stands_before_the_mode(mode: str, tag: str) -> None:
    assert of_reply("Write a letter", mode) == tag
    assert of_reply("Write a letter in English", mode) == "en"


def test_what_cannot_be_told_is_written_in_the_set_language() -> None:
    style = Style(language_mode="match-job-description", manual_language="german")
    assert tongue.of_reply(style, prompt="", resume="", declared="", posting="Go, SQL") == "de"


def test_committed_texts_are_told_right() -> None:
    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 24
    assert all(len(row["text"]) >= 200 for row in rows)
    wrong = [row for row in rows if language.detect(row["text"]) != row["language"]]
    assert len(wrong) <= 0.05 * len(rows)


@pytest.mark.skipif(not REAL.exists(), reason="the real postings are not here")
def test_real_postings_are_told_right() -> None:
    rows = [json.loads(line) for file in REAL.glob("*.jsonl") for line in file.open()]
    long = [row for row in rows if len(row["description"]) >= 200]
    told = [row for row in long if row["lang"] in language.NAMES.values()]
    wrong = [row for row in told if language.detect(row["description"]) != row["lang"]]
    assert len(told) > 200
    assert len(wrong) <= 0.05 * len(told)
