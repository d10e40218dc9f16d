from __future__ import annotations

import json

import pytest

from bench.scoring import FOLDER, auc, run, split
from orchestrator.scoring.brief import JobFacts


def test_the_area_under_the_curve_is_counted_with_halves_for_ties() -> None:
    assert auc([3, 2, 2, 1], [True, True, False, False]) == 0.875


@pytest.mark.skipif(not FOLDER.exists(), reason="the labelled postings are not on this machine")
def test_real_postings_of_one_job_seeker_are_told_apart() -> None:
    # 187 postings at some milliseconds each; the bench prints the exact figure beside others.
    lines = (FOLDER / "one_person_jobs.jsonl").read_text(encoding="utf-8").splitlines()
    jobs = [json.loads(line) for line in lines]
    profile = split((FOLDER / "one_person_resume.txt").read_text(encoding="utf-8"))
    facts = [JobFacts(job["title"], "", job["description"]) for job in jobs]
    values = [float(run(fact, profile) or 0) for fact in facts]
    assert auc(values, [bool(job["relevant"]) for job in jobs]) >= 0.80
