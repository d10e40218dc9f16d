"""What a mail may say about an application, and the step it comes to."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later
from orchestrator.tracking.derive import OUTCOMES, STAGES
from orchestrator.tracking.stages import NO_CHANGE

ENDS = ("rejected", "withdrawn")
# Every target, in the order in which a picker shows them.
LABELS: Mapping[str, str] = {
    NO_CHANGE: later("No change"),
    **{stage: label for stage, label in STAGES.items() if stage != "closed"},
    **{end: OUTCOMES[end] for end in ENDS},
    "closed": STAGES["closed"],
}


def step(target: str) -> tuple[str, str | None]:
    """The stage and the outcome that `target` stands for."""
    return ("closed", target) if target in ENDS else (target, None)
