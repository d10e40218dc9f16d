"""What a write of any kind does to the clock of its job and to the revision of the list."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from orchestrator import lifecycle
from orchestrator.jobs import documents, notes
from orchestrator.models import Job, Tally, ToDo, User
from orchestrator.tracking import stages, todos
from tests import make
from tests.api.calls import data, get, send

pytestmark = pytest.mark.django_db
TEXT = {"title": "Call", "content": "They rang."}
FILE = {
    "fileName": "a.txt",
    "mediaType": "text/plain",
    "dataBase64": base64.b64encode(b"Dear all").decode(),
}
PDF = {"fileName": "a.pdf", "dataBase64": base64.b64encode(make.PDF).decode()}
ONCE = (
    ("PATCH", "", {"location": "Ghent"}),
    ("PATCH", "", {"status": "expired"}),
    ("POST", "/skip", None),
    ("POST", "/apply", None),
    ("POST", "/pdf", PDF),
    ("POST", "/stages", {"toStage": "onsite"}),
    ("POST", "/stages", {"toStage": "no_change"}),
    ("POST", "/stages", {"toStage": "offer", "metadata": {"eventType": "note"}}),
    ("PATCH", "/outcome", {"outcome": "rejected"}),
    ("POST", "/tasks", {"type": "prep", "title": "Read"}),
    ("POST", "/notes", TEXT),
    ("POST", "/documents", FILE),
    ("PATCH", "/notes/{note}", {**TEXT, "title": "Second call"}),
    ("DELETE", "/notes/{note}", None),
    ("POST", "/notes/{gone}/restore", None),
    ("DELETE", "/documents/{document}", None),
    ("PATCH", "/events/{step}", {"toStage": "offer"}),
    ("DELETE", "/events/{step}", None),
    ("POST", "/events/{step}/undo", None),
    ("POST", "/events/{lost}/restore", None),
    ("PATCH", "/tasks/{todo}", {"isCompleted": True}),
    ("DELETE", "/tasks/{todo}", None),
    ("POST", "/tasks/{dropped}/restore", None),
    ("POST", "/undo", None),
)
REPEATED = (
    ("PATCH", "", {"title": "Backend Engineer", "status": "ready"}),
    ("PATCH", "", {"colour": "red", "pdfPath": "/x"}),
    ("POST", "/notes/{note}/restore", None),
    ("PATCH", "/notes/{note}", TEXT),
    ("PATCH", "/tasks/{todo}", {"isCompleted": False, "title": "Read"}),
    ("POST", "/tasks/{todo}/restore", None),
    ("PATCH", "/events/{step}", {"toStage": "onsite"}),
    ("POST", "/events/{step}/restore", None),
    ("DELETE", "/events/{lost}", None),
    ("POST", "/events/{lost}/undo", None),
    ("PATCH", "/outcome", {"outcome": None}),
    ("POST", "/generate-pdf", None),
)
WRONG = (
    ("PATCH", "", {"title": ""}),
    ("POST", "/notes", {"title": "x"}),
    ("POST", "/documents", {**FILE, "dataBase64": "*"}),
    ("POST", "/stages", {"toStage": "no stage"}),
    ("PATCH", "/events/{step}", {}),
    ("POST", "/tasks", {"type": "prep", "title": " "}),
    ("PATCH", "/tasks/{todo}", {"dueDate": -1}),
    ("PATCH", "/outcome", {"outcome": "lost"}),
    ("POST", "/pdf", {**PDF, "dataBase64": FILE["dataBase64"]}),
)


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, status="ready")


@pytest.fixture
def ids(job: Job) -> dict[str, Any]:
    """Rows of the job that are there, and some that were taken away."""
    document = documents.add(job, b"Hello", file_name="b.txt", media_type="", actor="user")
    note = notes.add(job, **TEXT, actor="user")
    gone = notes.add(job, title="Gone", content="Gone", actor="user")
    notes.remove(gone, actor="user")
    todo: ToDo = todos.add(job, "Read", kind="prep", actor="user")
    dropped = todos.add(job, "Write", kind="prep", actor="user")
    todos.remove(dropped, actor="user")
    lost = stages.log(job, "assessment", actor="user")[1]
    stages.remove(job, lost, actor="user")
    return {"document": document, "note": note, "gone": gone, "todo": todo, "dropped": dropped,
            "lost": lost}  # fmt: skip


@pytest.fixture
def begun(job: Job, ids: dict[str, Any], request: pytest.FixtureRequest) -> Job:
    """With a step that counts, for what is about one; otherwise ready again."""
    if "{step}" in request.getfixturevalue("path"):
        ids["step"] = stages.log(job, "onsite", actor="user")[1]
    else:
        lifecycle.move(job, "mark_ready", actor="user")
    return Job.objects.get(pk=job.pk)


def seen(client: Client, job: Job) -> tuple[str, str, int]:
    """The clock of the job, the revision of the list, and the owner's counter."""
    row = data(get(client, f"/jobs/{job.pk}"))
    revision = data(get(client, "/jobs/revision"))["revision"]
    return row["updatedAt"], revision, Tally.objects.get(owner=job.owner).changes


def tell(client: Client, job: Job, method: str, path: str, ids: dict[str, Any], body: Any) -> int:
    named = path.format(**{name: row.pk for name, row in ids.items()})
    return send(client, method, f"/jobs/{job.pk}{named}", body).status_code


@pytest.mark.parametrize(("method", "path", "body"), ONCE)
def test_a_visible_write_moves_clock_and_revision(
    client: Client, begun: Job, ids: dict[str, Any], method: str, path: str, body: Any
) -> None:
    if path == "/undo":
        stages.apply(begun, actor="user")
    before = seen(client, begun)
    assert tell(client, begun, method, path, ids, body) in (200, 201)
    after = seen(client, begun)
    assert after[0] > before[0]
    assert after[1] != before[1]
    assert after[2] > before[2]


@pytest.mark.parametrize(("method", "path", "body"), [*REPEATED, *WRONG])
def test_what_changes_nothing_or_is_refused_moves_neither(
    client: Client, begun: Job, ids: dict[str, Any], method: str, path: str, body: Any
) -> None:
    before = seen(client, begun)
    assert tell(client, begun, method, path, ids, body) in (200, 400, 422)
    assert seen(client, begun) == before
