"""Two jobs side by side: what differs is said, and the next step of each is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.jobs import comparing, tags
from orchestrator.jobs.comparing import Asked
from orchestrator.models import Job, Requirement, ScoreCard, SponsorRegister, User
from orchestrator.sponsors import matching
from tests import make
from tests.sponsors.conftest import uk as uk
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db


def scored(job: Job, **needs: str) -> Job:
    card = ScoreCard.objects.create(job=job, engine="rules", value=job.score)
    for ordinal, (text, label) in enumerate(needs.items()):
        Requirement.objects.create(
            card=card, ordinal=ordinal, scope="skill", importance="must", text=text, quote="",
            terms=[text], label=label,
        )  # fmt: skip
    return job


@pytest.fixture
def pair(ada: User) -> tuple[Job, Job]:
    one = make.job(ada, title="Cook", location="Leeds", salary="£30,000", score=80.0)
    other = make.job(ada, title="Baker", location="Leeds", status="ready", score=60.0)
    tags.put(other, ["near"], actor="user")
    return scored(one, Python="met", Go="missing"), scored(other, python="missing", Rust="met")


def compared(client: Client, one: Job, other: Job) -> Any:
    return page(client.get(f"/compare?a={one.pk}&b={other.pk}"))


def lines(root: Any) -> dict[str, list[str]]:
    found = root.xpath("//tr[th[@scope='row']]")
    return {texts(row, "th/span[1]")[0]: texts(row, "td/span") for row in found}


def test_each_line_has_both_and_says_when_they_differ(
    client: Client, pair: tuple[Job, Job]
) -> None:
    root = compared(client, *pair)
    assert lines(root)["Place"] == ["Leeds", "Leeds"]
    assert lines(root)["Pay"] == ["£30,000", "–"]
    assert lines(root)["Tags"] == ["–", "near"]
    differing = texts(root, "//tr[.//*[@class='differs']]/th/span[1]")
    assert "Pay" in differing
    assert "Place" not in differing


def test_the_sponsor_is_the_badge_of_the_panel(
    client: Client, ada: User, uk: SponsorRegister
) -> None:
    known, unknown = make.job(ada, employer="Crumb Bakeries"), make.job(ada, employer="Zebra")
    for job in (known, unknown):
        matching.check(job)
    (row,) = compared(client, known, unknown).xpath("//tr[th/span[1]='Visa sponsor']")
    assert texts(row, "td//*[contains(@class, 'chip')]") == ["Licensed sponsor (UK)"]
    assert texts(row, "td/small//bdi") == ["Crumb Bakeries Limited"]
    assert texts(row, "td/span[@dir]") == ["Not in a register that is loaded"]


def test_without_a_register_there_is_no_line_of_sponsors(
    client: Client, pair: tuple[Job, Job]
) -> None:
    assert "Visa sponsor" not in lines(compared(client, *pair))


def test_requirements_of_the_same_thing_stand_in_one_line(
    client: Client, pair: tuple[Job, Job]
) -> None:
    found = lines(compared(client, *pair))
    assert found["Python"] == ["Met", "Missing"]
    assert found["Go"] == ["Missing", "Not asked for"]
    assert found["Rust"] == ["Not asked for", "Met"]


def test_the_alignment_goes_by_terms_and_else_by_words() -> None:
    one = (Asked("Good SQL", "met", ("sql",)), Asked("Two  years", "met"))
    other = (Asked("two years", "missing"), Asked("SQL databases", "partial", ("SQL",)))
    assert [line.name for line in comparing.requirements(one, other)] == ["Good SQL", "Two  years"]


def test_each_has_its_primary_action_and_the_answer_comes_back_here(
    client: Client, pair: tuple[Job, Job]
) -> None:
    one, other = pair
    root = compared(client, one, other)
    heads = texts(root, "//thead//*[contains(@class, 'primary')]")
    assert heads == ["Tailor Cook", "Mark applied Baker"]
    sent = {"a": str(one.pk), "b": str(other.pk)}
    answer = client.post(f"/compare/{other.pk}/apply", sent)
    assert (answer.status_code, answer["Location"]) == (303, f"/compare?a={one.pk}&b={other.pk}")
    assert Job.objects.get(pk=other.pk).status == "applied"


def test_a_step_that_is_gone_shows_both_as_they_are(client: Client, pair: tuple[Job, Job]) -> None:
    one, other = pair
    sent = {"a": str(one.pk), "b": str(other.pk)}
    client.post(f"/compare/{one.pk}/skip", sent)
    answer = client.post(f"/compare/{one.pk}/skip", sent)
    assert answer.status_code == 409
    assert texts(page(answer), "//*[@role='alert']") != []


def test_the_bar_leads_there_with_exactly_two(client: Client, pair: tuple[Job, Job]) -> None:
    ids = [str(job.pk) for job in pair]
    answer = client.post("/compare", {"job": ids, "place": "all?"})
    assert answer["Location"] == f"/compare?a={ids[0]}&b={ids[1]}"
    assert client.post("/compare", {"job": ids[:1], "place": "all?"}).status_code == 422


def test_without_jobs_the_page_says_how(client: Client, ada: User) -> None:
    assert "Select two jobs" in client.get("/compare").content.decode()


@pytest.mark.parametrize("bad", ["", "x", "a\0", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_job_is_not_found(client: Client, pair: tuple[Job, Job], bad: str) -> None:
    assert client.get("/compare", {"a": str(pair[0].pk), "b": bad}).status_code == 404


def test_a_strangers_job_is_not_found(client: Client, pair: tuple[Job, Job], ben: User) -> None:
    his = make.job(ben)
    assert client.get(f"/compare?a={pair[0].pk}&b={his.pk}").status_code == 404
    sent = {"a": str(pair[0].pk), "b": str(his.pk)}
    assert client.post(f"/compare/{his.pk}/skip", sent).status_code == 404
