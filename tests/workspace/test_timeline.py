"""The Timeline tab, the panels after applying, to-dos: with htmx and without a script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import lifecycle, preferences
from orchestrator.jobs import facts, notes
from orchestrator.models import Job, StageEvent, User
from orchestrator.tracking import events, stages, todos
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
APPLIED = {"place": "applied?"}
SENT_BUTTONS = [
    "Log event l", "To-do n", "View PDF p", "Ghostwriter g", "Open o", "Download d",
    "Tags t",
]  # fmt: skip


@pytest.fixture
def job(ada: User) -> Job:
    return stages.apply(make.job(ada, status="ready", title="Backend Engineer"), actor="user")


def status(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status


def tab(job: Job, query: str = "") -> str:
    return f"/job/{job.pk}/timeline{query}"


def on_tab(**fields: str) -> dict[str, str]:
    return {"place": "job/timeline?", **fields}


def on_panel(**fields: str) -> dict[str, str]:
    return {**APPLIED, **fields}


def titles(root: Any) -> list[str]:
    return texts(root, "//ol[@class='events']/li//*[@class='event-body']/p[1]")


def toast(root: Any) -> str:
    return "".join(texts(root, "//*[@id='toasts']//p"))


def undo_of(root: Any) -> str:
    return root.xpath("//*[@id='toasts']//form/@action")[-1]


def log(job: Job, stage: str, **options: Any) -> tuple[Job, StageEvent]:
    return stages.log(job, stage, actor="user", **options)


def test_the_tab_is_one_line_of_time(client: Client, job: Job) -> None:
    log(job, "onsite", metadata={"note": "Bring <b>slides</b>", "eventLabel": "Panel day"})
    facts.edit(Job.objects.get(pk=job.pk), {"salary": "£60,000"}, actor="user")
    answer = client.get(tab(job))
    root = page(answer)
    assert titles(root) == ["Edited: salary", "Panel day Final round", "Applied"]
    assert "Bring &lt;b&gt;slides" in answer.content.decode()
    hints = texts(root, "//ol[@class='events']//p[@class='hint'][time]")
    assert all(text.endswith("· you") for text in hints)


def test_an_event_is_logged_from_the_tab(client: Client, job: Job) -> None:
    body = on_tab(stage="technical_interview", note="Ninety minutes", label="")
    answer = client.post(f"/job/{job.pk}/log", body, follow=True)
    assert answer.redirect_chain == [(tab(job), 303)]
    assert titles(page(answer)) == ["Technical interview", "Applied"]
    assert status(job) == "in_progress"
    assert job.stages.last().metadata == {"actor": "user", "note": "Ninety minutes"}


def test_an_event_is_logged_in_the_panel(client: Client, job: Job) -> None:
    url = f"/jobs/applied/{job.pk}/log"
    assert texts(page(client.get(url, headers=HTMX)), "//h3")[:1] == ["Log an event"]
    assert "<html" in client.get(url).content.decode()
    answer = client.post(f"/job/{job.pk}/log", on_panel(stage="onsite"), headers=HTMX)
    root = page(answer)
    assert root.get_element_by_id("panel").get("data-job") == str(job.pk)
    assert toast(root) == "Logged: Final round, Backend Engineer at Acme."
    assert root.get_element_by_id("undo").get("action") == undo_of(root)
    client.post(undo_of(root), APPLIED, headers=HTMX)
    assert status(job) == "applied"


def test_without_a_script_the_panel_answers_with_a_page(client: Client, job: Job) -> None:
    answer = client.post(f"/job/{job.pk}/log", on_panel(stage="onsite"))
    assert (answer.status_code, answer["Location"]) == (303, f"/jobs/applied/{job.pk}")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"stage": ""}, "Choose what happened."),
        ({"stage": "party"}, "Select a valid choice. party is not one of the available choices."),
        ({"stage": "closed"}, "Say how it ended, or that it is not known yet."),
        ({"stage": "onsite", "when": "soon"}, "Give a date and a time."),
        ({"stage": "onsite", "when": "2999-01-01T10:00"}, "Give a time until tomorrow."),
        ({"stage": "onsite", "when": "1969-01-01T10:00"}, "Give a date after 1970."),
    ],
)
@pytest.mark.parametrize("place", ["job/timeline?", "applied?"])
def test_what_does_not_fit_keeps_what_was_typed(
    client: Client, job: Job, place: str, fields: dict[str, str], complaint: str
) -> None:
    body = {"place": place, "note": "Every word", **fields}
    answer = client.post(f"/job/{job.pk}/log", body, headers=HTMX)
    assert answer.status_code == 422
    root = page(answer)
    assert complaint in texts(root, "//*[@class='error']")
    assert texts(root, "//*[@id='step_note']") == ["Every word"]
    assert job.stages.count() == 1
    assert client.post(f"/job/{job.pk}/log", body).status_code == 422


def test_closing_asks_how_it_ended_before_anything_is_written(client: Client, job: Job) -> None:
    answer = client.post(f"/job/{job.pk}/move", on_panel(stage="closed"), headers=HTMX)
    root = page(answer)
    assert root.xpath("//*[@id='step_stage']/option[@selected]/@value") == ["closed"]
    assert status(job) == "applied"
    body = on_panel(stage="closed", outcome="rejected")
    closed = page(client.post(f"/job/{job.pk}/log", body, headers=HTMX))
    assert "How did it end?" in texts(closed, "//h3")
    assert texts(closed, "//dt[text()='Outcome']/following-sibling::dd")[0].startswith("Rejected")


def test_closing_without_knowing_how_is_possible(client: Client, job: Job) -> None:
    client.post(f"/job/{job.pk}/log", on_tab(stage="closed", outcome="unknown"))
    found = Job.objects.get(pk=job.pk)
    assert (found.outcome, found.closed_at is not None) == (None, True)


def test_one_choice_moves_the_stage(client: Client, job: Job) -> None:
    panel = page(client.get(f"/jobs/applied/{job.pk}", headers=HTMX))
    assert "applied" not in panel.xpath("//select[@id='move-stage']/option/@value")
    root = page(client.post(f"/job/{job.pk}/move", on_panel(stage="offer"), headers=HTMX))
    assert texts(root, "//dt[text()='Stage']/following-sibling::dd") == ["Offer since today"]
    assert client.post(f"/job/{job.pk}/move", on_panel(stage="party")).status_code == 200
    assert events.present_stage(events.steps(job)) == "offer"


def test_times_are_those_of_the_owner(client: Client, ada: User, job: Job) -> None:
    preferences.save(ada, {"timeZone": "America/New_York"})
    body = on_tab(stage="onsite", when="2026-01-15T09:30")
    client.post(f"/job/{job.pk}/log", body)
    event = job.stages.get(to_stage="onsite")
    assert event.occurred_at.isoformat() == "2026-01-15T14:30:00+00:00"
    root = page(client.get(tab(job, f"?edit={event.pk}")))
    assert root.xpath("//*[@id='step_when']/@value")[-1] == "2026-01-15T09:30"
    assert any("15 Jan, 09:30" in text for text in texts(root, "//time"))


def test_a_step_is_edited_in_its_place(client: Client, job: Job) -> None:
    _, event = log(job, "onsite", metadata={"note": "Old", "groupId": "g", "eventLabel": "Day"})
    root = page(client.get(tab(job, f"?edit={event.pk}")))
    form = root.get_element_by_id(f"event-{event.pk}").forms[-1]
    assert form.fields["stage"] == "onsite"
    fields = {**dict(form.fields), "stage": "offer", "note": "New", "label": ""}
    body = {key: value for key, value in fields.items() if value is not None}
    answer = client.post(form.action, body, headers=HTMX)
    assert (answer.status_code, answer["Location"]) == (303, tab(job))
    stored = StageEvent.objects.get(pk=event.pk)
    assert (stored.to_stage, stored.metadata) == ("offer", {"groupId": "g", "note": "New"})
    assert (stored.occurred_at, stored.group_id) == (event.occurred_at, "g")


def test_a_step_that_changed_meanwhile_is_shown_as_it_is(client: Client, job: Job) -> None:
    moved, event = log(job, "onsite")
    seen = events.mark(event)
    stages.edit(moved, event, {"to_stage": "offer"}, actor="user")
    body = on_tab(stage="closed", outcome="ghosted", note="Mine", seen=seen)
    answer = client.post(f"/job/{job.pk}/events/{event.pk}", body, headers=HTMX)
    assert answer.status_code == 409
    root = page(answer)
    assert "meanwhile" in "".join(texts(root, "//*[@role='alert']"))
    assert "Mine" in texts(root, "//textarea[@id='step_note']")
    assert titles(root)[:1] == ["Changed: Final round"] or titles(root)[0] == "Changed: Offer"
    again = root.get_element_by_id(f"event-{event.pk}").forms[-1].fields["seen"]
    done = client.post(f"/job/{job.pk}/events/{event.pk}", {**body, "seen": again})
    assert done.status_code == 303


def test_a_step_that_is_gone_says_so(client: Client, job: Job) -> None:
    moved, event = log(job, "onsite")
    stages.remove(moved, event, actor="user")
    body = on_tab(stage="offer")
    answer = client.post(f"/job/{job.pk}/events/{event.pk}", body, headers=HTMX)
    assert answer.status_code == 409
    assert "no longer in the timeline" in "".join(texts(page(answer), "//*[@role='alert']"))


def test_undo_stands_before_delete_and_both_say_what_they_do(client: Client, job: Job) -> None:
    root = page(client.get(tab(job)))
    menu = texts(root, "//ol[@class='events']//*[@class='menu-items']/*")
    assert menu == [
        "Edit", "Undo", "The job is Ready again.",
        "Delete", "The job goes to Discovered, as if it had just been found.",
    ]  # fmt: skip
    log(job, "onsite")
    menu = texts(page(client.get(tab(job))), "//ol[@class='events']//*[@class='menu-items']/*")
    assert menu[:4] == ["Edit", "Undo", "The stage is Applied again.", "Delete"]


def test_a_deleted_step_comes_back(client: Client, job: Job) -> None:
    event = job.stages.get()
    answer = client.post(f"/job/{job.pk}/events/{event.pk}/remove", on_tab(), follow=True)
    root = page(answer)
    assert toast(root) == "Deleted: Applied. The job is Discovered."
    assert titles(root)[0] == "Deleted: Applied"
    assert status(job) == "discovered"
    line = root.xpath("//ol[@class='events']//button/@formaction")[0]
    assert undo_of(root) == line == f"/job/{job.pk}/undo/removal/{event.pk}"
    back = page(client.post(line, on_tab(), follow=True))
    assert toast(back) == "Brought back: Applied. The job is Applied."
    assert status(job) == "applied"


def test_a_step_is_undone(client: Client, job: Job) -> None:
    event = job.stages.get()
    answer = client.post(f"/job/{job.pk}/undo/step/{event.pk}", on_tab(), follow=True)
    assert toast(page(answer)) == "Undone: Applied. The job is Ready."
    assert titles(page(answer))[0] == "Undone: Applied"


def test_undo_in_the_panel_takes_the_row_with_it(client: Client, job: Job) -> None:
    event = job.stages.get()
    answer = client.post(f"/job/{job.pk}/undo/step/{event.pk}", APPLIED, headers=HTMX)
    root = page(answer)
    assert root.get_element_by_id(f"job-{job.pk}").get("hx-swap-oob") == "delete"
    assert "This job is now Ready." in "".join(texts(root, "//*[@class='note']"))


def test_the_outcome_is_set_and_cleared(client: Client, job: Job) -> None:
    path = f"/job/{job.pk}/outcome"
    body = on_tab(outcome="no_response", closed="2026-02-01T10:00")
    root = page(client.post(path, body, follow=True))
    assert toast(root) == "Outcome set."
    assert "How did it end?" in texts(root, "//h2")
    found = Job.objects.get(pk=job.pk)
    assert (found.outcome, found.status) == ("no_response", "applied")
    client.post(path, on_tab(outcome=""))
    found = Job.objects.get(pk=job.pk)
    assert (found.outcome, found.closed_at) == (None, None)
    assert client.post(path, on_tab(outcome="won")).status_code == 422


@pytest.mark.parametrize("place", ["job/timeline?", "applied?"])
def test_a_to_do_is_added_ticked_and_deleted(client: Client, job: Job, place: str) -> None:
    here = {"place": place}
    body = {**here, "title": "Call them", "kind": "follow_up", "due": "2026-01-05T09:00"}
    client.post(f"/job/{job.pk}/todos", body)
    (todo,) = todos.open_ones(job)
    assert (todo.title, todo.kind) == ("Call them", "follow_up")
    panel = page(client.get(f"/jobs/applied/{job.pk}", headers=HTMX))
    assert texts(panel, "//*[@class='todo-text']/..") == [
        "Call themFollow-up · Overdue: 5 Jan, 09:00"
    ]
    assert panel.xpath("//li[@class='todo is-due']")
    client.post(f"/job/{job.pk}/todos/{todo.pk}/done", here)
    assert list(todos.open_ones(job)) == []
    client.post(f"/job/{job.pk}/undo/todo/{todo.pk}/open", here)
    assert list(todos.open_ones(job)) == [todo]
    client.post(f"/job/{job.pk}/todos/{todo.pk}/remove", here)
    client.post(f"/job/{job.pk}/undo/todo/{todo.pk}/restore", here)
    assert list(todos.every(job)) == [todo]


@pytest.mark.parametrize("place", ["job/timeline?", "applied?"])
def test_a_to_do_without_words_is_asked_again(client: Client, job: Job, place: str) -> None:
    body = {"place": place, "title": " ", "kind": "prep", "notes": "Kept"}
    answer = client.post(f"/job/{job.pk}/todos", body, headers=HTMX)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@class='error']") == ["Say what is to do."]
    assert job.todos.count() == 0


def test_a_to_do_is_edited_in_its_place(client: Client, job: Job) -> None:
    todo = todos.add(job, "Call", kind="todo", actor="user", notes="Early")
    root = page(client.get(tab(job, f"?todo={todo.pk}")))
    assert root.xpath("//*[@id='todo_title']/@value") == ["Call"]
    body = on_tab(title="Write", kind="todo", notes="Early", due="")
    client.post(f"/job/{job.pk}/todos/{todo.pk}", body)
    todo.refresh_from_db()
    assert (todo.title, todo.notes) == ("Write", "Early")
    wrong = on_tab(title="x" * 201, kind="todo")
    assert client.post(f"/job/{job.pk}/todos/{todo.pk}", wrong).status_code == 422


def test_what_is_next_stands_beside_every_tab(client: Client, job: Job) -> None:
    todos.add(job, "Call", kind="todo", actor="user")
    root = page(client.get(f"/job/{job.pk}/notes"))
    assert texts(root, "//aside//*[@class='todo-text']") == ["Call"]


@pytest.mark.parametrize(
    ("steps", "shown", "menu"),
    [
        ([], SENT_BUTTONS, True),
        (["onsite"], SENT_BUTTONS, False),
    ],
)
def test_the_buttons_after_applying(
    client: Client, job: Job, steps: list[str], shown: list[str], menu: bool
) -> None:
    make.printed(job)
    for stage in steps:
        log(job, stage)
    root = page(client.get(f"/jobs/applied/{job.pk}", headers=HTMX))
    bar = "//*[contains(@class, 'action-bar')]"
    assert texts(root, f"{bar}/a | {bar}/form") == shown
    assert ("Reopen" in texts(root, "//*[@class='menu-items']/form")) is menu
    assert texts(root, "//*[@class='button primary']") == ["Log event l"]


def test_the_last_change_is_what_undo_is_about(client: Client, ada: User, job: Job) -> None:
    other = make.job(ada)
    lifecycle.move(other, "skip", actor="user")
    todo = todos.add(job, "Call", kind="todo", actor="user")
    _, event = log(job, "no_change")
    offers = []
    for _ in range(3):
        undo = page(client.get("/jobs/applied")).get_element_by_id("undo").get("action")
        offers.append(undo)
        client.post(undo, APPLIED, headers=HTMX)
    assert offers == [
        f"/job/{job.pk}/undo/step/{event.pk}",
        f"/job/{job.pk}/undo/todo/{todo.pk}/take-back",
        f"/jobs/{other.pk}/undo/{other.events.get(kind='job.skipped').pk}",
    ]


@pytest.mark.parametrize(
    "path",
    ["timeline", "log", "move", "outcome", "todos", "events/{event}", "events/{event}/remove",
     "undo/step/{event}", "undo/removal/{event}", "todos/{todo}", "todos/{todo}/done",
     "undo/todo/{todo}/restore"],
)  # fmt: skip
def test_somebody_elses_are_not_there(client: Client, ada: User, ben: User, path: str) -> None:
    job = stages.apply(make.job(ben, status="ready"), actor="user")
    todo = todos.add(job, "Call", kind="todo", actor="user")
    where = f"/job/{job.pk}/" + path.format(event=job.stages.get().pk, todo=todo.pk)
    method = "GET" if path == "timeline" else "POST"
    assert client.generic(method, where).status_code == 404
    mine = make.job(ada)
    if "{" in path:
        assert client.post(where.replace(str(job.pk), str(mine.pk))).status_code == 404


@pytest.mark.parametrize("query", ["?edit=nonsense", "?todo=1", "?edit=&todo=", "?add=log"])
def test_an_odd_address_shows_the_tab(client: Client, job: Job, query: str) -> None:
    assert client.get(tab(job, query)).status_code == 200


def test_the_cost_does_not_grow_with_the_timeline(client: Client, job: Job) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(path, headers=HTMX)
        return len(found)

    paths = (tab(job), f"/jobs/applied/{job.pk}")
    log(job, "onsite")
    todos.add(job, "Call", kind="todo", actor="user")
    before = [cost(path) for path in paths]
    for n in range(20):
        log(job, "onsite", occurred_at=timezone.now() - timedelta(days=n))
        todos.add(job, f"Call {n}", kind="todo", actor="user")
    assert [cost(path) for path in paths] == before
    assert before[0] <= 20
    assert before[1] <= 15


def test_a_deleted_note_is_brought_back_from_its_line(client: Client, job: Job) -> None:
    note = notes.add(job, title="Call", content="Ask", actor="user")
    notes.remove(note, actor="user")
    way = "//li[contains(., 'Note deleted')]//button/@formaction"
    (address,) = page(client.get(tab(job))).xpath(way)
    back = page(client.post(address, on_tab(), follow=True))
    assert titles(back)[0] == "Note brought back"
    assert not back.xpath(way)


def test_a_to_do_is_deleted_from_its_form(client: Client, job: Job) -> None:
    todo = todos.add(job, kind="todo", title="Call", due_at=None, notes=None, actor="user")
    form = page(client.get(f"{tab(job)}?todo={todo.pk}"))
    (address,) = form.xpath(
        "//button[contains(@formaction, '/todos/') and contains(., 'Delete')]/@formaction"
    )
    client.post(address, on_tab())
    assert list(todos.open_ones(job)) == []


def test_a_timeline_of_twenty_steps_and_twenty_to_dos_is_small(client: Client, job: Job) -> None:
    for _ in range(20):
        log(job, "onsite")
        todos.add(job, kind="todo", title="Call", due_at=None, notes=None, actor="user")
    assert len(client.get(tab(job)).content) <= 80_000
