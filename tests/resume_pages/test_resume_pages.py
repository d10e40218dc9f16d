from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from orchestrator import preferences
from orchestrator.models import User
from tailoring import library
from tailoring.models import ResumeDocument, UpstreamCopy
from tests import make

pytestmark = pytest.mark.django_db


def upload(client: Client, content: bytes, name: str = "resume.json") -> Any:
    return client.post("/design-resume/import", {"file": SimpleUploadedFile(name, content)})


def test_without_a_resume_the_page_says_what_to_do(client: Client, ada: User) -> None:
    assert "No résumé yet" in client.get("/design-resume").content.decode()


def test_a_file_becomes_the_default_base(client: Client, ada: User) -> None:
    answer = upload(client, make.RESUME.read_bytes())
    base = ResumeDocument.objects.get()
    assert (answer.status_code, base.is_default) == (303, True)
    page = client.get(f"/design-resume/{base.pk}").content.decode()
    assert "David Kowalski" in page


def test_the_same_file_again_makes_nothing_new(client: Client, ada: User) -> None:
    upload(client, make.RESUME.read_bytes())
    upload(client, make.RESUME.read_bytes())
    assert ResumeDocument.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"%PDF-1.4", b'{"name": "a-package"}'])
def test_a_wrong_file_says_what_is_accepted(client: Client, ada: User, content: bytes) -> None:
    answer = upload(client, content or b" ")
    assert answer.status_code == 422
    assert "JSON" in answer.content.decode()
    assert not ResumeDocument.objects.exists()


@pytest.mark.parametrize("section", ["basics", "summary", "skills", "projects"])
def test_saving_an_unchanged_section_makes_no_version(
    client: Client, ada: User, section: str
) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/{section}"
    context = client.get(address).context
    client.post(address, {**sent(context["form"]), "revision": context["revision"]})
    base.refresh_from_db()
    assert base.revision == 1


def sent(form: Any) -> dict[str, Any]:
    """What a browser would send back untouched."""
    forms = list(form) if hasattr(form, "management_form") else [form]
    values: dict[str, Any] = {}
    if hasattr(form, "management_form"):
        values |= {f.html_name: f.value() for f in form.management_form}
    for one in forms:
        values |= {field.html_name: field.value() for field in one}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_an_edit_is_a_version_and_keeps_the_rest(client: Client, ada: User) -> None:
    base = make.resume(ada)
    before = library.newest(base).data
    address = f"/design-resume/{base.pk}/basics"
    context = client.get(address).context
    client.post(address, {**sent(context["form"]), "headline": "Keeper", "revision": 1})
    base.refresh_from_db()
    now = library.newest(base).data
    assert now["basics"]["headline"] == "Keeper"
    assert {**now, "basics": None} == {**before, "basics": None}


def test_the_later_editor_is_told(client: Client, ada: User) -> None:
    base = make.resume(ada)
    data = {**library.newest(base).data, "extra": 1}
    library.save(base, data, base_revision=1, actor="user", what="Elsewhere")
    answer = client.post(f"/design-resume/{base.pk}/summary", {"summary": "Mine", "revision": 1})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_a_removed_skill_group_is_gone_and_the_others_keep_their_ids(
    client: Client, ada: User
) -> None:
    base = make.resume(ada)
    items = library.newest(base).data["sections"]["skills"]["items"]
    line = f"{items[1]['name']}: {', '.join(items[1]['keywords'])}"
    client.post(f"/design-resume/{base.pk}/skills", {"skills": line, "revision": 1})
    base.refresh_from_db()
    left = library.newest(base).data["sections"]["skills"]["items"]
    assert [one["id"] for one in left] == [items[1]["id"]]


@pytest.mark.parametrize("kind", ["json", "jsonresume", "text"])
def test_it_can_be_taken_away_again(client: Client, ada: User, kind: str) -> None:
    base = make.resume(ada)
    answer = client.get(f"/design-resume/{base.pk}/export/{kind}")
    assert b"David Kowalski" in answer.content
    assert "attachment" in answer["Content-Disposition"]


def test_the_exported_json_is_the_stored_document(client: Client, ada: User) -> None:
    base = make.resume(ada)
    answer = client.get(f"/design-resume/{base.pk}/export/json")
    assert json.loads(answer.content) == library.newest(base).data


def test_deleting_asks_first(client: Client, ada: User) -> None:
    base = make.resume(ada)
    assert "cannot be undone" in client.post(f"/design-resume/{base.pk}/remove").content.decode()
    client.post(f"/design-resume/{base.pk}/remove", {"sure": "yes"})
    assert not ResumeDocument.objects.exists()


def test_another_owners_resume_is_not_there(client: Client, ada: User, ben: User) -> None:
    base = make.resume(ben)
    paths = ("", "/basics", "/export/json")
    assert [client.get(f"/design-resume/{base.pk}{p}").status_code for p in paths] == [404] * 3
    assert client.post(f"/design-resume/{base.pk}/remove", {"sure": "yes"}).status_code == 404


def test_a_server_that_is_not_connected_is_explained(client: Client, ada: User) -> None:
    page = client.get("/design-resume/server").content.decode()
    assert "Connect a server" in page


def test_a_resume_is_taken_from_the_server_once_per_five_minutes(
    client: Client, ada: User, rxresume_stub: Any
) -> None:
    preferences.save(
        ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": next(iter(rxresume_stub.keys))}
    )
    rxresume_stub.add("r2", data=json.loads(make.RESUME.read_text()))
    client.get("/design-resume/server")
    client.get("/design-resume/server")
    client.post("/design-resume/server/take", {"id": "r2"})
    assert ResumeDocument.objects.get().upstream_id == "r2"
    assert UpstreamCopy.objects.count() == 2
    assert len([s for s in rxresume_stub.seen if s.path.endswith("/resumes")]) == 1


def test_a_refused_key_is_a_sentence_without_the_key(
    client: Client, ada: User, rxresume_stub: Any
) -> None:
    preferences.save(ada, {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "wrong-key-canary"})
    page = client.get("/design-resume/server").content.decode()
    assert "key" in page
    assert "wrong-key-canary" not in page


def test_every_section_is_shown_once_in_print_order(client: Client, ada: User) -> None:
    base = make.resume(ada)
    parts = client.get(f"/design-resume/{base.pk}").context["parts"]
    assert len({part.key for part in parts}) == len(parts)
    volunteer = next(part for part in parts if part.key == "volunteer")
    assert volunteer.items[0].title == "Seattle Indies"
    assert all(part.items for part in parts)


def test_deleting_says_which_jobs_fall_back(client: Client, ada: User) -> None:
    base = make.resume(ada)
    make.job(ada, resume_id=base.pk)
    asked = client.post(f"/design-resume/{base.pk}/remove").content.decode()
    assert "1 job tailored from it falls back" in " ".join(asked.split())


def test_an_invalid_project_is_named_and_open(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/projects"
    context = client.get(address).context
    data = {**sent(context["form"]), "revision": context["revision"], "form-1-name": ""}
    answer = client.post(address, data)
    root = html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert len(root.xpath("//*[@role='alert']//a[@href='#id_form-1-name']")) == 1
    assert root.xpath("//details[.//input[@name='form-1-name']]/@open")


def test_the_list_asks_a_little_for_each_resume(client: Client, ada: User) -> None:
    asked = []
    for n in range(3):
        make.resume(ada, extra=n)
        with CaptureQueriesContext(connection) as found:
            client.get("/design-resume")
        asked.append(len(found))
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/design-resume", "/design-resume/server"])
def test_a_stranger_is_asked_to_sign_in_first(client: Client, ada: User, path: str) -> None:
    ada.set_password("long enough")
    ada.save()
    assert client.get(path)["Location"].startswith("/sign-in?next=")


def test_a_blank_resume_says_that_nothing_prints_from_it(client: Client, ada: User) -> None:
    upload(client, json.dumps({"basics": {}, "sections": {}, "picture": {}}).encode())
    base = ResumeDocument.objects.get()
    assert "It says nothing yet" in client.get(f"/design-resume/{base.pk}").content.decode()


def test_a_long_list_of_what_was_not_read_is_folded(client: Client, ada: User) -> None:
    keys = {f"unknown{n}": f"value {n}" for n in range(12)}
    upload(client, json.dumps({"basics": {"name": "Ada"}, "work": [], **keys}).encode())
    base = ResumeDocument.objects.get()
    page = html.fromstring(client.get(f"/design-resume/{base.pk}").content.decode())
    assert page.xpath("//details[not(@open)]/summary[.='Which']")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7 x", "a PDF"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "a Word document"),
        (b"\x89PNG\r\n\x1a\n0", "a picture"),
    ],
)
def test_a_wrong_file_is_called_what_it_is(
    client: Client, ada: User, content: bytes, named: str
) -> None:
    assert named in upload(client, content, "resume.json").content.decode()
