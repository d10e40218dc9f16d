"""The parts of the inbox, as every page of it shows them above its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later_each
from orchestrator.models import User

HOME = "/tracking-inbox"
LABELS: Mapping[str, str] = later_each(
    {
        "review": "Needs review",
        "linked": "Linked",
        "ignored": "Ignored",
        "runs": "Runs",
        "accounts": "Accounts",
    }
)


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


def nav(owner: User, current: str) -> tuple[Tab, ...]:
    """For templates/inbox/_nav.html; `current` is a key of LABELS."""
    review = owner.mails.filter(status="pending_user").count()
    return tuple(
        Tab(label, address(key), key == current, review if key == "review" else None)
        for key, label in LABELS.items()
    )


def address(key: str) -> str:
    return HOME if key == "review" else f"{HOME}/{key}"
