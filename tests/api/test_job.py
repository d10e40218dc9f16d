"""GET and PATCH of one job."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.api.schemas.jobs import JobDetail, JobOut
from orchestrator.models import Job, JobEvent, StageEvent, User
from tests import make
from tests.api.calls import data, error, fits, get, patch
from tests.work import queued

LONG_AGO = "2026-02-15T22:20:56.123Z"


def change(client: Client, job: Job, /, **body: Any) -> dict[str, Any]:
    """The job as PATCH answers it."""
    return fits(JobOut, data(patch(client, f"/jobs/{job.pk}", body)))


def refusal(client: Client, job: Job, code: int, /, **body: Any) -> dict[str, Any]:
    """The error, after the row was found untouched."""
    found = error(patch(client, f"/jobs/{job.pk}", body), code)
    assert Job.objects.get(pk=job.pk).updated_at == job.updated_at
    return found


def test_a_job_has_every_key(client: Client, ada: User) -> None:
    extras = {"skills": "Python", "companyRating": 4.1, "companyReviewsCount": 12}
    error_row = {
        "code": "UPSTREAM_ERROR",
        "reason": "model_failed",
        "message": "No.",
        "at": LONG_AGO,
    }
    job = make.job(
        ada, status="ready", extras=extras, score=77.0, last_error=error_row,
        location_evidence={"city": "Bonn"}, closed_at=timezone.now(), is_remote=True,
    )  # fmt: skip
    found = fits(JobDetail, data(get(client, f"/jobs/{job.pk}")))
    assert found["skills"] == "Python"
    assert found["companyRating"] == 4.1
    assert found["suitabilityScore"] == 77
    assert found["closedAt"] == int(job.closed_at.timestamp())
    assert found["updatedAt"].endswith("Z")
    assert found["appliedDuplicateMatch"] is None


def test_a_fresh_job_has_null_where_nothing_is_known(client: Client, ada: User) -> None:
    found = fits(JobDetail, data(get(client, f"/jobs/{make.job(ada).pk}")))
    assert found["pdfPath"] is None
    assert found["pdfFreshness"] == "missing"
    assert found["salaryIsPredicted"] is False


def test_the_address_of_the_pdf_changes_with_the_job(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready", updated_at=timezone.now() - timedelta(days=1))
    found = data(get(client, f"/jobs/{job.pk}"))
    moment = job.updated_at
    milliseconds = int(moment.timestamp()) * 1000 + moment.microsecond // 1000
    assert found["pdfPath"] == f"/pdfs/resume_{job.pk}.pdf?v={milliseconds}"
    assert change(client, job, title="New")["pdfPath"] != found["pdfPath"]


def test_somebody_elses_job_is_not_there(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben)
    error(get(client, f"/jobs/{job.pk}"), 404)
    error(patch(client, f"/jobs/{job.pk}", {"title": "Mine"}), 404)


# The same in every process that collects the tests.
NOBODY = "018f3c2a-7a10-7abc-8def-0123456789ab"


@pytest.mark.parametrize("pk", ["1", "abc", NOBODY.upper(), NOBODY.replace("-", ""), NOBODY])
def test_an_id_of_another_shape_is_404(client: Client, ada: User, pk: str) -> None:
    assert error(get(client, f"/jobs/{pk}"), 404)["code"] == "NOT_FOUND"


def test_one_job_takes_few_queries(
    client: Client, ada: User, django_assert_max_num_queries: Any
) -> None:
    job = make.job(ada)
    with django_assert_max_num_queries(4):
        get(client, f"/jobs/{job.pk}")


def test_an_earlier_application_is_named(client: Client, ada: User) -> None:
    now = timezone.now()
    sent = make.job(
        ada, status="applied", title="Backend Engineer", employer="Acme Limited",
        applied_at=now - timedelta(days=10),
    )  # fmt: skip
    again = make.job(ada, title="Backend Engineer (m/f/d)", employer="Acme Ltd", discovered_at=now)
    found = fits(JobDetail, data(get(client, f"/jobs/{again.pk}")))["appliedDuplicateMatch"]
    assert found["jobId"] == str(sent.pk)
    assert (found["score"], found["titleScore"], found["employerScore"]) == (100, 100, 100)
    assert data(get(client, f"/jobs/{sent.pk}"))["appliedDuplicateMatch"] is None


@pytest.mark.parametrize(
    "other",
    [
        {"employer": "Globex"},
        {"title": "Senior Backend Engineer"},
        {"location": "Paris"},
        {"applied_at": timezone.now() - timedelta(days=31)},
        {"applied_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_another_application_is_not(client: Client, ada: User, other: dict[str, Any]) -> None:
    now = timezone.now()
    make.job(ada, **{"status": "applied", "location": "Berlin", "applied_at": now, **other})
    job = make.job(ada, location="Berlin", discovered_at=now)
    assert data(get(client, f"/jobs/{job.pk}"))["appliedDuplicateMatch"] is None


def test_every_editable_field_is_stored(client: Client, ada: User) -> None:
    job = make.job(ada)
    body = {
        "title": "  Data Engineer ", "employer": "Globex", "jobUrl": "https://x.example/1",
        "applicationLink": "http://x.example/apply", "location": "Leeds", "salary": "£50k",
        "deadline": "2030-05-01", "jobDescription": " New text. ", "suitabilityScore": 88,
        "suitabilityReason": "Good", "jobBrief": {"role_summary": "x"},
        "tailoredSummary": "Summary", "tailoredHeadline": "Headline",
        "tailoredSkills": [{"name": " A ", "keywords": ["x", " ", "x", "y"], "level": 2}],
        "selectedProjectIds": ["b", " a ", "b", ""], "sponsorMatchScore": 12.5,
        "sponsorMatchNames": ["Globex plc"],
    }  # fmt: skip
    found = change(client, job, **body)
    assert found["title"] == "Data Engineer"
    assert found["jobDescription"] == "New text."
    assert found["deadlineAt"] == "2030-05-01"
    assert json.loads(found["jobBrief"]) == {"role_summary": "x"}
    assert found["tailoredSkills"] == '[{"name":"A","keywords":["x","y"],"level":2}]'
    assert found["selectedProjectIds"] == "b,a"
    assert found["sponsorMatchNames"] == '["Globex plc"]'
    assert found["scoreEngine"] == "user"
    assert found["updatedAt"] > data(get(client, "/jobs"))["jobs"][0]["discoveredAt"]


def test_texts_may_be_sent_as_strings_too(client: Client, ada: User) -> None:
    found = change(
        client, make.job(ada), tailoredSkills='[{"name":"A","keywords":[]}]',
        selectedProjectIds="a, b,,a", jobBrief='{"specifics": []}', sponsorMatchNames='["X"]',
    )  # fmt: skip
    assert found["tailoredSkills"] == '[{"name":"A","keywords":[]}]'
    assert found["selectedProjectIds"] == "a,b"
    assert found["jobBrief"] == '{"specifics":[]}'


@pytest.mark.parametrize("empty", ["", "  ", [], "[]"])
def test_empty_skills_are_no_value(client: Client, ada: User, empty: Any) -> None:
    job = make.job(ada, tailored_skills='[{"name":"A","keywords":[]}]')
    assert change(client, job, tailoredSkills=empty)["tailoredSkills"] is None


@pytest.mark.parametrize("empty", ["", " ", [], ",,"])
def test_no_projects_is_a_choice_of_its_own(client: Client, ada: User, empty: Any) -> None:
    job = make.job(ada, selected_project_ids="a")
    assert change(client, job, selectedProjectIds=empty)["selectedProjectIds"] == ""
    assert change(client, job, selectedProjectIds=None)["selectedProjectIds"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", None), ("title", "x" * 501), ("title", 5), ("employer", "  "),
        ("jobUrl", "ftp://x.example"), ("jobUrl", "x.example"), ("jobUrl", "https://a:b@x.example"),
        ("jobUrl", None), ("applicationLink", ""), ("applicationLink", "https://"),
        ("jobUrl", "https://x.example:port"), ("jobUrl", "https://x.example/" + "a" * 2000),
        ("location", "x" * 201), ("salary", 5), ("deadline", "x" * 101),
        ("jobDescription", "x" * 40_001), ("outcome", "maybe"), ("closedAt", -1),
        ("closedAt", 4_102_444_801), ("closedAt", 1.5), ("closedAt", "5"), ("closedAt", True),
        ("suitabilityScore", None), ("suitabilityScore", 101), ("suitabilityScore", "50"),
        ("suitabilityScore", True), ("suitabilityReason", "x" * 4001), ("jobBrief", "[]"),
        ("jobBrief", []), ("jobBrief", "text"), ("jobBrief", {"a": "x" * 20_000}),
        ("tailoredSummary", "x" * 10_001), ("tailoredHeadline", "x" * 501),
        ("tailoredSkills", {}), ("tailoredSkills", "{}"), ("tailoredSkills", ["Python"]),
        ("tailoredSkills", [{"name": "", "keywords": []}]), ("tailoredSkills", [{"name": "A"}]),
        ("tailoredSkills", [{"name": "A", "keywords": [1]}]), ("tailoredSkills", 5),
        ("tailoredSkills", [{"name": "A", "keywords": ["k"] * 61}]),
        ("tailoredSkills", [{"name": "A", "keywords": []}] * 61),
        ("selectedProjectIds", 5), ("selectedProjectIds", ["x" * 201]), ("selectedProjectIds", [1]),
        ("sponsorMatchScore", None), ("sponsorMatchNames", ["x"] * 21), ("sponsorMatchNames", "x"),
        ("tracerLinksEnabled", "true"), ("tracerLinksEnabled", None), ("expectedUpdatedAt", "now"),
        ("status", "processing"), ("status", "done"), ("status", None),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_changes_nothing(
    client: Client, ada: User, field: str, value: Any
) -> None:
    found = refusal(client, make.job(ada), 400, **{"salary": "£1", field: value})
    assert list(found["details"]["fieldErrors"]) == [field]
    assert found["message"].startswith(field)


def test_bad_skills_are_told_what_is_wanted(client: Client, ada: User) -> None:
    found = refusal(client, make.job(ada), 400, tailoredSkills="Python")
    assert "JSON array" in found["message"]


def test_unknown_and_read_only_keys_are_named_and_nothing_moves(client: Client, ada: User) -> None:
    job = make.job(ada)
    response = patch(client, f"/jobs/{job.pk}", {"pdfPath": "x", "id": "y", "colour": 1})
    assert data(response)["updatedAt"] == data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    assert response.json()["meta"]["ignoredFields"] == ["colour", "id", "pdfPath"]
    assert not JobEvent.objects.exists()


def test_equal_values_move_nothing(client: Client, ada: User) -> None:
    job = make.job(ada, score=50.0)
    before = data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    found = change(
        client, job, title=job.title, suitabilityScore=50, deadline=None, status="discovered"
    )
    assert found["updatedAt"] == before
    assert not JobEvent.objects.exists()


def test_a_stale_revision_is_told_the_new_one(client: Client, ada: User) -> None:
    job = make.job(ada)
    seen = data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    moved = change(client, job, title="Other", expectedUpdatedAt=seen)["updatedAt"]
    found = error(
        patch(client, f"/jobs/{job.pk}", {"title": "Third", "expectedUpdatedAt": seen}), 409
    )
    assert found["details"] == {"reason": "revision_mismatch", "updatedAt": moved}


def test_another_jobs_address_is_refused_and_named(client: Client, ada: User) -> None:
    other = make.job(ada, job_url="https://www.jobs.example.org/one?utm_source=x")
    found = refusal(client, make.job(ada), 409, jobUrl="http://jobs.example.org/one", title="New")
    assert found["details"] == {"reason": "duplicate_url", "jobId": str(other.pk)}


def test_control_characters_are_taken_out_and_the_rest_is_kept(client: Client, ada: User) -> None:
    found = change(client, make.job(ada), tailoredSummary=" a\x07b\tc\nd\x85 e\u0301 ")
    assert found["tailoredSummary"] == " ab\tc\nd e\u0301 "


def test_a_new_description_drops_the_brief(client: Client, ada: User) -> None:
    job = make.job(ada, brief='{"specifics":[]}')
    assert change(client, job, jobDescription="Other")["jobBrief"] is None
    kept = change(client, job, jobDescription="Third", jobBrief={"specifics": ["x"]})
    assert kept["jobBrief"] == '{"specifics":["x"]}'


def test_an_outcome_closes_and_its_removal_opens(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    closed = change(client, job, outcome="rejected")
    assert abs(closed["closedAt"] - timezone.now().timestamp()) < 60
    assert change(client, job, outcome="rejected", closedAt=5)["closedAt"] == 5
    again = change(client, job, outcome=None, closedAt=7)
    assert (again["outcome"], again["closedAt"]) == (None, None)


def test_tracer_links_need_a_public_address(client: Client, ada: User, settings: Any) -> None:
    job = make.job(ada)
    found = refusal(client, job, 409, tracerLinksEnabled=True)
    assert set(found["details"]["tracerReadiness"]) == {
        "status",
        "checkedAt",
        "lastSuccessAt",
        "reason",
    }
    settings.PUBLIC_BASE_URL = "https://jobs.example.org"
    make.reached("https://jobs.example.org")
    assert change(client, job, tracerLinksEnabled=True)["tracerLinksEnabled"] is True


@pytest.mark.parametrize(
    ("present", "target"),
    [
        ("discovered", "applied"), ("discovered", "skipped"), ("discovered", "expired"),
        ("processing", "discovered"), ("processing", "applied"),
        ("ready", "discovered"), ("ready", "applied"), ("ready", "skipped"), ("ready", "expired"),
        ("applied", "discovered"), ("applied", "in_progress"), ("skipped", "discovered"),
        ("skipped", "applied"), ("expired", "discovered"), ("expired", "applied"),
    ],
)  # fmt: skip
def test_a_status_of_the_table_is_taken(
    client: Client, ada: User, present: str, target: str
) -> None:
    job = make.job(ada, status=present)
    assert change(client, job, status=target)["status"] == target
    assert JobEvent.objects.filter(job=job, to_status=target).count() == 1


@pytest.mark.parametrize(
    ("present", "target", "allowed"),
    [
        ("discovered", "in_progress", ["applied", "skipped", "expired"]),
        ("processing", "skipped", ["discovered", "applied"]),
        ("ready", "in_progress", ["discovered", "applied", "skipped", "expired"]),
        ("applied", "ready", ["discovered", "in_progress"]),
        ("in_progress", "applied", []),
        ("skipped", "expired", ["discovered", "applied"]),
    ],
)
def test_any_other_is_refused_with_what_is_allowed(
    client: Client, ada: User, present: str, target: str, allowed: list[str]
) -> None:
    found = refusal(client, make.job(ada, status=present), 409, status=target, title="New")
    assert found["details"] == {
        "reason": "illegal_transition", "from": present, "to": target, "allowed": allowed,
    }  # fmt: skip


def test_ready_needs_a_pdf(client: Client, ada: User) -> None:
    found = refusal(client, make.job(ada), 409, status="ready")
    assert found["details"]["reason"] == "pdf_required"
    assert "ready" not in found["details"]["allowed"]
    with_pdf = make.job(ada, pdf_digest="a" * 64, pdf_source="generated")
    assert change(client, with_pdf, status="ready")["status"] == "ready"


def test_values_and_status_go_together_or_not_at_all(client: Client, ada: User) -> None:
    job = make.job(ada)
    refusal(client, job, 409, title="New", status="ready")
    found = change(client, job, title="New", status="applied")
    assert (found["title"], found["status"]) == ("New", "applied")
    assert StageEvent.objects.filter(job=job, to_stage="applied").count() == 1


def test_moving_on_from_applied_writes_a_step(client: Client, ada: User) -> None:
    job = make.job(ada, status="discovered")
    change(client, job, status="applied")
    change(client, job, status="in_progress")
    assert StageEvent.objects.filter(job=job, to_stage="recruiter_screen").exists()


def test_reopening_keeps_dates_and_drops_the_outcome(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied", outcome="rejected", closed_at=timezone.now())
    found = change(client, job, status="discovered")
    assert found["outcome"] is None
    assert found["closedAt"] is None
    assert found["appliedAt"] is not None
    assert found["pdfPath"] is not None


@pytest.mark.parametrize("body", [None, {}, [], 5, "text"])
def test_a_body_that_says_nothing_is_refused(client: Client, ada: User, body: Any) -> None:
    error(patch(client, f"/jobs/{make.job(ada).pk}", body), 400)


def test_nothing_is_queued_by_an_edit_that_shapes_no_pdf(client: Client, ada: User) -> None:
    change(client, make.job(ada, status="ready"), salary="£60k")
    assert queued() == []
