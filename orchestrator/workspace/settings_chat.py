"""What the settings of the Ghostwriter are called."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later
from orchestrator.workspace.settings_pdf import Field

CHAT_FIELDS: Mapping[str, Field] = {
    "ghostwriterSystemPromptTemplate": Field(
        later("Instructions"),
        later(
            "What the model is told before each conversation. Placeholders in double braces "
            "are filled"
            " in; left empty, the shipped ones hold."
        ),
        long=True,
    ),
    "ghostwriterModel": Field(
        later("Model for the Ghostwriter"),
        later("Its name at the address under Models; empty: the one that is set there."),
    ),
    "ghostwriterContextChars": Field(
        later("Characters sent along with a message"),
        later(
            "Posting, profile, notes, documents and earlier messages together. Lower it for a small"
            " local model."
        ),
    ),
    "llmImages": Field(
        later("Pictures"),
        later("Whether the model can read pictures you attach."),
        choices=(
            ("auto", later("As the model says")),
            ("on", later("Always send them")),
            ("off", later("Never")),
        ),
    ),
    "ghostwriterStopSlopEnabled": Field(
        later("Ask for plain words, and mark stock phrases in replies"),
        later("Nothing is changed in a reply, and nobody guesses who wrote it."),
    ),
}
CHAT_KEYS = tuple(CHAT_FIELDS)
