"""Tailor and Finalize as plain forms: what is typed is kept, whatever happens."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator.models import Job, User
from orchestrator.pipeline import edits
from orchestrator.workspace import tailor
from tests import make
from tests.work import drain, queued
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada)


def address(job: Job) -> str:
    return f"/jobs/discovered/{job.pk}/tailor"


def typed(client: Client, job: Job, **changes: Any) -> dict[str, Any]:
    """The form as drawn, with `changes`, as a browser would send it."""
    form = client.get(address(job)).context["tailor"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {**sent, "place": "", **changes}


def post(client: Client, job: Job, data: dict[str, Any], **headers: Any) -> Any:
    return client.post(f"/jobs/{job.pk}/tailor", data, **headers)


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_form_shows_what_the_base_says(client: Client, job: Job) -> None:
    page = client.get(address(job)).content.decode()
    assert "Finalize &amp; Move to Ready" in page
    assert "Game Developer | Unity &amp; Unreal Engine Specialist" in page


def test_finalize_saves_and_makes_the_pdf(client: Client, job: Job) -> None:
    data = typed(client, job, headline="Keeper", then="finalize")
    assert post(client, job, data).status_code == 303
    assert (after(job).status, queued()) == ("processing", ["process_job"])
    drain()
    assert (after(job).status, after(job).tailored_headline) == ("ready", "Keeper")


def test_saving_keeps_skills_as_groups(client: Client, job: Job) -> None:
    post(client, job, typed(client, job, skills="Tools: Unity, C#\n\nSpeech: Polish", then="save"))
    assert after(job).skills() == [
        {"name": "Tools", "keywords": ["Unity", "C#"]},
        {"name": "Speech", "keywords": ["Polish"]},
    ]


def test_an_invalid_form_comes_back_with_every_character(client: Client, job: Job) -> None:
    data = typed(client, job, skills=": no name", summary="Still here.", then="finalize")
    answer = post(client, job, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 1 has no name" in page
    assert "Still here." in page
    assert after(job).status == "discovered"


def test_the_later_of_two_editors_sees_both_texts(client: Client, job: Job) -> None:
    data = typed(client, job, headline="Mine", then="save")
    edits.save(after(job), {"tailored_headline": "Theirs"}, actor="user")
    answer = post(client, job, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert after(job).tailored_headline == "Theirs"


def test_a_conflict_names_choices_and_leaves_out_what_is_equal(client: Client, job: Job) -> None:
    edits.save(job, {"description": "One line.\nAnother."}, actor="user")
    data = typed(client, job, headline="Mine", then="save", description="One line.\r\nAnother.")
    edits.save(after(job), {"page_options": {"theme": "compact"}}, actor="user")
    shown = post(client, job, data).context["tailor"].conflict
    assert shown == (("Headline", ""), ("Theme", "Compact"))


def test_saving_again_after_a_conflict_wins(client: Client, job: Job) -> None:
    data = typed(client, job, headline="Mine", then="save")
    edits.save(after(job), {"tailored_headline": "Theirs"}, actor="user")
    seen = post(client, job, data).context["tailor"].form.initial["seen"]
    post(client, job, {**data, "seen": seen})
    assert after(job).tailored_headline == "Mine"


def test_a_refused_finalize_keeps_the_texts(client: Client, job: Job) -> None:
    data = typed(client, job, summary="Kept.", then="finalize")
    Job.objects.filter(pk=job.pk).update(pdf_digest="a" * 64, pdf_source="uploaded")
    answer = post(client, job, data)
    assert answer.status_code == 409
    assert "uploaded" in answer.content.decode()
    assert after(job).tailored_summary == "Kept."


def test_draft_fills_empty_fields_only(client: Client, job: Job) -> None:
    post(client, job, typed(client, job, headline="Mine", then="draft"))
    drain()
    assert after(job).tailored_headline == "Mine"
    assert after(job).tailored_summary


def test_own_projects_are_the_owners_choice(client: Client, job: Job) -> None:
    form = client.get(address(job)).context["tailor"].form
    first = form.fields["projects"].choices[0][0]
    post(client, job, typed(client, job, own_projects="on", projects=[first], then="save"))
    assert after(job).selected_project_ids == first
    assert after(job).origins["selected_project_ids"] == "user"


def test_the_base_as_it_is_needs_no_texts(client: Client, job: Job) -> None:
    post(client, job, typed(client, job, then="as_it_is"))
    drain()
    assert (after(job).status, after(job).tailored_summary) == ("ready", None)


def test_autosave_stores_and_says_so(client: Client, job: Job) -> None:
    data = typed(client, job, summary="While typing")
    answer = client.post(f"/jobs/{job.pk}/tailor/autosave", data, **HTMX)
    assert "Saved" in answer.content.decode()
    assert after(job).tailored_summary == "While typing"


def test_an_unchanged_form_writes_nothing(client: Client, job: Job) -> None:
    before = after(job).updated_at
    post(client, job, typed(client, job, then="save"))
    assert after(job).updated_at == before


def test_another_owners_job_is_not_there(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben)
    assert client.get(address(job)).status_code == 404
    assert client.post(f"/jobs/{job.pk}/tailor", {"then": "finalize"}).status_code == 404


def test_each_text_says_who_wrote_it(client: Client, job: Job) -> None:
    post(client, job, typed(client, job, headline="Mine", then="draft"))
    drain()
    root = page(client.get(address(job)))
    found = {name: texts(root, f"//*[@id='tailor-meta-{name}']/span")[0] for name in tailor.TEXTS}
    assert found == {"headline": "Written by you", "summary": "Computed", "skills": "Computed"}


def test_words_that_left_the_base_are_marked(client: Client, job: Job) -> None:
    post(client, job, typed(client, job, headline="Game Developer | Unity Specialist"))
    root = page(client.get(address(job)))
    assert texts(root, "//*[@id='tailor-quote-headline']/del") == ["& Unreal Engine"]


def test_autosave_brings_origin_and_count_up_to_date(client: Client, job: Job) -> None:
    data = typed(client, job, summary="Three words long")
    root = page(client.post(f"/jobs/{job.pk}/tailor/autosave", data, **HTMX))
    meta = root.get_element_by_id("tailor-meta-summary")
    assert "Written by you" in meta.text_content()
    assert "3 words of 90" in meta.text_content()


def test_ticking_another_project_is_a_choice(client: Client, job: Job) -> None:
    ids = client.get(address(job)).context["tailor"].form.drawn
    answer = client.post(
        f"/jobs/{job.pk}/tailor/autosave", typed(client, job, projects=ids[1:]), **HTMX
    )
    assert after(job).project_ids() == ids[1:]
    assert page(answer).xpath("//input[@name='own_projects']/@checked")


def test_a_choice_that_is_handed_back_is_nobodys(client: Client, job: Job) -> None:
    ids = client.get(address(job)).context["tailor"].form.drawn
    post(client, job, typed(client, job, own_projects="on", projects=ids[:1]))
    data = typed(client, job)
    del data["own_projects"]
    post(client, job, data)
    assert after(job).project_ids() is None
    assert client.get(address(job)).context["tailor"].form["projects"].value() == ids


def test_without_a_resume_the_form_says_what_is_missing(client: Client, ada: User) -> None:
    job = make.job(ada)
    root = page(client.get(address(job)))
    assert root.xpath("//div[contains(@class, 'note')]//a/@href") == ["/design-resume"]


def test_the_queries_of_the_form_do_not_grow_with_the_list(client: Client, job: Job) -> None:
    asked = []
    for _ in range(2):
        make.jobs(job.owner, 5)
        with CaptureQueriesContext(connection) as found:
            client.get(address(job), **HTMX)
        asked.append(len(found))
    assert asked[0] == asked[1]
