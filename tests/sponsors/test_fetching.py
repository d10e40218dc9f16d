"""A register from its publisher: a server on loopback, behind the relay of an administrator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from orchestrator.models import SponsorRegister
from orchestrator.sponsors import fetching, loading, tending
from orchestrator.sponsors.reading import RegisterProblem
from orchestrator.sponsors.registers import SOURCES
from tests.outside.server import Reply, Server
from tests.sponsors import files

ASSETS = "assets.publishing.service.gov.uk/media/0a1b"
NEWEST = f"https://{ASSETS}/2026-11-19_-_Worker_and_Temporary_Worker.csv"
CONTENT = "/www.gov.uk/api/content/government/publications/register-of-licensed-sponsors-workers"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def publisher() -> Iterator[Server]:
    with Server() as server:
        yield server


def names(server: Server, *urls: object, updated: str = "2026-11-19T10:00:00+00:00") -> None:
    attached = [{"url": url} for url in urls]
    said = {"public_updated_at": updated, "details": {"attachments": attached}}
    server.on("GET", CONTENT, Reply(body=json.dumps(said), headers=JSON))


def fetch(server: Server, country: str = "gb") -> fetching.File:
    return fetching.fetch(SOURCES[country], relay=server.url)


def test_the_newest_table_of_the_publication_is_fetched(publisher: Server):
    old = f"https://{ASSETS}/2026-11-12_-_Worker_and_Temporary_Worker.csv"
    names(publisher, f"https://{ASSETS}/notes.pdf", old, NEWEST, f"https://{ASSETS}/other.csv")
    path = "/" + NEWEST.removeprefix("https://")
    publisher.on("GET", path, Reply(body=files.gb("Crumb Ltd")))

    found = fetch(publisher)

    assert (found.address, found.published) == (NEWEST, date(2026, 11, 19))
    assert b"Crumb Ltd" in found.content
    assert publisher.seen[0].headers["user-agent"].startswith("JobOps/")


def test_a_register_that_is_a_page_is_fetched_as_it_is(publisher: Server):
    page = "/ind.nl/en/public-register-recognised-sponsors/public-register-work"
    kind = {"Content-Type": "text/html; charset=utf-8"}
    publisher.on("GET", page, Reply(body=files.nl(("Broodhuis B.V.", "0123")), headers=kind))

    assert b"Broodhuis" in fetch(publisher, "nl").content


@pytest.mark.parametrize(
    "urls",
    [(), ("https://evil.example/2026-11-19_Worker.csv",), ("http://www.gov.uk/a.csv",), (None, 3),
     ("https://[/a.csv",), (f"https://{ASSETS}/register.ods",)],
)  # fmt: skip
def test_no_file_is_fetched_from_anywhere_else(publisher: Server, urls: tuple[object, ...]):
    names(publisher, *urls)

    with pytest.raises(RegisterProblem) as refused:
        fetch(publisher)

    assert refused.value.kind == "no_file"
    assert len(publisher.seen) == 1


@pytest.mark.parametrize("body", ["[]", "{}", '{"details": []}', "nonsense", "[" * 20_000])
def test_an_answer_of_another_shape_names_no_file(publisher: Server, body: str):
    publisher.on("GET", CONTENT, Reply(body=body, headers=JSON))

    with pytest.raises(RegisterProblem) as refused:
        fetch(publisher)

    assert refused.value.kind == "no_file"


@pytest.mark.parametrize("reply", [Reply(status=503), Reply(status=404), Reply(close=True)])
def test_a_publisher_that_does_not_answer_is_told(publisher: Server, reply: Reply):
    publisher.on("GET", CONTENT, reply)

    with pytest.raises(RegisterProblem) as refused:
        fetch(publisher)

    assert refused.value.kind == "unreachable"


def test_a_file_that_is_too_large_is_not_kept(publisher: Server, monkeypatch: pytest.MonkeyPatch):
    small = fetching.replace(fetching.POLICY, max_bytes=1000)
    monkeypatch.setattr(fetching, "POLICY", small)
    names(publisher, NEWEST)
    path = "/" + NEWEST.removeprefix("https://")
    publisher.on("GET", path, Reply(body=files.gb(*(f"Bakery {n} Ltd" for n in range(100)))))

    with pytest.raises(RegisterProblem) as refused:
        fetch(publisher)

    assert refused.value.kind == "too_large"


@pytest.mark.django_db
def test_the_worker_loads_what_was_asked_for_and_keeps_what_failed(
    publisher: Server, settings: object
):
    settings.SOURCE_RELAY_URL = publisher.url  # type: ignore[attr-defined]
    register = loading.register_of("gb")
    names(publisher, NEWEST)
    path = "/" + NEWEST.removeprefix("https://")
    publisher.next(Reply(status=503))
    tending.ask(register)
    assert tending.run(str(register.pk)) is None
    register.refresh_from_db()
    assert "could not be fetched" in register.error

    publisher.on("GET", path, Reply(body=files.gb("Crumb Ltd")))
    tending.ask(register)
    tending.run(str(register.pk))
    found = SponsorRegister.objects.get()
    assert (found.names, found.address, found.error) == (1, NEWEST, "")
    assert tending.run(str(register.pk)) is None
