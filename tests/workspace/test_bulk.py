"""Many jobs at once, as pages: choosing, starting, watching, stopping, taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml.html import HtmlElement

from orchestrator import preferences
from orchestrator.bulk import actions
from orchestrator.jobs import tags
from orchestrator.models import Job, Operation, User
from tests import make
from tests.work import drain
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(ada: User) -> User:
    make.heartbeat()
    make.resume(ada)
    return ada


def press(client: Client, action: str, *jobs: Job | str, **more: Any) -> Any:
    picked = [str(getattr(one, "pk", one)) for one in jobs]
    headers = more.pop("headers", None)
    sent = {"action": action, "job": picked, "place": "discovered?", **more}
    return client.post("/bulk", sent, headers=headers)


def acted(owner: User, action: str, *jobs: Job) -> Operation:
    """A bulk action that has ended."""
    found = actions.request(owner, action, [str(one.pk) for one in jobs], actor="user")
    drain()
    found.refresh_from_db()
    return found


def buttons(root: HtmlElement) -> dict[str, str]:
    """Action → count of each button that is offered."""
    return {
        button.get("value"): "".join(texts(button, ".//*[@class='count']"))
        for button in root.xpath("//button[@data-act][not(@hidden)]")
    }


def test_every_row_can_be_chosen_and_says_what_for(client: Client, owner: User) -> None:
    make.job(owner)
    root = page(client.get("/jobs/discovered"))
    (pick,) = root.xpath("//*[@id='rows']//input[@type='checkbox']")
    assert pick.get("form") == root.xpath("//form[@action='/bulk']")[0].get("id")
    assert pick.get("data-can") == "skip move_to_ready rescore apply snooze"


def test_a_plain_form_starts_the_action_and_shows_it(client: Client, owner: User) -> None:
    jobs = [make.job(owner) for _ in range(3)]
    answer = press(client, "skip", *jobs)
    operation = Operation.objects.get()
    assert answer["Location"] == f"/bulk/{operation.pk}"
    shown = client.get(answer["Location"]).content.decode()
    assert "Skipping 3 jobs" in shown
    drain()
    assert "Skipped 3 jobs" in client.get(answer["Location"]).content.decode()
    assert Job.objects.filter(status="skipped").count() == 3


def test_only_those_are_acted_on_that_the_button_counted(client: Client, owner: User) -> None:
    open_one, sent = make.job(owner), make.job(owner, status="applied")
    press(client, "skip", open_one, sent, "nonsense")
    assert list(Operation.objects.get().items.values_list("job_id", flat=True)) == [open_one.pk]


@pytest.mark.parametrize(
    ("count", "said"), [(0, "Nothing is selected"), (501, "More than 500 jobs")]
)
def test_too_few_and_too_many_are_refused(
    client: Client, owner: User, count: int, said: str
) -> None:
    answer = press(client, "skip", *(f"job {n}" for n in range(count)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Operation.objects.exists()


def test_what_fits_no_selected_job_is_refused_in_place(client: Client, owner: User) -> None:
    answer = press(client, "skip", make.job(owner, status="applied"), headers=HTMX)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@role='alert']") == [
        "Skip: not offered for any of the selected jobs."
    ]


def test_an_unknown_action_is_not_there(client: Client, owner: User) -> None:
    assert press(client, "delete", make.job(owner)).status_code == 404


def test_foreign_jobs_are_not_touched(client: Client, owner: User, ben: User) -> None:
    assert press(client, "skip", make.job(ben)).status_code == 422
    assert client.get(f"/bulk/{acted(ben, 'skip', make.job(ben)).pk}").status_code == 404


@pytest.mark.parametrize(
    ("action", "cost"), [("rescore", "about 2 model calls"), ("move_to_ready", "4 model calls")]
)
def test_a_model_s_cost_is_agreed_to_first(
    client: Client, owner: User, action: str, cost: str
) -> None:
    preferences.save(owner, {"llmBaseUrl": "http://127.0.0.1:9", "llmModel": "m"})
    jobs = [make.job(owner), make.job(owner)]
    answer = press(client, action, *jobs)
    assert cost in answer.content.decode()
    assert not Operation.objects.exists()
    ids = page(answer).xpath("//input[@name='ids']/@value")[0]
    press(client, action, ids=ids, sure="1")
    assert Operation.objects.get(kind="actions").items.count() == 2


def test_without_a_model_nothing_has_to_be_agreed_to(client: Client, owner: User) -> None:
    press(client, "rescore", make.job(owner))
    assert Operation.objects.filter(kind="actions").exists()


def test_all_that_match_are_frozen_with_their_counts(client: Client, owner: User) -> None:
    jobs = [make.job(owner) for _ in range(60)]
    make.job(owner, status="processing")
    root = page(client.get("/bulk/all?place=discovered%3F", headers=HTMX))
    ids = root.xpath("//input[@name='ids']/@value")[0].split(",")
    make.job(owner)
    assert set(ids) >= {str(job.pk) for job in jobs}
    assert buttons(root) == {
        "skip": "60", "move_to_ready": "60", "rescore": "60", "apply": "61", "snooze": "60",
        "tag": "61",
    }  # fmt: skip
    assert texts(root, "//output") == ["61 selected"]


def test_all_that_match_keep_to_the_filters(client: Client, owner: User) -> None:
    make.job(owner, title="Nurse")
    wanted = make.job(owner, title="Carpenter")
    root = page(client.get("/bulk/all?place=discovered%3Fq%3DCarpenter"))
    assert root.xpath("//input[@name='ids']/@value") == [str(wanted.pk)]


def test_more_than_an_action_takes_says_so(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    for _ in range(3):
        make.job(owner)
    root = page(client.get("/bulk/all?place=discovered%3F", headers=HTMX))
    assert "The first 2 of 3 are selected" in texts(root, "//*[@class='bulk-more']")[0]


def test_the_list_says_how_far_an_action_is_in_any_tab(client: Client, owner: User) -> None:
    make.job(owner)
    press(client, "rescore", make.job(owner), headers=HTMX)
    root = page(client.get("/jobs/all"))
    assert "Rescoring 1 job" in texts(root, "//*[@id='bulk-line']")[0]
    assert root.xpath("//*[@id='bulk-line'][@hx-get][@data-poll]")
    drain()
    root = page(client.get("/jobs/all"))
    assert "Rescored 1 job" in texts(root, "//*[@id='bulk-line']")[0]
    assert not root.xpath("//*[@id='bulk-line'][@hx-get]")


def test_the_end_stops_the_polling_and_brings_the_list_up_to_date(
    client: Client, owner: User
) -> None:
    press(client, "skip", make.job(owner), headers=HTMX)
    pk = Operation.objects.get().pk
    address = f"/bulk/{pk}/line?place=discovered%3F"
    assert client.get(address, headers=HTMX).status_code == 200
    drain()
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 286
    assert page(answer).xpath("//*[@hx-trigger='load']/@hx-target") == ["#list"]
    assert client.get(f"/bulk/{pk}", headers=HTMX).status_code == 286


def test_a_page_that_heard_of_the_end_brings_its_list_up_to_date(
    client: Client, owner: User
) -> None:
    operation = acted(owner, "skip", make.job(owner))
    watched = client.get(f"/bulk/line?place=all%3F&seen={operation.pk}", headers=HTMX)
    other = client.get("/bulk/line?place=all%3F", headers=HTMX)
    assert page(watched).xpath("//*[@hx-trigger='load']")
    assert not page(other).xpath("//*[@hx-trigger='load']")


def test_results_name_the_job_and_the_reason(client: Client, owner: User) -> None:
    job = make.job(owner, title="Nurse", status="processing")
    operation = acted(owner, "move_to_ready", job)
    root = page(client.get(f"/bulk/{operation.pk}"))
    assert texts(root, "//*[@class='results']/li/a") == ["Nurse"]
    assert "Another attempt" in texts(root, "//*[@class='results']/li/small")[0]
    assert root.xpath("//form[@action='/bulk']//input[@name='ids']/@value") == [str(job.pk)]


def test_what_failed_is_marked_for_the_list(client: Client, owner: User) -> None:
    job = make.job(owner, status="processing")
    acted(owner, "move_to_ready", job, make.job(owner))
    root = page(client.get("/jobs/discovered"))
    assert root.xpath("//*[@id='bulk-line']/@data-failed") == [str(job.pk)]


def test_one_undo_takes_all_back(client: Client, owner: User) -> None:
    operation = acted(owner, "skip", *(make.job(owner) for _ in range(3)))
    root = page(client.get("/jobs/all"))
    addresses = root.xpath("//button[@data-key='u']/ancestor::form/@action")
    assert set(addresses) == {f"/bulk/{operation.pk}/undo"}
    client.post(addresses[0])
    drain()
    assert Job.objects.filter(status="discovered").count() == 3


def test_an_undo_from_a_toast_answers_with_the_line(client: Client, owner: User) -> None:
    operation = acted(owner, "skip", make.job(owner))
    answer = client.post(f"/bulk/{operation.pk}/undo", {"place": "all?"}, headers=HTMX)
    assert answer["HX-Retarget"] == "#bulk-line"
    assert "Undoing 1 job" in answer.content.decode()


def test_an_undo_that_comes_too_late_says_so(client: Client, owner: User) -> None:
    operation = acted(owner, "skip", make.job(owner))
    client.post(f"/bulk/{operation.pk}/undo")
    drain()
    answer = client.post(f"/bulk/{operation.pk}/undo", headers=HTMX)
    assert answer.status_code == 409
    assert "Nothing of this can be undone any more" in answer.content.decode()


def test_stopping_begins_nothing_more(client: Client, owner: User) -> None:
    press(client, "skip", make.job(owner))
    pk = Operation.objects.get().pk
    assert client.post(f"/bulk/{pk}/stop")["Location"] == f"/bulk/{pk}"
    drain()
    assert "Skipped 0 of 1 job" in client.get(f"/bulk/{pk}").content.decode()
    assert Job.objects.get().status == "discovered"


def test_without_a_worker_nothing_starts(client: Client, ada: User) -> None:
    answer = press(client, "skip", make.job(ada))
    assert answer.status_code == 503
    assert "No worker runs" in answer.content.decode()


def test_the_chosen_ones_are_taken_away_as_a_file(client: Client, owner: User, ben: User) -> None:
    one, two = make.job(owner, title="One"), make.job(owner, title="Two")
    sent = {"job": [str(two.pk), str(one.pk), str(make.job(ben).pk), "x"]}
    answer = client.post("/bulk/export", sent)
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert ["Two" in lines[1], "One" in lines[2]] == [True, True]


def test_a_page_with_an_action_costs_few_queries_more(client: Client, owner: User) -> None:
    for _ in range(20):
        make.job(owner)
    client.get("/jobs/discovered")
    with CaptureQueriesContext(connection) as before:
        client.get("/jobs/discovered")
    acted(owner, "skip", *Job.objects.all()[:10])
    with CaptureQueriesContext(connection) as after:
        client.get("/jobs/discovered")
    assert len(after) - len(before) <= 4


def operation_of(answer: object, owner: User) -> Operation:
    assert answer is not None
    return Operation.objects.filter(owner=owner, kind="actions").latest("created_at")


def test_snoozing_many_asks_for_the_day_and_is_taken_back_by_one_undo(
    client: Client, owner: User
) -> None:
    ids = [str(make.job(owner).pk) for _ in range(2)]
    sent = {"place": "discovered?", "job": ids, "action": "snooze"}
    assert "Tomorrow" in client.post("/bulk", sent, headers=HTMX).content.decode()
    assert client.post("/bulk", {**sent, "in": "day"}, headers=HTMX).status_code == 422
    made = operation_of(client.post("/bulk", {**sent, "in": "week"}, headers=HTMX), owner)
    drain()
    mine = Job.objects.filter(pk__in=ids)
    assert mine.exclude(snoozed_until=None).count() == 2
    client.post(f"/bulk/{made.pk}/undo", {"place": "discovered?"}, headers=HTMX)
    drain()
    assert mine.exclude(snoozed_until=None).count() == 0


def test_tagging_many_asks_for_the_tag_and_takes_it_off_again(client: Client, owner: User) -> None:
    jobs = [make.job(owner) for _ in range(2)]
    sent = {"place": "discovered?", "job": [str(job.pk) for job in jobs], "action": "tag"}
    assert 'id="bulk-tag"' in client.post("/bulk", sent, headers=HTMX).content.decode()
    assert client.post("/bulk", {**sent, "name": "a,b"}, headers=HTMX).status_code == 422
    client.post("/bulk", {**sent, "name": "Dream"}, headers=HTMX)
    drain()
    assert [tags.of(job) for job in jobs] == [["Dream"], ["Dream"]]
    client.post("/bulk", {**sent, "action": "untag", "name": "DREAM"}, headers=HTMX)
    drain()
    assert [tags.of(job) for job in jobs] == [[], []]


def test_a_tagging_offers_an_undo_that_takes_it_back(client: Client, owner: User) -> None:
    job, had = make.job(owner), make.job(owner)
    tags.add(had, "Dream", actor="user")
    picked = [str(job.pk), str(had.pk)]
    sent = {"place": "discovered?", "job": picked, "action": "tag", "name": "dream"}
    made = operation_of(client.post("/bulk", sent, headers=HTMX), owner)
    drain()
    root = page(client.get(f"/bulk/{made.pk}"))
    assert "Tagged 2 jobs." in texts(root, "//p[@role='status']/b")
    (undo,) = set(root.xpath("//form[contains(@action, '/undo')]/@action"))
    client.post(undo, {"place": "discovered?"}, headers=HTMX)
    drain()
    assert (tags.of(job), tags.of(had)) == ([], ["Dream"])


def test_only_what_is_put_aside_is_woken(client: Client, owner: User) -> None:
    later = timezone.now() + timedelta(days=3)
    asleep, awake = make.job(owner, snoozed_until=later), make.job(owner)
    sent = {"place": "all?", "job": [str(asleep.pk), str(awake.pk)], "action": "wake"}
    made = operation_of(client.post("/bulk", sent, headers=HTMX), owner)
    drain()
    assert made.items.get().job_id == asleep.pk
    assert Job.objects.get(pk=asleep.pk).snoozed_until is None
