"""A house in which something of everything exists, and every name is as long and foreign as names
get.
"""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobops.lib.text import fold
from orchestrator import incoming, preferences
from orchestrator.bulk import actions
from orchestrator.jobs import documents, notes
from orchestrator.models import (
    ApiToken,
    FollowedBoard,
    Job,
    Operation,
    PipelineRun,
    RunItem,
    Sighting,
    ToDo,
    User,
)
from orchestrator.ops import backups, file_imports
from orchestrator.pipeline import judge, presets
from orchestrator.tracking import contacts, feed_address, interviews, stages, todos
from tailoring import facts, reviews, versions
from tailoring.models import ResumeDocument, ResumeIntake
from tests import make
from tests.browser import mailboxes, post, talk
from tests.intake import papers
from tests.workspace import changes

LONG = "Senior Principal Full-Stack Platform Engineer (Python/React/GraphQL), EMEA " * 3
NAMES = "مؤسسة الإمارات للاتصالات المتكاملة 株式会社ソニー・インタラクティブエンタテインメント"
SOLID = "Donaudampfschifffahrtsgesellschaft" * 8
# More than are brought in at once, so that the import waits for a worker.
CSV = "title,company,url\n,Inn,x\n" + "".join(
    f"{LONG[:180]},{NAMES},https://i.example/{n}\n" for n in range(3)
)
MARKDOWN = f"# {LONG}\n\n{NAMES}\n\n{SOLID}\n\n|{SOLID}|b|\n|-|-|\n|1|2|\n\n- one\n- [two](https://x.example/{SOLID})"

Ids = dict[str, str]


def full(owner: User) -> Ids:
    """Rows of every kind; what they are called in the addresses of tests/browser/rooms.py."""
    make.heartbeat()
    preferences.save(owner, {"autoSkipScoreThreshold": 5})
    base = make.resume(owner)
    review = reviews.take(owner, papers.CV.encode(), file_name="cv.txt")
    assert isinstance(review, ResumeIntake)
    ResumeDocument.objects.filter(pk=base.pk).update(name=NAMES)
    found = {**_jobs(owner), "base": base.pk, "review": review.pk}
    job, sent = (Job.objects.get(pk=found[name]) for name in ("job", "sent"))
    return {name: str(pk) for name, pk in {
        **found, **_attached(job), **_history(sent), **_work(owner, job), **_kept(owner),
        **_trials(owner, job), **_parcels(owner),
        **_followed(owner), **_reviewed(job),
        **mailboxes.connected(owner, words=f"{NAMES} {LONG}", solid=SOLID),
        **talk.chatted(job, Job.objects.get(pk=found["ready"]), words=MARKDOWN),
        **talk.kept(job, words=MARKDOWN, name=f"{NAMES} {SOLID}"),
        **post.mailed(sent, job, words=f"{NAMES} {LONG}", solid=SOLID),
    }.items()}  # fmt: skip


def _jobs(owner: User) -> dict[str, object]:
    skills = [{"name": f"Group {n}", "keywords": [SOLID[:90]] * 5} for n in range(12)]
    long = make.job(
        owner, title=f"{SOLID[:120]} {LONG}"[:200], employer=NAMES, location="Place" * 30,
        tailored_headline=LONG, tailored_summary=LONG * 4, tailored_skills=json.dumps(skills),
        description=f"{SOLID}\n\n{NAMES}\n\n" + "We need Python and PostgreSQL. " * 40,
        salary="70,000 to 85,000 EUR a year", deadline="2026-12-31",
        score=99.5,
    )  # fmt: skip
    judge.score_now(long)
    ready = make.job(owner, title=f"{NAMES} ready", employer=SOLID[:120], status="ready")
    other = make.printed(ready, source="uploaded", file_name=f"{SOLID[:120]}.pdf")
    make.printed(ready, make.PDF + b"\n")
    states = {
        status: make.job(owner, title=f"The {status} one", status=status)
        for status in ("processing", "skipped", "expired", "applied")
    }
    make.printed(states["applied"])
    make.job(owner, title="The best one", score=100.0)
    make.jobs(owner, 6)
    sent = make.job(owner, title=f"{LONG} sent"[:200], status="ready")
    make.printed(sent)
    return {
        "job": long.pk, "ready": ready.pk, "version": other.pk, "sent": sent.pk,
        **{status: one.pk for status, one in states.items()},
    }  # fmt: skip


def _reviewed(job: Job) -> dict[str, object]:
    """Changes of every kind, decided and not, a fact and an earlier version of the texts."""
    kept = versions.snapshot(job, actor="user", what=f"{NAMES} {SOLID}"[:200])
    changes.sentence(job, f"{LONG} {SOLID}", doubted=SOLID)
    changes.rewrite(job, f"{NAMES} {LONG}", doubted=NAMES, reason=LONG[:300], hints=[LONG])
    changes.rewrite(job, f"{SOLID} and more", at=1, reason=SOLID[:300])
    changes.rewrite(job, LONG, at=2, status="accepted", decided_at=timezone.now())
    facts.add(job.owner, f"{LONG} {SOLID}", job=job)
    return {"tailoring": kept.pk}


def _followed(owner: User) -> dict[str, object]:
    """A company with rows of every state, one in trouble, one never asked."""
    now = timezone.now()
    times = dict.fromkeys(("first_checked_at", "last_checked_at", "last_ok_at"), now)
    board, paused, unasked = FollowedBoard.objects.bulk_create(
        FollowedBoard(
            owner=owner, ats="lever", token=f"t{n}", label=label, url=f"https://jobs.lever.co/{SOLID}",
            **more,
        )
        for n, (label, more) in enumerate((
            (NAMES, times),
            (SOLID[:200], {**times, "failures": 5, "paused_at": now, "last_error": "timeout"}),
            (LONG[:200], {}),
        ))
    )  # fmt: skip
    places = (SOLID[:80], None, "Leeds")
    for mark, place in zip(("new", "known", "ignored"), places, strict=True):
        _sighted(board, mark, title=f"{SOLID[:120]} {mark}", location=place)
    _sighted(board, "new", title=f"{NAMES} gone", status="expired", listing_closed_at=now)
    return {"board": board.pk, "paused": paused.pk, "unasked": unasked.pk}


def _sighted(board: FollowedBoard, mark: str, **fields: Any) -> None:
    job = make.job(board.owner, **fields)
    Sighting.objects.create(
        owner=board.owner, job=job, board=board, source="lever", key=f"t/{job.pk}",
        url=job.job_url, mark=mark,
    )  # fmt: skip


def _attached(job: Job) -> dict[str, object]:
    for n in range(12):
        notes.add(job, title=f"Call {n}", content="They rang.", actor="user")
    note = notes.add(job, title=SOLID[:120], content=MARKDOWN, actor="user")
    gone = notes.add(job, title=f"{NAMES} gone", content="x", actor="user")
    notes.remove(gone, actor="user")
    kept = documents.add(
        job, b"x", file_name=f"{SOLID[:230]}.pdf", media_type="application/pdf", actor="user"
    )
    documents.add(job, b"y", file_name=f"{NAMES}.txt", media_type="text/plain", actor="user")
    return {"note": note.pk, "document": kept.pk}


def _history(job: Job) -> dict[str, object]:
    sent = stages.apply(job, actor="user")
    for n, stage in enumerate(("recruiter_screen", "technical_interview", "onsite", "offer")):
        stages.log(sent, stage, actor="user", metadata={"note": f"{LONG}{SOLID}", "eventLabel": ""})
        due = timezone.now() + timedelta(days=n - 1)
        todos.add(sent, f"{LONG} {n}"[:200], kind="follow_up", actor="user", due_at=due)
    todo = todos.add(sent, SOLID[:200], kind="prep", actor="user", notes=MARKDOWN[:500])
    done = todos.add(sent, "Thank them", kind="follow_up", actor="user")
    todos.change(done, {"is_completed": True}, actor="user")
    assert ToDo.objects.count() == 6
    person = {
        "name": NAMES,
        "role": LONG[:200],
        "notes": SOLID,
        "address": f"lee@{SOLID[:60]}.example",
    }
    contact = contacts.add(sent, person, actor="user")
    return {
        **_dates(sent),
        "contact": contact.pk,
        "todo": todo.pk,
        "event": sent.stages.order_by("occurred_at").last().pk,
    }


def _parcels(owner: User) -> dict[str, object]:
    """An export, and an import that found something of everything."""
    ended = {"owner": owner, "status": "succeeded", "finished_at": timezone.now()}
    refused = [[f"{LONG} at {SOLID}", "it contradicts what is here already"]]
    report = {"new": {"Job": 2}, "here": {"Job": 1}, "refusals": 1, "refused": refused}
    export = Operation.objects.create(kind="export", result={"counts": {"Job": 9}}, **ended)
    looked = {"dry": True, "name": SOLID[:200]}
    taken = Operation.objects.create(
        kind="take_in", options=looked, result={"report": report}, **ended
    )
    return {"export": export.pk, "taken": taken.pk}


def _dates(sent: Job) -> dict[str, object]:
    """One to come, which overlaps another, and one that nobody said anything of."""
    feed_address.make(sent.owner)
    soon = timezone.now() + timedelta(days=2)
    said = {"people": f"{NAMES}\n{LONG}", "notes": f"{LONG}\n{SOLID}", "location": LONG[:300]}
    link = f"https://meet.example/{SOLID}"
    times = (soon, soon + timedelta(minutes=5), soon - timedelta(days=4))
    first, _, past = (
        interviews.add(sent, scheduled_at=at, kind="technical", zone="Asia/Kathmandu",
                       actor="user", link=link, **said)
        for at in times
    )  # fmt: skip
    return {"interview": first.pk, "past_interview": past.pk}


def _work(owner: User, job: Job) -> dict[str, object]:
    now = timezone.now()
    run = PipelineRun.objects.create(
        owner=owner, status="failed", error_message=LONG[:200], completed_at=now,
        counts={"scored": 40, "selected": 2, "processed": 1, "failed": 1,
                "scores": [0, 9, 20, 4, 3, 2, 1, 0, 0, 1]}, options={"minSuitabilityScore": 50},
    )  # fmt: skip
    error = {"code": "UPSTREAM_ERROR", "message": SOLID, "details": {"reason": "model_failed"}}
    for step, state in (("processing", "failed"), ("selecting", "skipped")):
        RunItem.objects.create(run=run, step=step, state=state, job=job, reference="r", error=error)
    plan = {"source": "remotive", "label": NAMES, "units": [{"limit": 50}] * 2, "done": 1}
    told = {"fetched": 900, "created": 3, "bad": 2, "filtered": {"term": 5, "place": 30}}
    told |= {"samples": {"term": [LONG, SOLID[:120]], "bad": [NAMES]}, "taken": 4, "seconds": 1.5}
    for n, state in enumerate(("succeeded", "failed", "skipped")):
        RunItem.objects.create(
            run=run, step="crawling", kind="source", state=state, reference=f"s{n}", plan=plan,
            counts=told, error={"kind": "timeout", "sentence": LONG} if n else None, rank=n,
        )  # fmt: skip
    search = presets.save(
        owner, name=f"{NAMES} {SOLID}"[:80], options={"searchTerms": [LONG[:200], SOLID[:200]]},
        cadence={"kind": "weekly", "at": "06:15", "day": 3},
    )  # fmt: skip
    Operation.objects.create(
        owner=owner, job=job, kind="rescore", status="failed", finished_at=now, error=error
    )
    live = PipelineRun.objects.create(owner=owner, counts={"scored": 3}, requested={"topN": 5})
    RunItem.objects.create(run=live, step="scoring", state="running", job=job, reference="s")
    gone = [str(job.pk), "nowhere", f"{SOLID}"]
    ended = actions.request(owner, "reopen", gone, actor="user")
    actions.advance(ended.pk)
    queued = actions.request(owner, "rescore", [str(job.pk)], actor="user")
    return {"failed_run": run.pk, "run": live.pk, "ended": ended.pk, "bulk": queued.pk,
            "search": search.pk}  # fmt: skip


def _trials(owner: User, job: Job) -> dict[str, object]:
    """Of a changed prompt: one that ended, with every outcome, one under way and one without."""
    doubt = {"text": SOLID, "why": LONG, "start": 0, "end": len(SOLID)}
    said = [
        {"text": f"{SOLID} and {NAMES}", "doubts": [doubt], "group": LONG},
        {"text": LONG, "doubts": [], "group": LONG},
    ]
    side = {"headline": said[:1], "summary": said, "skills": said, "changes": 3, "held": 1,
            "left_out": 2}  # fmt: skip
    others = [str(pk) for pk in owner.jobs.exclude(pk=job.pk).values_list("pk", flat=True)[:2]]
    ids = [str(job.pk), *others]
    options = {"template": f"{SOLID} {{{{tone}}}} {NAMES}", "saved": "", "jobs": ids}
    outcomes = {
        ids[0]: {"model": "m", "new": side, "now": side},
        ids[1]: {"model": "m", "new": {**side, "headline": []}, "now": None},
        ids[2]: {"error": f"{LONG} {SOLID}"},
    }
    base = {"owner": owner, "kind": "prompt_lab", "options": options}
    ended, under_way, thrown = Operation.objects.bulk_create(
        [
            Operation(
                **base, status="succeeded", result={"jobs": outcomes}, finished_at=timezone.now()
            ),
            Operation(**base, status="running", result={"jobs": {ids[0]: outcomes[ids[0]]}}),
            Operation(**{**base, "options": {}}, status="cancelled", finished_at=timezone.now()),
        ]
    )
    return {"trial": ended.pk, "trying": under_way.pk, "thrown": thrown.pk}


def _kept(owner: User) -> dict[str, object]:
    digest = incoming.keep(owner.pk, io.BytesIO(CSV.encode()))
    rows = file_imports.look_again(owner, digest).rows
    brought = file_imports.request(owner, digest, rows=rows)
    waiting = Operation.objects.create(
        owner=owner, kind="import", options={"digest": digest, "rows": 4000},
        result={"read": 1200, "created": 900},
    )  # fmt: skip
    ApiToken.objects.issue(owner, name=SOLID[:60], expires_at=None)
    token = ApiToken.objects.get(owner=owner)
    grace = User.objects.get_or_create(username="grace")[0]
    backup = backups.create("manual", actor="test")
    assert fold(backup.filename)
    return {
        "digest": digest, "brought": brought.pk, "importing": waiting.pk,
        "token": token.pk, "backup": backup.filename, "grace": grace.pk,
    }  # fmt: skip
