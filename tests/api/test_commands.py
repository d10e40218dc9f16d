"""Commands on one job, and looking back at what they did."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import leases
from orchestrator.api.schemas.jobs import HistoryPage, JobOut
from orchestrator.api.schemas.work import OperationOut
from orchestrator.models import Job, JobEvent, Operation, StageEvent, User
from tests import make
from tests.api.calls import data, error, fits, get, post
from tests.work import drain, queued

ASYNC = "respond-async"


@pytest.fixture
def equipped(ada: User) -> User:
    """Ada with a résumé and a living worker."""
    make.resume(ada)
    make.heartbeat()
    return ada


def command(client: Client, job: Job, name: str, **headers: str) -> Any:
    return post(client, f"/jobs/{job.pk}/{name}", **headers)


def test_process_answers_202_with_where_to_look(client: Client, equipped: User) -> None:
    job = make.job(equipped)
    response = command(client, job, "process", Prefer=ASYNC)
    found = fits(JobOut, data(response, 202))
    assert found["status"] == "processing"
    assert response["Preference-Applied"] == ASYNC
    assert response["Retry-After"] == "2"
    mark = response.json()["meta"]["operation"]
    assert mark["status"] == "queued"
    assert response["Location"] == mark["href"] == f"/api/operations/{mark['id']}"
    assert fits(OperationOut, data(client.get(mark["href"])))["kind"] == "process"


# Prints a real PDF.
def test_processed_work_ends_in_a_pdf_the_api_serves(client: Client, equipped: User) -> None:
    job = make.job(equipped)
    place = command(client, job, "process", Prefer=ASYNC)["Location"]
    drain()
    assert data(client.get(place))["status"] == "succeeded"
    found = data(get(client, f"/jobs/{job.pk}"))
    assert found["status"] == "ready"
    assert found["pdfFreshness"] == "current"
    assert client.get(found["pdfPath"]).getvalue().startswith(b"%PDF-")


@pytest.mark.parametrize("status", ["ready", "applied", "in_progress", "skipped", "expired"])
def test_process_is_for_discovered_jobs(client: Client, equipped: User, status: str) -> None:
    found = error(command(client, make.job(equipped, status=status), "process"), 400)
    assert found["details"] == {
        "reason": "status_not_allowed", "status": status, "allowed": ["discovered"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["process", "summarize", "generate-pdf"])
def test_a_job_in_work_is_busy(client: Client, equipped: User, name: str) -> None:
    found = error(command(client, make.job(equipped, status="processing"), name), 409)
    assert found["details"]["reason"] == "busy"
    assert set(found["details"]["operation"]) == {"id", "kind", "startedAt"}


@pytest.mark.parametrize("name", ["process", "summarize", "generate-pdf"])
def test_without_a_resume_nothing_starts(client: Client, ada: User, name: str) -> None:
    make.heartbeat()
    found = error(command(client, make.job(ada), name), 422)
    assert found["details"]["reason"] == "resume_missing"
    assert queued() == []


@pytest.mark.parametrize("name", ["process", "summarize", "generate-pdf", "rescore"])
def test_without_a_worker_nothing_starts(client: Client, ada: User, name: str) -> None:
    make.resume(ada)
    make.heartbeat(age=timedelta(seconds=61))
    found = error(command(client, make.job(ada), name), 503)
    assert found["code"] == "SERVICE_UNAVAILABLE"
    assert found["details"]["reason"] == "worker_unavailable"
    assert Operation.objects.count() == 0


@pytest.mark.parametrize("name", ["process", "generate-pdf"])
def test_a_pdf_of_ones_own_is_replaced_only_on_request(
    client: Client, equipped: User, name: str
) -> None:
    job = make.job(equipped, pdf_digest="a" * 64, pdf_source="uploaded")
    found = error(command(client, job, name), 409)
    assert found["details"]["reason"] == "uploaded_pdf"
    data(command(client, job, f"{name}?replaceUploaded=1", Prefer=ASYNC), 202)


@pytest.mark.parametrize("status", ["skipped", "expired"])
def test_put_aside_jobs_are_not_printed(client: Client, equipped: User, status: str) -> None:
    found = error(command(client, make.job(equipped, status=status), "generate-pdf"), 409)
    assert found["details"]["reason"] == "status_not_allowed"


def test_a_flag_is_a_flag(client: Client, equipped: User) -> None:
    found = error(command(client, make.job(equipped), "process?force=yes"), 400)
    assert list(found["details"]["fieldErrors"]) == ["force"]


@pytest.mark.parametrize(
    ("fields", "unknown"), [("summary,colour", ["colour"]), ("", []), (" , ", [])]
)
def test_summarize_names_the_fields_it_knows(
    client: Client, equipped: User, fields: str, unknown: list[str]
) -> None:
    found = error(command(client, make.job(equipped), f"summarize?fields={fields}"), 400)
    assert found["details"]["invalidFields"] == unknown
    assert found["details"]["allowedFields"] == [
        "summary", "headline", "skills", "bullets", "projects",
    ]  # fmt: skip


def test_summarize_keeps_what_is_there_and_says_so(client: Client, equipped: User) -> None:
    job = make.job(equipped, tailored_summary="Mine.")
    place = command(client, job, "summarize", Prefer=ASYNC)["Location"]
    drain()
    assert data(client.get(place))["status"] == "succeeded"
    found = data(get(client, f"/jobs/{job.pk}"))
    assert found["tailoredSummary"] == "Mine."
    assert found["tailoredHeadline"]
    assert found["status"] == "discovered"


def test_rescore_gives_a_score(client: Client, equipped: User) -> None:
    job = make.job(equipped)
    command(client, job, "rescore", Prefer=ASYNC)
    drain()
    found = data(get(client, f"/jobs/{job.pk}"))
    assert found["scoreEngine"] == "computed"
    assert 0 <= found["suitabilityScore"] <= 100


def test_rescore_is_not_for_a_job_in_work(client: Client, equipped: User) -> None:
    found = error(command(client, make.job(equipped, status="processing"), "rescore"), 400)
    assert found["details"]["reason"] == "status_not_allowed"


@pytest.mark.parametrize("status", ["discovered", "processing", "ready", "skipped", "expired"])
def test_apply_is_recorded_once(client: Client, ada: User, status: str) -> None:
    job = make.job(ada, status=status)
    first = fits(JobOut, data(command(client, job, "apply")))
    assert first["status"] == "applied"
    assert data(command(client, job, "apply")) == first
    assert StageEvent.objects.filter(job=job).count() == 1
    assert JobEvent.objects.filter(job=job).count() == 1


def test_skip_is_for_jobs_not_decided_yet(client: Client, ada: User) -> None:
    assert data(command(client, make.job(ada), "skip"))["status"] == "skipped"
    found = error(command(client, make.job(ada, status="applied"), "skip"), 400)
    assert found["details"] == {
        "reason": "status_not_allowed", "status": "applied", "allowed": ["discovered", "ready"],
    }  # fmt: skip


def test_undo_takes_the_last_move_back(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    command(client, job, "skip")
    assert data(command(client, job, "undo"))["status"] == "ready"
    assert error(command(client, job, "undo"), 409)["details"]["reason"] == "not_undoable"


def test_undo_may_name_the_event_it_means(client: Client, ada: User) -> None:
    job = make.job(ada)
    command(client, job, "skip")
    event = JobEvent.objects.get(job=job)
    path = f"/jobs/{job.pk}/undo"
    error(post(client, path, {"eventId": str(job.pk)}), 409)
    error(post(client, path, {"eventId": "latest"}), 400)
    assert data(post(client, path, {"eventId": str(event.pk)}))["status"] == "discovered"


def test_history_is_newest_first_and_paged(client: Client, ada: User) -> None:
    job = make.job(ada)
    command(client, job, "skip", X_Request_Id="skipping")
    command(client, job, "apply")
    first = fits(HistoryPage, data(get(client, f"/jobs/{job.pk}/history?limit=1")))
    assert [item["kind"] for item in first["items"]] == ["job.applied"]
    assert first["items"][0]["undoable"] is True
    path = f"/jobs/{job.pk}/history?limit=1&cursor={first['nextCursor']}"
    second = fits(HistoryPage, data(get(client, path)))
    item = second["items"][0]
    assert (item["kind"], item["undoable"]) == ("job.skipped", False)
    assert (item["fromStatus"], item["toStatus"]) == ("discovered", "skipped")
    assert item["requestId"] == "skipping"
    assert second["nextCursor"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=x", "cursor=-1"])
def test_history_refuses_what_does_not_fit(client: Client, ada: User, query: str) -> None:
    error(get(client, f"/jobs/{make.job(ada).pk}/history?{query}"), 400)


def test_queued_work_can_be_taken_back(client: Client, equipped: User) -> None:
    job = make.job(equipped)
    place = command(client, job, "process", Prefer=ASYNC)["Location"]
    found = fits(OperationOut, data(client.post(f"{place}/cancel")))
    assert found["status"] == "cancelled"
    drain()
    assert data(client.get(place))["status"] == "cancelled"
    assert data(get(client, f"/jobs/{job.pk}"))["status"] == "discovered"
    assert data(client.post(f"{place}/cancel")) == data(client.get(place))


def test_a_cancelled_rebuild_leaves_the_old_pdf(client: Client, equipped: User) -> None:
    job = make.job(equipped, status="ready")
    place = command(client, job, "generate-pdf", Prefer=ASYNC)["Location"]
    assert data(get(client, f"/jobs/{job.pk}"))["pdfRegenerating"] is True
    client.post(f"{place}/cancel")
    found = data(get(client, f"/jobs/{job.pk}"))
    assert found["pdfRegenerating"] is False
    assert found["pdfPath"] is not None
    assert Job.objects.get(pk=job.pk).render_token is None


def test_cancelled_texts_free_the_slot_unseen(client: Client, equipped: User) -> None:
    job = make.job(equipped)
    before = data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    place = command(client, job, "summarize", Prefer=ASYNC)["Location"]
    client.post(f"{place}/cancel")
    assert data(get(client, f"/jobs/{job.pk}"))["updatedAt"] == before
    assert leases.slots_under(Job.objects.get(pk=job.pk), Operation.objects.get().token) == ()


def test_somebody_elses_work_is_not_there(client: Client, ada: User, ben: User) -> None:
    operation = Operation.objects.create(owner=ben, kind="process")
    error(get(client, f"/operations/{operation.pk}"), 404)
    error(post(client, f"/operations/{operation.pk}/cancel"), 404)


def upload(client: Client, job: Job, content: bytes = make.PDF, **fields: Any) -> Any:
    body = {"fileName": "cv.pdf", "dataBase64": base64.b64encode(content).decode(), **fields}
    return post(client, f"/jobs/{job.pk}/pdf", body)


@pytest.mark.parametrize(("status", "after"), [("discovered", "ready"), ("applied", "applied")])
def test_an_uploaded_pdf_becomes_the_jobs(
    client: Client, ada: User, status: str, after: str
) -> None:
    job = make.job(ada, status=status)
    found = fits(JobOut, data(upload(client, job), 201))
    assert (found["status"], found["pdfSource"], found["pdfFreshness"]) == (
        after,
        "uploaded",
        "uploaded",
    )
    assert found["pdfFingerprint"] is None
    assert client.get(found["pdfPath"]).getvalue() == make.PDF


def test_a_pdf_may_come_as_a_form(client: Client, ada: User, tmp_path: Any) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(make.PDF)
    with file.open("rb") as opened:
        response = client.post(f"/api/jobs/{make.job(ada).pk}/pdf", {"file": opened})
    assert data(response, 201)["pdfSource"] == "uploaded"


@pytest.mark.parametrize(
    ("fields", "status", "name"),
    [
        ({"fileName": ""}, 400, "fileName"), ({"fileName": "x" * 256}, 400, "fileName"),
        ({"dataBase64": "a"}, 400, "dataBase64"), ({"dataBase64": "YWJj\u00e9"}, 400, "dataBase64"),
        ({"dataBase64": "YWK="}, 400, "dataBase64"), ({"dataBase64": 5}, 400, "dataBase64"),
        ({"mediaType": "x" * 201}, 400, "mediaType"),
    ],
)  # fmt: skip
def test_an_upload_that_does_not_fit_is_refused(
    client: Client, ada: User, fields: dict[str, Any], status: int, name: str
) -> None:
    found = error(upload(client, make.job(ada), **fields), status)
    assert list(found["details"]["fieldErrors"]) == [name]


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        ({}, b"<html>"), ({}, b""), ({"mediaType": "image/png"}, make.PDF),
        ({"fileName": "cv.txt"}, make.PDF),
    ],
)  # fmt: skip
def test_what_is_no_pdf_is_refused(
    client: Client, ada: User, fields: dict[str, Any], content: bytes
) -> None:
    job = make.job(ada)
    assert "PDF" in error(upload(client, job, content, **fields), 400)["message"]
    assert Job.objects.get(pk=job.pk).pdf_digest is None


def test_a_file_over_ten_mebibytes_is_413(client: Client, ada: User) -> None:
    big = make.PDF + b"\0" * (10 * 1024 * 1024)
    error(upload(client, make.job(ada), big), 413)


def test_spaces_in_base64_are_skipped(client: Client, ada: User) -> None:
    packed = "\n".join(base64.b64encode(make.PDF).decode())
    data(upload(client, make.job(ada), dataBase64=packed, mediaType=None), 201)


def test_an_upload_has_a_date(client: Client, ada: User) -> None:
    found = data(upload(client, make.job(ada)), 201)
    given = datetime.fromisoformat(found["pdfGeneratedAt"])
    assert abs(timezone.now() - given) < timedelta(minutes=1)
