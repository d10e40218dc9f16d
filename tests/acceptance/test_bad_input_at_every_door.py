"""What is wrong with bulk actions, undo, search, notes, files and foreign pages, over HTTP.

A 10 MB upload cut in the middle needs a socket: tests/commands/test_cut_uploads.py. Names that lead
elsewhere the second time they are asked for: tests/lib/test_http.py.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from orchestrator import lifecycle
from orchestrator.bulk import actions
from orchestrator.models import Document, Job, Note, User
from tests import make
from tests.api.calls import data, error, get, patch, post
from tests.outside.server import Reply, Server
from tests.work import drain
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db

BREAD = "<p>Wir kochen und backen den ganzen Tag im Gasthof.</p>" * 20
HTML = {"Content-Type": "text/html"}
SCRIPTS = "<script>alert(1)</script> [go](javascript:alert(2)) <img src=x onerror=alert(3)>"
SIGNS = ["a", '"', "'", "*", "AND", "NOT b", "a OR b", "NEAR(a b)", "title:x", "(", "^", "%_", "-",
         "...", "!?", "\u202e", "ß", "😀"]  # fmt: skip


def results(client: Client, action: str, ids: list[str]) -> Any:
    """What a bulk action came to, after the worker's part."""
    body = {"action": action, "jobIds": ids}
    begun = post(client, "/jobs/actions", body, Prefer="respond-async")
    drain()
    return data(get(client, f"/operations/{begun.json()['meta']['operation']['id']}/results"))


def test_five_hundred_ids_of_any_kind_have_a_result_each(
    client: Client, ada: User, ben: User
) -> None:
    make.heartbeat()
    mine = [str(job.pk) for job in make.jobs(ada, 240)]
    foreign = [str(job.pk) for job in make.jobs(ben, 100)]
    odd = ["no id", "../x", mine[0].upper(), f" {mine[0]}", "é", "0" * 5000, "null", "*"]
    missing = [f"00000000-0000-7000-8000-{n:012d}" for n in range(500 - 340 - len(odd) - 10)]
    asked = [*mine, *foreign, *odd, *missing, *mine[:10]]
    found = results(client, "skip", asked)
    assert (len(asked), found["requested"], found["succeeded"], found["failed"]) == (
        500, 490, 240, 250,
    )  # fmt: skip
    assert [one["jobId"] for one in found["results"]] == list(dict.fromkeys(asked))
    codes = {one["error"]["code"] for one in found["results"] if not one["ok"]}
    assert codes == {"NOT_FOUND"}
    assert not Job.objects.filter(owner=ben).exclude(status="discovered").exists()


@pytest.mark.parametrize("ids", [[], [""], ["a"] * 501, [7], [None], "a", {"a": 1}, None])
def test_what_is_no_list_of_ids_is_refused_whole(client: Client, ada: User, ids: Any) -> None:
    make.heartbeat()
    refused = error(post(client, "/jobs/actions", {"action": "skip", "jobIds": ids}), 400)
    assert "jobIds" in "".join(refused["details"]["fieldErrors"])
    assert not ada.operations.exists()


@pytest.mark.parametrize("path", ["/jobs/actions", "/jobs/actions/stream"])
def test_without_a_worker_no_bulk_action_is_stored(client: Client, ada: User, path: str) -> None:
    body = {"action": "skip", "jobIds": [str(make.job(ada).pk)]}
    assert error(post(client, path, body), 503)["details"] == {"reason": "worker_unavailable"}
    assert not ada.operations.exists()


def test_undo_of_what_moved_on_is_refused(client: Client, ada: User) -> None:
    make.heartbeat()
    job, other = make.jobs(ada, 2)
    acted = actions.request(ada, "skip", [str(job.pk), str(other.pk)], actor="user")
    drain()
    skipped = Job.objects.get(pk=job.pk).events.latest("seq")
    lifecycle.move(Job.objects.get(pk=job.pk), "reopen", actor="user")
    refused = error(post(client, f"/jobs/{job.pk}/undo", {"eventId": str(skipped.pk)}), 409)
    assert refused["details"]["reason"] == "not_undoable"
    back = data(post(client, f"/operations/{acted.pk}/undo", Prefer="wait=0"), 202)
    assert [one["jobId"] for one in back["results"]] == [str(other.pk)]
    drain()
    again = error(post(client, f"/operations/{acted.pk}/undo"), 409)
    assert again["details"]["reason"] == "not_undoable"


def test_the_second_of_two_tabs_is_told_and_changes_nothing(client: Client, ada: User) -> None:
    job = make.job(ada)
    seen = data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    first = {"title": "First", "expectedUpdatedAt": seen}
    now = data(patch(client, f"/jobs/{job.pk}", first))["updatedAt"]
    second = {"title": "Second", "status": "skipped", "expectedUpdatedAt": seen}
    refused = error(patch(client, f"/jobs/{job.pk}", second), 409)
    assert refused["details"] == {"reason": "revision_mismatch", "updatedAt": now}
    after = Job.objects.get(pk=job.pk)
    assert (after.title, after.status) == ("First", "discovered")


@pytest.mark.parametrize("text", SIGNS)
def test_any_question_is_words_at_every_door(client: Client, ada: User, text: str) -> None:
    job = make.job(ada, title="Cook", employer="Inn", description="We bake.")
    found = data(client.get("/api/jobs", {"q": text}))
    shown = client.get("/jobs/discovered", {"q": text})
    assert client.get("/search", {"q": text}).status_code == 200
    assert shown.status_code == 200
    assert {one["id"] for one in found["jobs"]} <= {str(job.pk)}
    assert found["byStatus"]["discovered"] == 1


@pytest.mark.parametrize(
    "query",
    ["q=", "q=%20", f"q={'a' * 201}", "q=a%00b", "sort=salary", "sort=--title", "sort=", "limit=0",
     "limit=501", "limit=1e2", "cursor=x", "minScore=60&maxScore=50", "status=lost", "view=all",
     "postedWithin=0", "appliedFrom=2026-02-30", "readyFrom=2026-02-02&readyTo=2026-02-01",
     "minScore=NaN", "limit=1&limit=2"],
)  # fmt: skip
def test_a_filter_that_does_not_fit_is_named(client: Client, ada: User, query: str) -> None:
    details = error(client.get(f"/api/jobs?{query}"), 400)["details"]
    assert details["fieldErrors"] or details["formErrors"]


def test_filters_that_exclude_everything_are_an_empty_list(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    query = "minScore=100&source=nowhere&postedWithin=1&q=zz"
    found = data(client.get(f"/api/jobs?{query}"))
    assert (found["jobs"], found["total"], found["nextCursor"]) == ([], 0, None)
    assert found["byStatus"]["discovered"] == 3
    assert client.get("/jobs/discovered?q=zz&min=100").status_code == 200


def test_a_note_with_scripts_is_text_on_its_page_and_untouched_in_the_api(
    client: Client, ada: User
) -> None:
    job = make.job(ada)
    data(post(client, f"/jobs/{job.pk}/notes", {"title": SCRIPTS[:120], "content": SCRIPTS}), 201)
    assert Note.objects.get().content == SCRIPTS
    assert data(get(client, f"/jobs/{job.pk}/notes"))[0]["content"] == SCRIPTS
    for path in (f"/job/{job.pk}/notes", f"/job/{job.pk}/notes/{Note.objects.get().pk}"):
        root = page(client.get(path))
        assert root.xpath("//script[not(@src)] | //main//img") == []
        assert root.xpath("//@*[starts-with(name(), 'on')]") == []
        assert root.xpath("//*[starts-with(normalize-space(@href), 'javascript')]") == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../x", "x"), ("..\\..\\x", "x"), ("..", "file"), ("/etc/passwd", "passwd"),
     ('a";b=".txt', 'a";b=".txt'), ("x\r\nSet-Cookie: a=b", "xSet-Cookie: a=b")],
)  # fmt: skip
def test_a_document_keeps_a_name_and_no_path(
    client: Client, ada: User, given: str, kept: str
) -> None:
    job, content = make.job(ada), base64.b64encode(b"x").decode()
    body = {"fileName": given, "mediaType": "text/html", "dataBase64": content}
    made = data(post(client, f"/jobs/{job.pk}/documents", body), 201)
    served = get(client, f"/jobs/{job.pk}/documents/{made['id']}/content")
    assert made["fileName"] == kept == Document.objects.get().file_name
    assert served["Content-Type"] == "application/octet-stream"
    header = served["Content-Disposition"]
    assert header.startswith('attachment; filename="')
    assert not {"\r", "\n", "/", "\\"} & set(header)
    assert header.count('"') == 2


@pytest.mark.parametrize(
    "lie",
    [{"@type": "Recipe"}, {"@type": 7}, {"@type": ["JobPosting", None]},
     {"@type": "JobPosting", "title": {"a": 1}, "hiringOrganization": [[]], "baseSalary": "x",
      "datePosted": 10**400, "jobLocation": True}],
)  # fmt: skip
def test_data_of_a_page_that_lies_is_read_without_harm(
    client: Client, ada: User, site: Server, lie: dict[str, Any]
) -> None:
    claimed = f"<script type='application/ld+json'>{json.dumps(lie)}</script>"
    body = f"<main><h1>Cook</h1>{BREAD}</main>{claimed}"
    site.on("GET", "/", Reply(body=body, headers=HTML))
    found = data(post(client, "/manual-jobs/fetch", {"url": site.url}))
    assert "Wir kochen und backen" in found["content"]
    assert not Job.objects.exists()


@pytest.mark.parametrize("charset", ["klingon", "utf-7", "hex", "../x", "a" * 60])
def test_a_page_in_an_encoding_nobody_knows_is_still_read(
    client: Client, ada: User, site: Server, charset: str
) -> None:
    body = f"<main><h1>Köchin</h1>{BREAD}</main>".encode()
    headers = {"Content-Type": f"text/html; charset={charset}"}
    site.on("GET", "/", Reply(body=body, headers=headers))
    assert "Wir kochen" in data(post(client, "/manual-jobs/fetch", {"url": site.url}))["content"]


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "http://[fd00::1]/",
     "http://0x7f.1:3001/", "http://localhost.:22/", "file:///etc/passwd", "//192.168.0.1/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_not_followed(
    client: Client, ada: User, site: Server, target: str
) -> None:
    site.on("GET", "/", Reply(302, headers={"Location": target}))
    answered = post(client, "/manual-jobs/fetch", {"url": site.url})
    assert error(answered, 422)["details"]["reason"] == "address_not_allowed"
    said = texts(page(client.post("/import/url", {"url": site.url})), "//main")
    for text in (answered.content.decode(), *said):
        assert not [part for part in ("169.254", "10.0.0.1", "192.168", "passwd") if part in text]
