"""One's own résumé in every theme. Drawing needs a browser; the page does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from orchestrator import preferences
from orchestrator.models import Job, User
from pdfs import gallery, render, themes
from tailoring import library
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/design-resume/gallery"


@pytest.fixture(scope="module")
def browser() -> Iterator[None]:
    if not render.status().path:
        pytest.skip("no Chromium is installed here")
    yield
    render.close()


def pictures(client: Client, query: str = "") -> list[str]:
    page = html.fromstring(client.get(PAGE + query).content)
    return [str(one) for one in page.xpath("//main//img/@src")]


def test_every_theme_has_a_picture_whose_place_is_kept(
    browser: None, client: Client, ada: User
) -> None:
    make.resume(ada)
    page = html.fromstring(client.get(f"{PAGE}?paper=a4").content)
    shown = page.xpath("//main//img")
    assert [one.get("alt") for one in shown] == [
        f"First page in {theme.label}" for theme in themes.THEMES.values()
    ]
    assert {(one.get("width"), one.get("height")) for one in shown} == {("794", "1123")}


def test_without_a_resume_the_page_says_what_to_do(client: Client, ada: User) -> None:
    assert "No résumé yet" in client.get(PAGE).content.decode()
    make.resume(ada, basics={}, summary={}, sections={}, customSections=[])
    assert "says nothing yet" in client.get(PAGE).content.decode()


def test_an_address_names_what_its_picture_shows(browser: None, client: Client, ada: User) -> None:
    make.resume(ada)
    first = pictures(client)
    assert pictures(client) == first
    assert not set(pictures(client, "?paper=a4&photo=on")) & set(first)
    preferences.save(ada, {"pdfAccent": "#7a1f5c"})
    assert not set(pictures(client)) & set(first)


def test_a_picture_and_a_file_are_drawn_once(
    browser: None, client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.resume(ada)
    address = pictures(client, "?paper=a4")[3]
    picture = client.get(address)
    assert (picture["Content-Type"], picture.getvalue()[8:12]) == ("image/webp", b"WEBP")
    monkeypatch.setattr(gallery, "_draw", None)
    assert client.get(address).status_code == 200
    file = client.get(address.replace(".webp", ".pdf"))
    assert file.getvalue().startswith(b"%PDF")
    assert "David_Kowalski_Academic.pdf" in file["Content-Disposition"]
    assert "pages" in client.get(f"{PAGE}?paper=a4").content.decode()


def test_what_cannot_be_printed_is_said_instead_of_shown(client: Client, ada: User) -> None:
    make.resume(ada, basics={"name": "ᚠᚢᚦ"})
    page = client.get(PAGE).content.decode()
    assert "<img" not in page.split("<main")[1].split("</main")[0]
    assert "No font here prints" in page
    assert client.get(f"{PAGE}/classic.webp").status_code == 422


def test_without_a_browser_the_page_says_so(client: Client, ada: User, settings: Any) -> None:
    make.resume(ada)
    settings.CHROMIUM_PATH = "/nowhere/chromium"
    try:
        assert "No Chromium was found" in client.get(PAGE).content.decode()
    finally:
        render.configure(path="")


def test_a_theme_is_chosen_for_all(client: Client, ada: User) -> None:
    make.resume(ada)
    answer = client.post(f"{PAGE}/use", {"theme": "banner", "here": "paper=a4"})
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}?paper=a4")
    assert preferences.of(ada)["pdfTheme"] == "banner"


def test_a_theme_is_chosen_for_one_job(client: Client, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada, page_options={"paper": "letter"})
    assert "Use for this job" in client.get(f"{PAGE}?job={job.pk}").content.decode()
    client.post(f"{PAGE}/use", {"theme": "plain", "job": str(job.pk)})
    row = Job.objects.get()
    assert row.page_options == {"paper": "letter", "theme": "plain"}
    assert preferences.of(ada)["pdfTheme"] == "classic"


@pytest.mark.parametrize("query", ["?resume=x", "?job=x", "?resume={theirs}", "?job={job}"])
def test_what_is_not_ones_own_is_not_found(
    client: Client, ada: User, ben: User, query: str
) -> None:
    theirs, job = make.resume(ben), make.job(ben)
    asked = query.format(theirs=theirs.pk, job=job.pk)
    assert client.get(PAGE + asked).status_code == 404
    assert client.get(f"{PAGE}/classic.webp{asked}").status_code == 404
    assert client.post(f"{PAGE}/use", {"theme": "plain", "job": str(job.pk)}).status_code == 404
    assert library.default(ada) is None


def test_an_unknown_theme_is_not_found(client: Client, ada: User) -> None:
    make.resume(ada)
    assert client.get(f"{PAGE}/glitter.webp").status_code == 404
    assert client.post(f"{PAGE}/use", {"theme": "glitter"}).status_code == 404


def test_the_page_of_a_job_is_set_and_given_back(client: Client, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada, page_options={"theme": "plain"})
    address = f"{PAGE}/job/{job.pk}"
    given = {
        "paper": "a4", "fit": "2", "sizeStep": "-1", "accent": "#7a1f5c", "photo": "on",
        "linksAsText": "off", "titles": "usual", "language": "de", "order": "Skills\r\n\r\ncustom",
    }  # fmt: skip
    assert client.post(address, given).status_code == 303
    assert Job.objects.get().page_options == {
        "theme": "plain", "paper": "a4", "fit": "2", "sizeStep": -1, "accent": "#7a1f5c",
        "photo": True, "linksAsText": False, "titles": "usual", "language": "de",
        "order": ["skills", "custom"],
    }  # fmt: skip
    shown = client.get(f"{PAGE}?job={job.pk}").context["form"]
    assert {name: shown[name].value() for name in given} == {**given, "order": "skills\ncustom"}
    client.post(address, {})
    assert Job.objects.get().page_options == {"theme": "plain"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("accent", "#ffd54f"), ("order", "shoes"), ("paper", "a5"), ("sizeStep", "4")],
)
def test_an_option_that_cannot_be_printed_is_refused_in_place(
    client: Client, ada: User, field: str, value: str
) -> None:
    make.resume(ada)
    job = make.job(ada)
    answer = client.post(f"{PAGE}/job/{job.pk}", {field: value, "fit": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert value in answer.content.decode()
    assert Job.objects.get().page_options == {}
