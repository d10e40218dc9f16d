"""Pages beside the triage list: fingers, long content, forms that save themselves. Slow ones start
a browser page.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orchestrator.models import Job, PipelineRun, RunItem, User
from orchestrator.workspace.settings_sections import SECTIONS
from tailoring.models import ResumeDocument
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit

NARROW = {"width": 390, "height": 844}
LONG = "Senior Principal Full-Stack Platform Engineer (Python/React/GraphQL), EMEA " * 3
NAMES = "مؤسسة الإمارات للاتصالات المتكاملة 株式会社ソニー・インタラクティブエンタテインメント"
LOOK = """() => {
    const named = (field) => field.labels?.length || field.ariaLabel;
    const edge = (pane) => pane.getBoundingClientRect().left + pane.clientWidth + 1;
    const wide = (pane) => [...pane.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > edge(pane))
        .map((one) => `${one.tagName} ${one.className}`);
    const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    return {
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        inside: [...document.querySelectorAll('main, .pane-panel')]
            .filter((one) => one.scrollWidth > one.clientWidth + 1)
            .map((one) => wide(one).slice(0, 3)),
        headings: document.querySelectorAll('h1').length,
        nameless: fields.filter((field) => !named(field)).map((field) => field.name),
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        unlinked: [...document.querySelectorAll('main [aria-describedby]')]
            .filter((one) => !one.getAttribute('aria-describedby').split(' ')
                .some((id) => document.getElementById(id))).map((one) => one.name),
    };
}"""
FINE = {
    "sideways": 0, "inside": [], "headings": 1, "nameless": [], "twice": [], "unlinked": [],
}  # fmt: skip
SMALL = """() => [...document.querySelectorAll('main :is(.button, summary, select, .check)')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map((one) => one.textContent.trim())"""


@pytest.fixture
def full(ada: User) -> dict[str, Any]:
    """A résumé, a job and a run whose names are as long and foreign as names get."""
    base = make.resume(ada)
    ResumeDocument.objects.filter(pk=base.pk).update(name=NAMES)
    skills = [{"name": f"Group {n}", "keywords": ["Unbreakable" * 4] * 5} for n in range(12)]
    job = make.job(
        ada, title=LONG[:200], employer=NAMES, score=80.0, tailored_skills=json.dumps(skills),
        tailored_headline=LONG, tailored_summary=LONG * 4, location="Place" * 30,
        description="Unbreakable" * 40,
    )  # fmt: skip
    run = PipelineRun.objects.create(owner=ada, status="failed", error_message=LONG[:200])
    PipelineRun.objects.filter(pk=run.pk).update(completed_at=timezone.now())
    error = {"message": "Unbreakable" * 20}
    for step, state in (("processing", "failed"), ("selecting", "skipped")):
        RunItem.objects.create(run=run, step=step, state=state, job=job, reference="r", error=error)
    return {"base": base.pk, "job": job.pk, "run": run.pk}


PATHS = [
    "/jobs/discovered/{job}/tailor", "/runs", "/runs/new", "/runs/{run}", "/import", "/keys",
    "/design-resume", "/design-resume/{base}", "/design-resume/{base}/basics",
    "/design-resume/{base}/projects", "/design-resume/{base}/skills", "/design-resume/server",
    *(f"/settings/{name}" for name in SECTIONS), "/settings/search?q=key", "/onboarding",
]  # fmt: skip


def test_a_finger_finds_every_control(opened: Opener, full: dict[str, Any]) -> None:
    page = opened("/runs", viewport=NARROW, has_touch=True, is_mobile=True)
    home = page.url.removesuffix("/runs")
    small = {}
    for path in PATHS:
        page.goto(home + path.format(**full))
        small[path] = page.evaluate(SMALL)
    assert {path: found for path, found in small.items() if found} == {}


def test_the_bar_of_the_form_never_lies_over_the_field_in_use(
    opened: Opener, full: dict[str, Any]
) -> None:
    page = opened(f"/jobs/discovered/{full['job']}/tailor", viewport=NARROW)
    bar = page.locator(".tailor-actions")
    for name in ("headline", "title", "location", "deadline"):
        field = page.locator(f"[name={name}]")
        field.focus()
        assert bottom(page, f"[name={name}]") <= (bar.bounding_box() or {})["y"]


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_click_while_the_form_saves_itself_is_not_lost(opened: Opener, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    page.get_by_label("Headline").fill("Typed and finalized at once")
    page.get_by_role("button", name="Finalize").click()
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    assert Job.objects.get(pk=job.pk).tailored_headline == "Typed and finalized at once"


def test_projects_that_are_ticked_are_kept_and_given_back(opened: Opener, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    mine, first = page.locator("[name=own_projects]"), page.locator("[name=projects]").first
    first.uncheck()
    page.get_by_label("Headline").focus()
    expect(mine).to_be_checked()
    mine.uncheck()
    page.get_by_label("Headline").focus()
    expect(first).to_be_checked()
    expect(mine).not_to_be_checked()


def test_a_setting_is_saved_and_given_back_by_keys_alone(opened: Opener, ada: User) -> None:
    page = opened("/settings/writing", java_script_enabled=False)
    page.get_by_label("Longest summary").fill("40")
    hit(page, "Enter")
    expect(page.get_by_text("Set here.")).to_be_visible()
    assert page.get_by_label("Longest summary").input_value() == "40"
    page.get_by_role("button", name="Back to the default").focus()
    hit(page, "Enter")
    expect(page.get_by_text("Set here.")).to_have_count(0)
    assert page.get_by_label("Longest summary").input_value() == "90"
