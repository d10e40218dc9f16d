"""What a score is made with beside its posting, as one digest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from orchestrator.models.job import digest_of
from orchestrator.preferences import Preferences
from orchestrator.scoring.card import Options
from orchestrator.scoring.lexicon import VERSION as LEXICON_VERSION
from orchestrator.scoring.model import PROMPT_VERSION
from orchestrator.scoring.number import RUBRIC_VERSION

SETTINGS = ("penalizeMissingSalary", "missingSalaryPenalty", "scoringInstructions")


def options(wanted: Preferences | Mapping[str, Any]) -> Options:
    """`wanted`: the owner's SETTINGS at least."""
    penalize, penalty, instructions = (wanted[key] for key in SETTINGS)
    return Options(
        penalize_missing_salary=penalize, missing_salary_penalty=penalty, instructions=instructions
    )


def basis(resume: str | None, *, options: Options, bases: Collection[str]) -> str:
    """`resume` is the digest of the version a job is scored for, `bases` those of all versions
    that may be.
    """
    parts: dict[str, Any] = {
        "resume": resume,
        "options": asdict(options),
        "versions": [RUBRIC_VERSION, LEXICON_VERSION, PROMPT_VERSION],
    }
    if len(bases) > 1:
        # Another base may have become the best.
        parts["bases"] = sorted(bases)
    return digest_of(parts)
