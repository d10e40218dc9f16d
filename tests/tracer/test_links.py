"""Printed links: made once, opened by strangers, counted honestly, ended for good."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, User
from orchestrator.ops import tidying
from orchestrator.pipeline import process
from pdfs import store
from pdfs.models import RenderedPdf, TracerClick, TracerKey, TracerLink
from pdfs.tracer import counting, limits, links, readiness, visitors
from pdfs.tracer.agents import caller
from tests import make
from tests.kept import on_disk
from tests.tracer.test_agents import CHROME, FIREFOX
from tests.work import drain

pytestmark = pytest.mark.django_db

BASE = "https://jobs.example.org"
TARGET = "https://ada.example.org/work"
HOST = {"headers": {"host": "jobs.example.org", "user-agent": FIREFOX}}


@pytest.fixture(autouse=True)
def _public(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_BASE_URL = BASE
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "jobs.example.org"]
    monkeypatch.setattr("pdfs.redirects.LIMITER", limits.Limiter())


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, tracer_links=True)


@pytest.fixture
def token(job: Job) -> str:
    return links.for_job(job, [TARGET], base=BASE)[TARGET].rpartition("/")[2]


def sums() -> tuple[int, int]:
    link = TracerLink.objects.get()
    return link.people, link.automatic


def opened(token: str, **more: Any) -> Any:
    return Client().get(f"/cv/{token}", **HOST | more)


def test_a_target_keeps_its_token(job: Job) -> None:
    first = links.for_job(job, [TARGET, "https://b.example/"], base=BASE)
    again = links.for_job(job, ["https://c.example/", TARGET], base=BASE)
    assert first[TARGET] == again[TARGET]
    assert TracerLink.objects.count() == 3


def test_two_jobs_have_two_tokens(ada: User, job: Job) -> None:
    other = make.job(ada)
    here, there = (links.for_job(one, [TARGET], base=BASE) for one in (job, other))
    assert here[TARGET] != there[TARGET]


def test_a_stranger_is_led_to_the_target_and_nowhere_else(token: str) -> None:
    answer = opened(token)
    assert (answer.status_code, answer["Location"]) == (302, TARGET)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert sums() == (1, 0)


def test_a_second_look_within_ten_minutes_is_the_same_visit(token: str) -> None:
    for _ in range(3):
        opened(token)
    assert sums() == (1, 0)
    TracerClick.objects.update(at=timezone.now() - timedelta(minutes=11))
    opened(token)
    assert sums() == (2, 0)


def test_programs_are_counted_apart(token: str) -> None:
    opened(token, headers={"host": "jobs.example.org", "user-agent": "curl/8"})
    Client().head(f"/cv/{token}", **HOST)
    assert sums() == (0, 2)


def test_the_owner_at_home_is_not_counted(token: str) -> None:
    answer = Client().get(f"/cv/{token}", headers={"user-agent": FIREFOX})
    assert answer.status_code == 302
    assert sums() == (0, 0)


def test_the_signed_in_owner_is_not_counted(token: str, ada: User, settings: Any) -> None:
    settings.AUTH = "required"
    client = Client()
    client.force_login(ada)
    assert client.get(f"/cv/{token}", **HOST).status_code == 302
    assert sums() == (0, 0)


def test_whoever_opens_three_links_at_once_is_a_scanner(job: Job) -> None:
    targets = [f"https://{name}.example/" for name in "abc"]
    made = links.for_job(job, targets, base=BASE)
    for target in targets:
        opened(made[target].rpartition("/")[2])
    rows = TracerLink.objects.values_list("people", "automatic")
    assert set(rows) == {(0, 1)}


def test_three_links_in_a_minute_are_a_reader(job: Job) -> None:
    targets = [f"https://{name}.example/" for name in "abc"]
    links.for_job(job, targets, base=BASE)
    start, who = timezone.now(), caller("GET", {"user-agent": CHROME})
    for number, link in enumerate(TracerLink.objects.all()):
        counting.count(link, who, visitor="v", at=start + timedelta(seconds=20 * number))
    assert set(TracerLink.objects.values_list("people", "automatic")) == {(1, 0)}


def test_nothing_is_kept_that_leads_back_to_a_person(token: str) -> None:
    opened(token, REMOTE_ADDR="203.0.113.77")
    row = TracerClick.objects.values().get()
    said = " ".join(str(value) for value in row.values())
    assert "203.0.113" not in said
    assert "Mozilla" not in said
    assert (row["browser"], row["device"]) == ("Firefox", "computer")


def test_a_visitor_is_another_one_tomorrow_and_after_the_key_is_gone() -> None:
    today = timezone.now().date()
    mine = visitors.mark("203.0.113.77", FIREFOX, today=today)
    assert mine == visitors.mark("203.0.113.9", FIREFOX, today=today)
    assert mine != visitors.mark("203.0.114.77", FIREFOX, today=today)
    assert mine != visitors.mark("203.0.113.77", FIREFOX, today=today + timedelta(days=1))
    tidying.tidy(timezone.now() + timedelta(days=3))
    assert not TracerKey.objects.exists()
    assert visitors.mark("203.0.113.77", FIREFOX, today=today) != mine


def test_openings_go_after_half_a_year_and_their_sums_stay(token: str) -> None:
    opened(token)
    TracerClick.objects.update(at=timezone.now() - timedelta(days=181))
    tidying.tidy()
    assert not TracerClick.objects.exists()
    assert sums() == (1, 0)


@pytest.mark.parametrize("token", ["a" * 16, "short", "ä" * 16])
def test_a_guess_finds_nothing(token: str) -> None:
    answer = opened(token)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain")


def test_an_ended_link_says_so_and_a_new_build_makes_another(job: Job, token: str) -> None:
    link = TracerLink.objects.get()
    assert links.end(job.owner, [link.pk]) == 1
    assert links.end(job.owner, [link.pk]) == 0
    assert opened(token).status_code == 410
    assert links.for_job(job, [TARGET], base=BASE)[TARGET].rpartition("/")[2] != token


def test_nobody_ends_anothers_links(job: Job, token: str, ben: User) -> None:
    assert links.end(ben, [TracerLink.objects.get().pk]) == 0
    assert opened(token).status_code == 302


def test_an_address_that_asks_too_often_is_told_to_wait(token: str) -> None:
    answers = [opened(token).status_code for _ in range(limits.PER_MINUTE + 1)]
    assert answers[-2:] == [302, 429]


def test_switched_off_links_still_lead_on(job: Job, token: str) -> None:
    Job.objects.filter(pk=job.pk).update(tracer_links=False)
    assert opened(token).status_code == 302


def test_an_answer_of_five_minutes_ago_no_longer_counts() -> None:
    make.reached(BASE)
    assert readiness.stored().is_ready
    later = timezone.now() + timedelta(minutes=6)
    assert readiness.stored(later).reason == "not_checked"


def links_of(job: Job) -> list[str]:
    path = on_disk(store.name_of(job.owner_id, Job.objects.get(pk=job.pk).pdf_digest or ""))
    assert path is not None
    found = []
    for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages:
        for one in page.get("/Annots") or ():
            found.append(str(one.get_object().get("/A", {}).get("/URI", "")))
    return [one for one in found if one]


def printed(job: Job) -> list[str]:
    make.resume(job.owner)
    make.heartbeat()
    process.request(job, actor="user")
    drain()
    return links_of(job)


def test_a_traced_pdf_redirects_behind_the_real_address(job: Job) -> None:
    make.reached(BASE)
    found = printed(job)
    assert any(one.startswith(f"{BASE}/cv/") for one in found)
    assert not [one for one in found if one.startswith("http") and not one.startswith(BASE)]
    assert any(one.startswith("mailto:") for one in found)
    assert "/cv/" not in (RenderedPdf.objects.get().verdict or {})["text"]


def test_without_a_public_answer_the_links_stay_plain_with_a_notice(job: Job) -> None:
    found = printed(job)
    assert found
    assert not [one for one in found if "/cv/" in one]
    assert "plain links" in RenderedPdf.objects.get().notices[0]
    assert not TracerLink.objects.exists()


def test_a_pdf_that_leads_to_an_ended_link_is_out_of_date(job: Job) -> None:
    make.reached(BASE)
    printed(job)
    links.end(job.owner, list(TracerLink.objects.values_list("pk", flat=True)))
    row = Job.objects.get(pk=job.pk)
    assert Contexts(row.owner).freshness(row) == "stale"
