from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import User
from tests import make
from tests.workspace.reading import HTMX, page, texts

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = Path(__file__).parents[2] / "templates"

OLD = {
    "/home": "/",
    "/ready": "/jobs/ready",
    "/discovered": "/jobs/discovered",
    "/applied": "/jobs/applied",
    "/all": "/jobs/all",
}


@pytest.mark.parametrize("old", OLD)
@pytest.mark.django_db
def test_old_addresses_lead_to_the_new_ones(client: Client, old: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, OLD[old])


@pytest.mark.django_db
def test_the_look_is_stored_and_sent_by_the_server(client: Client, ada: User) -> None:
    answer = client.post("/display", {"theme": "dark", "next": "/jobs/ready"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jobs/ready")
    client.post("/display", {"density": "comfortable"}, headers=HTMX)
    client.post("/display", {"keys": "off"}, headers=HTMX)
    root = page(client.get("/jobs/ready"))
    assert (root.get("data-theme"), root.get("data-density")) == ("dark", "comfortable")
    assert root.get("data-keys") == "off"
    assert preferences.of(ada)["theme"] == "dark"


@pytest.mark.django_db
def test_the_width_of_the_list_is_kept(client: Client, ada: User) -> None:
    client.post("/display", {"width": "520"}, headers=HTMX)
    assert page(client.get("/jobs/ready")).get("data-width") == "520"
    preferences.save(ada, {"listWidth": 395})
    assert page(client.get("/jobs/ready")).get("data-width") == "380"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x"])
@pytest.mark.django_db
def test_the_look_never_leads_to_another_host(client: Client, ada: User, address: str) -> None:
    answer = client.post("/display", {"theme": "dark", "next": address})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_the_rail_marks_the_page_and_counts_what_is_ready(client: Client, ada: User) -> None:
    make.job(ada, status="ready")
    root = page(client.get("/jobs/discovered"))
    assert texts(root, "//nav[@aria-label='Pages']//a[@aria-current]") == ["Jobs1 Ready"]


@pytest.mark.django_db
def test_the_published_keys_are_the_ones_on_the_buttons(client: Client, ada: User) -> None:
    make.job(ada)
    make.job(ada, status="ready")
    pressed: set[str] = set()
    for tab in ("discovered", "ready"):
        for keys in page(client.get(f"/jobs/{tab}")).xpath("//@data-key"):
            pressed |= {key for key in keys.split() if len(key) == 1}
    listed = set("".join(texts(page(client.get("/keys")), "//main//dt/kbd")))
    assert pressed - {"1", "2", "3", "4"} <= listed


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_its_own(client: Client, ada: User) -> None:
    answer = client.get("/jobs/nothing")
    assert answer.status_code == 404
    assert b"Nothing is here" in answer.content


def test_no_template_carries_script_style_or_status_words() -> None:
    for path in [
        *TEMPLATES.glob("*.html"),
        *TEMPLATES.glob("jobs/*"),
        *TEMPLATES.glob("components/*"),
    ]:
        text = path.read_text()
        assert not re.search(r"<style|<script>|\sstyle=|\son\w+=|hx-on", text), path
        assert not re.search(r"== \"(discovered|processing|ready|applied|skipped)\"", text), path
        assert text.count("\n") <= 120, path


def test_our_own_scripts_and_styles_stay_small() -> None:
    scripts = {path: path.read_text().count("\n") for path in STATIC.glob("js/*.js")}
    assert max(scripts.values()) <= 120
    assert sum(scripts.values()) <= 1_020
    assert sum(path.read_text().count("\n") for path in STATIC.glob("css/*.css")) <= 1_500


def test_nothing_comes_from_another_host() -> None:
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js"), *TEMPLATES.rglob("*.html")]:
        assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?https?://", path.read_text()), path


@pytest.mark.parametrize("tab", ["ready", "discovered", "all"])
@pytest.mark.django_db
def test_every_form_works_without_a_script(client: Client, ada: User, tab: str) -> None:
    client.post(f"/jobs/{make.job(ada).pk}/skip")
    make.job(ada)
    make.job(ada, status="ready", pdf_inputs="old")
    forms = page(client.get(f"/jobs/{tab}")).xpath("//form[@method='post']")
    assert len(forms) > 3
    assert [form for form in forms if not form.xpath(".//*[@name='csrfmiddlewaretoken']")] == []
    assert [
        form.get("action") for form in forms if not form.get("action") and not form.get("hidden")
    ] == []


@pytest.mark.parametrize("path", ["/jobs/ready", "/nowhere", "/admin/", "/admin/orchestrator/job/"])
@pytest.mark.django_db
def test_a_page_with_forms_lets_the_browser_name_its_origin(
    client: Client, ada: User, path: str
) -> None:
    """Under "no-referrer" our own plain forms would come from "null"."""
    assert client.get(path)["Referrer-Policy"] == "same-origin"


def test_times_are_the_owners(client: Client, ada: User) -> None:
    """Early morning in Leeds is still yesterday evening in New York."""
    preferences.save(ada, {"timeZone": "America/New_York"})
    at = datetime(2026, 7, 4, 3, 30, tzinfo=UTC)
    failed = make.job(ada, status="ready", pdf_generated_at=at)
    make.printed(failed)
    type(failed).objects.filter(pk=failed.pk).update(pdf_generated_at=at)
    assert "3 Jul, 23:30" in client.get(f"/jobs/ready/{failed.pk}").content.decode()
