"""docs/pages.md against the addresses the workspace has, docs/api against the calls of the API."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

from orchestrator.api import openapi
from tests.browser.test_tour import is_verb, routes
from tests.docs import routes as written
from tests.docs.reading import ROOT, code_words, rows

TEXT = (ROOT / "docs/pages.md").read_text()
PLACE = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)")


def shape(address: str) -> str:
    """Without the names of what stands in it."""
    return "/" + PLACE.sub("<>", address).strip("/^$")


def visited() -> set[str]:
    return {
        shape(route)
        for route, one in routes(get_resolver().url_patterns)
        if not route.startswith(("api/", "admin/")) and not is_verb(one)
    }


def told(text: str) -> list[str]:
    return [shape(address) for cells in rows(text) for address in code_words(cells[0])]


def test_every_address_is_told_and_no_other() -> None:
    found = set(told(TEXT))
    assert sorted(visited() - found) == []
    assert sorted(found - visited()) == []


def test_no_address_is_told_twice() -> None:
    found = told(TEXT)
    assert [one for one in found if found.count(one) > 1] == []


def test_each_row_says_what_it_is_for() -> None:
    assert [cells[0] for cells in rows(TEXT) if len(cells) != 3 or len(cells[1]) < 8] == []


def test_keys_that_are_named_exist() -> None:
    keys = (ROOT / "docs/keys.md").read_text()
    known = {key for cells in rows(keys) for key in code_words(cells[0])}
    assert {key for cells in rows(TEXT) for key in code_words(cells[2])} - known == set()


def test_an_address_that_is_missing_is_seen() -> None:
    assert set(told("| `/jobs/<tab>`, `/fly/<job>/high` | x |\n")) - visited() == {"/fly/<>/high"}
    assert shape("jobs/<tab:tab>/<uuid:pk>/log") == shape("/jobs/<tab>/<job>/log")


def test_every_call_of_the_api_is_written() -> None:
    assert written.FILE.read_text() == written.text(openapi.document()), (
        "python -m tests.docs.routes writes it anew"
    )


def test_every_call_says_what_it_does() -> None:
    silent = [
        cells[0] for cells in rows(written.FILE.read_text()) if re.fullmatch(r"\w+_\w+|", cells[1])
    ]
    assert silent == []


@pytest.mark.parametrize("change", ["path", "sentence", "scope"])
def test_another_call_or_sentence_is_seen(change: str) -> None:
    call = {"description": "Fly. High.", "tags": ["air"], "x-scope": "read"}
    before = {"paths": {"/api/fly": {"get": call}}}
    other = {**call, "x-scope": "full"} if change == "scope" else {**call, "description": "Fall"}
    after = {"paths": {"/api/fall" if change == "path" else "/api/fly": {"get": other}}}
    assert written.text(before) != written.text(after)
    assert "| `GET /api/fly` | Fly. High | read |" in written.text(before)


@pytest.mark.parametrize("name", [one.name for one in (ROOT / "docs/api").glob("*.md")])
def test_every_chapter_stands_in_the_list_of_the_api(name: str) -> None:
    assert f"(api/{name})" in (ROOT / "docs/api.md").read_text()
