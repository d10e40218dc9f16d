"""What the settings of tailored texts are called, and what is suggested for them."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later
from orchestrator.workspace.settings_pdf import Field

WRITING_FIELDS: Mapping[str, Field] = {
    "chatStyleTone": Field(
        later("Tone"),
        later("One of the suggestions, or your own words."),
        suggestions=("professional", "concise", "direct", "friendly"),
    ),
    "chatStyleFormality": Field(
        later("Formality"),
        later("Low, medium, high, or your own words."),
        suggestions=("low", "medium", "high"),
    ),
    "chatStyleConstraints": Field(
        later("Your own wishes"),
        later("In your own words, for every text. They never allow what your résumé does not say."),
        long=True,
    ),
    "chatStyleDoNotUse": Field(
        later("Terms to avoid"),
        later(
            "Separated by commas or lines. Sentences and keywords that hold one are left "
            "out, whatever "
            "a model answers."
        ),
        long=True,
    ),
    "chatStyleSummaryMaxWords": Field(
        later("Longest summary, in words"), later("A longer one is cut at the end of a sentence.")
    ),
    "chatStyleMaxKeywordsPerSkill": Field(
        later("Most keywords in a skill group"), later("The most relevant ones stay.")
    ),
    "chatStyleLanguageMode": Field(
        later("Language of the texts"),
        later(
            "Names, titles you held and degrees are never translated. Without a model, texts "
            "keep the "
            "language of your résumé."
        ),
        choices=(
            ("manual", later("The one named below")),
            ("match-resume", later("As your résumé")),
            ("match-job-description", later("As the posting")),
        ),
    ),
    "chatStyleManualLanguage": Field(
        later("The language"),
        later(
            "english, german, french, spanish, or a tag such as pt-BR. It also stands in where the "
            "language of a résumé or posting cannot be told."
        ),
        suggestions=("english", "german", "french", "spanish"),
    ),
    "bulletMode": Field(
        later("Changes of bullets"),
        later("Nothing is printed that your résumé or your own word does not support."),
        choices=(
            ("off", later("None")),
            ("propose", later("Propose them, I decide")),
            ("apply", later("Accept what my résumé supports")),
        ),
    ),
}
WRITING_KEYS = tuple(WRITING_FIELDS)
PROMPT_FIELDS: Mapping[str, Field] = {
    "tailoringPromptTemplate": Field(
        later("Template for tailoring"),
        later(
            "What the model is told to do. Placeholders in double braces are filled in for each "
            "job; an empty text is the shipped one."
        ),
        long=True,
    ),
}
PROMPT_KEYS = tuple(PROMPT_FIELDS)
