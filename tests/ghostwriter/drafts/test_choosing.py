"""Words that ask for a draft, in four languages."""

from __future__ import annotations

import pytest

from tailoring.ghostwriter.drafts.choosing import kind_of, offered
from tailoring.ghostwriter.drafts.kinds import KINDS, LANGUAGES
from tailoring.ghostwriter.prompts_builtin import BUILT_IN

ASKED = {
    "cover_letter": [
        "Write me a cover letter", "Please draft a letter", "Schreib mir bitte ein Anschreiben",
        "Une lettre de motivation, s’il vous plaît", "Necesito una carta de presentación",
        "A cover letter for the post of a senior recruiter",
    ],
    "outreach": [
        "A LinkedIn message to the recruiter", "Eine kurze Nachricht an die Personalerin",
        "Un message au recruteur", "Un mensaje a la reclutadora",
    ],
    "interview_questions": [
        "Prepare me for the interview", "Welche Fragen kommen im Vorstellungsgespräch?",
        "Questions d’entretien", "Preguntas de la entrevista",
    ],
    "follow_up": [
        "A follow-up to my cover letter", "Kannst du nachfassen?", "Écris une relance",
        "Un correo de seguimiento",
    ],
    "thank_you": [
        "Write a thank-you note after the interview", "Ein Dankschreiben nach dem Gespräch",
        "Un message de remerciement", "Un correo de agradecimiento",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in ASKED.items() for text in texts]
)
def test_words_choose_a_draft(kind: str, text: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text", ["", "Hello", "Thank you", "Why me?", "Was verdient man da?", "Give me a brief summary"]
)
def test_other_words_choose_none(text: str) -> None:
    assert kind_of(text) == ""


@pytest.mark.parametrize("name", sorted(BUILT_IN.keys() & set(KINDS)))
def test_a_built_in_prompt_chooses_its_draft(name: str) -> None:
    body = BUILT_IN[name].body
    asked = body.replace("{{jobTitle}}", "Senior Recruiter").replace("{{employer}}", "Interview AG")
    assert kind_of(asked) == name


@pytest.mark.parametrize("language", [*LANGUAGES, "pt"])
def test_what_there_is_is_offered_with_a_link_to_the_model(language: str) -> None:
    said = offered(language)
    assert said.count("\n- ") == len(KINDS)
    assert "](/settings/models)" in said
