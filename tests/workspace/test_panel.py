from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import Job, Requirement, ScoreCard, User
from pdfs.verdict import Check, Fields, Verdict
from tests import make
from tests.workspace.reading import HTMX, page, texts, title

pytestmark = pytest.mark.django_db

KEYS = {
    "discovered": ["e", "r", "s", "o", "g", "z", "t"],
    "processing": ["o", "g", "t"],
    "ready": ["a", "p", "e", "s", "g", "o", "d", "z", "t"],
    "applied": ["l", "n", "p", "g", "o", "d", "t"],
    "in_progress": ["l", "n", "p", "g", "o", "d", "t"],
    "skipped": ["o", "g", "t"],
    "expired": ["o", "g", "t"],
}
PRIMARY = {
    "discovered": "Tailor e",
    "processing": "Cancel",
    "ready": "Mark applied a",
    "applied": "Log event l",
    "in_progress": "Log event l",
    "skipped": "Reopen",
    "expired": "Reopen",
}


@pytest.mark.parametrize("status", KEYS)
def test_each_status_has_its_panel_with_one_primary_button(
    client: Client, ada: User, status: str
) -> None:
    job = make.job(ada, status=status)
    if job.pdf_digest:
        make.printed(job)
    root = page(client.get(f"/jobs/all/{job.pk}", headers=HTMX))
    actions = "//header//*[contains(@class, 'action-bar')]"
    assert texts(root, f"{actions}//*[contains(@class, 'primary')]") == [PRIMARY[status]]
    assert root.xpath(f"{actions}//*/@data-key") == KEYS[status]


@pytest.mark.parametrize("status", KEYS)
def test_a_panel_is_also_a_page(client: Client, ada: User, status: str) -> None:
    job = make.job(ada, status=status)
    whole = page(client.get(f"/jobs/all/{job.pk}"))
    assert len(whole.xpath("//h1")) == 1
    assert title(whole) == job.title
    assert whole.findtext(".//title") == "Backend Engineer – All – JobOps"
    answer = client.get(f"/jobs/all/{job.pk}", headers=HTMX)
    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_going_back_in_the_history_gets_the_whole_page(client: Client, ada: User) -> None:
    job = make.job(ada)
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(f"/jobs/discovered/{job.pk}", headers=headers).content


@pytest.mark.parametrize("path", ["", "/progress", "/paper", "/upload"])
def test_a_strangers_job_is_not_there(client: Client, ada: User, ben: User, path: str) -> None:
    job = make.job(ben, status="ready")
    assert client.get(f"/jobs/ready/{job.pk}{path}", headers=HTMX).status_code == 404


def test_a_job_that_moved_on_still_opens_and_says_where_it_is(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    root = page(client.get(f"/jobs/ready/{job.pk}"))
    assert texts(root, "//*[@class='note']/p") == ["This job is now Applied. Show it in Applied"]
    assert root.xpath("//*[@class='note']//a/@href") == [f"/jobs/applied/{job.pk}"]


def test_the_last_failure_stays_with_its_cause_and_a_way_to_retry(
    client: Client, ada: User
) -> None:
    job = make.job(ada, last_error={"message": "No browser.", "at": timezone.now().isoformat()})
    note = page(client.get(f"/jobs/discovered/{job.pk}")).xpath("//*[@class='note danger']")[0]
    assert "No browser. Your texts are still there." in note.text_content()
    assert note.xpath(".//form/@action") == [f"/jobs/{job.pk}/ready"]


def test_requirements_come_with_their_label_and_quote(client: Client, ada: User) -> None:
    job = make.job(ada, score=71.0, score_engine="computed", score_confidence="high")
    changes = [{"text": "Kubernetes", "value": 88}, {"text": "cap: skills", "value": 71}]
    card = ScoreCard.objects.create(job=job, engine="computed", value=71, what_if=changes)
    for ordinal, label in enumerate(("met", "missing", "unknown")):
        Requirement.objects.create(
            card=card, ordinal=ordinal, scope="skill", importance="must", text=f"Need {ordinal}",
            label=label, evidence=[{"quote": "Ran it"}] if label == "met" else [],
            quote="Asked for" if label == "missing" else "",
        )  # fmt: skip
    root = page(client.get(f"/jobs/discovered/{job.pk}"))
    assert texts(root, "//*[@class='needs']/li") == [
        "met: Need 0Résumé: Ran it", "missing: Need 1Posting: Asked for", "unknown: Need 2",
        "Kubernetes88",
    ]  # fmt: skip
    assert "1 of 2 requirements met" in " ".join(texts(root, "//*[@class='meter']"))


def test_what_the_robot_reads_stands_beside_the_page(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    verdict = Verdict(
        "amber",
        (Check("opens", "pass"), Check("pages", "amber", "at most 2", "3")),
        text="Jordan Ellis",
        fields=Fields(name="Jordan Ellis"),
        extractors=(("pypdf", "7.1.0"),),
        pages=3,
    )
    make.printed(job, verdict=verdict.to_json(), pages=3)
    root = page(client.get(f"/jobs/ready/{job.pk}"))
    assert root.xpath("//iframe/@src")[0].startswith(f"/pdfs/resume_{job.pk}.pdf?v=")
    assert texts(root, "//*[@class='robot-text']") == ["Jordan Ellis"]
    wrong = texts(root, "//*[@class='robot']/ul/li")
    assert wrong == [
        "The résumé is no longer than readers expect.Look at thisExpected at most 2, found 3. "
        "Print fewer projects, or choose the compact theme."
    ]
    assert "1 of 2 checks passed" in texts(root, "//*[@class='robot']//summary")


def test_a_pdf_that_is_still_being_read_is_asked_about_again(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    make.printed(job, verdict=None)
    root = page(client.get(f"/jobs/ready/{job.pk}"))
    assert root.get_element_by_id("paper").get("hx-get") == f"/jobs/ready/{job.pk}/paper"
    assert "Being checked." in root.text_content()


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"pdf_inputs": "old"}, "Out of date"),
        ({"pdf_source": "uploaded"}, "Your own file"),
    ],
)
def test_the_freshness_of_the_pdf_is_said_in_words(
    client: Client, ada: User, fields: dict[str, str], chip: str
) -> None:
    job = make.job(ada, status="ready")
    make.printed(job)
    Job.objects.filter(pk=job.pk).update(**fields)
    root = page(client.get(f"/jobs/ready/{job.pk}"))
    assert texts(root, "//*[@id='paper']//*[contains(@class, 'chip')]")[0] == chip


@pytest.mark.parametrize("status", ["ready", "applied"])
@pytest.mark.parametrize(
    ("fields", "chip", "way_out"),
    [
        ({"pdf_source": "generated"}, "File missing", "button[normalize-space()='Make it again']"),
        ({"pdf_source": "uploaded"}, "File missing", "a[contains(@href, '/pdf')]"),
        ({"render_token": uuid4()}, "Being rebuilt", "p[contains(., 'It is being made again.')]"),
    ],
)
def test_a_lost_file_is_said_with_a_way_out_instead_of_a_frame(
    client: Client, ada: User, status: str, fields: dict[str, str], chip: str, way_out: str
) -> None:
    job = make.job(ada, status=status)
    Job.objects.filter(pk=job.pk).update(**fields)
    root = page(client.get(f"/jobs/{status}/{job.pk}"))
    assert not root.xpath("//iframe")
    assert not root.xpath("//a[contains(@href, '/pdfs/')]")
    assert texts(root, "//*[@id='paper']//*[contains(@class, 'chip')]") == [chip]
    assert "The file of this PDF is missing." in texts(root, "//*[@id='paper']//p")[0]
    assert root.xpath(f"//*[@id='paper']//{way_out}")


def test_a_long_posting_is_cut_and_can_be_shown_whole(client: Client, ada: User) -> None:
    job = make.job(ada, description="word " * 8000)
    url = f"/jobs/discovered/{job.pk}"
    short = client.get(url, headers=HTMX)
    assert len(short.content) <= 30_000
    link = page(short).xpath("//a[.='Show the whole posting']/@href")[0]
    assert len(client.get(link, headers=HTMX).content) > 40_000


def test_plain_posting_text_is_escaped(client: Client, ada: User) -> None:
    job = make.job(ada, description="<script>alert(1)</script>", title="<b>Bold</b>")
    body = client.get(f"/jobs/discovered/{job.pk}").content.decode()
    assert "<script>alert" not in body
    assert "<b>Bold" not in body


@pytest.mark.parametrize("status", KEYS)
def test_a_panel_costs_few_queries(client: Client, ada: User, status: str) -> None:
    job = make.job(ada, status=status, score=50.0)
    card = ScoreCard.objects.create(job=job, engine="computed", value=50)
    Requirement.objects.create(card=card, ordinal=0, scope="skill", importance="must", label="met")
    with CaptureQueriesContext(connection) as found:
        client.get(f"/jobs/all/{job.pk}", headers=HTMX)
    assert len(found) <= 15


def test_a_job_without_a_web_address_has_no_open_button(client: Client, ada: User) -> None:
    job = make.job(ada, job_url="javascript:alert(1)", canonical_url="x")
    root = page(client.get(f"/jobs/discovered/{job.pk}"))
    assert not root.xpath("//*[@data-key='o']")


def test_the_preview_may_be_framed_also_when_the_browser_has_it_already(
    client: Client, ada: User
) -> None:
    job = make.job(ada, status="ready")
    make.printed(job)
    first = client.get(job.pdf_path)
    assert "frame-ancestors 'self'" in first.headers["Content-Security-Policy"]
    again = client.get(job.pdf_path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Content-Security-Policy" not in again.headers
