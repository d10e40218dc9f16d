"""The page of the registers, and what a job says about its employer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from orchestrator.models import Job, Sponsor, SponsorRegister, User
from orchestrator.sponsors import loading, tending
from tests import make
from tests.sponsors import files

pytestmark = pytest.mark.django_db
PAGE = "/visa-sponsors"


def body(client: Client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def csv(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("2026-11-12_Worker.csv", files.gb(*rows), content_type="text/csv")


def test_without_a_register_the_page_says_what_it_is_for(ada: User, client: Client):
    shown = body(client)

    assert "No register is loaded yet" in shown
    assert "Load now" in shown
    assert "sponsor-words" not in shown


def test_a_name_is_found_with_town_route_rating_and_country(
    ada: User, uk: SponsorRegister, client: Client
):
    shown = body(client, f"{PAGE}?q=crumb")

    for word in ("Crumb Bakeries Limited", "Leeds", "Skilled Worker", "Worker (A rating)", "UK"):
        assert word in shown
    assert "Monzo" not in shown


@pytest.mark.parametrize("words", ["LOAF and sons", "loaf", "sons loaf", "Loaf & Sons Limited"])
def test_case_form_and_order_of_words_do_not_matter(
    ada: User, uk: SponsorRegister, client: Client, words: str
):
    answer = client.get(PAGE, {"q": words})

    assert b"Loaf &amp; Sons Ltd" in answer.content


def test_a_name_nobody_has_gets_advice(ada: User, uk: SponsorRegister, client: Client):
    assert "No registered name holds “zebra”" in body(client, f"{PAGE}?q=zebra")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("x", "at least 2"), ("--", "at least 2"), ("x" * 201, "at most 200"), ("a\x00b", "at most")],
)
def test_what_cannot_be_looked_up_is_refused_with_the_words_kept(
    ada: User, uk: SponsorRegister, client: Client, words: str, sentence: str
):
    answer = client.get(PAGE, {"q": words})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_each_register_says_how_many_how_old_and_what_went_wrong(
    ada: User, uk: SponsorRegister, client: Client
):
    SponsorRegister.objects.update(error="It could not be fetched.")
    shown = body(client)

    assert "<b>3 sponsors</b>" in shown
    assert "It could not be fetched." in shown


@pytest.mark.parametrize(("days", "stale"), [(59, False), (62, True)])
def test_an_old_register_says_so(
    ada: User, uk: SponsorRegister, client: Client, days: int, stale: bool
):
    day = timezone.now().date() - timedelta(days=days)
    SponsorRegister.objects.update(published=day)

    assert ("older than 60 days" in body(client)) is stale


def test_rows_of_a_former_load_are_not_found(ada: User, uk: SponsorRegister, client: Client):
    loading.take(uk, files.gb("Bun Ltd", "Bap Ltd"), address="next.csv")

    assert Sponsor.objects.filter(name__startswith="Crumb").exists()
    assert "Crumb Bakeries" not in body(client, f"{PAGE}?q=crumb")


def test_load_now_asks_the_worker_once(ada: User, client: Client):
    make.heartbeat()
    first = client.post(f"{PAGE}/gb/load", follow=True)
    again = client.post(f"{PAGE}/gb/load", follow=True)

    assert "is being loaded. You can leave" in first.content.decode()
    assert "being loaded already" in again.content.decode()
    assert "A load waits for the worker" in again.content.decode()


def test_without_a_worker_nothing_is_begun(ada: User, client: Client):
    answer = client.post(f"{PAGE}/gb/load", follow=True)

    assert "No worker runs" in answer.content.decode()
    assert not SponsorRegister.objects.filter(asked_at__isnull=False).exists()


def test_a_file_from_the_page_is_loaded_by_the_worker(ada: User, client: Client):
    make.heartbeat()
    answer = client.post(f"{PAGE}/gb/file", {"gb-file": csv("Crumb Ltd", "Bun Ltd")})
    assert answer.status_code == 303

    register = SponsorRegister.objects.get(country="gb")
    done = tending.run(str(register.pk))
    register.refresh_from_db()
    assert done is not None
    assert (register.names, register.address) == (2, "2026-11-12_Worker.csv")
    assert str(register.published) == "2026-11-12"


def test_a_file_that_is_no_register_is_told_on_the_page(
    ada: User, uk: SponsorRegister, client: Client
):
    make.heartbeat()
    client.post(f"{PAGE}/gb/file", {"gb-file": SimpleUploadedFile("a.csv", b"Name,Place\n1,2\n")})
    tending.run(str(uk.pk))

    shown = body(client)
    assert "lacks the register&#x27;s columns" in shown
    assert "<b>3 sponsors</b>" in shown


@pytest.mark.parametrize("sent", [{}, {"gb-file": ""}, {"gb-file": SimpleUploadedFile("a", b"")}])
def test_no_file_is_a_form_to_mend(ada: User, client: Client, sent: dict[str, object]):
    answer = client.post(f"{PAGE}/gb/file", sent)

    assert answer.status_code == 422
    assert b'class="error"' in answer.content


def test_loading_by_itself_is_off_until_somebody_says_so(ada: User, client: Client):
    loading.register_of("gb")
    assert tending.tend() == 0

    client.post(f"{PAGE}/gb/automatic", {"on": "yes"})
    assert tending.tend() == 1

    SponsorRegister.objects.update(asked_at=None, tried_at=None)
    client.post(f"{PAGE}/gb/automatic", {"on": "no"})
    assert tending.tend() == 0


@pytest.mark.parametrize("verb", ["load", "file", "automatic"])
def test_only_administrators_load(required: None, ben: User, client: Client, verb: str):
    client.force_login(ben)

    assert client.post(f"{PAGE}/gb/{verb}").status_code == 403
    assert not SponsorRegister.objects.exists()


def test_everybody_may_search_and_only_administrators_see_the_forms(
    required: None, ben: User, uk: SponsorRegister, client: Client
):
    client.force_login(ben)
    shown = body(client, f"{PAGE}?q=crumb")

    assert "Crumb Bakeries Limited" in shown
    assert "Load now" not in shown


@pytest.mark.parametrize("country", ["de", "GB", "x" * 300])
def test_a_country_without_a_register_is_not_found(ada: User, client: Client, country: str):
    assert client.post(f"{PAGE}/{country}/load").status_code == 404


def test_a_job_names_its_sponsor_with_place_and_day(ada: User, uk: SponsorRegister, client: Client):
    job = make.job(ada, employer="Crumb Bakeries", sponsor_score=100.0,
                   sponsor_names='["Crumb Bakeries Limited"]')  # fmt: skip

    for address in (f"/jobs/discovered/{job.pk}", f"/job/{job.pk}"):
        shown = client.get(address, follow=True).content.decode()
        assert "Licensed sponsor (UK)" in shown
        assert "Crumb Bakeries Limited" in shown
        assert "as of 12 Nov" in shown


def test_who_may_be_meant_is_called_possible(ada: User, uk: SponsorRegister, client: Client):
    job = make.job(ada, employer="Monzo", sponsor_score=82.8, sponsor_names='["Monzo Bank Ltd"]')
    shown = body(client, f"/jobs/discovered/{job.pk}")

    assert "Possible sponsor" in shown
    assert "Licensed sponsor" not in shown


@pytest.mark.parametrize("names", [None, "", "no list", "{}", '["gone Ltd", 3]', "[" * 5000])
def test_whatever_stands_there_a_panel_is_shown(
    ada: User, uk: SponsorRegister, client: Client, names: str | None
):
    job = make.job(ada, employer="Monzo", sponsor_score=100.0, sponsor_names=names)

    assert "Licensed sponsor" in body(client, f"/jobs/discovered/{job.pk}")


def test_without_a_register_a_job_says_nothing(ada: User, client: Client):
    job = make.job(ada, employer="Monzo")

    assert "Visa sponsor" not in body(client, f"/jobs/discovered/{job.pk}")


def test_a_sponsor_is_a_fact_of_its_row_where_there_is_room(ada: User, client: Client):
    make.job(ada, employer="Crumb", sponsor_score=97.0)

    assert "<bdi>sponsor</bdi>" in body(client, "/jobs/discovered")


@pytest.mark.parametrize(
    ("employer", "said"),
    [("Loaf and Sons", "Licensed sponsor: Loaf &amp; Sons Ltd."),
     ("Monzo", "Possible sponsor: Monzo Bank Ltd."),
     ("Zebra", "Zebra is in no register that is loaded.")],
)  # fmt: skip
def test_looking_again_says_what_was_found(
    ada: User, uk: SponsorRegister, client: Client, employer: str, said: str
):
    job = make.job(ada, employer=employer)
    place = {"place": "discovered"}
    answer = client.post(f"/jobs/{job.pk}/check-sponsor", place, follow=True)

    assert said in answer.content.decode()
    assert Job.objects.get(pk=job.pk).sponsor_score is not None


def test_looking_again_without_a_register_says_what_to_do(ada: User, client: Client):
    job = make.job(ada, employer="Monzo")
    answer = client.post(f"/jobs/{job.pk}/check-sponsor", {"place": "discovered"})

    assert answer.status_code == 409
    assert "No sponsor register is loaded" in answer.content.decode()


def test_a_strangers_job_is_not_looked_at(ada: User, ben: User, client: Client):
    job = make.job(ben, employer="Monzo")

    assert client.post(f"/jobs/{job.pk}/check-sponsor").status_code == 404
