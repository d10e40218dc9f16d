"""What mails are called: where they lead, how sure it is, where they came from."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later, later_each
from orchestrator.tracking.derive import STAGES, rank

# Everything a person may say a mail means, in the order of the picker.
TARGETS: Mapping[str, str] = {
    "no_change": later("No change of stage"),
    **{stage: label for stage, label in STAGES.items() if stage != "closed"},
    "rejected": later("Closed: rejected"),
    "withdrawn": later("Closed: withdrawn"),
    "closed": later("Closed"),
}
# Target → the stage it leads to; the others are stages themselves, or none.
ENDS = frozenset({"rejected", "withdrawn", "closed"})
# From this confidence on → how sure that is.
BANDS = (
    (95, later("Sure"), "good"),
    (75, later("Likely"), ""),
    (50, later("Possible"), ""),
    (0, later("Unsure"), "warn"),
)
KINDS: Mapping[str, str] = later_each({
    "interview": "Interview", "offer": "Offer", "rejection": "Rejection", "update": "Update",
    "other": "Other",
})  # fmt: skip
# Before the word or address that gave it.
SIGNALS: Mapping[str, str] = later_each(
    {
        "thread": "Goes on with",
        "sender_rule": "Your rule for",
        "reference": "Holds the number of the job",
        "domain": "Comes from the employer's domain",
        "ats": "Comes from a recruiting system and names",
        "employer_title": "Names the employer and the title",
        "employer": "Names the employer",
        "title": "Names the title",
        "model": "Chosen by",
    }
)
SOURCES: Mapping[str, str] = later_each({
    "gmail": "Gmail", "imap": "Mailbox", "upload": "Uploaded file", "paste": "Pasted",
})  # fmt: skip
DECISIONS: Mapping[str, str] = later_each(
    {
        "pending_user": "Needs review",
        "auto_linked": "Linked by itself",
        "manual_linked": "Linked by you",
        "ignored": "Ignored",
    }
)


def band(confidence: int) -> tuple[str, str]:
    """How sure it is in a word, and the kind of its chip."""
    return next((word, kind) for least, word, kind in BANDS if confidence >= least)


def height(target: str) -> int:
    """The rank of the stage a target leads to; -1 for what leads nowhere."""
    if target in ENDS:
        return rank("closed")
    return rank(target) if target in STAGES else -1


def meant(target: str) -> str:
    return TARGETS.get(target, "")
