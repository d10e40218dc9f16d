from __future__ import annotations

import json

import pytest

from bench.ranking import bm25, cosine, interval, ndcg, words
from bench.scoring import FOLDER, auc, run, split
from orchestrator.scoring.brief import JobFacts


def test_the_area_under_the_curve_is_counted_with_halves_for_ties() -> None:
    assert auc([3, 2, 2, 1], [True, True, False, False]) == 0.875


def test_the_gain_of_an_order_counts_ties_against_it() -> None:
    assert ndcg([3, 2, 1], [True, False, False]) == 1
    assert ndcg([1, 1], [True, False]) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([3, 2, 1], [False, False, True], 2) == 0


def test_plain_comparisons_put_the_same_words_first() -> None:
    texts = ["python and django", "wound care", "django"]
    for values in (cosine(texts, "python django", features=words), bm25(texts, "python django")):
        assert max(values) == values[0]
        assert values[1] == 0


def test_an_order_differs_from_itself_by_nothing() -> None:
    assert interval([3, 2, 1], [3, 2, 1], [True, False, True], draws=50) == (0, 0)
    low, high = interval([3, 1, 3], [1, 3, 1], [True, False, True], draws=50)
    assert low == high == 1


@pytest.mark.skipif(not FOLDER.exists(), reason="the labelled postings are not on this machine")
def test_real_postings_of_one_job_seeker_are_told_apart() -> None:
    # 187 postings at some milliseconds each; the bench prints the exact figure beside others.
    lines = (FOLDER / "one_person_jobs.jsonl").read_text(encoding="utf-8").splitlines()
    jobs = [json.loads(line) for line in lines]
    profile = split((FOLDER / "one_person_resume.txt").read_text(encoding="utf-8"))
    facts = [JobFacts(job["title"], "", job["description"]) for job in jobs]
    values = [float(run(fact, profile) or 0) for fact in facts]
    assert auc(values, [bool(job["relevant"]) for job in jobs]) >= 0.82
