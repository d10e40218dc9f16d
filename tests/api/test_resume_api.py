"""Profile and résumés by API: everything the pages do, and JSON Patch."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator import preferences
from orchestrator.api.schemas.resume import (
    ProfileOut,
    ResumeOut,
    ResumeWhole,
)
from orchestrator.api.schemas.reviews import BegunOut
from orchestrator.models import User
from tailoring import library, upstream
from tailoring.models import ResumeDocument
from tests import make
from tests.api import calls
from tests.outside.rxresume import RxResumeStub, refuses

pytestmark = pytest.mark.django_db
FILE = "/design-resume/import/file"


@pytest.fixture
def base(ada: User) -> ResumeDocument:
    return make.resume(ada)


@pytest.fixture
def connected(ada: User, rxresume_stub: RxResumeStub) -> RxResumeStub:
    """A server with one whole résumé, "r1"."""
    preferences.save(ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"})
    rxresume_stub.add("r1", data=json.loads(make.RESUME.read_text()))
    return rxresume_stub


def patched(client: Client, operations: list[dict[str, Any]], revision: int = 1) -> Any:
    return calls.patch(
        client, "/design-resume", {"baseRevision": revision, "operations": operations}
    )


def sent(client: Client, content: bytes, name: str = "resume.json") -> Any:
    return client.post(f"/api{FILE}", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("path", ["/profile", "/profile/projects", "/design-resume"])
def test_without_a_resume_there_is_nothing(client: Client, ada: User, path: str) -> None:
    calls.error(calls.get(client, path), 404)


def test_the_two_states_answer_without_a_resume(client: Client, ada: User) -> None:
    assert calls.data(calls.get(client, "/profile/status")) == {"exists": False, "error": None}
    found = calls.data(calls.get(client, "/design-resume/status"))
    assert found == {"exists": False, "source": None, "updatedAt": None}
    assert calls.data(calls.get(client, "/resumes")) == []


def test_the_profile_is_what_the_default_resume_states(
    client: Client, base: ResumeDocument
) -> None:
    found = calls.fits(ProfileOut, calls.data(calls.get(client, "/profile")))
    assert (found["name"], found["resumeId"]) == ("David Kowalski", str(base.pk))
    assert {"experience", "skills"} <= {item["section"] for item in found["items"]}


def test_a_resume_that_says_nothing_is_an_error_of_the_profile(client: Client, ada: User) -> None:
    library.import_file(
        ada,
        json.dumps({"basics": {}, "sections": {}, "picture": {}}).encode(),
        file_name="r.json",
    )
    found = calls.data(calls.get(client, "/profile/status"))
    assert found["exists"] is True
    assert "nothing" in found["error"]


def test_projects_say_whether_the_base_shows_them(client: Client, base: ResumeDocument) -> None:
    found = calls.data(calls.get(client, "/profile/projects"))
    assert found
    assert all(one["isVisibleInBase"] in (True, False) for one in found)


def test_refreshing_without_a_resume_is_422(client: Client, ada: User) -> None:
    found = calls.error(calls.post(client, "/profile/refresh"), 422)
    assert found["details"]["reason"] == "resume_missing"


def test_refreshing_a_file_answers_with_what_is_there(client: Client, base: ResumeDocument) -> None:
    assert calls.data(calls.post(client, "/profile/refresh"))["revision"] == 1


def test_refreshing_takes_the_newer_text_of_the_server(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    upstream.take(ada, "r1")
    newer = {**json.loads(make.RESUME.read_text()), "basics": {"name": "Ada", "headline": "Newer"}}
    connected.add("r1", data=newer)
    found = calls.data(calls.post(client, "/profile/refresh"))
    assert (found["headline"], found["revision"]) == ("Newer", 2)


def test_refreshing_keeps_what_was_edited_here(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    upstream.take(ada, "r1")
    edit = [{"op": "replace", "path": "/basics/headline", "value": "Mine"}]
    calls.data(patched(client, edit))
    connected.add("r1", data={**json.loads(make.RESUME.read_text()), "basics": {"name": "Theirs"}})
    assert calls.data(calls.post(client, "/profile/refresh"))["headline"] == "Mine"


def test_refreshing_when_the_server_refuses_is_502(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    upstream.take(ada, "r1")
    connected.next(refuses(403))
    calls.error(calls.post(client, "/profile/refresh"), 502)


def test_refreshing_after_the_key_was_removed_is_422(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    upstream.take(ada, "r1")
    preferences.save(ada, {"rxresumeApiKey": ""})
    calls.error(calls.post(client, "/profile/refresh"), 422)


def test_a_file_is_taken_in_with_a_report(client: Client, ada: User) -> None:
    found = calls.data(sent(client, make.RESUME.read_bytes()), 201)
    calls.fits(BegunOut, found)
    assert (found["isNew"], found["resume"]["isDefault"]) == (True, True)
    assert found["report"]["taken"]


def test_a_file_may_come_as_base64(client: Client, ada: User) -> None:
    packed = base64.b64encode(make.RESUME.read_bytes()).decode()
    body = {"fileName": "resume.json", "dataBase64": packed}
    assert calls.data(calls.post(client, FILE, body), 201)["isNew"] is True


def test_the_same_file_again_makes_nothing_new(client: Client, base: ResumeDocument) -> None:
    content = json.dumps(json.loads(make.RESUME.read_text())).encode()
    found = calls.data(sent(client, content), 201)
    assert (found["isNew"], found["resume"]["id"]) == (False, str(base.pk))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b" ", "empty"),
        (b'{"a": 1,}', "line 1"),
        (b"%PDF-1.4 x", "PDF"),
        (b"PK\x03\x04rest", "This is"),
        (b'{"name": "x", "version": "1", "scripts": {}}', "package.json"),
        (b"[" * 3000, "nested"),
        (b"\\documentclass{article}", "LaTeX"),
    ],
)
def test_a_wrong_file_is_named(client: Client, ada: User, content: bytes, word: str) -> None:
    found = calls.error(sent(client, content), 400)
    assert word in found["details"]["fieldErrors"]["file"][0]
    assert not ResumeDocument.objects.exists()


def test_a_file_over_15_mib_is_413(client: Client, ada: User) -> None:
    calls.error(sent(client, b" " * (15 * 1024 * 1024)), 413)


def test_a_file_over_10_mib_is_read(client: Client, ada: User) -> None:
    content = make.RESUME.read_bytes() + b" " * (11 * 1024 * 1024)
    assert sent(client, content).status_code == 201


def test_the_document_comes_back_as_it_was_stored(client: Client, base: ResumeDocument) -> None:
    found = calls.fits(ResumeWhole, calls.data(calls.get(client, "/design-resume")))
    assert found["document"] == library.newest(base).data
    assert calls.data(calls.get(client, f"/resumes/{base.pk}")) == found


def test_a_whole_document_becomes_the_next_version(client: Client, base: ResumeDocument) -> None:
    new = {**library.newest(base).data, "unknown": {"kept": [1, None]}}
    body = {"baseRevision": 1, "document": new, "colour": "red"}
    response = calls.patch(client, "/design-resume", body)
    found = calls.data(response)
    assert (found["revision"], found["document"]["unknown"]) == (2, {"kept": [1, None]})
    assert response.json()["meta"]["ignoredFields"] == ["colour"]


def test_operations_are_done_in_order(client: Client, base: ResumeDocument) -> None:
    operations = [
        {"op": "test", "path": "/basics/name", "value": "David Kowalski"},
        {"op": "add", "path": "/x", "value": [1]},
        {"op": "add", "path": "/x/-", "value": 2},
        {"op": "copy", "from": "/x", "path": "/y"},
        {"op": "move", "from": "/y/0", "path": "/y/1"},
        {"op": "remove", "path": "/x/0"},
        {"op": "replace", "path": "/basics/name", "value": "Ada", "comment": "ignored"},
    ]
    found = calls.data(patched(client, operations))["document"]
    assert (found["x"], found["y"], found["basics"]["name"]) == ([2], [2, 1], "Ada")


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        ({"op": "remove", "path": "/nothing"}, "operations.1.path"),
        ({"op": "replace", "path": "/basics/nothing", "value": 1}, "operations.1.path"),
        ({"op": "add", "path": "basics", "value": 1}, "operations.1.path"),
        ({"op": "add", "path": "/basics/name/x", "value": 1}, "operations.1.path"),
        ({"op": "add", "path": "/sections/skills/items/99", "value": 1}, "operations.1.path"),
        ({"op": "add", "path": "/sections/skills/items/01", "value": 1}, "operations.1.path"),
        ({"op": "copy", "from": "/nothing", "path": "/a"}, "operations.1.from"),
        ({"op": "move", "from": "/basics", "path": "/basics/a"}, "operations.1.path"),
        ({"op": "test", "path": "/basics/name", "value": "Else"}, "operations.1.value"),
        ({"op": "remove", "path": ""}, "operations.1.path"),
        ({"op": "remove", "path": "/~2"}, "operations.1.path"),
        ({"op": "remove", "path": "/basics/name/x"}, "operations.1.path"),
        ({"op": "move", "from": "/x/y", "path": "/a"}, "operations.1.from"),
    ],
)
def test_one_impossible_operation_changes_nothing(
    client: Client, base: ResumeDocument, operation: dict[str, Any], field: str
) -> None:
    first = {"op": "add", "path": "/x", "value": 1}
    found = calls.error(patched(client, [first, operation]), 400)
    assert list(found["details"]["fieldErrors"]) == [field]
    base.refresh_from_db()
    assert base.revision == 1


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "cut", "path": "/a"},
        {"op": "add", "path": "/a"},
        {"op": "move", "path": "/a"},
        {"op": "remove"},
        {"path": "/a"},
        "remove",
    ],
)
def test_what_is_no_operation_is_refused(
    client: Client, base: ResumeDocument, operation: Any
) -> None:
    calls.error(patched(client, [operation]), 400)


@pytest.mark.parametrize(
    "body",
    [
        {"baseRevision": 1},
        {"document": {}},
        {"baseRevision": 1, "document": {}},
        {"baseRevision": 1, "document": {"basics": {"name": "Ada"}, "work": []}},
        {"baseRevision": 1, "document": []},
        {"baseRevision": "1", "document": {}},
        {"baseRevision": 1, "operations": []},
        {"baseRevision": 1, "document": {}, "operations": [{"op": "remove", "path": "/a"}]},
        {"baseRevision": 1, "operations": [{"op": "replace", "path": "", "value": 5}]},
        {"baseRevision": 1, "operations": [{"op": "replace", "path": "", "value": {}}]},
    ],
)
def test_what_would_leave_no_resume_is_refused(
    client: Client, base: ResumeDocument, body: dict[str, Any]
) -> None:
    calls.error(calls.patch(client, "/design-resume", body), 400)
    base.refresh_from_db()
    assert base.revision == 1


def test_copies_of_copies_end_before_the_memory_does(client: Client, base: ResumeDocument) -> None:
    copies = [{"op": "copy", "from": "", "path": "/a"} for _ in range(60)]
    found = calls.error(patched(client, copies), 400)
    assert "too" in found["message"]


def test_deep_nesting_ends_in_a_sentence(client: Client, base: ResumeDocument) -> None:
    steps = [{"op": "add", "path": "/a" * n, "value": {}} for n in range(1, 900)]
    calls.error(patched(client, steps), 400)


def test_the_later_editor_gets_what_came_since(client: Client, base: ResumeDocument) -> None:
    edit = [{"op": "replace", "path": "/basics/headline", "value": "First"}]
    calls.data(patched(client, edit))
    found = calls.error(patched(client, edit), 409)["details"]
    assert (found["reason"], found["revision"]) == ("revision_mismatch", 2)
    assert found["document"]["basics"]["headline"] == "First"
    assert found["updatedAt"].endswith("Z")


def test_no_change_makes_no_version(client: Client, base: ResumeDocument) -> None:
    body = {"baseRevision": 1, "document": library.newest(base).data}
    assert calls.data(calls.patch(client, "/design-resume", body))["revision"] == 1


def test_an_edit_makes_pdfs_stale(client: Client, ada: User, base: ResumeDocument) -> None:
    make.heartbeat()
    job = make.job(ada, status="ready")
    make.printed(job)
    patched(client, [{"op": "replace", "path": "/basics/headline", "value": "Keeper"}])
    found = calls.data(calls.get(client, f"/jobs/{job.pk}"))
    assert found["pdfFreshness"] in ("stale", "regenerating")


def test_a_resume_of_the_server_is_copied(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    found = calls.data(calls.post(client, "/design-resume/import/rxresume"), 201)
    assert found["resume"]["upstreamId"] == "r1"
    assert ResumeDocument.objects.get().upstream_base == connected.url


def test_of_several_one_must_be_named(client: Client, ada: User, connected: RxResumeStub) -> None:
    connected.add("r2", data=json.loads(make.RESUME.read_text()))
    path = "/design-resume/import/rxresume"
    found = calls.error(calls.post(client, path), 400)
    assert list(found["details"]["fieldErrors"]) == ["resumeId"]
    assert calls.data(calls.post(client, path, {"resumeId": "r2"}), 201)["isNew"] is True


def test_what_is_no_resume_over_there_is_502(
    client: Client, ada: User, connected: RxResumeStub
) -> None:
    connected.add("r1", data={"basics": {}})
    calls.error(calls.post(client, "/design-resume/import/rxresume", {"resumeId": "r1"}), 502)


def test_a_server_that_is_not_connected_is_422(client: Client, ada: User) -> None:
    calls.error(calls.post(client, "/design-resume/import/rxresume", {"resumeId": "r1"}), 422)


def test_another_base_becomes_the_default(client: Client, ada: User, base: ResumeDocument) -> None:
    other = make.resume(ada, basics={"name": "Other"})
    found = calls.data(calls.post(client, f"/resumes/{other.pk}/default"))
    calls.fits(ResumeOut, found)
    listed = calls.data(calls.get(client, "/resumes"))
    assert [one["isDefault"] for one in listed] == [True, False]
    assert listed[0]["id"] == str(other.pk)


def test_a_base_is_edited_and_deleted_by_its_id(client: Client, base: ResumeDocument) -> None:
    body = {"baseRevision": 1, "operations": [{"op": "add", "path": "/x", "value": 1}]}
    assert calls.data(calls.patch(client, f"/resumes/{base.pk}", body))["document"]["x"] == 1
    assert calls.data(calls.send(client, "DELETE", f"/resumes/{base.pk}")) is None
    assert not ResumeDocument.objects.exists()


@pytest.mark.parametrize("form", ["json", "jsonresume", "text"])
def test_a_base_can_be_taken_away(client: Client, base: ResumeDocument, form: str) -> None:
    response = client.get(f"/api/resumes/{base.pk}/export?format={form}")
    assert b"David Kowalski" in response.content
    assert "attachment" in response["Content-Disposition"]


def test_an_unknown_format_is_refused(client: Client, base: ResumeDocument) -> None:
    calls.error(calls.get(client, f"/resumes/{base.pk}/export?format=pdf"), 400)


def test_another_owners_resume_is_not_there(client: Client, ada: User, ben: User) -> None:
    base = make.resume(ben)
    body = {"baseRevision": 1, "document": {}}
    answers = [
        calls.get(client, f"/resumes/{base.pk}"),
        calls.get(client, f"/resumes/{base.pk}/export"),
        calls.patch(client, f"/resumes/{base.pk}", body),
        calls.post(client, f"/resumes/{base.pk}/default"),
        calls.send(client, "DELETE", f"/resumes/{base.pk}"),
    ]
    assert {one.status_code for one in answers} == {404}
    assert ResumeDocument.objects.filter(owner=ben).exists()
