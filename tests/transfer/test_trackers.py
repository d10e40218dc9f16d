"""Spreadsheets and databases of others become jobs with their steps."""

from __future__ import annotations

import io
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestrator.models import Job, User
from orchestrator.sources.posting import BadRecord
from orchestrator.transfer import bringing, reference, spreadsheet, words
from orchestrator.transfer.reading import Report
from orchestrator.transfer.tracked import Tracked

TODAY = date(2026, 6, 30)
SHEET = """Company;Position;Link;Date Applied;Status;Notes;Contact;Contact Email;Follow up;Location
Acme;Baker;https://acme.example/1;14.05.2026;Absage;Rang twice;Mx Lee;lee@acme.example;;Bath
Inn;Cook;;2026-05-20;Phone screen;;;;Ask about the hours;
Inn;Cook;;2026-05-20;Phone screen;;;;;
Mill;Miller;https://mill.example/2;;Wishlist;;;;;
;Baker;https://x.example/3;;applied;;;;;
Dock;Welder;https://dock.example/4;01.06.2026;Mercury retrograde;;;;;
Farm;Picker;https://farm.example/5;2.6.2026;Offer accepted;;;;;
"""


def read(text: str) -> list[Tracked | BadRecord]:
    return list(spreadsheet.read(io.BytesIO(text.encode()), today=TODAY))


def brought(owner: User, records: list[Tracked | BadRecord], *, dry: bool = False) -> Report:
    return bringing.bring(owner, records, dry=dry, tell=lambda *_: None)


@pytest.mark.parametrize(
    ("said", "stage", "outcome"),
    [
        ("Applied", "applied", None), ("REJECTED ", "closed", "rejected"),
        ("Absage erhalten", "closed", "rejected"), ("1st interview", "hiring_manager_screen", None),
        ("Technical interview on Friday", "technical_interview", None),
        ("Refusée", "closed", "rejected"), ("Entretien téléphonique", "recruiter_screen", None),
        ("Rechazada", "closed", "rejected"), ("no_response", "closed", "no_response"),
        ("Take-home test", "assessment", None), ("wishlist", words.NOT_YET, None),
    ],
)  # fmt: skip
def test_words_are_understood(said: str, stage: str, outcome: str | None) -> None:
    assert words.meaning(said) == (stage, outcome)


@pytest.mark.parametrize("said", ["", "  ", "Mercury retrograde", "???", "nobody"])
def test_other_words_are_not_guessed(said: str) -> None:
    assert words.meaning(said) is None


@pytest.mark.parametrize(
    ("texts", "month_first"),
    [(["3/4/2026", "5/14/2026"], True), (["3/4/2026", "14/5/2026"], False),
     (["3/4/2026"], False), (["2026-05-14"], False), (["14/5/2026", "5/14/2026"], False)],
)  # fmt: skip
def test_a_column_tells_which_comes_first(texts: list[str], month_first: bool) -> None:
    assert spreadsheet.is_month_first(texts) is month_first


def test_rows_become_applications() -> None:
    baker, cook, _, miller, bad, welder, picker = read(SHEET)
    assert isinstance(baker, Tracked)
    assert [(step.stage, step.outcome) for step in baker.steps] == [
        ("applied", None), ("closed", "rejected"),
    ]  # fmt: skip
    assert baker.steps[0].at == datetime(2026, 5, 14, 12, tzinfo=UTC)
    assert baker.people[0].address == "lee@acme.example"
    assert isinstance(cook, Tracked)
    assert cook.posting.job_url.startswith(spreadsheet.NOWHERE)
    assert cook.reminders[0].title == "Ask about the hours"
    assert isinstance(miller, Tracked)
    assert miller.steps == ()
    assert isinstance(bad, BadRecord)
    assert "employer" in bad.reason
    assert isinstance(welder, Tracked)
    assert (welder.unsure, welder.steps[0].stage) == ("Mercury retrograde", "applied")
    assert isinstance(picker, Tracked)
    assert picker.steps[-1].outcome == "offer_accepted"


@pytest.mark.parametrize(
    "text", ["", "hello\nworld\n", "Company,Link\nAcme,https://a.example\n", "\x00"]
)
def test_what_is_no_table_of_applications_is_refused(text: str) -> None:
    with pytest.raises(spreadsheet.NoTracker):
        read(text)


@pytest.mark.django_db
def test_a_dry_run_counts_what_then_comes(ada: User) -> None:
    said = brought(ada, read(SHEET), dry=True)
    assert not Job.objects.exists()
    done = brought(ada, read(SHEET))
    assert said.new["Job"] == done.new["Job"] == 5
    assert said.here["Job"] == done.here["Job"] == 1
    assert said.refusals == done.refusals == 2
    assert +said.new == +done.new


@pytest.mark.django_db
def test_jobs_stand_where_the_table_says(ada: User) -> None:
    brought(ada, read(SHEET))
    found = {job.title: job for job in Job.objects.all()}
    baker = found["Baker"]
    assert (baker.status, baker.outcome) == ("in_progress", "rejected")
    assert baker.applied_at == datetime(2026, 5, 14, 12, tzinfo=UTC)
    assert baker.notes.get().content == "Rang twice"
    assert baker.contacts.get().name == "Mx Lee"
    assert {one.source for one in baker.stages.all()} == {"import"}
    assert found["Miller"].status == "discovered"
    assert found["Cook"].status == "in_progress"
    assert found["Welder"].notes.get().content == "Mercury retrograde"
    assert found["Picker"].outcome == "offer_accepted"


@pytest.mark.django_db
def test_what_was_sent_elsewhere_has_no_packet(ada: User) -> None:
    brought(ada, read(SHEET))
    assert not any(job.packets.exists() for job in Job.objects.all())


@pytest.mark.django_db
def test_a_repeat_changes_nothing(ada: User) -> None:
    brought(ada, read(SHEET))
    columns = ("pk", "status", "outcome", "applied_at", "stages", "notes", "contacts", "todos")
    before = sorted(map(str, Job.objects.values_list(*columns)))
    again = brought(ada, read(SHEET))
    assert again.new["Job"] == 0
    assert sorted(map(str, Job.objects.values_list(*columns))) == before


def database(path: Path) -> Path:
    found = sqlite3.connect(path)
    found.executescript("""
        CREATE TABLE jobs (id TEXT PRIMARY KEY, source TEXT, title TEXT, employer TEXT,
          job_url TEXT, job_description TEXT, status TEXT, outcome TEXT, applied_at TEXT,
          closed_at INTEGER,
          location TEXT, salary TEXT, suitability_score INTEGER, extra_thing TEXT);
        CREATE TABLE stage_events (id TEXT, application_id TEXT, from_stage TEXT, to_stage TEXT,
          occurred_at INTEGER, metadata TEXT, outcome TEXT);
        CREATE TABLE tasks (id TEXT, application_id TEXT, type TEXT, title TEXT, due_date INTEGER,
          is_completed INTEGER);
        CREATE TABLE interviews (id TEXT, application_id TEXT, scheduled_at INTEGER, type TEXT,
          duration_mins INTEGER);
        CREATE TABLE job_notes (id TEXT, job_id TEXT, title TEXT, content TEXT);
        CREATE TABLE settings (key TEXT, value TEXT);
    """)
    rows = [
        ("a", "lever", "Baker", "Acme", "https://acme.example/1", "Bake.", "in_progress",
         "rejected", "2026-05-01T10:00:00Z", 1_778_000_000, "Bath", "30k", 71, "x"),
        ("b", "manual", "Cook", "Inn", "https://inn.example/1", None, "applied", None,
         "2026-05-02 09:00:00", None, None, None, None, None),
        ("c", "manual", "Miller", "Mill", "https://mill.example/1", None, "skipped", None,
         None, None, None, None, None, None),
        ("d", "manual", "Nobody", None, "https://x.example/1", None, "discovered", None,
         None, None, None, None, None, None),
    ]  # fmt: skip
    found.executemany(f"INSERT INTO jobs VALUES ({','.join('?' * 14)})", rows)
    steps = [("1", "a", None, "applied", 1_777_629_600, None, None),
             ("2", "a", "applied", "onsite", 1_777_800_000, '{"note": "Third floor"}', None),
             ("3", "a", "onsite", "nonsense", 1_777_800_001, None, None)]  # fmt: skip
    found.executemany("INSERT INTO stage_events VALUES (?,?,?,?,?,?,?)", steps)
    found.execute("INSERT INTO tasks VALUES ('1','a','prep','Read',1777900000,0)")
    found.execute("INSERT INTO tasks VALUES ('2','a','prep','Done',1777900000,1)")
    found.execute("INSERT INTO interviews VALUES ('1','a',1777900000,'panel',45)")
    found.execute("INSERT INTO job_notes VALUES ('1','a','Call','They rang.')")
    found.commit()
    found.close()
    return path


@pytest.mark.django_db
def test_a_reference_database_becomes_jobs(ada: User, tmp_path: Path) -> None:
    path = database(tmp_path / "jobs.db")
    report = brought(ada, list(reference.read(path)))
    assert (report.new["Job"], report.refusals) == (3, 1)
    found = {job.title: job for job in Job.objects.all()}
    baker = found["Baker"]
    assert (baker.status, baker.outcome, baker.source) == ("in_progress", "rejected", "lever")
    assert [one.to_stage for one in baker.stages.order_by("occurred_at")] == [
        "applied", "onsite", "closed",
    ]  # fmt: skip
    assert baker.stages.get(to_stage="onsite").metadata["note"] == "Third floor"
    assert baker.todos.get().title == "Read"
    assert (baker.interviews.get().kind, baker.interviews.get().minutes) == ("panel", 45)
    assert baker.notes.get().content == "They rang."
    assert found["Cook"].applied_at == datetime(2026, 5, 2, 9, tzinfo=UTC)
    assert found["Miller"].status == "skipped"
    assert brought(ada, list(reference.read(path))).new["Job"] == 0


def test_the_file_itself_is_never_written(tmp_path: Path) -> None:
    path = database(tmp_path / "jobs.db")
    before = path.read_bytes()
    assert len(list(reference.read(path))) == 4
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["jobs.db"]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00broken" * 50, b"no database"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "jobs.db"
    path.write_bytes(content)
    with pytest.raises(reference.NoReference):
        list(reference.read(path))


def test_a_database_without_jobs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    found = sqlite3.connect(path)
    found.execute("CREATE TABLE photos (id TEXT)")
    found.commit()
    found.close()
    with pytest.raises(reference.NoReference, match="no table of jobs"):
        list(reference.read(path))
