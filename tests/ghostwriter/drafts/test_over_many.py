"""Drafts over many people and shipped postings; the bench does the same over all of the data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.drafts import posting
from bench.drafts_rules import wrong
from orchestrator.jobs.postings import add_many
from orchestrator.models import Job, User
from orchestrator.sources.posting import Posting
from tailoring import library
from tailoring.ghostwriter.drafts.kinds import KINDS, LANGUAGES
from tailoring.ghostwriter.drafts.write import write

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PERSONAS = sorted((ROOT / "bench" / "claims_set" / "personas").glob("*.json"))
SHIPPED = ROOT / "orchestrator" / "jobs" / "samples" / "postings.jsonl"
POSTINGS = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
TODAY = date(2026, 11, 23)


def job_of(owner: User, row: dict[str, Any]) -> Job:
    add_many(owner, [Posting(**posting(row, 1))], actor="pipeline")
    return Job.objects.get(owner=owner)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(PERSONAS)))
def test_nothing_is_wrong_with_any_draft(number: int, language: str, ada: User) -> None:
    path = PERSONAS[number]
    library.import_file(ada, path.read_bytes(), file_name=path.name)
    row = POSTINGS[(4 * number + LANGUAGES.index(language)) % len(POSTINGS)]
    job = job_of(ada, row)
    drafts = {kind: write(job, kind, language=language, today=TODAY) for kind in KINDS}
    assert {kind: found for kind in KINDS if (found := wrong(job, kind, drafts[kind]))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_without_a_resume(language: str, ada: User) -> None:
    job = job_of(ada, POSTINGS[LANGUAGES.index(language)])
    drafts = {kind: write(job, kind, language=language, today=TODAY) for kind in KINDS}
    assert {kind: found for kind in KINDS if (found := wrong(job, kind, drafts[kind]))} == {}
