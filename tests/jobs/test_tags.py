"""Words an owner hangs on jobs: two spellings are one, and nobody sees another's."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jobops.lib.errors import Invalid
from orchestrator.jobs import tags
from orchestrator.models import Job, JobTag, Tag, User
from tests import make
from tests.workspace.reading import HTMX, page, rows, texts

pytestmark = pytest.mark.django_db


def tagged(owner: User, *names: str, **fields: object) -> Job:
    job = make.job(owner, **fields)
    tags.put(job, names, actor="user")
    return job


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Dream", "folded": "dream"},
        {"name": "", "folded": "x"},
        {"name": "x", "folded": ""},
    ],
)
def test_the_database_refuses_a_second_word_and_an_empty_one(
    ada: User, fields: dict[str, str]
) -> None:
    tags.make(ada, "dream")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(owner=ada, **fields)


def test_the_database_refuses_a_tag_twice_on_one_job(ada: User) -> None:
    job = tagged(ada, "dream")
    with pytest.raises(IntegrityError), transaction.atomic():
        JobTag.objects.create(job=job, tag=ada.tags.get())


@pytest.mark.parametrize("other", ["REMOTE", "  remote ", "ReMoTe"])
def test_letters_and_spaces_make_no_second_tag(ada: User, other: str) -> None:
    first = tags.make(ada, "Remote")
    assert tags.make(ada, other) == first
    assert tags.make(ada, "Straße") == tags.make(ada, "STRASSE")
    assert [tag.name for tag in tags.every(ada)] == ["Remote", "Straße"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a,b", "nul\0"])
def test_a_name_that_cannot_be_is_refused_with_what_was_typed(
    client: Client, ada: User, name: str
) -> None:
    job = make.job(ada)
    sent = {"place": "discovered?", "name": name}
    answer = client.post(f"/jobs/{job.pk}/tags", sent, headers=HTMX)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@role='alert']") != []
    assert tags.of(job) == []


def test_a_job_has_twenty_at_most(ada: User) -> None:
    job = tagged(ada, *(f"tag {n}" for n in range(20)))
    with pytest.raises(Invalid):
        tags.add(job, "one more", actor="user")
    with pytest.raises(Invalid):
        tags.put(job, [f"tag {n}" for n in range(21)], actor="user")
    assert len(tags.of(job)) == 20


def test_adding_and_taking_off_in_the_panel(client: Client, ada: User) -> None:
    job = make.job(ada)
    sent = {"place": "discovered?", "name": "Dream"}
    root = page(client.post(f"/jobs/{job.pk}/tags", sent, headers=HTMX))
    assert texts(root, "//button[contains(@class, 'removable')]") == ["Dream , remove"]
    assert root.get_element_by_id(f"job-{job.pk}").xpath(".//*[@class='tag']") != []
    (gone,) = root.xpath("//form[contains(@action, '/remove')]/@action")
    root = page(client.post(gone, {"place": "discovered?"}, headers=HTMX))
    assert not root.xpath("//form[contains(@action, '/remove')]")
    assert [event.kind for event in job.events.order_by("seq")] == [tags.CHANGED] * 2


def test_without_a_script_the_form_is_a_page_and_leads_back_to_itself(
    client: Client, ada: User
) -> None:
    job = make.job(ada)
    assert "Add tag" in client.get(f"/jobs/discovered/{job.pk}/tags").content.decode()
    answer = client.post(f"/jobs/{job.pk}/tags", {"place": "discovered?", "name": "Dream"})
    assert (answer.status_code, answer["Location"]) == (303, f"/jobs/discovered/{job.pk}/tags")


def test_a_list_is_filtered_by_tags_however_they_are_spelt(client: Client, ada: User) -> None:
    tagged(ada, "Dream", title="One")
    tagged(ada, "near", title="Two")
    make.job(ada, title="Three")
    assert rows(page(client.get("/jobs/discovered?tag=DREAM"))) == ["One"]
    root = page(client.get("/jobs/discovered?tag=dream,near"))
    assert sorted(rows(root)) == ["One", "Two"]
    assert texts(root, "//a[contains(@class, 'removable')]") == [
        "tag dream , remove", "tag near , remove",
    ]  # fmt: skip


def test_the_filter_form_counts_them(client: Client, ada: User) -> None:
    for names in (["Dream"], ["Dream", "near"]):
        tagged(ada, *names)
    root = page(client.get("/jobs/discovered/filters?tag=DREAM"))
    found = texts(root, "//input[@name='tag']/parent::*")
    assert found == ["DREAM 2", "near 1"]
    assert root.xpath("//input[@name='tag'][@checked]/@value") == ["DREAM"]


def test_a_tag_longer_than_any_is_left_out_of_the_filters_and_said(
    client: Client, ada: User
) -> None:
    make.job(ada, title="Here")
    root = page(client.get(f"/jobs/discovered?tag={'x' * 60}"))
    assert rows(root) == ["Here"]
    assert any("A tag has at most 40" in one for one in texts(root, "//*[@role='note']"))


def test_a_row_shows_two_and_says_how_many_more(client: Client, ada: User) -> None:
    tagged(ada, "a", "b", "c", "d")
    root = page(client.get("/jobs/discovered"))
    assert texts(root, "//*[@id='rows']//*[@class='tag']") == ["tag a", "tag b", "and +2 tags"]


def test_renaming_keeps_the_jobs_and_refuses_a_name_that_is_there(
    client: Client, ada: User
) -> None:
    job = tagged(ada, "one")
    first, second = ada.tags.get(), tags.make(ada, "two")
    assert client.post(f"/tags/{first.pk}/rename", {"name": "First"}).status_code == 303
    assert tags.of(job) == ["First"]
    refused = client.post(f"/tags/{second.pk}/rename", {"name": "FIRST"})
    assert refused.status_code == 422
    assert "FIRST" in refused.content.decode()


def test_merging_takes_a_second_word_and_leaves_each_job_one_tag(client: Client, ada: User) -> None:
    both, single = tagged(ada, "one", "two"), tagged(ada, "one")
    one, two = ada.tags.get(name="one"), ada.tags.get(name="two")
    sent = {"into": two.name.upper()}
    assert client.post(f"/tags/{one.pk}/merge", sent).status_code == 422
    assert client.post(f"/tags/{one.pk}/merge", {**sent, "sure": "1"}).status_code == 303
    assert (tags.of(both), tags.of(single)) == (["two"], ["two"])
    assert not Tag.objects.filter(pk=one.pk).exists()


def test_deleting_takes_a_second_word_and_leaves_the_jobs(client: Client, ada: User) -> None:
    job = tagged(ada, "one")
    tag = ada.tags.get()
    assert client.post(f"/tags/{tag.pk}/delete").status_code == 422
    assert client.post(f"/tags/{tag.pk}/delete", {"sure": "1"}).status_code == 303
    assert (tags.of(job), Job.objects.filter(pk=job.pk).exists()) == ([], True)


def test_merging_into_nothing_known_is_refused(client: Client, ada: User, ben: User) -> None:
    tag, other = tags.make(ada, "one"), tags.make(ben, "his")
    for into in ("", "none\0", "no such name", tag.name, other.name):
        answer = client.post(f"/tags/{tag.pk}/merge", {"into": into, "sure": "1"})
        assert answer.status_code == 422


def test_strangers_find_nothing(client: Client, ada: User, ben: User) -> None:
    job = tagged(ben, "his")
    tag = ben.tags.get()
    for path in (
        f"/jobs/{job.pk}/tags", f"/jobs/{make.job(ada).pk}/tags/{tag.pk}/remove",
        f"/tags/{tag.pk}/rename", f"/tags/{tag.pk}/delete", f"/tags/{tag.pk}/merge",
    ):  # fmt: skip
        assert client.post(path, {"name": "mine", "sure": "1"}).status_code == 404
    assert "his" not in texts(page(client.get("/tags")), "//main//bdi")


def test_two_that_make_the_same_tag_make_one(ada: User) -> None:
    found = {tags.make(ada, name).pk for name in ("Dream", "dream", "DREAM")}
    assert len(found) == 1


def test_many_rows_cost_the_queries_of_a_few(
    client: Client, ada: User, django_assert_max_num_queries: object
) -> None:
    for n in range(30):
        tagged(ada, "dream", f"tag {n}")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get("/jobs/discovered")
