from __future__ import annotations

import json
from urllib.parse import unquote, urlencode

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.workspace.capture import Shared, shared
from tests.accounts.doors import PASSWORD
from tests.workspace.reading import page

pytestmark = pytest.mark.django_db
URL = "https://acme.example/jobs/1?a=b&c=%20d"


def test_the_bookmark_leads_here_and_holds_nothing_private(client: Client, ada: User) -> None:
    root = page(client.get("/capture", headers={"Host": "testserver"}))
    (address,) = root.xpath("//a[starts-with(@href, 'javascript:')]/@href")
    (code,) = root.xpath("//pre/text()")
    assert unquote(address) == code
    assert '"http://testserver"' in code
    assert not any(private in code for private in ("token", "csrf", "session", ada.pk.hex))


def test_a_bookmark_is_one_line_without_marks_that_end_an_attribute(
    client: Client, ada: User
) -> None:
    (address,) = page(client.get("/capture")).xpath("//a[starts-with(@href, 'javascript:')]/@href")
    assert not {'"', "\n", " "} & set(address)


def test_only_this_page_keeps_in_touch_with_the_window_that_opened_it(
    client: Client, ada: User
) -> None:
    assert client.get("/capture")["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert client.get("/import")["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in client.get("/capture")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"url": URL}, Shared(URL, "")),
        ({"title": "Baker", "text": f"Look: {URL}."}, Shared(URL, "")),
        ({"text": URL, "title": "Baker"}, Shared(URL, "")),
        ({"title": "Baker", "text": "We bake."}, Shared("", "Baker\n\nWe bake.")),
        ({"title": "Baker", "text": "Baker\nWe bake."}, Shared("", "Baker\nWe bake.")),
        ({"url": "javascript:alert(1)", "text": "Hello"}, Shared("", "Hello")),
        ({"url": "https://user:pass@a.example/"}, Shared("", "")),
        ({"text": "\0"}, Shared("", "")),
        ({}, Shared("", "")),
    ],
)  # fmt: skip
def test_what_a_phone_shares_is_an_address_or_words(given: dict[str, str], found: Shared) -> None:
    assert shared(given) == found


def test_a_shared_posting_keeps_its_words_beside_its_address() -> None:
    found = shared({"title": "Baker", "text": f"{'We bake. ' * 40}{URL}"})
    assert found.url == URL
    assert found.text.startswith("Baker\n\nWe bake.")
    assert URL not in found.text


def test_shared_words_stand_in_the_forms_and_nothing_is_stored(client: Client, ada: User) -> None:
    root = page(client.get(f"/capture?{urlencode({'url': URL, 'text': 'x' * 300})}"))
    assert root.xpath("//form[@action='/import/url']//input[@name='url']/@value") == [URL]
    assert root.xpath("//textarea[@name='text']")[0].text_content().strip() == "x" * 300
    assert not Job.objects.exists()


def test_more_than_a_posting_is_cut(client: Client, ada: User) -> None:
    assert len(shared({"text": "x" * 70_000}).text) == 60_000


@pytest.mark.usefixtures("required")
def test_signing_in_leads_back_with_the_shared_words(client: Client, ada: User) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    asked = f"/capture?{urlencode({'url': URL, 'title': 'Bäcker & Söhne'})}"
    answer = client.get(asked)
    assert answer["Location"] == f"/sign-in?{urlencode({'next': asked})}"
    (after,) = page(client.get(answer["Location"])).xpath("//input[@name='next']/@value")
    data = {"username": ada.username, "password": PASSWORD, "next": after}
    assert client.post("/sign-in", data)["Location"] == asked


@pytest.mark.usefixtures("required")
def test_the_manifest_is_there_for_who_has_not_signed_in(client: Client, ada: User) -> None:
    answer = client.get("/manifest.webmanifest")
    said = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert said["share_target"]["action"] == "/capture"
    assert {one["sizes"] for one in said["icons"]} == {"any", "192x192", "512x512"}
