"""What the settings of the Ghostwriter are called."""

from __future__ import annotations

from collections.abc import Mapping

from orchestrator.workspace.settings_pdf import Field

CHAT_FIELDS: Mapping[str, Field] = {
    "ghostwriterSystemPromptTemplate": Field(
        "Instructions",
        "What the model is told before each conversation. Placeholders in double braces are filled"
        " in; left empty, the shipped ones hold.",
        long=True,
    ),
    "ghostwriterModel": Field(
        "Model for the Ghostwriter",
        "Its name at the address under Models; empty: the one that is set there.",
    ),
    "ghostwriterContextChars": Field(
        "Characters sent along with a message",
        "Posting, profile, notes, documents and earlier messages together. Lower it for a small"
        " local model.",
    ),
    "llmImages": Field(
        "Pictures",
        "Whether the model can read pictures you attach.",
        choices=(("auto", "As the model says"), ("on", "Always send them"), ("off", "Never")),
    ),
    "ghostwriterStopSlopEnabled": Field(
        "Ask for plain words, and mark stock phrases in replies",
        "Nothing is changed in a reply, and nobody guesses who wrote it.",
    ),
}
CHAT_KEYS = tuple(CHAT_FIELDS)
