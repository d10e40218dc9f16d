from __future__ import annotations

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jobops.lib.text import html_to_text
from orchestrator import preferences
from orchestrator.models import Preference, User
from tailoring import language, sentences, style
from tailoring.style import Limits, Style
from tests.documents.places import SHARED

POSTINGS = sorted((SHARED / "postings").glob("*.jsonl"))
TEXTS = {
    "en": "You will build the services that our customers use every day, and you will be part of a "
    "team that cares about testing. We are looking for people with experience in Go or Python.",
    "de": "Du entwickelst mit uns die Plattform und bist für den Betrieb der Dienste da. Wir "
    "suchen Menschen mit Erfahrung in Go oder Python, die gerne im Team arbeiten und lernen.",
    "fr": "Vous rejoindrez une équipe qui développe les services de nos clients et vous serez "
    "chargé de la qualité. Nous cherchons une personne avec de l'expérience en Go ou en Python.",
    "es": "Buscamos una persona con experiencia en Go o Python para el equipo que desarrolla los "
    "servicios de nuestros clientes. Serás responsable de la calidad y también de las pruebas.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_the_four_languages_are_told_apart(code: str, text: str) -> None:
    assert language.detect(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "", "Go, Python, SQL", "Senior Engineer", "42", "開発者を募集",
        "Procuramos uma pessoa com experiência em Go para a nossa equipa, que não tenha medo de "
        "mudanças e goste de trabalhar com os clientes e com dados dos nossos serviços.",
        "Wij zoeken een ontwikkelaar met ervaring in Go voor ons team, die graag met klanten werkt "
        "en het niet erg vindt om ook aan de infrastructuur te werken.",
    ],
)  # fmt: skip
def test_a_text_that_does_not_say_stays_undecided(text: str) -> None:
    assert language.detect(text) == ""


def test_the_language_follows_the_mode_and_falls_back_to_the_manual_one() -> None:
    def chosen(mode: str, **texts: str) -> str:
        said = {"resume": TEXTS["de"], "declared": "", "posting": TEXTS["fr"]} | texts
        return language.chosen(Style(language_mode=mode, manual_language="spanish"), **said)

    assert chosen("manual") == "es"
    assert chosen("match-resume") == "de"
    assert chosen("match-resume", resume="Go", declared="it") == "it"
    assert chosen("match-job-description") == "fr"
    assert chosen("match-job-description", posting="Go, SQL") == "es"


@pytest.mark.skipif(not POSTINGS, reason="the shared postings do not lie beside the repository")
def test_slices_of_real_postings_are_told_right() -> None:
    """Of 220 letters each, as many as a thousand."""
    slices = [
        (row["lang"], text[at : at + 220])
        for path in POSTINGS
        for line in path.read_text(encoding="utf-8").split("\n")[:-1:3]
        if (row := json.loads(line))["lang"] in language.NAMES.values()
        for text in [html_to_text(row["description"] or "")[:2_000]]
        for at in range(0, len(text) - 220, 220)
    ]
    right = sum(1 for code, text in slices if language.detect(text) == code)
    assert right >= 0.95 * len(slices) > 500


@pytest.mark.parametrize(("tag", "named"), [("de", "German"), ("pt-BR", "pt-BR"), ("", "")])
def test_a_prompt_names_the_language(tag: str, named: str) -> None:
    assert language.name(tag) == named


def test_sentences_end_where_people_end_them() -> None:
    text = "Led 3 teams, e.g. in Berlin. Built it with Dr. Who at Acme Inc. Berlin! Go is fun.\nNew"
    assert sentences.split(text) == [
        "Led 3 teams, e.g. in Berlin.",
        "Built it with Dr. Who at Acme Inc. Berlin!",
        "Go is fun.",
        "New",
    ]
    assert sentences.split("Version 2.5 of Node.js runs.") == ["Version 2.5 of Node.js runs."]
    assert sentences.split(" \n ") == []


def test_whole_sentences_are_kept_up_to_the_limit() -> None:
    text = "One two three. Four five six seven. Eight nine."
    assert style.enforced(text, Limits(summary_max_words=5)) == "One two three. Eight nine."
    assert style.enforced(text, Limits(summary_max_words=1)) == ""


def test_terms_to_avoid_are_found_as_whole_words_whatever_their_case() -> None:
    avoid = style.terms("Passionate, rock star\nresumé;  , —")
    assert avoid == ("Passionate", "rock star", "resumé", "—")
    assert style.avoided("A ROCK STAR — passionately", avoid) == ("rock star", "—")
    text = "Passionate about Go. Writes Go."
    assert style.enforced(text, Limits(avoid=avoid)) == "Writes Go."


def test_keywords_are_cut_and_freed_of_terms_to_avoid() -> None:
    limits = Limits(max_keywords_per_skill=2, avoid=("Java",))
    words = ["Go", "Java", " Go ", "JavaScript", "SQL", ""]
    assert style.keywords(words, limits) == ["Go", "JavaScript"]


@pytest.mark.django_db
def test_the_style_is_what_the_owner_saved(ada: User) -> None:
    assert style.read(preferences.of(ada)) == Style()
    changes = {
        "chatStyleTone": "direct",
        "chatStyleDoNotUse": "leverage, synergy",
        "chatStyleSummaryMaxWords": 40,
        "chatStyleLanguageMode": "match-resume",
        "chatStyleManualLanguage": "pt-BR",
        "tailoringPromptTemplate": "Write {{ tone }} in {{language}}.",
    }
    preferences.save(ada, changes)
    assert style.read(preferences.of(ada)) == Style(
        tone="direct",
        avoid=("leverage", "synergy"),
        summary_max_words=40,
        language_mode="match-resume",
        manual_language="pt-BR",
        template="Write {{ tone }} in {{language}}.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("chatStyleManualLanguage", "klingonese", "english, german"),
        ("chatStyleManualLanguage", "de\n", "english, german"),
        ("chatStyleLanguageMode", "guess", "match-resume"),
        ("tailoringPromptTemplate", "Use {{resume_secret}} and {{ tone }}", "{{resume_secret}}"),
        ("tailoringPromptTemplate", "x" * 12_001, "12,000"),
        ("bulletMode", "always", "propose"),
        ("chatStyleDoNotUse", "x" * 1_001, "1,000"),
    ],
)
def test_what_no_style_can_be_is_refused_with_a_sentence(
    ada: User, key: str, value: str, says: str
) -> None:
    with pytest.raises(preferences.InvalidPreference) as refused:
        preferences.save(ada, {key: value})
    assert says in str(refused.value.details)


@pytest.mark.django_db(transaction=True)
def test_limits_stored_by_their_old_names_are_kept(ada: User) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("orchestrator", "0011_edits")])
    Preference.objects.create(owner=ada, key="summaryMaxWords", value="40")
    Preference.objects.create(owner=ada, key="maxKeywordsPerSkill", value="3")
    Preference.objects.create(owner=ada, key="chatStyleMaxKeywordsPerSkill", value="7")
    again = MigrationExecutor(connection)
    again.migrate(again.loader.graph.leaf_nodes())
    found = style.read(preferences.of(ada))
    assert (found.summary_max_words, found.max_keywords_per_skill) == (40, 7)
    assert not Preference.objects.filter(key="maxKeywordsPerSkill").exists()
