from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator.models import User
from orchestrator.workspace.marking import excerpt, marked
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
HITS = "//main//ul[@class='hit-list']//a/b"


def test_hits_stand_in_groups_with_their_words_marked(client: Client, ada: User) -> None:
    job = make.job(ada, title="Backend <Engineer>", employer="Zoë & Co", status="ready")
    make.job(ada, title="Frontend", description="No backend here, only pages.")
    root = page(client.get("/search?q=backend+zoe"))
    assert texts(root, HITS) == ["Backend <Engineer>"]
    assert texts(root, "//mark") == ["Backend", "Zoë"]
    assert root.xpath("//main//ul[@class='hit-list']//a/@href") == [f"/jobs/ready/{job.pk}"]
    assert root.xpath("//section[@class='hits']//p/a/@href") == ["/jobs/ready?q=backend+zoe"]


def test_a_hit_in_the_posting_shows_where(client: Client, ada: User) -> None:
    make.job(
        ada, title="Baker", description="Bread. " * 60 + "You know Kubernetes. " + "Rolls. " * 60
    )
    root = page(client.get("/search?q=kubern"))
    assert texts(root, "//*[@class='hit-text']/mark") == ["Kubern"]
    assert len(texts(root, "//*[@class='hit-text']")[0]) < 300


def test_more_than_twenty_lead_to_the_list(client: Client, ada: User) -> None:
    make.jobs(ada, 25, status="skipped")
    root = page(client.get("/search?q=engineer"))
    assert len(texts(root, HITS)) == 20
    (link,) = root.xpath("//section[@class='hits']//p/a")
    assert link.text == "All 25"
    listed = page(client.get(link.get("href")))
    assert "25 of 25" in texts(listed, "//*[@class='list-head']")[0]


def test_closed_applications_are_in_the_list_a_hit_leads_to(client: Client, ada: User) -> None:
    make.job(ada, title="Data", status="applied", closed_at="2026-01-01T00:00:00Z")
    url = page(client.get("/search?q=data")).xpath("//section[@class='hits']//p/a/@href")[0]
    assert "Data" in client.get(url).content.decode()


def test_no_question_shows_what_is_new(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    root = page(client.get("/search"))
    assert texts(root, "//h2[starts-with(@id, 'hits')]") == ["Newest finds", "Changed last"]


def test_no_hit_names_the_question_and_what_is_near(client: Client, ada: User) -> None:
    make.job(ada, title="Kubernetes Engineer")
    root = page(client.get("/search?q=kubernetis"))
    assert "Nothing has “kubernetis”" in texts(root, "//*[@class='empty']/h2")
    assert root.xpath("//*[@class='empty']//a/@href")[0] == "/search?q=kubernetes"


@pytest.mark.parametrize("query", ["q=" + "a" * 10_000, "q=a%00b"])
def test_a_question_that_does_not_fit_is_said_so(client: Client, ada: User, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 400
    assert "at most 200 characters" in texts(page(answer), "//*[@role='alert']")[0]


@pytest.mark.parametrize("text", ["a", '"', "+", "' OR 1=1 --", "*", "😀", "<script>", "(", "%_"])
def test_whatever_is_typed_is_answered(client: Client, ada: User, text: str) -> None:
    make.job(ada)
    answer = client.get("/search", {"q": text})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_the_header_searches_on_every_page(client: Client, ada: User) -> None:
    assert page(client.get("/runs")).xpath("//header//form[@action='/search']//input[@name='q']")


def test_a_search_costs_few_queries(client: Client, ada: User) -> None:
    asked = []
    for count in (15, 15):
        make.jobs(ada, count)
        with CaptureQueriesContext(connection) as found:
            client.get("/search?q=engineer")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 10


def test_a_lock_keeps_the_page_to_one_state(client: Client, ada: User) -> None:
    make.job(ada, title="Backend", status="ready")
    make.job(ada, title="Backend", status="skipped")
    make.mail(ada, subject="Backend")
    root = page(client.get("/search", {"q": "@rdy backend"}))
    assert texts(root, "//h2[starts-with(@id, 'hits')]") == ["Ready 1"]
    (chip,) = root.xpath("//main//*[contains(@class, 'removable')]")
    assert chip.get("href") == "/search?q=backend"


def test_what_is_no_lock_is_said(client: Client, ada: User) -> None:
    make.job(ada, title="Backend")
    root = page(client.get("/search", {"q": "@pro backend"}))
    assert texts(root, "//main//*[@class='note']/p") == ["“@pro” may be @in-progress, @processing."]
    links = root.xpath("//main//*[@class='note']//a/@href")
    assert links == ["/search?q=%40in-progress+backend", "/search?q=%40processing+backend"]
    assert texts(root, HITS) == ["Backend"]


def test_all_mails_with_a_word_have_a_page(client: Client, ada: User) -> None:
    for number in range(6):
        make.mail(ada, subject=f"Backend {number}")
    root = page(client.get("/search?q=backend"))
    (link,) = root.xpath("//section[@class='hits']//p/a")
    assert (link.text, link.get("href")) == ("All 6", "/search?q=backend&in=mails")
    assert len(texts(page(client.get(link.get("href"))), HITS)) == 6


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Backend Engineer", ["backendeng"], ["Backend Eng"]),
        ("Softwareentwickler", ["entwickl"], ["entwickl"]),
        ("Crème BRÛLÉE", ["brulee", "creme"], ["Crème", "BRÛLÉE"]),
        ("Straße", ["strasse"], ["Straße"]),
        ("C++ (C#)", ["c++", "c#"], ["C++", "C#"]),
        ("Engineer", ["en"], ["En"]),
        ("Ten men", ["en"], []),
        ("Nothing", [], []),
    ],
)
def test_words_are_marked_as_they_were_found(
    text: str, words: list[str], expected: list[str]
) -> None:
    pieces = marked(text, words, inside=True)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.hit] == expected


def test_an_excerpt_cuts_no_word() -> None:
    text = "alpha beta gamma " * 30 + "needle " + "delta epsilon " * 30
    found = "".join(piece.text for piece in excerpt(text, ["needle"]))
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert set(found.split()) <= {"…", *text.split()}
    assert excerpt("nothing here", ["needle"]) == ()
