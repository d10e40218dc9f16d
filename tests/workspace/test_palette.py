"""The palette's answers; its keys are in tests/browser/test_palette.py."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from lxml.html import HtmlElement

from orchestrator.jobs import saved_views
from orchestrator.models import Note, User
from orchestrator.workspace import palette_commands, shell
from orchestrator.workspace.settings_sections import SECTIONS
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db


def ask(client: Client, q: str = "", lock: str = "") -> HtmlElement:
    return page(client.get("/palette", {"q": q, "lock": lock}, headers=HTMX))


def titles(root: HtmlElement) -> list[str]:
    return texts(root, "//*[@class='palette-title']")


def options(root: HtmlElement, group: str = "") -> list[str]:
    inside = f"//*[@aria-labelledby='palette-{group}']" if group else ""
    return texts(root, f"{inside}//*[@role='option']/b")


@pytest.fixture
def everything(ada: User) -> User:
    """The word in each kind of thing there is."""
    job = make.job(ada, title="Rosebud Engineer", employer="Acme", status="ready")
    make.job(ada, title="Baker", employer="Rosebud Foods", location="Leeds")
    make.job(ada, title="Clerk", employer="Zen", description="You know Rosebud.", status="skipped")
    Note.objects.create(job=job, title="Call", content="They like Rosebud.")
    make.mail(ada, subject="Rosebud", sender_name="Priya")
    saved_views.save(ada, "Rosebud only", tab="all", query="q=rosebud")
    return ada


def test_each_kind_has_its_group(client: Client, everything: User) -> None:
    root = ask(client, "rosebud")
    assert titles(root) == [
        "Ready 1", "Discovered 1", "Employers", "Saved views", "Skipped and expired 1", "Notes 1",
        "Mail 1",
    ]  # fmt: skip
    assert options(root, "employers") == ["Rosebud Foods"]
    assert texts(root, "//*[@class='hit-text']//mark") == ["Rosebud", "Rosebud"]


def test_each_row_leads_to_what_it_is(client: Client, everything: User) -> None:
    urls = ask(client, "rosebud").xpath("//*[@role='option']/@href")
    ready = everything.jobs.get(status="ready")
    mail = everything.mails.get()
    for url in (
        f"/jobs/ready/{ready.pk}", "/jobs/all?q=Rosebud+Foods", "/jobs/all?q=rosebud",
        f"/job/{ready.pk}/notes", f"/tracking-inbox/{mail.pk}", "/search?q=rosebud",
    ):  # fmt: skip
        assert url in urls
    assert all(client.get(url).status_code == 200 for url in urls)


def test_nobody_finds_what_is_another_owners(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben, title="Rosebud", employer="Rosebud", status="ready")
    Note.objects.create(job=job, title="Rosebud", content="Rosebud")
    make.mail(ben, subject="Rosebud")
    saved_views.save(ben, "Rosebud", tab="all", query="")
    root = ask(client, "rosebud")
    assert options(root) == ["Show on a page of its own"]
    assert root.get("data-said") == "Nothing has “rosebud”."


def test_a_lock_keeps_to_jobs_in_its_state(client: Client, everything: User) -> None:
    assert titles(ask(client, "rosebud", lock="skipped")) == ["Skipped and expired 1"]
    assert titles(ask(client, "rosebud", lock="all")) == [
        "Ready 1", "Discovered 1", "Skipped and expired 1"
    ]  # fmt: skip
    assert options(ask(client, "", lock="ready")) == ["Rosebud Engineer"]


def test_what_is_typed_before_a_word_becomes_a_lock(client: Client, everything: User) -> None:
    root = ask(client, "@skip rosebud", lock="ready")
    assert (root.get("data-lock"), root.get("data-rest")) == ("skipped", "rosebud")
    assert ask(client, "rosebud", lock="skipped").get("data-lock") is None


def test_a_bare_at_sign_offers_every_lock(client: Client, ada: User) -> None:
    root = ask(client, "@")
    assert options(root) == [
        "@ready", "@discovered", "@applied", "@in-progress", "@skipped", "@expired", "@processing",
        "@all",
    ]  # fmt: skip
    assert all(client.get(url).status_code == 200 for url in root.xpath("//@href"))
    assert options(ask(client, "@re")) == ["@ready"]


def test_no_group_has_more_than_twenty_rows_and_says_how_many_there_are(
    client: Client, ada: User
) -> None:
    make.jobs(ada, 25)
    root = ask(client, "engineer", lock="discovered")
    assert len(options(root, "discovered")) == 21
    (every,) = [one for one in options(root) if one.startswith("All")]
    assert every == "All 25"
    assert "/jobs/discovered?q=engineer" in root.xpath("//*[@role='option']/@href")


def test_without_words_there_is_what_is_new_and_what_can_be_done(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    saved_views.save(ada, "Mine", tab="ready", query="")
    assert titles(ask(client)) == ["Newest finds", "Changed last", "Saved views", "Actions"]


def test_commands_are_every_page_and_section_with_keys(client: Client, ada: User) -> None:
    root = ask(client, ">")
    assert titles(root) == ["Actions", "Pages", "Settings"]
    shown = options(root)
    assert {str(place.label) for group in shell.RAIL for place in group} <= set(shown)
    assert {str(one.label) for one in SECTIONS.values()} <= set(shown)
    assert {"New run", "Read mail now", "Theme: dark"} <= set(shown)
    assert texts(root, "//*[@role='option']/kbd") == ["?"]


def test_every_command_leads_somewhere(ada: User) -> None:
    for command in palette_commands.everything(ada):
        path = command.url.partition("?")[0]
        assert path == "/admin/" or resolve(path)


@pytest.mark.parametrize(
    ("q", "label"),
    [
        (">dark", "Theme: dark"),
        (">sync mail", "Read mail now"),
        (">boar", "Board"),
        (">token", "Tokens"),
        (">gmail", "Mailboxes"),
        ("dark", "Theme: dark"),
        ("settings pdf", "PDF"),
    ],
)
def test_commands_are_found_by_what_else_they_are_called(
    client: Client, ada: User, q: str, label: str
) -> None:
    assert label in options(ask(client, q))


def test_what_is_for_those_who_run_it_is_offered_to_nobody_else(client: Client, ada: User) -> None:
    own = {str(one.label) for one in palette_commands.everything(ada)}
    ada.is_staff = not ada.is_staff
    other = {str(one.label) for one in palette_commands.everything(ada)}
    assert own ^ other >= {"Operations console", "People"}


def test_opened_by_itself_it_is_the_page_of_the_search(client: Client, ada: User) -> None:
    answer = client.get("/palette", {"q": "baker", "lock": "ready"})
    assert (answer.status_code, answer["Location"]) == (302, "/search?q=%40ready+baker")


@pytest.mark.parametrize("q", ["a" * 201, "a\0b", "@ready " + "b" * 300])
def test_what_does_not_fit_is_refused_with_a_sentence(client: Client, ada: User, q: str) -> None:
    answer = client.get("/palette", {"q": q}, headers=HTMX)
    assert answer.status_code == 422
    assert "at most 200 characters" in page(answer).get("data-said")


@pytest.mark.parametrize(
    "q", ['"', "+", "*", "' OR 1=1 --", "😀", "<script>", ">", ">(", "@ @", "%_"]
)
def test_whatever_is_typed_is_answered(client: Client, everything: User, q: str) -> None:
    answer = client.get("/palette", {"q": q, "lock": "<b>"}, headers=HTMX)
    assert answer.status_code == 200
    assert b"<script>" not in answer.content


def test_titles_are_text(client: Client, ada: User) -> None:
    make.job(ada, title="Rosebud <b>bold</b>", employer="<i>Acme</i>")
    root = ask(client, "rosebud")
    assert options(root, "discovered") == ["Rosebud <b>bold</b>"]
    assert not root.xpath("//i")


@pytest.mark.parametrize(
    ("q", "lock", "queries"),
    # One is who asks. Words: the index once, the jobs once, all that is no job once.
    [("engineer", "", 4), ("engineer", "ready", 3), ("", "", 4), ("", "ready", 2), (">", "", 1),
     ("@", "", 1), ("nothing has this", "", 4)],
)  # fmt: skip
def test_an_answer_costs_few_queries_and_bytes(
    client: Client, ada: User, q: str, lock: str, queries: int
) -> None:
    asked = []
    for _ in range(2):
        for status in ("ready", "discovered", "applied", "skipped"):
            make.jobs(ada, 10, status=status, description="An engineer builds. " * 200)
        job = ada.jobs.first()
        for number in range(10):
            make.mail(ada, subject=f"Engineer {number}")
            Note.objects.create(job=job, title="Call", content="The engineer called. " * 50)
        with CaptureQueriesContext(connection) as found:
            answer = client.get("/palette", {"q": q, "lock": lock}, headers=HTMX)
        asked.append(len([one for one in found if "SAVEPOINT" not in one["sql"]]))
    assert asked[0] == asked[1] <= queries
    assert len(answer.content) <= 20 * 1024
