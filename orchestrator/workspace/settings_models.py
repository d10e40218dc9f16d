"""What models may cost in a month, and what they have cost in this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobops.lib.words import later
from orchestrator import spending
from orchestrator.models import User
from orchestrator.workspace.settings_pdf import Field

SPEND_FIELDS: Mapping[str, Field] = {
    "llmMonthlyTokens": Field(
        later("Most tokens in a month"),
        later(
            "For everything a model is asked. When they are used up, rules do the work and "
            "say so until"
            " the month ends. Empty: no limit."
        ),
    ),
    "llmMonthlyCost": Field(
        later("Most money in a month"),
        later("Counts where the prices below are known. Empty: no limit."),
    ),
    "llmPricePrompt": Field(
        later("Price of a million tokens sent"), later("In whatever currency your provider bills.")
    ),
    "llmPriceCompletion": Field(later("Price of a million tokens answered")),
}
SPEND_KEYS = tuple(SPEND_FIELDS)


def shown(owner: User) -> dict[str, Any]:
    return {"month": spending.month(owner)}
