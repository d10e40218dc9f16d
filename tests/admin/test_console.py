"""The operations console, as the local owner, who is staff."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_q.models import Failure, OrmQ

from jobops.web import console as jobops_console
from orchestrator.admin import jobs
from orchestrator.models import (
    ActionItem,
    ApiToken,
    Delivery,
    Document,
    FollowedBoard,
    Job,
    JobLink,
    LlmCall,
    Note,
    Operation,
    PipelineRun,
    PostingVersion,
    Preference,
    RegenerationRequest,
    RunItem,
    SearchPreset,
    Sighting,
    SourceOutcome,
    SourceTurn,
    SourceUse,
    StageEvent,
    StoredFeed,
    SyncRun,
    ToDo,
    User,
    Webhook,
)
from orchestrator.pipeline import process
from tailoring.models import Edit, Fact, ResumeIntake, Tailoring
from tests import make

ROOT = Path(__file__).resolve().parents[2]
CANARY = "zq-canary-4711"
SKILLS = f'[{{"name": "{CANARY}", "keywords": []}}]'
LISTS = (
    "orchestrator/job", "orchestrator/jobevent", "orchestrator/operation",
    "orchestrator/pipelinerun", "orchestrator/runitem", "orchestrator/regenerationrequest",
    "orchestrator/heartbeat", "orchestrator/llmcall", "orchestrator/apitoken",
    "orchestrator/loginattempt", "orchestrator/user", "django_q/ormq", "django_q/failure",
    "orchestrator/followedboard", "orchestrator/sighting", "orchestrator/joblink",
    "orchestrator/sourceoutcome", "orchestrator/sourceturn", "orchestrator/webhook",
    "orchestrator/delivery", "orchestrator/mailaccount", "orchestrator/syncrun",
    "pdfs/renderedpdf",
)  # fmt: skip
# What owners keep: the list says that it is there, and no page says more.
ONLY_LISTED = (
    "orchestrator/note", "orchestrator/document", "orchestrator/todo", "orchestrator/stageevent",
    "orchestrator/preference", "tailoring/resumedocument", "orchestrator/postingversion",
    "orchestrator/searchpreset", "orchestrator/sourceuse", "orchestrator/storedfeed",
    "tailoring/edit", "tailoring/tailoring", "tailoring/fact", "tailoring/resumeintake",
)  # fmt: skip


@pytest.fixture
def console(ada: User, client: Client) -> Client:
    client.get("/health")
    return client


def fill(ada: User, count: int) -> None:
    """Rows on every page, each with private text in every field that holds some."""
    make.heartbeat()
    run = PipelineRun.objects.create(owner=ada, status="completed")
    for number in range(count):
        job = make.job(
            ada, title=f"Engineer {number}", description=CANARY, brief=CANARY,
            score_reason=CANARY, tailored_summary=CANARY, tailored_headline=CANARY,
            tailored_skills=SKILLS, location_evidence={"quote": CANARY}, extras={"x": CANARY},
        )  # fmt: skip
        fill_tailoring(ada, job)
        complaint = {"name": "opens", "state": "fail", "found": CANARY}
        make.printed(job, verdict={"text": CANARY, "checks": [complaint]})
        Operation.objects.create(
            owner=ada, job=job, kind="process", status="failed", options={"text": CANARY},
            error={"code": "CONFLICT", "message": CANARY, "details": {"reason": "busy"}},
        )  # fmt: skip
        bulk = Operation.objects.create(owner=ada, kind="actions", options={"action": "skip"})
        ActionItem.objects.create(
            operation=bulk, position=1, reference=str(job.pk), error={"message": CANARY}
        )
        Note.objects.create(job=job, title=CANARY, content=CANARY)
        Document.objects.create(
            job=job,
            file_name=f"{CANARY}.txt",
            media_type="text/plain",
            byte_size=3,
            digest="d" * 64,
        )
        ToDo.objects.create(job=job, kind="todo", title=CANARY, notes=CANARY)
        StageEvent.objects.create(
            job=job, round=1, to_stage="offer", occurred_at=timezone.now(), metadata={"n": CANARY}
        )
        Preference.objects.create(owner=ada, key=f"key{number}", value=CANARY)
        RegenerationRequest.objects.create(job=job, not_before=timezone.now())
        RunItem.objects.create(
            run=run, job=job, step="processing", reference=str(job.pk), error={"message": CANARY}
        )
        LlmCall.objects.create(owner=ada, purpose="score", host="h", model="m")
        fill_discovery(ada, job, number)
        fill_mail(ada, job, number)
        ApiToken.objects.issue(ada, name=f"token {number}", expires_at=None)
        Failure.objects.create(
            id=f"{number}", name=f"f{number}", func="x", success=False, result=f"key sk-{CANARY}",
            started=timezone.now(), stopped=timezone.now(), args=(CANARY,),
        )  # fmt: skip


def fill_tailoring(ada: User, job: Job) -> None:
    Edit.objects.create(
        job=job, kind="summary", address=CANARY, before=CANARY, after=CANARY, reason=CANARY,
        claims=[{"text": CANARY}], origin="model",
    )  # fmt: skip
    Tailoring.objects.create(
        job=job, number=1, summary=CANARY, guard={"claims": CANARY}, digest="", actor="user",
        what="Printed",
    )  # fmt: skip
    Fact.objects.create(owner=ada, text=CANARY, job=job)
    ResumeIntake.objects.create(
        owner=ada, file_name=CANARY, format="pdf", original=b"x", lines=[CANARY]
    )


def fill_mail(ada: User, job: Job, number: int) -> None:
    account = make.mailbox(
        ada, account_key=f"{CANARY}{number}", address=f"{CANARY}@x.example", credentials=CANARY,
        display_name=CANARY, server={"host": CANARY}, cursor={"folders": CANARY},
        last_error={"code": "timeout", "message": CANARY},
    )  # fmt: skip
    run = SyncRun.objects.create(
        owner=ada, account=account, provider="imap", status="failed", files=[{"name": CANARY}],
        position={"at": CANARY}, error={"code": "timeout", "message": CANARY},
    )  # fmt: skip
    mail = make.mail(ada, job=job, status="auto_linked", subject=CANARY, sentence=CANARY)
    mail.runs.add(run)


def fill_discovery(ada: User, job: Job, number: int) -> None:
    board = FollowedBoard.objects.create(
        owner=ada, ats="greenhouse", token=f"acme{number}", label=CANARY, url=CANARY
    )
    Sighting.objects.create(owner=ada, job=job, board=board, source="greenhouse", key=f"{number}")
    JobLink.objects.create(
        owner=ada, first=job, second=make.job(ada), title_likeness=99, employer_likeness=98
    )
    PostingVersion.objects.create(job=job, source="lever", values={"title": CANARY})
    SearchPreset.objects.create(owner=ada, name=f"{CANARY} {number}", options={"x": CANARY})
    SourceOutcome.objects.create(owner=ada, source="remoteok", kind="timeout")
    now = timezone.now()
    SourceTurn.objects.create(host=f"{number}.example.org", next_at=now)
    SourceUse.objects.create(scope=f"adzuna {number}", seconds=60, since=now)
    StoredFeed.objects.create(key=f"{number}", source="remoteok", body=b"x", fetched_at=now)
    Webhook.objects.get_or_create(owner=ada, kind="job", defaults={"failing_since": now})
    Delivery.objects.create(
        owner=ada, kind="job", event="job.completed", body=CANARY, state="failed",
        attempts_log=[{"at": "now", "status": 500, "durationMs": 3, "excerpt": CANARY}],
    )  # fmt: skip


@pytest.mark.parametrize("page", [*LISTS, *ONLY_LISTED])
def test_each_list_stays_within_fifteen_queries_and_shows_no_private_text(
    ada: User, console: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    fill(ada, 20)
    make.resume(ada, basics={"name": CANARY})
    with django_assert_max_num_queries(15):
        answer = console.get(f"/admin/{page}/")
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("page", LISTS)
def test_each_row_s_page_shows_no_private_text(ada: User, console: Client, page: str) -> None:
    fill(ada, 1)
    make.resume(ada)
    process.request(make.job(ada), actor="user")
    listing = console.get(f"/admin/{page}/").context["cl"]
    for row in listing.result_list:
        answer = console.get(f"/admin/{page}/{row.pk}/change/")
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("page", ONLY_LISTED)
def test_what_owners_keep_has_no_page_of_its_own(ada: User, console: Client, page: str) -> None:
    fill(ada, 1)
    make.resume(ada)
    rows = console.get(f"/admin/{page}/").context["cl"].result_list
    assert len(rows) >= 1
    for row in rows:
        for part in ("change", "history", "delete"):
            assert console.get(f"/admin/{page}/{row.pk}/{part}/").status_code == 404


def test_no_row_can_be_edited_or_deleted_by_form(ada: User, console: Client) -> None:
    job = make.job(ada)
    url = f"/admin/orchestrator/job/{job.pk}"
    assert console.post(f"{url}/change/", {"status": "applied"}).status_code == 403
    assert console.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    job.refresh_from_db()
    assert job.status == "discovered"


def act(console: Client, page: str, action: str, *rows: Any) -> str:
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return console.post(f"/admin/{page}/", chosen, follow=True).content.decode()


def test_skipping_goes_through_the_one_writer(ada: User, console: Client) -> None:
    job = make.job(ada)
    page = act(console, "orchestrator/job", "skip", job)
    job.refresh_from_db()
    event = job.events.get()
    assert (job.status, event.kind, event.actor) == ("skipped", "job.skipped", "admin")
    assert "Skip: 1" in page


def test_a_refused_transition_is_said_and_the_others_are_made(ada: User, console: Client) -> None:
    free, sent = make.job(ada), make.job(ada, status="applied", title="Sent one")
    page = act(console, "orchestrator/job", "skip", free, sent)
    free.refresh_from_db()
    sent.refresh_from_db()
    assert (free.status, sent.status) == ("skipped", "applied")
    assert "Sent one at Acme: This step does not exist" in page


def test_every_action_leaves_an_entry_in_the_log(ada: User, console: Client) -> None:
    job = make.job(ada)
    act(console, "orchestrator/job", "skip", job)
    assert "Skip" in console.get(f"/admin/orchestrator/job/{job.pk}/history/").content.decode()


def test_a_lease_can_be_released_by_hand(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    act(console, "orchestrator/job", "release_lease", job)
    job.refresh_from_db()
    assert (job.status, job.render_token) == ("discovered", None)


def test_a_living_lease_is_not_recovered(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    act(console, "orchestrator/job", "recover", job)
    job.refresh_from_db()
    assert job.status == "processing"


def test_a_job_can_be_queued_again(ada: User, console: Client) -> None:
    make.heartbeat()
    make.resume(ada)
    job = make.job(ada)
    act(console, "orchestrator/job", "process_again", job)
    job.refresh_from_db()
    assert (job.status, OrmQ.objects.count()) == ("processing", 1)


def test_stuck_work_is_one_filter_away(ada: User, console: Client) -> None:
    old = Operation.objects.create(owner=ada, job=make.job(ada), kind="process", status="running")
    Operation.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00:00Z")
    Operation.objects.create(owner=ada, job=make.job(ada), kind="process")
    found = console.get("/admin/orchestrator/operation/?stuck=yes").context["cl"].result_list
    assert [one.pk for one in found] == [old.pk]
    act(console, "orchestrator/operation", "recover", old)
    old.refresh_from_db()
    assert old.status == "failed"


@pytest.mark.parametrize("word", ["Platform", "Contoso"])
def test_jobs_are_found_by_title_and_employer(ada: User, console: Client, word: str) -> None:
    wanted = make.job(ada, title="Platform Engineer", employer="Contoso")
    make.job(ada, description=f"{word} is mentioned here")
    found = console.get("/admin/orchestrator/job/", {"q": word}).context["cl"].result_list
    assert [job.pk for job in found] == [wanted.pk]


def test_a_job_is_found_by_its_id(ada: User, console: Client) -> None:
    wanted = make.job(ada)
    make.job(ada)
    found = console.get("/admin/orchestrator/job/", {"q": str(wanted.pk)}).context["cl"]
    assert [job.pk for job in found.result_list] == [wanted.pk]


def test_a_token_is_revoked_and_its_secret_is_nowhere(ada: User, console: Client) -> None:
    token, secret = ApiToken.objects.issue(ada, name="laptop", expires_at=None)
    page = console.get(f"/admin/orchestrator/apitoken/{token.pk}/change/").content.decode()
    assert secret not in page
    assert token.digest not in page
    act(console, "orchestrator/apitoken", "revoke", token)
    assert not ApiToken.objects.exists()


def test_a_run_can_be_cancelled_here(ada: User, console: Client) -> None:
    run = PipelineRun.objects.create(owner=ada, options={})
    act(console, "orchestrator/pipelinerun", "cancel", run)
    run.refresh_from_db()
    assert run.status == "cancelled"


def test_somebody_who_is_not_staff_sees_nothing(required: None, ben: User, client: Client) -> None:
    client.force_login(ben)
    assert client.get("/admin/orchestrator/job/").status_code == 403
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("page", "term"),
    [
        ("job", '") OR *'), ("job", "%"), ("job", "x' --"), ("jobevent", "%"), ("operation", "x"),
        ("runitem", "no id"), ("note", "%%"),
    ],
)  # fmt: skip
def test_a_search_for_nonsense_finds_nothing_and_breaks_nothing(
    ada: User, console: Client, page: str, term: str
) -> None:
    fill(ada, 1)
    answer = console.get(f"/admin/orchestrator/{page}/", {"q": term})
    assert answer.status_code == 200
    assert list(answer.context["cl"].result_list) == []


def test_events_are_found_by_their_request(ada: User, console: Client) -> None:
    client_id = "req-from-a-script"
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    console.post(f"/api/jobs/{job.pk}/skip", headers={"X-Request-Id": client_id})
    make.job(ada)
    found = console.get("/admin/orchestrator/jobevent/", {"q": client_id}).context["cl"]
    assert [event.kind for event in found.result_list] == ["job.skipped"]


def test_a_count_ends_where_nobody_turns_pages(
    ada: User, console: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobops_console, "MOST_COUNTED", 3)
    make.jobs(ada, 6)
    listing = console.get("/admin/orchestrator/job/").context["cl"]
    assert listing.result_count == 4


def test_every_kind_of_event_can_be_filtered_for() -> None:
    code = "".join(path.read_text() for path in (ROOT / "orchestrator").rglob("*.py"))
    written = set(re.findall(r'"((?:job|pdf|processing)\.[a-z_]+)"', code))
    assert written - {"job.title", "job.employer", "job.completed"} <= set(jobs.KINDS)


@pytest.mark.parametrize("choice", ["status=ready", "held=yes", "failed=yes"])
def test_jobs_are_filtered(ada: User, console: Client, choice: str) -> None:
    make.job(ada)
    wanted = {
        "status=ready": lambda: make.job(ada, status="ready"),
        "held=yes": lambda: make.job(ada, status="processing"),
        "failed=yes": lambda: make.job(ada, last_error={"code": "CONFLICT"}),
    }[choice]()
    field = choice.replace("status=", "status__exact=")
    found = console.get(f"/admin/orchestrator/job/?{field}").context["cl"].result_list
    assert [job.pk for job in found] == [wanted.pk]


@pytest.mark.parametrize("verdict", ["pass", "fail"])
def test_files_are_filtered_by_their_verdict(ada: User, console: Client, verdict: str) -> None:
    make.printed(make.job(ada), b"%PDF 1", verdict_status="pass")
    make.printed(make.job(ada), b"%PDF 2", verdict_status="fail")
    found = console.get(f"/admin/pdfs/renderedpdf/?verdict_status={verdict}").context["cl"]
    assert [pdf.verdict_status for pdf in found.result_list] == [verdict]


def test_the_jobs_of_a_bulk_action_stand_below_it(ada: User, console: Client) -> None:
    fill(ada, 1)
    bulk = Operation.objects.get(kind="actions")
    page = console.get(f"/admin/orchestrator/operation/{bulk.pk}/change/").content.decode()
    assert str(bulk.items.get().reference) in page
    assert CANARY not in page


def test_a_failed_message_is_offered_again_by_hand(ada: User, console: Client) -> None:
    failed = Delivery.objects.create(owner=ada, kind="job", event="x", body="{}", state="failed")
    waiting = Delivery.objects.create(owner=ada, kind="job", event="y", body="{}")
    page = act(console, "orchestrator/delivery", "send_again", failed, waiting)
    failed.refresh_from_db()
    assert (failed.state, OrmQ.objects.count()) == ("pending", 1)
    assert "still waiting for its next attempt" in page


def test_an_address_that_was_switched_off_is_turned_on(ada: User, console: Client) -> None:
    hook = Webhook.objects.create(owner=ada, kind="job", failures=20, disabled_at=timezone.now())
    act(console, "orchestrator/webhook", "turn_on", hook)
    hook.refresh_from_db()
    assert (hook.disabled_at, hook.failures) == (None, 0)


def test_the_sources_of_a_run_stand_below_it(ada: User, console: Client) -> None:
    run = PipelineRun.objects.create(owner=ada, status="completed")
    RunItem.objects.create(run=run, kind="source", reference="remoteok", step="crawling")
    RunItem.objects.create(run=run, kind="job", reference="a job", step="scoring")
    shown = console.get(f"/admin/orchestrator/pipelinerun/{run.pk}/change/").content.decode()
    assert "remoteok" in shown
    assert "a job" not in shown


def test_a_mailbox_is_switched_off_on_and_read(ada: User, console: Client) -> None:
    make.heartbeat()
    account = make.mailbox(ada, credentials="sealed")
    for action, expected in (("switch_off", False), ("switch_on", True)):
        act(console, "orchestrator/mailaccount", action, account)
        account.refresh_from_db()
        assert account.is_enabled is expected
    act(console, "orchestrator/mailaccount", "read_now", account)
    assert SyncRun.objects.get().status == "queued"
    page = act(console, "orchestrator/mailaccount", "read_now", account)
    assert "being read already" in page
