"""Commands in this process; their processes are tests/commands/test_serve.py."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.dateparse import parse_date

from orchestrator.models import ApiToken, Job, PipelineRun, SearchPreset, User
from orchestrator.ops import doctor
from tailoring.models import ResumeDocument
from tests import make
from tests.intake import papers
from tests.work import queued

ROWS: list[dict[str, Any]] = [
    {"title": "Engineer", "employer": "Acme", "jobUrl": "https://acme.example.org/jobs/1",
     "description": "We need Python."},
    {"title": "Designer", "employer": "Acme", "jobUrl": "https://acme.example.org/jobs/2"},
    {"title": "", "employer": "Nameless", "jobUrl": "https://acme.example.org/jobs/3"},
]  # fmt: skip


def say(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(ROWS))
    return path


def test_import_jobs_counts_and_names_the_bad_line(ada: User, file: Path) -> None:
    make.resume(ada)
    said = say("import_jobs", str(file))
    assert "line 3: The title is missing." in said
    assert "3 read: 2 new, 0 updated, 0 already known, 1 rejected." in said
    assert Job.objects.filter(owner=ada, score__isnull=False).count() >= 1


def test_importing_the_same_file_again_creates_nothing(ada: User, file: Path) -> None:
    say("import_jobs", str(file), "--no-score")
    said = say("import_jobs", str(file), "--no-score")
    assert "0 new, 0 updated, 2 already known, 1 rejected" in said


def test_import_jobs_leaves_jobs_unscored_when_asked(ada: User, file: Path) -> None:
    say("import_jobs", str(file), "--no-score")
    assert not Job.objects.filter(score__isnull=False).exists()


def test_a_dry_run_stores_nothing(ada: User, file: Path) -> None:
    assert "3 read, 1 would be rejected. Nothing" in say("import_jobs", str(file), "--dry-run")
    assert not Job.objects.exists()


def test_a_file_that_is_no_list_is_refused_in_a_sentence(ada: User, tmp_path: Path) -> None:
    wrong = tmp_path / "cv.pdf"
    wrong.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(CommandError, match="not a list of postings"):
        say("import_jobs", str(wrong))


def test_a_missing_file_is_refused_in_a_sentence(ada: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        say("import_jobs", str(tmp_path / "nothing.csv"))


def test_an_unknown_user_is_named_with_those_there_are(ada: User, file: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no user 'carol'\. Known: owner"):
        say("import_jobs", str(file), "--user", "carol")


def test_another_user_s_rows_are_theirs(ada: User, ben: User, file: Path) -> None:
    say("import_jobs", str(file), "--user", "ben", "--no-score")
    assert set(Job.objects.values_list("owner__username", flat=True)) == {"ben"}


def test_a_text_resume_is_shown_first_and_used_with_yes(ada: User, tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text(papers.CV, encoding="utf-8")

    assert "Staff Engineer · Northwind Ltd" in say("import_resume", str(file))
    assert not ResumeDocument.objects.exists()
    assert "It is the default base." in say("import_resume", str(file), "--yes")


def test_import_resume_makes_a_default_base(ada: User) -> None:
    said = say("import_resume", str(make.RESUME))
    assert "imported. It is the default base." in said
    assert "was here already" in say("import_resume", str(make.RESUME))


def test_run_pipeline_starts_a_run_with_its_options(ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    say("run_pipeline", "--no-wait", "--top", "3", "--min-score", "60", "--no-crawl")
    run = PipelineRun.objects.get()
    said = (run.options["topN"], run.options["minSuitabilityScore"], run.options["enableCrawling"])
    assert (run.trigger, *said) == ("command", 3, 60, False)


def test_run_pipeline_takes_the_options_of_a_saved_search(ada: User) -> None:
    make.heartbeat()
    SearchPreset.objects.create(owner=ada, name="Nightly", options={"topN": 7, "runBudget": 90})
    say("run_pipeline", "--no-wait", "--preset", "nightly", "--top", "8", "--source", "remotive")
    run = PipelineRun.objects.get()
    assert (run.options["topN"], run.options["runBudget"]) == (8, 90)
    assert run.options["sources"] == ["remotive"]


def test_run_pipeline_names_the_saved_search_it_does_not_know(ada: User) -> None:
    with pytest.raises(CommandError, match="no saved search 'Weekly'"):
        say("run_pipeline", "--preset", "Weekly")


def test_run_pipeline_refuses_what_does_not_fit(ada: User) -> None:
    make.heartbeat()
    with pytest.raises(CommandError, match="topN: Give a whole number from 1 to 50"):
        say("run_pipeline", "--top", "51")


def test_run_pipeline_without_a_worker_says_so(ada: User) -> None:
    with pytest.raises(CommandError, match="worker"):
        say("run_pipeline", "--no-wait")


def test_process_job_queues_the_work(ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    job = make.job(ada)
    assert "is being processed" in say("process_job", str(job.pk))
    assert queued() == ["process_job"]


def test_process_job_refuses_a_foreign_job(ada: User, ben: User) -> None:
    with pytest.raises(CommandError, match="There is no job"):
        say("process_job", str(make.job(ben).pk))


def test_expire_jobs_expires_what_is_past(ada: User) -> None:
    make.job(ada, deadline_at=timezone.now().date() - timedelta(days=3))
    make.job(ada, deadline_at=parse_date("2999-01-01"))
    assert say("expire_jobs") == "1 jobs expired.\n"


def test_create_token_prints_a_token_that_works(ada: User) -> None:
    text = say("create_token", "laptop").strip()
    found = ApiToken.objects.matching(text, at=timezone.now())
    assert found is not None
    assert (found.name, found.owner) == ("laptop", ada)


def test_reap_says_what_it_did(ada: User) -> None:
    assert say("reap").startswith("0 leases freed")


def test_the_doctor_names_what_fails_and_how_to_repair_it(ada: User) -> None:
    # It prints a test page, so this takes the second that a browser needs.
    found = {one.subject: one for one in doctor.examine(ada)}
    assert found["database"].verdict == "ok"
    assert (found["worker"].verdict, found["model"].verdict) == ("failed", "unset")
    assert "manage.py serve" in found["worker"].repair
    assert "printed" in found["Chromium"].sentence


def test_a_failing_check_is_an_exit_code(ada: User, monkeypatch: Any) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")
    with pytest.raises(SystemExit) as left:
        say("doctor")
    assert left.value.code == 1
