from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from icalendar.cal import Event

from jobops import logs
from orchestrator import preferences
from orchestrator.models import CalendarFeed, FeedEntry, Interview, Job, User
from orchestrator.tracking import feed, feed_address, feed_text, interviews, todos
from orchestrator.tracking.feed_entries import Entry
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
NINE = NOW + timedelta(hours=1)


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, status="applied", title="Engineer; C, C++ \\ Rust")


@pytest.fixture
def token(ada: User) -> str:
    return preferences.opened(feed_address.make(ada).token)


def add(job: Job, at: datetime = NINE, **fields: Any) -> Interview:
    given = {"kind": "technical", "zone": "Europe/Berlin", **fields}
    return interviews.add(job, scheduled_at=at, actor="user", **given)


def read(token: str, *, now: datetime = NOW) -> bytes:
    found = feed_address.found(token)
    assert found is not None
    return feed.text(found, base="https://jobops.example", now=now)


def events(token: str, *, now: datetime = NOW) -> dict[str, Event]:
    whole = Calendar.from_ical(read(token, now=now))
    return {str(one["UID"]): one for one in whole.walk("VEVENT")}


def one(token: str, *, now: datetime = NOW) -> Event:
    (found,) = events(token, now=now).values()
    return found


def number(found: Event) -> int:
    return int(found["SEQUENCE"])


def test_two_parsers_read_the_same(ada: User, job: Job, token: str) -> None:
    row = add(job, location="Room 5; floor 2, left", people="Ada\nGrace", link="https://a.example")
    todos.add(job, "Send “papers” " + "ü" * 80, kind="todo", actor="user", due_at=NINE)
    make.job(ada, deadline_at=date(2027, 3, 5), title="A very long title " * 8)
    raw = read(token)
    first = {str(e["UID"]): e for e in Calendar.from_ical(raw).walk("VEVENT")}
    second = {e.uid.value: e for e in vobject.readOne(raw.decode()).vevent_list}
    assert len(first) == 3
    for uid, found in first.items():
        other = second[uid]
        assert str(found["SUMMARY"]) == other.summary.value
        assert found["DTSTART"].dt == other.dtstart.value
        assert found["DTEND"].dt == other.dtend.value
        assert str(found["STATUS"]) == other.status.value
    located = second[f"interview-{row.pk}@jobops"]
    assert located.location.value == "Room 5; floor 2, left"


def test_an_interview_says_when_where_and_with_whom(job: Job, token: str) -> None:
    row = add(job, minutes=45, location="Room 5", people="Ada Lovelace", link="https://a.example/1")
    found = one(token)
    assert str(found["UID"]) == f"interview-{row.pk}@jobops"
    assert str(found["SUMMARY"]) == "Technical interview: Engineer; C, C++ \\ Rust at Acme"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (NINE, NINE + timedelta(minutes=45))
    assert str(found["LOCATION"]) == "Room 5"
    assert str(found["URL"]) == "https://a.example/1"
    page = f"https://jobops.example/job/{job.pk}/interviews/{row.pk}"
    assert str(found["DESCRIPTION"]) == f"With Ada Lovelace\nhttps://a.example/1\n{page}"
    assert (str(found["STATUS"]), str(found["TRANSP"])) == ("CONFIRMED", "OPAQUE")


def test_days_are_days_of_the_owner(ada: User, job: Job, token: str) -> None:
    preferences.save(ada, {"timeZone": "Europe/Berlin"})
    midnight = datetime(2027, 3, 3, 23, tzinfo=UTC)
    todos.add(job, "Call", kind="todo", actor="user", due_at=midnight)
    found = one(token)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2027, 3, 4), date(2027, 3, 5))
    assert str(found["SUMMARY"]) == "To do: Call"


def test_a_whole_day_is_that_of_where_it_takes_place(ada: User, job: Job, token: str) -> None:
    preferences.save(ada, {"timeZone": "America/New_York"})
    midnight = datetime(2027, 3, 3, 15, tzinfo=UTC)
    add(job, midnight, zone="Asia/Tokyo", is_all_day=True, minutes=1_440)
    found = one(token)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2027, 3, 4), date(2027, 3, 5))


def test_done_undated_and_decided_things_are_left_out(ada: User, job: Job, token: str) -> None:
    todos.add(job, "Some day", kind="todo", actor="user")
    done = todos.add(job, "Done", kind="todo", actor="user", due_at=NINE)
    todos.change(done, {"is_completed": True}, actor="user")
    make.job(ada, status="skipped", deadline_at=date(2027, 3, 5))
    make.job(ada, status="applied", deadline_at=date(2027, 3, 5), applied_at=NOW)
    assert events(token) == {}


@pytest.mark.parametrize(
    ("days", "shown"), [(-31, False), (-30, True), (0, True), (365, True), (366, False)]
)
def test_the_window_is_a_month_back_and_a_year_ahead(
    ada: User, job: Job, token: str, days: int, shown: bool
) -> None:
    preferences.save(ada, {"calendarShows": ["interviews"]})
    add(job, NOW + timedelta(days=days))
    assert bool(events(token)) is shown


def test_a_long_silence_is_an_entry_of_the_day_it_became_unusual(ada: User, token: str) -> None:
    job = make.job(ada, status="applied", applied_at=NOW - timedelta(days=20))
    found = one(token)
    assert str(found["UID"]) == f"follow-up-{job.pk}@jobops"
    assert found["DTSTART"].dt == date(2027, 2, 20)
    tomorrow = one(token, now=NOW + timedelta(days=1))
    assert number(tomorrow) == 0


@pytest.mark.parametrize("kind", ["interviews", "todos", "follow_ups", "deadlines"])
def test_each_kind_can_be_switched_off(ada: User, job: Job, token: str, kind: str) -> None:
    add(job)
    todos.add(job, "Call", kind="todo", actor="user", due_at=NINE)
    make.job(ada, status="applied", applied_at=NOW - timedelta(days=20))
    make.job(ada, deadline_at=date(2027, 3, 5))
    others = [one for one in ("interviews", "todos", "follow_ups", "deadlines") if one != kind]
    preferences.save(ada, {"calendarShows": others})
    found = {uid.rsplit("-", 5)[0] for uid in events(token)}
    word = {"interviews": "interview", "todos": "todo", "follow_ups": "follow-up",
            "deadlines": "deadline"}  # fmt: skip
    assert found == {word[one] for one in others}


def test_private_mode_names_nobody(ada: User, job: Job, token: str) -> None:
    add(job, location="Acme tower", people="Grace", link="https://acme.example/1")
    todos.add(job, "Write to Acme", kind="todo", actor="user", due_at=NINE)
    make.job(ada, deadline_at=date(2027, 3, 5))
    make.job(ada, status="applied", applied_at=NOW - timedelta(days=20))
    preferences.save(ada, {"calendarPrivate": True})
    raw = read(token).decode().lower()
    for word in ("acme", "engineer", "grace"):
        assert word not in raw
    assert sorted(str(e["SUMMARY"]) for e in events(token).values()) == [
        "Deadline", "Follow-up", "Interview", "To-do",
    ]  # fmt: skip


def test_the_number_rises_with_a_change_and_not_without(job: Job, token: str) -> None:
    row = add(job)
    before = one(token)
    again = one(token, now=NOW + timedelta(hours=1))
    assert read(token) == read(token, now=NOW + timedelta(hours=2))
    assert (number(before), number(again)) == (0, 0)
    interviews.change(row, {"minutes": 30}, actor="user")
    after = one(token, now=NOW + timedelta(hours=3))
    assert after["UID"] == before["UID"]
    assert number(after) == 1
    assert after["LAST-MODIFIED"].dt == NOW + timedelta(hours=3)
    assert before["LAST-MODIFIED"].dt == NOW


def test_what_is_deleted_is_called_off_for_a_month(job: Job, token: str) -> None:
    row = add(job)
    one(token)
    interviews.remove(row, actor="user")
    gone = one(token, now=NOW + timedelta(minutes=1))
    assert (str(gone["STATUS"]), number(gone)) == ("CANCELLED", 1)
    assert gone["DTSTART"].dt == NINE
    assert str(gone["SUMMARY"]) == "Cancelled"
    assert events(token, now=NOW + timedelta(days=30))
    assert events(token, now=NOW + timedelta(days=31)) == {}
    assert not FeedEntry.objects.exists()


def test_what_comes_back_has_a_higher_number(job: Job, token: str) -> None:
    row = add(job)
    one(token)
    interviews.remove(row, actor="user")
    one(token)
    interviews.restore(row, actor="user")
    back = one(token)
    assert (str(back["STATUS"]), number(back)) == ("CONFIRMED", 2)


def test_a_deleted_job_leaves_no_word_of_it(job: Job, token: str) -> None:
    add(job)
    one(token)
    job.delete()
    raw = read(token).decode()
    assert "STATUS:CANCELLED" in raw
    assert "Acme" not in raw
    assert "Acme" not in json.dumps(list(FeedEntry.objects.values("uid", "said", "content")))


def test_what_passes_out_of_the_window_is_not_called_off(ada: User, job: Job, token: str) -> None:
    preferences.save(ada, {"calendarShows": ["interviews"]})
    add(job)
    one(token)
    assert events(token, now=NOW + timedelta(days=32)) == {}


def test_a_cancelled_interview_stays_as_cancelled(job: Job, token: str) -> None:
    row = add(job)
    one(token)
    interviews.change(row, {"outcome": "cancelled"}, actor="user")
    found = one(token)
    assert (str(found["STATUS"]), number(found)) == ("CANCELLED", 1)


def test_lines_are_folded_at_75_octets_between_letters(job: Job, token: str) -> None:
    todos.add(job, "é" * 60 + "😀" * 30 + "x" * 80, kind="todo", actor="user", due_at=NINE)
    raw = read(token)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert str(one(token)["SUMMARY"]) == "To do: " + "é" * 60 + "😀" * 30 + "x" * 80


def test_a_text_cannot_add_a_line_of_its_own(job: Job, token: str) -> None:
    add(job, location="Here\r\nBEGIN:VEVENT\r\nUID:evil", people="a\nEND:VEVENT")
    assert len(events(token)) == 1


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 151])
def test_folding_keeps_every_letter(length: int) -> None:
    text = "x" * length
    folded = feed_text.folded(text)
    assert folded.replace("\r\n ", "") == text
    assert max(map(len, folded.split("\r\n"))) <= 75


def test_the_address_is_public_and_not_kept_anywhere(job: Job, token: str, visitor: Client) -> None:
    add(job)
    answer = visitor.get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert visitor.head(f"/calendar/{token}.ics").status_code == 200
    assert visitor.post(f"/calendar/{token}.ics").status_code == 405


@pytest.mark.usefixtures("required")
def test_it_needs_no_session(token: str, visitor: Client) -> None:
    assert visitor.get(f"/calendar/{token}.ics").status_code == 200


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("wrong", ["x", "x" * 5_000, "%00", "ü", "a b"])
def test_a_wrong_address_is_not_there(token: str, visitor: Client, wrong: str) -> None:
    answer = visitor.get(f"/calendar/{wrong}.ics")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")


def test_right_and_wrong_addresses_are_looked_up_alike(token: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as right:
        feed_address.found(token)
    with CaptureQueriesContext(connection) as wrong:
        feed_address.found("x" * len(token))
    assert len(right) == len(wrong) == 1


def test_a_new_address_ends_the_old_one(ada: User, token: str, visitor: Client) -> None:
    new = feed_address.path_of(feed_address.make(ada))
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404
    assert visitor.get(new).status_code == 200
    feed_address.switch_off(ada)
    feed_address.switch_off(ada)
    assert visitor.get(new).status_code == 404


def test_somebody_who_may_not_come_in_has_no_calendar(ada: User, token: str) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert feed_address.found(token) is None


def test_others_dates_are_not_in_it(ben: User, token: str) -> None:
    add(make.job(ben, status="applied"))
    assert events(token) == {}


def test_the_token_is_long_sealed_and_shown_again(ada: User, token: str) -> None:
    stored = CalendarFeed.objects.get()
    assert len(token) >= 32
    assert token not in f"{stored.digest} {stored.token}"
    assert feed_address.path_of(stored) == f"/calendar/{token}.ics"


def test_reading_is_noted_once_an_hour(token: str) -> None:
    for minutes in (0, 59, 61):
        read(token, now=NOW + timedelta(minutes=minutes))
        if minutes == 59:
            assert CalendarFeed.objects.get().read_at == NOW
    assert CalendarFeed.objects.get().read_at == NOW + timedelta(minutes=61)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line as it is written, with nothing left out below info."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Kept()
    handler.setFormatter(logs.JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.parametrize("way", ["right", "wrong", "posted"])
def test_no_line_of_a_log_holds_the_token(
    ada: User, visitor: Client, lines: list[str], way: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    token = "Zz9" + preferences.opened(feed_address.make(ada).token)
    address = f"/calendar/{token[3:] if way == 'right' else token}.ics"
    visitor.post(address) if way == "posted" else visitor.get(address)
    assert any("/calendar/[REDACTED]" in line for line in lines)
    assert not any(token[3:] in line for line in lines)


def test_many_dates_take_few_queries(ada: User, job: Job, token: str) -> None:
    now = NOW
    Interview.objects.bulk_create(
        Interview(job=job, kind="panel", scheduled_at=now + timedelta(hours=n)) for n in range(300)
    )
    read(token)
    with CaptureQueriesContext(connection) as found:
        assert read(token).count(b"BEGIN:VEVENT") == 300
    assert len(found) <= 12


def test_an_entry_is_the_same_however_often_it_is_made() -> None:
    made = [Entry("todo", "1", starts=NINE, ends=NINE, title="x") for _ in range(2)]
    assert made[0].content == made[1].content
    assert made[0].content != made[0].hidden().content
