from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml.html import HtmlElement

from orchestrator.models import InboundMessage, Interview, Job, JobEvent, StageEvent, User
from orchestrator.tracking import outcome, stages, todos
from orchestrator.workspace import board_view
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
URL = "/applications/in-progress"
NOW = timezone.now()


def sent(owner: User, title: str = "One", days: int = 0, **fields: object) -> Job:
    """An application of so many days ago."""
    at = NOW - timedelta(days=days)
    job = make.job(owner, title=title, status="applied", applied_at=at, **fields)
    StageEvent.objects.create(job=job, round=1, to_stage="applied", occurred_at=at)
    return job


def mail(owner: User, key: str, job: Job | None = None, **fields: object) -> InboundMessage:
    return InboundMessage.objects.create(
        owner=owner, provider="paste", key=key, received_at=NOW, status="pending_user",
        suggested=job, **fields,
    )  # fmt: skip


def shown(client: Client, query: str = "") -> HtmlElement:
    return page(client.get(f"{URL}{query}"))


def titles(root: HtmlElement, lane: str = "applied") -> list[str]:
    return texts(root, f"//*[@id='lane-{lane}']//*[@class='tile-title']")


def move(client: Client, job: Job, stage: str, seen: str = "applied", **more: str) -> object:
    values = {"stage": stage, "seen": seen, **more}
    return client.post(f"{URL}/{job.pk}/move", values, headers=HTMX)


def test_every_lane_is_there_in_the_order_of_ranks(client: Client, ada: User) -> None:
    sent(ada)
    assert texts(shown(client), "//*[@class='lane']//h2") == [
        "Applied 1", "Recruiter screen 0", "Assessment 0", "Hiring manager 0",
        "Technical interview 0", "Final round 0", "Offer 0", "Closed 0",
    ]  # fmt: skip


def test_a_card_says_where_it_stands_and_what_is_next(client: Client, ada: User) -> None:
    job = sent(ada, "Backend Engineer", days=3)
    todos.add(job, "Call them", kind="todo", actor="user", due_at=NOW - timedelta(days=1))
    todos.add(job, "Some day", kind="todo", actor="user")
    mail(ada, "a", job)
    mail(ada, "b", job)
    (told,) = texts(shown(client), "//*[@class='tile']")
    assert told.startswith("Backend Engineer Acme 3 days here Overdue: Call them, ")
    assert told.endswith("2 mails to review")


def test_an_earlier_interview_comes_before_a_to_do(client: Client, ada: User) -> None:
    job = sent(ada)
    todos.add(job, "Prepare", kind="prep", actor="user", due_at=NOW + timedelta(days=5))
    Interview.objects.create(job=job, scheduled_at=NOW + timedelta(days=2), kind="onsite")
    Interview.objects.create(
        job=job, scheduled_at=NOW + timedelta(days=1), kind="onsite", outcome="cancelled"
    )
    (told,) = texts(shown(client), "//*[@class='tile-next']")
    assert told.startswith("Interview, ")


def test_an_undone_step_and_a_note_leave_the_card_where_it_was(client: Client, ada: User) -> None:
    job = sent(ada)
    stages.log(job, "onsite", actor="user", metadata={"eventType": "note"})
    _, event = stages.log(job, "offer", actor="user")
    stages.undo(job, event, actor="user")
    assert titles(shown(client)) == ["One"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Beta", "Alpha", "Gamma"]),
        ("?sort=recent", ["Gamma", "Alpha", "Beta"]),
        ("?sort=title", ["Alpha", "Beta", "Gamma"]),
        ("?sort=employer", ["Gamma", "Alpha", "Beta"]),
        ("?sort=nonsense", ["Beta", "Alpha", "Gamma"]),
    ],
)
def test_the_address_orders_the_cards(
    client: Client, ada: User, sort: str, order: list[str]
) -> None:
    for title, days, employer in (("Alpha", 5, "B"), ("Beta", 9, "C"), ("Gamma", 1, "A")):
        sent(ada, title, days, employer=employer)
    assert titles(shown(client, sort)) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ÁLPHA", ["Alpha"]),
        ("?q=tyrell", ["Beta"]),
        ("?source=lever", ["Beta"]),
        ("?due=1", ["Beta", "Gamma"]),
        ("?due=1&q=gam", ["Gamma"]),
        ("?q=nothing", []),
    ],
)
def test_the_address_filters_the_cards(
    client: Client, ada: User, query: str, found: list[str]
) -> None:
    sent(ada, "Alpha", 2)
    late = sent(ada, "Beta", 3, employer="Tyrell", source="lever")
    todos.add(late, "Call", kind="todo", actor="user", due_at=NOW - timedelta(hours=1))
    sent(ada, "Gamma", days=1)
    mail(ada, "a", Job.objects.get(title="Gamma"))
    assert sorted(titles(shown(client, query))) == sorted(found)


def test_a_silence_counts_as_something_due(client: Client, ada: User) -> None:
    sent(ada, "Fresh", 1)
    sent(ada, "Silent", 20)
    assert titles(shown(client, "?due=1")) == ["Silent"]


def test_closed_ones_keep_the_order_of_their_end_and_leave_after_30_days(
    client: Client, ada: User
) -> None:
    for title, days in (("B", 3), ("A", 1), ("C", 40)):
        job = sent(ada, title, 60)
        outcome.record(job, "rejected", actor="user", closed_at=NOW - timedelta(days=days))
    assert titles(shown(client, "?sort=title"), "closed") == ["A", "B"]
    assert titles(shown(client, "?closed=all"), "closed") == ["A", "B", "C"]
    (first, *_) = texts(shown(client), "//*[@id='lane-closed']//*[@class='tile']")
    assert first == "A Acme 1 day ago · Rejected"


def test_a_move_writes_one_step_of_the_board_and_answers_with_the_board(
    client: Client, ada: User
) -> None:
    job = sent(ada)
    answer = move(client, job, "onsite")
    root = page(answer)
    assert titles(root, "onsite") == ["One"]
    assert root.xpath("//*[@id='board']/@data-moved") == [str(job.pk)]
    assert "Moved to Final round: One at Acme." in "".join(texts(root, "//*[@id='toasts']"))
    event = job.stages.get(to_stage="onsite")
    assert (event.source, event.is_note) == ("board", False)


def test_a_move_to_where_it_stands_writes_nothing(client: Client, ada: User) -> None:
    job = sent(ada)
    move(client, job, "applied")
    assert job.stages.count() == 1
    assert not JobEvent.objects.filter(job=job).exists()


def test_a_move_back_counts_as_given(client: Client, ada: User) -> None:
    job = sent(ada)
    move(client, job, "offer")
    move(client, job, "applied", seen="offer")
    assert titles(shown(client)) == ["One"]
    job.refresh_from_db()
    assert job.status == "applied"


def test_undo_leads_back_to_the_board_as_it_was_asked(client: Client, ada: User) -> None:
    job = sent(ada)
    values = {"stage": "offer", "seen": "applied"}
    answer = client.post(f"{URL}/{job.pk}/move?sort=title", values)
    assert answer["Location"] == f"{URL}?sort=title#card-{job.pk}"
    (undo,) = page(client.get(f"{URL}?sort=title")).xpath("//*[@class='toast']//form/@action")
    assert undo.endswith(f"?back={quote(f'{URL}?sort=title', safe='')}")
    assert client.post(undo)["Location"] == f"{URL}?sort=title"
    assert titles(shown(client)) == ["One"]


def test_no_address_leads_to_another_host(client: Client, ada: User) -> None:
    job = sent(ada)
    _, event = stages.log(job, "offer", actor="user")
    back = quote("https://elsewhere.example/", safe="")
    answer = client.post(f"/job/{job.pk}/undo/step/{event.pk}?back={back}")
    assert answer["Location"] == "/"


@pytest.mark.parametrize("outcome", ["", "nonsense"])
def test_closing_without_an_outcome_asks_and_moves_nothing(
    client: Client, ada: User, outcome: str
) -> None:
    job = sent(ada)
    values = {"stage": "closed", "seen": "applied", "outcome": outcome}
    root = page(client.post(f"{URL}/{job.pk}/move", values))
    assert texts(root, "//h1") == ["How did it end?"]
    assert job.stages.count() == 1


@pytest.mark.parametrize(("given", "kept"), [("rejected", "rejected"), ("unknown", None)])
def test_closing_with_an_outcome_closes(
    client: Client, ada: User, given: str, kept: str | None
) -> None:
    job = sent(ada)
    move(client, job, "closed", outcome=given)
    job.refresh_from_db()
    assert job.closed_at is not None
    assert job.outcome == kept


def test_taking_a_closed_card_out_opens_it_again(client: Client, ada: User) -> None:
    job = sent(ada)
    move(client, job, "closed", outcome="ghosted")
    move(client, job, "onsite", seen="closed")
    job.refresh_from_db()
    assert (job.closed_at, job.outcome) == (None, None)


def test_a_card_that_stands_elsewhere_by_now_is_refused_with_the_reason(
    client: Client, ada: User
) -> None:
    job = sent(ada)
    stages.log(job, "assessment", actor="user")
    answer = move(client, job, "offer")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    root = page(answer)
    assert titles(root, "assessment") == ["One"]
    assert "stands at Assessment by now" in "".join(texts(root, "//*[@id='alerts']"))
    plain = client.post(f"{URL}/{job.pk}/move", {"stage": "offer", "seen": "applied"})
    assert plain.status_code == 409
    assert "stands at Assessment" in "".join(texts(page(plain), "//main//*[@role='alert']"))


def test_a_card_that_was_taken_back_is_refused_too(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    assert move(client, job, "offer").status_code == 409  # type: ignore[attr-defined]
    assert client.get(f"{URL}/{job.pk}/move")["Location"] == URL


def test_the_strip_leads_to_all_that_is_due(client: Client, ada: User) -> None:
    job, silent = sent(ada, "Fresh", 1), sent(ada, "Silent", 20)
    todo = todos.add(job, "Call", kind="todo", actor="user", due_at=NOW - timedelta(days=1))
    todos.add(job, "Later", kind="todo", actor="user", due_at=NOW + timedelta(days=1))
    date = Interview.objects.create(job=job, scheduled_at=NOW + timedelta(days=6), kind="onsite")
    Interview.objects.create(job=job, scheduled_at=NOW + timedelta(days=8), kind="onsite")
    mail(ada, "a", job)
    mail(ada, "b")
    root = shown(client)
    assert texts(root, "//*[@class='due']//h2") == [
        "Overdue to-dos 1", "Interviews 1", "Follow-ups 1", "Mails to review 2",
    ]  # fmt: skip
    assert root.xpath("//*[@class='due-list']/li/div/a/@href") == [
        f"/job/{todo.job_id}/timeline", f"/job/{job.pk}/interviews/{date.pk}",
        f"/jobs/applied/{silent.pk}#follow-up", "/tracking-inbox", f"/job/{job.pk}/emails",
    ]  # fmt: skip
    assert texts(root, "//*[@id='rail-due']") == ["2 due"]


def test_a_quiet_board_says_so(client: Client, ada: User) -> None:
    sent(ada)
    assert texts(shown(client), "//*[@class='due']") == ["Nothing due."]


def test_an_empty_board_leads_on(client: Client, ada: User) -> None:
    root = shown(client)
    assert texts(root, "//*[@class='empty']/h2") == ["Nothing applied for yet"]
    assert root.xpath("//*[@class='empty']//a/@href")[0] == "/jobs/ready"


def test_filters_that_hide_all_say_so_and_can_be_cleared(client: Client, ada: User) -> None:
    sent(ada)
    root = shown(client, "?q=nothing&sort=title")
    assert "0 of 1 shown." in "".join(texts(root, "//*[@id='board']/p"))
    assert root.xpath("//*[@id='board']/p/a/@href") == [f"{URL}?sort=title"]


def test_another_owners_cards_are_neither_shown_nor_moved(
    client: Client, ada: User, ben: User
) -> None:
    job = sent(ben)
    assert titles(shown(client)) == []
    assert move(client, job, "offer").status_code == 404  # type: ignore[attr-defined]


def test_the_old_address_leads_to_the_board(client: Client, ada: User) -> None:
    assert client.get("/in-progress")["Location"] == URL


def test_five_hundred_cards_cost_twelve_queries_at_most(client: Client, ada: User) -> None:
    found = []
    for _ in range(2):
        for number in range(30):
            job = sent(ada, f"Job {number}", number % 25)
            todos.add(job, "Call", kind="todo", actor="user", due_at=NOW - timedelta(days=1))
            Interview.objects.create(job=job, scheduled_at=NOW + timedelta(days=2), kind="final")
            mail(ada, f"{job.pk}", job)
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            assert len(titles(shown(client))) in (30, 60)
        found.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert found[0] == found[1]
    assert found[1] <= 12


def test_a_long_lane_shows_its_first_cards_until_all_are_asked_for(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_view, "MOST", 2)
    for days in (5, 4, 3):
        sent(ada, f"{days} days", days)
    first = shown(client)
    assert titles(first) == ["5 days", "4 days"]
    assert texts(first, "//*[@id='lane-applied']/h2") == ["Applied 3"]
    (link,) = first.xpath("//*[@id='lane-applied']//a[.='Show all']/@href")
    assert titles(page(client.get(link))) == ["5 days", "4 days", "3 days"]


def test_a_card_that_was_just_moved_is_shown_however_long_its_lane_is(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_view, "MOST", 1)
    for days in (3, 2):
        move(client, sent(ada, f"{days} days", days), "offer")
    answer = move(client, sent(ada, "Moved", 1), "offer")
    assert titles(page(answer), "offer")[-1] == "Moved"
